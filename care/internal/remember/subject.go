package remember

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
)

// A Subject is whatever a flow may be about, as far as all kinds are alike.
type Subject struct {
	Kind ask.Kind
	ID   string // empty: the customer, or the customer's only chat

	Heard   []Heard // events that it is to know of, the first and the last of each type
	Wakes   Wakes
	Ended   Ends
	Firings []*Firing // sorted by rule
	Begun   Begun     // rules that events have begun and whose condition is off so far
	// Settled says that nothing but time or news of the subject itself changes what
	// the rules say about it.
	Settled bool

	frame string // what was read of it and not opened yet; empty: it is open
	at    int64  // the instant from which the frame counts
	next  ask.Instant
	rests int64

	unknown string // fields of it, and of what it is the subject of
}

// Heard says that an event of a type happened, first and last.
type Heard struct {
	Event       tiexin.EventType // empty: only a later version knows it
	number      uint8            // the event's, as blobs have it
	First, Last int64
	unknown     string // fields
}

// Hear notes that an event of a type happened. In which order they are heard makes no
// difference: they stand in the order of their numbers.
func Hear(hs []Heard, event tiexin.EventType, at int64) []Heard {
	for i := range hs {
		if hs[i].Event == event {
			hs[i].First, hs[i].Last = min(hs[i].First, at), max(hs[i].Last, at)
			return hs
		}
	}
	number, _ := event.Number()
	place := slices.IndexFunc(hs, func(h Heard) bool { return h.number > number })
	if place < 0 {
		place = len(hs)
	}
	return slices.Insert(hs, place, Heard{Event: event, number: number, First: at, Last: at})
}

// HeardOf finds an event of a type.
func HeardOf(hs []Heard, event tiexin.EventType) (Heard, bool) {
	for i := range hs {
		if hs[i].Event == event {
			return hs[i], true
		}
	}
	return Heard{}, false
}

// LastOf is the last of the events of some types; 0: there was none.
func LastOf(hs []Heard, events ...tiexin.EventType) (last int64) {
	for i := range hs {
		if slices.Contains(events, hs[i].Event) {
			last = max(last, hs[i].Last)
		}
	}
	return last
}

// Firing finds the firing of a rule, by its path.
func (s *Subject) Firing(path string) *Firing {
	i, found := slices.BinarySearchFunc(s.Firings, path, byRule)
	if !found {
		return nil
	}
	return s.Firings[i]
}

func byRule(f *Firing, path string) int { return cmp.Compare(f.Rule, path) }

// byFlow finds where the rules of a flow begin.
func byFlow(f *Firing, flow string) int {
	n := min(len(f.Rule), len(flow))
	if c := strings.Compare(f.Rule[:n], flow[:n]); c != 0 {
		return c
	}
	if n < len(flow) || len(f.Rule) == n || f.Rule[n] < '/' {
		return -1
	}
	return 1
}

// FiringsOf are the firings of the rules of a flow.
func (s *Subject) FiringsOf(flow string) []*Firing {
	first, _ := slices.BinarySearchFunc(s.Firings, flow, byFlow)
	last := first
	for last < len(s.Firings) && s.Firings[last].BelongsTo(flow) {
		last++
	}
	return s.Firings[first:last]
}

// SpokeOf finds the rule of a flow that has spoken: about an announcement, or, with 0,
// apart from all of them. What spoke by a moment of the calendar is left out: each of
// those is an occasion of its own.
func (s *Subject) SpokeOf(flow string, announced uint64) *Firing {
	i, _ := slices.BinarySearchFunc(s.Firings, flow, byFlow)
	for ; i < len(s.Firings) && s.Firings[i].BelongsTo(flow); i++ {
		if f := s.Firings[i]; f.Occasion == 0 && f.Announced == announced && (f.Said != 0 || f.Times > 0 && announced == 0) {
			return f
		}
	}
	return nil
}

// Drop forgets a firing that came to nothing. How often the rule spoke before
// stays.
func (s *Subject) Drop(f *Firing) {
	if f.Times > 0 {
		f.Restart()
		return
	}
	s.Firings = slices.DeleteFunc(s.Firings, func(g *Firing) bool { return g == f })
}

// reset makes the subject one of which nothing is known. Its parts keep their room.
func (s *Subject) reset(kind ask.Kind, id string) {
	s.Kind, s.ID, s.Settled, s.frame, s.at, s.next, s.rests, s.unknown = kind, id, false, "", 0, 0, 0, ""
	s.Heard, s.Wakes, s.Ended, s.Firings, s.Begun = s.Heard[:0], s.Wakes[:0], s.Ended[:0], s.Firings[:0], s.Begun[:0]
}
