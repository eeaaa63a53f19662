package kinds

import (
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/template"
)

// order is an order as a subject.
type order struct{}

func (order) see(v *View, s *Scene) {
	o := s.Memory.Order(v.ID)
	s.seeOrder(v, o)
	v.Born = o.Thing.CreatedAt.UnixMilli()
	switch {
	case o.ClosedAt() != 0:
		v.Over, v.Ends = true, ask.At(o.ClosedAt())
	case v.waits:
		v.Over, v.Ends = s.Now >= v.closes, v.closes
	default:
		v.Ends = restsAfter(o)
		v.Over = s.Now >= v.Ends
	}
}

// restsAfter is when an order that was paid has nothing left to be talked about.
func restsAfter(o *remember.Order) ask.Instant {
	t := &o.Thing
	switch {
	case !t.SucceededAt.IsZero():
		return ask.InstantOf(t.SucceededAt).Add(remember.ConfirmedLife)
	case !t.SignedAt.IsZero():
		return ask.InstantOf(t.SignedAt).Add(remember.ConfirmedLife)
	case !o.ToShipSince().IsZero():
		return ask.InstantOf(o.ToShipSince()).Add(remember.PaidLife)
	}
	return ask.Forever
}

// seeOrder fills in the words and clocks of an order: the subject's own, or of that
// to which it belongs.
func (s *Scene) seeOrder(v *View, o *remember.Order) {
	v.Order, v.Parcels = o, s.Memory.AppendParcelsOf(v.parcels[:0], o.ID)
	v.parcels, v.titles, v.categories = v.Parcels, o.Titles(v.titles[:0]), o.Categories(v.categories[:0])
	v.left, v.signed = v.anyLeft(), v.signedAt()
	if o.Told() {
		v.Has = v.Has.With(ask.ThingOrder)
	} else {
		v.Has |= v.partsToldByParcels()
	}
	t, shop := &o.Thing, s.Shop
	v.waits, v.closes = o.WaitsForPayment(), closesAt(o, shop)
	selfClosed := v.waits && s.Now >= v.closes
	closed := o.ClosedAt() != 0 || selfClosed
	refunding := o.Refunding()

	v.Facts.Shop.UsualMinutesToPay = shop.UsualMinutesToPay(t.Source)
	v.filled = v.filled.With(ask.ThingOrder)
	v.Facts.Order = ask.OrderFacts{
		ID: o.ID, Source: t.Source, Kind: string(t.Kind), Status: string(o.Status(selfClosed)), Amount: yuan(t.Amount, t.ZeroAmount),
		Quantity: t.Pieces(), Items: max(len(t.Items), min(1, len(t.Title))), Titles: v.titles, Categories: v.categories,
		Province: t.Province, City: t.City, Remote: slices.Contains(shop.Remote, t.Province) && t.Province != "",
		COD: t.Kind == tiexin.COD, Gift: t.Gift, Paid: o.Paid(), Shipped: o.Shipped() || v.left, Signed: v.signed != 0,
		Closed: closed, Refunding: refunding, Reviewed: reviewed(o), Parcels: len(v.Parcels),
		Message: t.Message, CreatedAt: t.CreatedAt.In(shop.Zone), PaidAt: t.PaidAt.In(shop.Zone), ShippedAt: t.ShippedAt.In(shop.Zone),
		SignedAt: timeIn(v.signed, shop.Zone), Attr: t.Attr,
	}
	s.orderClocks(v, o, closed, refunding)
}

func (s *Scene) orderClocks(v *View, o *remember.Order, closed, refunding bool) {
	t := &o.Thing
	over := ask.Reading{Phase: ask.Over}
	unpaid, toClose := over, over
	if v.waits && !closed && !t.CreatedAt.IsZero() {
		unpaid = ask.Reading{Phase: ask.Runs, Origin: t.CreatedAt.UnixMilli(), End: v.closes}
		toClose = ask.Reading{} // until somebody tells when it closes
		if v.closes < ask.Forever {
			toClose = ask.Reading{Phase: ask.Runs, Origin: v.closes.Millis(), End: v.closes}
		}
	} else if v.waits && !closed || o.PayingNow() {
		unpaid, toClose = ask.Reading{}, ask.Reading{}
	}
	unshipped, toShip := over, over
	switch {
	case closed || o.Shipped() || v.left:
	case o.ToShipSince().IsZero() || refunding:
		unshipped, toShip = ask.Reading{}, ask.Reading{}
	default:
		unshipped = running(o.ToShipSince().UnixMilli())
		if by := shipsBy(o, s.Shop); by != 0 {
			toShip = running(by)
		}
	}
	confirmed := ask.Reading{}
	if closed {
		confirmed = over
	} else if !t.SucceededAt.IsZero() {
		confirmed = running(t.SucceededAt.UnixMilli())
	}
	v.Clocks[ask.Unpaid], v.Clocks[ask.ToClose] = unpaid, toClose
	v.Clocks[ask.Unshipped], v.Clocks[ask.ToShip] = unshipped, toShip
	v.Clocks[ask.SinceConfirmed] = confirmed
	signed := ask.Reading{}
	switch at := v.signed; {
	case closed:
		signed = over
	case at != 0 && !refunding:
		signed = running(at)
	}
	v.Clocks[ask.SinceSigned] = signed
}

// anyLeft says that a parcel of the order has left.
func (v *View) anyLeft() bool {
	return slices.ContainsFunc(v.Parcels, func(p *remember.Parcel) bool { return p.ShippedAt() != 0 })
}

// signedAt is when the last parcel of the order was signed for, or the order itself
// says so, in milliseconds; 0: not all of it was.
func (v *View) signedAt() int64 {
	t := &v.Order.Thing
	switch {
	case !t.SignedAt.IsZero():
		return t.SignedAt.UnixMilli()
	case len(v.Parcels) == 0 || v.Order.Status(false) == tiexin.PartlyShipped:
		return 0
	}
	last := int64(0)
	for _, p := range v.Parcels {
		at := p.SignedAt()
		if at == 0 {
			return 0
		}
		last = max(last, at)
	}
	return last
}

// partsToldByParcels is what the parcels known so far tell for sure of an order of
// which nobody told: that it was shipped, and that all of them are signed for; not that
// it was not.
func (v *View) partsToldByParcels() ask.Things {
	var parts ask.Things
	if len(v.Parcels) > 0 {
		parts = parts.With(ask.PartParcels)
	}
	if v.left {
		parts = parts.With(ask.PartShipped)
	}
	if v.signed != 0 {
		parts = parts.With(ask.PartSigned)
	}
	return parts
}

func reviewed(o *remember.Order) bool {
	_, yes := remember.HeardOf(o.Heard, tiexin.EventReviewCreated)
	return yes
}

// timeIn is a time in a zone; the zero time for 0.
func timeIn(ms int64, zone *time.Location) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).In(zone)
}

// closesAt is when the order closes by itself unless it is paid.
func closesAt(o *remember.Order, shop *rule.Shop) ask.Instant {
	t := &o.Thing
	if !t.ClosesAt.IsZero() {
		return ask.InstantOf(t.ClosesAt)
	}
	after := shop.ClosesAfter(t.Source, t.Kind)
	if after == rule.Unlimited || t.CreatedAt.IsZero() || !t.DepositAt.IsZero() || t.Status == tiexin.DepositPaid {
		return ask.Forever // the tail of a presale has its own window, which the host tells
	}
	return ask.InstantOf(t.CreatedAt).Add(after)
}

// shipsBy is when the order has to be shipped; 0: nobody promised anything.
func shipsBy(o *remember.Order, shop *rule.Shop) int64 {
	switch {
	case !o.Thing.ShipsBy.IsZero():
		return o.Thing.ShipsBy.UnixMilli()
	case shop.ShipsIn > 0:
		return o.ToShipSince().Add(shop.ShipsIn).UnixMilli()
	default:
		return 0
	}
}

func (order) ended(v *View, c ask.Stem) string {
	o := v.Order
	switch {
	case o.ClosedAt() != 0 && o.Thing.ClosedAt.IsZero():
		return string(tiexin.EventOrderRefunded)
	case o.ClosedAt() != 0:
		return string(tiexin.EventOrderClosed)
	case v.Facts.Order.Closed:
		return "closing time"
	case (c == ask.Unpaid || c == ask.ToClose) && !o.Thing.PaidAt.IsZero():
		return string(tiexin.EventOrderPaid)
	case !o.Thing.SucceededAt.IsZero():
		return string(tiexin.EventOrderSucceeded)
	case !o.Thing.ShippedAt.IsZero():
		return string(tiexin.EventOrderShipped)
	case o.PaidBy() != "":
		return string(o.PaidBy())
	case c == ask.NoClock && !o.Thing.PaidAt.IsZero():
		return string(tiexin.EventOrderPaid)
	default:
		return string(o.Thing.Status)
	}
}

func (order) value(v *Values, n template.Name) (string, bool) {
	o := v.Views[0].Order
	if o == nil {
		return "", false
	}
	t := &o.Thing
	switch n {
	case template.OrderID:
		return text(t.ID)
	case template.Receiver:
		return named(t.Receiver)
	case template.ItemTitle:
		return text(v.titles())
	case template.ItemList:
		return text(v.list())
	case template.Related:
		return text(v.related())
	case template.ItemCount:
		return number(int64(v.pieces()))
	case template.Amount:
		return money(v.amount())
	case template.PaidAmount:
		if v.allPaid() {
			return money(v.amount())
		}
	case template.CreatedAt:
		return v.time(t.CreatedAt)
	case template.PaidAt:
		return v.time(t.PaidAt)
	case template.ShippedAt:
		return v.time(t.ShippedAt)
	case template.SignedAt:
		return v.time(timeIn(v.Views[0].signed, v.Scene.Shop.Zone))
	case template.ConfirmsAt:
		return v.deadline(t.ConfirmsAt)
	case template.DueAt:
		if !t.ArrivesBy.IsZero() {
			return v.arrival(t.ArrivesBy)
		}
		return v.parcel(n)
	case template.ShipsBy:
		if by := shipsBy(o, v.Scene.Shop); by != 0 && !o.ToShipSince().IsZero() {
			return v.deadline(time.UnixMilli(by))
		}
	case template.ClosesAt:
		if end, ok := v.closes(); ok {
			return text(v.clockOf(end))
		}
	case template.TimeLeft:
		if end, ok := v.closes(); ok {
			return text(timeLeft(end.Sub(v.now)))
		}
	case template.PayLink:
		if v.AllWaitForPayment() {
			return text(t.PayURL)
		}
	case template.OrderLink:
		return text(t.URL)
	case template.TrackLink:
		return text(t.TrackURL)
	case template.Carrier, template.TrackingNumber, template.ArrivedAt, template.OutAt:
		return v.parcel(n)
	case template.ItemLink:
		if items := v.goods()[0].Thing.Items; len(items) > 0 {
			return text(items[0].URL)
		}
	case template.Province:
		return text(t.Province)
	case template.City:
		return text(t.City)
	case template.District:
		return text(t.District)
	case template.RefundAmount, template.RefundReason, template.RefundAt, template.RefundLink:
		return v.refund(o, n)
	}
	return "", false
}

func (v *Values) refund(o *remember.Order, n template.Name) (string, bool) {
	if len(o.Refunds) == 0 {
		return "", false
	}
	last := &o.Refunds[0]
	for i := range o.Refunds {
		if o.Refunds[i].At > last.At {
			last = &o.Refunds[i]
		}
	}
	switch n {
	case template.RefundAmount:
		return money(last.Amount)
	case template.RefundReason:
		return text(last.Reason)
	case template.RefundAt:
		return v.time(time.UnixMilli(last.At))
	default:
		return text(last.URL)
	}
}
