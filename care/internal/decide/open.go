package decide

import (
	"cmp"
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
)

// A rule is asked about a subject only if the facts and the clocks leave its condition open,
// or if it has something under way about it. Which those are the index of the subject's kind says, at a
// cost that hardly grows with the number of rules. A rule that is not asked has no firing
// and no outcome. Whoever wants an answer from every rule has all of them asked
// ([Means.All]): nothing else is decided by that.

// An indexed is what finds the rules about a kind of subject.
type indexed struct {
	index   *ask.Index
	rules   []*rule.Rule             // by their number in the index, in the order of the files
	lasting int                      // flows that no event has to begin
	waiting map[tiexin.EventType]int // flows of which an event begins a rule
	clocks  ask.Stemset              // that any of the rules names
	// bringing are the rules that look at what the event brings that begins them.
	bringing map[tiexin.EventType][]*rule.Rule
}

// lasting is the gate of the index for rules that no event has to begin. The gate of the
// others is the event.
const lasting = ""

// index makes the index of each kind.
func (r *Rules) index() {
	for k := range r.kinds {
		about := &r.kinds[k]
		about.bringing, about.waiting = map[tiexin.EventType][]*rule.Rule{}, map[tiexin.EventType]int{}
		var all []ask.IndexedCondition
		for _, f := range r.FlowsAbout(ask.Kind(k)) {
			if !f.OnlyWhen() {
				about.lasting++
			}
			begins := map[tiexin.EventType]bool{}
			for _, one := range f.Rules {
				about.clocks |= one.Clocks
				r.places[one.Number] = int32(len(about.rules))
				about.rules = append(about.rules, one)
				all = append(all, gated(one))
				for _, e := range one.When {
					begins[e] = true
					if one.Brought != 0 {
						about.bringing[e] = append(about.bringing[e], one)
					}
				}
			}
			for e := range begins {
				about.waiting[e]++
			}
		}
		about.index = ask.NewIndex(all)
	}
}

// gated is a rule as the index takes it. What runs out next changes with time, and with it
// what a condition about it sees: it is left open. A rule of one clock that nothing else
// begins or ends is asked only when the clock runs, or is over.
func gated(r *rule.Rule) ask.IndexedCondition {
	c := ask.IndexedCondition{If: r.If}
	clock, alone := r.Clocks.Only()
	switch {
	case r.Clocks.Has(ask.ToRestock):
		c.If = nil
	case alone && !r.Waits() && len(r.Until) == 0 && r.Flow.About != ask.Child:
		c.Clock = clock
	}
	if !r.Waits() {
		c.Gates = []string{lasting}
	}
	for _, e := range r.When {
		c.Gates = append(c.Gates, string(e))
	}
	return c
}

// open are the rules that may have something to say about a subject as its facts stand, in
// the order of the files. Where every rule is asked, they are those whose condition is not
// no for certain.
func (s *Step) open(v *view) []int32 {
	about := &s.rules.kinds[v.Kind]
	switch {
	case v.opened == len(v.Subject.Begun)+1:
		return v.open
	case s.means.All:
		open, certain := about.index.Possible(&v.View.View, &s.room.opening)
		v.open, v.certain, v.opened = append(v.open[:0], open...), certain, len(v.Subject.Begun)+1
		return v.open
	}
	about.index.Begin(&s.room.opening)
	about.index.Gate(&s.room.opening, lasting)
	for i := range v.Subject.Begun {
		about.index.Gate(&s.room.opening, string(v.Subject.Begun[i].Event))
	}
	v.open = append(v.open[:0], about.index.Open(&v.View.View, v.Now, &s.room.opening)...)
	v.certain, v.opened = true, len(v.Subject.Begun)+1
	return v.open
}

// openAfter are the rules that an event begins and that the facts leave open. They stand
// until the index is asked again.
func (s *Step) openAfter(event tiexin.EventType, v *view) []int32 {
	index := s.rules.kinds[v.Kind].index
	index.Begin(&s.room.opening)
	index.Gate(&s.room.opening, string(event))
	return index.Open(&v.View.View, v.Now, &s.room.opening)
}

// bringing are the rules that an event begins and that look at what it brings: each gets
// a firing, which keeps that.
func (r *Rules) bringing(event tiexin.EventType, about ask.Kind) []*rule.Rule {
	return r.kinds[about].bringing[event]
}

// An opened is a rule that is asked about a subject.
type opened struct {
	*rule.Rule
	// solved is its number in the index where that can answer its condition; -1: the
	// condition is to be asked.
	solved int32
	off    bool // its condition is no for certain
}

// opened is a rule that the index has left open: certain says not only because something is
// unknown.
func (x *indexed) opened(n int32, certain bool) opened {
	if certain && x.index.Knows(n) {
		return opened{x.rules[n], n, false}
	}
	return opened{x.rules[n], -1, false}
}

// openIn are the rules of a flow that are asked about a subject: those that are open, and
// those that have a firing; or every one.
func (s *Step) openIn(f *rule.Flow, v *view) []opened {
	about, list := &s.rules.kinds[v.Kind], s.room.openIn[:0]
	defer func() { s.room.openIn = list }()
	first := s.rules.places[firstOf(f)]
	next := first + int32(len(f.Rules))
	known := s.know(v.Subject)
	firings := known.inFlow[firstOf(f)]
	open := s.open(v)
	from, _ := slices.BinarySearch(open, first)
	for _, n := range open[from:] {
		if n >= next {
			break
		}
		for s.means.All && about.rules[n] != f.Rules[len(list)] {
			list = append(list, opened{f.Rules[len(list)], -1, true})
		}
		one := about.opened(n, v.certain)
		if list = append(list, one); known.firings[one.Number] != nil {
			firings--
		}
	}
	if s.means.All {
		for _, r := range f.Rules[len(list):] {
			list = append(list, opened{r, -1, true})
		}
		return list
	}
	if firings == 0 {
		return list
	}
	asked := len(list)
	for _, one := range v.Subject.FiringsOf(f.Name) {
		r, ok := s.rules.of(one)
		if !ok {
			continue
		}
		if _, found := slices.BinarySearchFunc(list[:asked], r.Number, byNumber); !found {
			list = append(list, opened{r, -1, false})
		}
	}
	slices.SortFunc(list, func(a, b opened) int { return byNumber(a, b.Number) })
	return list
}

func byNumber(o opened, number int) int { return cmp.Compare(o.Number, number) }

// openFlows are the flows that are asked about a subject, in the order of the files: those
// with a rule that is open or has a firing, and those that wait for a time.
func (s *Step) openFlows(about *remember.Subject) []*rule.Flow {
	if s.means.All {
		return s.rules.FlowsAbout(about.Kind)
	}
	var last *rule.Flow // the rules of a flow stand together
	add := func(r *rule.Rule) {
		if r.Flow != last {
			last = r.Flow
			s.room.chosen.add(last)
		}
	}
	for _, n := range s.open(s.view(about)) {
		add(s.rules.kinds[about.Kind].rules[n])
	}
	for _, one := range about.Firings {
		if r, ok := s.rules.of(one); ok {
			add(r)
		}
	}
	return s.waiting(about, ask.Forever)
}

// dueFlows are the flows that wait for a time that has come.
func (s *Step) dueFlows(about *remember.Subject) []*rule.Flow { return s.waiting(about, s.now) }

// waiting are the flows that are chosen and those that wait for a time up to an instant, in
// the order of the files.
func (s *Step) waiting(about *remember.Subject, until ask.Instant) []*rule.Flow {
	about.Wakes.Until(until, func(flow string) { s.room.chosen.add(s.rules.flows[flow]) })
	s.room.flows = s.room.chosen.take(s.rules.all, s.room.flows[:0])
	return s.room.flows
}
