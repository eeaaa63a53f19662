package care

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/imagine"
)

// An engine that asks only the rules that the facts leave open decides the same as one that
// asks every rule: outcome for outcome, but for those of rules whose condition is off and
// that have nothing under way.
func TestE7_索引放过去的_和一条一条问的_结果一样(t *testing.T) {
	asked, quieter := 0, 0
	for seed := range stories(uint64(600)) {
		made := imagine.Make(seed)
		rules, ok := made.Rules()
		if !ok {
			continue
		}
		o := SimOptions{Until: made.Until}
		every := slices.Collect(Simulate(rules, made.Events, o))
		o.WithoutConditionOff = true
		few := slices.Collect(Simulate(rules, made.Events, o))
		left, ends := sameButOff(t, every, few)
		assert.Empty(t, ends)
		if t.Failed() {
			t.Fatalf("seed %d: %s", seed, made)
		}
		asked, quieter = asked+len(few), quieter+left
	}
	assert.Greater(t, asked, stories(5_000), "too little happens to mean anything")
	assert.Greater(t, quieter, asked/4, "hardly any rule is left out: the index is not looked at")
}

// sameButOff requires that few are the outcomes that every holds, in their order, without
// those of rules whose condition is off. Such a rule hears that its subject is over when it
// is next asked, which may be later, and silence may be said once more. It says how many
// are left out, and which rules hear only from an engine that asks few that they are over.
func sameButOff(t *testing.T, every, few []Outcome) (left int, ends []string) {
	t.Helper()
	ended := map[string]bool{}
	lines := func(all []Outcome, over func(rule string)) (lines []string) {
		last := map[string]string{}
		for i := range all {
			o := &all[i]
			rule := o.Customer + " " + o.Flow + "/" + o.Rule + " " + o.Subject
			said := fmt.Sprint(o.Verdict, o.Reason, o.By)
			again := o.Verdict == Skip && last[rule] == said
			switch {
			case o.Verdict == Skip && o.Reason == Ended:
				over(rule)
			case o.Verdict == Skip && o.Reason == ConditionOff, again:
				continue
			default:
				lines = append(lines, told(o))
			}
			last[rule] = said
		}
		return lines
	}
	want := lines(every, func(rule string) { ended[rule] = true })
	got := lines(few, func(rule string) {
		if !ended[rule] {
			ends = append(ends, rule)
		}
	})
	assert.Equal(t, want, got)
	return len(every) - len(few), ends
}

// Rules are swapped under way: what a rule waits for that is new it has not heard, and what
// an old one waited for is not begun by others.
func TestE13_换了规则_索引放过去的_和一条一条问的_结果一样(t *testing.T) {
	sent := 0
	for seed := range stories(uint64(600)) {
		made, other := imagine.Make(seed), imagine.Make(seed+5000)
		other.File = strings.NewReplacer("  f0:", "  g0:", "  f1:", "  g1:", "  f2:", "  g2:", "  m1:", "  n1:", "  m0:", "  n0:").Replace(other.File) // an end of a flow is remembered by its name
		rules, ok := made.Rules()
		next, okay := other.Rules()
		if !ok || !okay || len(made.Events) < 2 {
			continue
		}
		every := swapsUnderWay(t, made, rules, next, true)
		few := swapsUnderWay(t, made, rules, next, false)
		sameButOff(t, every, few)
		if t.Failed() {
			t.Fatalf("seed %d: %s\nthen %s", seed, made, other)
		}
		sent += len(sayings(few))
	}
	assert.Greater(t, sent, stories(550), "too little happens to mean anything")
}

// swapsUnderWay lets the first half of the events happen by some rules and the others by
// others, back and forth.
func swapsUnderWay(t *testing.T, made *imagine.Shop, rules, next *Rules, every bool) (out []Outcome) {
	t.Helper()
	events := slices.Clone(made.Events)
	slices.SortStableFunc(events, func(a, b tiexin.Event) int { return arrival(&a).Compare(arrival(&b)) })
	now := arrival(&events[0])
	engine, err := New(rules, Options{Store: NewMemoryOf(1), Now: func() time.Time { return now }, ConditionOff: every})
	require.NoError(t, err)
	passes := func(to time.Time) {
		more, err := engine.Advance(t.Context(), to)
		require.NoError(t, err)
		out = append(out, more...)
	}
	for i := range events {
		passes(now)
		now = arrival(&events[i])
		passes(now.Add(-time.Millisecond))
		if i > 0 && i%(len(events)/3+1) == 0 {
			require.NoError(t, engine.Swap(next))
			rules, next = next, rules
			passes(now)
		}
		more, err := engine.Handle(t.Context(), events[i])
		require.NoError(t, err)
		out = append(out, more...)
	}
	for range 50 {
		now = now.Add(made.Until.Sub(now) / 20)
		passes(now)
	}
	return out
}
