package decide

import (
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
)

// settle turns what was found about one rule into a finding, or queues it to go. Next is
// when to ask again at the latest. It says whether the rule knows that the subject is over.
func (s *Step) settle(a *asking, next *ask.Instant) (over bool) {
	if a.isOver() {
		return s.over(a)
	}
	*next = min(*next, s.settleLiving(a))
	return false
}

// settleLiving is settle for a subject that lives. It says when to ask again.
func (s *Step) settleLiving(a *asking) ask.Instant {
	a.view.Subject.Ended.Remove(a.rule.Path())
	switch {
	case a.reason == remember.Due:
		s.due = append(s.due, a)
		return ask.Forever // letGo says when
	case a.verdict == Wait:
		if a.keep {
			s.keep(a)
		}
		s.find(a, Wait, a.reason, a.by, a.at)
		return min(a.at, a.deadline)
	default:
		anew := false
		switch f := a.firing; {
		case f == nil:
		case a.comes():
			s.settleMoment(a)
		case f.State() == remember.Waiting && !a.rule.Waits() && !a.reason.Final():
			anew = a.hope && a.reason == remember.ConditionOff && f.Step > 0 // what was passed over may be true by what passes over the rest
			s.drop(f)                                                        // it is chosen anew when facts change
		case f.State() == remember.Waiting && f.Announced != 0 && a.reason == remember.ConditionOff:
			s.silence(f, remember.Silenced, a.reason, a.by) // it was asked for this announcement
		case (f.State() == remember.Speaking || f.State() == remember.Tasking) && a.step == len(a.rule.Steps):
			s.move(f, remember.AllSaid) // the steps that were left are passed over for good
			a.at = againAt(a.rule, f)
		}
		s.find(a, Skip, a.reason, a.by, a.at)
		if anew {
			return s.now
		}
		return a.at
	}
}

// over tells a rule once that the subject is over for it, and says whether it has been
// told. One whose condition is off has nothing that could end: it hears of it only where
// every rule is to answer.
func (s *Step) over(a *asking) (told bool) {
	ended := &a.view.Subject.Ended
	switch {
	case ended.Has(a.rule.Path()):
	case a.firing == nil && !s.means.All && !a.rule.If.Could(a.facts):
		return false
	default:
		ended.Add(a.rule.Path())
		s.end(a)
	}
	return true
}

// end closes what was under way about a subject that no longer lives.
func (s *Step) end(a *asking) {
	if f := a.firing; f != nil {
		how := remember.EndedByTime
		if s.event != "" && (a.by == string(s.event) || a.reason == remember.NoGuardianConsent) {
			how = remember.EndedByEvent
		}
		s.silence(f, how, a.reason, a.by)
	}
	s.find(a, Skip, a.reason, a.by, 0)
	if f := a.firing; f != nil {
		s.forgetMoment(f)
	}
}

// keep remembers how far a firing has come.
func (s *Step) keep(a *asking) {
	if a.firing == nil {
		a.firing = s.addFiring(a.rule, a.view.Subject)
		if event, _ := s.begun(a.rule, a.view.Subject); event != "" {
			a.firing.Begun = string(event)
		}
	}
	f := a.firing
	if a.again {
		f.Again(0)
	}
	if f.Due == 0 {
		f.Due = a.due
	}
	if a.step > f.Step {
		f.Step, f.StepAt, f.Approved, f.Reviewing = a.step, a.since, false, false
		s.move(f, remember.TimePassed)
	}
}

// off is settle for a rule whose condition is off.
func (s *Step) off(one asked, v *view) {
	v.Subject.Ended.Remove(one.rule.Path())
	if one.off {
		s.add(one.rule, v, 0, Skip, remember.ConditionOff, "", 0)
		return
	}
	s.addOff(one.rule, v, &v.View.View)
}

// addOff adds that the condition of a rule that has nothing under way is off, if every rule
// is to answer.
func (s *Step) addOff(r *rule.Rule, v *view, facts *ask.View) *Finding {
	by := s.unknown(r, facts, s.now)
	if !s.means.All {
		s.spare = Finding{}
		return &s.spare
	}
	return s.add(r, v, 0, Skip, remember.ConditionOff, by, 0)
}

// unknown names the part of a rule's condition that could not be worked out at an
// instant; empty when all could.
func (s *Step) unknown(r *rule.Rule, v *ask.View, at ask.Instant) string {
	part := r.If.Unknown(v, at)
	if part != "" {
		s.Faults = append(s.Faults, Fault{r.Path(), part})
	}
	return part
}
