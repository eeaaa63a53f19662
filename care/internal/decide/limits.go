package decide

import (
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A pause is how long the limits that wait hold a message back.
type pause struct {
	until  ask.Instant
	reason remember.Reason
	by     string
}

// pauseFor finds the first instant at which no waiting limit holds a message
// back by a way: the end of one may lie in another.
func (a *attempt) pauseFor(w *channel.Way) pause {
	p := pause{until: a.now}
	for range 1000 { // stretches of quiet that leave no gap never end: the deadline does
		longer, reason, by := a.heldUntil(w, p.until)
		if longer <= p.until {
			return p
		}
		if p.reason == 0 {
			p.reason, p.by = reason, by
		}
		if p.until = longer; longer >= a.deadline {
			break
		}
	}
	return p
}

// heldUntil is the latest end of the waiting limits that hold a message back at
// an instant.
func (a *attempt) heldUntil(w *channel.Way, at ask.Instant) (until ask.Instant, reason remember.Reason, by string) {
	flow, k := a.rule.Flow, w.Kind
	longer := func(end ask.Instant, why remember.Reason, name string) {
		if end > max(at, until) {
			until, reason, by = end, why, name
		}
	}
	clock := at.Time(a.rules.Shop.Zone)
	if !a.what.Task {
		for _, x := range a.rules.Caps {
			if x.Wait && x.Covers(flow, k) && !a.rule.Exempts(a.what, x.Name) {
				longer(a.freeAt(x), remember.Capped, x.Name)
			}
		}
		for _, b := range a.rules.Budgets {
			if b.Wait && b.Covers(flow, k) && !a.rule.Exempts(a.what, b.Name) {
				longer(a.means.Budgets.freeAt(a.shop, b, a.text(k, w.Address).cost, a.Step.clock()), remember.Capped, b.Name)
			}
		}
	}
	for _, q := range a.rules.Quiets {
		if !q.Drop && a.hushed(q, k) {
			if end, quiet := q.Holds(clock); quiet {
				longer(ask.InstantOf(end), remember.QuietHours, q.Name)
			}
		}
	}
	return until, reason, by
}

// freeAt is when a cap has a free slot: now, or when enough of those it counts
// have left its window.
func (s *Step) freeAt(c *rule.Cap) ask.Instant {
	if !s.isFull(c) {
		return s.now
	}
	if c.AtMost == 0 {
		return ask.Forever
	}
	counted := s.room.counted
	slices.Sort(counted)
	leaves := counted[len(counted)-c.AtMost]
	return ask.InstantOf(c.Window.Leaves(time.UnixMilli(leaves).In(s.rules.Shop.Zone)))
}

// isFull says that a cap has no free slot: so many messages count in its window. When those
// were decided stands in the room.
func (s *Step) isFull(c *rule.Cap) bool {
	counted := s.room.counted[:0]
	start := c.Window.Start(s.clock()).UnixMilli()
	for _, t := range s.mem.SlotsSince(start) {
		if t.At >= start && c.Counts(t.Purpose, t.Kind, t.Flow) {
			counted = append(counted, t.At)
		}
	}
	s.room.counted = counted
	return len(counted) >= c.AtMost
}

// charge takes the cost of a message out of the budgets it falls under; exempt says
// by whose name it may be more than is left. It says false, and takes nothing, when
// another customer's message has meanwhile taken what was left.
func (s *Step) charge(f *rule.Flow, k channel.Kind, cost channel.Cost, exempt func(limit string) bool) bool {
	if cost == 0 {
		return true
	}
	before := len(s.Entries)
	for _, b := range s.rules.Budgets {
		if !b.Covers(f, k) {
			continue
		}
		e := expense{at: entryAt(b, s.clock()), partition: s.partition, cost: cost}
		if !s.means.Budgets.take(s.shop, b, e, s.clock(), exempt(b.Name)) {
			s.means.Budgets.Undo(s.Entries[before:])
			s.Entries = s.Entries[:before]
			return false
		}
		s.Entries = append(s.Entries, Entry{budgetKey{s.shop, b.Name}, e})
	}
	return true
}

// costOf is what a message costs, as it was composed, and for how many parts; 0: nothing is
// billed.
func (s *Step) costOf(m *channel.Message) (parts int, cost channel.Cost) {
	text := m.Text
	if m.Kind == channel.SMS {
		if whole, err := m.SMS(); err == nil {
			text = whole
		}
	}
	if parts, cost = s.rules.Tariff.Cost(m.Kind, text, m.Address.Phone); cost == 0 {
		parts = 0
	}
	return parts, cost
}

// giveBack frees the slot and the money of a message that failed for good.
func (s *Step) giveBack(id string) {
	if s.mem.Slot(id) == nil {
		return
	}
	s.mem.Slots = slices.DeleteFunc(s.mem.Slots, func(t remember.Slot) bool {
		if t.ID == id {
			s.spend(&t, -t.Cost)
		}
		return t.ID == id
	})
}

// spend takes more for a message out of the budgets that it falls under, whatever is left
// of them; less than nothing is given back.
func (s *Step) spend(t *remember.Slot, cost channel.Cost) {
	if cost == 0 {
		return
	}
	for _, b := range s.rules.Budgets {
		if !b.Counts(t.Purpose, t.Kind, t.Flow) {
			continue
		}
		at := time.UnixMilli(t.At).In(s.rules.Shop.Zone)
		e := Entry{budgetKey{s.shop, b.Name}, expense{at: entryAt(b, at), partition: s.partition, cost: cost}}
		s.means.Budgets.enter(e.key, e.expense)
		s.Entries = append(s.Entries, e)
	}
}

// hushed says that a quiet time holds for the candidate by a channel.
func (c *candidate) hushed(q *rule.Quiet, k channel.Kind) bool {
	return q.Covers(c.rule.Flow, k) && (q.Fixed || !c.rule.Exempts(c.what(), q.Name))
}

// worthUntil is until when a message that goes now is worth sending: to its deadline,
// and not into a quiet time.
func (s *Step) worthUntil(c *candidate, k channel.Kind) ask.Instant {
	until := c.deadline
	for _, q := range s.rules.Quiets {
		if c.hushed(q, k) {
			until = min(until, ask.At(q.Next(s.clock()).UnixMilli()))
		}
	}
	return until
}

// wakingHour is the latest instant up to a deadline at which a person may do a task:
// no deadline lies inside a quiet time.
func (s *Step) wakingHour(c *candidate, k channel.Kind, deadline ask.Instant) ask.Instant {
	for again := deadline < ask.Forever; again; {
		again = false
		for _, q := range s.rules.Quiets {
			if !c.hushed(q, k) {
				continue
			}
			start, _, quiet := q.Stretch(s.time(deadline))
			if quiet && start.UnixMilli() < deadline.Millis() && start.After(s.clock()) {
				deadline, again = ask.At(start.UnixMilli()), true
			}
		}
	}
	return deadline
}
