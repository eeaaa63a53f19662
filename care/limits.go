package care

import (
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A pause is how long the limits that wait hold a message back.
type pause struct {
	until  rule.Instant
	reason Reason
	by     string
}

// pauseFor finds the first instant at which no waiting limit holds a message
// back: the end of one may lie in another.
func (s *step) pauseFor(g *going, k channel.Kind, cost channel.Cost) pause {
	st := g.rule.Steps[g.step]
	p := pause{until: s.now}
	for range 1000 { // stretches of quiet that leave no gap never end: the deadline does
		longer, reason, by := s.heldUntil(g, st, k, cost, p.until)
		if longer <= p.until {
			return p
		}
		if p.reason == 0 {
			p.reason, p.by = reason, by
		}
		if p.until = longer; longer >= g.deadline {
			break
		}
	}
	return p
}

// heldUntil is the latest end of the waiting limits that hold a message back at
// an instant.
func (s *step) heldUntil(g *going, st *rule.Step, k channel.Kind, cost channel.Cost, at rule.Instant) (until rule.Instant, reason Reason, by string) {
	longer := func(end rule.Instant, why Reason, name string) {
		if end > max(at, until) {
			until, reason, by = end, why, name
		}
	}
	clock := at.Time(s.rules.Shop.Zone)
	if !st.Task {
		for _, c := range s.rules.Caps {
			if c.Wait && c.Covers(g.flow, k) && !g.rule.Exempts(st, c.Name) {
				longer(s.freeAt(c), Capped, c.Name)
			}
		}
		for _, b := range s.rules.Budgets {
			if b.Wait && b.Covers(g.flow, k) && !g.rule.Exempts(st, b.Name) {
				longer(s.means.budgets.freeAt(s.key.Shop, b, cost, s.clock()), Capped, b.Name)
			}
		}
	}
	for _, q := range s.rules.Quiets {
		if !q.Drop && q.Covers(g.flow, k) && (q.Fixed || !g.rule.Exempts(st, q.Name)) {
			if end, quiet := q.Holds(clock); quiet {
				longer(rule.InstantOf(end), QuietHours, q.Name)
			}
		}
	}
	return until, reason, by
}

// freeAt is when a cap has a free slot: now, or when enough of those it counts
// have left its window.
func (s *step) freeAt(c *rule.Cap) rule.Instant {
	var counted []int64
	start := c.Window.Start(s.clock()).UnixMilli()
	for _, t := range s.mem.slots {
		if t.at >= start && c.Counts(t.purpose, t.kind, t.flow) {
			counted = append(counted, t.at)
		}
	}
	if len(counted) < c.AtMost {
		return s.now
	}
	if c.AtMost == 0 {
		return rule.Forever
	}
	slices.Sort(counted)
	leaves := counted[len(counted)-c.AtMost]
	return rule.InstantOf(c.Window.Leaves(time.UnixMilli(leaves).In(s.rules.Shop.Zone)))
}

// giveBack frees the slot and the money of a message that failed for good.
func (s *step) giveBack(id string) {
	s.mem.slots = slices.DeleteFunc(s.mem.slots, func(t slot) bool {
		if t.id == id {
			s.refund(t)
		}
		return t.id == id
	})
}

// forget drops what no rule can ask for any more.
func (m *memory) forget(now int64) {
	const slotsFor = 400 * 24 * time.Hour
	m.slots = slices.DeleteFunc(m.slots, func(t slot) bool { return now-t.at > slotsFor.Milliseconds() })
	m.merges = slices.DeleteFunc(m.merges, func(g mergeWindow) bool { return now-g.at > slotsFor.Milliseconds() })
	const chatsFor = 90 * 24 * time.Hour
	m.chats = slices.DeleteFunc(m.chats, func(c chat) bool { return c.closed != 0 && !c.open() && now-c.closed > chatsFor.Milliseconds() })
	m.orders = slices.DeleteFunc(m.orders, func(o *order) bool {
		if !o.forgotten(now) {
			return false
		}
		m.firings = slices.DeleteFunc(m.firings, func(f *firing) bool { return f.subject == o.id })
		m.gone.note(o.id, now, goneMost)
		return true
	})
}

// outgrown says that an order is to be forgotten.
func (m *memory) outgrown(now int64) bool {
	return slices.ContainsFunc(m.orders, func(o *order) bool { return o.forgotten(now) })
}

// orderFor is how long an order is remembered after it is over: long enough for
// late events to find it.
const orderFor = 100 * 24 * time.Hour

func (o *order) forgotten(now int64) bool {
	over := o.closedAt()
	if over == 0 && !o.thing.SucceededAt.IsZero() {
		over = o.thing.SucceededAt.UnixMilli()
	}
	if over == 0 && o.waitsForPayment() && !o.thing.CreatedAt.IsZero() {
		over = o.thing.CreatedAt.UnixMilli() // closed by itself, and nobody said so
	}
	return over != 0 && len(o.wakes) == 0 && now-over > orderFor.Milliseconds()
}
