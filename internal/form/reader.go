package form

import (
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// most is how many problems are listed. A file with more is not a rule file with
// slips but something else.
const most = 500

// A Reader collects the problems of all the files read through it, in one pass.
// It is for one goroutine at a time.
type Reader struct {
	// Said are the keys and words that are meant by others that people write, such as by
	// those of another language. A hint names the first that may stand in the place.
	Said map[string][]string

	problems source.Problems
	full     bool        // there are more than are listed
	kind     source.Kind // of what is reported now
}

// NewReader is a reader without problems.
func NewReader() *Reader { return &Reader{kind: source.Value} }

// Within says of what kind the problems are that are reported from now on, until the
// result is called.
func (r *Reader) Within(kind source.Kind) (until func()) {
	before := r.kind
	r.kind = kind
	return func() { r.kind = before }
}

// Problems are all that was found so far, in the order of the places.
func (r *Reader) Problems() source.Problems { return r.problems.Sorted() }

// Report says what is wrong about a value; the caret covers it, or its first
// line. At the zero Spot the problem has no place.
func (r *Reader) Report(s Spot, message, hint say.Text) {
	r.report(s, Spot{}, source.Error, message, hint)
}

// ReportInside says what is wrong about some characters of a value: width of
// them, from one on, counted from zero in the value as it was read. The caret
// stands under those characters in the file, however the value is written there.
func (r *Reader) ReportInside(s Spot, from, width int, message, hint say.Text) {
	r.reportInside(s, from, width, source.Error, message, hint)
}

// ReportAlso is Report about two places.
func (r *Reader) ReportAlso(s, also Spot, message, hint say.Text) {
	r.report(s, also, source.Error, message, hint)
}

// Remark is Report of something that its author should know but that does not
// stop the file from being used.
func (r *Reader) Remark(s Spot, message, hint say.Text) {
	r.report(s, Spot{}, source.Remark, message, hint)
}

// RemarkInside is ReportInside of something that does not stop the file from
// being used.
func (r *Reader) RemarkInside(s Spot, from, width int, message, hint say.Text) {
	r.reportInside(s, from, width, source.Remark, message, hint)
}

func (r *Reader) report(s, also Spot, severity source.Severity, message, hint say.Text) {
	p := source.Problem{Message: message, Hint: hint}
	if !s.IsZero() && !r.full {
		from, to := s.extent()
		p = s.file.problem(from, to, message, hint)
	}
	if !also.IsZero() && !r.full {
		p.Also = []source.Place{also.Place()}
	}
	p.Severity = severity
	r.add(p)
}

func (r *Reader) reportInside(s Spot, from, width int, severity source.Severity, message, hint say.Text) {
	p := source.Problem{Message: message, Hint: hint}
	if !s.IsZero() && !r.full {
		start, end := s.inside(from, width)
		p = s.file.problem(start, end, message, hint)
	}
	p.Severity = severity
	r.add(p)
}

// Full says that there are more problems than are listed: nothing more will be, and
// nothing needs to be looked at any more.
func (r *Reader) Full() bool { return r.full }

// longestSaid is how many characters of a message, and of a hint, are listed: a
// value may stand in it.
const longestSaid = 600

// said is a message or hint as it is listed: short, in one line, and harmless to a
// terminal, whatever the value is that stands in it.
func said(text string) string { return source.Printable(source.Shorten(text, longestSaid)) }

// add keeps a problem as long as there is room. That there was none is an error
// even when all that was kept are remarks, so no error is ever lost.
func (r *Reader) add(p source.Problem) {
	switch {
	case r.full:
	case len(r.problems) < most:
		p.Message, p.Hint, p.Kind = p.Message.Each(said), p.Hint.Each(said), r.kind
		r.problems = append(r.problems, p)
	default:
		r.full = true
		r.problems = append(r.problems, source.Problem{
			Place:   source.Place{File: p.Place.File},
			Message: zh.Text("there are more than %d problems", most),
			Hint:    zh.Text("the others are not listed"),
		})
	}
}
