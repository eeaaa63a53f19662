package decide

import (
	"slices"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// together finds the customer's other living subjects of the flow whose same step
// would be due within the span. Each is asked on its own, with its clocks at the
// instant it would be due. Whether a channel may take them along is asked for each
// channel.
func (s *Step) together(c *candidate) []*candidate {
	flow := c.rule.Flow
	if flow.Merge == 0 || c.view.Kind == ask.Customer || c.firing.Announced != 0 {
		return nil
	}
	last := s.now.Add(flow.Merge)
	var found []*candidate
	s.mem.Subjects(func(about *remember.Subject) bool {
		return about.Kind == c.view.Kind && about != c.view.Subject && !about.Settled && !about.Ended.Has(flow.Name)
	}, func(about *remember.Subject) {
		s.passTasks(about)
		for _, one := range s.consider(flow, s.view(about)) {
			if a := one.asking; a != nil && joins(c, a, last) {
				found = append(found, a)
				break
			}
		}
	})
	return found
}

// joins says whether a rule about another subject would speak within the span and
// nothing but its turn stands in the way.
func joins(c *candidate, a *asking, last ask.Instant) bool {
	switch {
	case a.reason != remember.Due && !(a.verdict == Wait && a.reason == remember.NotYet && a.by == ""), a.at > last, a.step != c.step:
		return false
	case len(a.rule.Steps) <= a.step, a.rule.Review && !c.rule.Review: // nobody would have seen it
		return false
	}
	f := a.firing
	return f == nil || f.State() != remember.Handing && f.State() != remember.Tasking && f.Announced == 0
}

// mergeInto ends a step in silence because the message about another subject spoke
// for it. The steps after it go on.
func (s *Step) mergeInto(a *asking, subject string) ask.Instant {
	s.keep(a)
	now := s.now.Millis()
	f := a.firing
	f.Said, f.Merged, f.Asked = now, true, true
	f.Step = a.step
	next := s.done(a.rule, f, now)
	s.replace(a, Skip, remember.MergedInto, subject)
	return next
}

// speakFor silences the subjects a message has spoken for, and those that come up
// within the span. Those for which it had no room speak for themselves.
func (s *Step) speakFor(c *candidate, others, all []*candidate) {
	if c.rule.Flow.Merge == 0 || c.firing.Announced != 0 {
		return
	}
	s.openWindow(c.rule.Flow.Name, c.rule.Name, c.step, c.view.ID)
	for _, o := range all {
		if slices.Contains(others, o) {
			o.view.Subject.Wakes.Earlier(c.rule.Flow.Name, s.mergeInto(o, c.view.ID))
			continue
		}
		s.keep(o)
		o.firing.Apart = true
		o.view.Subject.Wakes.Earlier(c.rule.Flow.Name, max(o.at, s.now))
	}
}

// openWindow notes that a step spoke about a subject just now.
func (s *Step) openWindow(flow, rule string, step int, subject string) {
	w := remember.MergeWindow{Flow: flow, Step: step, At: s.now.Millis(), Rule: rule, Subject: subject}
	if old := s.mem.MergeWindow(w.Flow, w.Step); old != nil {
		*old = w
	} else {
		s.mem.Merges = append(s.mem.Merges, w)
	}
}

// spokeAnyway has the subjects that a message named silent like its own, though they
// were released when it was to be taken back. When its rule is gone another may be
// about to say the same of its own subject.
func (s *Step) spokeAnyway(r *rule.Rule, kind ask.Kind, m *channel.Message) {
	if r != nil && r.Flow.Merge == 0 {
		return
	}
	s.openWindow(m.Flow, m.Rule, m.Step-1, m.Subject)
	named := func(f *remember.Firing) bool {
		return slices.Contains(m.Merged, f.Subject.ID) || r == nil && f.Subject.ID == m.Subject && f.State() == remember.Handing
	}
	s.eachFiring(kind, func(f *remember.Firing) {
		if !named(f) || !f.BelongsTo(m.Flow) || f.Step != m.Step-1 {
			return
		}
		f.Apart = false
		if f.State() == remember.Handing {
			s.move(f, remember.TakenBack)
		}
		s.wakeFor(f, s.now)
	})
}

// eachFiring visits the firings about the subjects of a kind that something is under
// way about.
func (s *Step) eachFiring(kind ask.Kind, visit func(*remember.Firing)) {
	s.mem.Subjects(func(about *remember.Subject) bool { return about.Kind == kind }, func(about *remember.Subject) {
		for _, f := range about.Firings {
			visit(f)
		}
	})
}

// leaderOf finds the message under way that speaks for a subject; nil: there is none.
func (s *Step) leaderOf(f *remember.Firing) *remember.Firing {
	var leader *remember.Firing
	s.eachFiring(f.Subject.Kind, func(other *remember.Firing) {
		if other.State() == remember.Handing && f.Follows(other) {
			leader = other
		}
	})
	return leader
}

// release has the subjects that a message spoke for asked again, each on its own, and
// those that came up within the span afterwards: the message does not go, and silences
// nobody any more.
func (s *Step) release(leader *remember.Firing) {
	flow := leader.Flow()
	windows := len(s.mem.Merges)
	s.mem.Merges = slices.DeleteFunc(s.mem.Merges, func(w remember.MergeWindow) bool {
		return w.Flow == flow && w.Step == leader.Step && w.Subject == leader.Subject.ID
	})
	spokeLast := len(s.mem.Merges) < windows
	s.eachFiring(leader.Subject.Kind, func(f *remember.Firing) {
		if f.Follows(leader) || spokeLast && f.IsSilentAfter(leader) {
			f.Merged = false
			s.move(f, remember.Released)
			s.wakeFor(f, s.now)
		}
	})
}

func idsOf(others []*candidate) (ids []string) {
	for _, o := range others {
		ids = append(ids, o.view.ID)
	}
	return ids
}
