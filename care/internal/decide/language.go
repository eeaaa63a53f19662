package decide

import (
	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/kinds"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
)

// bring keeps with a firing what the event that began it brought, as far as the rule
// looks at it.
func (s *Step) bring(f *remember.Firing, r *rule.Rule, e *tiexin.Event) {
	if r.Brought == 0 {
		return
	}
	path := ""
	if reported := s.reported(e); reported != nil {
		path = reported.Rule
	}
	f.Brought = kinds.Keep(e, r.Brought, path)
}

// brought is a view of the subject with what an event brought.
func (s *Step) brought(v *view, f *remember.Firing) *ask.View {
	spare := &s.spareView().View
	spare.Used()
	with := &spare.View
	with.Reset()
	with.Facts, with.Clocks, with.Has, with.Moving = v.Facts, v.Clocks, v.Has, v.Moving
	s.scene.Bring(with, f.Brought)
	return with
}

// forbids says that a promise forbids: what cannot be worked out of what is there
// does, and what is about something that is not there does not. The candidate keeps the
// part that is unknown.
func (s *Step) forbids(n *rule.Never, c *candidate, v *ask.View) bool {
	s.cover(n.If, v, s.now)
	if n.If.Things&^v.Has != 0 {
		return n.If.Ask(v).At(s.now)
	}
	if !n.If.Forbids(v, s.now) {
		return false
	}
	if part := n.If.Unknown(v, s.now); part != "" {
		s.Faults = append(s.Faults, Fault{n.Name, part})
		if c.unknown.part == "" {
			c.unknown = unknownPromise{n.Name, part}
		}
	}
	return true
}
