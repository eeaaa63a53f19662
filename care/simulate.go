package care

import (
	"cmp"
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
		s := newSimulation(events, o)
		workers := runtime.GOMAXPROCS(0)
		if workers == 1 || len(events) < 1000 || rules == nil || s.links(rules) {
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

// announces says that an event is about everybody, if it is valid.
func announces(e *tiexin.Event) bool {
	return (e.Message != nil || e.Type.Thing() != "message") && concernsAll(e)
}

// A simulation is what its workers share.
type simulation struct {
	o      SimOptions
	events []tiexin.Event
	order  []int // of the events, as they arrive
	end    time.Time
	// linked: events, or an option, make customers one person. announced: events are about
	// everybody.
	linked, announced bool

	mu    sync.Mutex // guards Fault and Progress
	taken int
}

func newSimulation(events []tiexin.Event, o SimOptions) *simulation {
	s := &simulation{o: o, events: events, order: make([]int, len(events)), end: o.Until, linked: len(o.Identify) > 0}
	times := make([]arrivalOf, len(events))
	for i := range events {
		at := arrival(&events[i])
		times[i] = arrivalOf{at.Unix(), int64(at.Nanosecond()), i}
		s.linked = s.linked || len(events[i].OtherIDs()) > 0
		s.announced = s.announced || announces(&events[i])
	}
	slices.SortFunc(times, arrivalOf.compare)
	for place := range times {
		s.order[place] = times[place].event
	}
	if s.end.IsZero() && len(events) > 0 {
		s.end = arrival(&events[s.order[len(events)-1]]).AddDate(1, 0, 0)
	}
	return s
}

// links says that customers have to do with one another, or with what the store of the host
// holds: one goroutine decides about all of them.
func (s *simulation) links(rules *Rules) bool {
	return s.linked || s.o.Store != nil || len(rules.Budgets) > 0
}

// An arrivalOf is when an event arrives.
type arrivalOf struct {
	second, nano int64
	event        int
}

// compare puts events of the same time into their own order.
func (a arrivalOf) compare(b arrivalOf) int {
	if a.second != b.second { // as most
		return cmp.Compare(a.second, b.second)
	}
	return cmp.Or(cmp.Compare(a.nano, b.nano), cmp.Compare(a.event, b.event))
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
	w.run(s.places(), func(m moment) bool { return all(m.outcomes, yield) })
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
		streams[n].moments = make(chan []moment, batchesAhead)
		go w.feed(shares[n], streams[n].moments, stop)
	}
	for {
		first := -1
		for n := range streams {
			if streams[n].fill() && (first < 0 || streams[n].batch[0].compare(&streams[first].batch[0]) < 0) {
				first = n
			}
		}
		if first < 0 || !all(streams[first].take().outcomes, yield) {
			return
		}
	}
}

// at is the event at a place in the order of arrival.
func (s *simulation) at(place int) *tiexin.Event { return &s.events[s.order[place]] }

// places is the share of one who simulates all customers.
func (s *simulation) places() []int {
	all := make([]int, len(s.order))
	for place := range all {
		all[place] = place
	}
	return all
}

// shares divides the places of the events among so many, customer by customer. What
// concerns many stands in every share.
func (s *simulation) shares(n int) [][]int {
	shares := make([][]int, n)
	for place := range s.order {
		e := s.at(place)
		if concernsMany(e) {
			for k := range shares {
				shares[k] = append(shares[k], place)
			}
			continue
		}
		k := PartitionOf(Key{e.Shop, e.Customer.ID}, n)
		shares[k] = append(shares[k], place)
	}
	return shares
}

// A moment is what one event, or one customer's wake-up, brought about.
type moment struct {
	at       int64 // milliseconds
	woken    bool
	event    int // its place in the order of arrival
	customer Key
	outcomes []Outcome
}

func (m *moment) compare(n *moment) int {
	if m.at != n.at { // as most
		return cmp.Compare(m.at, n.at)
	}
	return cmp.Or(eventFirst(m.woken, n.woken), cmp.Compare(m.event, n.event), m.customer.compare(n.customer))
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

func all(outcomes []Outcome, yield func(Outcome) bool) bool {
	for _, o := range outcomes {
		if !yield(o) {
			return false
		}
	}
	return true
}
