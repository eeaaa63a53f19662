package loyalty

import "strings"

// A Flag is a word of a closed list that says why a number is missing, or what to
// know before relying on it. Programs and tests rely on the words; people read
// [Flag.Text].
type Flag string

// The flags of this package and of those that measure with it.
const (
	ZeroBase         Flag = "zero-base"         // nobody to measure
	BelowMinBase     Flag = "below-min-base"    // too few to say
	NoCategoryData   Flag = "no-category-data"  // only the shop's own orders are known, not the category's
	Extrapolated     Flag = "extrapolated"      // beyond what was observed
	Estimated        Flag = "estimated"         // from an assumption or a survey, not from what was bought
	Immature         Flag = "immature"          // not everybody was watched long enough
	NegativeSpend    Flag = "negative-spend"    // more was paid back than paid
	NotReached       Flag = "not-reached"       // the quantile lies beyond what was observed
	OpenAbove        Flag = "open-above"        // the interval has no upper end; Hi is the last that was observed
	NoSpread         Flag = "no-spread"         // customers do not differ more than chance would have it
	PerfectlyRegular Flag = "perfectly-regular" // one customer's gaps do not vary
	InfiniteMean     Flag = "infinite-mean"     // the model's mean does not exist; use its median
	Textbook         Flag = "default"           // a textbook's value, for lack of the shop's own
	Impossible       Flag = "impossible"        // the numbers given cannot be: a rank of 4 among 3, a negative count

	// Of the types and causes of loyalty, and of a report.
	NoSurvey   Flag = "no-survey"   // the customer was not asked, so the attitude is unknown
	NoSignals  Flag = "no-signals"  // no customer's score for a cause is known
	FailedTest Flag = "failed-test" // the model of a forecast was off by more than a quarter in the test on the last days

	// Of a fit in package btyd.
	DropoutNotIdentified  Flag = "dropout-not-identified"  // no sign that any customer left for good: the model equals its no-dropout limit
	RateNotIdentified     Flag = "rate-not-identified"     // no visible spread between customers' buying rates
	SpreadNotIdentified   Flag = "spread-not-identified"   // the dropout probabilities are all alike, or all 0 or 1
	NotConverged          Flag = "not-converged"           // the best point found; its gradient is not yet flat
	SpendNotIdentified    Flag = "spend-not-identified"    // spend does not vary, within customers or between them
	SpendFollowsFrequency Flag = "spend-follows-frequency" // frequent buyers spend more, or less: |correlation| is significantly above 0.1

	// Of a number from a survey.
	NonStandardScale Flag = "non-standard-scale" // the NPS was not asked on 0–10
	SuspectScale     Flag = "suspect-scale"      // the answers look like those on 1–5, not on 0–10
	IntervalOnly     Flag = "interval-only"      // fewer than 20 answers: show the interval, not the value
	TooFewItems      Flag = "too-few-items"      // reliability needs two items
	ZeroVariance     Flag = "zero-variance"      // all answers are alike, so there is no interval; of reliability, or the items cancel out
	NegativeItemRest Flag = "negative-item-rest" // an item contradicts the others: probably reverse-worded and not declared so
	MissingAnswers   Flag = "missing-answers"    // some people did not answer everything
	PersonMean       Flag = "person-mean"        // missing answers were filled by the person's own mean
	MixedScales      Flag = "mixed-scales"       // the items have different scales
	Reweighted       Flag = "reweighted"         // the weight of missing answers went to the others
	LowCoverage      Flag = "low-coverage"       // the answers cover too little of the weight
	Overweight       Flag = "overweight"         // the weights of an index sum to more than one, so that it exceeds 100 points
	Inconsistent     Flag = "inconsistent"       // comparisons contradict each other: consistency ratio above 0.1
	LowReliability   Flag = "low-reliability"    // alpha is below 0.7, so the items say little about a single person

	// Of the life cycle.
	Misfit   Flag = "misfit"    // the base is large enough, but the model is at its limit, or its curve does not reach the thresholds
	NoMargin Flag = "no-margin" // the amount is sales and not profit, since the margin is unknown
)

// Text is the flag for people: a few words without a full stop. It knows every flag of
// this module; any other flag reads as it is written, in both languages.
func (f Flag) Text() Text {
	if words, ok := flagTexts[f]; ok {
		return words
	}
	return Text{English: string(f), Chinese: string(f)}
}

// FlagsText is several flags for people, one after the other; empty: none.
func FlagsText(flags []Flag) Text {
	english, chinese := make([]string, len(flags)), make([]string, len(flags))
	for i, f := range flags {
		t := f.Text()
		english[i], chinese[i] = t.English, t.Chinese
	}
	return Text{English: strings.Join(english, "; "), Chinese: strings.Join(chinese, "；")}
}

// flagTexts has the words of every flag.
var flagTexts = map[Flag]Text{
	ZeroBase:         {Chinese: "没有可算的对象", English: "no customers to measure"},
	BelowMinBase:     {Chinese: "样本太少", English: "too few"},
	NoCategoryData:   {Chinese: "没有类目数据", English: "no data on the category"},
	Extrapolated:     {Chinese: "超出观察期", English: "beyond what was observed"},
	Estimated:        {Chinese: "含估计成分", English: "partly estimated"},
	Immature:         {Chinese: "部分顾客观察时间不够", English: "not all watched long enough"},
	NegativeSpend:    {Chinese: "退款多于付款", English: "more refunded than paid"},
	NotReached:       {Chinese: "尚未达到", English: "not reached yet"},
	OpenAbove:        {Chinese: "区间上端未知", English: "interval open above"},
	NoSpread:         {Chinese: "顾客间没有差别", English: "customers do not differ"},
	PerfectlyRegular: {Chinese: "间隔完全规律", English: "perfectly regular"},
	InfiniteMean:     {Chinese: "均值不存在", English: "no mean exists"},
	Impossible:       {Chinese: "数据不成立", English: "impossible numbers"},
	NoSurvey:         {Chinese: "没有问卷", English: "no survey"},

	FailedTest: {Chinese: "检验偏差超过四分之一，不可轻信", English: "off by more than a quarter in the test"},
	NoSignals:  {Chinese: "缺少信号", English: "no signals"},

	DropoutNotIdentified:  {Chinese: "看不出有人流失", English: "no sign that anybody leaves"},
	RateNotIdentified:     {Chinese: "看不出购买频率差别", English: "buying rates look all alike"},
	SpreadNotIdentified:   {Chinese: "看不出流失倾向差别", English: "dropout looks all alike"},
	NotConverged:          {Chinese: "未收敛", English: "not converged"},
	SpendNotIdentified:    {Chinese: "看不出客单价差别", English: "spend does not vary"},
	SpendFollowsFrequency: {Chinese: "客单价随频次变化", English: "spend follows frequency"},

	TooFewItems:      {Chinese: "题项不足两个", English: "needs two items"},
	IntervalOnly:     {Chinese: "答卷不足20份，只看区间", English: "under 20 answers"},
	MissingAnswers:   {Chinese: "有漏答", English: "some answers missing"},
	PersonMean:       {Chinese: "漏答以本人均值补", English: "person mean for missing answers"},
	NegativeItemRest: {Chinese: "有题项反向", English: "an item runs against the others"},
	LowReliability:   {Chinese: "信度低于0.7", English: "reliability below 0.7"},
	ZeroVariance:     {Chinese: "人人答得一样", English: "all answered alike"},
	MixedScales:      {Chinese: "量表不同", English: "mixed scales"},
	NonStandardScale: {Chinese: "不是0–10量表", English: "not on 0–10"},
	SuspectScale:     {Chinese: "量表可疑", English: "suspect scale"},
	Overweight:       {Chinese: "权重合计超过1，指数会超过100分", English: "weights sum to more than 1, the index may pass 100"},
	Reweighted:       {Chinese: "漏答的权重分给了其他题项", English: "missing answers reweighted"},
	LowCoverage:      {Chinese: "答到的权重太少", English: "answers cover too little weight"},
	Inconsistent:     {Chinese: "比较自相矛盾", English: "comparisons contradict each other"},

	Textbook: {Chinese: "教科书数值", English: "textbook value"},
	Misfit:   {Chinese: "模型不适用", English: "the model does not fit"},
	NoMargin: {Chinese: "没有毛利率", English: "no margin given"},
}
