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
	"a review must not be paid for (E-Commerce Law, article 17); ask for one without offering anything":   "不能花钱买好评（电子商务法第十七条）；请人评价，不给好处",
	"providers refuse the request for a good review; ask for a review":                                    "服务商不收求好评的短信；只请人评价",
	"ask for a review, not for a good one":                                                                "只请人评价，不求好评",
	"superlatives are forbidden in advertisements (Advertising Law, article 9)":                           "广告不能用绝对化用语（广告法第九条）",
	"it reads like a superlative, and those are forbidden in advertisements (Advertising Law, article 9)": "像绝对化用语，广告不能用（广告法第九条）",
	"providers refuse cash back":                 "服务商不收返现",
	"providers refuse lotteries":                 "服务商不收抽奖",
	"providers refuse goods for nothing":         "服务商不收零元购",
	"providers refuse goods for next to nothing": "服务商不收一元秒杀",
	"providers refuse the exchange of points; say what the customer has and link to the shop": "服务商不收积分兑换；说清有多少积分，附店铺链接",
	"providers refuse texts that call lost users back by this name":                           "服务商不收写着「用户召回」的短信",
	"providers refuse contacts on other networks":                                             "服务商不收别的平台的联系方式",
	"platforms punish leading customers away":                                                 "把顾客引到站外，平台要处罚",
	"providers refuse pass phrases; use a registered short link":                              "服务商不收口令；用报备过的短链接",
	"receipt cannot be confirmed by a reply; it looks like fraud":                             "回复不能确认收货，看着像诈骗",
	"providers often refuse surveys by SMS; ask on the messenger or on WeChat":                "服务商常退回短信问卷；改用旺旺或微信问",
	"providers refuse tobacco and spirits":                                                    "服务商不收烟酒",
	"providers refuse tobacco":                                                                "服务商不收烟草",
	"providers refuse medical offers":                                                         "服务商不收医疗",
	"providers refuse loans":                                                                  "服务商不收贷款",
	"providers refuse gambling":                                                               "服务商不收赌博",

	tooLong:         "从这里起超过 64 KiB，哪个渠道都发不了；写短些",
	bracketsOfSign:  "这种括号是签名用的，渠道会自己加",
	picture:         "短信模板多半不收表情和生僻字，很多一个算两个字以上",
	optOutAdded:     "退订语由渠道自己加；从文案里去掉",
	optOutForbidden: "服务和通知里不能写退订；去掉",
}
