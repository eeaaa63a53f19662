package care

import (
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
)

// An asking is what conditions and time say about one rule and one subject,
// before anything else is looked at.
type asking struct {
	rule    *rule.Rule
	firing  *firing // nil: nothing remembered
	verdict Verdict // Wait, Skip, or zero when due
	reason  Reason
	by      string

	step     int          // the step that is next
	at       rule.Instant // when it is due, or is asked again
	since    int64        // when the step before was done, in milliseconds
	due      int64        // since when it could have gone, in milliseconds
	deadline rule.Instant
	again    bool // it speaks anew
	keep     bool // how far it has come must be remembered

	answer rule.Times
	life   rule.Phase
	ready  rule.Instant // it may not go before
	hope   bool         // true now, or by time alone before the deadline
	ever   bool         // the same without looking at the deadline
}

// An asked is a rule that was asked. Without an asking its condition is off: not
// true, and not made so by time, as it is of most.
type asked struct {
	rule *rule.Rule
	*asking
}

// consider asks the rules of a flow about a subject: conditions and time only,
// and nothing is changed. Rules that are not asked are left out: their clock has
// not started, or the event they wait for has not come.
func (s *step) consider(f *rule.Flow, v *subjectView) []asked {
	all := s.room.asked[:0]
	for _, r := range f.Rules {
		firing := s.mem.firing(r.Path(), v.id)
		switch {
		case firing == nil && len(r.When) > 0:
			continue
		case firing == nil && v.lives(r) && r.If.Off(&v.View):
			all = append(all, asked{rule: r})
			continue
		}
		a := s.room.newAsking()
		a.rule, a.firing = r, firing
		if s.look(a, v) {
			all = append(all, asked{r, a})
		}
	}
	s.room.asked = all
	s.weigh(f, v, all)
	return all
}

// weigh says of the rules of a flow which may speak, and why the others may not.
func (s *step) weigh(f *rule.Flow, v *subjectView, all []asked) {
	var spoke *firing
	if !f.All {
		spoke = s.mem.spokeOf(f.Name, v.id)
	}
	var chosen *asking // the first that may
	for _, one := range all {
		a := one.asking
		if a == nil {
			continue
		}
		later := chosen != nil
		if a.hope && !later {
			chosen = a
		}
		switch {
		case a.life == rule.Over:
			a.verdict, a.reason = Skip, Ended
		case !f.All && spoke == nil && a.ever && later:
			a.verdict, a.reason, a.by, a.at = Skip, EarlierRule, chosen.rule.Name, chosen.leaves(a)
		case !a.hope:
			a.verdict, a.reason, a.at = Skip, ConditionOff, rule.Forever
			if a.firing != nil && a.firing.state == usedUp {
				a.reason, a.by = a.firing.reason, a.firing.by
			}
		case spoke != nil && spoke.rule != a.rule.Path():
			a.verdict, a.reason, a.by, a.at = Skip, AlreadySaid, nameOf(spoke.rule), rule.Forever
		default:
			s.proceed(a, v)
		}
	}
}

// lives says that the subject is known to live for a rule, of which nothing else
// has to be looked at for that.
func (v *subjectView) lives(r *rule.Rule) bool {
	return v.lived.known && v.lived.phase == rule.Runs && v.lived.clocks == r.Clocks && len(r.When)+len(r.Until) == 0
}

// look asks one rule. It says false for a rule that is not asked at all.
func (s *step) look(a *asking, v *subjectView) bool {
	r := a.rule
	a.at = rule.Forever
	shares := a.firing == nil && len(r.When)+len(r.Until) == 0
	if same := &v.lived; shares && same.known && same.clocks == r.Clocks {
		a.life, a.deadline, a.by = same.phase, same.deadline, same.by
	} else {
		a.life, a.deadline, a.by = s.life(r, a.firing, v)
		if shares {
			*same = lived{true, r.Clocks, a.life, a.deadline, a.by}
		}
	}
	switch a.life {
	case rule.NotYet:
		return false
	case rule.Over:
		return true
	}
	r.If.AskInto(&v.View, &a.answer)
	a.ready = v.now
	if f := a.firing; f != nil {
		switch {
		case f.state == waiting && f.due != 0 && len(r.When) > 0:
			a.ready = max(a.ready, rule.At(f.due))
		case f.state == spoken && r.Again > 0:
			a.ready = max(a.ready, rule.At(f.said+r.Again.Milliseconds()))
		}
	}
	at, ok := a.answer.Next(a.ready)
	a.at, a.ever, a.hope = at, ok, ok && at < a.deadline
	return true
}

// leaves is the instant from which the rule, though it is before another in the
// flow, leaves the word to it: when time has made its condition false for good,
// or its own life is over before the other's.
func (a *asking) leaves(to *asking) rule.Instant {
	end := fades(a.answer, a.ready, a.deadline)
	if end >= rule.Forever && a.deadline < to.deadline {
		return a.deadline
	}
	return end
}

// fades is the instant from which time alone will not make an answer true any
// more before the deadline; Forever when it can be until then.
func fades(answer rule.Times, from, deadline rule.Instant) rule.Instant {
	hopes := func(i rule.Instant) bool {
		at, ok := answer.Next(i)
		return ok && at < deadline
	}
	if answer.Fixed() || hopes(deadline-1) {
		return rule.Forever
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
func (s *step) proceed(a *asking, v *subjectView) {
	if f := a.firing; f != nil {
		switch f.state {
		case usedUp:
			a.verdict, a.reason, a.by, a.at = Skip, f.reason, f.by, rule.Forever
			return
		case handing:
			a.verdict, a.reason, a.by, a.at = Skip, AlreadySaid, a.rule.Name, rule.Forever
			a.step = f.step
			return
		case tasking:
			if rule.At(f.until) > v.now || f.until == 0 {
				a.verdict, a.reason, a.by, a.step = Wait, NotYet, "task", f.step
				a.at = rule.Forever
				if f.until != 0 && goesOn(a.rule, f.step) {
					a.at = rule.At(f.until)
				}
				return
			}
			s.nextStep(a, v, f.step+1, f.until)
			return
		case spoken:
			if a.rule.Again == 0 || len(a.rule.When) > 0 {
				a.verdict, a.reason, a.by, a.at = Skip, AlreadySaid, a.rule.Name, rule.Forever
				return
			}
			if a.ready > v.now { // its time has not come again
				a.verdict, a.reason, a.by = Skip, AlreadySaid, a.rule.Name
				return
			}
			a.again = true
			s.firstStep(a, v)
			return
		}
		if f.step > 0 {
			s.nextStep(a, v, f.step, f.stepAt)
			return
		}
	}
	s.firstStep(a, v)
}

func (s *step) firstStep(a *asking, v *subjectView) {
	if a.at > v.now {
		a.verdict, a.reason = Wait, NotYet
		return
	}
	a.due = s.dueSince(a, v)
	if f := a.firing; f != nil && f.due != 0 && !a.again {
		a.due = f.due
	}
	s.nextStep(a, v, 0, a.due)
}

// dueSince is when the condition became true: the instant a clock made it so, or
// the event that did.
func (s *step) dueSince(a *asking, v *subjectView) int64 {
	since := max(a.answer.Since(v.now).Millis(), v.born)
	if a.again {
		since = max(since, a.ready.Millis())
	}
	if s.happened != 0 && s.mem.wakes(v.order).of(a.rule.Flow.Name) > v.now {
		since = max(since, s.happened)
	}
	if since == 0 {
		return v.now.Millis()
	}
	return since
}

// nextStep finds the step that comes next, from a number on: since is when the
// step before was done. Steps whose condition time will not make true are
// passed over.
func (s *step) nextStep(a *asking, v *subjectView, from int, since int64) {
	for a.step = from; a.step < len(a.rule.Steps); a.step++ {
		st := a.rule.Steps[a.step]
		a.since = since
		ready := max(v.now, rule.At(since).Add(st.After))
		own := st.If.Ask(&v.View)
		if at, ok := own.Next(ready); !ok || at >= a.deadline {
			since = v.now.Millis()
			continue
		}
		both := a.answer.And(own)
		at, ok := both.Next(ready)
		switch {
		case !ok || at >= a.deadline:
			a.verdict, a.reason, a.at = Skip, ConditionOff, rule.Forever
		case at > v.now:
			a.verdict, a.reason, a.at, a.keep = Wait, NotYet, at, true
		default:
			a.verdict, a.reason, a.at = 0, Due, at
		}
		return
	}
	a.verdict, a.reason, a.by, a.at = Skip, AlreadySaid, a.rule.Name, rule.Forever
	if a.firing == nil || a.firing.said == 0 {
		a.reason, a.by = ConditionOff, ""
	}
}

// life says whether a subject lives for a rule, until when, and what ended it.
func (s *step) life(r *rule.Rule, f *firing, v *subjectView) (rule.Phase, rule.Instant, string) {
	if v.order != nil && v.order.thing.Status == tiexin.UnknownStatus {
		return rule.NotYet, 0, ""
	}
	if by, ended := s.until(r, f, v); ended {
		return rule.Over, 0, by
	}
	if r.Clocks == 0 {
		return lifeWithoutClocks(r, f, v)
	}
	phase, deadline := rule.Runs, rule.Forever
	for c := range r.Clocks.All() {
		reading := v.Clocks[c]
		switch reading.Phase {
		case rule.Over:
			return rule.Over, 0, v.whatEnded(c)
		case rule.NotYet:
			phase = rule.NotYet
		default:
			if v.now >= reading.End {
				return rule.Over, 0, v.whatEnded(c)
			}
			deadline = min(deadline, reading.End)
		}
	}
	return phase, deadline, ""
}

// lifeWithoutClocks is the life of a subject for a rule that names no clock: as
// long as the subject is not over. A rule started by the very event that ended
// the subject lives on from there.
func lifeWithoutClocks(r *rule.Rule, f *firing, v *subjectView) (rule.Phase, rule.Instant, string) {
	if v.order == nil || !v.over {
		return rule.Runs, v.ends, ""
	}
	if len(r.When) > 0 && f != nil {
		started := rule.At(f.due - r.After.Milliseconds())
		by := started >= v.ends || slices.Contains(r.When, tiexin.EventType(v.whatEnded(rule.NoClock)))
		if end := started.Add(confirmedLife); by && v.now < end {
			return rule.Runs, end, ""
		}
	}
	return rule.Over, 0, v.whatEnded(rule.NoClock)
}

// whatEnded names the event that ended a subject for a clock.
func (v *subjectView) whatEnded(c rule.Stem) string {
	o := v.order
	if o == nil {
		return ""
	}
	switch {
	case o.closedAt() != 0 && o.thing.ClosedAt.IsZero():
		return string(tiexin.EventOrderRefunded)
	case o.closedAt() != 0:
		return string(tiexin.EventOrderClosed)
	case v.Facts.Order.Closed:
		return "closing time"
	case (c == rule.Unpaid || c == rule.ToClose) && !o.thing.PaidAt.IsZero():
		return string(tiexin.EventOrderPaid)
	case !o.thing.SucceededAt.IsZero():
		return string(tiexin.EventOrderSucceeded)
	case !o.thing.ShippedAt.IsZero():
		return string(tiexin.EventOrderShipped)
	case o.paidBy() != "":
		return string(o.paidBy())
	default:
		return string(o.thing.Status)
	}
}

// until says whether an event of the rule's until has happened: to an order or its
// parcels whenever it was, to the customer since the order was created or the
// firing began. What happened to the orders of a customer ends what is under way
// about the customer, if it came after that began.
func (s *step) until(r *rule.Rule, f *firing, v *subjectView) (string, bool) {
	if len(r.Until) == 0 {
		return "", false
	}
	since := v.born
	if f != nil && len(r.When) > 0 {
		since = max(since, f.due-r.After.Milliseconds())
	}
	if v.order != nil {
		if by, ended := endedBy(r, v.order.heard, 0); ended {
			return by, true
		}
	} else if f.underWay() {
		for _, o := range s.mem.orders {
			if by, ended := endedBy(r, o.heard, f.due-r.After.Milliseconds()); ended {
				return by, true
			}
		}
	}
	return endedBy(r, s.mem.heard, since)
}

// endedBy finds an event of the rule's until that happened since an instant. An
// event that begins the rule does not end what it began itself.
func endedBy(r *rule.Rule, hs []heard, since int64) (string, bool) {
	for _, h := range hs {
		if slices.Contains(r.Until, h.event) && (h.last > since || h.last == since && !slices.Contains(r.When, h.event)) {
			return string(h.event), true
		}
	}
	return "", false
}

// underWay says that the rule has begun about the subject and is not done.
func (f *firing) underWay() bool {
	return f != nil && f.due != 0 && f.state != spoken && f.state != usedUp
}

func nameOf(path string) string {
	for i := range path {
		if path[i] == '/' {
			return path[i+1:]
		}
	}
	return path
}
