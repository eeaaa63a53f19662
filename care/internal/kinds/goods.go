package kinds

import (
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// goods are the goods spoken about, by order: those in the parcel, the item that the refund
// or the review names, else all of the order.
func (v *Values) goods() []*remember.Order {
	orders := v.orders()
	all := make([]*remember.Order, len(orders))
	for i, view := range orders {
		all[i] = onlyOf(view.Order, v.itemsOf(view.Order))
	}
	return all
}

// itemsOf are the ids of the items of an order that is spoken about; none: all of it is, or
// nobody says which.
func (v *Values) itemsOf(o *remember.Order) (ids []string) {
	for i, view := range v.Views {
		var named []string
		switch {
		case view.Order == nil || view.Order.ID != o.ID:
			continue
		case view.Kind == ask.Parcel:
			named = view.Parcel.Thing.Items
		case i < len(v.items) && v.items[i] != "":
			named = v.items[i : i+1]
		}
		if len(named) == 0 {
			return nil
		}
		ids = append(ids, named...)
	}
	return ids
}

// onlyOf is an order with some of its items; the order itself where it has none of them.
func onlyOf(o *remember.Order, ids []string) *remember.Order {
	among := func(i tiexin.Item) bool { return i.ID != "" && slices.Contains(ids, i.ID) }
	if !slices.ContainsFunc(o.Thing.Items, among) {
		return o
	}
	some := &remember.Order{}
	some.ID, some.Thing = o.ID, o.Thing
	some.Thing.Quantity, some.Thing.Items = 0, nil // the quantity is that of the whole order
	for _, item := range o.Thing.Items {
		if among(item) {
			some.Thing.Items = append(some.Thing.Items, item)
		}
	}
	return some
}

// item is the id of the item that an event was about; empty: none.
func (b *Brought) item() string {
	switch {
	case b.Refund != nil && b.Refund.ItemID != "":
		return b.Refund.ItemID
	case b.Review != nil:
		return b.Review.ItemID
	}
	return ""
}
