package shopify

import (
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
)

// financials are Shopify's words for the payment. A payment that is neither open nor made
// leaves the status unknown: no rule fires.
var financials = map[string]tiexin.OrderStatus{
	"pending": tiexin.Unpaid, "authorized": tiexin.Paying, "partially_paid": tiexin.Paying,
	"paid": tiexin.Paid, "partially_refunded": tiexin.Paid, "refunded": tiexin.Closed,
	"voided": tiexin.UnknownStatus, "expired": tiexin.UnknownStatus,
}

// shippings are Shopify's words for how much of an order has left; empty is nothing.
var shippings = map[string]tiexin.OrderStatus{
	"": "", "partial": tiexin.PartlyShipped, "fulfilled": tiexin.Shipped, "on_hold": tiexin.Held, "restocked": "",
}

// financial is how far the payment is; empty for a word that is in no table.
func (o *order) financial() tiexin.OrderStatus { return financials[o.Financial] }

// status is how far the order is.
func (r *reader) status(o *order) tiexin.OrderStatus {
	payment, known := financials[o.Financial]
	if !known {
		r.unknown("financial_status", o.Financial)
		payment = tiexin.UnknownStatus
	}
	shipping, known := shippings[o.Fulfillment]
	if !known {
		r.unknown("fulfillment_status", o.Fulfillment)
		payment = tiexin.UnknownStatus
	}
	switch {
	case !o.Cancelled.IsZero() && (payment == tiexin.Paid || payment == tiexin.Closed):
		return tiexin.Closed
	case !o.Cancelled.IsZero():
		return tiexin.Cancelled
	case payment == tiexin.Closed || payment == tiexin.UnknownStatus:
		return payment
	case shipping == tiexin.Held && payment != tiexin.Paid:
		return payment
	case shipping == tiexin.Shipped && payment == tiexin.Paid && o.delivered() && !o.Closed.IsZero():
		return tiexin.Succeeded
	case shipping != "":
		return shipping
	}
	return payment
}

// delivered tells whether all parcels of the order have arrived.
func (o *order) delivered() bool {
	parcels := 0
	for i := range o.Fulfillments {
		switch f := &o.Fulfillments[i]; {
		case f.Status != "success":
			continue
		case f.Shipment != "delivered":
			return false
		}
		parcels++
	}
	return parcels > 0
}

// succeeded is when an order that was archived had all its parcels delivered.
func (o *order) succeeded() time.Time {
	at := o.Closed
	for i := range o.Fulfillments {
		if f := &o.Fulfillments[i]; f.Status == "success" && f.Updated.After(at) {
			at = f.Updated
		}
	}
	return at
}

// kind is what there is to pay, and when. What left unpaid is paid later.
func (o *order) kind() tiexin.OrderKind {
	virtual := len(o.Lines) > 0
	for i := range o.Lines {
		virtual = virtual && o.Lines[i].Ships != nil && !*o.Lines[i].Ships
	}
	terms := len(o.Terms) > 0 && string(o.Terms) != "null"
	switch {
	case o.payment("cash on delivery", "cash_on_delivery"):
		return tiexin.COD
	case terms, o.financial() == tiexin.Unpaid && shippings[o.Fulfillment] == tiexin.Shipped:
		return tiexin.PayLater
	case virtual:
		return tiexin.Virtual
	}
	return tiexin.Normal
}

// byHand tells whether a person notes that the order was paid.
func (o *order) byHand() bool {
	return o.payment("cash on delivery", "cash_on_delivery", "bank deposit", "bank_deposit", "money order", "money_order", "manual")
}

func (o *order) payment(names ...string) bool {
	for _, gateway := range o.Gateways {
		gateway = strings.ToLower(gateway)
		for _, name := range names {
			if strings.Contains(gateway, name) {
				return true
			}
		}
	}
	return false
}
