package template

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// An Error lists everything that is wrong with one text.
type Error struct {
	Text     string    // the text
	Problems []Problem // in order of the text, at least one
}

// A Problem is one fault of a text.
type Problem struct {
	Offset       int    // place in bytes from the start of the text
	Line, Column int    // the same from 1, in characters (runes)
	Width        int    // number of characters it concerns, at least one
	Message      string // the fact: the placeholder is unknown
	Hint         string // the fix: `did you mean "买家昵称"?`; may be empty

	chinese reason
}

// A reason is a message and a hint in Chinese.
type reason struct{ message, hint string }

// MessageChinese is Message in Chinese: `没有叫「买家妮称」的占位符`.
func (p Problem) MessageChinese() string { return cmp.Or(p.chinese.message, p.Message) }

// HintChinese is Hint in Chinese: `是不是想写「买家昵称」？`; may be empty.
func (p Problem) HintChinese() string { return cmp.Or(p.chinese.hint, p.Hint) }

// Error prints every problem with its line and a caret.
func (e *Error) Error() string { return "template: " + e.drawn().Error() }

// Chinese is Error in Chinese.
func (e *Error) Chinese() string { return e.drawn().Chinese() }

func (e *Error) drawn() source.Problems {
	var sources source.Sources
	sources.Add("", e.Text)
	problems := make(source.Problems, len(e.Problems))
	for i, p := range e.Problems {
		problems[i] = p.in(source.Place{Line: 1, Column: 1}, 1)
	}
	sources.Fill(problems)
	return problems
}

// Error prints place, message and hint.
func (p Problem) Error() string {
	return p.in(source.Place{Line: 1, Column: 1}, 1).Headline()
}

// Chinese is Error in Chinese.
func (p Problem) Chinese() string {
	return p.in(source.Place{Line: 1, Column: 1}, 1).In(say.Chinese)
}

// Unwrap lets errors.As find each [Problem].
func (e *Error) Unwrap() []error {
	errs := make([]error, len(e.Problems))
	for i, p := range e.Problems {
		errs[i] = p
	}
	return errs
}

// in is the problem as one of the file that the text stands in: start is where
// the text's first character stands, indent the column at which its further
// lines begin (of a block; 1 if the text is a file of its own). It holds for
// texts that stand in the file as they are, without escapes or folding.
func (p Problem) in(start source.Place, indent int) source.Problem {
	place := start
	place.Line += p.Line - 1
	place.Column = p.Column - 1
	if p.Line > 1 {
		place.Column += indent
	} else {
		place.Column += start.Column
	}
	return source.Problem{
		Place: place, Width: p.Width,
		Message: say.Text{English: p.Message, Chinese: p.MessageChinese()}, Hint: say.Text{English: p.Hint, Chinese: p.HintChinese()},
	}
}

// problemList collects what is wrong with one text.
type problemList struct {
	text  string
	found []Problem
}

// add notes a problem with the part of the text between two offsets.
func (l *problemList) add(from, to int, message, hint say.Text) {
	p := Problem{Offset: from, Message: message.English, Hint: hint.English, chinese: reason{message.Chinese, hint.Chinese}}
	p.Line, p.Column = source.Locate(l.text, from)
	p.Width = 1
	if to > from {
		p.Width = utf8.RuneCountInString(l.text[from:to])
	}
	l.found = append(l.found, p)
}

func (l *problemList) err() error {
	if len(l.found) == 0 {
		return nil
	}
	slices.SortStableFunc(l.found, func(a, b Problem) int { return cmp.Compare(a.Offset, b.Offset) })
	return &Error{Text: l.text, Problems: l.found}
}

// listed are words as they are typed, behind each other.
func listed(words []string) say.Text {
	return say.Text{English: strings.Join(words, ", "), Chinese: strings.Join(words, "、")}
}
