package form

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// Text is a text that is not empty. A number, a date or a word such as "true"
// without quotes is the text it was written as.
func Text() Kind[Word] {
	return Kind[Word]{
		Read: func(r *Reader, v Value) (Word, bool) {
			w, ok := r.word(v, zh.Text("a text"))
			if ok && strings.TrimSpace(w.Value) == "" {
				r.Report(w.Spot, zh.Text("the text is empty"), say.Text{})
				return Word{}, false
			}
			return w, ok
		},
		Schema: func(*Definitions) map[string]any {
			return map[string]any{"type": []string{"string", "number", "boolean"}, "pattern": `\S`}
		},
		Says: saying(zh.Text("a text")),
	}
}

// word is a scalar as it was written.
func (r *Reader) word(v Value, want say.Text) (Word, bool) {
	if v.broken() {
		return Word{}, false
	}
	if !v.IsScalar() {
		r.refuse(v, want, quotesHint(v, true))
		return Word{}, false
	}
	return Word{v.Text(), v.Spot()}, true
}

// An Option is one of the words of a closed list.
type Option struct {
	Word    string
	Meaning string // for the schema; may be empty
}

// Options is a closed list of words whose meaning needs no explanation.
func Options(words ...string) []Option {
	options := make([]Option, len(words))
	for i, w := range words {
		options[i] = Option{Word: w}
	}
	return options
}

// Choice is one word of a closed list. For another word the nearest is
// suggested, or the whole list when none is near.
func Choice(options ...Option) Kind[Word] {
	words := make([]string, len(options))
	for i, o := range options {
		words[i] = o.Word
	}
	says := zh.Text("one of %s", listed(words))
	return Kind[Word]{
		Read: func(r *Reader, v Value) (Word, bool) {
			w, ok := r.word(v, says)
			if !ok || slices.Contains(words, w.Value) {
				return w, ok
			}
			r.Report(w.Spot, zh.Text("%q is not possible here", w.Value), r.choiceHint(w.Value, words))
			return Word{}, false
		},
		Schema: func(*Definitions) map[string]any { return choiceSchema(options) },
		Says:   saying(says),
	}
}

// choiceSchema lists the words, and those that JSON takes for a number or a
// truth value as these, too.
func choiceSchema(options []Option) map[string]any {
	var all, meanings []any
	explained := false
	for _, o := range options {
		all = append(all, o.Word)
		meanings = append(meanings, o.Meaning)
		explained = explained || o.Meaning != ""
		bare, isText := bareJSON(o.Word)
		if !isText {
			all = append(all, bare)
			meanings = append(meanings, o.Meaning)
		}
	}
	schema := map[string]any{"enum": all}
	if explained {
		schema["enumDescriptions"] = meanings // not in the standard, but what editors show
	}
	return schema
}

// Yes is true or false. The other words of YAML for it (yes, on, …) are refused,
// because readers of YAML disagree about them.
func Yes() Kind[bool] {
	return Kind[bool]{
		Read: func(r *Reader, v Value) (bool, bool) {
			w, ok := r.word(v, zh.Text("true or false"))
			if !ok {
				return false, false
			}
			if v.plain() && (w.Value == "true" || w.Value == "false") {
				return w.Value == "true", true
			}
			hint := zh.Text("write true or false")
			switch strings.ToLower(w.Value) {
			case "yes", "on", "y", "true", "是":
				hint = zh.Text("write true")
			case "no", "off", "n", "false", "否":
				hint = zh.Text("write false")
			}
			if !v.plain() {
				hint = zh.Text("%s, without quotes", hint)
			}
			r.Report(w.Spot, zh.Text("%q is neither true nor false", w.Value), hint)
			return false, false
		},
		Schema: func(*Definitions) map[string]any { return map[string]any{"type": "boolean"} },
		Says:   saying(zh.Text("true or false")),
	}
}

var wholeNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)

// Whole is a whole number from least to most, both included, in digits and
// without quotes.
func Whole(least, most int) Kind[Located[int]] {
	says := zh.Text("a whole number from %d to %d", least, most)
	return Kind[Located[int]]{
		Read: func(r *Reader, v Value) (Located[int], bool) {
			w, ok := r.word(v, says)
			if !ok {
				return Located[int]{}, false
			}
			folded := source.Fold(w.Value)
			n, err := strconv.Atoi(folded)
			written := wholeNumber.MatchString(w.Value)
			switch {
			case !wholeNumber.MatchString(folded) || err != nil && !errors.Is(err, strconv.ErrRange):
				r.Report(w.Spot, zh.Text("%q is not %s", w.Value, says), bareNumber(folded))
			case err != nil || n < least || n > most:
				r.Report(w.Spot, zh.Text("%s is outside its range", w.Value), zh.Text("it should be %s", says))
			case !written:
				r.Report(w.Spot, zh.Text("%q is not written in plain digits", w.Value), zh.Text("write %s", folded))
			case !v.plain():
				r.Report(w.Spot, zh.Text("%q is a text, not a number", w.Value), zh.Text("write it without quotes"))
			default:
				return Located[int]{n, w.Spot}, true
			}
			return Located[int]{}, false
		},
		Schema: func(*Definitions) map[string]any {
			return map[string]any{"type": "integer", "minimum": least, "maximum": most}
		},
		Says: saying(says),
	}
}

// A TextError is what a parser given to [Parsed] returns to point at some
// characters of the text: Width of them from From on, counted from zero.
type TextError struct {
	From, Width   int // in characters (runes)
	Message, Hint say.Text
}

// Error is the message with the hint.
func (e *TextError) Error() string {
	return e.says().English
}

// Chinese is Error in Chinese.
func (e *TextError) Chinese() string { return e.says().Chinese }

func (e *TextError) says() say.Text {
	if e.Hint.Empty() {
		return e.Message
	}
	return zh.Text("%s; %s", e.Message, e.Hint)
}

// Parsed is a text in a notation of its own. Title names it, in English with an
// article ("a span of time"); pattern is a regular expression that every such text matches,
// for editors that check with the schema (the reader holds a text to it as
// well), empty for none; example is a good one, shown when parse refuses a text.
//
// The error of parse is the message; a *[TextError] also says where.
func Parsed[T any](title say.Text, pattern, example string, parse func(string) (T, error)) Kind[Located[T]] {
	var shape *regexp.Regexp
	if pattern != "" {
		shape = regexp.MustCompile(pattern)
	}
	says := title
	if example != "" {
		says = zh.Text("%s such as %s", title, example)
	}
	return Kind[Located[T]]{
		Read: func(r *Reader, v Value) (Located[T], bool) {
			w, ok := r.word(v, says)
			if !ok {
				return Located[T]{}, false
			}
			if strings.TrimSpace(w.Value) == "" {
				r.Report(w.Spot, zh.Text("the text is empty"), zh.Text("it should be %s", says))
				return Located[T]{}, false
			}
			parsed, err := parse(w.Value)
			if err == nil && (shape == nil || shape.MatchString(w.Value)) {
				return Located[T]{parsed, w.Spot}, true
			}
			r.reportParse(w, err, title, example)
			return Located[T]{}, false
		},
		Schema: func(*Definitions) map[string]any {
			types := []string{"string"}
			for _, number := range []string{"0", "7", "15", "199.00", "-1", "2026"} {
				if shape == nil || shape.MatchString(number) {
					types = append(types, "number")
					break
				}
			}
			schema := map[string]any{"type": types, "minLength": 1}
			if pattern != "" {
				schema["pattern"] = pattern
			}
			if example != "" {
				schema["examples"] = []any{example}
			}
			return schema
		},
		Says: saying(says),
	}
}

func (r *Reader) reportParse(w Word, err error, title say.Text, example string) {
	var inside *TextError
	switch {
	case err == nil:
		hint := say.Text{}
		if example != "" {
			hint = zh.Text("write it like %s", example)
		}
		r.Report(w.Spot, zh.Text("%q is not %s", w.Value, title), hint)
	case errors.As(err, &inside):
		r.ReportInside(w.Spot, inside.From, min(inside.Width, utf8.RuneCountInString(w.Value)), inside.Message, inside.Hint)
	default:
		r.Report(w.Spot, say.Of(err), say.Text{})
	}
}
