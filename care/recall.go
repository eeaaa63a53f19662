package care

import (
	"slices"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A report is what the relay has to say about a message or task.
type report struct {
	id        string
	posting   string // it is taken out of the outbox with what is decided
	what      reported
	message   *channel.Message // that goes or went; nil for a task
	unknown   bool             // no firing has it: the relay takes it out itself
	withdrawn bool             // the answer to about: it is not to go
}

// resolution is what the relay itself has to write into the outbox: nothing, when
// the decision has.
func (r *report) resolution() *Resolution {
	if r.unknown {
		return &Resolution{ID: r.posting}
	}
	return nil
}

type reported uint8

const (
	about reported = iota + 1 // it is about to go: may it still?
	delivered
	undeliverable
	expired
)

// takeReport moves the memory by a report of the relay. It says whether anything
// changed.
func (s *step) takeReport(in *report) bool {
	changed := s.hearRelay(in)
	if in.unknown = s.firingOf(in.id) == nil; in.unknown || in.what == about && !in.withdrawn {
		return changed
	}
	s.cancel = append(s.cancel, in.posting)
	return true
}

// hearRelay is takeReport without the outbox.
func (s *step) hearRelay(in *report) bool {
	s.happened, s.event = 0, ""
	s.lookAnew()
	in.withdrawn = false
	f := s.firingOf(in.id)
	if f == nil || s.messageID(f) != in.id {
		in.withdrawn = in.what == about
		return false
	}
	if in.what == delivered && in.message != nil && channel.Set(f.closed).Has(in.message.Kind) {
		return false // the provider said meanwhile that it failed
	}
	r, ok := s.rules.Rule(f.rule)
	if ok && f.state == handing && in.what == delivered && in.message != nil && in.message.Kind != f.via {
		s.withdraw(f) // another channel was taking over what had gone by this one
		s.wentAnyway(r, f, in.message)
		return true
	}
	if f.state != handing && f.state != tasking {
		in.withdrawn = in.what == about
		if in.what != delivered || in.message == nil || s.counted(in.id) {
			return false
		}
		s.wentAnyway(r, f, in.message)
		return true
	}
	if !ok {
		in.withdrawn = true
		o := s.mem.findOrder(f.subject)
		if f.state == handing && in.what == delivered { // it went, and counts
			f.state = spoken
			s.askAnew(o)
		} else {
			s.dropGone(o)
		}
		s.takeWake()
		return true
	}
	switch in.what {
	case about:
		if f.said == s.now.Millis() || s.mayStillGo(r, f, in.message) {
			return false
		}
		in.withdrawn = true
		s.takeBack(f)
	case delivered:
		if f.state == tasking {
			return false // the task is open until somebody closes it
		}
		s.wakeFor(f, s.handedOver(r, f, s.now.Millis()))
	case undeliverable:
		if f.state == tasking {
			f.state = handing // nobody has taken it
		}
		s.failed(f)
	case expired:
		s.expire(r, f)
	}
	s.takeWake()
	return true
}

// expire ends what nobody took in time. The step of a task is over then, as if
// somebody had had it, and the next one may come.
func (s *step) expire(r *rule.Rule, f *firing) {
	if f.state == tasking && goesOn(r, f.step) {
		s.release(f)
		return
	}
	s.withdraw(f)
	f.useUp(TooLate, "", s.now)
	s.wakeFor(f, s.now)
}

// wentAnyway hears that a message went while it was being taken back: it counts,
// costs, is not said again, spoke for whom it names, and is a regret. Its rule is
// nil when the rules no longer hold it.
func (s *step) wentAnyway(r *rule.Rule, f *firing, m *channel.Message) {
	flow, ref := &rule.Flow{Name: m.Flow, Purpose: m.Purpose}, &rule.Ref{Flow: m.Flow, Rule: m.Rule}
	why, by := ConditionOff, ""
	switch {
	case f.state == usedUp:
		why, by = f.reason, f.by
	case s.mem.inConversation():
		why = InConversation
	case channel.Permission(s.mem.consents, m.Kind, m.Purpose, s.clock()) == channel.Refused:
		why = Refused
	case r == nil:
		why = RuleGone
	}
	now := s.now.Millis()
	cost := s.costOf(m)
	s.spokeAnyway(r, m)
	f.via, f.said = m.Kind, now
	if r != nil {
		flow, ref = r.Flow, &r.Ref
		if f.state != usedUp {
			s.wakeFor(f, s.handedOver(r, f, now))
		}
	} else {
		f.state = spoken // should the rule come back
	}
	s.charge(flow, m.Kind, cost, func(string) bool { return true })
	s.mem.slots = append(s.mem.slots, slot{m.ID, now, m.Kind, m.Purpose, m.Flow, cost})
	s.record(f.subject, ref, Regret, why, by)
}

// counted says that a message has its slot.
func (s *step) counted(id string) bool {
	return slices.ContainsFunc(s.mem.slots, func(t slot) bool { return t.id == id })
}

// takeBack undoes a decision that was not handed over: slot and money come back,
// and the step is asked from the top.
func (s *step) takeBack(f *firing) {
	closed := f.closed
	if f.state == tasking {
		f.state = handing // nobody has taken it
	}
	s.failed(f)
	f.closed = closed
}

// recall takes back what waits in the outbox about a subject and may no longer
// go: somebody said no, paid, or complained.
func (s *step) recall(o *order) {
	id := ""
	if o != nil {
		id = o.id
	}
	for _, f := range s.mem.firings {
		if f.subject != id {
			continue
		}
		if f.merged {
			f = s.leaderOf(f)
		}
		if f == nil || f.state != handing || f.said == s.now.Millis() && s.happened == 0 {
			continue
		}
		if r, ok := s.rules.Rule(f.rule); ok && !s.mayStillGo(r, f, nil) {
			s.cancel = append(s.cancel, s.postingID(f))
			s.takeBack(f)
		}
	}
}

// mayStillGo looks again at what can change while a message waits in the outbox.
// The message, if it is at hand, is worded anew: what it says of the time may have
// become untrue.
func (s *step) mayStillGo(r *rule.Rule, f *firing, m *channel.Message) bool {
	o := s.mem.findOrder(f.subject)
	if o == nil && f.subject != "" || f.step >= len(r.Steps) {
		return false
	}
	v := s.viewOf(o)
	v.now = s.now
	phase, deadline, _ := s.life(r, f, v)
	st := r.Steps[f.step]
	switch {
	case phase != rule.Runs || s.now >= deadline:
		return false
	case !r.If.Ask(&v.View).At(s.now) || !st.If.Ask(&v.View).At(s.now):
		return false
	case s.customer().Blocked || s.mem.inConversation():
		return false
	case channel.Permission(s.mem.consents, f.via, r.Flow.Purpose, s.clock()) != channel.Open:
		return false
	case st.Text.AsksForPayment && !st.Task && v.closesSoon(), !s.followersLive(f):
		return false
	}
	g := &going{asking: &asking{rule: r, firing: f, step: f.step, deadline: deadline}, flow: r.Flow, view: v}
	for _, n := range s.rules.Nevers {
		if s.broken(n, g, v, f.via) {
			return false
		}
	}
	for _, q := range s.rules.Quiets {
		if q.Covers(r.Flow, f.via) && (q.Fixed || !r.Exempts(st, q.Name)) {
			if _, quiet := q.Holds(s.clock()); quiet {
				return false
			}
		}
	}
	if m != nil {
		return s.reword(g, m)
	}
	return !st.Text.AsksForPayment || o == nil || v.Clocks[rule.Unpaid].Phase == rule.Runs
}

// reword fills the wording of a message as things stand now. It says false when a
// word has no value any more, or asks for a payment that nobody waits for.
func (s *step) reword(g *going, m *channel.Message) bool {
	words := g.rule.Steps[g.step].Text.For(m.Kind)
	if words == nil {
		return false
	}
	var others []*together
	for _, id := range m.Merged {
		if o := s.mem.findOrder(id); o != nil {
			others = append(others, &together{view: s.view(o)})
		}
	}
	v := s.values(g, others)
	filled, err := words.Render(v)
	if err != nil || g.rule.Steps[g.step].Text.AsksForPayment && !v.allWaitForPayment() {
		return false
	}
	m.Text, m.Values = filled, v.of(words)
	return true
}
