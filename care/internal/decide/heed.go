package decide

import (
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// mostQueued is how many announcements of a customer wait their turn: more of them are
// not taken up.
const mostQueued = 64

// Heed has the customer take up the announcements that were declared or ruled about after
// a change, and says whether anything begins or changes. One that a flow has taken up is
// not taken up again.
func (s *Step) Heed(after uint64, now ask.Instant) bool {
	s.now, s.happened, s.event = now, 0, ""
	s.lookAnew()
	all := s.means.Announced
	s.mem.ForgetAnswers(func(what uint64) bool { return all.of(what) == nil })
	changed := false
	for _, a := range all.All {
		if a.Shop != s.shop || s.mem.IsOld(a.At) || s.mem.Forgotten != 0 && len(s.mem.Heard) == 0 {
			continue
		}
		if a.Declared > after && !a.withdrawn() {
			for _, kind := range []ask.Kind{ask.Order, ask.Customer} {
				rules := s.rules.BegunBy(a.Event, kind)
				for len(rules) > 0 {
					n := 1
					for n < len(rules) && rules[n].Flow == rules[0].Flow {
						n++
					}
					changed = s.heed(a, kind, rules[:n]) || changed
					rules = rules[n:]
				}
			}
		}
		if a.Ruled > after {
			changed = s.ruledAbout(a.What()) || changed
		}
	}
	if changed {
		s.ask(nil)
	}
	return changed
}

// heed has the rules of one flow take an announcement up, about the first subject that it
// concerns and that one of their conditions lets through.
func (s *Step) heed(a *Announcement, kind ask.Kind, rules []*rule.Rule) (changed bool) {
	flow, what := rules[0].Flow, a.What()
	if s.mem.Answered(what, flow.Name) {
		return false
	}
	s.mem.Subjects(func(about *remember.Subject) bool {
		return !changed && about.Kind == kind
	}, func(about *remember.Subject) {
		if changed || !s.concerns(a, about) {
			return
		}
		answer := remember.Answer{
			Announced: what, Flow: flow.Name, Queued: true, Event: a.Event, At: a.At, Kind: kind, Subject: about.ID, Brought: a.brought,
		}
		open := s.letThrough(&answer, about, rules)
		if len(open) == 0 {
			return
		}
		switch {
		case !s.busy(flow, about, rules):
			s.take(&answer, about, open)
		case s.queued() >= mostQueued:
			for _, r := range open {
				s.record(about, &r.Ref, Skip, remember.EnoughAlready, flow.Name)
			}
			return
		}
		s.mem.Answers = append(s.mem.Answers, answer)
		for _, f := range about.Firings { // it may wait for a task whose time passes
			if f.State() == remember.Tasking && f.Until != 0 && f.BelongsTo(flow.Name) {
				s.wakeFor(f, ask.At(f.Until))
			}
		}
		changed = true
	})
	return changed
}

// isAwaited says that an announcement waits until a flow is done with an earlier one.
func (s *Step) isAwaited(f *rule.Flow) bool {
	return slices.ContainsFunc(s.mem.Answers, func(a remember.Answer) bool { return a.Queued && a.Flow == f.Name })
}

func (s *Step) queued() (n int) {
	for i := range s.mem.Answers {
		if s.mem.Answers[i].Queued {
			n++
		}
	}
	return n
}

// concerns says that an announcement concerns a subject.
func (s *Step) concerns(a *Announcement, about *remember.Subject) bool {
	return a.Incident == nil || s.scene.Concerned(about, a.Incident.Region)
}

// letThrough are the rules whose conditions may become true about a subject by time
// alone, or are true. What is off when the announcement comes stays silent.
func (s *Step) letThrough(a *remember.Answer, about *remember.Subject, rules []*rule.Rule) (open []*rule.Rule) {
	v := s.view(about)
	facts := s.brought(v, &remember.Firing{Brought: a.Brought})
	var answer ask.Times
	for _, r := range rules {
		due := s.dueOf(r, a.At)
		l := s.lifeSince(r, nil, due, v)
		if l.phase != ask.Runs {
			continue
		}
		r.If.AskInto(facts, &answer)
		s.cover(r.If, facts, s.now)
		switch at, ok := answer.Next(max(s.now, l.from, ask.At(due))); {
		case !ok || at >= min(l.deadline, newsUntil(r, due)):
			s.addOff(r, v, facts).Sight = s.sightWith(v, a.Brought)
		default:
			open = append(open, r)
		}
	}
	return open
}

// newsUntil is until when an announcement that is due at a millisecond is news.
func newsUntil(r *rule.Rule, due int64) ask.Instant {
	return ask.At(due - r.After.Milliseconds()).Add(remember.ConfirmedLife)
}

// dueOf is when what happened at a millisecond is due for a rule: at the customer's place.
func (s *Step) dueOf(r *rule.Rule, at int64) int64 {
	return at + s.place(r.Flow) + r.After.Milliseconds()
}

// busy says that a flow is not done with an earlier announcement about a subject, or that
// one of the rules has something else under way.
func (s *Step) busy(flow *rule.Flow, about *remember.Subject, rules []*rule.Rule) bool {
	waits, under := uint64(0), false
	for _, f := range about.Firings {
		switch {
		case f.Over() || !f.BelongsTo(flow.Name):
		case f.Announced != 0 && f.State() == remember.Waiting:
			waits = f.Announced
		case f.Announced != 0 || f.Due != 0 && slices.ContainsFunc(rules, func(r *rule.Rule) bool { return r.Path() == f.Rule }):
			under = true
		}
	}
	return under || waits != 0 && (flow.All || !s.chosen(flow, about, waits))
}

// chosen says that one of the rules of a flow has had the word about an announcement, so
// that the others will not have it.
func (s *Step) chosen(flow *rule.Flow, about *remember.Subject, what uint64) bool {
	return slices.ContainsFunc(about.Firings, func(f *remember.Firing) bool {
		return f.Announced == what && f.BelongsTo(flow.Name) && f.Over() && f.Reason != remember.ConditionOff && f.Reason != remember.Ended
	})
}

// take begins the firings of rules about an announcement.
func (s *Step) take(a *remember.Answer, about *remember.Subject, rules []*rule.Rule) {
	for _, f := range about.Firings {
		if f.Announced != 0 && !f.Over() && f.BelongsTo(a.Flow) {
			s.silence(f, remember.Silenced, remember.AlreadySaid, "")
		}
	}
	for _, r := range rules {
		due := s.dueOf(r, a.At)
		f := s.know(about).firings[r.Number]
		if f == nil {
			f = s.addFiring(r, about)
			f.Due = due
		} else {
			f.Again(due)
		}
		f.Begun, f.Brought, f.Announced = string(a.Event), a.Brought, a.Announced
		about.Ended.Remove(r.Path())
	}
	about.Ended.Remove(a.Flow)
	about.Wakes.Earlier(a.Flow, s.now)
	about.Settled = false
	a.Taken()
}

// takeNext takes up the announcements that are queued and whose turn has come.
func (s *Step) takeNext() {
	for i := 0; i < len(s.mem.Answers); i++ {
		a := &s.mem.Answers[i]
		if !a.Queued {
			continue
		}
		about, rules := s.mem.Find(a.Kind, a.Subject), s.begunIn(a)
		switch {
		case about == nil || len(rules) == 0:
			a.Taken()
		case !s.busy(rules[0].Flow, about, rules):
			if open := s.letThrough(a, about, rules); len(open) > 0 {
				s.take(a, about, open)
			}
			a.Taken()
		}
	}
}

// begunIn are the rules of the flow of an answer that its event begins.
func (s *Step) begunIn(a *remember.Answer) (rules []*rule.Rule) {
	for _, r := range s.rules.BegunBy(a.Event, a.Kind) {
		if r.Flow.Name == a.Flow {
			rules = append(rules, r)
		}
	}
	return rules
}

// ruledAbout has the firings asked that an announcement began and that a person has said
// something of. A task that people have of it is taken back where it was called off.
func (s *Step) ruledAbout(what uint64) (any bool) {
	s.mem.Subjects(remember.Everything, func(about *remember.Subject) {
		s.passTasks(about)
		for _, f := range about.Firings {
			if f.Announced != what || f.Over() {
				continue
			}
			if why := s.calledOff(f); f.State() == remember.Tasking && !why.passes() {
				s.withdraw(f, why)
			}
			s.wakeFor(f, s.now)
			any = true
		}
	})
	return any
}

// isShared says that one person approves or declines for everybody whom the incident
// concerns that began a firing.
func isShared(f *remember.Firing) bool {
	return f != nil && f.Announced != 0 && f.Begun == string(tiexin.EventIncidentDeclared)
}

// approved says that a person has approved what a rule says about an incident, as it is
// worded.
func (s *Step) approved(r *rule.Rule, f *remember.Firing) bool {
	a := s.means.Announced.of(f.Announced)
	if a == nil {
		return false
	}
	ruling := a.Rulings[r.Path()]
	return ruling != nil && !ruling.Declined && ruling.Words == Wording(r)
}

// notCalledOff says that nobody declined what the rule says about the incident, and that
// the incident was not withdrawn.
func (s *Step) notCalledOff(c *candidate, _ channel.Kind, _ place) ruling {
	return s.calledOff(c.firing)
}

// calledOff says whether what a firing says about an incident was declined, or the
// incident withdrawn.
func (s *Step) calledOff(f *remember.Firing) ruling {
	if !isShared(f) {
		return ruling{}
	}
	a := s.means.Announced.of(f.Announced)
	if a == nil {
		return ruling{}
	}
	if a.withdrawn() {
		return no(remember.Declined, a.ID)
	}
	if said := a.Rulings[f.Rule]; said != nil && said.Declined {
		return no(remember.Declined, said.By)
	}
	return ruling{}
}

// stillConcerned says that the incident still concerns the subject: it has not been
// signed for or redirected meanwhile.
func (s *Step) stillConcerned(c *candidate, _ channel.Kind, _ place) ruling {
	if !isShared(c.firing) {
		return ruling{}
	}
	if a := s.means.Announced.of(c.firing.Announced); a != nil && !s.concerns(a, c.view.Subject) {
		return no(remember.ConditionOff, "region")
	}
	return ruling{}
}
