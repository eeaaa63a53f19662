package kinds

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// meant are texts that have a fault on purpose, with the reason.
var meant = map[string]string{
	"payment: pay.today": "the rule speaks between 8:30 and 18:00 only, of orders of that day",
}

var meantUsed = map[string]bool{}

var (
	placeholder = regexp.MustCompile(`#[^#]*#`)
	sideBySide  = regexp.MustCompile(`#[^#]+##[^#]+#`)
	// fixedTimes are words of time that data should say.
	fixedTimes = regexp.MustCompile(`今[天晚早夜日]|昨[天晚日]|明[天晚早日]|后天|[上下本这]周|周[一二三四五六日末]|本月|上午|下午|晚上|\d{1,2}[:：点]\d{0,2}|\d{1,2}月\d{1,2}[日号]`)
	gendered   = regexp.MustCompile(`她|[^其吉]他|妈妈|爸爸|先生|女士|小姐|美女|帅哥`)
	// hangs is a text that ends, or breaks off, where something should follow.
	hangs     = regexp.MustCompile(`[：，、；]$|[：，。；、][，。；、]|：：|「」|（）`)
	todayUpTo = regexp.MustCompile(`今天(\d{2}):(\d{2})`)
)

// writtenFaults are what is wrong with a text as it is written.
func writtenFaults(source string) (faults []string) {
	if found := sideBySide.FindString(source); found != "" {
		faults = append(faults, "two placeholders side by side: "+found)
	}
	fixed := placeholder.ReplaceAllString(source, "#")
	for _, found := range fixedTimes.FindAllString(fixed, -1) {
		faults = append(faults, "a fixed word of time: "+found)
	}
	for _, found := range gendered.FindAllString(fixed, -1) {
		faults = append(faults, "a gender: "+found)
	}
	return faults
}

// signsInSMS are signs that providers of SMS refuse.
func signsInSMS(source string) (faults []string) {
	for _, found := range regexp.MustCompile(`[「」【】¥￥\[\]&※→√]`).FindAllString(source, -1) {
		faults = append(faults, "a sign that providers refuse: "+found)
	}
	return faults
}

// saidFaults are what is wrong with a text as it reads at an hour.
func saidFaults(line, hour string) (faults []string) {
	if found := doubled(line); found != "" {
		faults = append(faults, "said twice: "+found)
	}
	for _, found := range hangs.FindAllString(line, -1) {
		faults = append(faults, "something is missing: "+found)
	}
	for _, found := range todayUpTo.FindAllString(line, -1) {
		if strings.TrimPrefix(found, "今天") < hour {
			faults = append(faults, found+" is over at "+hour)
		}
	}
	return faults
}

// doubled is what stands twice in a row: two characters or more, or one that nobody
// doubles.
func doubled(line string) string {
	chars := []rune(line)
	for size := 1; size <= 8; size++ {
		for i := 0; i+2*size <= len(chars); i++ {
			once := chars[i : i+size]
			if slices.Equal(once, chars[i+size:i+2*size]) && !slices.ContainsFunc(once, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) &&
				(size > 1 || strings.ContainsRune("前元的了到您亲款后", once[0])) {
				return string(chars[i : i+2*size])
			}
		}
	}
	// "今晚明天", as when a placeholder says the day by itself
	return regexp.MustCompile(`(?:今[天晚]|明天|昨[天晚]){2}|截止.{0,12}截止|尽快前|近期前|稍后前|几天后前`).FindString(line)
}

// asSMS is all that a phone receives, and how many SMS that is.
func asSMS(t *testing.T, signature, line string, p tiexin.Purpose, optOut string) (whole string, parts int) {
	t.Helper()
	whole, err := channel.Compose(signature, line, p, optOut)
	require.NoError(t, err)
	return whole, channel.Segments(whole)
}

// What the checks of texts are there for, each seen to fail.
func TestSpoken_坏文案查得出来(t *testing.T) {
	for _, bad := range []struct{ source, fault string }{
		{"#买家昵称|亲#，谢谢您昨晚第一次来", "a fixed word of time: 昨晚"},
		{"您的尾款今晚#关闭时间#截止", "a fixed word of time: 今晚"},
		{"「#商品名称#」明天发货", "a fixed word of time: 明天"},
		{"11月20日前有效", "a fixed word of time: 11月20日"},
		{"18:00前付款", "a fixed word of time: 18:00"},
		{"#买家昵称##商品名称#在等您", "two placeholders side by side: #买家昵称##商品名称#"},
		{"#买家昵称|亲##商品名称|东西#在等您", "two placeholders side by side: #买家昵称|亲##商品名称|东西#"},
		{"祝她生日快乐", "a gender: 她"},
	} {
		assert.Contains(t, writtenFaults(bad.source), bad.fault, bad.source)
	}
	assert.Empty(t, writtenFaults("#买家昵称|亲#，其他的#关闭时间|今天24:00#前付都来得及"), "what data and fallbacks say is no fixed word")
	for _, bad := range []struct{ line, hour, fault string }{
		{"尾款今晚明天00:00截止", "18:52", "said twice: 今晚明天"},
		{"截止19:22截止", "18:52", "said twice: 截止19:22截止"},
		{"退款199元元已退回", "06:30", "said twice: 元元"},
		{"小雨，还没付款还没付款", "06:30", "said twice: 还没付款还没付款"},
		{"近期前有效", "06:30", "said twice: 近期前"},
		{"今天18:00前付款", "18:52", "今天18:00 is over at 18:52"},
		{"付款：", "12:30", "something is missing: ："},
		{"小雨，，付款", "12:30", "something is missing: ，，"},
	} {
		assert.Contains(t, saidFaults(bad.line, bad.hour), bad.fault, bad.line)
	}
	assert.Empty(t, saidFaults("谢谢您，今天18:00前付都来得及：m.tb.cn/h.1，单号7333333", "12:30"))

	assert.Contains(t, signsInSMS("「#商品名称#」还没付款"), "a sign that providers refuse: 「")
	assert.Empty(t, signsInSMS("#商品名称#还没付款，共#订单金额#元"))

	long := "小雨，您拍的羊绒围巾还没付款，" + strings.Repeat("付款后优先给您发，", 6)
	_, parts := asSMS(t, "青禾家", long, tiexin.Notice, "")
	assert.Equal(t, 2, parts, strconv.Itoa(channel.Units(long)))
	_, parts = asSMS(t, "青禾家", strings.Repeat("字", 65), tiexin.Notice, "")
	assert.Equal(t, 1, parts, "65 characters and a signature of five")
	_, parts = asSMS(t, "青禾家", strings.Repeat("字", 65), tiexin.Marketing, channel.DefaultOptOut)
	assert.Equal(t, 2, parts, "the opt-out counts")
}
