package main

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
	"github.com/tiexin-go/tiexin/loyalty/report"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

// reasons are why a number is missing, or what to know of it, for people.
var reasons = map[loyalty.Flag]string{
	loyalty.ZeroBase:           "没有可算的对象 nobody to measure",
	loyalty.BelowMinBase:       "样本太少 too few",
	loyalty.NoCategoryData:     "没有品类数据 only own orders are known",
	loyalty.Extrapolated:       "超出观察期 beyond what was observed",
	loyalty.Estimated:          "含估计成分 partly estimated",
	loyalty.Immature:           "部分顾客观察时间不够 not all watched long enough",
	loyalty.NegativeSpend:      "退款多于付款 more paid back than paid",
	loyalty.NotReached:         "尚未达到 not reached yet",
	loyalty.OpenAbove:          "区间上端未知 interval open above",
	loyalty.NoSpread:           "顾客间没有差别 customers do not differ",
	loyalty.InfiniteMean:       "均值不存在 no mean exists",
	report.FailedTest:          "检验偏差超过四分之一，不可轻信 off by more than a quarter in the test",
	report.NoSignals:           "缺少信号 no signals",
	loyalty.NoSurvey:           "没有问卷 no survey",
	loyalty.Impossible:         "数据不成立 impossible numbers",
	btyd.DropoutNotIdentified:  "看不出有人流失 no sign that anybody leaves",
	btyd.RateNotIdentified:     "看不出购买频率差别 rates look all alike",
	btyd.SpreadNotIdentified:   "看不出流失倾向差别 dropout looks all alike",
	btyd.NotConverged:          "未收敛 not converged",
	btyd.SpendNotIdentified:    "看不出客单差别 spend does not vary",
	btyd.SpendFollowsFrequency: "客单随频次变化 spend follows frequency",
	survey.TooFewItems:         "题项不足两个 needs two items",
	survey.IntervalOnly:        "答卷不足 20 份，只看区间 under 20 answers",
	survey.MissingAnswers:      "有漏答 some answers missing",
	survey.PersonMean:          "漏答以本人均值补 person mean for missing",
	survey.NegativeItemRest:    "有题项反向 an item runs against the others",
	survey.LowReliability:      "信度低于 0.7 reliability below 0.7",
	survey.ZeroVariance:        "人人答得一样 all answered alike",
	survey.MixedScales:         "量表不同 mixed scales",
	survey.NonStandardScale:    "非 0–10 量表 not on 0–10",
	survey.SuspectScale:        "量表可疑 suspect scale",
	survey.Overweight:          "权重合计超过 1，指数会超过 100 分 weights sum to more than 1, the index may pass 100",
}

// signalWords are what a shop would have to know of a customer to see a cause, by the
// names of the library's fields.
var signalWords = map[string]string{
	"Alternatives": "可选的其他卖家 alternatives", "ContractDays": "合同剩余天数 days of contract", "Balance": "储值和积分 stored value",
	"TypicalOrder": "常规订单金额 typical order", "Orders": "订单数 orders", "Discounted": "打折订单数 discounted orders",
	"ShopDiscounted": "全店打折占比 discounts of the shop", "Regularity": "购买规律度 regularity", "Attitude": "态度 attitude",
}

func signalsOf(fields []string) string {
	words := make([]string, len(fields))
	for i, f := range fields {
		words[i] = cmp.Or(signalWords[f], f)
	}
	return strings.Join(words, "、")
}

func reason(f loyalty.Flag) string {
	if words, ok := reasons[f]; ok {
		return words
	}
	return string(f)
}

func reasonsOf(list []loyalty.Flag) string {
	var words []string
	for _, f := range list {
		words = append(words, reason(f))
	}
	return strings.Join(words, "; ")
}

// percent is a share as people say it.
func percent(v float64) string { return short(100*v, 1) + "%" }

// short is a number with at most so many decimals.
func short(v float64, decimals int) string {
	text := strconv.FormatFloat(v, 'f', decimals, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		return "0"
	}
	return text
}

// thousands is a whole number with commas.
func thousands(v float64) string {
	digits := strconv.FormatFloat(math.Abs(math.Round(v)), 'f', 0, 64)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if math.Round(v) < 0 {
		return "-" + digits
	}
	return digits
}

// say is a measure with its interval, in the words of a unit.
func say(m loyalty.Measure, unit func(float64) string) string {
	switch {
	case !m.OK:
		return "未知 unknown: " + reason(m.Why)
	case m.Level > 0:
		return fmt.Sprintf("%s [%s, %s]", unit(m.Value), unit(m.Lo), unit(m.Hi))
	}
	return unit(m.Value)
}

// brief is what say says, for a table: why a number is missing in Chinese only.
func brief(m loyalty.Measure, unit func(float64) string) string {
	switch {
	case m.OK:
		return say(m, unit)
	case m.Why == loyalty.ZeroBase:
		return "—"
	}
	chinese, _, _ := strings.Cut(reason(m.Why), " ")
	return "未知：" + chinese
}

func (s *shop) money(m tiexin.Money) string { return s.yuan(m.Yuan()) }

func (s *shop) yuan(v float64) string { return s.source.header.currency() + thousands(v) }

// cents is a small amount.
func (s *shop) cents(v float64) string { return s.source.header.currency() + short(v, 1) }

func one(v float64) string { return short(v, 1) }

func days(v float64) string { return short(v, 0) }
