package shopify

import (
	"cmp"
	"context"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
)

// checkoutID is the id of a checkout among those of orders.
func checkoutID(id string) string { return "checkout-" + id }

// readCheckout reads an abandoned checkout as an order that is not paid.
func readCheckout(_ context.Context, r *reader) (feed.Reading, error) {
	var o order
	if wrong := r.decode(&o); wrong != "" {
		return r.park(o.ID.String(), wrong)
	}
	if !isID(o.ID) {
		return r.park("", "the field id is not a whole number")
	}
	if !r.Checkouts || o.anonymous() || o.onlyGiftCards() {
		return r.Reading, nil
	}
	checkout := o
	checkout.Financial, checkout.Closed = "pending", o.Cancelled
	if !o.Completed.IsZero() {
		checkout.Financial = "authorized"
	}
	picture, wrong := r.picture(&checkout)
	if wrong != "" {
		return r.park(o.ID.String(), wrong)
	}
	picture.ID, picture.Source, picture.PlatformStatus = checkoutID(o.ID.String()), "checkout", ""
	event := tiexin.Event{
		ID: r.eventID(picture.ID, o.Updated), Type: tiexin.EventOrderCreated, Shop: r.shop.ID,
		At: cmp.Or(o.Created, o.Updated), Customer: r.buyer(o.Customer, &o), Order: picture,
	}
	if r.Topic == "checkouts/update" || !o.Completed.IsZero() {
		event.Type, event.At = tiexin.EventOrderUpdated, cmp.Or(o.Updated, o.Created)
	}
	r.Events = append(r.Events, event)
	return r.Reading, nil
}

// ordered says that an order has come of its checkout: the checkout is not waited for any
// more, and nothing that begins with a closed order begins.
func (r *reader) ordered(o *order) tiexin.Event {
	return tiexin.Event{
		ID: "shopify:ordered:" + o.ID.String(), Type: tiexin.EventOrderUpdated, Shop: r.shop.ID, At: o.Created,
		Customer: tiexin.Customer{ID: o.Customer.ID.String()},
		Order: &tiexin.Order{
			ID: checkoutID(o.CheckoutID.String()), CustomerID: o.Customer.ID.String(), Platform: tiexin.Shopify, Source: "checkout",
			Status: tiexin.Paying,
		},
	}
}
