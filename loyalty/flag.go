package loyalty

import "strings"

// A Flag is a word of a closed list that says why a number is missing, or what to
// know before relying on it. Programs and tests rely on the words; people read
// [Flag.Text].
type Flag string

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

// flagTexts has the flags of the packages below, and of package lifecycle, too: the
// list is closed, and a reader meets them all in one report.
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

	"failed-test": {Chinese: "检验偏差超过四分之一，不可轻信", English: "off by more than a quarter in the test"},
	"no-signals":  {Chinese: "缺少信号", English: "no signals"},

	"dropout-not-identified":  {Chinese: "看不出有人流失", English: "no sign that anybody leaves"},
	"rate-not-identified":     {Chinese: "看不出购买频率差别", English: "buying rates look all alike"},
	"spread-not-identified":   {Chinese: "看不出流失倾向差别", English: "dropout looks all alike"},
	"not-converged":           {Chinese: "未收敛", English: "not converged"},
	"spend-not-identified":    {Chinese: "看不出客单价差别", English: "spend does not vary"},
	"spend-follows-frequency": {Chinese: "客单价随频次变化", English: "spend follows frequency"},

	"too-few-items":      {Chinese: "题项不足两个", English: "needs two items"},
	"interval-only":      {Chinese: "答卷不足20份，只看区间", English: "under 20 answers"},
	"missing-answers":    {Chinese: "有漏答", English: "some answers missing"},
	"person-mean":        {Chinese: "漏答以本人均值补", English: "person mean for missing answers"},
	"negative-item-rest": {Chinese: "有题项反向", English: "an item runs against the others"},
	"low-reliability":    {Chinese: "信度低于0.7", English: "reliability below 0.7"},
	"zero-variance":      {Chinese: "人人答得一样", English: "all answered alike"},
	"mixed-scales":       {Chinese: "量表不同", English: "mixed scales"},
	"non-standard-scale": {Chinese: "不是0–10量表", English: "not on 0–10"},
	"suspect-scale":      {Chinese: "量表可疑", English: "suspect scale"},
	"overweight":         {Chinese: "权重合计超过1，指数会超过100分", English: "weights sum to more than 1, the index may pass 100"},
	"reweighted":         {Chinese: "漏答的权重分给了其他题项", English: "missing answers reweighted"},
	"low-coverage":       {Chinese: "答到的权重太少", English: "answers cover too little weight"},
	"inconsistent":       {Chinese: "比较自相矛盾", English: "comparisons contradict each other"},

	Textbook:    {Chinese: "教科书数值", English: "textbook value"},
	"misfit":    {Chinese: "模型不适用", English: "the model does not fit"},
	"no-margin": {Chinese: "没有毛利率", English: "no margin given"},
}
