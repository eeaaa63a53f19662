package rule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A Mutant (变异) is a rule set with one small change that tests should notice.
type Mutant struct {
	Place source.Place
	Width int      // in characters
	What  say.Text // the change: "rule payment/big: 200 becomes 201"
	// One of these names the changed item: a rule as flow/name, a flow, a limit or
	// never-rule, a segment.
	Rule, Flow, Limit, Segment string
	// Speaks are the rules, as flow/name, whose messages probably show the change.
	Speaks []string
	// Values are the values for which old and new rules probably differ.
	Values []Value

	swapped bool // two rules change places: those that Speaks names
	apply   func() (undo func())
}

// A Value is a possible value of a word, in the form of a rule test, or the threshold
// of a clock.
type Value = ask.Value

// A Mutator makes the mutants of rule files. It is for one goroutine; two for the same
// files have the same mutants.
type Mutator struct {
	loader  *loader
	mutants []Mutant
}

// NewMutator is nil if the files have problems.
func NewMutator(files ...File) *Mutator {
	l, problems := understand(files, false)
	if l == nil || len(problems.Errors()) > 0 {
		return nil
	}
	m := &Mutator{loader: l}
	m.limits()
	for i := range l.spec.Segments.all {
		e := &l.spec.Segments.all[i]
		m.condition(zh.Text("segment %s", e.Name.Value), Mutant{Segment: e.Name.Value, Speaks: m.users(e.Name.Value)}, &e.Value.If)
	}
	for i := range l.spec.Flows.all {
		e := &l.spec.Flows.all[i]
		m.flow(l.set.Flows[i], &e.Value)
	}
	slices.SortStableFunc(m.mutants, func(a, b Mutant) int { return a.Place.Compare(b.Place) })
	return m
}

// Mutants are all mutants, in the order of their places.
func (m *Mutator) Mutants() []Mutant { return m.mutants }

// Load is the rule set of a mutant by its index; nil if its change makes the rules
// invalid.
func (m *Mutator) Load(i int) *Set {
	undo := m.mutants[i].apply()
	defer undo()
	l := newLoader()
	l.spec = m.loader.spec
	if spec := m.loader.spec.Shop; spec != nil {
		shop := *spec
		l.spec.Shop = &shop
	}
	l.compile()
	if len(l.reader.Problems().Errors()) > 0 {
		return nil
	}
	return l.set
}

func (m *Mutator) add(base Mutant, at form.Spot, what say.Text, apply func() func()) {
	base.Place, base.Width, base.What, base.apply = at.Place(), at.Stretch(), what, apply
	m.mutants = append(m.mutants, base)
}

// changing is a change of a variable.
func changing[T any](p *T, value T) func() func() {
	return func() func() {
		before := *p
		*p = value
		return func() { *p = before }
	}
}

// without is a list without one of its items.
func without[T any](all []T, i int) []T { return slices.Delete(slices.Clone(all), i, i+1) }

// condition changes a condition.
func (m *Mutator) condition(in say.Text, base Mutant, w *form.Word) {
	if w.Spot.IsZero() {
		return
	}
	runes := []rune(w.Value)
	for _, c := range m.loader.conditions.Changes(w.Value) {
		one := base
		one.Values = c.Values
		old := string(runes[c.From : c.From+c.Width])
		changed := string(runes[:c.From]) + c.New + string(runes[c.From+c.Width:])
		what := zh.Text("%s: %s becomes %s", in, old, c.New)
		switch {
		case c.New == "":
			what = zh.Text("%s: %s is left out", in, old)
		case c.New == "not ("+old+")":
			what = zh.Text("%s: %s is negated", in, old)
		}
		m.add(one, w.Spot, what, changing(&w.Value, changed))
		last := &m.mutants[len(m.mutants)-1]
		last.Place, last.Width = w.Spot.Inside(c.From, c.Width)
	}
}

// span moves the duration of a key by one of its unit.
func (m *Mutator) span(in say.Text, key string, base Mutant, s *span) {
	if s.Spot.IsZero() || s.Value <= 0 || s.Value == Unlimited {
		return
	}
	unit := unitOf(s.Value)
	for unit >= s.Value && unit > time.Second {
		unit = smaller(unit)
	}
	for _, moved := range []time.Duration{s.Value - unit, s.Value + unit} {
		if moved > 0 {
			m.add(base, s.Spot, zh.Text("%s: %s %s becomes %s", in, key, FormatDuration(s.Value), FormatDuration(moved)), changing(&s.Value, moved))
		}
	}
}

// words leaves out the words of a key's list, one at a time.
func (m *Mutator) words(in say.Text, key string, base Mutant, l *list[form.Word]) {
	for i, w := range l.all {
		if key == "until" {
			base.Values = []Value{{Word: WordEvent, Text: w.Value}}
		} else if q := m.quietNamed(w.Value); q != nil {
			base.Values = quietValues(q.Hours.Value)
		}
		shorter := list[form.Word]{all: without(l.all, i), given: l.given}
		m.add(base, w.Spot, zh.Text("%s: %s %s is left out", in, key, w.Value), changing(l, shorter))
	}
}

func (m *Mutator) limits() {
	l := &m.loader.spec.Limits
	for i := range l.Quiet.all {
		e := &l.Quiet.all[i]
		base := Mutant{Limit: e.Name.Value, Values: quietValues(e.Value.Hours.Value)}
		in := zh.Text("quiet time %s", e.Name.Value)
		m.leftOut(in, base, e.Name.Spot, func() func() { return changing(&l.Quiet.all, without(l.Quiet.all, i))() })
		m.hours(in, base, &e.Value.Hours)
	}
	for i := range l.Caps.all {
		e := &l.Caps.all[i]
		base := Mutant{Limit: e.Name.Value, Values: repeats(e.Value.AtMost.Value, e.Value.Within.Value)}
		in := zh.Text("cap %s", e.Name.Value)
		m.leftOut(in, base, e.Name.Spot, func() func() { return changing(&l.Caps.all, without(l.Caps.all, i))() })
		for _, most := range []int{e.Value.AtMost.Value - 1, e.Value.AtMost.Value + 1} {
			if most >= 0 {
				m.add(base, e.Value.AtMost.Spot, zh.Text("%s: %s %s becomes %s", in, "at_most", strconv.Itoa(e.Value.AtMost.Value), strconv.Itoa(most)), changing(&e.Value.AtMost.Value, most))
			}
		}
		m.span(in, "within", base, &e.Value.Within)
	}
	for i := range l.Budgets.all {
		e := &l.Budgets.all[i]
		base := Mutant{Limit: e.Name.Value, Values: repeats(3, e.Value.Within.Value)}
		in := zh.Text("budget %s", e.Name.Value)
		m.leftOut(in, base, e.Name.Spot, func() func() { return changing(&l.Budgets.all, without(l.Budgets.all, i))() })
		for _, most := range []tiexin.Money{e.Value.AtMost.Value - yuanUnit, e.Value.AtMost.Value + yuanUnit} {
			if most >= 0 {
				m.add(base, e.Value.AtMost.Spot, zh.Text("%s: %s %s becomes %s", in, "at_most", e.Value.AtMost.Value.Decimal(), most.Decimal()), changing(&e.Value.AtMost.Value, most))
			}
		}
		m.span(in, "within", base, &e.Value.Within)
	}
	for i := range l.Never.all {
		e := &l.Never.all[i]
		base := Mutant{Limit: e.Name.Value}
		in := zh.Text("promise %s", e.Name.Value)
		gone := base
		gone.Values = m.valuesOf(e.Value.If)
		m.add(gone, e.Name.Spot, zh.Text("%s is left out", in), func() func() { return changing(&l.Never.all, without(l.Never.all, i))() })
		m.condition(in, base, &e.Value.If)
	}
}

const yuanUnit = tiexin.Money(100) // in fen

// leftOut leaves a limit out, and its name from every exempt.
func (m *Mutator) leftOut(in say.Text, base Mutant, at form.Spot, apply func() func()) {
	name := base.Limit
	m.add(base, at, zh.Text("%s is left out", in), func() func() {
		undo := []func(){apply()}
		for i := range m.loader.spec.Flows.all {
			rules := m.loader.spec.Flows.all[i].Value.Rules.all
			for j := range rules {
				undo = append(undo, dropWord(&rules[j].Exempt, name))
				for k := range rules[j].Send.all {
					undo = append(undo, dropWord(&rules[j].Send.all[k].Exempt, name))
				}
			}
		}
		return func() {
			for _, u := range undo {
				u()
			}
		}
	})
}

func dropWord(l *list[form.Word], word string) (undo func()) {
	rest := slices.DeleteFunc(slices.Clone(l.all), func(w form.Word) bool { return w.Value == word })
	return changing(&l.all, rest)()
}

// users are the rules whose own conditions use a segment.
func (m *Mutator) users(segment string) []string {
	var all []string
	for _, f := range m.loader.spec.Flows.all {
		for _, r := range f.Value.Rules.all {
			if strings.Contains(r.If.Value, "segment."+segment) {
				all = append(all, f.Name.Value+"/"+r.Name.Value)
			}
		}
	}
	return all
}

// The names in Values besides words and clocks.
const (
	WordStart  = ask.WordStart
	WordTime   = "time of day" // a message is sent then: "21:30"
	WordEvent  = "event"       // the event happens: "order.paid"
	WordRepeat = "again after" // everything happens again after this time: "24h"
	WordSame   = "same after"  // likewise, with the same things
	WordLate   = "late by"     // the last event arrives this late: "24h"
)

// quietValues are the times at which quiet hours begin and end, and beside them.
func quietValues(h Hours) []Value {
	var all []Value
	for _, minute := range []int{h.From, h.To, h.From - 1, h.To - 1, h.From + 1, h.To + 1, h.From + 30} {
		minute = (minute + minutesADay) % minutesADay
		all = append(all, Value{Word: WordTime, Text: fmt.Sprintf("%02d:%02d", minute/60, minute%60)})
	}
	return all
}

// repeats are spans after which to let all of it happen again, to come to a number of
// messages or to the end of a window.
func repeats(most int, window time.Duration) []Value {
	var all []Value
	add := func(times int, after time.Duration) {
		if after > 0 && times > 0 && times <= 12 {
			all = append(all, Value{Word: WordRepeat, Text: FormatDuration(after), Clock: float64(times)})
		}
	}
	for _, times := range []int{most, most - 1, most + 1} {
		add(times, time.Minute)
		add(times, time.Hour)
	}
	for _, after := range []time.Duration{window, window - time.Minute, window + time.Minute, window - time.Hour, window + time.Hour, window - 24*time.Hour, window + 24*time.Hour} {
		if window > 0 {
			add(1, after)
		}
	}
	return all
}

// beside are spans on both sides of one, nearer to it than it is moved. Where the rule
// waits, they count from then.
func beside(word string, d, waits time.Duration) []Value {
	if d <= 0 || d == Unlimited {
		return nil
	}
	var all []Value
	for _, by := range []time.Duration{0, smaller(unitOf(d)) / 2, unitOf(d) / 2} {
		for _, span := range []time.Duration{d - by, d + by} {
			if span > 0 {
				all = append(all, Value{Word: word, Text: FormatDuration((span + waits).Truncate(time.Second)), Clock: 1})
			}
		}
	}
	return all
}

// unitOf is the unit in which a duration is written.
func unitOf(d time.Duration) time.Duration {
	text := FormatDuration(d)
	return durationUnits[text[len(text)-1]]
}

// smaller is the next smaller unit.
func smaller(unit time.Duration) time.Duration {
	switch unit {
	case durationUnits['w']:
		return durationUnits['d']
	case durationUnits['d']:
		return time.Hour
	case time.Hour:
		return time.Minute
	}
	return time.Second
}

func (m *Mutator) quietNamed(name string) *quietSpec {
	for i := range m.loader.spec.Limits.Quiet.all {
		if e := &m.loader.spec.Limits.Quiet.all[i]; e.Name.Value == name {
			return &e.Value
		}
	}
	return nil
}

// valuesOf are the values at which a condition turns.
func (m *Mutator) valuesOf(w form.Word) []Value {
	return m.loader.conditions.Values(w.Value)
}

// hours moves each end of quiet hours by a minute.
func (m *Mutator) hours(in say.Text, base Mutant, h *form.Located[Hours]) {
	for _, by := range []Hours{{From: -1}, {From: 1}, {To: -1}, {To: 1}} {
		moved := Hours{(h.Value.From + by.From + minutesADay) % minutesADay, (h.Value.To + by.To + minutesADay) % minutesADay}
		if moved.From == moved.To {
			continue
		}
		m.add(base, h.Spot, zh.Text("%s: %s becomes %s", in, h.Value.String(), moved.String()), changing(&h.Value, moved))
	}
}

func (m *Mutator) flow(compiled *Flow, f *flowSpec) {
	name := compiled.Name
	base, in := Mutant{Flow: name}, zh.Text("flow %s", name)
	for _, r := range compiled.Rules {
		base.Speaks = append(base.Speaks, r.path)
	}
	m.words(in, "until", base, &f.Until)
	base.Values = repeats(1, f.Merge.Value)
	m.span(in, "merge", base, &f.Merge)
	m.span(in, "spread", base, &f.Spread)
	if !f.Merge.Spot.IsZero() && f.Merge.Value > 0 && !(f.Merge.Value == defaultMerge && slices.ContainsFunc(compiled.Rules, (*Rule).asksForPayment)) {
		m.add(base, f.Merge.Spot, zh.Text("%s: %s is left out", in, "merge"), changing(&f.Merge, span{}))
	}
	rules := f.Rules.all
	for i := range rules {
		if i > 0 && !compiled.All && m.meet(compiled.Rules[i-1], compiled.Rules[i]) {
			a, b := &rules[i-1], &rules[i]
			swap := func() { *a, *b = *b, *a }
			swapped := Mutant{Flow: name, swapped: true, Speaks: []string{name + "/" + a.Name.Value, name + "/" + b.Name.Value}, Values: append(m.valuesOf(a.If), m.valuesOf(b.If)...)}
			m.add(swapped, b.Name.Spot, zh.Text("%s: rules %s and %s are swapped", in, a.Name.Value, b.Name.Value), func() func() { swap(); return swap })
		}
		m.rule(name, &rules[i])
	}
}

// meet says that both rules may have the word about one subject: only then does it
// matter which of them is the first.
func (m *Mutator) meet(a, b *Rule) bool {
	var both []*ask.Condition
	for _, r := range []*Rule{a, b} {
		if r.If != nil {
			both = append(both, r.If)
		}
	}
	return len(both) < 2 || m.loader.conditions.Possible(m.loader.set.Shop.Closes, both...)
}

func (m *Mutator) rule(flow string, r *ruleSpec) {
	path := flow + "/" + r.Name.Value
	base, in := Mutant{Rule: path, Speaks: []string{path}}, zh.Text("rule %s", path)
	m.condition(in, base, &r.If)
	m.words(in, "until", base, &r.Until)
	m.words(in, "exempt", base, &r.Exempt)
	m.span(in, "after", base, &r.After)
	again, fresh := base, base
	again.Values, fresh.Values = beside(WordSame, r.Again.Value, r.After.Value), beside(WordLate, r.Fresh.Value, r.After.Value)
	m.span(in, "again", again, &r.Again)
	m.span(in, "fresh", fresh, &r.Fresh)
	for i := range r.Send.all {
		s := &r.Send.all[i]
		step := in
		if len(r.Send.all) > 1 {
			step = zh.Text("rule %s, step %d", path, i+1)
		}
		m.condition(step, base, &s.If)
		m.words(step, "exempt", base, &s.Exempt)
		m.span(step, "after", base, &s.After)
		m.span(step, "within", base, &s.Within)
	}
}
