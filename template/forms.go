package template

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Form is the provider's limit on a variable or field. Aliyun calls it an attribute of
// a variable (变量属性), WeChat a kind of field (参数类别).
type Form struct {
	Word    string // the provider's own: "other_number2", "thing"
	Meaning string // in Chinese, for people: "其他号码"
	Max     int    // longest value in characters
	Latin   int    // longest value without Chinese characters; zero: Max
	// Whole is true if a longer value is left out, not cut: a part of a number is another
	// number.
	Whole bool

	// instant says that it holds a time, and so wants the whole of one that people say as
	// 明天18:30: see Instants.
	instant bool

	looks *regexp.Regexp      // what the value looks like; nil: anything
	spell func(string) string // how the provider wants it written; nil: as it is
}

// take is a value in the form's spelling, cut if the form allows it. If it is empty, the
// value cannot be sent: use the fallback.
func (f Form) take(value string) string {
	if f.spell != nil {
		value = f.spell(value)
	}
	most := f.Max
	if f.Latin > 0 && !strings.ContainsFunc(value, isHan) {
		most = f.Latin
	}
	if most > 0 && utf8.RuneCountInString(value) > most {
		if f.Whole {
			return ""
		}
		value = strings.TrimRightFunc(Cut(value, most), unicode.IsSpace)
	}
	if f.looks != nil && !f.looks.MatchString(value) {
		return ""
	}
	return value
}

// String is the word with its meaning: "other_number2 (其他号码)".
func (f Form) String() string { return f.Word + " (" + f.Meaning + ")" }

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// aliyunForms are the attributes of variables in texts that are no codes to log in.
//
// Source: its page on TemplateRule, and the rules of variables.
var aliyunForms = []Form{
	{Word: "name", Meaning: "姓名，二到五个汉字", Max: 5, Whole: true, looks: regexp.MustCompile(`^\p{Han}{2,5}$`)},
	{Word: "user_nick", Meaning: "昵称", Max: 20},
	{Word: "unit_name", Meaning: "单位名称，只能是汉字", Max: 20, Whole: true, looks: regexp.MustCompile(`^\p{Han}+$`)},
	{Word: "address", Meaning: "地址", Max: 30},
	{Word: "phone_number2", Meaning: "电话号码", Max: 15, Whole: true, looks: regexp.MustCompile(`^(?:1\d{10}|[\d-]{5,15})$`)},
	{Word: "tracking_number", Meaning: "快递单号，一个", Max: 16, Whole: true, looks: regexp.MustCompile(`^(?:\d{8,16}|[A-Za-z][A-Za-z0-9]{7,15})$`)},
	{Word: "other_number2", Meaning: "其他号码，字母和数字", Max: 35, Whole: true, looks: regexp.MustCompile(`^[A-Za-z0-9]+$`)},
	{Word: "time", Meaning: "时间，如 2026-11-11 18:30、11月11日18:30 或 18:30", Max: 35, Whole: true, instant: true, looks: regexp.MustCompile(
		`^(?:(?:\d{4}[-/])?\d{1,2}[-/]\d{1,2}|\d{1,2}月\d{1,2}日)?(?:[ T]?(?:上午|下午|晚上)?\d{1,2}:\d{2}(?::\d{2})?)?$`)},
	{Word: "money", Meaning: "金额，不带单位", Max: 35, Whole: true, looks: regexp.MustCompile(`^\d+(?:\.\d{1,2})?$`)},
	{Word: "link_param", Meaning: "链接里的参数", Max: 8, Whole: true, looks: regexp.MustCompile(`^[A-Za-z0-9]+$`)},
	{Word: "others", Meaning: "其他", Max: 35},
}

const (
	wechatDay    = `\d{4}年\d{1,2}月\d{1,2}日`
	wechatHour   = `\d{1,2}:\d{2}(?::\d{2})?`
	wechatMoment = `(?:` + wechatDay + `(?: ` + wechatHour + `)?|` + wechatHour + `)`
	wechatDate   = wechatDay + `(?: ` + wechatHour + `)?`
)

// wechatForms are the kinds of fields.
//
// Source: the limits of values in its documentation of subscription messages.
var wechatForms = []Form{
	{Word: "thing", Meaning: "事物", Max: 20},
	{Word: "character_string", Meaning: "数字、字母或符号", Max: 32, Whole: true, looks: regexp.MustCompile(`^[!-~]+$`)},
	{Word: "number", Meaning: "数字", Max: 32, Whole: true, looks: regexp.MustCompile(`^-?\d+(?:\.\d+)?$`)},
	{Word: "letter", Meaning: "字母", Max: 32, Whole: true, looks: regexp.MustCompile(`^[A-Za-z]+$`)},
	{Word: "symbol", Meaning: "符号", Max: 5, Whole: true, looks: regexp.MustCompile(`^[\pP\pS]+$`)},
	{Word: "time", Meaning: "时间，如 18:30 或 2026年11月11日 18:30", Max: 50, Whole: true, instant: true, spell: inYears, looks: regexp.MustCompile(`^` + wechatMoment + `(?:~` + wechatMoment + `)?$`)},
	{Word: "date", Meaning: "日期，如 2026年11月11日", Max: 50, Whole: true, instant: true, spell: inYears, looks: regexp.MustCompile(`^` + wechatDate + `(?:~` + wechatDate + `)?$`)},
	{Word: "amount", Meaning: "金额，可带币种和元", Max: 16, Whole: true, looks: regexp.MustCompile(`^[¥￥$€]?\d{1,10}(?:\.\d+)?元?$`)},
	{Word: "phone_number", Meaning: "电话", Max: 17, Whole: true, looks: regexp.MustCompile(`^[+\d*() -]+$`)},
	{Word: "car_number", Meaning: "车牌", Max: 8, Whole: true, looks: regexp.MustCompile(`^[\p{Han}A-Z][A-Z0-9]+\p{Han}?$`)},
	{Word: "name", Meaning: "姓名", Max: 10, Latin: 20, looks: regexp.MustCompile(`^[^\d]+$`)},
	{Word: "phrase", Meaning: "五个以内的汉字", Max: 5, Whole: true, looks: regexp.MustCompile(`^\p{Han}+$`)},
	{Word: "const", Meaning: "审核过的固定词", Max: 20, Whole: true},
}

// IsTime reports whether the placeholder is a time.
func (n Name) IsTime() bool { return suits[n].field == "time" }

var numericDay = regexp.MustCompile(`(\d{4})-0?(\d{1,2})-0?(\d{1,2})`)

// inYears writes 2026-01-02 as 2026年1月2日.
func inYears(value string) string { return numericDay.ReplaceAllString(value, "${1}年${2}月${3}日") }

// FormOf is the form that suits a placeholder; false for a provider without forms.
func (p Provider) FormOf(n Name) (Form, bool) {
	words := suits[n]
	for _, word := range []string{words.variable, words.field} {
		if f, ok := p.Form(word); ok {
			return f, true
		}
	}
	for _, word := range []string{"others", "thing"} { // whatever else
		if f, ok := p.Form(word); ok {
			return f, true
		}
	}
	return Form{}, false
}

// suits are the attribute and the kind of field that suit a placeholder better than
// whatever else.
var suits = map[Name]struct{ variable, field string }{
	BuyerNick: {"user_nick", "thing"}, BuyerName: {"name", "name"}, Receiver: {"name", "name"}, ChildNick: {"user_nick", "thing"}, Agent: {"user_nick", "thing"},
	OrderID: {"other_number2", "character_string"}, TrackingNumber: {"tracking_number", "character_string"}, ItemCount: {"other_number2", "number"},
	Amount: {"money", "amount"}, PaidAmount: {"money", "amount"}, RefundAmount: {"money", "amount"}, Spent: {"money", "amount"}, MonthSpent: {"money", "amount"}, MonthSaved: {"money", "amount"},
	CreatedAt: {"time", "time"}, PaidAt: {"time", "time"}, ShipsBy: {"time", "time"}, ShippedAt: {"time", "time"}, ConfirmsAt: {"time", "time"},
	ClosesAt: {"others", "time"}, OfferUntil: {"others", "time"},
	DueAt: {"time", "time"}, ArrivedAt: {"time", "time"}, OutAt: {"time", "time"}, SignedAt: {"time", "time"}, RefundAt: {"time", "time"},
	Province: {"address", "thing"}, City: {"address", "thing"}, HomeCity: {"address", "thing"}, District: {"address", "thing"}, AgentPhone: {"phone_number2", "phone_number"},
	Points: {"other_number2", "number"}, PaidOrders: {"other_number2", "number"}, MonthOrders: {"other_number2", "number"}, ChildMonths: {"other_number2", "number"},
	Rating: {"others", "phrase"},
}
