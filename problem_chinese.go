package tiexin

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// Chinese is the problem in Chinese; String is the English.
func (p Problem) Chinese() string {
	var all []string
	for _, fact := range strings.Split(p.Message, "; ") {
		all = append(all, inChinese(fact))
	}
	message := tight.Replace(strings.Join(all, "；"))
	if p.Field == "" {
		return message
	}
	return p.Field + "：" + message
}

// Chinese is Error in Chinese.
func (e *EventError) Chinese() string {
	event := "事件"
	if e.ID != "" {
		event += " " + quoted(e.ID) + " "
	}
	if len(e.Problems) == 1 {
		return event + "不对：" + e.Problems[0].Chinese()
	}
	var b strings.Builder
	b.WriteString(event + "有 " + strconv.Itoa(len(e.Problems)) + " 处不对：")
	for _, p := range e.Problems {
		b.WriteString("\n  " + p.Chinese())
	}
	return b.String()
}

// tight takes the blanks away that no Chinese quote or bracket needs.
var tight = strings.NewReplacer(" 「", "「", "」 ", "」", " （", "（", "） ", "）")

// A phrase is how one thing is said in English, and in Chinese, with what differs in
// the same order: %[2]s is the second.
type phrase struct{ english, chinese string }

// readPhrases are the phrases with what recognises their English.
var readPhrases = sync.OnceValue(func() []*regexp.Regexp {
	all := make([]*regexp.Regexp, len(phrases))
	for i, p := range phrases {
		all[i] = regexp.MustCompile("(?s)^" + strings.ReplaceAll(regexp.QuoteMeta(p.english), "%s", "(.*?)") + "$")
	}
	return all
})

// inChinese is what a message says, which is kept in English alone: it is compared and
// stored as it is. What is not recognised stays.
func inChinese(english string) string {
	if inside, ok := strings.CutPrefix(english, `"`); ok && strings.HasSuffix(inside, `"`) {
		return "「" + strings.TrimSuffix(inside, `"`) + "」"
	}
	for i, read := range readPhrases() {
		found := read.FindStringSubmatch(english)
		if found == nil {
			continue
		}
		chinese := phrases[i].chinese
		for n, part := range found[1:] {
			part = inChinese(part)
			chinese = strings.Replace(strings.ReplaceAll(chinese, "%["+strconv.Itoa(n+1)+"]s", part), "%s", part, 1)
		}
		return chinese
	}
	return english
}

// phrases are all that is said of events; the first that fits is taken.
var phrases = []phrase{
	{"is missing", "没写"},
	{"is missing: when it happened", "没写，要写什么时候发生的"},
	{"is missing: what happened, such as order.paid", "没写，要写发生了什么，如 order.paid"},
	{`is missing: customer.merged names the other id of the person, {"kind": "host", "value": "its customer id"}`, `没写，customer.merged 要写这个人的另一个编号：{"kind": "host", "value": "顾客编号"}`},
	{"is missing: %s is about one", "没写，%s 不能少了它"},
	{"is missing, and so is id: one of them must be there", "没写，id 也没写，至少写一个"},
	{"is missing: only what is said about an incident is for everybody, and %s is another message", "没写，突发事件的消息才关系到所有人，%s 是别的消息"},
	{"must be left out: %s concerns every customer the rules allow", "不能写：%s 涉及规则放行的每一位顾客"},
	{"is %s, but the event's %s is %s", "是 %s，事件的 %s 却是 %s"},
	{"unknown event %s", "没有叫 %s 的事件"},
	{"see `care words events` for all of them", "全部事件见 `care words events`"},

	// Texts and ids.
	{"is not valid UTF-8", "不是 UTF-8"},
	{"%s: not valid UTF-8", "%s：不是 UTF-8"},
	{"holds text that is not valid UTF-8", "里面的文字不是 UTF-8"},
	{"text in GBK must be converted first", "GBK 的文字要先转换"},
	{"an id has at most %s", "编号最多 %s 字节"},
	{"holds a control character, such as a line break", "里面有换行一类的控制字符"},
	{"holds a sign that breaks a line or turns the writing, such as U+202E", "里面有换行或改变书写方向的符号，如 U+202E"},
	{"must be digits", "要写数字"},
	{"write ids in quotes", "编号加英文引号"},
	{"has %s words", "有 %s 个词"},
	{"has %s of them", "有 %s 个"},
	{"there may be %s", "最多 %s 个"},

	// Words of closed lists.
	{"%s is not a channel or purpose, such as marketing, sms or sms/marketing", "%s 不是渠道或用途，要写成 marketing、sms 或 sms/marketing 这样"},
	{"%s is not a channel (%s)", "%s 不是渠道（%s）"},
	{"%s is not a purpose (%s)", "%s 不是用途（%s）"},
	{"%s is not a type of loyalty (%s)", "%s 不是忠诚类型（%s）"},
	{"%s is not a cause (%s)", "%s 不是原因（%s）"},
	{"%s is a platform's word", "%s 是平台的词"},
	{"%s is in no table", "词表里没有 %s"},
	{"the words are %s", "可以写 %s"},
	{"there are address and refused", "可以写 address 和 refused"},
	{"did you mean %s?", "是不是想写 %s？"},

	// Consents and children.
	{"permits nothing: it names no channel and no purpose, and proves nothing", "没同意什么：没写渠道和用途，也证明不了什么"},
	{"write marketing, or who said it, when and with which words", "写成 marketing，或者写谁在什么时候怎么说的"},
	{"cannot be told from another child: both have one id, or none", "和另一个孩子分不开：编号相同，或者都没写"},
	{"give each an id of its own", "给每个孩子各写一个编号"},

	// Numbers, amounts and times.
	{"it may be 0 to %s", "可以是 0 到 %s"},
	{"is negative: %s", "是负数：%s"},
	{"is beyond any amount: %s", "超出了金额的范围：%s"},
	{"not an amount in yuan: %s has more than two decimals", "不是金额：%s 的小数超过两位"},
	{"not an amount in yuan: %s is too large", "不是金额：%s 太大"},
	{"not an amount in yuan: %s", "不是金额：%s"},
	{"write it like 199 or 199.00", "写成 199 或 199.00 这样"},
	{"lies in the year %s", "年份是 %s"},
	{"times lie in %s to %s", "时间要在 %s 到 %s 年"},
	{"lies more than a day before %s (%s, %s)", "比 %s 早了一天多（%s，%s）"},
	{"not a time: %s", "不是时间：%s"},
	{"not a time", "不是时间"},
	{"write it like 2026-11-10T20:01:05+08:00, or 2026-11-10 20:01:05 in the shop's zone", "写成 2026-11-10T20:01:05+08:00，或店铺时区的 2026-11-10 20:01:05"},
	{"%s is not a date: %s", "%s 不存在：%s"},
	{"%s %s has no day %s", "%[2]s 年 %[1]s没有 %[3]s 日"},
	{"its last day is %s", "这个月最后一天是 %s"},
	{"not a date: %s", "不是日期：%s"},
	{"its year must be %s to %s", "年份要在 %s 到 %s 之间"},
	{"a year has months 1 to 12", "月份是 1 到 12"},
	{"only lunar dates have a leap month", "只有农历才有闰月"},
	{"a month begins with day 1", "一个月从 1 日开始"},
	{"a lunar month has at most 30 days", "农历一个月最多 30 天"},
	{"February has at most 29 days", "2 月最多 29 天"},
	{"February %s has 28 days", "%s 年 2 月只有 28 天"},
	{"%s has 30 days", "%s只有 30 天"},
	{"%s has 31 days", "%s只有 31 天"},
	{"write it like 1990-05-20, 05-20 or lunar:1990-08-15", "写成 1990-05-20、05-20 或 lunar:1990-08-15 这样"},

	// Phone numbers.
	{"is neither 11 digits from 13 to 19 nor + and the digits of another country", "既不是 13 到 19 开头的 11 位手机号，也不是 + 和外国号码"},
	{"ParsePhone makes it so", "ParsePhone 会写成这样"},
	{"not a phone number: a number of another country is + and 7 to 15 digits", "不是手机号：外国号码是 + 和 7 到 15 位数字"},
	{"not a phone number: it begins with an area code, and a landline takes no messages", "不是手机号：带区号的是座机，收不到消息"},
	{"not a phone number: a Chinese mobile number has 11 digits and begins with 13 to 19", "不是手机号：国内手机号是 13 到 19 开头的 11 位数字"},
	{"one of another country begins with + and its code", "外国号码以 + 和国家代码开头"},
	{"not a phone number: after the 11 digits there may be an extension of 1 to 6 digits, as in 18800000000-123, and nothing else", "不是手机号：11 位后面只能有 1 到 6 位的分机号，如 18800000000-123"},
	{"not a phone number: the text has more than 100 bytes", "不是手机号：文字超过 100 字节"},
	{"not a phone number: it may hold digits, spaces, dashes, brackets, stars, a leading + and a sign before an extension, and nothing else", "不是手机号：只能有数字、空格、横线、括号、星号、开头的 + 和分机号前面的符号"},

	// JSON.
	{"no such key", "没有这个键"},
	{"stands twice", "写了两次"},
	{"is null", "写的是 null"},
	{"leave it out", "去掉"},
	{"must be %s, is %s", "要写%s，现在写的是%s"},
	{"%s: not valid JSON: %s", "%s：不合 JSON 的写法（%s）"},
	{"not valid JSON", "不合 JSON 的写法"},
	{"line %s, column %s", "第 %s 行第 %s 个字符"},
	{"column %s", "第 %s 个字符"},
	{"the line is longer than 16 MiB", "这一行超过 16 MiB"},
	{"is %s, more than a day after the engine's clock (%s): later events would be taken for old news", "是 %s，比引擎的时钟（%s）晚了一天多：在它以后来的事件会被当成旧闻"},
	{"has a code but no name", "只有代码，没有地名"},
	{"give province and city, or leave all of it out for the whole country", "写 province 和 city，全国就都不写"},
	{"has %s bytes, more than %s, which are kept for everybody whom it concerns", "有 %s 字节，超过了 %s：要给每一位相关的顾客留着"},
	{"write a short name", "名字写短一点"},

	{"names the unknown incident %s", "说的是突发事件 %s，没听说过"},
	{"send incident.declared first", "先发 incident.declared"},
	{"names the rule %s", "说的是规则 %s"},
	{"no rule of this path has when: incident.declared", "没有叫这个名字、写着 when: incident.declared 的规则"},
	{"names something already declined", "说的是已经没批准的"},
	{"declare the incident again under another id", "换个编号，重新宣布这件突发事件"},
	{"names a text that has changed since it was shown", "说的是旧文案，给人看过以后改了"},
	{"check the new text and approve %s", "看过新的，再批准 %s"},
	{"has %s bytes", "有 %s 字节"},
	{"is %s", "是 %s"},
	{"write %s", "写成 %s"},

	// Fields of a platform's payload.
	{"it is left out", "略去了"},
	{"it is not an amount in yuan", "不是金额（元）"},
	{"it is not an amount in fen", "不是金额（分）"},
	{"it is not a number of pieces", "不是件数"},
	{"it is not a time such as %s", "不是 %s 这样的时间"},
	{"it is not a time in seconds since 1970", "不是 1970 年以来的秒数"},
	{"here it cannot be of kind %s", "这里不能写%s"},
	{"string", "文字"},
	{"object", "一组「键: 值」"},
	{"array", "列表"},
	{"bool", " true 或 false"},
	{"number", "数字"},

	// What stands in the others.
	{"January", "1 月"},
	{"February", "2 月"},
	{"March", "3 月"},
	{"April", "4 月"},
	{"May", "5 月"},
	{"June", "6 月"},
	{"July", "7 月"},
	{"August", "8 月"},
	{"September", "9 月"},
	{"October", "10 月"},
	{"November", "11 月"},
	{"December", "12 月"},
	{"text", "文字"},
	{"a number", "数字"},
	{"a whole number", "整数"},
	{"an object", "一组「键: 值」"},
	{"a list", "列表"},
	{"true or false", " true 或 false"},
	{"an amount in yuan", "金额（元）"},
	{"(number, %s digits)", "（%s 位的数字）"},
	{"(id, %s characters)", "（%s 个字符的编号）"},
	{"(text, %s characters)", "（%s 个字符的文字）"},
	{"(text, 1 character)", "（1 个字符的文字）"},
	{"(id, 1 character)", "（1 个字符的编号）"},
}
