package remember

import (
	"cmp"
	"slices"
	"unsafe"

	"github.com/tiexin-go/tiexin"
)

// Two ids turn out to be one person: how the memory of one is taken into that of the
// other. Nothing in it depends on what was heard under which id, so far as a memory holds
// it: a field is as the newest picture had it, whoever it came to.

// HasAbsorbed says that the memory holds what was known under another id.
func (c *Customer) HasAbsorbed(id string) bool {
	_, found := slices.BinarySearch(c.Absorbed, id)
	return found
}

// Leave leaves of the memory only that the customer goes on under another id.
func (c *Customer) Leave(into string) {
	now := c.Now
	c.reset()
	c.Now, c.Into = now, into
}

// Absorb takes in what was known under another id of the same person; own is the id that
// goes on. The other memory is used up. Of a rule that had begun about the same subject
// under both ids one firing goes on, the further one; Absorb returns the others.
func (c *Customer) Absorb(own, other string, from *Customer) (aside []*Firing) {
	if c.IsOld(from.Now) { // the person was forgotten while it was on its way
		from.ForgetAll(c.Forgotten)
	}
	c.alias(own, other, from)
	c.Absorbed = append(append(c.Absorbed, other), from.Absorbed...)
	slices.Sort(c.Absorbed)
	c.Absorbed = slices.Compact(c.Absorbed)
	switch c.Moments = c.MomentsTo(); {
	case c.Now == 0: // nothing was known under this id
		c.Moments = from.MomentsTo()
	case from.Now != 0: // what came under either id, and nobody has looked at, is asked once more
		c.Moments = min(c.Moments, from.MomentsTo())
	}
	c.Now, c.LastSaid, c.TimesForgotten = max(c.Now, from.Now), max(c.LastSaid, from.LastSaid), max(c.TimesForgotten, from.TimesForgotten)
	if c.Stage == 0 {
		c.Stage = from.Stage
	}
	c.MovedAt = max(c.MovedAt, from.MovedAt)
	c.absorbConsents(from)
	c.absorbPerson(from)
	c.tallied.changed()
	c.Tally.absorb(&from.Tally)
	c.absorbSaid(from)
	c.Loose = hearAll(c.Loose, from.Loose)
	aside = append(aside, c.Subject.absorb(&from.Subject, false)...)
	for _, o := range from.Orders {
		known := len(c.Orders)
		mine := c.orderOf(o.ID)
		mine.Picture.absorb(orderFields, &o.Picture, &mine.Thing.Attr)
		for _, r := range o.Refunds {
			mine.absorbRefund(r)
		}
		isNew := len(c.Orders) > known
		aside = append(aside, mine.Subject.absorb(&o.Subject, isNew)...)
		if !isNew {
			c.count(mine)
		}
	}
	for _, p := range from.Parcels {
		known := len(c.Parcels)
		picture := p.Thing
		picture.ID, picture.OrderID = p.ID, p.Order
		mine := c.parcelOf(&picture)
		mine.Picture.absorb(parcelFields, &p.Picture, nil)
		for _, m := range p.befell {
			mine.be(m.state, m.first)
			mine.be(m.state, m.last)
		}
		mine.scanned = max(mine.scanned, p.scanned)
		aside = append(aside, mine.Subject.absorb(&p.Subject, len(c.Parcels) > known)...)
	}
	for _, h := range from.Chats {
		known := len(c.Chats)
		mine := c.chat(h.ID)
		mine.Picture.absorb(chatFields, &h.Picture, nil)
		theirs := [...]int64{h.Opened, h.Talked, h.Trouble, h.Complained, h.Closed, h.Asked, h.Answered}
		for i, at := range [...]*int64{&mine.Opened, &mine.Talked, &mine.Trouble, &mine.Complained, &mine.Closed, &mine.Asked, &mine.Answered} {
			*at = max(*at, theirs[i])
		}
		aside = append(aside, mine.Subject.absorb(&h.Subject, len(c.Chats) > known)...)
	}
	aside = append(aside, c.absorbChildren(from)...)
	c.seen.absorb(from.seen, seenMost, nil)
	c.gone.absorb(from.gone, goneMost, func(sum uint64) bool { // what one of them still knows is not gone
		return slices.ContainsFunc(c.Orders, func(o *Order) bool { return Hash(o.ID) == sum })
	})
	c.bad.absorb(from.bad, badMost, nil)
	c.Elsewhere = c.Elsewhere || from.Elsewhere
	c.absorbAnswers(from, aside)
	c.each(func(s *Subject) { s.Settled = false })
	return aside
}

// alias opens everything of both memories, and has each firing keep the identity of its
// messages.
func (c *Customer) alias(own, other string, from *Customer) {
	from.Subjects(Everything, func(s *Subject) {
		for _, f := range s.Firings {
			if f.As == nil {
				f.As = &Alias{Customer: other, Times: from.TimesForgotten}
			}
		}
	})
	c.Subjects(Everything, func(s *Subject) {
		for _, f := range s.Firings {
			if f.As == nil && from.TimesForgotten > c.TimesForgotten {
				f.As = &Alias{Customer: own, Times: c.TimesForgotten}
			}
		}
	})
}

// absorbConsents puts what was allowed and refused together. What either id had said
// before it was forgotten counts only where it is a refusal.
func (c *Customer) absorbConsents(from *Customer) {
	all := append(c.Consents, from.Consents...)
	c.Consents, c.Forgotten = nil, max(c.Forgotten, from.Forgotten)
	for _, said := range all {
		c.AddConsent(said)
	}
}

// absorbPerson puts the pictures of the customer together. Who is blocked under one id is
// blocked, until somebody lifts it after that.
func (c *Customer) absorbPerson(from *Customer) {
	blocked, by := c.Thing.Blocked, c.Thing.BlockedBy
	if !blocked {
		blocked, by = from.Thing.Blocked, from.Thing.BlockedBy
	}
	c.Picture.absorb(customerFields, &from.Picture, &c.Thing.Attr)
	if blocked && !c.Thing.Blocked {
		c.Thing.Blocked, c.Thing.BlockedBy = true, by
	}
	var listed int64
	if len(c.stamps) > 0 {
		listed = *c.Picture.stamp(customerFields, unsafe.Pointer(&c.Thing.Tags))
	}
	for _, l := range from.tagged {
		i, found := slices.BinarySearchFunc(c.tagged, l.tag, func(l label, tag string) int { return cmp.Compare(l.tag, tag) })
		if found {
			c.tagged[i].at = max(c.tagged[i].at, l.at)
		} else {
			c.tagged = slices.Insert(c.tagged, i, l)
		}
	}
	c.tagged = slices.DeleteFunc(c.tagged, func(l label) bool { return l.at < listed })
}

// absorbSaid puts together what was said under both ids: limits count it for the person.
func (c *Customer) absorbSaid(from *Customer) {
	c.said.changed()
	c.Slots = append(c.SlotsSince(0), from.SlotsSince(0)...)
	slices.SortStableFunc(c.Slots, func(a, b Slot) int { return cmp.Compare(a.At, b.At) })
	for _, g := range from.Merges {
		switch mine := c.MergeWindow(g.Flow, g.Step); {
		case mine == nil:
			c.Merges = append(c.Merges, g)
		case mine.At < g.At:
			*mine = g
		}
	}
}

// absorb takes in what was known of a subject under another id. Fresh: only there.
func (s *Subject) absorb(from *Subject, fresh bool) (aside []*Firing) {
	s.Heard = hearAll(s.Heard, from.Heard)
	for _, b := range from.Begun {
		s.Begun.add(b)
	}
	for _, w := range from.Wakes {
		s.Wakes.Earlier(w.flow, w.at)
	}
	if s.Ended = s.Ended[:0]; fresh { // else with the facts of both it may not be over
		s.Ended = append(s.Ended, from.Ended...)
	}
	for _, f := range from.Firings {
		f.Subject = s
		i, found := slices.BinarySearchFunc(s.Firings, f.Rule, byRule)
		switch {
		case !found:
			s.Firings = slices.Insert(s.Firings, i, f)
		case f.furtherThan(s.Firings[i]):
			aside = append(aside, s.Firings[i])
			s.Firings[i] = f
		default:
			aside = append(aside, f)
		}
	}
	return aside
}

// furtherThan says which of two firings of one rule about one subject goes on: one that
// has spoken before one that ended in silence, that before one that is about to speak. Of
// two that wait it is the one that was due first: of several events the earliest counts.
// Of two that moments began it is the one of the later moment.
func (f *Firing) furtherThan(g *Firing) bool {
	if f.Occasion != 0 && g.Occasion != 0 && f.Occasion != g.Occasion {
		return f.Occasion > g.Occasion
	}
	if f.state == Waiting && g.state == Waiting && f.Times == g.Times {
		return f.Due != 0 && (g.Due == 0 || f.Due < g.Due)
	}
	return cmp.Or(cmp.Compare(f.rank(), g.rank()), cmp.Compare(f.Said, g.Said), cmp.Compare(f.Step, g.Step), cmp.Compare(f.Times, g.Times)) > 0
}

func (f *Firing) rank() int {
	switch {
	case f.state == Spoken || f.Step > 0 || f.Times > 0:
		return 4
	case f.state == UsedUp:
		return 3
	case f.state == Tasking:
		return 2
	case f.state == Handing:
		return 1
	}
	return 0
}

// hearAll takes over what was heard under another id.
func hearAll(hs, more []Heard) []Heard {
	for _, h := range more {
		hs = Hear(Hear(hs, h.Event, h.First), h.Event, h.Last)
	}
	return hs
}

// absorb takes over the fields of another picture of the same thing that are newer; own
// is where the thing has the host's own words, nil: it has none.
func (p *Picture[T]) absorb(f *fields[T], from *Picture[T], own *map[string]string) {
	p.read.changed()
	if p.stamps == nil {
		p.stamps = make([]int64, len(f.Kept))
	}
	thing, picture := unsafe.Pointer(&p.Thing), unsafe.Pointer(&from.Thing)
	for i, stamp := range from.stamps {
		k, had := &f.Kept[i], p.stamps[i]
		if stamp == 0 || had != 0 && stamp < had {
			continue
		}
		if differs := k.Compare(picture, thing); stamp == had && (stamp == guessed) != (differs < 0) {
			continue // the larger stays, and of guesses the earlier
		}
		k.Assign(thing, picture)
		p.stamps[i] = stamp
	}
	for _, u := range from.later {
		i := slices.IndexFunc(p.later, func(mine unknown) bool { return mine.key == u.key })
		switch {
		case i < 0:
			p.later = append(p.later, u)
		case p.later[i].stamp < u.stamp:
			p.later[i] = u
		}
	}
	for _, a := range from.attrs {
		p.addAttrs(own, map[string]string{a.key: a.value}, a.at)
	}
}

// absorbRefund takes over what is known of a refund under another id.
func (o *Order) absorbRefund(r Refund) {
	i, found := slices.BinarySearchFunc(o.Refunds, r.ID, func(f Refund, id string) int { return cmp.Compare(f.ID, id) })
	if !found {
		o.Refunds = slices.Insert(o.Refunds, i, r)
		return
	}
	f := &o.Refunds[i]
	newest(&f.Amount, &f.amountAt, r.Amount, r.amountAt)
	newest(&f.Reason, &f.reasonAt, r.Reason, r.reasonAt)
	newest(&f.URL, &f.urlAt, r.URL, r.urlAt)
	f.item, f.Full = cmp.Or(f.item, r.item), f.Full || r.Full
	f.opened, f.ended = max(f.opened, r.opened), max(f.ended, r.ended)
	if f.At == 0 || f.atGuessed && (!r.atGuessed || r.At < f.At) || !f.atGuessed && !r.atGuessed && r.At > f.At {
		f.At, f.atGuessed = r.At, r.atGuessed
	}
	if r.Done != 0 && (f.Done == 0 || f.doneGuessed && !r.doneGuessed || f.doneGuessed == r.doneGuessed && r.Done < f.Done) {
		f.Done, f.doneGuessed = r.Done, r.doneGuessed
	}
}

// absorb puts two tallies together. Each base counts what was bought under its id, so
// they are added, as of the later one; an order that both know counts once.
func (t *Tally) absorb(from *Tally) {
	for _, p := range from.paid {
		if t.knows(p.order) {
			from.drop(p.order)
		}
	}
	asOf := max(t.asOf, from.asOf)
	orders, spent := t.totalAt(asOf)
	more, also := from.totalAt(asOf)
	t.asOf, t.orders, t.spent = asOf, orders+more, spent+also
	if t.first == 0 || from.first != 0 && from.first < t.first {
		t.first = from.first
	}
	t.last = max(t.last, from.last)
	t.paid = append(t.paid, from.paid...)
	slices.SortFunc(t.paid, func(a, b payment) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.order, b.order)) })
	t.back = append(t.back, from.back...)
	sortRepayments(t.back)
	t.setBought(append(slices.Clone(t.bought), from.bought...))
	t.unlisted, t.unlistedTo = t.unlisted+from.unlisted, max(t.unlistedTo, from.unlistedTo)
	t.relist()
}

// drop takes an order out of the tally.
func (t *Tally) drop(order string) {
	t.paid = slices.DeleteFunc(slices.Clone(t.paid), func(p payment) bool { return p.order == order })
	t.back = slices.DeleteFunc(t.back, func(r repayment) bool { return r.order == order })
	t.bought = slices.DeleteFunc(t.bought, func(p Purchase) bool { return p.order == order })
}

// totalAt is the base of the tally moved to an instant that is not before it.
func (t *Tally) totalAt(at int64) (orders int, spent tiexin.Money) {
	orders, spent = t.orders, t.spent
	for _, p := range t.paid {
		if p.at > t.asOf && p.at <= at {
			orders, spent = orders+1, spent+p.amount
		}
	}
	for _, r := range t.back {
		if r.at <= at && t.takesOff(r) {
			spent -= r.amount
			if r.whole {
				orders--
			}
		}
	}
	return max(orders, 0), max(spent, 0)
}

// absorb notes what others noted, but not what is to be left out; of more than most the
// oldest go.
func (m *Marks) absorb(from Marks, most int, without func(sum uint64) bool) {
	type mark struct {
		sum uint64
		at  int64
	}
	var all []mark
	for rest := slices.Concat(*m, from); len(rest) > 0; rest = rest[markSize:] {
		one := mark{rest.sum(), rest.oldest()}
		if !slices.ContainsFunc(all, func(x mark) bool { return x.sum == one.sum }) && (without == nil || !without(one.sum)) {
			all = append(all, one)
		}
	}
	slices.SortFunc(all, func(a, b mark) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.sum, b.sum)) })
	*m = (*m)[:0]
	for _, one := range all {
		m.note(one.sum, one.at, most)
	}
}
