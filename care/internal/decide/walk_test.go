package decide

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/imagine"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// A census takes the customers of an imagined shop through time, and counts: each
// rule that is asked must answer exactly once.
type census struct {
	t       testing.TB
	rules   *Rules
	means   Means
	mems    map[string]*remember.Customer
	counted int // askings that were counted
	silent  int // moments that came and began nothing
}

func (w *census) run(events []tiexin.Event, end time.Time) {
	events = slices.Clone(events)
	slices.SortStableFunc(events, func(a, b tiexin.Event) int { return imagine.Arrival(&a).Compare(imagine.Arrival(&b)) })
	if len(events) == 0 {
		return
	}
	now := imagine.Arrival(&events[0]).UnixMilli()
	for i := range events {
		e := events[i]
		if imagine.Arrival(&e).After(end) {
			break
		}
		w.pass(now, imagine.Arrival(&e).UnixMilli())
		now = imagine.Arrival(&e).UnixMilli()
		e.Normalise()
		w.step(now, e.Customer.ID, &e)
	}
	w.pass(now, end.UnixMilli()+1)
}

// pass wakes everybody who is due from an instant on, and before another.
func (w *census) pass(from, before int64) {
	for {
		id, next := "", ask.Forever
		for customer, m := range w.mems {
			if at := m.Wake(); at < next || at == next && customer < id {
				id, next = customer, at
			}
		}
		if next >= ask.Forever || next.Millis() >= before {
			return
		}
		w.step(max(from, next.Millis()), id, nil)
	}
}

// step moves one customer, by an event or, with nil, by time.
func (w *census) step(now int64, customer string, e *tiexin.Event) {
	mem := w.mems[customer]
	if mem == nil {
		mem, _ = remember.Decode(nil)
		w.mems[customer] = mem
	}
	now = max(now, mem.Now)
	if e != nil && w.comes(now, customer, mem) { // moments come before an event, and are counted by themselves
		s := w.begin(customer, mem)
		asked, _ := w.expected(ask.At(now), customer, mem, nil)
		s.Wake(ask.At(now))
		s.See()
		w.count(s, asked)
	}
	at := ask.After(now)
	if e != nil {
		at = ask.At(now)
	}
	s := w.begin(customer, mem)
	asked, repeated := w.expected(at, customer, mem, e)
	switch {
	case repeated:
		require.False(w.t, s.Event(e, ask.At(now)), "a repeated event is taken in again")
	case e != nil:
		s.Event(e, ask.At(now))
	default:
		s.Wake(ask.After(now))
	}
	w.count(s, asked)
}

// comes says that moments have come that are to have their say before an event.
func (w *census) comes(now int64, customer string, mem *remember.Customer) bool {
	return w.rules.HasMoments() && len(w.begin(customer, mem).comings(ask.At(now))) > 0
}

func (w *census) begin(customer string, mem *remember.Customer) *Step {
	s := new(Step)
	s.Begin(w.rules, "", customer, 0, mem, w.means, new(Room))
	return s
}

// An inquiry is a flow with the rules that are to be asked about a subject: path and
// subject of each. A wake-up may leave a flow alone, but not half of it.
type inquiry struct {
	rules []string
	must  bool
}

// expected works out, on a copy of the memory, which rules are going to be asked
// about which subjects.
func (w *census) expected(now ask.Instant, customer string, mem *remember.Customer, e *tiexin.Event) (asked []inquiry, repeated bool) {
	copied, err := remember.Decode(mem.Encode())
	require.NoError(w.t, err)
	s := w.begin(customer, copied)
	s.now, w.silent = now, 0
	must := map[*remember.Subject]bool{}
	if e == nil {
		s.lookAnew()
		s.beginMoments()
		w.silent = len(s.Found)
	} else {
		if copied.Repeated(e.ID, now.Millis()) {
			return nil, true
		}
		s.happened = e.At.UnixMilli()
		reported := s.reported(e)
		news := s.hear(e, reported)
		s.lookAnew()
		s.hearReport(e, reported)
		copied.AskedBy(s.rules.Fingerprint())
		for _, about := range s.concerned(&news, reported) {
			must[about] = s.begin(e, &news, about) || about.Kind != ask.Customer || news.Customer
			s.revive(about)
		}
		if news.Customer {
			copied.Subjects(remember.Everything, func(about *remember.Subject) { must[about] = must[about] || !about.Settled })
		}
		s.endOfCustomer(&news)
	}
	s.lookAnew()
	copied.Subjects(remember.Everything, func(about *remember.Subject) {
		if about.Kind == ask.Child && copied.Child(about.ID).Idle() {
			return
		}
		asked = append(asked, s.inquire(about, must[about])...)
	})
	return asked, false
}

func (s *Step) inquire(about *remember.Subject, must bool) (asked []inquiry) {
	s.passTasks(about)
	v := s.view(about)
	for _, f := range s.rules.FlowsAbout(about.Kind) {
		if about.Ended.Has(f.Name) && about.Kind != ask.Customer {
			continue
		}
		in := inquiry{must: must && !s.settled(f, about)}
		for _, a := range s.consider(f, v) {
			if a.asking == nil || a.reason != remember.Ended || !about.Ended.Has(a.rule.Path()) { // else it was said before
				in.rules = append(in.rules, a.rule.Path()+" "+v.ID)
			}
		}
		asked = append(asked, in)
	}
	return asked
}

// count compares who was asked with who answered. What became due by an answer is
// asked again at the same instant, and then has something new to say.
func (w *census) count(s *Step, asked []inquiry) {
	answered, last := map[string]int{}, map[string]*Finding{}
	for i := range s.Found {
		f := &s.Found[i]
		if i < w.silent {
			require.Equal(w.t, Skip, f.Verdict, "a moment that begins nothing: %s", told(s))
			continue
		}
		if f.Verdict == Regret || f.Reason == remember.NoRule { // nobody was asked
			continue
		}
		pair := f.Ref.Flow + "/" + f.Ref.Rule + " " + s.About(f).Subject
		if before := last[pair]; before != nil {
			require.False(w.t, s.repeats(before, f) && before.Step == f.Step, "the same answer twice: %s", told(s))
		}
		last[pair] = f
		if i >= s.pass {
			answered[pair]++
		}
	}
	known := map[string]bool{}
	for _, in := range asked {
		// A message about another subject may speak for one that is not asked.
		asleep := !in.must && !slices.ContainsFunc(in.rules, func(pair string) bool {
			return last[pair] != nil && last[pair].Reason != remember.MergedInto
		})
		for _, pair := range in.rules {
			known[pair] = true
			if !asleep {
				w.counted++
				require.NotNil(w.t, last[pair], "asked, and no answer: %s: %s", pair, told(s))
			}
		}
	}
	for pair, n := range answered {
		require.Equal(w.t, 1, n, "%s: %s", pair, told(s))
		if s.round == 0 {
			require.True(w.t, known[pair], "answered without being asked: %s: %s", pair, told(s))
		}
	}
}

func told(s *Step) string {
	var b strings.Builder
	for i := range s.Found {
		f := &s.Found[i]
		fmt.Fprintf(&b, "%s/%s %s %d %s %s\n", f.Ref.Flow, f.Ref.Rule, s.About(f).Subject, f.Verdict, f.Reason, s.More(f).By)
	}
	return b.String()
}

func TestE7_每问一次恰好一个结果_数一数(t *testing.T) {
	counted := 0
	for seed := range uint64(600) {
		made := imagine.Make(seed)
		rules, ok := made.Rules()
		if !ok {
			continue
		}
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := &census{t: t, rules: NewRules(rules), means: Means{All: true, Deciding: true, Budgets: NewLedger()}, mems: map[string]*remember.Customer{}}
			defer func() {
				if t.Failed() {
					t.Logf("%s", made)
				}
			}()
			w.run(made.Events, made.Until)
			counted += w.counted
		})
	}
	require.Greater(t, counted, 8_000, "too little was asked to mean anything")
}
