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

// An order is what is read of Shopify's order, and of a checkout, which looks alike.
type order struct {
	ID         json.Number `json:"id"`
	Name       string      `json:"name"`
	CheckoutID json.Number `json:"checkout_id"`
	Test       bool        `json:"test"`
	Source     string      `json:"source_name"`
	Currency   string      `json:"currency"`

	Created   time.Time `json:"created_at"`
	Updated   time.Time `json:"updated_at"`
	Processed time.Time `json:"processed_at"`
	Cancelled time.Time `json:"cancelled_at"`
	Closed    time.Time `json:"closed_at"`
	Completed time.Time `json:"completed_at"` // of a checkout: an order has come of it

	Financial    string          `json:"financial_status"`
	Fulfillment  string          `json:"fulfillment_status"`
	CancelReason string          `json:"cancel_reason"`
	Gateways     []string        `json:"payment_gateway_names"`
	Terms        json.RawMessage `json:"payment_terms"`

	Total        json.Number `json:"total_price"`
	CurrentTotal json.Number `json:"current_total_price"`
	Goods        json.Number `json:"total_line_items_price"`
	Discounts    json.Number `json:"total_discounts"`
	Shipping     struct {
		Shop struct {
			Amount json.Number `json:"amount"`
		} `json:"shop_money"`
	} `json:"total_shipping_price_set"`

	Email     string    `json:"email"`
	Phone     string    `json:"phone"`
	Note      string    `json:"note"`
	StatusURL string    `json:"order_status_url"`
	PayURL    string    `json:"abandoned_checkout_url"`
	Customer  *customer `json:"customer"`
	Address   *address  `json:"shipping_address"`

	Lines        []line        `json:"line_items"`
	Fulfillments []fulfillment `json:"fulfillments"`
	Refunds      []refund      `json:"refunds"`
}

type line struct {
	ID        json.Number `json:"id"`
	ProductID json.Number `json:"product_id"`
	VariantID json.Number `json:"variant_id"`
	SKU       string      `json:"sku"`
	Title     string      `json:"title"`
	Quantity  int         `json:"quantity"`
	Current   *int        `json:"current_quantity"` // after edits and returns
	Price     json.Number `json:"price"`
	GiftCard  bool        `json:"gift_card"`
	Ships     *bool       `json:"requires_shipping"`
}

// news is how long after an order has succeeded a change of it is the news of that.
const news = 24 * time.Hour

// readOrder reads the topics about orders.
func readOrder(_ context.Context, r *reader) (feed.Reading, error) {
	var o order
	if wrong := r.decode(&o); wrong != "" {
		return r.park(o.ID.String(), wrong)
	}
	if !isID(o.ID) {
		return r.park("", "the field id is not a whole number")
	}
	if o.Test || o.anonymous() || o.onlyGiftCards() {
		return r.Reading, nil
	}
	picture, wrong := r.picture(&o)
	if wrong != "" {
		return r.park(o.ID.String(), wrong)
	}
	event := tiexin.Event{
		ID: r.eventID(o.ID.String(), o.Updated), Type: o.event(r.Topic), Shop: r.shop.ID,
		At: o.at(r.Topic), Customer: r.buyer(o.Customer, &o), Order: picture,
	}
	if event.Type == tiexin.EventOrderUpdated && picture.Status == tiexin.Succeeded && o.Updated.Sub(picture.SucceededAt) < news {
		event.Type, event.At = tiexin.EventOrderSucceeded, picture.SucceededAt
	}
	r.Events = append(r.Events, event)
	for i := range o.Fulfillments {
		r.parcel(&o.Fulfillments[i], o.ID.String(), o.Customer.ID.String())
	}
	if r.Checkouts && isID(o.CheckoutID) && (r.Topic == "orders/create" || r.Topic == "orders/paid") {
		r.Events = append(r.Events, r.ordered(&o))
	}
	return r.Reading, nil
}

// buyer is the customer, with what they gave for this order where their own record is empty.
func (r *reader) buyer(c *customer, o *order) tiexin.Customer {
	c.Email, c.Phone = cmp.Or(c.Email, o.Email), cmp.Or(c.Phone, o.Phone)
	return r.customer(c)
}

// event is what the topic says befell the order, if the order says so too.
func (o *order) event(topic string) tiexin.EventType {
	status := o.financial()
	switch {
	case topic == "orders/create":
		return tiexin.EventOrderCreated
	case topic == "orders/cancelled" && !o.Cancelled.IsZero():
		return tiexin.EventOrderClosed
	case topic == "orders/paid" && status == tiexin.Paid && o.Cancelled.IsZero():
		return tiexin.EventOrderPaid
	case topic == "orders/partially_fulfilled" && o.Fulfillment == "partial":
		return tiexin.EventOrderPartlyShipped
	case topic == "orders/fulfilled" && o.Fulfillment == "fulfilled":
		return tiexin.EventOrderShipped
	}
	return tiexin.EventOrderUpdated
}

// at is when it happened.
func (o *order) at(topic string) time.Time {
	switch {
	case topic == "orders/create":
		return cmp.Or(o.Created, o.Updated)
	case topic == "orders/cancelled" && !o.Cancelled.IsZero():
		return o.Cancelled
	}
	return cmp.Or(o.Updated, o.Created)
}

// anonymous tells whether nobody is known who ordered: there is nobody to care for.
func (o *order) anonymous() bool { return o.Customer == nil || o.Customer.ID == "" }

func (o *order) onlyGiftCards() bool {
	for i := range o.Lines {
		if !o.Lines[i].GiftCard {
			return false
		}
	}
	return len(o.Lines) > 0
}

// picture is the order as the engine sees it; wrong says what keeps it from being one.
func (r *reader) picture(o *order) (picture *tiexin.Order, wrong string) {
	if !isID(o.Customer.ID) {
		return nil, "the field customer.id is not a whole number"
	}
	picture = &tiexin.Order{
		ID: o.ID.String(), CustomerID: o.Customer.ID.String(), Platform: tiexin.Shopify, Source: o.Source, Kind: o.kind(),
		PlatformStatus: o.words(), Version: o.Updated,
		CreatedAt: cmp.Or(o.Processed, o.Created), ClosedAt: o.Cancelled, Reason: o.CancelReason,
		Message: o.Note, URL: o.StatusURL, PayURL: o.PayURL,
	}
	picture.Status = r.status(o)
	if o.Name != "" {
		picture.Attr = map[string]string{"name": o.Name}
	}
	if picture.CreatedAt.After(o.Created) {
		picture.CreatedAt = o.Created // it was entered ahead of the day on which it counts
	}
	if o.financial() == tiexin.Paid && !o.byHand() {
		picture.PaidAt = cmp.Or(o.Processed, o.Created)
	}
	for i := range o.Fulfillments {
		if f := &o.Fulfillments[i]; f.Status == "success" && (picture.ShippedAt.IsZero() || f.Created.Before(picture.ShippedAt)) {
			picture.ShippedAt = f.Created
		}
	}
	if picture.Status == tiexin.Succeeded {
		picture.SucceededAt = o.succeeded()
	}
	o.receiver(picture)
	if wrong = r.amounts(o, picture); wrong == "" {
		picture.Items, wrong = o.items()
	}
	if wrong == "" {
		picture.Refunds, wrong = r.refunds(o.Refunds)
	}
	return picture, wrong
}

// words are Shopify's own two words for the status.
func (o *order) words() string {
	return strings.Trim(o.Financial+"/"+o.Fulfillment, "/")
}

// receiver is who the order goes to, and where.
func (o *order) receiver(picture *tiexin.Order) {
	phone := o.Phone
	if a := o.Address; a != nil {
		picture.Receiver, picture.Region = a.name(), a.region()
		phone = cmp.Or(a.Phone, phone)
	}
	picture.Mobile, _ = tiexin.ParsePhone(phone) // what is no number is left out
}

// amounts reads what the buyer pays. All of it is in the shop's currency.
func (r *reader) amounts(o *order, picture *tiexin.Order) (wrong string) {
	if !strings.EqualFold(o.Currency, r.shop.Currency) {
		return "the amounts are not in the shop's currency: Shop.Currency"
	}
	total := o.Total
	if o.CurrentTotal != "" && len(o.Refunds) == 0 { // as it was edited; refunds are told apart from it
		total = o.CurrentTotal
	}
	for _, m := range []struct {
		field string
		text  json.Number
		to    *tiexin.Money
	}{
		{"total_price", total, &picture.Amount},
		{"total_line_items_price", o.Goods, &picture.Goods},
		{"total_discounts", o.Discounts, &picture.Discount},
		{"total_shipping_price_set", o.Shipping.Shop.Amount, &picture.Freight},
	} {
		if wrong = money(m.field, m.text, m.to); wrong != "" {
			return wrong
		}
	}
	picture.ZeroAmount = total != "" && picture.Amount == 0
	return ""
}

// money reads an amount; what is not there stays.
func money(field string, text json.Number, to *tiexin.Money) (wrong string) {
	if text == "" {
		return ""
	}
	read, err := tiexin.ParseMoney(text.String())
	if err != nil {
		return "the field " + field + " is not an amount with at most two decimals"
	}
	*to = read
	return ""
}

// items are the lines without gift cards and without what was taken out again.
func (o *order) items() (items []tiexin.Item, wrong string) {
	for i := range o.Lines {
		l := &o.Lines[i]
		quantity := l.Quantity
		if l.Current != nil && len(o.Refunds) == 0 {
			quantity = *l.Current
		}
		if l.GiftCard || quantity == 0 {
			continue
		}
		item := tiexin.Item{
			ID: l.ID.String(), ProductID: l.ProductID.String(), SKU: cmp.Or(l.SKU, l.VariantID.String()), Title: l.Title, Quantity: quantity,
		}
		if wrong = money("line_items.price", l.Price, &item.Price); wrong != "" {
			return nil, wrong
		}
		items = append(items, item)
	}
	return items, ""
}
