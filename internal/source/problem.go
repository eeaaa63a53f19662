package source

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
)

// Severity says whether a problem stops the file from being used.
type Severity uint8

// The severities.
const (
	Error  Severity = iota // the file cannot be used as it stands; the default
	Remark                 // it can, but its author should know
)

// String is "error" or "remark".
func (s Severity) String() string {
	if s == Remark {
		return "remark"
	}
	return "error"
}

// A Kind is what sort of thing is wrong, for programs that sort or count problems.
type Kind string

// The kinds.
const (
	Syntax    Kind = "syntax"    // the file is no text, or no YAML
	Key       Kind = "key"       // a key that is unknown or missing
	Value     Kind = "value"     // what a key cannot hold
	Fit       Kind = "fit"       // what does not fit together: names, limits, rules, channels
	Condition Kind = "condition" // something inside a condition
	Wording   Kind = "wording"   // the words of a text, a placeholder, a template
)

// Kinds lists all kinds.
func Kinds() []Kind { return []Kind{Syntax, Key, Value, Fit, Condition, Wording} }

// A Problem is one thing wrong at one place: what is the case and what to do
// about it.
type Problem struct {
	Place    Place
	Message  say.Text // the fact: `unknown limit "nihgt"`
	Hint     say.Text // the way out: `did you mean "night"?`; may be empty
	Width    int      // how many characters (runes) the caret covers; zero is one
	Line     string   // the source line, without its line break; empty: not shown
	Also     []Place  // other places it is about, such as where a name was given first
	Severity Severity // the zero value is an Error
	Kind     Kind     // empty: of the file as a whole
}

// Suggestion is the word that was probably meant, out of the hint; empty: none.
func (p Problem) Suggestion() string {
	_, rest, found := strings.Cut(p.Hint.English, "did you mean ")
	if !found {
		return ""
	}
	if quoted, err := strconv.QuotedPrefix(rest); err == nil && quoted[0] == '"' {
		word, _ := strconv.Unquote(quoted)
		return word
	}
	if strings.HasPrefix(rest, "'") { // a text inside a condition stands in its quotes
		if end := strings.Index(rest[1:], "'"); end >= 0 {
			return rest[:end+2]
		}
	}
	return ""
}

// Error is the problem in English, over one to four lines: place, message and hint; the
// source line; the caret under it; the other places.
func (p Problem) Error() string { return p.In(say.English) }

// Chinese is Error in Chinese.
func (p Problem) Chinese() string { return p.In(say.Chinese) }

// In is Error in a language.
func (p Problem) In(l say.Language) string {
	var b strings.Builder
	b.WriteString(p.headline(l))
	if p.Line != "" && p.Place.Line > 0 {
		line, caret := drawn(p.Line, p.Place.Column, p.Width)
		b.WriteString("\n" + line)
		if caret != "" {
			b.WriteString("\n" + caret)
		}
	}
	for i, also := range p.Also {
		if i == 0 {
			b.WriteString("\n" + zh.Text("also at ").In(l))
		} else {
			b.WriteString(zh.Text(", ").In(l))
		}
		b.WriteString(also.String())
	}
	return b.String()
}

// Headline is the first line of Error: "payment.yaml:44:18: message; hint".
func (p Problem) Headline() string { return p.headline(say.English) }

func (p Problem) headline(l say.Language) string {
	var b strings.Builder
	if p.Place != (Place{}) {
		b.WriteString(p.Place.String() + ": ")
	}
	if p.Severity == Remark {
		b.WriteString(zh.Text("remark: ").In(l))
	}
	b.WriteString(p.Message.In(l))
	if !p.Hint.Empty() {
		b.WriteString(zh.Text("; ").In(l) + p.Hint.In(l))
	}
	return b.String()
}

// Problems are all the problems found in one pass. The nil list is ready to
// append to.
type Problems []Problem

// Err is the list in the order of its places as an error, remarks included; nil
// when nothing in it is worse than a remark.
func (ps Problems) Err() error {
	if len(ps.Errors()) == 0 {
		return nil
	}
	return ps.Sorted()
}

// Sorted is a copy in the order in which the places are read. Problems at one
// place keep their order.
func (ps Problems) Sorted() Problems {
	sorted := slices.Clone(ps)
	slices.SortStableFunc(sorted, func(a, b Problem) int { return a.Place.Compare(b.Place) })
	return sorted
}

// Errors are the problems that stop the file from being used.
func (ps Problems) Errors() Problems { return ps.with(Error) }

// Remarks are the problems that do not.
func (ps Problems) Remarks() Problems { return ps.with(Remark) }

func (ps Problems) with(severity Severity) Problems {
	var found Problems
	for _, p := range ps {
		if p.Severity == severity {
			found = append(found, p)
		}
	}
	return found
}

// Error prints every problem, in the order of the places.
func (ps Problems) Error() string { return ps.In(say.English) }

// Chinese is Error in Chinese.
func (ps Problems) Chinese() string { return ps.In(say.Chinese) }

// In is Error in a language.
func (ps Problems) In(l say.Language) string {
	printed := make([]string, 0, len(ps))
	for _, p := range ps.Sorted() {
		printed = append(printed, p.In(l))
	}
	return strings.Join(printed, "\n")
}

// Unwrap lets errors.As find each [Problem].
func (ps Problems) Unwrap() []error {
	errs := make([]error, len(ps))
	for i, p := range ps {
		errs[i] = p
	}
	return errs
}
