package page

import (
	"maps"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/lifecycle"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
	"github.com/tiexin-go/tiexin/loyalty/report"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

// reasons are why a number is missing, or what to know of it, for people: every flag of
// the library.
var reasons = map[loyalty.Flag]loyalty.Text{
	loyalty.ZeroBase:           {Chinese: "没有可算的对象", English: "no customers to measure"},
	loyalty.BelowMinBase:       {Chinese: "样本太少", English: "too few"},
	loyalty.NoCategoryData:     {Chinese: "没有类目数据", English: "no data on the category"},
	loyalty.Extrapolated:       {Chinese: "超出观察期", English: "beyond what was observed"},
	loyalty.Estimated:          {Chinese: "含估计成分", English: "partly estimated"},
	loyalty.Immature:           {Chinese: "部分顾客观察时间不够", English: "not all watched long enough"},
	loyalty.NegativeSpend:      {Chinese: "退款多于付款", English: "more refunded than paid"},
	loyalty.NotReached:         {Chinese: "尚未达到", English: "not reached yet"},
	loyalty.OpenAbove:          {Chinese: "区间上端未知", English: "interval open above"},
	loyalty.NoSpread:           {Chinese: "顾客间没有差别", English: "customers do not differ"},
	loyalty.PerfectlyRegular:   {Chinese: "间隔完全规律", English: "perfectly regular"},
	loyalty.InfiniteMean:       {Chinese: "均值不存在", English: "no mean exists"},
	loyalty.Impossible:         {Chinese: "数据不成立", English: "impossible numbers"},
	loyalty.NoSurvey:           {Chinese: "没有问卷", English: "no survey"},
	report.FailedTest:          {Chinese: "检验偏差超过四分之一，不可轻信", English: "off by more than a quarter in the test"},
	report.NoSignals:           {Chinese: "缺少信号", English: "no signals"},
	btyd.DropoutNotIdentified:  {Chinese: "看不出有人流失", English: "no sign that anybody leaves"},
	btyd.RateNotIdentified:     {Chinese: "看不出购买频率差别", English: "buying rates look all alike"},
	btyd.SpreadNotIdentified:   {Chinese: "看不出流失倾向差别", English: "dropout looks all alike"},
	btyd.NotConverged:          {Chinese: "未收敛", English: "not converged"},
	btyd.SpendNotIdentified:    {Chinese: "看不出客单价差别", English: "spend does not vary"},
	btyd.SpendFollowsFrequency: {Chinese: "客单价随频次变化", English: "spend follows frequency"},
	survey.TooFewItems:         {Chinese: "题项不足两个", English: "needs two items"},
	survey.IntervalOnly:        {Chinese: "答卷不足20份，只看区间", English: "under 20 answers"},
	survey.MissingAnswers:      {Chinese: "有漏答", English: "some answers missing"},
	survey.PersonMean:          {Chinese: "漏答以本人均值补", English: "person mean for missing answers"},
	survey.NegativeItemRest:    {Chinese: "有题项反向", English: "an item runs against the others"},
	survey.LowReliability:      {Chinese: "信度低于0.7", English: "reliability below 0.7"},
	survey.ZeroVariance:        {Chinese: "人人答得一样", English: "all answered alike"},
	survey.MixedScales:         {Chinese: "量表不同", English: "mixed scales"},
	survey.NonStandardScale:    {Chinese: "不是0–10量表", English: "not on 0–10"},
	survey.SuspectScale:        {Chinese: "量表可疑", English: "suspect scale"},
	survey.Overweight:          {Chinese: "权重合计超过1，指数会超过100分", English: "weights sum to more than 1, the index may pass 100"},
	survey.Reweighted:          {Chinese: "漏答的权重分给了其他题项", English: "missing answers reweighted"},
	survey.LowCoverage:         {Chinese: "答到的权重太少", English: "answers cover too little weight"},
	survey.Inconsistent:        {Chinese: "比较自相矛盾", English: "comparisons contradict each other"},
	lifecycle.Default:          {Chinese: "教科书数值", English: "textbook value"},
	lifecycle.Misfit:           {Chinese: "模型不适用", English: "the model does not fit"},
	FewAtRisk:                  {Chinese: "观察到那时的不足10人", English: "fewer than 10 watched for so long"},
	lifecycle.NoMargin:         {Chinese: "没有毛利率", English: "no margin given"},
}

// Reason is a flag in words. A flag without words is one of a later library: it is said
// to be a reason, and no more.
func (l Language) Reason(f loyalty.Flag) string {
	if words, ok := reasons[f]; ok {
		return l.Of(words)
	}
	return l.Pick("原因未写明", strings.ReplaceAll(string(f), "-", " "))
}

// Reasons are several flags in words; empty: none.
func (l Language) Reasons(all []loyalty.Flag) string {
	words := make([]string, len(all))
	for i, f := range all {
		words[i] = l.Reason(f)
	}
	return strings.Join(words, l.Pick("；", "; "))
}

// Plain is a text of the library with words in the place of its flags.
func (l Language) Plain(t loyalty.Text) string {
	text := l.Of(t)
	for _, f := range slices.Sorted(maps.Keys(reasons)) {
		if strings.Contains(string(f), "-") {
			words := l.Of(reasons[f])
			text = strings.NewReplacer(string(f)+", ", words+l.Pick("、", ", "), string(f), words).Replace(text)
		}
	}
	return text
}

// FewAtRisk says that a curve of waiting has no number so far out: see [TooFew].
const FewAtRisk loyalty.Flag = "few-at-risk"

// fewAtRisk is from how many who are still watched on a curve is believed.
const fewAtRisk = 10

// TooFew says that a curve of waiting tells nothing at a time: fewer than ten are in it,
// or some were lost sight of before and fewer than ten were watched for so long.
func TooFew(spells []loyalty.Spell, time float64) bool {
	watched, lost := 0, 0
	for _, s := range spells {
		switch {
		case s.Time >= time:
			watched++
		case !s.Ended:
			lost++
		}
	}
	return len(spells) < fewAtRisk || lost > 0 && watched < fewAtRisk
}
