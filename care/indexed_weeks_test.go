package care

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/imagine"
	"github.com/tiexin-go/tiexin/channel"
)

const weeks = 4

// A longRun is four weeks of an imagined shop, a few busy minutes in each: with a sender
// that loses answers, rules that are swapped, an engine that crashes, and a customer whose
// two ids turn out to be one person.
type longRun struct {
	t        testing.TB
	every    bool // every rule is asked
	rules    *Rules
	store    *Memory
	engine   *Engine
	now      time.Time
	out      []Outcome
	taken    []string       // by senders and the desk
	attempts map[string]int // by message
	reports  []tiexin.Event // that providers send next
	happened map[string]int // swaps, crashes and so on
}

// starts makes an engine on what is stored, as after a crash.
func (l *longRun) starts() {
	l.t.Helper()
	send := channel.SenderFunc(func(_ context.Context, m channel.Message) (channel.Receipt, error) {
		return l.take(m.ID, m.Kind, m.Text)
	})
	engine, err := New(l.rules, Options{
		Store: l.store, Now: func() time.Time { return l.now }, Parallel: 1, ConditionOff: l.every,
		Senders: map[channel.Kind]channel.Sender{channel.Wangwang: send, channel.SMS: send},
		Tasks: channel.TaskFunc(func(_ context.Context, task channel.Task) error {
			_, err := l.take(task.ID, task.Kind, task.Script)
			return err
		}),
		Observe: func(o Outcome) { l.out = append(l.out, o) },
	})
	require.NoError(l.t, err)
	l.engine = engine
}

// take is what a provider does with a message. That depends on the message alone.
func (l *longRun) take(id string, kind channel.Kind, text string) (channel.Receipt, error) {
	hash := fnv.New32a()
	fmt.Fprint(hash, id, kind)
	l.attempts[id]++
	switch fate := hash.Sum32() % 12; {
	case fate == 0:
		l.happened["no answer"]++
		return channel.Receipt{}, errHungUp
	case fate == 1 && l.attempts[id] == 1:
		l.happened["try again"]++
		return channel.Receipt{}, fmt.Errorf("busy")
	case fate == 2 && kind == channel.SMS:
		l.happened["more parts"]++
		l.taken = append(l.taken, id+" "+text)
		return channel.Receipt{Parts: 3}, nil
	case fate < 5 && kind != channel.Phone:
		l.happened["reported lost"]++
		l.reports = append(l.reports, reports(tiexin.EventMessageFailed, id, failedFor(kind)))
	}
	l.taken = append(l.taken, id+" "+text)
	return channel.Receipt{}, nil
}

// passes lets time pass, and hands over what is due.
func (l *longRun) passes(to time.Time) {
	l.t.Helper()
	l.now = to
	_, err := l.engine.Advance(l.t.Context(), to)
	require.NoError(l.t, err)
	_, err = l.engine.Deliver(l.t.Context())
	require.NoError(l.t, err)
}

func (l *longRun) hears(e tiexin.Event) {
	l.t.Helper()
	_, err := l.engine.Handle(l.t.Context(), e)
	require.NoError(l.t, err)
}

// lives lets the events happen. Swaps and crashes come at the same places whichever way
// the rules are asked.
func (l *longRun) lives(r *rand.Rand, events []tiexin.Event, next *Rules) {
	l.t.Helper()
	l.now = arrival(&events[0])
	l.starts()
	ids := map[string]bool{}
	for i := range events {
		for step := arrival(&events[i]).Sub(l.now); step > time.Hour; step = arrival(&events[i]).Sub(l.now) {
			l.passes(l.now.Add(min(step-time.Hour, 11*time.Hour)))
		}
		l.passes(arrival(&events[i]).Add(-time.Millisecond))
		l.now = arrival(&events[i])
		l.passes(l.now)
		switch r.IntN(12) {
		case 0, 1:
			l.happened["swap"]++
			l.rules, next = next, l.rules
			require.NoError(l.t, l.engine.Swap(l.rules))
			l.passes(l.now)
		case 2:
			l.happened["crash"]++
			l.starts()
		case 3:
			l.happened["swap in a crash"]++
			l.rules, next = next, l.rules
			l.starts()
			l.passes(l.now)
		}
		l.hears(events[i])
		if ids[events[i].Customer.ID] = true; events[i].Type == tiexin.EventCustomerMerged && ids["guest"] && ids["c0"] {
			l.happened["two ids"]++
		}
		reports := l.reports
		l.reports = nil
		for k := range reports {
			reports[k].ID, reports[k].At = fmt.Sprintf("r%d-%d", i, k), l.now
			l.hears(reports[k])
		}
	}
	for range 40 {
		l.passes(l.now.Add(9 * time.Hour))
	}
}

// fourWeeks are the events of an imagined shop week by week, and a customer.merged in the
// third.
func fourWeeks(r *rand.Rand, seed uint64) (all []tiexin.Event) {
	first := imagine.Make(seed).Until
	for week := range weeks {
		made := imagine.Make(seed + 10_000*uint64(week))
		later := first.Sub(made.Until) + time.Duration(week)*7*24*time.Hour
		for _, e := range made.Events {
			for _, at := range []*time.Time{&e.At, &e.Received} {
				if !at.IsZero() {
					*at = at.Add(later)
				}
			}
			e.ID = fmt.Sprintf("w%d%s", week, e.ID)
			if o := e.Order; o != nil {
				o.ID = fmt.Sprintf("w%d%s", week, o.ID)
				if !o.PaidAt.IsZero() {
					o.PaidAt = o.PaidAt.Add(later)
				}
			}
			if e.Type == tiexin.EventOrderPaid && r.IntN(2) == 0 { // the news comes late
				e.Received = e.At.Add(time.Duration(20+r.IntN(100)) * time.Second)
			}
			if e.Customer.ID == "c0" && r.IntN(2) == 0 {
				e.Customer.ID = "guest"
			}
			all = append(all, e)
		}
	}
	slices.SortStableFunc(all, func(a, b tiexin.Event) int { return arrival(&a).Compare(arrival(&b)) })
	merges := mergedInto("c0", "guest")
	i := slices.IndexFunc(all, func(e tiexin.Event) bool { return arrival(&e).Sub(first) > 13*24*time.Hour })
	i += r.IntN(3)
	merges.ID, merges.At = "merged", arrival(&all[i])
	return slices.Insert(all, i, merges)
}

// butGoneAfterTheEnd leaves out that a rule is gone, for one that hears in either run that
// its subject is over: which of the two it hears first depends on when it is asked.
func butGoneAfterTheEnd(out, other []Outcome) []Outcome {
	name := func(o *Outcome) string { return o.Customer + " " + o.Path() + " " + o.Subject }
	ended := map[string]bool{}
	for _, all := range [][]Outcome{out, other} {
		for i := range all {
			if all[i].Verdict == Skip && all[i].Reason == Ended {
				ended[name(&all[i])] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(out), func(o Outcome) bool { return o.Reason == RuleGone && ended[name(&o)] })
}

// For weeks an engine that asks only the rules that the facts leave open decides, sends
// and regrets the same as one that asks every rule.
func TestE13_几个星期里_换规则_崩溃_合并_没有回音_索引和一条一条问的_结果一样(t *testing.T) {
	verdicts, reasons, happened := map[Verdict]int{}, map[Reason]int{}, map[string]int{}
	asked, left := 0, 0
	for seed := range stories(uint64(250)) {
		made, other := imagine.Make(seed), imagine.Make(seed+5000)
		other.File = strings.NewReplacer("  f0:", "  g0:", "  f1:", "  g1:", "  f2:", "  g2:", "  m1:", "  n1:", "  m0:", "  n0:").Replace(other.File) // an end of a flow is remembered by its name
		rules, ok := made.Rules()
		next, okay := other.Rules()
		if !ok || !okay || strings.Contains(made.File+other.File, "budgets:") {
			continue // what one customer spends of a budget another may have waited for
		}
		events := fourWeeks(rand.New(rand.NewPCG(seed, 3)), seed)
		lives := func(every bool) *longRun {
			l := &longRun{t: t, every: every, rules: rules, store: NewMemoryOf(1), attempts: map[string]int{}, happened: map[string]int{}}
			l.lives(rand.New(rand.NewPCG(seed, 5)), events, next)
			return l
		}
		all, few := lives(true), lives(false)
		off, _ := sameButOff(t, butGoneAfterTheEnd(all.out, few.out), butGoneAfterTheEnd(few.out, all.out))
		assert.Equal(t, all.taken, few.taken)
		assert.Equal(t, all.happened, few.happened)
		if t.Failed() {
			t.Fatalf("seed %d: %s\nthen %s\n%s", seed, made, other, &imagine.Shop{Events: events})
		}
		for i := range few.out {
			verdicts[few.out[i].Verdict]++
			reasons[few.out[i].Reason]++
		}
		for what, n := range few.happened {
			happened[what] += n
		}
		asked, left = asked+len(few.out), left+off
	}
	t.Log(verdicts, reasons, happened)
	assert.Greater(t, asked, stories(5_000), "too little happens to mean anything")
	assert.Greater(t, left, asked/5, "hardly any rule is left out: the index is not looked at")
	if stories(5) < 5 {
		return // fewer shops need not show everything
	}
	for _, what := range []string{"swap", "crash", "swap in a crash", "two ids", "no answer", "try again", "more parts", "reported lost"} {
		assert.Positive(t, happened[what], what)
	}
	for _, v := range []Verdict{Send, Task, Wait, Skip, Regret, Moved, Billed, Unknown} {
		assert.Positive(t, verdicts[v], v)
	}
	for _, r := range []Reason{
		Due, NotYet, InConversation, Capped, QuietHours, ConditionOff, EarlierRule, AlreadySaid, Ended, TooLate, Blocked, Refused, NoConsent, Forbidden,
		HeldOut, MergedInto, NothingToSay, EnoughAlready, RuleGone,
	} {
		assert.Positive(t, reasons[r], r)
	}
}
