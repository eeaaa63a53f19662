package template

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// An Error is everything that is wrong with one text.
type Error struct {
	Text     string    // the text
	Problems []Problem // in order of the text, at least one
}

// A Problem is one thing wrong with a text.
type Problem struct {
	Offset       int    // where, in bytes from the start of the text
	Line, Column int    // the same from 1, in characters (runes)
	Width        int    // how many characters it concerns, at least one
	Message      string // the fact: `no placeholder is called "买家妮称"`
	Hint         string // the way out: `did you mean "买家昵称"?`; may be empty
}

// Error prints every problem with its line and a caret.
func (e *Error) Error() string {
	var sources source.Sources
	sources.Add("", e.Text)
	problems := make(source.Problems, len(e.Problems))
	for i, p := range e.Problems {
		problems[i] = p.in(source.Place{Line: 1, Column: 1}, 1)
	}
	sources.Fill(problems)
	return "template: " + problems.Error()
}

// Error prints place, message and hint.
func (p Problem) Error() string {
	return p.in(source.Place{Line: 1, Column: 1}, 1).Headline()
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
	return source.Problem{Place: place, Message: say.Plain(p.Message), Hint: say.Plain(p.Hint), Width: p.Width}
}

// problemList collects what is wrong with one text.
type problemList struct {
	text  string
	found []Problem
}

// add notes a problem with the part of the text between two offsets.
func (l *problemList) add(from, to int, message, hint string) {
	p := Problem{Offset: from, Message: message, Hint: hint}
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
