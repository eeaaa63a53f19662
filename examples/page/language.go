package page

import (
	"fmt"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A Language is what a report is written in.
type Language int

// The languages. The zero Language is Chinese.
const (
	Chinese Language = iota
	English
)

// Pick is the text in the language.
func (l Language) Pick(chinese, english string) string {
	if l == English {
		return english
	}
	return chinese
}

// Of is the text in the language.
func (l Language) Of(t loyalty.Text) string { return l.Pick(t.Chinese, t.English) }

// String is the language as HTML names it.
func (l Language) String() string { return l.Pick("zh-CN", "en") }

// Set reads the value of -lang.
func (l *Language) Set(text string) error {
	switch text {
	case "zh":
		*l = Chinese
	case "en":
		*l = English
	default:
		return fmt.Errorf("unknown language %q; say zh or en", text)
	}
	return nil
}
