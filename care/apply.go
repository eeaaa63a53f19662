package care

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unsafe"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// How long ids of events are remembered, and how many at most. Repeats that come
// later are still harmless: facts are put together regardless of order, and a
// firing is known by its rule and subject.
const (
	seenFor  = 72 * time.Hour
	seenMost = 64
)

// repeated says that the event was taken in before, and remembers it.
func (m *memory) repeated(id string, now int64) bool {
	if _, found := m.seen.find(id); found {
		return true
	}
	m.seen.forget(now - seenFor.Milliseconds())
	m.seen.note(id, now, seenMost)
	return false
}

// goneMost is how many forgotten orders of a customer are still known to be so:
// what comes of them later is news of something long over, and nothing begins
// anew.
const goneMost = 64

// countLate counts what was paid for an order before it was forgotten, if nobody
// knew that yet: an order that is older than that when it is first heard of.
func (m *memory) countLate(e *tiexin.Event, at, forgotten int64) (changed bool) {
	o := m.newOrder(e.Order.ID)
	o.read(e, at)
	paid := millis(o.thing.PaidAt)
	return paid != 0 && paid <= forgotten && !m.tally.knows(o.id) && m.count(o)
}

// change says what an event changed, and so who has to be asked.
type change struct {
	customer bool   // something that every subject may look at
	order    *order // the order it is about; nil: none
}

// apply takes an event into the memory. Nothing in it depends on the order in
// which events arrive.
func (m *memory) apply(e *tiexin.Event) change {
	at := e.At.UnixMilli()
	var c change
	c.customer = m.applyCustomer(&e.Customer, e.Type, at)
	switch e.Type.Thing() {
	case "order":
		if forgotten, gone := m.gone.find(e.Order.ID); gone {
			c.customer = m.countLate(e, at, forgotten) || c.customer
			return c
		}
		c.order = m.applyOrder(e, at)
		c.customer = m.count(c.order) || c.customer
	case "parcel":
		if _, gone := m.gone.find(e.Parcel.OrderID); gone {
			return c
		}
		c.order = m.order(e.Parcel.OrderID)
		c.order.heard = hear(c.order.heard, e.Type, at)
	case "chat":
		m.applyChat(e, at)
		c.customer = true
	case "consent":
		said := *e.Consent
		said.Refused, said.At = e.Type == tiexin.EventConsentRevoked, instantOr(said.At, e.At)
		m.addConsent(said)
		c.customer = true
	case "message":
		c.customer = m.applyReply(e) || c.customer
	case "task":
		c.customer = m.applyRefusedTask(e) || c.customer
	default:
		c.customer = true
	}
	if c.order == nil {
		m.heard = hear(m.heard, e.Type, at)
	}
	return c
}

func (m *memory) applyCustomer(c *tiexin.Customer, event tiexin.EventType, at int64) (changed bool) {
	picture := c
	if event == tiexin.EventCustomerTagged {
		untagged := *c
		untagged.Tags = nil
		picture = &untagged
	}
	changed = m.customer.add(customerFields, picture, at)
	changed = m.customer.addAttrs(&m.customer.thing.Attr, c.Attr, at) || changed
	if event == tiexin.EventCustomerTagged || len(m.tagged) > 0 {
		changed = m.label(c.Tags, event, at) || changed
	}
	for _, said := range c.Consents {
		// What a picture allows without saying when is older than any refusal: it
		// may have been copied from a list that nobody has struck it from yet.
		if said.Refused {
			said.At = instantOr(said.At, time.UnixMilli(at))
		}
		changed = m.addConsent(said) || changed
	}
	return m.tally.setBase(c, at) || changed
}

// label adds tags one by one, and drops those that a newer list leaves out.
func (m *memory) label(tags []string, event tiexin.EventType, at int64) (changed bool) {
	listed := *m.customer.stamp(customerFields, unsafe.Pointer(&m.customer.thing.Tags))
	if event == tiexin.EventCustomerTagged && at >= listed {
		for _, tag := range tags {
			i, found := slices.BinarySearchFunc(m.tagged, tag, func(l label, tag string) int { return cmp.Compare(l.tag, tag) })
			if found {
				m.tagged[i].at = max(m.tagged[i].at, at)
				continue
			}
			m.tagged = slices.Insert(m.tagged, i, label{tag, at})
			changed = true
		}
	}
	before := len(m.tagged)
	m.tagged = slices.DeleteFunc(m.tagged, func(l label) bool { return l.at < listed })
	return changed || len(m.tagged) != before
}

func instantOr(t, or time.Time) time.Time {
	if t.IsZero() {
		return or
	}
	return t
}

// addConsent keeps the evidence: of the same scope and answer the newest, and of
// two as new what lasts longer.
func (m *memory) addConsent(c tiexin.Consent) (changed bool) {
	c.At = c.At.UTC().Truncate(time.Millisecond)
	for i := range m.consents {
		old := &m.consents[i]
		if old.Channel == c.Channel && old.Purpose == c.Purpose && old.Refused == c.Refused {
			if changed = compareConsents(c, *old) > 0; changed {
				*old = c
			}
			return changed
		}
	}
	m.consents = append(m.consents, c)
	slices.SortFunc(m.consents, func(a, b tiexin.Consent) int {
		return cmp.Or(cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Purpose, b.Purpose), boolCompare(a.Refused, b.Refused))
	})
	return true
}

func compareConsents(a, b tiexin.Consent) int {
	return cmp.Or(a.At.Compare(b.At), boolCompare(a.Expires.IsZero(), b.Expires.IsZero()), a.Expires.Compare(b.Expires),
		cmp.Compare(a.ID, b.ID), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Proof, b.Proof))
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

// applyReply hears an SMS that says no.
func (m *memory) applyReply(e *tiexin.Event) bool {
	if e.Type != tiexin.EventMessageReplied || !channel.IsOptOut(e.Message.Text) {
		return false
	}
	via := cmp.Or(e.Message.Channel, channel.SMS.String())
	return m.addConsent(tiexin.Consent{ID: e.ID, Channel: via, Refused: true, At: e.At, Source: via + "_reply", Proof: e.Message.Text})
}

// applyRefusedTask hears a customer who told a person to leave them alone on
// that channel.
func (m *memory) applyRefusedTask(e *tiexin.Event) bool {
	if e.Type != tiexin.EventTaskRefused {
		return false
	}
	_, rest, _ := strings.Cut(e.Task.ID, "/") // behind the shop
	_, rest, _ = strings.Cut(rest, "/")       // behind the customer
	for _, f := range m.firings {
		if f.via != channel.None && strings.HasPrefix(rest, f.idPart()) { // whatever became of the subject since
			return m.addConsent(tiexin.Consent{ID: e.ID, Channel: f.via.String(), Refused: true, At: e.At, Source: "task", Proof: e.Task.Note})
		}
	}
	return false
}

// idPart is what the identity of every message of a firing says of rule and
// subject.
func (f *firing) idPart() string { return f.rule + "/" + withoutSlash.Replace(f.subject) + "/" }

func (m *memory) applyChat(e *tiexin.Event, at int64) {
	i := slices.IndexFunc(m.chats, func(c chat) bool { return c.id == e.Chat.ID })
	if i < 0 {
		m.chats = append(m.chats, chat{id: e.Chat.ID})
		slices.SortFunc(m.chats, func(a, b chat) int { return cmp.Compare(a.id, b.id) })
		i = slices.IndexFunc(m.chats, func(c chat) bool { return c.id == e.Chat.ID })
	}
	c := &m.chats[i]
	switch e.Type {
	case tiexin.EventChatOpened:
		c.opened = max(c.opened, at)
	case tiexin.EventChatPaymentTrouble:
		c.trouble = max(c.trouble, at)
	case tiexin.EventChatComplained:
		c.complained = max(c.complained, at)
	case tiexin.EventChatClosed:
		c.closed = max(c.closed, at)
	case tiexin.EventChatRated: // says how it was, not that it goes on
	default:
		c.talked = max(c.talked, at)
	}
}

func (m *memory) applyOrder(e *tiexin.Event, at int64) *order {
	o := m.order(e.Order.ID)
	o.read(e, at)
	return o
}

// read takes an event into the order it is about.
func (o *order) read(e *tiexin.Event, at int64) {
	o.heard = hear(o.heard, e.Type, at)
	picture := e.Order
	stamp := at
	if !picture.Version.IsZero() {
		stamp = picture.Version.UnixMilli()
	}
	o.add(orderFields, picture, stamp)
	o.addAttrs(&o.thing.Attr, picture.Attr, stamp)
	o.imply(e.Type, picture.Status, e.At)
	word := refundWord(e.Type)
	for _, r := range picture.Refunds {
		if e.Refund != nil || len(picture.Refunds) > 1 && r.Status != "" {
			o.addRefund(r, "", at) // the event is about another
		} else {
			o.addRefund(r, word, at)
		}
	}
	switch {
	case e.Refund != nil:
		o.addRefund(*e.Refund, word, at)
	case len(picture.Refunds) == 0 && word != "", word == tiexin.RefundSucceeded && behind(picture.Refunds):
		o.addRefund(tiexin.Refund{}, word, at)
	}
}

// imply adds what the event itself says: an order.paid without payment time was
// paid when it happened. A status says as much. What a picture states is better
// known than that, whenever it comes.
func (o *order) imply(event tiexin.EventType, status tiexin.OrderStatus, at time.Time) {
	t := &o.thing
	for _, implied := range [...]*time.Time{impliedByEvent(t, event), impliedByStatus(t, status)} {
		if implied != nil {
			o.guess(orderFields, implied, at)
		}
	}
}

func impliedByEvent(t *tiexin.Order, event tiexin.EventType) *time.Time {
	switch event {
	case tiexin.EventOrderCreated:
		return &t.CreatedAt
	case tiexin.EventOrderDepositPaid:
		return &t.DepositAt
	case tiexin.EventOrderPaid:
		return &t.PaidAt
	case tiexin.EventOrderPartlyShipped, tiexin.EventOrderShipped:
		return &t.ShippedAt
	case tiexin.EventOrderSucceeded:
		return &t.SucceededAt
	case tiexin.EventOrderClosed:
		return &t.ClosedAt
	}
	return nil
}

func impliedByStatus(t *tiexin.Order, status tiexin.OrderStatus) *time.Time {
	switch status {
	case tiexin.Held, tiexin.Paid:
		return &t.PaidAt
	case tiexin.PartlyShipped, tiexin.Shipped:
		return &t.ShippedAt
	case tiexin.Signed:
		return &t.SignedAt
	case tiexin.Succeeded:
		return &t.SucceededAt
	case tiexin.Cancelled, tiexin.Closed:
		return &t.ClosedAt
	}
	return nil
}
