package statement

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/ids"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// A Greeting is the sender and the receiver of a statement. Both are values: a name changes only its own place
// in the text. A text that cannot be a name is not used: one with a link, with stars for hidden letters, or with more
// than 20 characters.
type Greeting struct {
	Name string // the customer's name; empty: 亲爱的顾客
	Shop string // empty: 小店
}

// LogValue returns nothing: a name is no id.
func (g Greeting) LogValue() slog.Value { return ids.Of() }

// Format writes the type under every verb of fmt.
func (g Greeting) Format(f fmt.State, _ rune) { ids.Print(f, g, g.LogValue()) }

// ErrNothing is wrapped by the error for a statement without anything pleasant: no orders, or nothing spent.
var ErrNothing = errors.New("there is nothing to thank for in the period; send none")

// fewDaysTogether is below which one has only just met.
const fewDaysTogether = 30

// Chinese is the statement as a message in Chinese: only what is known and pleasant, in a fixed order. Only the
// upper half is told a rank. The error is an ErrNothing.
func (s Statement) Chinese(to Greeting) (string, error) {
	if err := s.worthSending(); err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s，您好！%s您在%s买了%d次，共%s元", cmp.Or(plainName(to.Name), "亲爱的顾客"), s.periodChinese(), cmp.Or(plainName(to.Shop), "小店"), s.Orders, plainYuan(s.Spent))
	if s.SavedKnown && s.Saved > 0 {
		fmt.Fprintf(&b, "，比原价%s省%s元", when(s.SavedAtLeast, "至少"), plainYuan(s.Saved))
	}
	if s.PointsKnown && s.Points > 0 {
		fmt.Fprintf(&b, "，积分%d", s.Points)
	}
	if favourite := plainName(s.Favourite); favourite != "" {
		fmt.Fprintf(&b, "，最常买的是%s", favourite)
	}
	b.WriteString("。")
	switch {
	case s.FirstKnown && s.Days >= fewDaysTogether:
		fmt.Fprintf(&b, "从%s算起，您已经陪了我们%d天。", dateChinese(s.First), s.Days)
	case s.FirstKnown:
		fmt.Fprintf(&b, "很高兴在%s认识您。", dateChinese(s.First))
	}
	if percent, ok := s.aheadPercent(); ok {
		fmt.Fprintf(&b, "您对我们的支持超过了%d%%的顾客。", percent)
	}
	b.WriteString("谢谢您！")
	return b.String(), nil
}

// Brief is the statement as one clause for a text of the shop's own, without greeting, thanks and rank:
// "2026年10月您在小鹿家下单3次，消费597元，比原价省60元". An unusable name of the shop becomes 我们家. The error
// is an ErrNothing.
func (s Statement) Brief(shop string) (string, error) {
	if err := s.worthSending(); err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s您在%s下单%d次，消费%s元", s.periodChinese(), cmp.Or(plainName(shop), "我们家"), s.Orders, plainYuan(s.Spent))
	if s.SavedKnown && s.Saved > 0 {
		fmt.Fprintf(&b, "，比原价%s省%s元", when(s.SavedAtLeast, "至少"), plainYuan(s.Saved))
	}
	if s.FirstKnown && s.Days >= fewDaysTogether {
		fmt.Fprintf(&b, "，我们已经相伴%d天", s.Days)
	}
	return b.String(), nil
}

// ChineseSMS is the statement as one short message, with a link to the page that has the
// rest: "小雨，2026年上半年您在贴心母婴买了4次，共1268元，谢谢您。账单：qhj.cn/b". An empty link
// leaves out the part about it. A name and a shop that would make two short messages of it,
// signature included, are left out; a link is never cut.
// The error is an ErrNothing or an ErrLink.
func (s Statement) ChineseSMS(to Greeting, link string) (string, error) {
	if err := s.worthSending(); err != nil {
		return "", err
	}
	if link != "" && !isLink(link) {
		return "", ErrLink
	}
	name, shop := plainName(to.Name), plainName(to.Shop)
	text := func(name, where string) string {
		return fmt.Sprintf("%s，%s您在%s买了%d次，共%s元，谢谢您。%s", name, s.periodChinese(), where, s.Orders, plainYuan(s.Spent), when(link != "", "账单："+link))
	}
	long := func(text string) bool { return smsUnits(text)+smsUnits("【"+shop+"】") > smsUnitsOfOne }
	said := text(cmp.Or(name, "您好"), cmp.Or(shop, "小店"))
	if long(said) {
		said = text(cmp.Or(name, "您好"), "店里")
	}
	if long(said) {
		said = text("您好", "店里")
	}
	return said, nil
}

// ErrLink means that a link is not one that a short message can have. [Statement.ChineseSMS]
// returns it.
var ErrLink = errors.New("the link is not one; write it like qhj.cn/b or https://qhj.cn/b, in ASCII and without spaces, or leave it empty")

// isLink says that a text is the address of a web page, with or without its scheme. Other
// characters than ASCII are escaped in one.
func isLink(text string) bool {
	if strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return false
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && strings.Contains(strings.Trim(u.Hostname(), "."), ".")
}

// smsUnitsOfOne is how many units one short message holds.
const smsUnitsOfOne = 70

// smsUnits is how long a text is in a short message: in UTF-16 code units.
func smsUnits(text string) (n int) {
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// periodChinese is the period as people call it, if it is a whole month, quarter, half or year.
func (s Statement) periodChinese() string {
	first, last := s.Period.First, s.upTo()
	if first.Day != 1 || first.Year != last.Year || last.AddDays(1).Day != 1 {
		return s.spanChinese()
	}
	switch months := last.Month - first.Month + 1; {
	case months == 1:
		return fmt.Sprintf("%d年%d月", first.Year, first.Month)
	case months == 3 && first.Month%3 == 1:
		return fmt.Sprintf("%d年第%s季度", first.Year, [...]string{"一", "二", "三", "四"}[first.Month/3])
	case months == 6 && first.Month%6 == 1:
		return fmt.Sprintf("%d年%s半年", first.Year, [...]string{"上", "下"}[first.Month/6])
	case months == 12:
		return fmt.Sprintf("%d年", first.Year)
	}
	return s.spanChinese()
}

// plainYuan is an amount as people write it: 597, 89.9.
func plainYuan(m tiexin.Money) string {
	return strings.TrimSuffix(strings.TrimRight(m.Decimal(), "0"), ".")
}

// English is the same message in English.
func (s Statement) English(to Greeting) (string, error) {
	if err := s.worthSending(); err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Dear %s, %s you ordered %s from %s and spent %s", cmp.Or(plainName(to.Name), "customer"), s.spanEnglish(), times(s.Orders), cmp.Or(plainName(to.Shop), "us"), yuan(s.Spent))
	if s.SavedKnown && s.Saved > 0 {
		fmt.Fprintf(&b, ", %s%s less than the list price", when(s.SavedAtLeast, "at least "), yuan(s.Saved))
	}
	b.WriteString(".")
	if s.PointsKnown && s.Points > 0 {
		fmt.Fprintf(&b, " You earned %s point%s.", grouped(s.Points), when(s.Points != 1, "s"))
	}
	if favourite := plainName(s.Favourite); favourite != "" {
		fmt.Fprintf(&b, " Your favourite was “%s”.", favourite)
	}
	switch {
	case s.FirstKnown && s.Days >= fewDaysTogether:
		fmt.Fprintf(&b, " Since your first order on %s we have been together for %s days.", dateEnglish(s.First), grouped(int64(s.Days)))
	case s.FirstKnown:
		fmt.Fprintf(&b, " We are glad to have met you on %s.", dateEnglish(s.First))
	}
	if percent, ok := s.aheadPercent(); ok {
		fmt.Fprintf(&b, " You spent more than %d%% of our other customers.", percent)
	}
	b.WriteString(" Thank you for your trust.")
	return b.String(), nil
}

func (s Statement) worthSending() error {
	if s.Orders < 1 || s.Spent <= 0 {
		return fmt.Errorf("lifecycle: statement of customer %s for %s: %w", s.Customer, s.Period, ErrNothing)
	}
	return nil
}

// aheadPercent is the rank in whole percent, rounded down: nobody is told more than is
// true, nor that they are ahead of all. The lower half is told nothing.
func (s Statement) aheadPercent() (int, bool) {
	if !s.Ahead.OK || !(s.Ahead.Value > .5) {
		return 0, false
	}
	return min(int(math.Floor(s.Ahead.Value*100+1e-9)), 99), true
}

// upTo is the last day that the numbers speak of.
func (s Statement) upTo() calendar.Date {
	if s.Until.Before(s.Period.First) || s.Until.After(s.Period.Last) {
		return s.Period.Last
	}
	return s.Until
}

func (s Statement) spanChinese() string {
	first, last := s.Period.First, s.upTo()
	switch {
	case first == last:
		return dateChinese(first)
	case first.Year == last.Year:
		return fmt.Sprintf("%s至%d月%d日", dateChinese(first), last.Month, last.Day)
	}
	return dateChinese(first) + "至" + dateChinese(last)
}

func (s Statement) spanEnglish() string {
	if s.Period.First == s.upTo() {
		return "on " + dateEnglish(s.Period.First)
	}
	return "from " + dateEnglish(s.Period.First) + " to " + dateEnglish(s.upTo())
}

func dateChinese(d calendar.Date) string {
	return fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day)
}

func dateEnglish(d calendar.Date) string { return d.Start(nil).Format("2 January 2006") }

// yuan is an amount as a bill prints it: ¥1,268.00.
func yuan(m tiexin.Money) string {
	decimal := m.Decimal()
	whole, cents := decimal[:len(decimal)-3], decimal[len(decimal)-3:]
	return "¥" + groupDigits(whole) + cents
}

func grouped(n int64) string { return groupDigits(fmt.Sprint(n)) }

// groupDigits puts a comma before every three digits from the right.
func groupDigits(digits string) string {
	var b strings.Builder
	for i, r := range digits {
		if left := len(digits) - i; i > 0 && left%3 == 0 && digits[i-1] != '-' {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return grouped(int64(n)) + " times"
}

func when(yes bool, s string) string {
	if yes {
		return s
	}
	return ""
}

// longestName is how many characters a name in a text has at most. It is not cut: part
// of a name is another name.
const longestName = 20

// plainName is a value as it may stand in a text: on one line, without signs that
// providers, templates or the text itself give a meaning to. Empty: it is no name.
func plainName(value string) string {
	if !utf8.ValidString(value) || strings.ContainsAny(value, "*＊") || linkLike(value) {
		return ""
	}
	value = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r) && r != 0x200d, unicode.Is(unicode.Co, r), strings.ContainsRune("【】[]「」“”\"<>{}#＃$|｜\\%", r):
			return -1
		}
		return r
	}, value)
	value = strings.Join(strings.Fields(value), " ")
	if utf8.RuneCountInString(value) > longestName {
		return ""
	}
	return value
}

// linkLike says whether a name would be read as an address by a phone.
func linkLike(value string) bool {
	lower := strings.ToLower(value)
	for _, part := range [...]string{"://", "www.", ".com", ".cn", ".net", ".top", ".xyz", ".cc", "@"} {
		if strings.Contains(lower, part) {
			return true
		}
	}
	return false
}
