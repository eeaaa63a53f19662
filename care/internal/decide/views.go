package decide

import "github.com/tiexin-go/tiexin/care/internal/remember"

// lookAnew forgets what was seen of the facts: they or the time have changed. What
// is decided does not change them.
func (s *Step) lookAnew() {
	s.views, s.viewed = s.views[:0], 0
	s.scene.Now = s.now
	s.scene.LookAnew()
}

// view is the view of a subject, made once as long as the facts stand.
func (s *Step) view(about *remember.Subject) *view {
	for _, v := range s.views {
		if v.Subject == about {
			return v
		}
	}
	v := s.viewOf(about)
	s.views = append(s.views, v)
	return v
}

// viewOf looks at a subject afresh.
func (s *Step) viewOf(about *remember.Subject) *view {
	v := s.spareView()
	s.scene.See(&v.View, about)
	return v
}

// spareView is a view to be filled. Those of a step are used again for its next
// customer.
func (s *Step) spareView() *view {
	if s.viewed == len(s.room.views) {
		s.room.views = append(s.room.views, new(view))
	}
	v := s.room.views[s.viewed]
	s.viewed++
	v.lived, v.sight, v.opened = lived{}, -1, 0
	return v
}
