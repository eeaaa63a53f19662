package care

import (
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A Problem is one fault in a rule file, at one place. [Load]'s error has all of them:
//
//	_, err := care.Load(os.DirFS("rules"))
//	var problems care.Problems
//	if errors.As(err, &problems) {
//		for _, p := range problems {
//			annotate(p.File, p.Line, p.Message)
//		}
//	}
//
// `care check --json` writes problems that read back as Problem.
type Problem struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`   // from 1; 0: the file as a whole
	Column int    `json:"column,omitempty"` // from 1, in characters; 0: the line as a whole
	Width  int    `json:"width,omitempty"`  // number of characters it is about

	Kind ProblemKind `json:"kind,omitempty"` // empty: the problem is in no file
	// Severity is "error", or "remark" if the rules load but are probably not meant that
	// way.
	Severity string `json:"severity"`
	Message  string `json:"message"`        // the fact
	Hint     string `json:"hint,omitempty"` // the fix
	// Suggestion is the probable replacement for the characters at the place. It is empty
	// if nothing is similar.
	Suggestion string `json:"suggestion,omitempty"`
	// Also are other places it is about, "payment.yaml:12:3", such as the first definition
	// of a name.
	Also []string `json:"also,omitempty"`

	drawn   string
	chinese *Problem // the same in Chinese
}

// InChinese is the problem with message and hint in Chinese, and so is its Error. Quotes
// from the file and values to type stay unchanged. A problem that was read from JSON stays
// in its language.
//
//	for _, p := range problems {
//		annotate(p.File, p.Line, p.InChinese().Message)
//	}
func (p Problem) InChinese() Problem {
	if p.chinese == nil {
		return p
	}
	return *p.chinese
}

// Chinese is Error in Chinese.
func (p Problem) Chinese() string { return p.InChinese().Error() }

// Error is place, message and hint. Unless the problem was read from JSON, the line with a
// caret under the characters follows.
func (p Problem) Error() string {
	if p.drawn != "" {
		return p.drawn
	}
	return source.Problem{Place: source.Place{File: p.File, Line: p.Line, Column: p.Column}, Message: say.Plain(p.Message), Hint: say.Plain(p.Hint)}.Error()
}

// A ProblemKind is the kind of a fault.
type ProblemKind string

// The kinds of problems.
const (
	WrongSyntax    = ProblemKind(source.Syntax)    // the file is not text, or not YAML
	WrongKey       = ProblemKind(source.Key)       // a key that is unknown or missing
	WrongValue     = ProblemKind(source.Value)     // a value that the key cannot have
	WrongFit       = ProblemKind(source.Fit)       // names, limits, rules or channels that do not fit together
	WrongCondition = ProblemKind(source.Condition) // a fault inside a condition
	WrongWording   = ProblemKind(source.Wording)   // the words of a text, a placeholder, a template
)

// Problems are all the problems of the rule files, remarks included, in the order of
// their places. Errors.As finds them in the error of [Load], and each Problem too.
type Problems []Problem

// Error prints every problem.
func (ps Problems) Error() string {
	text := ""
	for i, p := range ps {
		if i > 0 {
			text += "\n"
		}
		text += p.Error()
	}
	return text
}

// InChinese are the problems in Chinese: see [Problem.InChinese].
func (ps Problems) InChinese() Problems {
	all := make(Problems, len(ps))
	for i, p := range ps {
		all[i] = p.InChinese()
	}
	return all
}

// Chinese prints every problem in Chinese.
func (ps Problems) Chinese() string { return ps.InChinese().Error() }

// Unwrap lets errors.As find each Problem.
func (ps Problems) Unwrap() []error {
	all := make([]error, len(ps))
	for i, p := range ps {
		all[i] = p
	}
	return all
}

// problemsOf are the problems of a load, for hosts.
func problemsOf(found source.Problems) Problems {
	all := make(Problems, len(found))
	for i, p := range found.Sorted() {
		all[i] = problemIn(p, say.English)
		chinese := problemIn(p, say.Chinese)
		all[i].chinese = &chinese
	}
	return all
}

func problemIn(p source.Problem, l say.Language) Problem {
	one := Problem{
		File: p.Place.File, Line: p.Place.Line, Column: p.Place.Column, Width: p.Width,
		Kind: ProblemKind(p.Kind), Severity: p.Severity.String(), Message: p.Message.In(l), Hint: p.Hint.In(l), Suggestion: p.Suggestion(),
		drawn: p.In(l),
	}
	for _, also := range p.Also {
		one.Also = append(one.Also, also.String())
	}
	return one
}
