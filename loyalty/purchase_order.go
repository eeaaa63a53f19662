package loyalty

import (
	"time"

	"github.com/tiexin-go/tiexin"
)

// LogOf makes a log from a shop's orders in their current state. An order counts once
// it is paid, at PaidAt or, if that is unknown, at the nearest known time. Cash on
// delivery (货到付款) counts once it is signed for. Orders that were never paid are
// left out. Succeeded refunds are in the log, and an order that was closed after
// payment is fully refunded.
//
// [Log.Validate] finds what the orders lack: a customer, a time, a possible amount.
func LogOf(orders []tiexin.Order) Log {
	var l Log
	for i := range orders {
		o := &orders[i]
		if !paid(o) {
			continue
		}
		p := Purchase{
			Customer: o.CustomerID, Order: o.ID, At: paidAt(o), Amount: o.Amount,
			Units: o.Pieces(), Category: category(o.Items),
		}
		if o.Goods > 0 {
			p.List = o.Goods + o.Freight
		}
		l.Purchases = append(l.Purchases, p)
		l.Refunds = append(l.Refunds, refundsOf(o)...)
	}
	return l
}

func paid(o *tiexin.Order) bool {
	switch o.Status {
	case tiexin.Unpaid, tiexin.Paying, tiexin.DepositPaid, tiexin.Cancelled:
		return false
	case tiexin.Signed, tiexin.Succeeded:
		return true
	}
	if o.Kind == tiexin.COD {
		return !o.SignedAt.IsZero() || !o.SucceededAt.IsZero()
	}
	switch o.Status {
	case tiexin.Held, tiexin.Paid, tiexin.PartlyShipped, tiexin.Shipped:
		return true
	}
	return !o.PaidAt.IsZero()
}

func paidAt(o *tiexin.Order) time.Time {
	moments := []time.Time{o.PaidAt, o.CreatedAt, o.ShippedAt, o.SignedAt, o.SucceededAt}
	if o.Kind == tiexin.COD {
		moments = []time.Time{o.SignedAt, o.SucceededAt, o.PaidAt, o.ShippedAt, o.CreatedAt}
	}
	for _, at := range moments {
		if !at.IsZero() {
			return at
		}
	}
	return time.Time{}
}

// category is that of all items that are no gifts, where they agree.
func category(items []tiexin.Item) string {
	found := ""
	for i := range items {
		switch {
		case items[i].FreeGift:
		case found == "":
			found = items[i].Category
		case items[i].Category != found:
			return ""
		}
	}
	return found
}

func refundsOf(o *tiexin.Order) []Refund {
	var refunds []Refund
	whole := false
	for _, r := range o.Refunds {
		if r.Status != tiexin.RefundSucceeded || whole {
			continue
		}
		whole = r.Full || r.ItemID == "" && r.Amount >= o.Amount && o.Amount > 0
		refunds = append(refunds, Refund{Order: o.ID, At: r.At, Amount: r.Amount, Whole: whole})
	}
	if o.Status == tiexin.Closed && !whole {
		refunds = append(refunds, Refund{Order: o.ID, At: o.ClosedAt, Whole: true})
	}
	return refunds
}
