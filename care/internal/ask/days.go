package ask

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/expr-lang/expr/ast"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// An onDays is a part that is yes on days of the calendar, which begin when they do in
// the shop's zone. It is worked out once, for all the years that are known.
type onDays struct {
	yes, open Times // open: when it cannot be worked out
	workdays  bool  // else the days of a festival
	zone      *time.Location
	on        func(calendar.Date) (bool, error)
}

func (d *onDays) ask(v *View, bias bool, text string) (Times, bool) {
	if d.open.Fixed() && !d.open.first {
		return d.yes, true
	}
	v.met++
	v.fail(text, "it is not known at all times")
	if bias {
		return d.yes.or(d.open), true
	}
	return d.yes, true
}

// sees says which day it is, and what is not known of it.
func (d *onDays) sees(w *witness) []string {
	today := calendar.DateOf(w.at.Time(d.zone), d.zone)
	values := []string{"today = " + today.String()}
	if _, err := d.on(today); err != nil {
		values = append(values, notKnown(err))
	}
	return values
}

// notKnown says in short what a calendar does not know.
func notKnown(err error) string {
	var missing *calendar.MissingYearError
	if errors.As(err, &missing) {
		return fmt.Sprintf("%s of %d: not known", missing.What, missing.Year)
	}
	return "not known"
}

// A MissingDays is a part of a condition that asks for days of the calendar, in a year
// for which nobody has announced them.
type MissingDays struct {
	Text        string // as a person would read it
	From, Width int    // where it stands in the source, in characters
	Year        int
	Workdays    bool // the days off of the year are missing; else those of a festival
}

// MissingDays are the parts of the condition that are unknown at a time, because the table
// of their days lacks the year. Segments are not followed.
func (c *Condition) MissingDays(at time.Time) (all []MissingDays) {
	c.root.each(func(n *node) {
		d, ok := n.moving.(*onDays)
		if !ok {
			return
		}
		_, err := d.on(calendar.DateOf(at, d.zone))
		var missing *calendar.MissingYearError
		if errors.As(err, &missing) {
			all = append(all, MissingDays{Text: n.text, From: int(n.from), Width: int(n.width), Year: missing.Year, Workdays: d.workdays})
		}
	})
	return all
}

// A day is not understood by the search: it may be one or not.
func (d *onDays) collect(t *trial, text string)     { t.choice(text).free = true }
func (d *onDays) could(t *trial, text string) maybe { return t.couldFree(text) }

// node is the part.
func (d *onDays) node(n ast.Node) *node {
	return &node{op: opMoving, moves: true, moving: d, text: wording(n)}
}

// within is yes on the days of spans.
func within(spans []calendar.Span, zone *time.Location) Times {
	slices.SortFunc(spans, func(a, b calendar.Span) int { return a.First.Compare(b.First) })
	var t Times
	for i := 0; i < len(spans); {
		end := spans[i].Last.AddDays(1)
		t.turn(InstantOf(spans[i].First.Start(zone)))
		for i++; i < len(spans) && !spans[i].First.After(end); i++ {
			if next := spans[i].Last.AddDays(1); next.After(end) {
				end = next
			}
		}
		t.turn(InstantOf(end.Start(zone)))
	}
	return t
}

// wholeYear is a year as a span.
func wholeYear(year int) calendar.Span {
	return calendar.Span{First: calendar.YMD(year, 1, 1), Last: calendar.YMD(year, 12, 31)}
}

// knownYears is yes from the first year that calendars know to the last.
func knownYears(zone *time.Location) Times {
	return within([]calendar.Span{{First: calendar.YMD(calendar.FirstYear, 1, 1), Last: calendar.YMD(calendar.LastYear, 12, 31)}}, zone)
}
