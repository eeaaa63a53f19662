package say

import (
	"errors"
	"fmt"
	"maps"
	"strings"
)

// A Language is one in which the house speaks.
type Language uint8

// The languages.
const (
	English Language = iota // the default
	Chinese
)

// A Text is what a person reads, in both languages. The zero Text says nothing.
type Text struct{ English, Chinese string }

// Plain is what reads the same in both languages: a name, a number, what somebody wrote.
func Plain(text string) Text { return Text{text, text} }

// String is the English.
func (t Text) String() string { return t.English }

// In is the text in a language.
func (t Text) In(l Language) string {
	if l == Chinese {
		return t.Chinese
	}
	return t.English
}

// Empty says that nothing is said.
func (t Text) Empty() bool { return t == Text{} }

// Each is the text with something done to both languages.
func (t Text) Each(f func(string) string) Text { return Text{f(t.English), f(t.Chinese)} }

// Join puts texts behind each other, with a separator of each language between them.
func Join(texts []Text, english, chinese string) Text {
	en, zh := make([]string, len(texts)), make([]string, len(texts))
	for i, t := range texts {
		en[i], zh[i] = t.English, t.Chinese
	}
	return Text{strings.Join(en, english), strings.Join(zh, chinese)}
}

// A Catalog has the Chinese of messages under their English. Both are formats of
// package fmt; the Chinese may take the arguments in another order, by their numbers:
// "%[2]s里没有%[1]s". It need not take them all.
type Catalog map[string]string

// Together is a catalog of several parts.
func Together(parts ...Catalog) Catalog {
	all := Catalog{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}

// Text is a message with its arguments.
func (c Catalog) Text(format string, args ...any) Text {
	en := make([]any, len(args))
	for i, a := range args {
		en[i] = inEnglish(a)
	}
	return Text{English: fmt.Sprintf(format, en...), Chinese: c.chinese(format, args)}
}

// Error is a message that is an error. %w wraps as in package fmt.
func (c Catalog) Error(format string, args ...any) error {
	en := make([]any, len(args))
	for i, a := range args {
		en[i] = inEnglish(a)
	}
	return fault{fmt.Errorf(format, en...), c.chinese(format, args)}
}

func (c Catalog) chinese(format string, args []any) string {
	chinese, ok := c[format]
	if !ok {
		chinese = strings.ReplaceAll(format, "%w", "%s")
	}
	zh := make([]any, len(args), len(args)+1)
	for i, a := range args {
		zh[i] = inChinese(a)
	}
	// The last verb takes nothing and prints nothing; it names the argument behind the
	// last, without which fmt would complain of those that the Chinese leaves out.
	return fmt.Sprintf(chinese+fmt.Sprintf("%%[%d]s", len(args)+1), append(zh, "")...)
}

func inEnglish(a any) any {
	if t, ok := a.(Text); ok {
		return t.English
	}
	return a
}

func inChinese(a any) any {
	switch a := a.(type) {
	case Text:
		return a.Chinese
	case error:
		return Of(a).Chinese
	}
	return a
}

// A fault is an error in both languages.
type fault struct {
	error
	chinese string
}

func (f fault) Unwrap() error { return f.error }

// Chinese is what the error says in Chinese.
func (f fault) Chinese() string { return f.chinese }

// Of is what an error says: in Chinese too, where it has a method Chinese or consists of
// several errors. One without is said in English.
func Of(err error) Text {
	switch err := err.(type) {
	case interface{ Chinese() string }:
		return Text{err.(error).Error(), err.Chinese()}
	case interface{ Unwrap() []error }:
		if all := err.Unwrap(); errors.Join(all...).Error() == err.(error).Error() {
			texts := make([]Text, len(all))
			for i, one := range all {
				texts[i] = Of(one)
			}
			return Join(texts, "\n", "\n")
		}
	}
	return Plain(err.Error())
}
