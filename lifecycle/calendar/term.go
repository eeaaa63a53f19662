package calendar

import (
	"cmp"
	"fmt"
	"strings"
	"sync"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A Term is one of the 24 solar terms (二十四节气). It is the day, in UTC+8, on which
// the sun reaches a multiple of 15° of apparent longitude. The zero Term is none.
type Term uint8

// The terms, in the order of a Gregorian year.
const (
	NoTerm      Term = iota
	Xiaohan          // 小寒
	Dahan            // 大寒
	Lichun           // 立春
	Yushui           // 雨水
	Jingzhe          // 惊蛰
	Chunfen          // 春分
	Qingming         // 清明
	Guyu             // 谷雨
	Lixia            // 立夏
	Xiaoman          // 小满
	Mangzhong        // 芒种
	Xiazhi           // 夏至
	Xiaoshu          // 小暑
	Dashu            // 大暑
	Liqiu            // 立秋
	Chushu           // 处暑
	Bailu            // 白露
	Qiufen           // 秋分
	Hanlu            // 寒露
	Shuangjiang      // 霜降
	Lidong           // 立冬
	Xiaoxue          // 小雪
	Daxue            // 大雪
	Dongzhi          // 冬至
)

var termNames = [25]struct{ pinyin, chinese, english string }{
	{},
	{"xiaohan", "小寒", "Minor Cold"},
	{"dahan", "大寒", "Major Cold"},
	{"lichun", "立春", "Start of Spring"},
	{"yushui", "雨水", "Rain Water"},
	{"jingzhe", "惊蛰", "Awakening of Insects"},
	{"chunfen", "春分", "Spring Equinox"},
	{"qingming", "清明", "Pure Brightness"},
	{"guyu", "谷雨", "Grain Rain"},
	{"lixia", "立夏", "Start of Summer"},
	{"xiaoman", "小满", "Grain Buds"},
	{"mangzhong", "芒种", "Grain in Ear"},
	{"xiazhi", "夏至", "Summer Solstice"},
	{"xiaoshu", "小暑", "Minor Heat"},
	{"dashu", "大暑", "Major Heat"},
	{"liqiu", "立秋", "Start of Autumn"},
	{"chushu", "处暑", "End of Heat"},
	{"bailu", "白露", "White Dew"},
	{"qiufen", "秋分", "Autumn Equinox"},
	{"hanlu", "寒露", "Cold Dew"},
	{"shuangjiang", "霜降", "Frost's Descent"},
	{"lidong", "立冬", "Start of Winter"},
	{"xiaoxue", "小雪", "Minor Snow"},
	{"daxue", "大雪", "Major Snow"},
	{"dongzhi", "冬至", "Winter Solstice"},
}

// Names are the term in Chinese, in English and in pinyin: "清明", "Pure Brightness",
// "qingming"; empty for no term.
func (t Term) Names() (chinese, english, pinyin string) {
	if int(t) >= len(termNames) {
		return "", "", ""
	}
	n := termNames[t]
	return n.chinese, n.english, n.pinyin
}

// String is the Chinese name; "Term(25)" for an unknown term, and "Term(0)" for NoTerm.
func (t Term) String() string {
	chinese, _, _ := t.Names()
	return cmp.Or(chinese, fmt.Sprintf("Term(%d)", uint8(t)))
}

// Date is the day of the term in a Gregorian year from 1901 to 2099; other years
// are an ErrRange.
func (t Term) Date(year int) (Date, error) {
	if t == NoTerm || int(t) >= len(termNames) {
		return Date{}, fmt.Errorf("calendar: unknown solar term %d; they are 1 to 24", t)
	}
	if year < FirstYear || year > LastYear {
		return Date{}, yearError(t.String(), year)
	}
	return t.in(year), nil
}

// in is for years of the table.
func (t Term) in(year int) Date {
	i := int(t) - 1
	day := earliestTerm[i] + int(termTable[year-firstTableYear]>>(2*i)&3)
	return Date{year, i/2 + 1, day}
}

func yearError(what string, year int) error {
	return fmt.Errorf("calendar: %s in %d is %w, which are %d to %d", what, year, ErrRange, FirstYear, LastYear)
}

// Term is the solar term on the day, or false. For years outside 1901 to 2099 it is an
// ErrRange.
func (d Date) Term() (Term, bool, error) {
	if err := d.Validate(); err != nil {
		return NoTerm, false, err
	}
	if d.Year < FirstYear || d.Year > LastYear {
		return NoTerm, false, yearError("the solar term of a day", d.Year)
	}
	for _, t := range [2]Term{Term(2*d.Month - 1), Term(2 * d.Month)} {
		if t.in(d.Year) == d {
			return t, true, nil
		}
	}
	return NoTerm, false, nil
}

// ParseTerm finds a term by its Chinese or English name or pinyin. Case, spaces
// around it and full-width letters make no difference.
func ParseTerm(name string) (Term, error) {
	words, names := termWords()
	if t, ok := words[source.Fold(name)]; ok {
		return t, nil
	}
	return NoTerm, unknown(aTerm, name, names)
}

var termWords = sync.OnceValues(func() (map[string]Term, []string) {
	words, names := map[string]Term{}, []string{}
	for t := Xiaohan; t <= Dongzhi; t++ {
		n := termNames[t]
		for _, name := range []string{n.chinese, n.pinyin, n.english} {
			words[source.Fold(name)] = t
			names = append(names, name)
		}
	}
	return words, names
})

// An UnknownError is an unknown name.
type UnknownError struct {
	What string // "special day"
	Name string
	Hint string // `did you mean "qixi"?`; may be empty
	// HintChinese is Hint in Chinese: `是不是想写「qixi」？`.
	HintChinese string
}

// Error names what is unknown, with a suggestion.
func (e *UnknownError) Error() string { return "calendar: " + e.says().English }

// Chinese is Error in Chinese.
func (e *UnknownError) Chinese() string { return e.says().Chinese }

func (e *UnknownError) says() say.Text {
	if e.Hint == "" {
		return e.fact()
	}
	return zh.Text("%s; %s", e.fact(), say.Text{English: e.Hint, Chinese: e.HintChinese})
}

func (e *UnknownError) fact() say.Text {
	if e.What == aTerm {
		return zh.Text("unknown solar term %s", quoted(e.Name))
	}
	return zh.Text("unknown special day %s", quoted(e.Name))
}

// What an UnknownError is about.
const (
	aTerm       = "solar term"
	aSpecialDay = "special day"
)

func unknown(what, name string, known []string) *UnknownError {
	hint := source.Suggest(strings.TrimSpace(name), known)
	return &UnknownError{what, name, hint.English, hint.Chinese}
}

// plain is an error without the name of the package.
func plain(err error) say.Text {
	t := say.Of(err)
	return say.Text{English: strings.TrimPrefix(t.English, "calendar: "), Chinese: strings.TrimPrefix(t.Chinese, "calendar: ")}
}
