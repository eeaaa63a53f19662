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
	"github.com/tiexin-go/tiexin/care/rule"
)

// A walker takes customers through time by single steps, without engine, shard
// and store, and keeps their memories as they are. On the way it counts: each
// rule that is asked must answer exactly once.
type walker struct {
	t     testing.TB
	rules *Rules
	means means
	mems  map[Key]*memory
	out   []Outcome
	// everySecond asks everybody every second instead of waiting for wake-ups.
	everySecond bool
	counted     int // askings that were counted
}

// walk is Simulate on foot.
func walk(t testing.TB, rules *Rules, events []tiexin.Event, o SimOptions) []Outcome {
	t.Helper()
	w := newWalker(t, rules, o)
	w.run(events, o.Until)
	return w.out
}

func newWalker(t testing.TB, rules *Rules, o SimOptions) *walker {
	return &walker{t: t, rules: rules, mems: map[Key]*memory{}, means: means{deciding: true, budgets: newLedger(), unreachable: o.Unreachable}}
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
		now = arrival(&e).UnixMilli()
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
		next := rule.Forever
		for _, m := range w.mems {
			next = min(next, m.wake())
		}
		if next >= rule.Forever || next.Millis() >= before {
			return
		}
		now := max(from, next.Millis())
		due := slices.DeleteFunc(w.keys(), func(k Key) bool { return w.mems[k].wake().Millis() > now })
		slices.SortStableFunc(due, func(a, b Key) int { return cmp.Compare(w.mems[a].wake().Millis(), w.mems[b].wake().Millis()) })
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
		mem, _ = decodeMemory(nil)
		w.mems[k] = mem
	}
	s := aStep(w.rules, k, mem, w.means)
	if w.everySecond {
		if s.now = rule.At(max(now, mem.now)); e != nil {
			s.takeEvent(e)
		} else {
			s.now = rule.After(max(now, mem.now))
			s.ask(func(*order) bool { return true })
		}
		w.out = append(w.out, s.out...)
		return
	}
	s.now = rule.After(max(now, mem.now))
	if e != nil {
		s.now = rule.At(max(now, mem.now))
	}
	asked, repeated := w.expected(s.now, k, mem, e)
	switch {
	case repeated:
		require.False(w.t, s.takeEvent(e), "a repeated event is taken in again")
	case e != nil:
		s.takeEvent(e)
	default:
		s.takeWake()
	}
	w.count(s, asked)
	w.out = append(w.out, s.out...)
}

// An inquiry is a flow with the rules that are to be asked about a subject: path
// and subject of each. A wake-up may leave a flow alone, but not half of it.
type inquiry struct {
	rules []string
	must  bool
}

// expected works out, on a copy of the memory, which rules are going to be asked
// about which subjects.
func (w *walker) expected(now rule.Instant, k Key, mem *memory, e *tiexin.Event) (asked []inquiry, repeated bool) {
	copied, err := decodeMemory(mem.encode())
	require.NoError(w.t, err)
	s := aStep(w.rules, k, copied, w.means)
	s.now = now
	who := func(*order) bool { return false }
	if e != nil {
		if copied.repeated(e.ID, now.Millis()) {
			return nil, true
		}
		s.happened = e.At.UnixMilli()
		changed := copied.apply(e)
		s.hearReport(e)
		if changed.order != nil {
			s.start(e, rule.AboutOrder, changed.order)
		}
		started := s.start(e, rule.AboutCustomer, nil)
		s.revive(changed.order)
		s.endOfCustomer(changed.order)
		who = func(o *order) bool {
			return changed.customer || o == nil && started || o != nil && o == changed.order
		}
	}
	for _, o := range append([]*order{nil}, copied.orders...) {
		asked = append(asked, s.inquire(o, who(o))...)
	}
	return asked, false
}

func (s *step) inquire(o *order, must bool) (asked []inquiry) {
	about := rule.AboutOrder
	if o == nil {
		about = rule.AboutCustomer
	}
	view := s.view(o)
	for _, f := range s.rules.FlowsAbout(about) {
		if o != nil && o.ended.has(f.Name) {
			continue
		}
		in := inquiry{must: must}
		for _, a := range s.consider(f, view) {
			if a.asking == nil || a.reason != Ended || !s.mem.ends(o).has(a.rule.Path()) { // else it was said before
				in.rules = append(in.rules, a.rule.Path()+" "+view.id)
			}
		}
		asked = append(asked, in)
	}
	return asked
}

// count compares who was asked with who answered. What became due by an answer
// is asked again at the same instant, and then has something new to say.
func (w *walker) count(s *step, asked []inquiry) {
	answered, last := map[string]int{}, map[string]string{}
	for i := range s.out {
		o := &s.out[i]
		if o.Verdict == Regret || o.Reason == RuleGone { // nobody was asked
			continue
		}
		pair := o.Path() + " " + o.Subject
		require.NotEqual(w.t, last[pair], told(o), "the same answer twice")
		last[pair] = told(o)
		if i >= s.pass {
			answered[pair]++
		}
	}
	known := map[string]bool{}
	for _, in := range asked {
		// A message about another subject may speak for one that is not asked.
		asleep := !in.must && !slices.ContainsFunc(in.rules, func(pair string) bool {
			return last[pair] != "" && !strings.Contains(last[pair], MergedInto.String())
		})
		for _, pair := range in.rules {
			known[pair] = true
			if !asleep {
				w.counted++
				require.Contains(w.t, last, pair, "asked, and no answer: %s", explain(s))
			}
		}
	}
	for pair, n := range answered {
		require.Equal(w.t, 1, n, "%s: %s", pair, explain(s))
		if s.round == 0 {
			require.True(w.t, known[pair], "answered without being asked: %s: %s", pair, explain(s))
		}
	}
}

func aStep(rules *Rules, k Key, mem *memory, m means) *step {
	s := new(step)
	s.begin(rules, k, mem, m, new(room))
	return s
}

func explain(s *step) string { return fmt.Sprint(lines(s.out)) }

func TestE7_每问一次恰好一个结果_数一数(t *testing.T) {
	counted := 0
	for seed := range uint64(600) {
		made := imagine(seed)
		rules, ok := made.rules(t)
		if !ok {
			continue
		}
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := newWalker(t, rules, SimOptions{})
			defer func() {
				if t.Failed() {
					t.Logf("%s", made)
				}
			}()
			w.run(made.events, made.until)
			counted += w.counted
		})
	}
	require.Greater(t, counted, 8_000, "too little was asked to mean anything")
}
