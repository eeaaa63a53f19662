package decide

import (
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// An occasion is one coming of a moment: once per subject and occasion a rule may speak,
// and of a flow that chooses one rule speaks on each.

// occasion is the moment that began the firing; 0: an event or the facts did.
func (a *asking) occasion() int64 {
	if a.firing == nil {
		return 0
	}
	return a.firing.Occasion
}

// begunBy is the moment that began the firing; empty: none did.
func (a *asking) begunBy() string {
	if a.occasion() == 0 {
		return ""
	}
	return a.firing.Begun
}

// specialDay is the special day whose moment began the firing; the zero one: none did.
func (a *asking) specialDay() calendar.SpecialDay {
	begun := a.begunBy()
	for _, m := range a.rule.Moments {
		if day, special := m.SpecialDay(); special && begun == m.String() {
			return day
		}
	}
	return calendar.SpecialDay{}
}

// comes says that a moment has begun the firing and that nothing was said or passed over
// of it yet.
func (a *asking) comes() bool {
	f := a.firing
	return a.occasion() != 0 && f.State() == remember.Waiting && f.Step == 0
}

// momentEnds is until when the first step of a rule may go that a moment began.
func momentEnds(r *rule.Rule, f *remember.Firing) ask.Instant {
	after := time.Duration(0)
	if len(r.Steps) > 0 {
		after = r.Steps[0].After
	}
	return ask.After(f.Due).Add(after+r.MomentFresh()) + 1
}

// lookAtMoment looks at a rule that a moment began. Until it was due in time once, time
// alone makes no false condition true.
func (a *asking) lookAtMoment() {
	f, v := a.firing, a.view
	a.lasting, a.deadline = a.deadline, min(a.deadline, momentEnds(a.rule, f))
	switch due := ask.At(f.Due); {
	case v.Now < due:
		a.at, a.ever, a.hope = due, true, true
	case v.Now >= a.deadline:
		a.at, a.ever, a.hope, a.late = ask.Forever, false, false, true
	case !f.Asked && !a.answer.At(v.Now):
		a.at, a.ever, a.hope = ask.Forever, false, false
	}
}

// weighMoment says whether a rule that a moment began may speak: another rule of the
// flow may have spoken on the same occasion, or come first.
func (s *Step) weighMoment(f *rule.Flow, a *asking, before []asked) {
	silent := func(reason remember.Reason, by string) {
		a.verdict, a.reason, a.by, a.at = Skip, reason, by, ask.Forever
	}
	var spoke *remember.Firing
	var earlier *asking
	if !f.All {
		spoke = s.spokeWith(f, a)
		for _, b := range before {
			if b.asking != nil && b.occasion() == a.occasion() && b.hope {
				earlier = b.asking
				break
			}
		}
	}
	switch {
	case a.life == ask.Over:
		silent(a.why, a.by)
	case a.late:
		silent(remember.TooLate, lateBy(a.rule))
	case spoke != nil:
		silent(remember.AlreadySaid, nameOf(spoke.Rule))
	case earlier != nil && a.ever:
		silent(remember.EarlierRule, earlier.rule.Name)
	case a.firing.State() == remember.UsedUp:
		silent(a.firing.Reason, a.firing.By)
	case !a.hope:
		silent(remember.ConditionOff, s.unknown(a.rule, a.facts, s.now))
	default:
		s.proceed(a)
	}
}

// spokeWith is another firing of the flow that has spoken on the same occasion; nil:
// none has.
func (s *Step) spokeWith(f *rule.Flow, a *asking) *remember.Firing {
	for _, g := range a.view.Subject.Firings {
		if g != a.firing && g.Occasion == a.occasion() && g.Said != 0 && g.BelongsTo(f.Name) {
			return g
		}
	}
	return nil
}

// settleMoment ends what has nothing to say at its moment. It is forgotten again unless
// it was due in time once: then facts may still change until the moment is over.
func (s *Step) settleMoment(a *asking) {
	switch {
	case a.reason == remember.TooLate:
		s.silence(a.firing, remember.Silenced, remember.TooLate, a.by)
	case a.reason == remember.AlreadySaid || !a.firing.Asked:
		s.drop(a.firing)
	default:
		a.at = min(a.at, a.deadline)
	}
}

// forgetMoment forgets a firing that a moment began and that has ended in silence before
// anything was decided: the next moment begins it anew.
func (s *Step) forgetMoment(f *remember.Firing) {
	if f.Occasion != 0 && f.State() == remember.UsedUp && f.Step == 0 && f.Said == 0 && f.Via == 0 && len(f.Failures) == 0 {
		s.drop(f)
	}
}
