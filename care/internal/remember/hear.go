package remember

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unsafe"

	"github.com/tiexin-go/tiexin"
)

// A Happening is something that has become true, and when: what an event says, or
// what a picture in another event is the first to show.
type Happening struct {
	Event tiexin.EventType
	At    int64 // milliseconds
	Shown bool  // by a picture
}

// News is what an event changed, and so who has to be asked.
type News struct {
	Customer bool        // something that every subject may look at
	Order    *Order      // that the event names; nil: none
	Parcel   *Parcel     // likewise
	Chat     *Chat       // likewise
	Children []*Child    // of whom rules see something else than before
	Happened []Happening // the event itself first
	Before   []Heard     // what the order went through before this parcel of it was known
}

// Hear takes an event into the memory. Nothing in it depends on the order in which
// events arrive. Order is the id of the order that the event names in other ways
// than by carrying it; empty: none.
func (c *Customer) Hear(e *tiexin.Event, order string) News {
	at := e.At.UnixMilli()
	n := News{Happened: append(c.happened[:0], Happening{Event: e.Type, At: at})}
	grade := c.Thing.Grade
	n.Customer = c.hearCustomer(&e.Customer, e.Type, at)
	if e.Type.Thing() == "consent" {
		said := *e.Consent
		said.Refused, said.At = e.Type == tiexin.EventConsentRevoked, timeOr(said.At, e.At)
		c.hearConsent(said)
		n.Customer = true
	}
	n.Children = c.meetChildren(at)
	n.Customer = n.Customer || len(n.Children) > 0
	if now := c.Thing.Grade; grade != "" && now != grade && e.Type != tiexin.EventCustomerGradeChanged {
		n.Happened = append(n.Happened, Happening{tiexin.EventCustomerGradeChanged, at, true})
	}
	if o := e.Order; o != nil && o.Platform != "" && o.Platform != tiexin.Taobao && o.Platform != tiexin.Tmall {
		c.Elsewhere = true
	}
	if order = orderNamed(e, order); order != "" {
		if forgotten, gone := c.gone.Find(order); gone {
			n.Customer = e.Order != nil && c.countLate(e, at, forgotten) || n.Customer
			c.relist()
			c.happened = n.Happened
			return n
		}
		c.hearOrder(e, order, at, &n)
	}
	if e.Chat != nil {
		n.Chat = c.chat(e.Chat.ID)
		over := n.Chat.Closed != 0 && !n.Chat.Goes()
		if n.Chat.read(e, at); over && n.Chat.Goes() && n.Chat.ID == "" {
			n.Chat.renew(at)
		}
		n.Chat.Heard = Hear(n.Chat.Heard, e.Type, at)
		n.Customer = true
	}
	switch e.Type.Thing() {
	case "order", "parcel", "message", "task":
	case "review", "survey":
		n.Customer = n.Customer || order == ""
	default:
		n.Customer = true
	}
	c.relist()
	for _, h := range n.Happened {
		c.Heard = Hear(c.Heard, h.Event, h.At)
		if order == "" {
			c.Loose = Hear(c.Loose, h.Event, h.At)
		}
	}
	c.happened = n.Happened
	return n
}

// relist looks anew which orders the tally lists.
func (c *Customer) relist() {
	if c.Tally.relist() {
		c.tallied.changed()
	}
}

// orderNamed is the id of the order that an event names; empty: none.
func orderNamed(e *tiexin.Event, order string) string {
	switch {
	case e.Order != nil:
		return e.Order.ID
	case e.Parcel != nil:
		return e.Parcel.OrderID
	case e.Review != nil && e.Review.OrderID != "":
		return e.Review.OrderID
	case e.Survey != nil && e.Survey.OrderID != "":
		return e.Survey.OrderID
	case e.Chat != nil && e.Chat.OrderID != "":
		return e.Chat.OrderID
	}
	return order
}

// hearOrder takes in what an event says of an order and its parcels.
func (c *Customer) hearOrder(e *tiexin.Event, order string, at int64, n *News) {
	if e.Order == nil && e.Parcel == nil && e.Review == nil && e.Survey == nil {
		if n.Order = c.Order(order); n.Order == nil {
			return // that it was talked of does not make it known
		}
	}
	n.Order = c.orderOf(order)
	o := n.Order
	refunded := o.RefundedAt()
	if e.Order != nil {
		o.read(e, at)
		for _, h := range shows(pictureIn(e), o.Thing.Kind, at) {
			n.show(o.Heard, h)
		}
		if now := o.RefundedAt(); refunded == 0 && now != 0 {
			n.show(o.Heard, Happening{tiexin.EventOrderRefunded, now, true})
		}
		n.Customer = c.count(o) || n.Customer
	}
	if e.Parcel != nil {
		known := len(c.Parcels)
		if n.Parcel = c.parcelOf(e.Parcel); len(c.Parcels) > known {
			n.Before = o.Heard
		}
		p := n.Parcel
		signedAt := p.SignedAt()
		p.read(e, at)
		if now := p.SignedAt(); signedAt == 0 && now != 0 {
			n.show(p.Heard, Happening{tiexin.EventParcelSigned, now, true})
		}
	}
	for _, h := range n.Happened {
		o.Heard = Hear(o.Heard, h.Event, h.At)
		if n.Parcel != nil && (h.Event.Thing() == "parcel" || h.Event.Thing() == "order") {
			n.Parcel.Heard = Hear(n.Parcel.Heard, h.Event, h.At)
		}
	}
}

// show notes what a picture shows, unless the event itself says so or it was heard
// before.
func (n *News) show(before []Heard, h Happening) {
	if _, heard := HeardOf(before, h.Event); heard || h.Event == n.Happened[0].Event {
		return
	}
	n.Happened = append(n.Happened, h)
}

// countLate counts what was paid for an order before it was forgotten, if nobody
// knew that yet: an order that is older than that when it is first heard of.
func (c *Customer) countLate(e *tiexin.Event, at, forgotten int64) (changed bool) {
	o := c.newOrder(e.Order.ID)
	o.read(e, at)
	paid := Millis(o.Thing.PaidAt)
	return paid != 0 && paid <= forgotten && !c.Tally.knows(o.ID) && c.count(o)
}

// orderOf finds an order, or makes room for it.
func (c *Customer) orderOf(id string) *Order {
	if o := c.Order(id); o != nil {
		return o
	}
	i, _ := slices.BinarySearchFunc(c.Orders, id, func(o *Order, id string) int { return cmp.Compare(o.ID, id) })
	c.Orders = slices.Insert(c.Orders, i, c.newOrder(id))
	c.tallied.changed() // it names them by their places
	return c.Orders[i]
}

// parcelOf finds a parcel, or makes room for it. One that was known by its number
// alone is found by it under an id, and the other way round.
func (c *Customer) parcelOf(p *tiexin.Parcel) *Parcel {
	id := p.Key()
	i, found := slices.BinarySearchFunc(c.Parcels, id, func(p *Parcel, id string) int { return cmp.Compare(p.ID, id) })
	if found {
		return c.Parcel(id)
	}
	if p.Number != "" {
		for _, known := range c.ParcelsOf(p.OrderID) {
			if t := &known.Thing; t.Number == p.Number && (t.Carrier == p.Carrier || t.Carrier == "" || p.Carrier == "") {
				return known
			}
		}
	}
	c.Parcels = slices.Insert(c.Parcels, i, c.newParcel(id, p.OrderID))
	return c.Parcels[i]
}

// chat finds a chat, or makes room for it.
func (c *Customer) chat(id string) *Chat {
	i, found := slices.BinarySearchFunc(c.Chats, id, func(h *Chat, id string) int { return cmp.Compare(h.ID, id) })
	if !found {
		c.Chats = slices.Insert(c.Chats, i, c.newChat(id))
	}
	return c.Chats[i]
}

func (c *Customer) hearCustomer(from *tiexin.Customer, event tiexin.EventType, at int64) (changed bool) {
	picture := from
	if event == tiexin.EventCustomerTagged {
		untagged := *from
		untagged.Tags = nil
		picture = &untagged
	}
	changed = c.Picture.add(customerFields, picture, at)
	changed = c.Picture.addAttrs(&c.Thing.Attr, from.Attr, at) || changed
	if event == tiexin.EventCustomerTagged || len(c.tagged) > 0 {
		changed = c.label(from.Tags, event, at) || changed
	}
	for _, said := range from.Consents {
		// What a picture allows without saying when is older than any refusal: it
		// may have been copied from a list that nobody has struck it from yet.
		if said.Refused {
			said.At = timeOr(said.At, time.UnixMilli(at))
		}
		changed = c.hearConsent(said) || changed
	}
	c.showChildren(from.Children, at)
	if c.Tally.setBase(from, at) {
		c.tallied.changed()
		return true
	}
	return changed
}

// A label is a tag that somebody added, and when.
type label struct {
	tag     string
	at      int64
	unknown string // fields
}

// label adds tags one by one, and drops those that a newer list leaves out.
func (c *Customer) label(tags []string, event tiexin.EventType, at int64) (changed bool) {
	listed := *c.Picture.stamp(customerFields, unsafe.Pointer(&c.Thing.Tags))
	if event == tiexin.EventCustomerTagged && at >= listed {
		for _, tag := range tags {
			i, found := slices.BinarySearchFunc(c.tagged, tag, func(l label, tag string) int { return cmp.Compare(l.tag, tag) })
			if found {
				c.tagged[i].at = max(c.tagged[i].at, at)
				continue
			}
			c.tagged = slices.Insert(c.tagged, i, label{tag: tag, at: at})
			changed = true
		}
	}
	before := len(c.tagged)
	c.tagged = slices.DeleteFunc(c.tagged, func(l label) bool { return l.at < listed })
	return changed || len(c.tagged) != before
}

func timeOr(t, or time.Time) time.Time {
	if t.IsZero() {
		return or
	}
	return t
}

// hearConsent keeps what was allowed or refused, and that a consent was revoked by its id.
func (c *Customer) hearConsent(said tiexin.Consent) (changed bool) {
	if said.Refused && said.ID != "" {
		c.noteWithdrawal(withdrawal{consent: Hash(said.ID), at: Millis(said.At)})
	}
	return c.AddConsent(said)
}

// AddConsent keeps evidence: of the same scope and answer the newest, and of two as
// new what lasts longer. Of what was said before the customer was forgotten only
// refusals stay, without their proof; a permission that has no time was. It says whether
// anything changed.
func (c *Customer) AddConsent(said tiexin.Consent) (changed bool) {
	said.At = said.At.UTC().Truncate(time.Millisecond)
	if c.IsOld(Millis(said.At)) {
		if !said.Refused {
			return false
		}
		said = withoutProof(said)
	}
	for i := range c.Consents {
		old := &c.Consents[i]
		if old.Channel == said.Channel && old.Purpose == said.Purpose && old.Refused == said.Refused {
			if changed = compareConsents(said, *old) > 0; changed {
				*old = said
			}
			return changed
		}
	}
	c.Consents = append(c.Consents, said)
	slices.SortFunc(c.Consents, func(a, b tiexin.Consent) int {
		return cmp.Or(cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Purpose, b.Purpose), boolCompare(a.Refused, b.Refused))
	})
	return true
}

func compareConsents(a, b tiexin.Consent) int {
	return cmp.Or(a.At.Compare(b.At), boolCompare(a.Expires.IsZero(), b.Expires.IsZero()), a.Expires.Compare(b.Expires),
		strings.Compare(a.ID, b.ID), strings.Compare(a.Source, b.Source), strings.Compare(a.Proof, b.Proof))
}

// boolCompare puts false before true.
func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}
