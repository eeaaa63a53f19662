package calendar

import (
	"cmp"
	"slices"
	"strings"
)

// A Span is one occurrence of a special day: the days from First to Last, both
// included. Most have one day only.
type Span struct {
	First Date `json:"first"`
	Main  Date `json:"main"` // the day that gives the span its name, as 11-11 does in 双11; default: First
	Last  Date `json:"last"`
}

// Single is the span of one day.
func Single(d Date) Span { return Span{d, d, d} }

// Contains reports whether the day lies in the span.
func (s Span) Contains(d Date) bool { return !d.Before(s.First) && !d.After(s.Last) }

// Days is the number of days of the span.
func (s Span) Days() int { return s.Last.DaysSince(s.First) + 1 }

// String is "2026-08-19", or "2026-10-20..2026-11-11".
func (s Span) String() string {
	if s.First == s.Last {
		return s.First.String()
	}
	return s.First.String() + ".." + s.Last.String()
}

// longestSpan is how many days a span may have: what is longer is not a special
// day any more.
const longestSpan = 366

// ParseSpan reads what String writes; "…" and "~" may replace "..". The first day
// must not be after the last, and a span has at most 366 days. Every error wraps
// ErrDate.
func ParseSpan(s string) (Span, error) {
	from, to, isRange := cutRange(s)
	first, err := ParseDate(strings.TrimSpace(from))
	if err != nil || !isRange {
		return Single(first), err
	}
	last, err := ParseDate(strings.TrimSpace(to))
	if err != nil {
		return Span{}, err
	}
	span := Span{first, first, last}
	return span, span.validate()
}

func (s Span) validate() error {
	for _, d := range []Date{s.First, s.Main, s.Last} {
		if err := d.Validate(); err != nil {
			return err
		}
	}
	switch {
	case s.Last.Before(s.First):
		return zh.Error("calendar: %w: %s ends before it begins", ErrDate, s)
	case s.Days() > longestSpan:
		return zh.Error("calendar: %w: %s has %d days; a span has at most %d", ErrDate, s, s.Days(), longestSpan)
	case !s.Contains(s.Main):
		return zh.Error("calendar: %w: the main day %s is not within %s", ErrDate, s.Main, s)
	}
	return nil
}

// rangeSigns are what people write between two days.
var rangeSigns = []string{"..", "…", "～", "~"}

func cutRange(s string) (from, to string, found bool) {
	for _, sign := range rangeSigns {
		if from, to, found = strings.Cut(s, sign); found {
			return from, strings.TrimLeft(to, "."+sign), true
		}
	}
	return s, "", false
}

func compareSpans(a, b Span) int {
	return cmp.Or(a.First.Compare(b.First), a.Last.Compare(b.Last), a.Main.Compare(b.Main))
}

func sortSpans(spans []Span) []Span {
	slices.SortFunc(spans, compareSpans)
	return slices.Compact(spans)
}
