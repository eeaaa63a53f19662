package care

import (
	"github.com/tiexin-go/tiexin/care/rule"
)

// revive takes back that an order is over for a rule when an event shows that it
// is not: an order that seemed to have closed by itself was paid in time, and the
// news came late. What comes late must change nothing.
func (s *step) revive(o *order) {
	if o == nil || len(o.ended) == 0 {
		return
	}
	v := s.view(o)
	var few [8]string
	for _, f := range s.rules.FlowsAbout(rule.AboutOrder) {
		flowOver := o.ended.has(f.Name)
		over, revived := few[:0], false
		for _, r := range f.Rules {
			if !flowOver && !o.ended.has(r.Path()) {
				continue
			}
			var firing *firing
			if len(r.When) > 0 { // else its life is the order's
				firing = s.mem.firing(r.Path(), o.id)
			}
			if phase, _, _ := s.life(r, firing, v); phase == rule.Over {
				over = append(over, r.Path())
				continue
			}
			revived = true
			if firing = s.mem.firing(r.Path(), o.id); firing != nil && firing.state == usedUp && firing.reason == Ended {
				firing.state, firing.reason, firing.by = waiting, 0, ""
			}
		}
		if revived {
			o.ended.removeFlow(f)
			o.ended = append(o.ended, over...)
		}
	}
}

// endOfCustomer has the flows about the customer asked that an event of an order
// has ended.
func (s *step) endOfCustomer(o *order) {
	if o == nil {
		return
	}
	for _, f := range s.mem.firings {
		if f.subject != "" || !f.underWay() {
			continue
		}
		r, ok := s.rules.Rule(f.rule)
		if !ok {
			continue
		}
		if _, ended := endedBy(r, o.heard, max(0, f.due-r.After.Milliseconds())); ended {
			s.wakeFor(f, s.now)
		}
	}
}
