package care

import (
	"slices"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// speak lets the message or task go.
func (s *step) speak(g *going, w *channel.Way, a *attempt, ways []channel.Way) rule.Instant {
	f, st, text := g.firing, a.what, a.texts[w.Kind]
	id, now := s.messageID(f), s.now.Millis()
	exempt := func(limit string) bool { return g.rule.Exempts(st, limit) }
	if !st.Task && !s.charge(g.flow, w.Kind, text.cost, exempt) {
		return s.chooseWay(g) // what the budget bears has changed
	}
	f.via, f.said, f.merged = w.Kind, now, false
	said := &Said{ID: id, Via: w.Kind, Text: text.whole, Parts: text.parts, Cost: text.cost}
	verdict, detail := Send, &Detail{Said: said}
	if slices.ContainsFunc(ways, func(w channel.Way) bool { return w.Closed != channel.Open }) {
		detail.Ways = ways
	}
	said.Merged = idsOf(a.others)
	next := rule.Forever
	if st.Task {
		verdict = Task
		next = s.openTask(g, w, text, detail)
	} else {
		said.Message = s.message(g, w, text)
		said.Message.Merged = said.Merged
		s.mem.slots = append(s.mem.slots, slot{id, now, w.Kind, g.flow.Purpose, g.flow.Name, text.cost})
		if s.means.deciding {
			next = s.handedOver(g.rule, f, now)
		} else {
			f.state = handing
			s.send = append(s.send, *said.Message)
		}
	}
	s.speakFor(g, a.others)
	s.emit(g.asking, g.view, verdict, Due, detail)
	return next
}

func (s *step) message(g *going, w *channel.Way, text composed) *channel.Message {
	return &channel.Message{
		ID: s.messageID(g.firing), Shop: s.key.Shop, CustomerID: s.key.Customer, Kind: w.Kind, Purpose: g.flow.Purpose, Address: w.Address,
		Text: text.words, Signature: s.rules.CountedSignature, OptOut: s.rules.OptOut, Wording: g.rule.Steps[g.step].Text.Name, Values: text.values,
		Flow: g.flow.Name, Rule: g.rule.Name, Subject: g.view.id, Step: g.step + 1, NotAfter: s.time(g.deadline),
	}
}

// openTask hands the step to a person.
func (s *step) openTask(g *going, w *channel.Way, text composed, d *Detail) rule.Instant {
	f, st := g.firing, g.rule.Steps[g.step]
	f.state = tasking
	until := g.deadline
	if st.Within > 0 {
		until = min(until, s.now.Add(st.Within))
	}
	f.until = 0
	next := rule.Forever
	if until < rule.Forever {
		f.until = until.Millis()
		if goesOn(g.rule, g.step) {
			next = until
		}
	}
	task := channel.Task{
		ID: d.Said.ID, Shop: s.key.Shop, CustomerID: s.key.Customer, Kind: w.Kind, Form: st.FormBy(w.Kind), Purpose: g.flow.Purpose, Address: w.Address,
		Script: text.words, Owner: st.Owner, Budget: st.Budget, Flow: g.flow.Name, Rule: g.rule.Name, Subject: g.view.id, Step: g.step + 1,
		NotBefore: s.clock(), Deadline: s.time(until), Priority: g.rule.Priority,
	}
	d.Said.Task, d.Until = &task, task.Deadline
	if !s.means.deciding {
		s.open = append(s.open, task)
	}
	return next
}

// handedOver ends a step: its message went, or its task is closed. It says when
// to ask for the next.
func (s *step) handedOver(r *rule.Rule, f *firing, at int64) rule.Instant {
	f.step++
	f.stepAt, f.approved, f.reviewing = at, false, false
	f.closed, f.closedBefore = 0, f.closed
	if f.step < len(r.Steps) {
		f.state = speaking
		return s.now
	}
	return f.allSaid(r)
}

// goesOn says that something follows a step: another one, or the rule anew.
func goesOn(r *rule.Rule, step int) bool {
	return step+1 < len(r.Steps) || r.Again > 0 && len(r.When) == 0
}

// allSaid ends a firing that has no step left, and says when it may begin anew.
func (f *firing) allSaid(r *rule.Rule) rule.Instant {
	f.state = spoken
	if r.Again > 0 && len(r.When) == 0 {
		return rule.At(f.said).Add(r.Again)
	}
	return rule.Forever
}
