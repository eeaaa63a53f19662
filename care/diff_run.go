package care

import (
	"cmp"
	"errors"
	"maps"
	"runtime"
	"slices"
	"sync"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// A differ lets a history happen by two sets of rules and adds up what differs.
type differ struct {
	old, new *diffSide
	names    diffNames
	personal bool

	mu        sync.Mutex // guards what follows
	err       error
	rules     map[string]*RuleDiff
	channels  map[channel.Kind]*ChannelDiff
	sums      [2]Total
	customers int
	displaced map[Displacement]*Displacement // by themselves without numbers
	changes   []Change
}

// A diffSide is one of the two: its rules, and the simulation that is told of them.
type diffSide struct {
	rules *Rules
	*simulation
	alone bool // its customers are bound together
}

func newDiffer(old, new *Rules, events []tiexin.Event, o DiffOptions) *differ {
	d := &differ{
		names: diffNamesOf(old, new), personal: o.Personal,
		rules: map[string]*RuleDiff{}, channels: map[channel.Kind]*ChannelDiff{}, displaced: map[Displacement]*Displacement{},
	}
	both := SimOptions{Until: o.Until, Senders: o.Senders, Unreachable: o.Unreachable, Identify: o.Identify, Fault: onceEach(o.Fault)}
	first, second := onceBoth(o.Progress)
	sorted := newSimulation(events, both)
	side := func(rules *Rules, progress func(int)) *diffSide {
		both.Progress = progress
		s := &simulation{o: both, events: events, order: sorted.order, end: sorted.end, linked: sorted.linked, announced: sorted.announced}
		return &diffSide{rules: rules, simulation: s, alone: len(events) < 1000 || s.links(rules)}
	}
	d.old, d.new = side(old, first), side(new, second)
	return d
}

// onceEach tells each fault once, though both sides have it.
func onceEach(fault func(error)) func(error) {
	if fault == nil {
		return nil
	}
	var mu sync.Mutex
	told := map[string]bool{}
	return func(err error) {
		mu.Lock()
		defer mu.Unlock()
		if text := err.Error(); !told[text] {
			told[text] = true
			fault(err)
		}
	}
}

// onceBoth tells of an event when both sides have taken it in, on the average.
func onceBoth(progress func(int)) (first, second func(int)) {
	if progress == nil {
		return nil, nil
	}
	var mu sync.Mutex
	var taken [2]int
	told := func(side int) func(int) {
		return func(n int) {
			mu.Lock()
			defer mu.Unlock()
			taken[side] = n
			progress((taken[0] + taken[1]) / 2)
		}
	}
	return told(0), told(1)
}

// diffShares is into how many shares each core's customers are divided: so much less is
// kept at a time.
const diffShares = 8

// compare compares share by share.
func (d *differ) compare() (*Difference, error) {
	cores := runtime.GOMAXPROCS(0)
	if d.old.alone || d.new.alone {
		d.share(d.old.places(), 0, true)
		return d.difference(), d.err
	}
	shares := d.old.shares(cores * diffShares)
	next := make(chan int, len(shares))
	for n := range shares {
		next <- n
	}
	close(next)
	var all sync.WaitGroup
	for range cores {
		all.Go(func() {
			for n := range next {
				d.share(shares[n], n, false)
			}
		})
	}
	all.Wait()
	return d.difference(), d.err
}

// share compares a share of the customers: one side after the other or both at once.
func (d *differ) share(share []int, number int, atOnce bool) {
	var old, new history
	if atOnce {
		var both sync.WaitGroup
		both.Go(func() { old = d.happens(d.old, share, number) })
		both.Go(func() { new = d.happens(d.new, share, number) })
		both.Wait()
	} else {
		old, new = d.happens(d.old, share, number), d.happens(d.new, share, number)
	}
	d.contrast(old, new)
}

// A history is what became of a share by one side: the outcomes of each moment.
type history [][]Outcome

// happens lets the events of a share happen by one side.
func (d *differ) happens(s *diffSide, share []int, number int) (all history) {
	w, err := s.worker(s.rules, NewMemoryOf(1))
	if err != nil {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.err = errors.Join(d.err, err)
		return nil
	}
	w.number = number
	w.run(share, func(m moment) bool {
		if len(m.outcomes) > 0 {
			all = append(all, m.outcomes)
		}
		return true
	})
	return all
}

// difference is what was added up, in order.
func (d *differ) difference() *Difference {
	x := &Difference{
		Events: len(d.old.events), Old: d.sums[0], New: d.sums[1], Customers: d.customers,
		Rules: []RuleDiff{}, Channels: []ChannelDiff{}, Displaced: []Displacement{}, Changes: some(d.changes),
		by: [2]*Rules{d.new.rules, d.old.rules},
	}
	zone := d.new.rules.Shop.Zone
	if order := d.old.order; len(order) > 0 {
		x.From, x.To = arrival(&d.old.events[order[0]]).In(zone), arrival(&d.old.events[order[len(order)-1]]).In(zone)
	}
	for path, was := range d.names.renamed {
		d.ruleOf(path).Was = was
	}
	for _, path := range slices.Sorted(maps.Keys(d.rules)) {
		if r := d.rules[path]; len(r.Times) > 0 || r.Was != "" {
			x.Rules = append(x.Rules, *r)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(d.channels)) {
		x.Channels = append(x.Channels, *d.channels[k])
	}
	for _, one := range d.displaced {
		x.Displaced = append(x.Displaced, *one)
	}
	slices.SortFunc(x.Displaced, func(a, b Displacement) int {
		return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.By, b.By), cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Cap, b.Cap))
	})
	slices.SortStableFunc(x.Changes, func(a, b Change) int {
		return cmp.Or(a.first().Compare(b.first()), a.Key.compare(b.Key), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.now().Rule, b.now().Rule), cmp.Compare(a.now().Step, b.now().Step))
	})
	return x
}
