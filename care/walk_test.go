package care

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// A walker takes customers through time by single steps, without engine, shard and
// store, and keeps their memories as they are.
type walker struct {
	t     testing.TB
	rules *decide.Rules
	means decide.Means
	mems  map[Key]*remember.Customer
	wakes map[Key]ask.Instant
	out   []Outcome
	heard [][]tiexin.Event // for each outcome what had been heard before it went
	taken []tiexin.Event   // what has been heard so far
	// everySecond asks everybody every second instead of waiting for wake-ups.
	everySecond bool
}

// walk is Simulate on foot.
func walk(t testing.TB, rules *Rules, events []tiexin.Event, o SimOptions) []Outcome {
	t.Helper()
	w := newWalker(t, rules, o)
	w.run(events, o.Until)
	return w.out
}

func newWalker(t testing.TB, rules *Rules, o SimOptions) *walker {
	means := decide.Means{All: true, Deciding: true, Budgets: decide.NewLedger(), Unreachable: o.Unreachable}
	return &walker{t: t, rules: decide.NewRules(rules), mems: map[Key]*remember.Customer{}, wakes: map[Key]ask.Instant{}, means: means}
}

func (w *walker) run(events []tiexin.Event, end time.Time) {
	events = slices.Clone(events)
	slices.SortStableFunc(events, func(a, b tiexin.Event) int { return arrival(&a).Compare(arrival(&b)) })
	if len(events) == 0 {
		return
	}
	if end.IsZero() {
		end = arrival(&events[len(events)-1]).AddDate(1, 0, 0)
	}
	now := arrival(&events[0]).UnixMilli()
	for i := range events {
		e := events[i]
		if arrival(&e).After(end) {
			break
		}
		w.pass(now, arrival(&e).UnixMilli())
		now, w.taken = arrival(&e).UnixMilli(), append(w.taken, e)
		if e.Order != nil {
			o := *e.Order
			e.Order = &o
		}
		e.Normalise()
		w.step(now, Key{e.Shop, e.Customer.ID}, &e)
	}
	w.pass(now, end.UnixMilli()+1)
}

// pass wakes everybody who is due from an instant on, and before another.
func (w *walker) pass(from, before int64) {
	if w.everySecond {
		for now := from; now < before; now += 1000 {
			for _, k := range w.keys() {
				w.step(now, k, nil)
			}
		}
		return
	}
	for {
		next := ask.Forever
		for k := range w.mems {
			next = min(next, w.wakes[k])
		}
		if next >= ask.Forever || next.Millis() >= before {
			return
		}
		now := max(from, next.Millis())
		due := slices.DeleteFunc(w.keys(), func(k Key) bool { return w.wakes[k].Millis() > now })
		slices.SortStableFunc(due, func(a, b Key) int { return cmp.Compare(w.wakes[a], w.wakes[b]) })
		for _, k := range due {
			w.step(now, k, nil)
		}
	}
}

func (w *walker) keys() []Key {
	keys := make([]Key, 0, len(w.mems))
	for k := range w.mems {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b Key) int { return cmp.Compare(a.String(), b.String()) })
	return keys
}

// step moves one customer, by an event or, with nil, by time.
func (w *walker) step(now int64, k Key, e *tiexin.Event) {
	mem := w.mems[k]
	if mem == nil {
		mem, _ = remember.Decode(nil)
		w.mems[k] = mem
	}
	s := new(decide.Step)
	s.Begin(w.rules, k.Shop, k.Customer, 0, mem, w.means, new(decide.Room))
	now = max(now, mem.Now)
	switch {
	case e != nil:
		s.Event(e, ask.At(now))
	case w.everySecond:
		s.AskAll(ask.After(now), nil)
	default:
		s.Wake(ask.After(now))
	}
	require.NoError(w.t, mem.Err())
	if w.wakes[k] = ask.Forever; s.WakeAt() != 0 {
		w.wakes[k] = ask.At(s.WakeAt())
	}
	w.out = append(w.out, published(k, s, s.Found, w.rules.Shop.Zone)...)
	for len(w.heard) < len(w.out) {
		w.heard = append(w.heard, w.taken)
	}
}

// sayings are what went, each with its second.
func sayings(outcomes []Outcome) []string {
	var all []string
	for i := range outcomes {
		if o := &outcomes[i]; o.Goes() {
			all = append(all, fmt.Sprintf("%s %s %s +%s %s", clock(o.At), o.Said.ID, o.Said.Via, strings.Join(o.Said.Merged, "+"), o.Said.Text))
		}
	}
	return all
}
