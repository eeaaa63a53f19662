package ask

import "cmp"

// InChinese is a word with what it means, and when it has no value, in Chinese.
func (w Word) InChinese() Word {
	w.Meaning, w.Unknown = Chinese(w.Meaning), Chinese(w.Unknown)
	return w
}

// Chinese is the meaning of a word or a clock in Chinese.
func Chinese(meaning string) string { return cmp.Or(meaningsChinese[meaning], meaning) }

// meaningsChinese are the meanings of words, and when a word has no value, under the
// English.
var meaningsChinese = map[string]string{
	// customer

	"the host's key for the customer": "顾客编号，宿主程序给的",

	"买家昵称, as the platform shows it": "买家昵称，照平台显示的",

	"the real name, if known":                     "真实姓名，知道才有",
	"'female', 'male' or ''":                      "性别：'female' 女、'male' 男，不知道是 ''",
	"会员等级, the shop's own word":                   "会员等级，用店里自己的叫法",
	"会员积分":                                        "会员积分",
	"labels of the shop and its agents":           "店里和客服打的标签",
	"home province without 省: '浙江'":               "所在省份，不带「省」字：'浙江'",
	"home city without 市: '杭州'":                   "所在城市，不带「市」字：'杭州'",
	"orders paid so far; 0 when nothing is known": "到现在付过几张订单；一无所知是 0",
	"paid so far; 0 when nothing is known":        "累计消费；一无所知是 0",
	"spent ÷ paid orders; 0 before the first":     "平均每单：累计消费 ÷ 付过的订单数；还没买过是 0",
	"价值层: the highest tier of lifecycle.values that spent reaches, else 'low'":                         "价值层：累计消费够得上的最高一层（lifecycle.values），够不上是 'low'",
	"忠诚类型, as the host measured it last: 'true', 'latent', 'spurious', 'disloyal'; '' when it did not": "忠诚类型，宿主程序上次量的：'true' 真实忠诚、'latent' 潜在忠诚、'spurious' 虚假忠诚、'disloyal' 不忠诚；没量过是 ''",
	"why the customer buys again, elsewhere, or left, as the host measured it last; stays: 'no-choice', 'switching-cost', 'incentive', 'habit', 'conviction'; buys elsewhere: 'rival-habit', 'rival-switching-cost', 'price', 'out-of-reach', 'rival-offer'; left: 'bad-product', 'bad-service', 'outgrown', 'fatigue', 'too-dear', 'stock-out', 'moved-away', 'rival'; '' when it did not": "顾客为什么再来、为什么在别处买、为什么走了，宿主程序上次量的。再来：'no-choice' 别无选择、'switching-cost' 转换成本、'incentive' 激励、'habit' 习惯、'conviction' 真正认同；在别处买：'rival-habit' 习惯了别家、'rival-switching-cost' 别家的转换成本、'price' 价格、'out-of-reach' 买不到、'rival-offer' 别家有优惠；走了：'bad-product' 商品不好、'bad-service' 服务不好、'outgrown' 用不着了、'fatigue' 厌倦、'too-dear' 太贵、'stock-out' 缺货、'moved-away' 搬走了、'rival' 去了别家；没量过是 ''",
	"生日 as the host gave it: '1990-05-20', '05-20', 'lunar:08-15'; '' when not known": "生日，照宿主程序给的：'1990-05-20'、'05-20'、农历 'lunar:08-15'；不知道是 ''",
	"a chat with the customer is open":                       "正在和客服聊天",
	"the customer complained in a chat that is still open":   "正在投诉：投诉的那次聊天还没结束",
	"what the host adds: customer.attr['…']; '' when absent": "宿主程序另加的：customer.attr['…']；没有是 ''",
	"生命周期阶段 by lifecycle.stages: 'interested' 兴趣, 'new' 新客, 'second-purchase' 复购, 'active' 活跃, 'loyal' 忠诚, 'lapsing' 预流失, 'lost' 已流失, 'dead' 长期沉睡; it changes by itself and is compared with == != and in": "生命周期阶段，按 lifecycle.stages 定：'interested' 兴趣、'new' 新客、'second-purchase' 复购、'active' 活跃、'loyal' 忠诚、'lapsing' 预流失、'lost' 已流失、'dead' 长期沉睡；自己会变，只能用 ==、!=、in 比较",

	// order
	"订单号": "订单号",
	"where it came from: 'juhuasuan', 'live', …":                                                                          "订单来源：'juhuasuan' 聚划算、'live' 直播……",
	"'normal', 'juhuasuan', 'presale', 'group', 'cod', 'virtual', 'pay_later'":                                            "订单种类：'normal' 普通、'juhuasuan' 聚划算、'presale' 预售、'group' 拼团、'cod' 货到付款、'virtual' 虚拟商品、'pay_later' 先用后付",
	"'unpaid', 'paying', 'deposit', 'held', 'paid', 'part_ship', 'shipped', 'signed', 'succeeded', 'cancelled', 'closed'": "订单状态：'unpaid' 未付款、'paying' 付款中、'deposit' 付了定金、'held' 付了款、还不能发货、'paid' 已付款、'part_ship' 部分发货、'shipped' 已发货、'signed' 已签收、'succeeded' 交易成功、'cancelled' 付款前关闭、'closed' 退款后关闭",
	"付款金额, what the buyer pays":                                                                                           "付款金额：顾客付多少",
	"pieces over all lines":                                                                                               "一共几件",
	"number of lines":                                                                                                     "有几种商品",
	"titles of the goods":                                                                                                 "商品标题",
	"categories of the goods, each once":                                                                                  "商品类目，每个只列一次",
	"where it goes: '新疆'":                                                                                                 "寄到哪个省：'新疆'",
	"where it goes: '杭州'":                                                                                                 "寄到哪个市：'杭州'",
	"goes to a province listed under shop.remote":                                                                         "寄到偏远省份（写在 shop.remote 里的）",

	"货到付款":                          "货到付款",
	"the receiver is not the buyer": "送人的：收货人不是下单的人",
	"payment is known":              "已付款",
	"the first parcel left":         "已发货：第一个包裹出发了",
	"all its parcels are signed for, or the order itself says so": "已签收：包裹全签收了，或者订单自己这么说",
	"the buyer wrote a review":                                    "顾客评价过",
	"cancelled, closed by itself, or fully refunded":              "已取消、自动关闭，或者全部退款",
	"a refund is open":                                            "正在退款",
	"parcels known so far":                                        "到现在知道有几个包裹",
	"买家留言":                                                        "买家留言",
	"下单时间":                                                        "下单时间",
	"付款时间":                                                        "付款时间",
	"发货时间":                                                        "发货时间",
	"签收时间, of the last parcel":                                    "签收时间，最后一个包裹的",
	"what the host adds: order.attr['…']; '' when absent":         "宿主程序另加的：order.attr['…']；没有是 ''",

	// parcel
	"the host's key, else carrier/number":     "包裹编号，宿主程序给的；没给就是 物流公司/运单号",
	"物流公司, its code: 'shunfeng', 'zhongtong'": "物流公司的代码：'shunfeng'、'zhongtong'",
	"物流公司, its name":                          "物流公司的名字",
	"运单号":                                     "运单号",
	"'created', 'picked_up', 'in_transit', 'arrived_city', 'out_for_delivery', 'ready_for_pickup', 'signed', 'failed', 'rejected', 'returning', 'returned', 'out_of_area', 'lost', 'damaged'": "包裹状态：'created' 已建单、'picked_up' 已揽收、'in_transit' 在路上、'arrived_city' 到了城市、'out_for_delivery' 派送中、'ready_for_pickup' 待取件、'signed' 已签收、'failed' 派送失败、'rejected' 拒收、'returning' 退回中、'returned' 已退回、'out_of_area' 超区、'lost' 丢件、'damaged' 破损",
	"its place among the order's parcels known so far, from 1":                                           "是这张订单的第几个包裹，从 1 数起",
	"parcels of the order known so far":                                                                  "到现在知道这张订单有几个包裹",
	"the open trouble, as an event without parcel.: 'stalled', 'failed', 'lost', …; '' when all is well": "还没解决的异常，写法是事件去掉 parcel.：'stalled' 滞留、'failed' 派送失败、'lost' 丢件……；一切正常是 ''",
	"'self', 'agent', 'locker', 'after_exception'; '' before it is signed for":                           "谁签收的：'self' 本人、'agent' 代收、'locker' 快递柜、'after_exception' 异常之后；没签收是 ''",

	// chat
	"what it is about, the shop's own word":                 "聊什么，用店里自己的叫法",
	"客服, the account of the agent":                          "客服的账号",
	"the goods under discussion":                            "在聊的商品",
	"订单号 of the order that it names; '' when it names none": "提到的订单号；没提到是 ''",
	"the agent had the last word":                           "最后一句是客服说的",
	"it led to an order":                                    "聊完下了单",
	"the customer's rating, 1 to 5":                         "顾客打的分，1 到 5",

	// child
	"the host's key for the child":           "孩子的编号，宿主程序给的",
	"the child's pet name at home":           "宝宝昵称",
	"age in full months; it grows by itself": "满几个月；自己会变大",
	"date of birth: '2026-05-20'":            "出生日期：'2026-05-20'",

	// what an event brings
	"评价结果: 'good', 'neutral' or 'bad'": "评价结果：'good' 好评、'neutral' 中评、'bad' 差评",
	"1 to 5":              "几颗星，1 到 5",
	"评价详情":                "评价详情",
	"追评":                  "是追评",
	"which questionnaire": "哪份问卷",
	"the headline answer: NPS 0–10, CSAT 1–5":        "总分：NPS 0–10，CSAT 1–5",
	"an answer: survey.answers['…']; '' when absent": "一道题的回答：survey.answers['…']；没答是 ''",

	"退款金额": "退款金额",

	"退款原因, as the buyer chose it":                         "退款原因，顾客选的",
	"the whole order is paid back":                        "整单退款",
	"what came of it: 'reached', 'no_answer', …":          "结果怎样：'reached' 联系上了、'no_answer' 没人接……",
	"what the person wrote about it":                      "做的人写的备注",
	"the rule that asked for it: 'flow/rule'":             "派这个任务的规则：'流程/规则'",
	"what the customer replied":                           "顾客回复了什么",
	"the channel it went by":                              "走的是哪个渠道",
	"the rule that sent it: 'flow/rule'":                  "发这条消息的规则：'流程/规则'",
	"商品编号":                                                "商品编号",
	"商品名称":                                                "商品名称",
	"类目":                                                  "类目",
	"单价":                                                  "单价",
	"'storm', 'heat', …":                                  "哪种突发事件：'storm' 暴雨、'heat' 高温……",
	"the name that people read":                           "名字",
	"where it is: '河南'; '' when it is the whole country":  "在哪个省：'河南'；全国都是就是 ''",
	"where it is: '郑州'; '' when it is the whole province": "在哪个市：'郑州'；全省都是就是 ''",

	// shop, never, functions
	"店铺名称":                 "店铺名称",
	"the shop's time zone": "店铺的时区",
	"as long as most payers of the order's source take; without an order, of the shop": "这个来源的订单，多数人多久付款；没有订单就看全店",
	"provinces far away":                                      "偏远省份",
	"wording of an offer: shop.offers['…']":                   "优惠的说法：shop.offers['…']",
	"a link: shop.links['…']":                                 "链接：shop.links['…']",
	"name of the flow; under limits.never only":               "流程的名字；只在 limits.never 里能用",
	"name of the rule; under limits.never only":               "规则的名字；只在 limits.never 里能用",
	"the channel about to be used; under limits.never only":   "要走的渠道；只在 limits.never 里能用",
	"purpose of the flow; under limits.never only":            "流程的用途；只在 limits.never 里能用",
	"has paid for goods of the category within the last days": "最近这么多天里买过这个类目的商品",
	"the customer has the tag":                                "顾客有这个标签",
	"0–23 in the shop's zone":                                 "几点，0 到 23，店铺的时区",
	"today is a day of the festival, named as in the calendar: 春节 is 初一 alone and 国庆 1 October, not the days off around it": "今天在这个节日里；节日的名字见 `care words moments`；春节只指初一，国庆只指十月一日，不含前后放的假",
	"in a year whose days off were not announced":              "放假安排还没公布的年份",
	"people work today, holidays and swapped weekends counted": "今天上班，放假和调休都算进去",

	// clocks
	"runs while the order waits for payment: time since it was placed":                                           "订单待付款时走；从下单算起",
	"runs while the order waits for payment: time until it closes by itself":                                     "订单待付款时走；离自动关闭还有多久",
	"runs while the order is paid and not shipped, without an open refund: time since payment":                   "付了款、没发货、没在退款时走；从付款算起",
	"runs while the order is paid and not shipped, without an open refund: time until the promised shipping":     "付了款、没发货、没在退款时走；离承诺发货还有多久",
	"runs while the parcel is on its way: time since shipping":                                                   "包裹在路上时走；从发货算起",
	"runs while the parcel is later than promised or usual and does not wait at a pickup point: time since then": "包裹比承诺的或平常的晚、又没到取件点时走；从那时算起",
	"runs while the parcel is on its way: time since the last node of its track":                                 "包裹在路上时走；从最后一条轨迹算起",
	"starts when the parcel, or the whole order, is signed for; stops while a refund is open":                    "包裹（或整张订单）签收了、没在退款时走；从最后一次签收算起",
	"starts when the order succeeds": "交易成功后走；从那时算起",
	"runs while the chat is open and it is the customer's turn: time since the last word": "聊天没结束、该顾客说话时走；从最后一句算起",
	"starts at the last payment":                                                "买过以后走；从最近一次付款算起",
	"starts at the first payment":                                               "买过以后走；从第一次付款算起",
	"runs while the birthday is known: time until the next one begins":          "知道生日时走；离下一个生日还有多久",
	"runs while it is known when a product runs out: time until the first does": "知道什么时候用完时走；离最先用完的那样还有多久",

	// when a word has no value
	"while no date of a purchase or contact is known":        "买过、联系过的日期一个也不知道时",
	"while the host did not give it":                         "没人告诉时",
	"before payment":                                         "付款之前",
	"before shipping":                                        "发货之前",
	"before all is signed for":                               "全部签收之前",
	"while it is not rated":                                  "还没打分时",
	"before birth, and while the date of birth is not known": "出生之前，或者不知道出生日期时",
	"before birth, and while the day and year are not known": "出生之前，或者不知道年和日时",
	"where the platform has no stars":                        "平台没有星级时",
	"while it was not given":                                 "没答这一题时",
}
