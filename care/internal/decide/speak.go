package decide

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// speak lets the message or task go.
func (s *Step) speak(a *attempt, w *channel.Way, ways []channel.Way) ask.Instant {
	c, f, text := a.candidate, a.firing, a.text(w.Kind, w.Address)
	id, now := s.messageID(f), s.now.Millis()
	exempt := func(limit string) bool { return c.rule.Exempts(a.what, limit) }
	if !a.what.Task && !s.charge(c.rule.Flow, w.Kind, text.cost, exempt) {
		return s.chooseWay(c) // what the budget bears has changed
	}
	f.Via, f.Said, f.Merged, f.Apart = w.Kind, now, false, false
	s.mem.LastSaid = max(s.mem.LastSaid, now)
	said := saying(id, w, text)
	verdict, until, next := Send, ask.Instant(0), ask.Forever
	if a.what.Task {
		verdict = Task
		said.Task, until, next = s.openTask(c, w, text, id)
	} else {
		said.Message = s.message(c, w, text, id)
		s.mem.Slots = append(s.mem.Slots, remember.Slot{ID: id, At: now, Kind: w.Kind, Purpose: c.rule.Flow.Purpose, Flow: c.rule.Flow.Name, Cost: text.cost, Parts: partsOf(text), To: remember.AddressSum(w.Address)})
		s.move(f, remember.Decided)
		if s.means.Deciding {
			next = s.done(c.rule, f, now)
		} else {
			s.Out = append(s.Out, Outgoing{Message: said.Message, Until: s.time(c.deadline)})
		}
	}
	s.speakFor(c, text.others, a.others)
	more := s.tell(s.find(c, verdict, remember.Due, c.begunBy(), until))
	more.Said = said
	if slices.ContainsFunc(ways, func(w channel.Way) bool { return w.Closed != channel.Open }) {
		more.Ways = ways
	}
	return next
}

func (s *Step) message(c *candidate, w *channel.Way, text *composed, id string) *channel.Message {
	return &channel.Message{
		ID: id, Shop: s.shop, CustomerID: s.customer, Kind: w.Kind, Purpose: c.rule.Flow.Purpose, Address: w.Address,
		Text: text.text, Signature: s.rules.CountedSignature, OptOut: s.rules.OptOut, Wording: c.what().Text.Name, Values: text.values.Of(c.what().Text.For(w.Kind)),
		Template: text.template, Params: text.params, Link: text.link, Page: text.page,
		Flow: c.rule.Flow.Name, Rule: c.rule.Name, Subject: c.view.ID, Step: c.step + 1, Merged: idsOf(text.others), NotAfter: s.time(s.worthUntil(c, w.Kind)),
	}
}

// openTask hands the step to a person. It says until when, and when to ask again.
func (s *Step) openTask(c *candidate, w *channel.Way, text *composed, id string) (task *channel.Task, until, next ask.Instant) {
	f, st := c.firing, c.what()
	s.move(f, remember.Opened)
	until, next = c.deadline, ask.Forever
	if st.Within > 0 {
		until = min(max(until, c.lasting), s.now.Add(st.Within)) // a moment is over before what it asks of people
	}
	takenUntil := s.time(until)
	until = s.wakingHour(c, w.Kind, until)
	f.Until = 0
	if until < ask.Forever {
		f.Until = until.Millis()
		if goesOn(c.rule, c.step) || s.isAwaited(c.rule.Flow) {
			next = until
		}
	}
	task = &channel.Task{
		ID: id, Shop: s.shop, CustomerID: s.customer, Kind: w.Kind, Form: st.FormBy(w.Kind), Purpose: c.rule.Flow.Purpose, Address: w.Address,
		Script: text.text, Owner: st.Owner, Budget: st.Budget, Flow: c.rule.Flow.Name, Rule: c.rule.Name, Subject: c.view.ID, Step: c.step + 1,
		FlowTitle: c.rule.Flow.Title, Title: c.rule.Title,
		NotBefore: s.clock(), Deadline: s.time(until), Priority: c.rule.Priority,
	}
	if !s.means.Deciding {
		s.Cancel = append(s.Cancel, id+"@"+Withdrawn) // it is wanted again
		s.Out = append(s.Out, Outgoing{Task: task, Until: takenUntil})
	}
	return task, until, next
}

// done ends a step: its message went, or its task is closed. It says when to ask for
// the next.
func (s *Step) done(r *rule.Rule, f *remember.Firing, _ int64) ask.Instant {
	s.move(f, remember.Done)
	if f.State() == remember.Speaking {
		return s.now
	}
	return againAt(r, f)
}

// goesOn says that something follows a step: another one, or the rule anew.
func goesOn(r *rule.Rule, step int) bool {
	return step+1 < len(r.Steps) || r.Again > 0 && !r.Waits()
}

// againAt is when a rule of which all is said may begin anew.
func againAt(r *rule.Rule, f *remember.Firing) ask.Instant {
	if r.Again > 0 && !r.Waits() {
		return ask.At(f.Said).Add(r.Again)
	}
	return ask.Forever
}

// move lets an event befall a firing, and does what follows from it.
func (s *Step) move(f *remember.Firing, e remember.Event) { s.moveAt(f, e, s.now.Millis()) }

// moveAt is move by something that happened at a millisecond.
func (s *Step) moveAt(f *remember.Firing, e remember.Event, at int64) {
	posting := s.decided(f)
	s.carryOut(f, f.Move(e, at, s.isLast(f)), posting, remember.Ended.String())
}

// silence ends a firing for a reason, and does what follows from it.
func (s *Step) silence(f *remember.Firing, e remember.Event, reason remember.Reason, by string) {
	posting := s.decided(f)
	s.carryOut(f, f.Silence(e, reason, by, s.now.Millis()), posting, reason.String())
}

// decided is what the outbox may hold of a firing; empty: nothing.
func (s *Step) decided(f *remember.Firing) string {
	if s.means.Deciding || !f.Decided() {
		return ""
	}
	return s.postingID(f)
}

// isLast says that no step follows the one that is under way.
func (s *Step) isLast(f *remember.Firing) bool {
	r, ok := s.rules.of(f)
	return !ok || f.Step+1 >= len(r.Steps)
}

// carryOut does what follows from a change of a firing, of which the outbox held a
// posting before.
func (s *Step) carryOut(f *remember.Firing, effects remember.Effects, posting, why string) {
	if effects == 0 {
		return
	}
	if effects.Has(remember.Cancel) && posting != "" {
		s.Cancel = append(s.Cancel, posting)
	}
	if effects.Has(remember.Withdraw) && !s.means.Deciding {
		s.Close = append(s.Close, Withdrawal{ID: s.messageID(f), Why: why})
	}
	if effects.Has(remember.GiveBack) {
		s.giveBack(s.messageID(f))
	}
	if effects.Has(remember.Release) {
		s.release(f)
	}
	if effects.Has(remember.Unsay) {
		f.Unsay()
	}
}

// messageID is the identity of a message: the same over every retry, and never made
// from a version, a time or chance.
func (s *Step) messageID(f *remember.Firing) string {
	customer := s.customer
	if f.As != nil {
		customer = f.As.Customer
	}
	return messageID(s.shop, customer, f.Rule, f.Subject.ID, s.mem.Occurrence(f), f.Step)
}

func messageID(shop, customer, path, subject string, occurrence, step int) string {
	return prefix(shop, customer, path, subject) + strconv.Itoa(occurrence) + "/" + strconv.Itoa(step+1)
}

// MessageID is the identity of the message or task that a rule, given by its path,
// sends about a subject: occurrence counts from 0, step from 1.
func MessageID(shop, customer, path, subject string, occurrence, step int) string {
	return messageID(shop, customer, path, subject, occurrence, step-1)
}

// prefix begins the identity of every message of a firing.
func prefix(shop, customer, path, subject string) string {
	return "v1:" + escape(shop) + "/" + escape(customer) + "/" + path + "/" + escape(subject) + "/"
}

// escape keeps the parts of an identity apart, whatever ids a host uses.
func escape(id string) string { return withoutSlash.Replace(id) }

var withoutSlash = strings.NewReplacer("/", "%2F", "%", "%25")

var withSlash = strings.NewReplacer("%2F", "/", "%25", "%")

// postingID is the message's identity in the outbox: one for each channel it is
// tried by.
func (s *Step) postingID(f *remember.Firing) string { return s.messageID(f) + "@" + f.Via.String() }

// wakeFor has the flow of a firing asked at an instant at the latest.
func (s *Step) wakeFor(f *remember.Firing, at ask.Instant) { f.Subject.Wakes.Earlier(f.Flow(), at) }
