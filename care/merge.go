package care

import (
	"slices"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A together is another subject of the customer for which a message speaks too.
type together struct {
	asking *asking
	view   *subjectView
}

// notMerged silences a step when the same step of the flow has just spoken about
// another subject of the customer.
func (s *step) notMerged(g *going) (rule.Instant, bool) {
	if g.flow.Merge == 0 {
		return 0, false
	}
	w := s.mem.mergeWindow(g.flow.Name, g.step)
	if w == nil || w.subject == g.view.id || s.now.Millis() > w.at+g.flow.Merge.Milliseconds() {
		return 0, false
	}
	if r, ok := s.rules.Rule(w.flow + "/" + w.rule); g.rule.Review && !(ok && r.Review) {
		return 0, false // it was left out, for a person to see
	}
	return s.mergeInto(g.asking, g.view, w.subject), true
}

// mergeInto ends a step in silence because the message about another subject
// spoke for it. The steps after it go on.
func (s *step) mergeInto(a *asking, v *subjectView, subject string) rule.Instant {
	s.keep(a, v)
	now := s.now.Millis()
	f := a.firing
	f.said, f.merged, f.asked = now, true, true
	f.step = a.step
	next := s.handedOver(a.rule, f, now)
	s.replace(a, v, Skip, MergedInto, s.detail(subject, 0))
	return next
}

// stepNumber is the number of the step that an outcome is about, where a rule
// has several.
func stepNumber(a *asking) uint8 {
	if len(a.rule.Steps) > 1 && a.step < len(a.rule.Steps) {
		return uint8(min(a.step+1, 255))
	}
	return 0
}

// spokeAnyway has the subjects that a message named silent like its own, though
// they were released when it was to be taken back. When its rule is gone another
// may be about to say the same of its own subject.
func (s *step) spokeAnyway(r *rule.Rule, m *channel.Message) {
	if r != nil && r.Flow.Merge == 0 {
		return
	}
	s.openWindow(m.Flow, m.Rule, m.Step-1, m.Subject)
	for _, f := range s.mem.firings {
		named := slices.Contains(m.Merged, f.subject) || r == nil && f.subject == m.Subject && f.state == handing
		if !named || !f.belongsTo(m.Flow) || f.step != m.Step-1 {
			continue
		}
		if f.state == handing {
			s.withdraw(f)
		}
		s.wakeFor(f, s.now)
	}
}

// openWindow notes that a step spoke about a subject just now.
func (s *step) openWindow(flow, rule string, step int, subject string) {
	w := mergeWindow{flow: flow, step: step, at: s.now.Millis(), rule: rule, subject: subject}
	if old := s.mem.mergeWindow(w.flow, w.step); old != nil {
		*old = w
	} else {
		s.mem.merges = append(s.mem.merges, w)
	}
}

func (m *memory) mergeWindow(flow string, step int) *mergeWindow {
	for i := range m.merges {
		if m.merges[i].flow == flow && m.merges[i].step == step {
			return &m.merges[i]
		}
	}
	return nil
}

// together finds the customer's other living subjects of the flow whose same
// step would be due within the span. Each is asked on its own, with its clocks at
// the instant it would be due.
func (s *step) together(g *going) []*together {
	if g.flow.Merge == 0 || g.view.order == nil {
		return nil
	}
	last := s.now.Add(g.flow.Merge)
	var found []*together
	for _, o := range s.mem.orders {
		if o == g.view.order {
			continue
		}
		v := s.view(o)
		for _, one := range s.consider(g.flow, v) {
			if a := one.asking; a != nil && s.joins(g, a, v, last) {
				found = append(found, &together{a, v})
				break
			}
		}
	}
	return found
}

// joins says whether a rule about another subject would speak within the span
// and nothing but its turn stands in the way.
func (s *step) joins(g *going, a *asking, v *subjectView, last rule.Instant) bool {
	switch {
	case a.reason != Due && !(a.verdict == Wait && a.reason == NotYet && a.by == ""), a.at > last, a.step != g.step:
		return false
	case len(a.rule.Steps) <= a.step, a.rule.Review && !g.rule.Review: // nobody would have seen it
		return false
	case g.rule.Steps[g.step].Text.AsksForPayment && (v.Clocks[rule.Unpaid].Phase != rule.Runs || v.closesSoon()):
		return false
	}
	for _, n := range s.rules.Nevers {
		other := &going{asking: a, flow: g.flow, view: v}
		if s.broken(n, other, v, g.firing.via) {
			return false
		}
	}
	if f := a.firing; f != nil && (f.state == handing || f.state == tasking) {
		return false
	}
	return true
}

// speakFor silences the subjects a message has spoken for, and those that come
// up within the span.
func (s *step) speakFor(g *going, others []*together) {
	if g.flow.Merge == 0 {
		return
	}
	s.openWindow(g.flow.Name, g.rule.Name, g.step, g.view.id)
	for _, t := range others {
		t.view.order.wakes.earlier(g.flow.Name, s.mergeInto(t.asking, t.view, g.view.id))
	}
}

func idsOf(others []*together) (ids []string) {
	for _, t := range others {
		ids = append(ids, t.view.id)
	}
	return ids
}
