package care

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
)

// A simWorker simulates some of the customers.
type simWorker struct {
	*simulation
	engine *Engine
	clock  time.Time
	number int // which one it is
	// inTurn: what happens to one customer may matter to another, so everything is decided one
	// after the other.
	inTurn bool
}

// alone is a shared store for one engine, whose clock is not the store's.
type alone struct{ Store }

func (s *simulation) worker(rules *Rules, store Store) (*simWorker, error) {
	w := &simWorker{simulation: s, inTurn: rules == nil || s.links(rules) || s.announced || s.o.Journal != nil}
	if _, shared := store.(Shared); shared {
		store = alone{store}
	}
	engine, err := New(rules, Options{Store: store, Now: func() time.Time { return w.clock }, ConditionOff: !s.o.WithoutConditionOff, Seen: s.o.Seen, SeenPersonal: s.o.SeenPersonal, Journal: s.o.Journal, Identify: s.o.Identify})
	if err != nil {
		return nil, err
	}
	engine.means.Senders, engine.means.Unreachable, engine.means.Coverage = s.o.Senders, s.o.Unreachable, s.o.Coverage
	w.engine = engine
	return w, nil
}

// A worker hands over so many moments at a time, and may be so many times ahead of another:
// far enough that none waits because the machine let the other rest for a while.
const (
	momentsAtOnce = 256
	batchesAhead  = 64
)

// feed sends the worker's moments in batches until it is told to stop.
func (w *simWorker) feed(share []int, to chan<- []moment, stop <-chan struct{}) {
	defer close(to)
	batch := make([]moment, 0, momentsAtOnce)
	send := func() bool {
		select {
		case to <- batch:
			batch = make([]moment, 0, momentsAtOnce)
			return true
		case <-stop:
			return false
		}
	}
	w.run(share, func(m moment) bool {
		if len(m.outcomes) == 0 {
			return true
		}
		batch = append(batch, m)
		return len(batch) < momentsAtOnce || send()
	})
	if len(batch) > 0 {
		send()
	}
}

// run lets the events of a share happen and time pass, and yields each moment.
func (w *simWorker) run(share []int, yield func(moment) bool) {
	if w.inTurn {
		w.runInTurn(share, yield)
	} else {
		w.runInRounds(share, yield)
	}
}

// runInTurn is run with one event, or the wake-ups of one instant, at a time.
func (w *simWorker) runInTurn(share []int, yield func(moment) bool) {
	for _, place := range share {
		e := w.at(place)
		if arrival(e).After(w.end) {
			break
		}
		if !w.pass(arrival(e).Add(-time.Millisecond), yield) {
			return
		}
		w.clock = arrival(e)
		outcomes, err := w.engine.Handle(context.Background(), *e)
		w.tookIn(e, err)
		if !yield(moment{at: w.clock.UnixMilli(), event: place, outcomes: outcomes}) {
			return
		}
	}
	w.pass(w.end, yield)
}

// tookIn tells of an event and its fault. Of what concerns many only the first worker does.
func (w *simWorker) tookIn(e *tiexin.Event, err error) {
	if w.number == 0 || !concernsMany(e) {
		w.fault(err)
		w.progress()
	}
}

// pass lets time pass, from one wake-up to the next.
func (w *simWorker) pass(until time.Time, yield func(moment) bool) bool {
	for {
		at, ok := w.next()
		if !ok || at.After(until) {
			return true
		}
		if at.After(w.clock) {
			w.clock = at
		}
		outcomes, err := w.engine.Advance(context.Background(), w.clock)
		if err != nil {
			w.fault(err)
			return false
		}
		if !w.wakeUps(outcomes, yield) {
			return false
		}
	}
}

// wakeUps yields the outcomes of one instant customer by customer.
func (w *simWorker) wakeUps(outcomes []Outcome, yield func(moment) bool) bool {
	slices.SortStableFunc(outcomes, func(a, b Outcome) int {
		return cmp.Or(cmp.Compare(a.Shop, b.Shop), cmp.Compare(a.Customer, b.Customer))
	})
	for len(outcomes) > 0 {
		key := Key{outcomes[0].Shop, outcomes[0].Customer}
		n := 1
		for n < len(outcomes) && outcomes[n].Shop == key.Shop && outcomes[n].Customer == key.Customer {
			n++
		}
		if !yield(moment{at: w.clock.UnixMilli(), woken: true, customer: key, outcomes: outcomes[:n:n]}) {
			return false
		}
		outcomes = outcomes[n:]
	}
	return true
}

// next is the first wake-up of all partitions, and at once where somebody has not heard of
// what was announced.
func (w *simWorker) next() (time.Time, bool) {
	shards, err := w.engine.open(context.Background())
	if err != nil {
		w.fault(err)
		return time.Time{}, false
	}
	first := int64(0)
	for _, shard := range shards {
		if shard == nil {
			continue
		}
		if !w.clock.IsZero() && shard.awaitsHeed() {
			return w.clock, true
		}
		_, next, err := shard.lease.Due(context.Background(), -1<<62, 0)
		if err != nil {
			w.fault(err)
			return time.Time{}, false
		}
		if next != 0 && (first == 0 || next < first) {
			first = next
		}
	}
	return time.UnixMilli(first), first != 0
}
