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
	v := s.viewOf(o)
	for _, f := range s.rules.FlowsAbout(rule.AboutOrder) {
		flowOver := o.ended.has(f.Name)
		var over []string
		revived := false
		for _, r := range f.Rules {
			if !flowOver && !o.ended.has(r.Path()) {
				continue
			}
			firing := s.mem.firing(r.Path(), o.id)
			if phase, _, _ := s.life(r, firing, v); phase == rule.Over {
				over = append(over, r.Path())
				continue
			}
			revived = true
			if firing != nil && firing.state == usedUp && firing.reason == Ended {
				firing.state, firing.reason, firing.by = waiting, 0, ""
			}
		}
		if revived {
			o.ended.removeFlow(f)
			o.ended = append(o.ended, over...)
		}
	}
}
