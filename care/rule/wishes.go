package rule

import "github.com/tiexin-go/tiexin/care/internal/ask"

// Wishes are facts for which a mutant probably shows, each as values of words. Its
// condition then has another result, or its rule sends because no earlier rule does.
func (m *Mutant) Wishes(before, after *Set) [][]Value {
	var all [][]Value
	add := func(w ask.Wish) {
		if values, ok := w.Values(before.Shop.Closes); ok && len(values) > 0 {
			all = append(all, values)
		}
	}
	for _, n := range before.Nevers {
		if n.Name == m.Limit {
			add(ask.Wish{Holds: []*ask.Condition{n.If}})
			if changed := after.never(n.Name); changed != nil {
				add(ask.Wish{Differ: [2]*ask.Condition{n.If, changed.If}})
			}
		}
	}
	var speaking []*Rule
	for _, path := range m.Speaks {
		if r, ok := before.Rule(path); ok {
			speaking = append(speaking, r)
		}
	}
	if m.swapped && len(speaking) == 2 {
		add(ask.Wish{Holds: conditionsOf(speaking), Not: conditionsOf(speaking[0].before())})
	}
	for _, r := range before.held(m.Limit) {
		add(ask.Wish{Holds: []*ask.Condition{r.If}, Not: conditionsOf(r.before())})
	}
	for _, r := range speaking {
		earlier := conditionsOf(r.before())
		changed, ok := after.Rule(r.path)
		if !ok {
			continue
		}
		if r.If != nil && changed.If != nil && (m.Segment != "" || r.If.Source != changed.If.Source) {
			add(ask.Wish{Differ: [2]*ask.Condition{r.If, changed.If}, Not: earlier})
		}
		for i, s := range r.Steps {
			if s.If != nil && changed.Steps[i].If != nil && s.If.Source != changed.Steps[i].If.Source {
				add(ask.Wish{Holds: []*ask.Condition{r.If}, Differ: [2]*ask.Condition{s.If, changed.Steps[i].If}, Not: earlier})
			}
		}
		add(ask.Wish{Holds: []*ask.Condition{r.If}, Not: earlier})
	}
	return all
}

// mostHeld bounds of how many rules a limit is looked at.
const mostHeld = 4

// held are some rules that a limit of a name applies to.
func (s *Set) held(limit string) []*Rule {
	var all []*Rule
	if s.LimitTitle(limit) == "" || s.never(limit) != nil {
		return nil
	}
	for _, f := range s.Flows {
		for _, r := range f.Rules {
			if len(all) < mostHeld && !r.Exempts(r.Steps[0], limit) {
				all = append(all, r)
			}
		}
	}
	return all
}

func (s *Set) never(name string) *Never {
	for _, n := range s.Nevers {
		if n.Name == name {
			return n
		}
	}
	return nil
}

// before are the rules of the flow that would have the word before this one.
func (r *Rule) before() []*Rule {
	if r.Flow.All {
		return nil
	}
	for i, other := range r.Flow.Rules {
		if other == r {
			return r.Flow.Rules[:i]
		}
	}
	return nil
}

func conditionsOf(rules []*Rule) []*ask.Condition {
	var all []*ask.Condition
	for _, r := range rules {
		all = append(all, r.If)
	}
	return all
}
