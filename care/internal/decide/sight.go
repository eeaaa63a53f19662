package decide

import (
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/kinds"
	"github.com/tiexin-go/tiexin/care/rule"
)

// A Sight is when, and about which subject, conditions were asked. It outlives the
// memory, so it holds nothing of it but what was asked for.
type Sight struct {
	Kind    ask.Kind
	Subject string
	At      ask.Instant
	Brought string // what an event brought that began the rule

	// Seen is what each rule's condition read, where Means.Seen asks for it. Nil:
	// nobody asked, or no condition looked.
	Seen map[*rule.Ref][]ask.Seen

	looked bool // a condition did
}

// sightWith is a sight of a subject with what an event brought.
func (s *Step) sightWith(v *view, brought string) int32 {
	s.Sights = append(s.Sights, Sight{Kind: v.Kind, Subject: v.ID, At: s.now, Brought: brought, looked: true})
	return int32(len(s.Sights) - 1)
}

// sightOf is the sight that the findings about a subject share.
func (s *Step) sightOf(v *view) int32 {
	if v.sight < 0 {
		v.sight = int32(len(s.Sights))
		s.Sights = append(s.Sights, Sight{Kind: v.Kind, Subject: v.ID, At: s.now, looked: true})
	}
	return v.sight
}

// See works out what the conditions of the findings since the last call read, if
// somebody wants to know, before the facts change.
func (s *Step) See() {
	if !s.means.Seen {
		return
	}
	for ; s.seen < len(s.Found); s.seen++ {
		f := &s.Found[s.seen]
		v, r := &s.Sights[f.Sight], f.Ref.Compiled()
		if r == nil || !v.looked || v.Seen[f.Ref] != nil {
			continue
		}
		if seen := s.seenBy(v, r); seen != nil {
			if v.Seen == nil {
				v.Seen = map[*rule.Ref][]ask.Seen{}
			}
			v.Seen[f.Ref] = seen
		}
	}
}

// cover notes what the parts of a condition are at an instant, if somebody wants to know.
func (s *Step) cover(c *ask.Condition, v *ask.View, at ask.Instant) {
	if s.means.Coverage != nil {
		s.means.Coverage.See(c, v, at)
	}
}

// seenBy lists what the condition of a rule reads of the facts as they stand.
func (s *Step) seenBy(v *Sight, r *rule.Rule) []ask.Seen {
	about := s.mem.Find(v.Kind, v.Subject)
	if about == nil {
		return nil
	}
	scene := kinds.Scene{Customer: s.customer, Memory: s.mem, Shop: &s.rules.Shop, Now: v.At}
	var view kinds.View
	scene.See(&view, about)
	scene.Bring(&view.View, v.Brought)
	read := r.If.Seen
	if s.means.Personal {
		read = r.If.SeenPersonal
	}
	if !r.AsOfEvent {
		return read(&view.View, v.At)
	}
	due := int64(0)
	if event, begun := s.begun(r, about); event != "" {
		due = begun + r.After.Milliseconds()
	}
	then, ok := asOf(r, about.Firing(r.Path()), due)
	if !ok {
		return read(&view.View, v.At)
	}
	seen := read(&view.View, then)
	for i := range seen {
		seen[i].Turns = 0 // what time changes is not looked at again
	}
	return seen
}
