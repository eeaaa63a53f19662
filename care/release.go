package care

import (
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/care/rule"
)

// follows says that the step of a subject is silent because of the message of
// another, the leader, that speaks for both.
func (f *firing) follows(leader *firing) bool {
	flow, _, _ := strings.Cut(f.rule, "/")
	other, _, _ := strings.Cut(leader.rule, "/")
	return f.merged && f != leader && leader.said != 0 && f.said == leader.said && f.step == leader.step+1 && flow == other
}

// leaderOf finds the message under way that speaks for a subject; nil: there is
// none.
func (s *step) leaderOf(f *firing) *firing {
	for _, leader := range s.mem.firings {
		if leader.state == handing && f.follows(leader) {
			return leader
		}
	}
	return nil
}

// followersLive says that every other subject a message speaks for still lives:
// nobody is reminded of an order that was paid meanwhile.
func (s *step) followersLive(leader *firing) bool {
	for _, f := range s.mem.firings {
		if !f.follows(leader) {
			continue
		}
		r, ok := s.rules.Rule(f.rule)
		o := s.mem.findOrder(f.subject)
		if !ok || o == nil {
			return false
		}
		if phase, deadline, _ := s.life(r, f, s.viewOf(o)); phase != rule.Runs || s.now >= deadline {
			return false
		}
	}
	return true
}

// release has the subjects that a message spoke for asked again, each on its
// own: the message does not go, and silences nobody any more.
func (s *step) release(leader *firing) {
	flow, _, _ := strings.Cut(leader.rule, "/")
	s.mem.merges = slices.DeleteFunc(s.mem.merges, func(w mergeWindow) bool {
		return w.flow == flow && w.step == leader.step && w.subject == leader.subject
	})
	for _, f := range s.mem.firings {
		if f.follows(leader) {
			f.step--
			f.merged = false
			f.closed = f.closedBefore
			f.unsay()
			s.wakeFor(f, s.now)
		}
	}
}

// unsay goes back to before the step that is under way was said.
func (f *firing) unsay() {
	f.state, f.said = waiting, 0
	if f.step > 0 {
		f.state, f.said = speaking, f.stepAt
	}
}
