package remember

import (
	"slices"
	"strings"
	"time"
	"unsafe"

	"github.com/tiexin-go/tiexin"
)

// An Order is one order with what happened to it.
type Order struct {
	Subject
	Picture[tiexin.Order]
	Refunds []Refund
}

// read takes the order of an event in.
func (o *Order) read(e *tiexin.Event, at int64) {
	picture := pictureIn(e)
	stamp := at
	if !picture.Version.IsZero() {
		stamp = picture.Version.UnixMilli()
	}
	o.add(orderFields, picture, stamp)
	o.addAttrs(&o.Thing.Attr, picture.Attr, stamp)
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

// pictureIn is the picture of an order in an event. An event that says how far the
// order has come knows it better than the status beside it, which some platforms have
// no word for.
func pictureIn(e *tiexin.Event) *tiexin.Order {
	status, instead := e.Order.Status, tiexin.OrderStatus("")
	switch e.Type {
	case tiexin.EventOrderPartlyShipped:
		if status == tiexin.Paid || status == tiexin.Held || status == tiexin.Shipped {
			instead = tiexin.PartlyShipped
		}
	case tiexin.EventOrderDepositPaid:
		if status == tiexin.Unpaid || status == tiexin.Paying || status == tiexin.Held || status == tiexin.Paid {
			instead = tiexin.DepositPaid
		}
	}
	if instead == "" {
		return e.Order
	}
	picture := *e.Order
	picture.Status = instead
	return &picture
}

// imply adds what the event itself says: an order.paid without payment time was
// paid when it happened. A status says as much, and what must have come before it.
// What a picture states is better known than that, whenever it comes. No status says that
// an order with cash on delivery was paid; its end does.
func (o *Order) imply(event tiexin.EventType, status tiexin.OrderStatus, at time.Time) {
	t := &o.Thing
	if t.Kind == tiexin.COD && paidOrHeld(status) {
		status = ""
	}
	for _, implied := range [...]*time.Time{impliedByEvent(t, event), impliedByStatus(t, status)} {
		if implied != nil {
			o.guess(orderFields, implied, at)
		}
	}
	if t.Kind == tiexin.COD && !t.SucceededAt.IsZero() {
		o.guess(orderFields, &t.PaidAt, t.SucceededAt)
	}
}

func paidOrHeld(s tiexin.OrderStatus) bool { return s == tiexin.Paid || s == tiexin.Held }

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
	case tiexin.DepositPaid:
		return &t.DepositAt
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

// shows is what the picture of an order of a kind in an event says has happened to it,
// each at the instant it names, else at that of the event.
func shows(o *tiexin.Order, kind tiexin.OrderKind, at int64) []Happening {
	var all []Happening
	show := func(event tiexin.EventType, stated time.Time, status ...tiexin.OrderStatus) {
		switch {
		case !stated.IsZero():
			all = append(all, Happening{Event: event, At: stated.UnixMilli(), Shown: true})
		case slices.Contains(status, o.Status):
			all = append(all, Happening{Event: event, At: at, Shown: true})
		}
	}
	if kind != tiexin.COD || !o.PaidAt.IsZero() {
		show(tiexin.EventOrderPaid, o.PaidAt, tiexin.Paid, tiexin.Held)
	}
	if o.Status == tiexin.PartlyShipped {
		show(tiexin.EventOrderPartlyShipped, o.ShippedAt, tiexin.PartlyShipped)
	} else {
		show(tiexin.EventOrderShipped, o.ShippedAt, tiexin.Shipped)
	}
	show(tiexin.EventOrderClosed, o.ClosedAt, tiexin.Closed, tiexin.Cancelled)
	return all
}

// Paid says that the order is known to be paid, or must be because of what came
// after payment.
func (o *Order) Paid() bool {
	t := &o.Thing
	return !t.PaidAt.IsZero() || t.Kind != tiexin.COD && t.Kind != tiexin.PayLater && o.Shipped() && !o.tailOpen() || !t.SucceededAt.IsZero()
}

// ToShipSince is since when the order waits to be shipped, as long as it is not: since it was
// paid, and with cash on delivery since it was placed. The zero time: it does not.
func (o *Order) ToShipSince() time.Time {
	t := &o.Thing
	if t.Kind == tiexin.COD && !t.CreatedAt.IsZero() {
		return t.CreatedAt
	}
	return t.PaidAt
}

// DepositOff is the deposit of a presale that is paid while the rest is not; 0: there is
// none, or nobody told how much it is.
func (o *Order) DepositOff() tiexin.Money {
	t := &o.Thing
	if o.Paid() || t.DepositAt.IsZero() && t.Status != tiexin.DepositPaid || t.Deposit > t.Amount {
		return 0
	}
	return t.Deposit
}

// tailOpen says that only the deposit of a presale is known to be paid.
func (o *Order) tailOpen() bool {
	t := &o.Thing
	return t.PaidAt.IsZero() && (t.Kind == tiexin.Presale || t.Status == tiexin.DepositPaid || !t.DepositAt.IsZero())
}

// Told says that somebody told of the order itself, and not only of a parcel or a
// review of it.
func (o *Order) Told() bool {
	return slices.ContainsFunc(o.stamps, func(s int64) bool { return s != 0 }) || len(o.Refunds) > 0
}

// Shipped says that the first parcel has left, as far as the order itself tells.
func (o *Order) Shipped() bool {
	t := &o.Thing
	return !t.ShippedAt.IsZero() || !t.SignedAt.IsZero() || !t.SucceededAt.IsZero()
}

// WaitsForPayment says that the buyer is expected to pay; the closing time is
// another matter.
func (o *Order) WaitsForPayment() bool {
	t := &o.Thing
	if !t.PaidAt.IsZero() || !t.ShippedAt.IsZero() || !t.SucceededAt.IsZero() || o.ClosedAt() != 0 || t.Kind == tiexin.COD || t.Kind == tiexin.PayLater || o.PaidBy() != "" {
		return false
	}
	return t.Status == "" || t.Status == tiexin.Unpaid || t.Status == tiexin.DepositPaid
}

// PaidBy is an event that only a paid order has, though nobody told of the payment:
// money is asked back, or a parcel is on its way. Empty: there is none.
func (o *Order) PaidBy() tiexin.EventType {
	t := &o.Thing
	presale := t.Kind == tiexin.Presale || t.Status == tiexin.DepositPaid || !t.DepositAt.IsZero()
	if len(o.Refunds) > 0 && (!presale || o.Refunding()) { // else it was the deposit
		return tiexin.EventOrderRefundOpened
	}
	if presale {
		return "" // its goods may travel ahead of the tail
	}
	for _, h := range o.Heard {
		if h.Event.Thing() == "parcel" && h.Event != tiexin.EventParcelOutOfArea { // which is looked up before
			return h.Event
		}
	}
	return ""
}

// PayingNow says that a payment is under way: nobody is reminded, but it may
// still come to nothing.
func (o *Order) PayingNow() bool {
	return o.Thing.Status == tiexin.Paying && o.Thing.PaidAt.IsZero() && o.ClosedAt() == 0
}

// ClosedAt is when the order was closed or wholly refunded, in milliseconds; 0:
// it was not.
func (o *Order) ClosedAt() int64 {
	at := o.RefundedAt()
	if !o.Thing.ClosedAt.IsZero() && (at == 0 || o.Thing.ClosedAt.UnixMilli() < at) {
		at = o.Thing.ClosedAt.UnixMilli()
	}
	return at
}

// Status is the furthest the order is known to have come; selfClosed says that its
// closing time has passed.
func (o *Order) Status(selfClosed bool) tiexin.OrderStatus {
	t := &o.Thing
	given := func(or tiexin.OrderStatus, words ...tiexin.OrderStatus) tiexin.OrderStatus {
		if slices.Contains(words, t.Status) {
			return t.Status
		}
		return or
	}
	switch {
	case o.ClosedAt() != 0 && t.PaidAt.IsZero():
		return given(tiexin.Cancelled, tiexin.Closed)
	case o.ClosedAt() != 0:
		return given(tiexin.Closed, tiexin.Cancelled)
	case selfClosed:
		return tiexin.Cancelled
	case !t.SucceededAt.IsZero():
		return tiexin.Succeeded
	case !t.SignedAt.IsZero():
		return tiexin.Signed
	case !t.ShippedAt.IsZero():
		return o.howShipped()
	case !t.PaidAt.IsZero():
		return given(tiexin.Paid, tiexin.Held)
	case t.Status == tiexin.Paying || t.Status == tiexin.UnknownStatus:
		return t.Status
	case !t.DepositAt.IsZero() || t.Status == tiexin.DepositPaid:
		return tiexin.DepositPaid
	case t.Status == "":
		return tiexin.Unpaid
	default:
		return t.Status
	}
}

// howShipped tells an order of which all parcels left from one of which some did: by
// the last that was said of it, an event or a picture.
func (o *Order) howShipped() tiexin.OrderStatus {
	whole, isWhole := HeardOf(o.Heard, tiexin.EventOrderShipped)
	_, isPart := HeardOf(o.Heard, tiexin.EventOrderPartlyShipped)
	stated := o.Thing.Status == tiexin.PartlyShipped && (!isWhole || *o.stamp(orderFields, unsafe.Pointer(&o.Thing.Status)) > whole.Last)
	if stated || isPart && !isWhole && o.Thing.Status != tiexin.Shipped && o.Thing.Status != tiexin.Signed {
		return tiexin.PartlyShipped
	}
	return tiexin.Shipped
}

// restsAt is the instant from which nothing of the order needs to be remembered; 0:
// it is not known yet.
func (o *Order) restsAt() int64 {
	after := func(at int64, d time.Duration) int64 {
		if at == 0 {
			return 0
		}
		return at + d.Milliseconds()
	}
	t := &o.Thing
	switch {
	case o.ClosedAt() != 0:
		return after(o.ClosedAt(), overFor)
	case !t.SucceededAt.IsZero():
		return after(Millis(t.SucceededAt), overFor)
	case !t.SignedAt.IsZero():
		return after(Millis(t.SignedAt), overFor)
	case o.WaitsForPayment():
		return after(Millis(t.CreatedAt), overFor) // closed by itself, and nobody said so
	case !o.ToShipSince().IsZero() || !t.ShippedAt.IsZero():
		return after(max(Millis(o.ToShipSince()), Millis(t.ShippedAt)), PaidLife)
	default:
		return after(o.lastHeard(), quietFor)
	}
}

// lastHeard is when anything was last heard of the subject.
func (s *Subject) lastHeard() (last int64) {
	for _, h := range s.Heard {
		last = max(last, h.Last)
	}
	return last
}

// How long an order of which nothing more is heard is still worth talking about.
const (
	ConfirmedLife = 90 * 24 * time.Hour  // after it was confirmed, or signed for
	PaidLife      = 120 * 24 * time.Hour // after payment; with cash on delivery after the order
)

// Titles are those of the goods, added to a list.
func (o *Order) Titles(all []string) []string {
	t := &o.Thing
	if len(t.Items) == 0 && t.Title != "" {
		return append(all, t.Title)
	}
	for i := range t.Items {
		all = append(all, t.Items[i].Title)
	}
	return all
}

// Categories are those of the goods, each once, added to a list that is empty.
func (o *Order) Categories(all []string) []string {
	t := &o.Thing
	for i := range t.Items {
		if c := strings.TrimSpace(t.Items[i].Category); c != "" && !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return all
}
