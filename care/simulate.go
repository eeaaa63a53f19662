package care

import (
	"cmp"
	"context"
	"iter"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// SimOptions configure a simulation.
type SimOptions struct {
	// Until is the end of the simulation. Default: when nothing is due any more, at most a year after the
	// last event.
	Until time.Time
	// Senders are the channels that have a sender; the channels of people need none.
	// Default, when empty: every channel has one.
	Senders channel.Set
	// Unreachable reports whether a channel fails permanently, at once, for a customer. Several goroutines
	// call it. Default: every channel works.
	Unreachable func(customer string, k channel.Kind) bool
	// Store is the store of the simulation, and keeps its state. Default: memory.
	Store Store
	// WithoutConditionOff leaves the outcomes out of rules whose condition is off and that
	// have nothing under way, as an engine does with [Options.ConditionOff] unset: that is
	// faster the more rules there are. Default: false.
	WithoutConditionOff bool
	// Seen adds to every outcome the values that its rule's condition used, for Outcome.Seen and
	// TimelineOptions.Seen. Default: false.
	Seen bool
	// SeenPersonal is Seen with all values in clear, for people who may see them. Default: false.
	SeenPersonal bool
	// Journal writes the decisions to Store, as in Options, for [Engine.ExplainAt]. Default: no journal.
	Journal *JournalOptions
	// Identify are the kinds of ids that make customers one, as in Options. Default: none.
	Identify []tiexin.IdentifierKind
	// Coverage records the values of the parts of conditions at every evaluation; see [rule.LoadMarked].
	// Several simulations may share it. Default: none.
	Coverage *rule.Coverage
	// Progress is called with the number of processed events, about every thousand. Default: none.
	Progress func(events int)
	// Fault is called for events that are refused. Default: none; the simulation continues without them.
	Fault func(error)
}

// Simulate runs the events at their times of arrival (Received, else At), and the wake-ups between and after
// them, on the real engine. It yields every outcome in order. The same rules and events yield the same
// outcomes, byte for byte.
//
// An event comes before a wake-up of the same time. Events of the same time stay in their order, wake-ups in
// the order of their customers' ids.
//
// Customers are independent, so they are divided among the processor's cores. They are not if a budget, a
// customer.merged or SimOptions.Identify links them, or if SimOptions.Store is set.
func Simulate(rules *Rules, events []tiexin.Event, o SimOptions) iter.Seq[Outcome] {
	return func(yield func(Outcome) bool) {
		workers := runtime.GOMAXPROCS(0)
		if o.Store != nil || rules == nil || len(rules.Budgets) > 0 || len(events) < 1000 || len(o.Identify) > 0 || slices.ContainsFunc(events, unites) {
			workers = 1
		}
		s := newSimulation(events, o)
		if workers == 1 {
			s.alone(rules, yield)
		} else {
			s.together(rules, workers, yield)
		}
	}
}

// concernsMany says that an event is about everybody, as far as that can be seen before it
// is looked into.
func concernsMany(e *tiexin.Event) bool {
	return e.Customer.ID == "" || e.Message != nil && concernsAll(e)
}

// unites says that an event makes one person of several ids.
func unites(e tiexin.Event) bool { return len(e.OtherIDs()) > 0 }

// A simulation is what its workers share.
type simulation struct {
	o      SimOptions
	events []tiexin.Event
	order  []int // of the events, as they arrive
	end    time.Time

	mu    sync.Mutex // guards Fault and Progress
	taken int
}

func newSimulation(events []tiexin.Event, o SimOptions) *simulation {
	s := &simulation{o: o, events: events, order: make([]int, len(events)), end: o.Until}
	for i := range s.order {
		s.order[i] = i
	}
	slices.SortStableFunc(s.order, func(a, b int) int { return arrival(&events[a]).Compare(arrival(&events[b])) })
	if s.end.IsZero() && len(events) > 0 {
		s.end = arrival(&events[s.order[len(events)-1]]).AddDate(1, 0, 0)
	}
	return s
}

func arrival(e *tiexin.Event) time.Time {
	if e.Received.IsZero() {
		return e.At
	}
	return e.Received
}

func (s *simulation) fault(err error) {
	if s.o.Fault == nil || err == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.o.Fault(err)
}

func (s *simulation) progress() {
	if s.o.Progress == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.taken++; s.taken%1000 == 0 || s.taken == len(s.events) {
		s.o.Progress(s.taken)
	}
}

// alone simulates with one worker.
func (s *simulation) alone(rules *Rules, yield func(Outcome) bool) {
	store := s.o.Store
	if store == nil {
		store = NewMemoryOf(1)
	}
	w, err := s.worker(rules, store)
	if err != nil {
		s.fault(err)
		return
	}
	w.run(s.order, func(m moment) bool { return all(m.outcomes, yield) })
}

// together simulates with several workers, each for its own customers, and puts
// their moments into one order.
func (s *simulation) together(rules *Rules, workers int, yield func(Outcome) bool) {
	shares := s.shares(workers)
	stop := make(chan struct{})
	defer close(stop)
	streams := make([]stream, workers)
	for n := range streams {
		w, err := s.worker(rules, NewMemoryOf(1))
		if err != nil {
			s.fault(err)
			return
		}
		w.number = n
		streams[n].moments = make(chan []moment, 4)
		go w.feed(shares[n], streams[n].moments, stop)
	}
	for {
		first := -1
		for n := range streams {
			if streams[n].fill() && (first < 0 || streams[n].batch[0].before(&streams[first].batch[0])) {
				first = n
			}
		}
		if first < 0 || !all(streams[first].take().outcomes, yield) {
			return
		}
	}
}

// shares divides the events among so many, customer by customer. What concerns many stands
// in every share.
func (s *simulation) shares(n int) [][]int {
	shares := make([][]int, n)
	for _, i := range s.order {
		e := &s.events[i]
		if concernsMany(e) {
			for k := range shares {
				shares[k] = append(shares[k], i)
			}
			continue
		}
		k := PartitionOf(Key{e.Shop, e.Customer.ID}, n)
		shares[k] = append(shares[k], i)
	}
	return shares
}

// A moment is what one event, or one customer's wake-up, brought about.
type moment struct {
	at       int64 // milliseconds
	woken    bool
	event    int // its position among the events
	customer Key
	outcomes []Outcome
}

func (m *moment) before(n *moment) bool {
	return cmp.Or(cmp.Compare(m.at, n.at), eventFirst(m.woken, n.woken), cmp.Compare(m.event, n.event),
		cmp.Compare(m.customer.Shop, n.customer.Shop), cmp.Compare(m.customer.Customer, n.customer.Customer)) < 0
}

// eventFirst puts an event before a wake-up.
func eventFirst(woken, alsoWoken bool) int {
	switch {
	case woken == alsoWoken:
		return 0
	case alsoWoken:
		return -1
	default:
		return 1
	}
}

// A stream is one worker's moments as they come.
type stream struct {
	moments chan []moment
	batch   []moment
}

func (s *stream) fill() bool {
	for len(s.batch) == 0 {
		batch, ok := <-s.moments
		if !ok {
			return false
		}
		s.batch = batch
	}
	return true
}

func (s *stream) take() moment {
	m := s.batch[0]
	s.batch = s.batch[1:]
	return m
}

// A simWorker simulates some of the customers.
type simWorker struct {
	*simulation
	engine *Engine
	clock  time.Time
	number int // which one it is
}

// alone is a shared store for one engine, whose clock is not the store's.
type alone struct{ Store }

func (s *simulation) worker(rules *Rules, store Store) (*simWorker, error) {
	w := &simWorker{simulation: s}
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

// momentsAtOnce is how many moments a worker hands over at a time.
const momentsAtOnce = 256

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
	for _, i := range share {
		e := &w.events[i]
		if arrival(e).After(w.end) {
			break
		}
		if !w.pass(arrival(e).Add(-time.Millisecond), yield) {
			return
		}
		w.clock = arrival(e)
		outcomes, err := w.engine.Handle(context.Background(), *e)
		if w.number == 0 || !concernsMany(e) { // which all workers take in
			w.fault(err)
			w.progress()
		}
		if !yield(moment{at: w.clock.UnixMilli(), event: i, outcomes: outcomes}) {
			return
		}
	}
	w.pass(w.end, yield)
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

func all(outcomes []Outcome, yield func(Outcome) bool) bool {
	for _, o := range outcomes {
		if !yield(o) {
			return false
		}
	}
	return true
}
