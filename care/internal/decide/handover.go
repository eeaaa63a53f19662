package decide

import (
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A Report is what the relay has to say about a message or task on its way.
type Report struct {
	ID      string
	Posting string // it is taken out of the outbox with what is decided
	What    Reported
	Why     string           // of Undeliverable: the provider's words
	Late    bool             // likewise: it came too late
	Cause   channel.Cause    // likewise: what it means beyond the message
	Receipt channel.Receipt  // of HandedOver: what the provider said
	Unsure  bool             // of HandedOver: no answer came, and nobody knows whether it went
	Message *channel.Message // that goes or went; nil for a task
	Task    *channel.Task    // likewise; nil for a message

	// The answer:
	Unknown   bool // no firing has it: the relay takes it out itself
	Arrived   bool // the provider has reported that it arrived
	Withdrawn bool // to About: it is not to go
}

// Reported is what the relay reports.
type Reported uint8

// The reports.
const (
	About         Reported = iota + 1 // it is about to go: may it still?
	HandedOver                        // a sender or the desk took it, or may have
	Undeliverable                     // it failed for good
	Expired                           // its time is over
)

// Report moves the memory by a report of the relay. It says whether anything
// changed.
func (s *Step) Report(in *Report, now ask.Instant) bool {
	s.now, s.happened, s.event = now, 0, ""
	s.lookAnew()
	refused, news := s.hearCause(in)
	changed := s.hearRelay(in) || news
	if in.Arrived = s.hasArrived(in.ID); in.Unsure && !in.Arrived {
		s.noteUnknown(in)
	}
	if in.What == HandedOver && in.Message != nil {
		changed = s.took(in.Message, in.Receipt) || changed
	}
	if refused {
		s.askEverybody()
	}
	if in.Unknown = s.firingOf(in.ID) == nil; in.Unknown || in.What == About && !in.Withdrawn {
		return changed
	}
	s.Cancel = append(s.Cancel, in.Posting)
	return true
}

// hearRelay is Report without the outbox.
func (s *Step) hearRelay(in *Report) bool {
	in.Withdrawn = false
	f := s.firingOf(in.ID)
	if f == nil || s.messageID(f) != in.ID || in.What == About && in.Posting != s.postingID(f) { // it goes by another channel
		in.Withdrawn = in.What == About
		return false
	}
	if in.What == HandedOver && in.Message != nil && f.Closed.Has(in.Message.Kind) {
		return false // the provider said meanwhile that it failed
	}
	r, ok := s.rules.of(f)
	underWay := f.Decided()
	switch {
	case ok && f.State() == remember.Handing && in.What == HandedOver && in.Message != nil && in.Message.Kind != f.Via:
		// Another channel was taking over what had gone by this one.
		s.move(f, remember.TakenBack)
		s.wentAnyway(r, f, in)
		return true
	case !underWay:
		in.Withdrawn = in.What == About
		if in.What != HandedOver || in.Message == nil || s.mem.Slot(in.ID) != nil {
			return false
		}
		s.wentAnyway(r, f, in)
		return true
	case !ok:
		in.Withdrawn = true
		if f.State() == remember.Handing && in.What == HandedOver { // it went, and counts
			s.move(f, remember.WentAnyway)
			s.handedOver(in)
			s.askAnew(f.Subject)
		} else {
			s.dropGone(f.Subject)
		}
		s.Wake(s.now)
		return true
	}
	switch in.What {
	case About:
		if s.mayStillGo(r, f, in) {
			return false
		}
		in.Withdrawn = true
		s.move(f, remember.TakenBack)
		s.wakeFor(f, s.now)
	case HandedOver:
		if f.State() == remember.Tasking {
			return false // the task is open until somebody closes it
		}
		s.handedOver(in)
		s.wakeFor(f, s.done(r, f, s.now.Millis()))
	case Undeliverable:
		if again, held := s.heldForNight(r, f, in); held {
			s.move(f, remember.TakenBack)
			s.wakeFor(f, again)
			break
		}
		s.failed(f, remember.Failure{Via: f.Via, Late: in.Late, Why: in.Why})
	case Expired:
		s.expire(r, f)
	}
	s.Wake(s.now)
	return true
}

// soon is how far ahead a sender may look when it finds that a message comes too late:
// no longer than it may wait for its next attempt.
const soon = time.Hour

// heldForNight says that a sender found it too late for a message only because a
// quiet time begins, and when: the message keeps until that is over.
func (s *Step) heldForNight(r *rule.Rule, f *remember.Firing, in *Report) (ask.Instant, bool) {
	if !in.Late || in.Message == nil || in.Message.NotAfter.IsZero() || f.Step >= len(r.Steps) {
		return 0, false
	}
	begins := ask.At(in.Message.NotAfter.UnixMilli())
	return begins, begins <= s.now.Add(soon) && begins < s.candidateOf(r, f, f.Step).deadline
}

// handedOver notes that a message went, or may have.
func (s *Step) handedOver(in *Report) {
	if t := s.mem.Slot(in.ID); t != nil && t.Came < remember.Delivered {
		t.Came, t.Unsure = remember.Sent, in.Unsure
	}
}

// expire ends what nobody took in time. The step of a task is over then, as if
// somebody had had it, and the next one may come.
func (s *Step) expire(r *rule.Rule, f *remember.Firing) {
	if f.State() == remember.Tasking && goesOn(r, f.Step) {
		s.release(f)
		return
	}
	s.silence(f, remember.Expired, remember.TooLate, "")
	s.wakeFor(f, s.now)
}

// noteUnknown records that nobody knows whether a message or task went.
func (s *Step) noteUnknown(in *Report) {
	f, via := s.firingOf(in.ID), channel.None
	switch {
	case f == nil:
		return
	case in.Message != nil:
		via = in.Message.Kind
	case in.Task != nil:
		via = in.Task.Kind
	}
	said := &Said{ID: in.ID, Via: via}
	if t := s.mem.Slot(in.ID); t != nil {
		said.Parts, said.Cost = t.Parts, t.Cost
	}
	ref := refOf(f)
	if r, ok := s.rules.of(f); ok {
		ref = &r.Ref
	}
	s.record(f.Subject, ref, Unknown, 0, "")
	s.tell(&s.Found[len(s.Found)-1]).Said = said
}

// wentAnyway hears that a message went while it was being taken back: it counts,
// costs, is not said again, spoke for whom it names, and is a regret. Its rule is nil
// when the rules no longer hold it.
func (s *Step) wentAnyway(r *rule.Rule, f *remember.Firing, in *Report) {
	m := in.Message
	flow, ref := &rule.Flow{Name: m.Flow, Purpose: m.Purpose}, &rule.Ref{Flow: m.Flow, Rule: m.Rule}
	why, by := remember.ConditionOff, ""
	switch {
	case f.State() == remember.UsedUp:
		why, by = f.Reason, f.By
	case s.mem.InConversation():
		why = remember.InConversation
	case channel.Permission(s.mem.Consents, m.Kind, m.Purpose, s.clock()) == channel.Refused:
		why = remember.Refused
	case r == nil:
		why = remember.NoRule
	}
	now := s.now.Millis()
	parts, cost := s.costOf(m)
	s.spokeAnyway(r, f.Subject.Kind, m)
	f.Via, f.Said = m.Kind, now
	s.mem.LastSaid = max(s.mem.LastSaid, now)
	switch {
	case r == nil:
		s.move(f, remember.WentAnyway) // should the rule come back
	case f.State() != remember.UsedUp:
		flow, ref = r.Flow, &r.Ref
		s.wakeFor(f, s.done(r, f, now))
	default:
		flow, ref = r.Flow, &r.Ref
	}
	s.charge(flow, m.Kind, cost, func(string) bool { return true })
	s.mem.Slots = append(s.mem.Slots, remember.Slot{ID: m.ID, At: now, Kind: m.Kind, Purpose: m.Purpose, Flow: m.Flow, Cost: cost, Parts: parts, Came: remember.Sent, Unsure: in.Unsure})
	s.record(f.Subject, ref, Regret, why, by)
}

// recall takes back what waits in the outbox or with people about a subject and may
// no longer go: somebody said no, paid, or complained.
func (s *Step) recall(about *remember.Subject) {
	for _, f := range about.Firings {
		if f.Merged {
			f = s.leaderOf(f)
		}
		if f == nil {
			continue
		}
		switch r, ok := s.rules.of(f); {
		case !ok:
		case f.State() == remember.Tasking:
			s.recallTask(r, f)
		case f.State() != remember.Handing || f.Said == s.now.Millis() && s.happened == 0:
		case !s.mayStillGo(r, f, nil):
			s.move(f, remember.TakenBack)
			s.wakeFor(f, s.now)
		}
	}
}

// recallTask takes a task back that nobody is to do any more. What is refused ends
// there, as when the customer refuses the task itself: no other channel takes it over.
// What a conversation holds back is asked again.
func (s *Step) recallTask(r *rule.Rule, f *remember.Firing) {
	if f.Step >= len(r.Steps) || len(r.Steps[f.Step].Via) == 0 || f.Until != 0 && f.Until <= s.now.Millis() {
		return // nobody turns to the customer, or not any more
	}
	why := s.lookAt(s.candidateOf(r, f, f.Step), f.Via, withPeople)
	if why.passes() {
		return
	}
	s.withdraw(f, why)
	s.wakeFor(f, s.now)
}

// withdraw takes the task of a firing back that people have, and ends the firing where it
// is not asked again.
func (s *Step) withdraw(f *remember.Firing, why ruling) {
	posting := s.decided(f)
	s.carryOut(f, f.Move(remember.Withdrawn, s.now.Millis(), false), posting, why.reason.String())
	if why.verdict == Skip {
		s.silence(f, remember.Silenced, why.reason, why.by)
	}
}

// mayStillGo looks again at what can change while a message waits in the outbox, for
// its own subject and for those that it speaks for. The message or task, if it is at
// hand, is addressed anew, and a message worded anew: a number may have been replaced, and
// what it says of the time may have become untrue.
func (s *Step) mayStillGo(r *rule.Rule, f *remember.Firing, going *Report) bool {
	if f.Step >= len(r.Steps) {
		return false
	}
	c := s.candidateOf(r, f, f.Step)
	if !s.lookAt(c, f.Via, handing).passes() || !s.followersLive(f) {
		return false
	}
	return going == nil || s.readdress(c, going) && (going.Message == nil || s.reword(c, going.Message)) && (going.Task == nil || s.rescript(c, going.Task))
}

// readdress has a message or task go to the address that is known as it goes. It says
// false when there is none any more: another channel may take over.
func (s *Step) readdress(c *candidate, going *Report) bool {
	var to *channel.Address
	switch {
	case going.Message != nil:
		to = &going.Message.Address
	case going.Task != nil && going.Task.Kind != channel.None:
		to = &going.Task.Address
	default:
		return true // the shop's own people do it
	}
	q := s.query(c)
	known, closed := q.Address(to.Kind)
	if closed != channel.Open {
		return false
	}
	*to = known
	return true
}

// candidateOf is a step of a firing as a candidate, looked at afresh.
func (s *Step) candidateOf(r *rule.Rule, f *remember.Firing, step int) *candidate {
	v := s.viewOf(f.Subject)
	a := &asking{rule: r, firing: f, view: v, facts: &v.View.View, step: step, deadline: s.life(r, f, v).deadline}
	if f.Brought != "" {
		a.facts = s.brought(v, f)
	}
	return a
}

// followersLive says that every other subject a message speaks for still lives and
// may be spoken about by its channel: nobody is reminded of an order that was paid
// meanwhile.
func (s *Step) followersLive(leader *remember.Firing) bool {
	live := true
	s.eachFiring(leader.Subject.Kind, func(f *remember.Firing) {
		if !live || !f.Follows(leader) {
			return
		}
		r, ok := s.rules.of(f)
		if !ok || f.Step == 0 || f.Step > len(r.Steps) {
			live = false
			return
		}
		c := s.candidateOf(r, f, f.Step-1)
		live = s.lives(c, leader.Via, handing).passes() && s.keepsPromises(c, leader.Via, handing).passes()
	})
	return live
}

// rescript takes a child out of the script of a task that may not be named any more. It
// says false when the script says nothing without it.
func (s *Step) rescript(c *candidate, t *channel.Task) bool {
	text := c.what().Text
	words := text.For(t.Kind)
	if !text.AboutChild || words == nil || c.view.Kind == ask.Child || s.mem.OnlyChild() != nil {
		return true
	}
	script, err := words.Render(s.values(c, nil))
	if err == nil {
		t.Script = script
	}
	return err == nil
}

// reword fills the wording of a message as things stand now, and says anew until when
// it is worth sending. It says false when a word has no value any more, or asks for a
// payment that nobody waits for.
func (s *Step) reword(c *candidate, m *channel.Message) bool {
	words := c.what().Text.For(m.Kind)
	if words == nil {
		return false
	}
	var others []*candidate
	for _, id := range m.Merged {
		if about := s.mem.Find(c.view.Kind, id); about != nil {
			other := &candidate{view: s.view(about)}
			if i := slices.IndexFunc(about.Firings, func(f *remember.Firing) bool { return f.Follows(c.firing) }); i >= 0 {
				other.firing = about.Firings[i]
			}
			others = append(others, other)
		}
	}
	v := s.values(c, others)
	filled, err := fill(c.what(), m.Kind, v)
	if err != nil || c.what().Text.AsksForPayment && !v.AllWaitForPayment() {
		return false
	}
	m.Text, m.Values, m.NotAfter = filled.text, v.Of(words), s.time(s.worthUntil(c, m.Kind))
	m.Template, m.Params, m.Link, m.Page = filled.template, filled.params, filled.link, filled.page
	return true
}
