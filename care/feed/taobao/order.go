package taobao

import (
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed/internal/field"
)

// order tells what befell an order.
func (r *reading) order(event tiexin.EventType) {
	t := r.seen()
	if r.ended() {
		return
	}
	if t == nil {
		r.orderAlone(event)
		return
	}
	e := tiexin.Event{Order: t.order(r)}
	e.Customer = r.buyerOf(t)
	if r.ended() {
		return
	}
	e.Type = r.befell(event, e.Order)
	e.At = r.happened(e.Type, e.Order)
	r.tell(e)
	if event == tiexin.EventOrderPartlyShipped || event == tiexin.EventOrderShipped || event == tiexin.EventOrderUpdated {
		r.parcels(t, &e)
	}
}

// orderAlone tells what a message says of an order that nobody reads.
func (r *reading) orderAlone(event tiexin.EventType) {
	c := r.m.content
	o := r.namedOrder()
	customer := r.buyer(c.str("buyer_open_uid"), c.str("buyer_nick"))
	if r.ended() {
		return
	}
	switch {
	case event == tiexin.EventOrderDepositPaid: // or the tail: nobody knows
		event, o.Status = tiexin.EventOrderUpdated, ""
	case event == tiexin.EventOrderClosed && r.m.topic != "taobao_trade_TradeClose" && o.Status != tiexin.Cancelled && o.Status != tiexin.Closed:
		event = tiexin.EventOrderUpdated // one line of several
	}
	r.tell(tiexin.Event{Type: event, Customer: customer, Order: o})
}

// namedOrder is the order as far as the message itself describes it.
func (r *reading) namedOrder() *tiexin.Order {
	c := r.m.content
	var f fields
	o := &tiexin.Order{
		ID: f.id("tid", c.text("tid")), Platform: r.platform(), Kind: kindAlone(c.str("type")), PlatformStatus: c.str("status"),
		Status: r.status(c.str("status"), "", c.str("type")), Amount: f.money("payment", c.text("payment")), ZeroAmount: field.Zero(c.text("payment")),
	}
	if fault := f.fault(); fault != "" {
		r.fault = fault
	}
	return o
}

// buyerOf is the customer of a trade.
func (r *reading) buyerOf(t *trade) tiexin.Customer {
	buyer, nick := t.Buyer, t.Nick
	if buyer == "" {
		buyer, nick = r.m.content.str("buyer_open_uid"), r.m.content.str("buyer_nick")
	}
	c := r.buyer(buyer, nick)
	if t.OUID != "" {
		c.IDs = append(c.IDs, tiexin.Identifier{Kind: tiexin.OUID, Value: t.OUID})
	}
	return c
}

// befell is what a message about a trade means once the trade is known.
func (r *reading) befell(event tiexin.EventType, o *tiexin.Order) tiexin.EventType {
	over := o.Status == tiexin.Cancelled || o.Status == tiexin.Closed
	said, _ := tiexin.StatusOf(tiexin.Taobao, r.m.content.str("status"))
	switch {
	case event == tiexin.EventOrderDepositPaid && o.Status != tiexin.DepositPaid:
		return tiexin.EventOrderUpdated // the tail, of which TradeBuyerPay tells
	case event == tiexin.EventOrderPaid && o.Status == tiexin.DepositPaid:
		return tiexin.EventOrderDepositPaid
	case event == tiexin.EventOrderClosed && !over && said != tiexin.Cancelled && said != tiexin.Closed:
		return tiexin.EventOrderUpdated // one line of several, or the news of another day
	}
	return event
}

// happened is when it befell the order: as the trade says, else when the message was
// published.
func (r *reading) happened(event tiexin.EventType, o *tiexin.Order) time.Time {
	at := time.Time{}
	switch event {
	case tiexin.EventOrderCreated:
		at = o.CreatedAt
	case tiexin.EventOrderDepositPaid:
		at = o.DepositAt
	case tiexin.EventOrderPaid:
		at = o.PaidAt
	case tiexin.EventOrderSucceeded:
		at = o.SucceededAt
	case tiexin.EventOrderClosed:
		at = o.ClosedAt
	}
	return r.instant(at)
}
