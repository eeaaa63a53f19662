package shopify

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
)

// A refund is what was given back for an order, by one or several payments.
type refund struct {
	ID        json.Number `json:"id"`
	OrderID   json.Number `json:"order_id"`
	Created   time.Time   `json:"created_at"`
	Processed time.Time   `json:"processed_at"`
	Note      string      `json:"note"`
	Lines     []struct {
		ItemID json.Number `json:"line_item_id"`
	} `json:"refund_line_items"`
	Payments []struct {
		Kind     string      `json:"kind"`
		Status   string      `json:"status"`
		Amount   json.Number `json:"amount"`
		Currency string      `json:"currency"`
		Test     bool        `json:"test"`
	} `json:"transactions"`
}

// picture is the refund as the engine sees it; false when no money is given back.
func (r *reader) refund(f *refund) (picture tiexin.Refund, some bool, wrong string) {
	if !isID(f.ID) {
		return picture, false, "the field id of a refund is not a whole number"
	}
	picture = tiexin.Refund{ID: f.ID.String(), At: cmp.Or(f.Processed, f.Created), Reason: f.Note}
	if len(f.Lines) == 1 {
		picture.ItemID = f.Lines[0].ItemID.String()
	}
	var given, waits tiexin.Money
	for _, p := range f.Payments {
		if p.Kind != "refund" || p.Test {
			continue
		}
		if !strings.EqualFold(p.Currency, r.shop.Currency) {
			return picture, false, "the amounts are not in the shop's currency: Shop.Currency"
		}
		var amount tiexin.Money
		if wrong = money("transactions.amount", p.Amount, &amount); wrong != "" {
			return picture, false, wrong
		}
		switch p.Status {
		case "success":
			given += amount
		case "pending":
			waits += amount
		case "failure", "error":
		default:
			r.unknown("transactions.status", p.Status)
		}
	}
	switch {
	case given > 0:
		picture.Amount, picture.Status = given, tiexin.RefundSucceeded
	case waits > 0:
		picture.Amount, picture.Status = waits, "pending"
	}
	return picture, given+waits > 0, ""
}

// refunds are those of an order.
func (r *reader) refunds(all []refund) (pictures []tiexin.Refund, wrong string) {
	for i := range all {
		one, some, wrong := r.refund(&all[i])
		if wrong != "" {
			return nil, wrong
		}
		if some {
			pictures = append(pictures, one)
		}
	}
	return pictures, ""
}

// readRefund reads refunds/create.
func readRefund(ctx context.Context, r *reader) (feed.Reading, error) {
	var f refund
	if wrong := r.decode(&f); wrong != "" {
		return r.park(f.ID.String(), wrong)
	}
	if !isID(f.OrderID) {
		return r.park("", "the field order_id is not a whole number")
	}
	picture, some, wrong := r.refund(&f)
	switch {
	case wrong != "":
		return r.park(f.ID.String(), wrong)
	case !some:
		return r.Reading, nil
	}
	customer, err := r.owner(ctx, f.OrderID.String())
	switch {
	case err != nil:
		return r.Reading, err
	case customer == "":
		return r.park(f.ID.String(), nobody)
	}
	what := tiexin.EventOrderRefunded
	if picture.Status != tiexin.RefundSucceeded {
		what = tiexin.EventOrderRefundOpened
	}
	r.Events = append(r.Events, tiexin.Event{
		ID: r.eventID(f.ID.String(), picture.At), Type: what, Shop: r.shop.ID, At: picture.At, Customer: tiexin.Customer{ID: customer},
		Order: &tiexin.Order{ID: f.OrderID.String(), CustomerID: customer, Platform: tiexin.Shopify}, Refund: &picture,
	})
	return r.Reading, nil
}
