package rule

// schemaChinese is what the schema says of mappings and of words in Chinese; keys have it
// in their forms.
var schemaChinese = map[string]string{
	"tiexin rule file": "贴心规则文件",

	"What a shop sends to its customers, when, and what it never does.": "店铺对顾客说什么、什么时候说、什么绝不做。",
	"The shop itself.":   "店铺自己。",
	"An offer.":          "一项优惠。",
	"A named condition.": "有名字的条件。",
	"Limits for the sake of customers and of the shop.": "顾客和店铺受得了多少。",
	"Hours in which nothing is sent.":                   "免打扰时段。",
	"How many messages a customer gets.":                "频次上限：一位顾客收多少条。",
	"How much the shop spends.":                         "费用上限：店铺花多少钱。",
	"A promise.":                                        "禁发规则。",
	"A group of rules about one kind of subject.":       "流程：针对同一种对象的一组规则。",
	"When to send, and what.":                           "什么时候说，说什么。",
	"One message or task.":                              "一步：说一句话，或者做一件事。",
	"One channel.":                                      "一个渠道。",
	"A text as the provider has registered it.":         "服务商报备过的一条文案。",
	"What a variable holds.":                            "变量里是什么。",
	"A shop's own special days, and the public holidays of years that are not built in.":                "店里自己的日子，和还没有内置的年份的法定假日。",
	"A day that customers know by name.":                                                                "顾客叫得出名字的日子。",
	"What the State Council (国务院办公厅) announced for a year.":                                             "国务院办公厅公布的一年的放假安排。",
	"Stages, value tiers and related products, learned from the shop's history (care learn) or chosen.": "顾客和店铺的关系：从历史里学来（`care learn`），或者自己定。",
	"How stages are decided.": "阶段怎么定。",
	"The shop's gaps between purchases, in days (loyalty.GapModel).": "顾客两次购买隔多久，单位天（loyalty.GapModel）。",
	"MBG/NBD, in days (btyd.MBG).":                                   "MBG/NBD 模型，单位天（btyd.MBG）。",

	"an event such as order.paid": "事件，如 order.paid",
	"an event such as order.paid, or a moment such as birthday - 7d at 10:00": "事件，如 order.paid；或者时刻，如 birthday - 7d at 10:00",

	"the only one so far":                           "目前只有这一个",
	"answers to the customer":                       "回答顾客",
	"about the customer's own order":                "关于顾客自己的订单",
	"festivals, birthdays: needs consent":           "节日、生日的关怀：要同意",
	"needs consent and an opt-out":                  "营销：要同意，要能退订",
	"asks questions: needs consent":                 "问卷调研：要同意",
	"is sent when the limit allows, if in time":     "等到限制允许再发，来得及的话",
	"is not sent":                                   "不发",
	"阿里云短信服务, for sms and mms":                      "阿里云短信服务，用于 sms 和 mms",
	"腾讯云短信, for sms and mms":                        "腾讯云短信，用于 sms 和 mms",
	"微信模板消息和订阅通知, for wechat":                       "微信模板消息和订阅通知，用于 wechat",
	"only the days":                                 "只看天数",
	"only the days, set by the shop":                "只看天数，天数是店里自己的",
	"the customer's own rhythm, by gaps":            "看顾客自己的节奏，按两次购买隔多久",
	"the probability of another purchase, by model": "看再买一次的概率，按模型算",
}
