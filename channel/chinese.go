package channel

import (
	"cmp"

	"github.com/tiexin-go/tiexin/internal/say"
)

// zh is the Chinese of what the package says of a shop's own texts.
var zh = say.Catalog{
	"the opt-out has %d units, more than an SMS of %d; shorten it, as in %s":                         "退订语有 %d 个字，一条短信最多 %d 个；写短些，如 %s",
	"the opt-out %q has a broken or control character; take it out":                                  "退订语「%s」里有坏字符或控制字符；去掉它",
	"the opt-out %q names no word to reply with; write the word after 回复, as in %s":                  "退订语「%s」没写回复什么；把要回的字写在「回复」后面，如 %s",
	"%w: %q has %d characters; register one of 2 to 12":                                              "短信签名「%[2]s」有 %[3]d 个字；要用 2 到 12 个字的",
	"%w: %q has a bracket inside; write the name alone":                                              "短信签名「%[2]s」里有括号；只写名字",
	"%w: %q has a space at an end, a line break or a broken character; write the name as registered": "短信签名「%[2]s」首尾有空格，或有换行、坏字符；照报备的写",
	"%w: %.40q; write it like 0.045, with at most four decimals":                                     "「%.40[2]s」不是单价；写成 0.045 这样，小数最多四位",
	"%w: %.40q is too large": "单价「%.40[2]s」太大",
}

// Chinese is String in Chinese: 不能发「返现」：服务商不收返现.
func (f Finding) Chinese() string {
	level := "当心"
	if f.Level == Deny {
		level = "不能发"
	}
	return level + "「" + f.Text + "」：" + f.WhyChinese()
}

// WhyChinese is Why in Chinese. The reason of a shop's own word stays as it is written.
func (f Finding) WhyChinese() string { return cmp.Or(whyChinese[f.Why], f.Why) }

// whyChinese are the reasons of the library's own words and signs.
var whyChinese = map[string]string{
	"a review must not be paid for (E-Commerce Law, article 17); ask for one without offering anything":                           "不能花钱买好评（电子商务法第十七条）；请人评价，不给好处",
	"providers refuse the request for a good review; ask for a review":                                                            "服务商不收求好评的短信；只请人评价",
	"a platform may take it for pressure; ask for a review, not for a good one":                                                   "平台会当作诱导好评；只请人评价，不求好评",
	"superlatives are forbidden in advertisements (Advertising Law, article 9); say what the goods are":                           "广告不能用绝对化用语（广告法第九条）；写清商品是什么样的",
	"only medicine may be said to heal (Advertising Law, article 17); say what the goods are":                                     "只有药品可以说治病（广告法第十七条）；写清商品是什么样的",
	"it reads like a superlative, and those are forbidden in advertisements (Advertising Law, article 9); say what the goods are": "像绝对化用语，广告不能用（广告法第九条）；写清商品是什么样的",
	"it promises without exception, as an advertisement must not (Advertising Law, article 9); say what the goods are":            "话说得太满，广告不能用（广告法第九条）；写清商品是什么样的",
	"a rank must be proved (Advertising Law, article 9); say where and when it was counted, or leave it out":                      "排名要有凭据（广告法第九条）；写清哪里、什么时候的数据，或者去掉",
	"a lowest price must be proved (Price Law, article 14); give the price":                                                       "最低价要有凭据（价格法第十四条）；写清是多少钱",

	"providers refuse cash back; say what the price is":                                                                       "服务商不收返现；写清是多少钱",
	"providers refuse lotteries; leave it out":                                                                                "服务商不收抽奖；去掉它",
	"providers refuse goods for nothing; say what the price is":                                                               "服务商不收零元购；写清是多少钱",
	"providers refuse goods for next to nothing; say what the price is":                                                       "服务商不收一元秒杀；写清是多少钱",
	"providers refuse texts that win users and call lost ones back by this name; say what is new in the shop":                 "服务商不收拉新、召回的短信；写店里有什么新东西",
	"providers refuse the exchange of points; say what the customer has and link to the shop":                                 "服务商不收积分兑换；说清有多少积分，附店铺链接",
	"some providers refuse texts about points that expire; say what the customer has and link to the shop":                    "有的服务商不收积分清零；说清有多少积分，附店铺链接",
	"providers refuse coupons in notices, and some in marketing too; say what the customer saves, or use another channel":     "服务商的通知不收优惠券，有的连营销也不收；写能省多少钱，或者换个渠道",
	"providers refuse red packets in notices, and some in marketing too; say what the customer saves, or use another channel": "服务商的通知不收红包，有的连营销也不收；写能省多少钱，或者换个渠道",
	"some providers refuse cash on delivery by name; ask for the amount at the door in other words":                           "有的服务商不收「货到付款」这个词；换个说法提醒备好货款",
	"providers refuse texts about live streams; invite on the messenger or on WeChat":                                         "服务商不收直播；改用旺旺或微信邀请",
	"some providers refuse payment by instalments; say it in the shop":                                                        "有的服务商不收分期；放到店铺页面里说",
	"some providers refuse group buying; say what the price is":                                                               "有的服务商不收团购；写清是多少钱",
	"providers refuse contacts on other networks; name the shop's messenger or its landline":                                  "服务商不收别的平台的联系方式；写旺旺或店里的座机",
	"some providers refuse texts that ask to add an agent; name the shop's messenger or its landline":                         "有的服务商不收加客服；写旺旺或店里的座机",
	"platforms punish leading customers away; answer here":                                                                    "把顾客引到站外，平台要处罚；就在旺旺上答复",
	"providers refuse pass phrases; use a registered short link":                                                              "服务商不收口令；用报备过的短链接",
	"receipt cannot be confirmed by a reply, it looks like fraud; ask to confirm it in the shop":                              "回复不能确认收货，看着像诈骗；请顾客到订单里确认",
	"providers refuse the request to change a review; ask what went wrong":                                                    "服务商不收改评价的短信；问问哪里没做好",
	"providers refuse faked orders; leave it out":                                                                             "服务商不收刷单；去掉它",
	"providers often refuse surveys by SMS; ask on the messenger or on WeChat":                                                "服务商常退回短信问卷；改用旺旺或微信问",
	"providers refuse tobacco and spirits; leave it out":                                                                      "服务商不收烟酒；去掉它",
	"providers refuse tobacco; leave it out":                                                                                  "服务商不收烟草；去掉它",
	"providers refuse medical offers; leave it out":                                                                           "服务商不收医疗；去掉它",
	"providers refuse loans; leave it out":                                                                                    "服务商不收贷款；去掉它",
	"providers refuse gambling; leave it out":                                                                                 "服务商不收赌博；去掉它",
	"providers refuse invoices issued by others; leave it out":                                                                "服务商不收代开发票；去掉它",

	"these brackets are for the signature, which the channel adds; leave them out": "这种括号是签名用的，渠道会自己加；去掉它",
	"providers refuse square brackets; leave them out":                             "服务商不收方括号；去掉它",
	"providers refuse these brackets; write the name without them":                 "服务商不收这种括号；名字直接写",
	"providers refuse special signs; say it in words, or put a comma":              "服务商不收特殊符号；写成字，或者换成逗号",
	"providers refuse special signs; write a plain number":                         "服务商不收特殊符号；写普通数字",
	"providers refuse special signs; write 89元":                                    "服务商不收特殊符号；写89元",
	"providers refuse special signs; write 和":                                      "服务商不收特殊符号；写「和」",
	"providers refuse special signs; write 平方":                                     "服务商不收特殊符号；写「平方」",

	tooLong:         "从这里起超过 64 KiB，哪个渠道都发不了；写短些",
	picture:         "短信模板多半不收表情和生僻字，很多一个算两个字以上；去掉它",
	optOutAdded:     "退订语由渠道自己加；从文案里去掉",
	optOutForbidden: "服务和通知里不能写退订；去掉",
}
