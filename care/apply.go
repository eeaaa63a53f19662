package care

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"
	"time"

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
	h := fnv.New64a()
	_, _ = h.Write([]byte(id))
	sum := h.Sum64()
	if slices.ContainsFunc(m.seen, func(s seen) bool { return s.hash == sum }) {
		return true
	}
	m.seen = slices.DeleteFunc(m.seen, func(s seen) bool { return now-s.at > seenFor.Milliseconds() })
	if len(m.seen) >= seenMost {
		m.seen = slices.Delete(m.seen, 0, len(m.seen)-seenMost+1)
	}
	m.seen = append(m.seen, seen{sum, now})
	return false
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
		c.order = m.applyOrder(e, at)
		c.customer = m.count(c.order) || c.customer
	case "parcel":
		c.order = m.order(e.Parcel.OrderID)
		c.order.heard = hear(c.order.heard, e.Type, at)
	case "chat":
		m.applyChat(e, at)
		c.customer = true
	case "consent":
		m.addConsent(*e.Consent, e.Type == tiexin.EventConsentRevoked, e.At)
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
		for _, tag := range c.Tags {
			if i, found := slices.BinarySearch(m.tagged, tag); !found {
				m.tagged = slices.Insert(m.tagged, i, tag)
				changed = true
			}
		}
	}
	changed = m.customer.add(customerFields, picture, at) || changed
	for _, consent := range c.Consents {
		m.addConsent(consent, consent.Refused, time.UnixMilli(at))
		changed = true
	}
	return m.tally.setBase(c, at) || changed
}

// addConsent keeps the evidence: of the same scope and answer the newest.
func (m *memory) addConsent(c tiexin.Consent, refused bool, at time.Time) {
	c.Refused = refused
	if c.At.IsZero() {
		c.At = at
	}
	c.At = c.At.UTC().Truncate(time.Millisecond)
	for i := range m.consents {
		old := &m.consents[i]
		if old.Channel == c.Channel && old.Purpose == c.Purpose && old.Refused == c.Refused {
			if c.At.After(old.At) || c.At.Equal(old.At) && c.ID > old.ID {
				*old = c
			}
			return
		}
	}
	m.consents = append(m.consents, c)
	slices.SortFunc(m.consents, func(a, b tiexin.Consent) int {
		return cmp.Or(cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Purpose, b.Purpose), boolCompare(a.Refused, b.Refused))
	})
}

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
	m.addConsent(tiexin.Consent{ID: e.ID, Channel: via, Source: via + "_reply", Proof: e.Message.Text}, true, e.At)
	return true
}

// applyRefusedTask hears a customer who told a person to leave them alone on
// that channel.
func (m *memory) applyRefusedTask(e *tiexin.Event) bool {
	if e.Type != tiexin.EventTaskRefused {
		return false
	}
	for _, f := range m.firings {
		if strings.Contains(e.Task.ID, "/"+f.rule+"/"+f.subject+"/") && f.via != channel.None { // whatever became of the subject since
			m.addConsent(tiexin.Consent{ID: e.ID, Channel: f.via.String(), Source: "task", Proof: e.Task.Note}, true, e.At)
			return true
		}
	}
	return false
}

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
	o.heard = hear(o.heard, e.Type, at)
	picture := e.Order
	implied(picture, e.Type, e.At)
	stamp := at
	if !picture.Version.IsZero() {
		stamp = picture.Version.UnixMilli()
	}
	o.add(orderFields, picture, stamp)
	for _, r := range picture.Refunds {
		o.addRefund(r, e.Type, at)
	}
	if e.Refund != nil {
		o.addRefund(*e.Refund, e.Type, at)
	} else if len(picture.Refunds) == 0 {
		switch e.Type {
		case tiexin.EventOrderRefundOpened, tiexin.EventOrderRefundClosed, tiexin.EventOrderRefunded:
			o.addRefund(tiexin.Refund{}, e.Type, at)
		}
	}
	return o
}

// implied adds to the picture what the event itself says: an order.paid without
// payment time was paid when it happened. A status says as much.
func implied(o *tiexin.Order, event tiexin.EventType, at time.Time) {
	set := func(t *time.Time) {
		if t.IsZero() {
			*t = at
		}
	}
	switch event {
	case tiexin.EventOrderCreated:
		set(&o.CreatedAt)
	case tiexin.EventOrderDepositPaid:
		set(&o.DepositAt)
	case tiexin.EventOrderPaid:
		set(&o.PaidAt)
	case tiexin.EventOrderPartlyShipped, tiexin.EventOrderShipped:
		set(&o.ShippedAt)
	case tiexin.EventOrderSucceeded:
		set(&o.SucceededAt)
	case tiexin.EventOrderClosed:
		set(&o.ClosedAt)
	}
	switch o.Status {
	case tiexin.Held, tiexin.Paid:
		set(&o.PaidAt)
	case tiexin.PartlyShipped, tiexin.Shipped:
		set(&o.ShippedAt)
	case tiexin.Signed:
		set(&o.SignedAt)
	case tiexin.Succeeded:
		set(&o.SucceededAt)
	case tiexin.Cancelled, tiexin.Closed:
		set(&o.ClosedAt)
	}
}

func (o *order) addRefund(r tiexin.Refund, event tiexin.EventType, at int64) {
	i := slices.IndexFunc(o.refunds, func(old refund) bool { return old.id == r.ID })
	if i < 0 {
		o.refunds = append(o.refunds, refund{id: r.ID})
		slices.SortFunc(o.refunds, func(a, b refund) int { return cmp.Compare(a.id, b.id) })
		i = slices.IndexFunc(o.refunds, func(old refund) bool { return old.id == r.ID })
	}
	f := &o.refunds[i]
	if !r.At.IsZero() {
		at = r.At.UnixMilli()
	}
	if at >= f.at {
		f.at = at
		f.amount, f.reason, f.url = cmp.Or(r.Amount, f.amount), cmp.Or(r.Reason, f.reason), cmp.Or(r.URL, f.url)
	}
	switch {
	case event == tiexin.EventOrderRefunded || r.Status == tiexin.RefundSucceeded:
		f.ended, f.done = max(f.ended, at), true
		f.full, f.item = f.full || r.Full, f.item || r.ItemID != ""
	case event == tiexin.EventOrderRefundClosed || !r.Open() && r.Status != "":
		f.ended = max(f.ended, at)
	default:
		f.opened = max(f.opened, at)
	}
}

// setBase takes over what a picture of the customer says about purchases.
func (t *tally) setBase(c *tiexin.Customer, at int64) bool {
	if c.PaidOrders == 0 && c.Spent == 0 || at < t.asOf {
		return false
	}
	if at == t.asOf && (c.PaidOrders < t.orders || c.PaidOrders == t.orders && c.Spent <= t.spent) {
		return false
	}
	t.asOf, t.orders, t.spent = at, c.PaidOrders, c.Spent
	return true
}

// count adds an order to the tally once it is paid.
func (m *memory) count(o *order) bool {
	if o.thing.PaidAt.IsZero() {
		return false
	}
	t := &m.tally
	p := payment{o.id, o.thing.PaidAt.UnixMilli(), o.thing.Amount}
	i := slices.IndexFunc(t.paid, func(old payment) bool { return old.order == o.id })
	changed := true
	switch {
	case i < 0:
		t.paid = append(t.paid, p)
		slices.SortFunc(t.paid, func(a, b payment) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.order, b.order)) })
	case t.paid[i] == p:
		changed = false
	default:
		t.paid[i] = p
	}
	if t.first == 0 || p.at < t.first {
		t.first = p.at
	}
	for _, c := range categories(&o.thing) { // they may become known later than the payment
		changed = t.buy(c, p.at) || changed
	}
	t.forget(p.at)
	return changed
}

func (t *tally) buy(category string, at int64) bool {
	i, found := slices.BinarySearchFunc(t.bought, category, func(p purchase, c string) int { return cmp.Compare(p.category, c) })
	switch {
	case !found:
		t.bought = slices.Insert(t.bought, i, purchase{category, at})
	case t.bought[i].at >= at:
		return false
	default:
		t.bought[i].at = at
	}
	return true
}

// total is the picture's count and the orders paid after it.
func (t *tally) total() (orders int, spent tiexin.Money) {
	orders, spent = t.orders, t.spent
	for _, p := range t.paid {
		if p.at > t.asOf {
			orders++
			spent += p.amount
		}
	}
	return orders, spent
}

// lastBought looks up when a category was last paid for. It holds on to the list
// as it stands, so that it may be asked after the memory is used again.
func (t *tally) lastBought() func(category string) (int64, bool) {
	bought := t.bought
	if len(bought) == 0 {
		return nil
	}
	return func(category string) (int64, bool) {
		i, found := slices.BinarySearchFunc(bought, category, func(p purchase, c string) int { return cmp.Compare(p.category, c) })
		if !found {
			return 0, false
		}
		return bought[i].at, true
	}
}

// forget folds payments into the base that no late picture will ask for again.
func (t *tally) forget(now int64) {
	const keep = 30 * 24 * time.Hour
	for len(t.paid) > 64 && now-t.paid[0].at > keep.Milliseconds() {
		if p := t.paid[0]; p.at > t.asOf {
			t.asOf, t.orders, t.spent = p.at, t.orders+1, t.spent+p.amount
		}
		t.paid = t.paid[1:]
	}
}
