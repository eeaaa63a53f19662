package plan

import (
	"cmp"
	"slices"

	"github.com/tiexin-go/tiexin/care"
)

// An asking is a rule about one subject of a customer.
type asking struct{ shop, customer, subject, path string }

// A firing is what a rule came to about one subject, by its steps.
type firing struct {
	steps   map[uint8]*state
	present uint8 // the step that was asked last
	last    *Item // that went
}

// stateOf is the state of the step that an outcome is about. One that ends all of a rule
// names no step: it is about the one that was asked last. Both are nil where it was not
// the rule's turn.
func (c *Checker) stateOf(o *care.Outcome) (*state, *firing) {
	key := asking{o.Shop, o.Customer, o.Subject, o.Path()}
	f := c.asked[key]
	if f == nil && o.Verdict == care.Skip && (!o.Reason.Final() || o.Reason == care.AlreadySaid || o.Reason == care.Ended) {
		return nil, nil
	}
	if f == nil {
		f = &firing{steps: map[uint8]*state{}}
		c.asked[key] = f
	}
	if o.Step != 0 {
		f.present = o.Step
	}
	s := f.steps[f.present]
	if s == nil {
		s = &state{}
		f.steps[f.present] = s
	}
	return s, f
}

// A state is what a rule's step came to so far.
type state struct {
	waiting, went bool
	withheld      care.Reason // zero: it was not
	item          *Item       // what went last
}

// hear takes the next outcome.
func (s *state) hear(o *care.Outcome) {
	waited := s.waiting
	s.waiting = o.Verdict == care.Wait
	switch {
	case o.Goes():
		s.went, s.withheld = true, 0
	case s.waiting:
		s.withheld = 0
	case o.Verdict == care.Skip && s.withholds(o.Reason, waited):
		s.withheld = o.Reason
	}
}

// withholds says that it was the rule's turn and nothing goes for this reason. What
// ends before it waited was never planned; of what went, some reasons tell how it fared.
func (s *state) withholds(why care.Reason, waited bool) bool {
	switch why {
	case care.AlreadySaid:
		return false
	case care.Ended:
		return waited && !s.went
	case care.NoWay, care.TooLate, care.Refused, care.RuleGone:
		return !s.went
	default:
		return why.Final()
	}
}

// sums are the totals, in the order of the rules' paths.
func (c *Checker) sums(items []Item) []Total {
	totals := map[string]*Total{}
	of := func(path string) *Total {
		if totals[path] == nil {
			totals[path] = &Total{Rule: path, Title: c.title(path)}
		}
		return totals[path]
	}
	for _, item := range items {
		t := of(item.Rule)
		if t.Due++; !item.Task {
			t.Sent++
		} else {
			t.Tasks++
		}
		switch {
		case item.State == Delivered:
			t.Delivered++
		case item.State == Failed && !item.Task:
			t.Failed++
		case item.State == Unknown:
			t.Unknown++
		case item.State == Finished:
			t.Finished++
		case item.State == Open:
			t.Open++
		case item.State == Overdue:
			t.Overdue++
		case item.State == Withdrawn:
			t.Withdrawn++
		case item.Task:
			t.Unhappy++
		}
	}
	for key, f := range c.asked {
		for _, s := range f.steps {
			switch {
			case s.waiting && !s.went:
				t := of(key.path)
				t.Due, t.Waiting = t.Due+1, t.Waiting+1
			case s.withheld != 0:
				t := of(key.path)
				t.Due++
				t.withhold(s.withheld)
			}
		}
	}
	all := make([]Total, 0, len(totals))
	for _, t := range totals {
		slices.SortFunc(t.Withheld, func(a, b Count) int { return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(a.Reason, b.Reason)) })
		all = append(all, *t)
	}
	slices.SortFunc(all, func(a, b Total) int { return cmp.Compare(a.Rule, b.Rule) })
	return all
}

func (t *Total) withhold(why care.Reason) {
	i := slices.IndexFunc(t.Withheld, func(c Count) bool { return c.Reason == why })
	if i < 0 {
		i, t.Withheld = len(t.Withheld), append(t.Withheld, Count{Reason: why})
	}
	t.Withheld[i].Times++
}
