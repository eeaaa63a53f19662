package care

import (
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
)

// A subjectView is one subject of a customer as it stands: what conditions see,
// what texts are filled from, how long it lives.
type subjectView struct {
	rule.View
	now   rule.Instant
	id    string       // order id; empty: the customer
	order *order       // nil: the customer
	ends  rule.Instant // when the subject is over by time alone; Forever
	over  bool         // it is over already
	born  int64        // when it began, in milliseconds
	lived lived
	// occasion is what the outcomes about it share; nil: there is none yet.
	occasion *Occasion
}

// lived is the life last found: the rules of a flow mostly share it.
type lived struct {
	known    bool
	clocks   rule.Stemset
	phase    rule.Phase
	deadline rule.Instant
	by       string
}

// viewOf puts the view of a subject together; o is nil for the customer.
func (s *step) viewOf(o *order) *subjectView {
	v := s.newView()
	v.now, v.order, v.ends = s.now, o, rule.Forever
	if !s.factsKnown {
		s.facts, s.factsKnown = s.customerFacts(), true
	}
	v.Facts.Customer = s.facts
	v.Facts.Shop = s.rules.Shop.Facts
	v.Facts.Hour = s.rules.Shop.HourOf
	v.LastBought = s.mem.tally.lastBought()
	s.customerClocks(v)
	if o != nil {
		v.id = o.id
		s.orderFacts(v, o)
	}
	return v
}

// newView is a view without facts. The views of a step are used again for its
// next customer.
func (s *step) newView() *subjectView {
	if s.viewed == len(s.room.views) {
		s.room.views = append(s.room.views, new(subjectView))
	}
	v := s.room.views[s.viewed]
	s.viewed++
	v.Reset()
	v.Facts, v.Clocks, v.LastBought = rule.Facts{}, [rule.StemCount]rule.Reading{}, nil
	v.id, v.over, v.born, v.lived, v.occasion = "", false, 0, lived{}, nil
	return v
}

func (s *step) customerFacts() rule.CustomerFacts {
	c, t := &s.mem.customer.thing, &s.mem.tally
	orders, spent := t.total()
	f := rule.CustomerFacts{
		ID: s.key.Customer, Nick: c.Nick, Name: c.Name, Gender: string(c.Gender), Grade: c.Grade, Points: int(c.Points),
		Tags: s.mem.tags(), Province: c.Province, City: c.City, PaidOrders: orders, Spent: spent.Yuan(), Attr: c.Attr,
	}
	if orders > 0 {
		f.AverageOrder = f.Spent / float64(orders)
	}
	for _, chat := range s.mem.chats {
		f.Talking = f.Talking || chat.open()
		f.Complaining = f.Complaining || chat.complained > chat.closed
	}
	return f
}

func (m *memory) tags() []string {
	if len(m.tagged) == 0 {
		return m.customer.thing.Tags
	}
	tags := slices.Clone(m.customer.thing.Tags)
	for _, l := range m.tagged {
		tags = append(tags, l.tag)
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}

// open says that the conversation is going on.
func (c *chat) open() bool { return max(c.opened, c.talked, c.trouble, c.complained) > c.closed }

// inConversation says that a payment problem or a complaint is open.
func (m *memory) inConversation() bool {
	return slices.ContainsFunc(m.chats, func(c chat) bool { return max(c.trouble, c.complained) > c.closed })
}

func (s *step) customerClocks(v *subjectView) {
	t := &s.mem.tally
	c := &s.mem.customer.thing
	first, last := t.firstPaid(), int64(0)
	for _, p := range t.paid {
		last = max(last, p.at)
	}
	if !c.FirstOrderAt.IsZero() && (first == 0 || c.FirstOrderAt.UnixMilli() < first) {
		first = c.FirstOrderAt.UnixMilli()
	}
	if !c.LastOrderAt.IsZero() {
		last = max(last, c.LastOrderAt.UnixMilli())
	}
	if last != 0 {
		v.Clocks[rule.SinceOrder] = running(last)
	}
	if first != 0 {
		v.Clocks[rule.SinceFirstOrder] = running(first)
	}
}

func running(origin int64) rule.Reading {
	return rule.Reading{Phase: rule.Runs, Origin: origin, End: rule.Forever}
}

// confirmedLife is how long an order without anything left to do is still worth
// talking about.
const confirmedLife = 90 * 24 * time.Hour

// orderFacts fills in the words and clocks of an order.
func (s *step) orderFacts(v *subjectView, o *order) {
	t := &o.thing
	shop := &s.rules.Shop
	closesAt := o.closesAt(shop)
	selfClosed := o.waitsForPayment() && s.now >= closesAt
	closed := o.closedAt() != 0 || selfClosed
	refunding := o.refunding()

	f := &v.Facts.Order
	*f = rule.OrderFacts{
		ID: o.id, Source: t.Source, Kind: string(t.Kind), Status: string(o.status(selfClosed)), Amount: t.Amount.Yuan(),
		Quantity: t.Pieces(), Items: max(len(t.Items), min(1, len(t.Title))), Province: t.Province, City: t.City,
		Remote: slices.Contains(shop.Remote, t.Province) && t.Province != "", COD: t.Kind == tiexin.COD, Gift: t.Gift,
		Paid: !t.PaidAt.IsZero(), Shipped: !t.ShippedAt.IsZero(), Closed: closed, Refunding: refunding,
		Message: t.Message, CreatedAt: t.CreatedAt.In(shop.Zone), PaidAt: t.PaidAt.In(shop.Zone), ShippedAt: t.ShippedAt.In(shop.Zone), Attr: t.Attr,
	}
	f.Titles, f.Categories = titles(t), categories(t)

	v.born = t.CreatedAt.UnixMilli()
	switch {
	case o.closedAt() != 0:
		v.over, v.ends = true, rule.At(o.closedAt())
	case selfClosed:
		v.over, v.ends = true, closesAt
	case o.waitsForPayment():
		v.ends = closesAt
	case !t.SucceededAt.IsZero():
		v.ends = rule.InstantOf(t.SucceededAt).Add(confirmedLife)
		v.over = s.now >= v.ends
	}
	s.orderClocks(v, o, closed, refunding, closesAt)
}

func (s *step) orderClocks(v *subjectView, o *order, closed, refunding bool, closesAt rule.Instant) {
	t := &o.thing
	over := rule.Reading{Phase: rule.Over}
	unpaid, toClose := over, over
	if o.waitsForPayment() && !closed && !t.CreatedAt.IsZero() {
		unpaid = rule.Reading{Phase: rule.Runs, Origin: t.CreatedAt.UnixMilli(), End: closesAt}
		toClose = rule.Reading{} // until somebody tells when it closes
		if closesAt < rule.Forever {
			toClose = rule.Reading{Phase: rule.Runs, Origin: closesAt.Millis(), End: closesAt}
		}
	} else if o.waitsForPayment() && !closed || o.payingNow() {
		unpaid, toClose = rule.Reading{}, rule.Reading{}
	}
	unshipped, toShip := over, over
	switch {
	case closed || !t.ShippedAt.IsZero() || !t.SucceededAt.IsZero():
	case t.PaidAt.IsZero() || refunding:
		unshipped, toShip = rule.Reading{}, rule.Reading{}
	default:
		unshipped = running(t.PaidAt.UnixMilli())
		if by := o.shipsBy(&s.rules.Shop); by != 0 {
			toShip = running(by)
		}
	}
	confirmed := rule.Reading{}
	if closed {
		confirmed = over
	} else if !t.SucceededAt.IsZero() {
		confirmed = running(t.SucceededAt.UnixMilli())
	}
	v.Clocks[rule.Unpaid], v.Clocks[rule.ToClose] = unpaid, toClose
	v.Clocks[rule.Unshipped], v.Clocks[rule.ToShip] = unshipped, toShip
	v.Clocks[rule.SinceConfirmed] = confirmed
}

// waitsForPayment says that the buyer is expected to pay; the closing time is
// another matter.
func (o *order) waitsForPayment() bool {
	t := &o.thing
	if !t.PaidAt.IsZero() || !t.ShippedAt.IsZero() || !t.SucceededAt.IsZero() || o.closedAt() != 0 || t.Kind == tiexin.COD || t.Kind == tiexin.PayLater || o.paidBy() != "" {
		return false
	}
	return t.Status == "" || t.Status == tiexin.Unpaid || t.Status == tiexin.DepositPaid
}

// paidBy is an event that only a paid order has, though nobody told of the payment:
// money is asked back, or a parcel is on its way. Empty: there is none.
func (o *order) paidBy() tiexin.EventType {
	t := &o.thing
	presale := t.Kind == tiexin.Presale || t.Status == tiexin.DepositPaid || !t.DepositAt.IsZero()
	if len(o.refunds) > 0 && (!presale || o.refunding()) { // else it was the deposit
		return tiexin.EventOrderRefundOpened
	}
	if presale {
		return "" // its goods may travel ahead of the tail
	}
	for _, h := range o.heard {
		if h.event.Thing() == "parcel" && h.event != tiexin.EventParcelOutOfArea { // which is looked up before
			return h.event
		}
	}
	return ""
}

// payingNow says that a payment is under way: nobody is reminded, but it may
// still come to nothing.
func (o *order) payingNow() bool {
	return o.thing.Status == tiexin.Paying && o.thing.PaidAt.IsZero() && o.closedAt() == 0
}

// closedAt is when the order was closed or wholly refunded, in milliseconds; 0:
// it was not.
func (o *order) closedAt() int64 {
	at := o.refundedAt()
	if !o.thing.ClosedAt.IsZero() && (at == 0 || o.thing.ClosedAt.UnixMilli() < at) {
		at = o.thing.ClosedAt.UnixMilli()
	}
	return at
}

// closesAt is when the order closes by itself unless it is paid.
func (o *order) closesAt(shop *rule.Shop) rule.Instant {
	t := &o.thing
	if !t.ClosesAt.IsZero() {
		return rule.InstantOf(t.ClosesAt)
	}
	after := shop.ClosesAfter(t.Source, t.Kind)
	if after == rule.Unlimited || t.CreatedAt.IsZero() || !t.DepositAt.IsZero() || t.Status == tiexin.DepositPaid {
		return rule.Forever // the tail of a presale has its own window, which the host tells
	}
	return rule.InstantOf(t.CreatedAt).Add(after)
}

func (o *order) shipsBy(shop *rule.Shop) int64 {
	switch {
	case !o.thing.ShipsBy.IsZero():
		return o.thing.ShipsBy.UnixMilli()
	case shop.ShipsIn > 0:
		return o.thing.PaidAt.Add(shop.ShipsIn).UnixMilli()
	default:
		return 0
	}
}

// status is the furthest the order is known to have come.
func (o *order) status(selfClosed bool) tiexin.OrderStatus {
	t := &o.thing
	given := func(or tiexin.OrderStatus, words ...tiexin.OrderStatus) tiexin.OrderStatus {
		if slices.Contains(words, t.Status) {
			return t.Status
		}
		return or
	}
	switch {
	case o.closedAt() != 0 && t.PaidAt.IsZero():
		return given(tiexin.Cancelled, tiexin.Closed)
	case o.closedAt() != 0:
		return given(tiexin.Closed, tiexin.Cancelled)
	case selfClosed:
		return tiexin.Cancelled
	case !t.SucceededAt.IsZero():
		return tiexin.Succeeded
	case !t.SignedAt.IsZero():
		return tiexin.Signed
	case !t.ShippedAt.IsZero():
		return given(tiexin.Shipped, tiexin.PartlyShipped, tiexin.Signed)
	case !t.PaidAt.IsZero():
		return given(tiexin.Paid, tiexin.Held, tiexin.PartlyShipped)
	case t.Status == "":
		return tiexin.Unpaid
	default:
		return t.Status
	}
}

func titles(t *tiexin.Order) []string {
	if len(t.Items) == 0 {
		if t.Title == "" {
			return nil
		}
		return []string{t.Title}
	}
	all := make([]string, len(t.Items))
	for i := range t.Items {
		all[i] = t.Items[i].Title
	}
	return all
}

func categories(t *tiexin.Order) []string {
	var all []string
	for i := range t.Items {
		if c := strings.TrimSpace(t.Items[i].Category); c != "" && !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return all
}
