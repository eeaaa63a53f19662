package rule

import (
	"slices"
	"strconv"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

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

func (m *Mutator) quietNamed(name string) *quietSpec {
	for i := range m.loader.spec.Limits.Quiet.all {
		if e := &m.loader.spec.Limits.Quiet.all[i]; e.Name.Value == name {
			return &e.Value
		}
	}
	return nil
}
