package decide

import (
	"slices"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
)

// An asking is what conditions and time say about one rule and one subject, before
// anything else is looked at.
type asking struct {
	rule    *rule.Rule
	view    *view
	facts   *ask.View        // what the conditions see: the view's, and what an event brought
	firing  *remember.Firing // nil: nothing remembered
	verdict Verdict          // Wait, Skip, or zero when due
	reason  remember.Reason
	by      string
	unknown unknownPromise

	step     int         // the step that is next
	at       ask.Instant // when it is due, or is asked again
	since    int64       // when the step before was done, in milliseconds
	due      int64       // since when it could have gone, in milliseconds
	deadline ask.Instant
	again    bool        // it speaks anew
	keep     bool        // how far it has come must be remembered
	lasting  ask.Instant // of what a moment began: the deadline of its later steps
	late     bool        // likewise: the moment is over

	answer ask.Times
	life   ask.Phase
	why    remember.Reason // it is over
	ready  ask.Instant     // it may not go before
	hope   bool            // true now, or by time alone before the deadline
	ever   bool            // the same without looking at the deadline
}

// An unknownPromise is the first promise that forbids because a part of it is unknown.
type unknownPromise struct{ name, part string }

// An asked is a rule that was asked. Without an asking its condition is off: not
// true, and not made so by time, as it is of most.
type asked struct {
	rule *rule.Rule
	*asking
	off bool // for certain: nothing of it is unknown
}

// consider asks the rules of a flow about a subject: conditions and time only, and
// nothing is changed. Rules that are not asked are left out: their clock has not
// started, or the event they wait for has not come.
func (s *Step) consider(f *rule.Flow, v *view) []asked {
	all := s.room.asked[:0]
	known := s.know(v.Subject)
	current := uint64(0)
	if f.HearsAll() {
		current = known.announced(f)
	}
	for _, one := range s.openIn(f, v) {
		r := one.Rule
		firing, waits := known.firings[r.Number], r.Waits()
		begun := int64(0)
		if waits && firing == nil {
			event, at := s.begun(r, v.Subject)
			if event == "" {
				continue
			}
			begun = at
		}
		switch {
		case firing != nil && firing.Announced != current && firing.Announced != 0 && current != 0, waits && firing != nil && firing.State() == remember.Waiting && firing.Due == 0:
			continue
		case firing == nil && v.lives(r) && (one.off || one.solved < 0 && r.If.Off(&v.View.View)):
			s.cover(r.If, &v.View.View, s.now)
			all = append(all, asked{rule: r, off: one.off})
			continue
		}
		a := s.room.newAsking()
		a.rule, a.firing, a.view, a.facts = r, firing, v, &v.View.View
		if firing == nil && waits {
			a.due = begun + r.After.Milliseconds()
		}
		if firing != nil && firing.Brought != "" {
			a.facts = s.brought(v, firing)
			one.solved = -1
		}
		if s.look(a, one.solved) {
			all = append(all, asked{rule: r, asking: a})
		}
	}
	s.room.asked = all
	s.weigh(f, v, all)
	return all
}

// isOver says that the subject no longer lives for the rule.
func (a *asking) isOver() bool { return a.life == ask.Over || a.reason == remember.Ended }

// weigh says of the rules of a flow which may speak, and why the others may not.
func (s *Step) weigh(f *rule.Flow, v *view, all []asked) {
	choices := append(s.room.choices[:0], choice{spoke: s.spokeOf(f, v, 0)})
	for i, one := range all {
		a := one.asking
		if a == nil {
			continue
		}
		if a.occasion() != 0 {
			s.weighMoment(f, a, all[:i])
			continue
		}
		n := 0
		if a.announced() != 0 {
			n = slices.IndexFunc(choices, func(c choice) bool { return c.announced == a.announced() })
		}
		if n < 0 {
			n = len(choices)
			choices = append(choices, choice{announced: a.announced(), spoke: s.spokeOf(f, v, a.announced())})
		}
		chosen, spoke := choices[n].chosen, choices[n].spoke
		later := chosen != nil
		if a.hope && !later {
			choices[n].chosen = a
		}
		switch {
		case a.life == ask.Over:
			a.verdict, a.reason = Skip, a.why
		case !f.All && spoke == nil && a.ever && later:
			a.verdict, a.reason, a.by, a.at = Skip, remember.EarlierRule, chosen.rule.Name, chosen.leaves(a)
		case !a.hope:
			a.verdict, a.reason, a.by, a.at = Skip, remember.ConditionOff, s.unknown(a.rule, a.facts, s.asOf(a)), ask.Forever
			if a.rule.Clocks.Has(ask.ToRestock) {
				a.at = a.deadline // there the clock goes on with what runs out next
			}
			if a.firing != nil && a.firing.State() == remember.UsedUp {
				a.reason, a.by = a.firing.Reason, a.firing.By
			}
		case spoke != nil && spoke.Rule != a.rule.Path():
			a.verdict, a.reason, a.by, a.at = Skip, remember.AlreadySaid, nameOf(spoke.Rule), ask.Forever
		default:
			s.proceed(a)
		}
	}
	s.room.choices = choices[:0]
}

// A choice is which rule of a flow has the word, about one announcement or apart from
// all of them.
type choice struct {
	announced uint64
	spoke     *remember.Firing // that has had it; nil: none
	chosen    *asking          // the first that may
}

// spokeOf finds the rule of a flow that has had the word; nil: none, or all may have it.
func (s *Step) spokeOf(f *rule.Flow, v *view, announced uint64) *remember.Firing {
	if f.All {
		return nil
	}
	return v.Subject.SpokeOf(f.Name, announced)
}

// announced is the announcement that began the firing; 0: none did.
func (a *asking) announced() uint64 {
	if a.firing == nil {
		return 0
	}
	return a.firing.Announced
}

// announced is the announcement that a flow is not done with; 0: none.
func (k *knowledge) announced(f *rule.Flow) uint64 {
	for _, r := range f.Rules {
		if f := k.firings[r.Number]; f != nil && f.Announced != 0 && !f.Over() {
			return f.Announced
		}
	}
	return 0
}

// look asks one rule, of which solved is the number in the index if that answers its
// condition. It says false for a rule that is not asked at all.
func (s *Step) look(a *asking, solved int32) bool {
	r, v := a.rule, a.view
	a.at = ask.Forever
	shares := v.shares(r) && (a.firing == nil || a.firing.Announced == 0)
	l := v.lived
	if !shares || !l.known || l.clocks != r.Clocks {
		due := a.due
		if a.firing != nil {
			due = a.firing.Due
		}
		l = s.lifeSince(r, a.firing, due, v)
		if shares {
			v.lived = l
		}
	}
	a.life, a.deadline, a.by, a.why = l.phase, l.deadline, l.by, l.why
	switch a.life {
	case ask.NotYet:
		return false
	case ask.Over:
		return true
	}
	if solved >= 0 {
		s.rules.kinds[v.Kind].index.Answer(solved, a.facts, &a.answer)
	} else {
		r.If.AskInto(a.facts, &a.answer)
	}
	if then, ok := asOf(r, a.firing, a.due); ok {
		a.answer.FixAt(then)
	}
	s.cover(r.If, a.facts, s.asOf(a))
	a.ready = max(v.Now, l.from)
	switch f := a.firing; {
	case f == nil && r.Waits():
		a.ready = max(a.ready, ask.At(a.due))
	case f == nil:
	case f.State() == remember.Waiting && f.Due != 0 && r.Waits():
		a.ready = max(a.ready, ask.At(f.Due))
	case f.State() == remember.Spoken && r.Again > 0:
		a.ready = max(a.ready, ask.At(f.Said+r.Again.Milliseconds()))
	}
	at, ok := a.answer.Next(a.ready)
	a.at, a.ever, a.hope = at, ok, ok && at < a.deadline
	if a.comes() {
		a.lookAtMoment()
	}
	return true
}

// leaves is the instant from which the rule, though it is before another in the
// flow, leaves the word to it: when time has made its condition false for good, or
// its own life is over before the other's.
func (a *asking) leaves(to *asking) ask.Instant {
	end := fades(a.answer, a.ready, a.deadline)
	if end >= ask.Forever && a.deadline < to.deadline {
		return a.deadline
	}
	return end
}

// fades is the instant from which time alone will not make an answer true any more
// before the deadline; Forever when it can be until then.
func fades(answer ask.Times, from, deadline ask.Instant) ask.Instant {
	hopes := func(i ask.Instant) bool {
		at, ok := answer.Next(i)
		return ok && at < deadline
	}
	if answer.Fixed() || hopes(deadline-1) {
		return ask.Forever
	}
	yes, no := from, deadline
	for no-yes > 1 {
		if middle := yes + (no-yes)/2; hopes(middle) {
			yes = middle
		} else {
			no = middle
		}
	}
	return no
}

// proceed says where the rule that may speak stands.
func (s *Step) proceed(a *asking) {
	silent := func(by string) { a.verdict, a.reason, a.by, a.at = Skip, remember.AlreadySaid, by, ask.Forever }
	if f := a.firing; f != nil {
		switch f.State() {
		case remember.UsedUp:
			a.verdict, a.reason, a.by, a.at = Skip, f.Reason, f.By, ask.Forever
			return
		case remember.Handing:
			silent(a.rule.Name)
			a.step = f.Step
			return
		case remember.Tasking:
			s.proceedTask(a)
			return
		case remember.Spoken:
			if a.rule.Again == 0 || a.rule.Waits() {
				silent(a.rule.Name)
				return
			}
			if a.ready > a.view.Now { // not due yet again
				a.verdict, a.reason, a.by = Skip, remember.AlreadySaid, a.rule.Name
				return
			}
			a.again = true
			s.firstStep(a)
			return
		}
		if f.Step > 0 {
			s.nextStep(a, f.Step, f.StepAt)
			return
		}
	}
	s.firstStep(a)
}

// proceedTask waits for a task that is open.
func (s *Step) proceedTask(a *asking) {
	f := a.firing
	a.verdict, a.reason, a.by, a.step, a.at = Wait, remember.NotYet, "task", f.Step, ask.Forever
	if f.Until != 0 && (goesOn(a.rule, f.Step) || s.isAwaited(a.rule.Flow)) {
		a.at = ask.At(f.Until)
	}
}

func (s *Step) firstStep(a *asking) {
	if a.at > a.view.Now {
		a.verdict, a.reason = Wait, remember.NotYet
		return
	}
	begun := a.due
	a.due = s.dueSince(a)
	switch f := a.firing; {
	case f != nil && f.Due != 0 && !a.again:
		a.due = f.Due
	case f == nil && begun != 0:
		a.due = begun
	}
	s.nextStep(a, 0, a.due)
}

// dueSince is when the condition became true: the instant a clock made it so, or
// the event that did.
func (s *Step) dueSince(a *asking) int64 {
	v := a.view
	since := max(a.answer.Since(v.Now).Millis(), v.Born)
	if a.again {
		since = max(since, a.ready.Millis())
	}
	if s.happened != 0 && v.Subject.Wakes.Of(a.rule.Flow.Name) > v.Now {
		since = max(since, s.happened)
	}
	if since == 0 {
		return v.Now.Millis()
	}
	return since
}

// nextStep finds the step that comes next, from a number on: since is when the step
// before was done. Steps whose condition time will not make true are passed over.
func (s *Step) nextStep(a *asking, from int, since int64) {
	now := a.view.Now
	for a.step = from; a.step < len(a.rule.Steps); a.step++ {
		st := a.rule.Steps[a.step]
		if a.since = since; a.step > 0 && a.lasting != 0 {
			a.deadline = a.lasting
		}
		ready := max(now, ask.At(since).Add(st.After))
		own := st.If.Ask(a.facts)
		s.cover(st.If, a.facts, s.now)
		if at, ok := own.Next(ready); !ok || at >= a.deadline {
			since = now.Millis()
			continue
		}
		both := a.answer.And(own)
		at, ok := both.Next(ready)
		switch {
		case !ok || at >= a.deadline:
			a.verdict, a.reason, a.at = Skip, remember.ConditionOff, ask.Forever
		case at > now:
			a.verdict, a.reason, a.at, a.keep = Wait, remember.NotYet, at, true
		default:
			a.verdict, a.reason, a.at = 0, remember.Due, at
		}
		return
	}
	a.verdict, a.reason, a.by, a.at = Skip, remember.AlreadySaid, a.rule.Name, ask.Forever
	if a.firing == nil || a.firing.Said == 0 {
		a.reason, a.by = remember.ConditionOff, ""
	}
}

func nameOf(path string) string {
	for i := range path {
		if path[i] == '/' {
			return path[i+1:]
		}
	}
	return path
}
