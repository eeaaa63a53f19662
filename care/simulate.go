package care

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// SimOptions say how to imagine a shop's time.
type SimOptions struct {
	// Until is when the simulation ends. Default: when nothing is due any more,
	// at most a year after the last event.
	Until time.Time
	// Unreachable says that a channel fails for good for a customer, at once.
	// Default: every channel works.
	Unreachable func(customer string, k channel.Kind) bool
	// Store is simulated on, and keeps what was simulated. Default: a new Memory
	// with one partition. With several, outcomes of one instant may come in
	// another order.
	Store Store
	// Progress is told how many events were taken in, about every thousand.
	// Default: nobody.
	Progress func(events int)
	// Fault is told about events that could not be taken in. Default: nobody; the
	// simulation goes on without them.
	Fault func(error)
}

// Simulate lets the events happen, each when it arrived (Received, else At), and
// time pass between and after them, with the very engine that decides for real.
// It yields every outcome in order. The same rules and events yield the same
// outcomes, byte for byte.
//
// An event comes before a wake-up of the same instant. Events of the same instant
// keep the order in which they stand.
func Simulate(rules *Rules, events []tiexin.Event, o SimOptions) iter.Seq[Outcome] {
	return func(yield func(Outcome) bool) {
		s := newSimulation(rules, events, o)
		if s == nil {
			return
		}
		s.run(yield)
	}
}

type simulation struct {
	o      SimOptions
	engine *Engine
	events []tiexin.Event
	clock  time.Time
}

func newSimulation(rules *Rules, events []tiexin.Event, o SimOptions) *simulation {
	if o.Store == nil {
		o.Store = NewMemoryOf(1)
	}
	if o.Fault == nil {
		o.Fault = func(error) {}
	}
	s := &simulation{o: o, events: slices.Clone(events)}
	slices.SortStableFunc(s.events, func(a, b tiexin.Event) int { return arrival(&a).Compare(arrival(&b)) })
	engine, err := New(rules, Options{Store: o.Store, Now: func() time.Time { return s.clock }})
	if err != nil {
		o.Fault(err)
		return nil
	}
	engine.means.unreachable = o.Unreachable
	s.engine = engine
	return s
}

func arrival(e *tiexin.Event) time.Time {
	if e.Received.IsZero() {
		return e.At
	}
	return e.Received
}

func (s *simulation) run(yield func(Outcome) bool) {
	end := s.o.Until
	if end.IsZero() && len(s.events) > 0 {
		end = arrival(&s.events[len(s.events)-1]).AddDate(1, 0, 0)
	}
	for i := range s.events {
		e := &s.events[i]
		if arrival(e).After(end) {
			break
		}
		if !s.pass(arrival(e).Add(-time.Millisecond), yield) {
			return
		}
		s.clock = arrival(e)
		outcomes, err := s.engine.Handle(context.Background(), *e)
		if err != nil {
			s.o.Fault(err)
		}
		if !all(outcomes, yield) {
			return
		}
		if s.o.Progress != nil && (i+1)%1000 == 0 {
			s.o.Progress(i + 1)
		}
	}
	s.pass(end, yield)
	if s.o.Progress != nil {
		s.o.Progress(len(s.events))
	}
}

// pass lets time pass, from one wake-up to the next.
func (s *simulation) pass(until time.Time, yield func(Outcome) bool) bool {
	for {
		at, ok := s.next()
		if !ok || at.After(until) {
			return true
		}
		s.clock = later(s.clock, at)
		outcomes, err := s.engine.Advance(context.Background(), s.clock)
		if err != nil {
			s.o.Fault(err)
			return false
		}
		if !all(outcomes, yield) {
			return false
		}
	}
}

// next is the first wake-up of all partitions.
func (s *simulation) next() (time.Time, bool) {
	shards, err := s.engine.open(context.Background())
	if err != nil {
		s.o.Fault(err)
		return time.Time{}, false
	}
	first := int64(0)
	for _, shard := range shards {
		_, next, err := shard.lease.Due(context.Background(), -1<<62, 0)
		if err != nil {
			s.o.Fault(err)
			return time.Time{}, false
		}
		if next != 0 && (first == 0 || next < first) {
			first = next
		}
	}
	return time.UnixMilli(first), first != 0
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func all(outcomes []Outcome, yield func(Outcome) bool) bool {
	for _, o := range outcomes {
		if !yield(o) {
			return false
		}
	}
	return true
}

// SortOutcomes puts outcomes into the order of time, customer, flow, rule and
// subject, for lists that people compare.
func SortOutcomes(outcomes []Outcome) {
	slices.SortStableFunc(outcomes, func(a, b Outcome) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Customer, b.Customer), cmp.Compare(a.Flow, b.Flow), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Subject, b.Subject))
	})
}
