package rule

import (
	"slices"
	"strings"
	"time"

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
