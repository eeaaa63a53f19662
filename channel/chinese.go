package channel

import "github.com/tiexin-go/tiexin/internal/say"

// zh is the Chinese of what the package says.
var zh = say.Catalog{
	"the opt-out has %d units, more than an SMS of %d; shorten it, as in %s":        "退订语有 %d 个字，超过一条短信的 %d 个；写短一些，如 %s",
	"the opt-out %q has a broken or control character; take it out":                 "退订语「%s」里有坏字符或控制字符；删掉它",
	"the opt-out %q names no word to reply with; write the word after 回复, as in %s": "退订语「%s」没写回复什么；写在「回复」后面，如 %s",
	"not a signature for an SMS":                                                                     "不是短信签名",
	"%w: %q has %d characters; register one of 2 to 12":                                              "短信签名「%[2]s」有 %[3]d 个字；要 2 到 12 个字",
	"%w: %q has a bracket inside; write the name alone":                                              "短信签名「%[2]s」里有括号；只写名字",
	"%w: %q has a space at an end, a line break or a broken character; write the name as registered": "短信签名「%[2]s」的前后有空格，或者有换行、坏字符；照报备的写",
	"not a price in yuan":                                                                            "不是以元为单位的价格",
	"%w: %.40q; write it like 0.045, with at most four decimals":                                     "「%.40[2]s」不是以元为单位的价格；写成 0.045 这样，最多四位小数",
	"%w: %.40q is too large":                                                                         "价格「%.40[2]s」太大",
	"%s cannot go: %s":                                                                               "「%s」不能发：%s",
	"%s had better not go: %s":                                                                       "「%s」最好不写：%s",
}

// whyChinese is the Chinese of the reasons in the list of words and of Lint's own.
var whyChinese = map[string]string{
	tooLong:      "从这里起文案超过 64 KiB，哪个渠道都发不了；写短一些",
	ownBrackets:  "这种括号是签名用的，由渠道加上",
	pictures:     "多数短信模板不收表情和生僻字，而且一个常占两个字",
	optOutTwice:  "退订语由渠道加上；从文案里去掉",
	optOutBanned: "服务和通知里不能有退订语；去掉它",

	"a review must not be paid for (E-Commerce Law, article 17); ask for one without offering anything": "不能花钱买评价（电子商务法第十七条）；请顾客评价，不许诺好处",
	"ask for a review, not for a good one": "请顾客评价，不要求好评",
	"it reads like a superlative, and those are forbidden in advertisements (Advertising Law, article 9)": "读起来像最高级用语，广告里不能用（广告法第九条）",
	"superlatives are forbidden in advertisements (Advertising Law, article 9)":                           "广告里不能用最高级用语（广告法第九条）",
	"platforms punish leading customers away":                                                             "把顾客引到平台外，平台会处罚",
	"providers often refuse surveys by SMS; ask on the messenger or on WeChat":                            "服务商常常不收短信调研；改用旺旺或微信",
	"providers refuse cash back":                                                                          "服务商不收返现",
	"providers refuse contacts on other networks":                                                         "服务商不收别的平台的联系方式",
	"providers refuse gambling":                                                                           "服务商不收博彩",
	"providers refuse goods for next to nothing":                                                          "服务商不收几乎白送的商品",
	"providers refuse goods for nothing":                                                                  "服务商不收白送的商品",
	"providers refuse loans":                                                                              "服务商不收贷款",
	"providers refuse lotteries":                                                                          "服务商不收抽奖",
	"providers refuse medical offers":                                                                     "服务商不收医疗推广",
	"providers refuse pass phrases; use a registered short link":                                          "服务商不收口令；用报备过的短链接",
	"providers refuse texts that call lost users back by this name":                                       "服务商不收这样写的召回文案",
	"providers refuse the exchange of points; say what the customer has and link to the shop":             "服务商不收积分兑换；写顾客有多少积分，链接到店铺",
	"providers refuse the request for a good review; ask for a review":                                    "服务商不收求好评；请顾客评价",
	"providers refuse tobacco":                                                                            "服务商不收烟草",
	"providers refuse tobacco and spirits":                                                                "服务商不收烟酒",
	"receipt cannot be confirmed by a reply; it looks like fraud":                                         "收货不能靠回复确认，看着像诈骗",
}
