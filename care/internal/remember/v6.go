package remember

import (
	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/channel"
)

// Blobs of version 6 are read, and written as this version has them. In them values
// stand one after the other without numbers; flags say which lists hold anything.

func (c *Customer) getV6(r *Reader) {
	c.Now = r.Int()
	r.now = c.Now
	held := flagsV6(r)
	c.Picture.getV6(r, customerFields)
	eachV6(r, held.next(), func() { c.tagged = append(c.tagged, label{tag: r.Text(), at: r.instant()}) })
	eachV6(r, held.next(), func() { c.Consents = append(c.Consents, consentV6(r)) })
	eachV6(r, held.next(), func() {
		h := c.newChat("")
		c.Chats = append(c.Chats, h)
		h.getV6(r, c)
	})
	if held.next() {
		c.gone = append(c.gone, r.bytes(countV6(r)*markSize)...)
	}
	c.Loose = heardV6(r, held.next(), c.Loose)
	if held.next() {
		for i := range 8 {
			c.mark |= uint64(r.Byte()) << (8 * i)
		}
	}
	if held.next() {
		eachV6(r, true, func() { c.packV6(pack{last: r.instant(), at: r.instant(), frame: r.Text()}) })
		eachV6(r, true, func() { c.Slots = append(c.Slots, slotV6(r)) })
	}
	eachV6(r, held.next(), func() {
		c.Merges = append(c.Merges, MergeWindow{Flow: r.Text(), Step: int(r.Uint()), At: r.instant(), Rule: r.Text(), Subject: r.Text()})
	})
	c.LastSaid = r.instant()
	if c.Forgotten = r.instant(); c.Forgotten != 0 {
		c.TimesForgotten = int(r.Uint())
	}
	c.seen = append(c.seen, r.bytes(countV6(r)*markSize)...)
	c.Subject.getV6(r, c)
	eachV6(r, true, func() {
		o := c.newOrder("")
		o.Subject.headV6(r)
		c.Orders = append(c.Orders, o)
		c.openFrame(&o.Subject, o.getV6)
	})
	eachV6(r, true, func() {
		p := c.newParcel("", r.orderOf(c.Orders))
		p.Subject.headV6(r)
		c.Parcels = append(c.Parcels, p)
		c.openFrame(&p.Subject, p.getV6)
	})
	c.Tally.getV6(r, c.Orders)
}

// flagsV6 are taken one after the other.
type flagV6 byte

func flagsV6(r *Reader) flagV6 { return flagV6(r.Byte()) }

func (f *flagV6) next() bool {
	is := *f&1 != 0
	*f >>= 1
	return is
}

// countV6 reads how many of something follow; each takes a byte at least.
func countV6(r *Reader) int {
	n := r.Uint()
	if n > uint64(len(r.Data)-r.At) {
		r.Fail("a list is longer than what is left")
		return 0
	}
	return int(n)
}

func eachV6(r *Reader, held bool, get func()) {
	if !held {
		return
	}
	for range countV6(r) {
		if r.Err != nil {
			return
		}
		get()
	}
}

func (s *Subject) headV6(r *Reader) {
	s.ID = r.Text()
	r.Uint() // when it wants to be asked: its flows say it too
	s.rests = r.instant()
	s.Settled = r.Byte() == 1
	s.at = r.instant()
	if s.frame = r.Text(); s.frame == "" {
		r.Fail("a subject without anything")
	}
}

func (s *Subject) getV6(r *Reader, c *Customer) {
	held := flagsV6(r)
	s.Heard = heardV6(r, held.next(), s.Heard)
	eachV6(r, held.next(), func() { s.Wakes = append(s.Wakes, flowWake{flow: r.Text(), at: ask.At(r.now) + ask.Instant(r.Int())}) })
	eachV6(r, held.next(), func() { s.Ended.Add(r.Text()) })
	eachV6(r, held.next(), func() {
		f := c.newFiring()
		f.Subject = s
		s.Firings = append(s.Firings, f)
		f.getV6(r)
	})
	eachV6(r, held.next(), func() {
		event, ok := tiexin.EventTypeOf(r.Byte())
		if !ok {
			r.Fail("an unknown type of event")
		}
		s.Begun = append(s.Begun, Beginning{Event: event, At: r.instant(), rules: []byte(r.bytes(8 * countV6(r)))})
	})
}

func (o *Order) getV6(r *Reader, c *Customer) {
	o.Picture.getV6(r, orderFields)
	o.Thing.Attr = attrMap(o.attrs)
	eachV6(r, true, func() {
		f := Refund{ID: r.Text()}
		for _, at := range [...]*int64{&f.opened, &f.ended, &f.Done, &f.At, &f.amountAt, &f.reasonAt, &f.urlAt} {
			*at = r.instant()
		}
		flags := flagsV6(r)
		f.doneGuessed, f.atGuessed, f.Full = flags.next(), flags.next(), flags.next()
		f.item, f.Amount, f.Reason, f.URL = r.Text(), tiexin.Money(r.Int()), r.Text(), r.Text()
		o.Refunds = append(o.Refunds, f)
	})
	o.Subject.getV6(r, c)
	o.Thing.ID = o.ID
}

func (p *Parcel) getV6(r *Reader, c *Customer) {
	p.Picture.getV6(r, parcelFields)
	eachV6(r, true, func() {
		m := moment{state: state(r.Byte()), first: r.instant(), last: r.instant()}
		if m.state >= states {
			r.Fail("an unknown state of a parcel")
			m.state = noState
		}
		p.befell = append(p.befell, m)
	})
	p.scanned = r.instant()
	p.Subject.getV6(r, c)
}

func (h *Chat) getV6(r *Reader, c *Customer) {
	h.ID = r.Text()
	h.Picture.getV6(r, chatFields)
	for _, at := range [...]*int64{&h.Opened, &h.Talked, &h.Trouble, &h.Complained, &h.Closed, &h.Asked, &h.Answered} {
		*at = r.instant()
	}
	h.Subject.getV6(r, c)
}

func heardV6(r *Reader, held bool, into []Heard) []Heard {
	eachV6(r, held, func() {
		number := r.Byte()
		event, ok := tiexin.EventTypeOf(number)
		if !ok {
			r.Fail("an unknown type of event")
		}
		first := r.instant()
		into = append(into, Heard{Event: event, number: number, First: first, Last: first + r.Int()})
	})
	return into
}

func consentV6(r *Reader) tiexin.Consent {
	return tiexin.Consent{
		ID: r.Text(), Channel: r.Text(), Purpose: tiexin.Purpose(r.Text()), Source: r.Text(), Proof: r.Text(), Refused: r.Byte() == 1,
		At: timeOf(r.instant()), Expires: timeOf(r.instant()),
	}
}

// packV6 has the messages of a pack packed anew.
func (c *Customer) packV6(p pack) {
	r := Reader{Data: p.frame, now: p.at}
	eachV6(&r, true, func() { c.Slots = append(c.Slots, slotV6(&r)) })
	c.note(&r)
}

func slotV6(r *Reader) Slot {
	return Slot{
		ID: r.Text(), At: r.instant(), Kind: channel.Kind(r.Byte()), Purpose: tiexin.Purpose(r.Text()), Flow: r.Text(),
		Cost: channel.Cost(r.Int()), Came: Came(r.Byte()),
	}
}

func (p *Picture[T]) getV6(r *Reader, f *fields[T]) {
	p.getFieldsV6(r, f, guessed)
	stamp := r.now
	eachV6(r, true, func() {
		stamp += r.Int()
		p.getFieldsV6(r, f, stamp)
	})
	last := r.now
	eachV6(r, true, func() {
		a := attr{key: r.Text(), value: r.Text(), at: last + r.Int()}
		last = a.at
		p.attrs = append(p.attrs, a)
	})
}

func (p *Picture[T]) getFieldsV6(r *Reader, f *fields[T], stamp int64) {
	p.begin(f)
	eachV6(r, true, func() { p.getField(r, f, stamp) })
}

func (f *Firing) getV6(r *Reader) {
	f.Rule, f.Number, f.state = r.Text(), int(r.Uint()), State(r.Byte())
	flags := flagsV6(r)
	more := flags.next()
	f.Asked, f.Merged, f.Apart, f.Approved, f.Reviewing = flags.next(), flags.next(), flags.next(), flags.next(), flags.next()
	f.Due = r.instant()
	if more {
		f.Times, f.Step, f.StepAt, f.Said = int(r.Uint()), int(r.Uint()), r.instant(), r.instant()
		f.Via, f.Until, f.Closed, f.ClosedBefore = channel.Kind(r.Byte()), r.instant(), channel.Set(r.Uint()), channel.Set(r.Uint())
		eachV6(r, true, func() {
			f.Failures = append(f.Failures, Failure{Via: channel.Kind(r.Byte()), Late: r.Byte() == 1, Why: r.Text()})
		})
		f.Reason = Reason(r.Byte())
		f.By, f.Brought, f.Begun = r.Text(), r.Text(), r.Text()
		f.Shown = r.Uint()
	}
	f.check(r)
}

func (t *Tally) getV6(r *Reader, known []*Order) {
	held := flagsV6(r)
	if held.next() {
		t.asOf, t.orders, t.spent, t.first, t.last = r.instant(), int(r.Int()), tiexin.Money(r.Int()), r.instant(), r.instant()
	}
	eachV6(r, held.next(), func() {
		t.paid = append(t.paid, payment{order: r.orderOf(known), at: r.instant(), amount: tiexin.Money(r.Int())})
	})
	eachV6(r, held.next(), func() {
		t.back = append(t.back, repayment{order: r.orderOf(known), at: r.instant(), amount: tiexin.Money(r.Int()), whole: r.Byte() == 1})
	})
	eachV6(r, held.next(), func() {
		t.bought = append(t.bought, Purchase{category: r.Text(), order: r.orderOf(known), at: r.instant()})
	})
}
