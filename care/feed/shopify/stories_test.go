package shopify_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/shopify"
)

type changes = map[string]any

// order reads an order of the recorded kind with some fields changed; the order's own event.
func order(t *testing.T, topic string, c changes) tiexin.Event {
	t.Helper()
	r := read(t, source, topic, payload(t, "orders/paid", c))
	require.NotEmpty(t, r.Events)
	return r.Events[0]
}

func TestOrder_TheStatusIsOfPaymentAndShippingTogether(t *testing.T) {
	parcel := func(shipment string) []any {
		return []any{changes{"id": json.Number("1"), "status": "success", "shipment_status": shipment, "created_at": "2026-11-12T09:00:00+08:00", "updated_at": "2026-11-14T18:02:00+08:00"}}
	}
	cancelled := "2026-11-11T11:00:00+08:00"
	for name, c := range map[string]struct {
		changes changes
		want    tiexin.OrderStatus
		kind    tiexin.OrderKind
	}{
		"not paid yet":           {changes{"financial_status": "pending"}, tiexin.Unpaid, tiexin.Normal},
		"the card is authorised": {changes{"financial_status": "authorized"}, tiexin.Paying, tiexin.Normal},
		"half of it is paid":     {changes{"financial_status": "partially_paid"}, tiexin.Paying, tiexin.Normal},
		"paid":                   {nil, tiexin.Paid, tiexin.Normal},
		"a part has left":        {changes{"fulfillment_status": "partial"}, tiexin.PartlyShipped, tiexin.Normal},
		"all has left":           {changes{"fulfillment_status": "fulfilled"}, tiexin.Shipped, tiexin.Normal},
		"held back":              {changes{"fulfillment_status": "on_hold"}, tiexin.Held, tiexin.Normal},
		"held back, not paid":    {changes{"fulfillment_status": "on_hold", "financial_status": "pending"}, tiexin.Unpaid, tiexin.Normal},
		"money went back":        {changes{"financial_status": "refunded"}, tiexin.Closed, tiexin.Normal},
		"some money went back":   {changes{"financial_status": "partially_refunded"}, tiexin.Paid, tiexin.Normal},
		"cancelled, never paid":  {changes{"financial_status": "pending", "cancelled_at": cancelled}, tiexin.Cancelled, tiexin.Normal},
		"cancelled after it was": {changes{"financial_status": "refunded", "cancelled_at": cancelled}, tiexin.Closed, tiexin.Normal},
		"the payment lapsed":     {changes{"financial_status": "expired"}, tiexin.UnknownStatus, tiexin.Normal},
		"archived as it left":    {changes{"fulfillment_status": "fulfilled", "closed_at": cancelled, "fulfillments": parcel("in_transit")}, tiexin.Shipped, tiexin.Normal},
		"archived and delivered": {changes{"fulfillment_status": "fulfilled", "closed_at": cancelled, "fulfillments": parcel("delivered")}, tiexin.Succeeded, tiexin.Normal},
		"cash on delivery":       {changes{"financial_status": "pending", "payment_gateway_names": []string{"Cash on Delivery (COD)"}}, tiexin.Unpaid, tiexin.COD},
		"paid later by contract": {changes{"financial_status": "pending", "payment_terms": changes{"payment_terms_type": "net"}}, tiexin.Unpaid, tiexin.PayLater},
		"left before it is paid": {changes{"financial_status": "pending", "fulfillment_status": "fulfilled"}, tiexin.Shipped, tiexin.PayLater},
		"nothing to be shipped":  {changes{"line_items": []any{changes{"id": 1, "title": "课程", "quantity": 1, "requires_shipping": false}}}, tiexin.Paid, tiexin.Virtual},
	} {
		t.Run(name, func(t *testing.T) {
			e := order(t, "orders/updated", c.changes)
			assert.Equal(t, c.want, e.Order.Status)
			assert.Equal(t, c.kind, e.Order.Kind)
		})
	}
}

func TestOrder_AnUnknownWordFailsClosedAndIsTold(t *testing.T) {
	r := read(t, source, "orders/updated", payload(t, "orders/paid", changes{"financial_status": "haggled"}))
	assert.Equal(t, tiexin.UnknownStatus, r.Events[0].Order.Status)
	assert.Equal(t, []feed.Word{{Field: "financial_status", Word: "haggled"}}, r.Unknown)
	r = read(t, source, "orders/updated", payload(t, "orders/paid", changes{"fulfillment_status": "beamed"}))
	assert.Equal(t, tiexin.UnknownStatus, r.Events[0].Order.Status)
	assert.Equal(t, []feed.Word{{Field: "fulfillment_status", Word: "beamed"}}, r.Unknown)
	r = read(t, source, "themes/publish", `{"id":1}`)
	assert.Equal(t, []feed.Word{{Field: "topic", Word: "themes/publish"}}, r.Unknown)
	assert.Empty(t, r.Parked)
}

// The signature is over the body alone: who got hold of one push must not make another of it.
func TestOrder_ATopicThatTheBodyContradictsIsNoNews(t *testing.T) {
	pending := changes{"financial_status": "pending"}
	for topic, c := range map[string]changes{
		"orders/paid": pending, "orders/cancelled": nil, "orders/fulfilled": nil, "orders/partially_fulfilled": nil,
	} {
		assert.Equal(t, tiexin.EventOrderUpdated, order(t, topic, c).Type, topic)
	}
	assert.Equal(t, tiexin.EventOrderPaid, order(t, "orders/paid", nil).Type)
	assert.Equal(t, tiexin.EventOrderPartlyShipped, order(t, "orders/partially_fulfilled", changes{"fulfillment_status": "partial"}).Type)
}

func TestOrder_WhenItWasPaid(t *testing.T) {
	later := changes{"updated_at": "2026-11-13T10:00:00+08:00"}
	assert.Equal(t, "11-11 10:00", order(t, "orders/updated", later).Order.PaidAt.Format("01-02 15:04"), "online, when it was ordered")
	later["payment_gateway_names"] = []string{"Bank Deposit"}
	e := order(t, "orders/paid", later)
	assert.Zero(t, e.Order.PaidAt)
	assert.Equal(t, "11-13 10:00", e.At.Format("01-02 15:04"), "by hand, when somebody noted it")
}

func TestOrder_SucceedsOnce(t *testing.T) {
	delivered := changes{
		"fulfillment_status": "fulfilled", "closed_at": "2026-11-12T09:00:00+08:00", "updated_at": "2026-11-14T18:02:01+08:00",
		"fulfillments": []any{changes{"id": 1, "status": "success", "shipment_status": "delivered", "created_at": "2026-11-12T09:00:00+08:00", "updated_at": "2026-11-14T18:02:00+08:00"}},
	}
	e := order(t, "orders/updated", delivered)
	assert.Equal(t, "order.succeeded 11-14 18:02", string(e.Type)+e.At.Format(" 01-02 15:04"))
	delivered["updated_at"] = "2027-03-01T09:00:00+08:00" // somebody adds a tag
	e = order(t, "orders/updated", delivered)
	assert.Equal(t, tiexin.EventOrderUpdated, e.Type)
	assert.Equal(t, tiexin.Succeeded, e.Order.Status)
}

func TestOrder_IDsAreText(t *testing.T) {
	e := order(t, "orders/paid", nil)
	assert.Equal(t, "5820982911946154508", e.Order.ID)
	assert.Equal(t, "14012345678901234567", e.Order.Items[0].ID, "which no float and no int64 holds")
	assert.Equal(t, "7230441120031000001", e.Customer.ID)
	for _, id := range []json.Number{"5.820982911946154e18", "-1", "0", "1.5"} {
		r := read(t, source, "orders/paid", payload(t, "orders/paid", changes{"id": id}))
		assert.Empty(t, r.Events, id)
		assert.Len(t, r.Parked, 1, id)
		r = read(t, source, "orders/paid", payload(t, "orders/paid", changes{"customer": changes{"id": id}}))
		assert.Empty(t, r.Events, id)
		assert.Len(t, r.Parked, 1, id)
	}
}

func TestOrder_WhatNobodyCaresAboutIsLeftOut(t *testing.T) {
	card := changes{"id": 1, "title": "礼品卡", "quantity": 1, "gift_card": true}
	for name, c := range map[string]changes{
		"a test": {"test": true}, "nobody's": {"customer": nil}, "nobody's again": {"customer": changes{}}, "gift cards": {"line_items": []any{card, card}},
	} {
		r := read(t, source, "orders/create", payload(t, "orders/paid", c))
		assert.Empty(t, r.Events, name)
		assert.Empty(t, r.Parked, name)
	}
	e := order(t, "orders/create", changes{"line_items": []any{card, changes{"id": 2, "title": "围巾", "quantity": 1}}})
	assert.Len(t, e.Order.Items, 1)
	assert.Equal(t, "围巾", e.Order.TitleLine())

	edited := read(t, source, "orders/edited", `{"order_edit":{"id":1,"order_id":5820982911946154508}}`)
	assert.Equal(t, feed.Reading{}, edited)
}

func TestOrder_AmountsAreInTheShopsCurrencyOrParked(t *testing.T) {
	for name, c := range map[string]struct {
		changes changes
		reason  string
	}{
		"another currency":   {changes{"currency": "USD"}, "currency"},
		"three decimals":     {changes{"total_price": "1.234", "current_total_price": nil}, "total_price"},
		"an exponent":        {changes{"total_line_items_price": json.Number("1e3")}, "total_line_items_price"},
		"no number":          {changes{"total_price": "cheap"}, "does not have Shopify's format"},
		"a list":             {changes{"total_price": []int{1}}, "total_price"},
		"a refund elsewhere": {changes{"refunds": []any{changes{"id": 1, "transactions": []any{changes{"kind": "refund", "status": "success", "amount": "1.00", "currency": "USD"}}}}}, "currency"},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, source, "orders/paid", payload(t, "orders/paid", c.changes))
			assert.Empty(t, r.Events)
			require.Len(t, r.Parked, 1)
			assert.Contains(t, r.Parked[0].Reason, c.reason)
			assert.NotContains(t, r.Parked[0].Reason, "cheap")
		})
	}
	edited := order(t, "orders/updated", changes{"current_total_price": "1300.00"})
	assert.Equal(t, tiexin.Money(130000), edited.Order.Amount, "as it was edited")
	yen := source
	yen.Shops = map[string]shopify.Shop{domain: {ID: "coats", Currency: "jpy"}}
	r := read(t, yen, "orders/paid", payload(t, "orders/paid", changes{"currency": "JPY", "current_total_price": "1460", "refunds": nil}))
	assert.Equal(t, tiexin.Money(146000), r.Events[0].Order.Amount)
}

func TestOrder_ACheckoutIsAnOrderUntilOneComesOfIt(t *testing.T) {
	left := read(t, source, "checkouts/create", payload(t, "checkouts/create", nil)).Events[0].Order
	assert.Equal(t, tiexin.Unpaid, left.Status)
	assert.NotEmpty(t, left.PayURL)
	for name, r := range map[string]feed.Reading{
		"told by the checkout": read(t, source, "checkouts/update", payload(t, "checkouts/update", nil)),
		"told by the order":    read(t, source, "orders/create", payload(t, "orders/create", nil)),
	} {
		e := r.Events[len(r.Events)-1]
		assert.Equal(t, left.ID, e.Order.ID, name)
		assert.Equal(t, tiexin.Paying, e.Order.Status, name)
		assert.Equal(t, tiexin.EventOrderUpdated, e.Type, name+": nothing that begins with a closed order begins")
	}
	without := source
	without.Checkouts = false
	assert.Empty(t, read(t, without, "checkouts/create", payload(t, "checkouts/create", nil)).Events)
	assert.Len(t, read(t, without, "orders/create", payload(t, "orders/create", nil)).Events, 1)
	nobody := read(t, source, "checkouts/create", payload(t, "checkouts/create", changes{"customer": nil}))
	assert.Equal(t, feed.Reading{}, nobody)
}

func TestParcel_WordsOfItsWay(t *testing.T) {
	for word, want := range map[string]tiexin.EventType{
		"label_printed": "", "label_purchased": "", "confirmed": "", "failure": "", // the carrier was not asked: nothing befell it
		"carrier_picked_up": tiexin.EventParcelPickedUp, "in_transit": tiexin.EventParcelMoved, "out_for_delivery": tiexin.EventParcelOutForDelivery,
		"attempted_delivery": tiexin.EventParcelFailed, "ready_for_pickup": tiexin.EventParcelReadyForPickup, "picked_up": tiexin.EventParcelSigned,
		"delivered": tiexin.EventParcelSigned, "delayed": tiexin.EventParcelStalled,
	} {
		r := read(t, source, "fulfillments/update", payload(t, "fulfillments/update", changes{"shipment_status": word}))
		require.NotEmpty(t, r.Events, word)
		assert.Equal(t, tiexin.EventParcelShipped, r.Events[0].Type, word)
		if want == "" {
			assert.Len(t, r.Events, 1, word)
			continue
		}
		assert.Equal(t, want, r.Events[1].Type, word)
		assert.Empty(t, r.Unknown, word)
	}
	r := read(t, source, "fulfillments/update", payload(t, "fulfillments/update", changes{"shipment_status": "beamed"}))
	assert.Equal(t, []feed.Word{{Field: "shipment_status", Word: "beamed"}}, r.Unknown)
	r = read(t, source, "fulfillments/update", payload(t, "fulfillments/update", changes{"status": "cancelled"}))
	assert.Empty(t, r.Events, "it never left")
	e := read(t, source, "orders/updated", payload(t, "orders/paid", changes{"fulfillments": []any{changes{"id": 1, "status": "cancelled", "created_at": "2026-11-12T09:00:00+08:00"}}}))
	assert.Len(t, e.Events, 1)
	assert.Zero(t, e.Events[0].Order.ShippedAt)
}

// An order and its fulfillment tell of the same parcel.
func TestParcel_IsTheSameEventWhereverItIsTold(t *testing.T) {
	alone := read(t, source, "fulfillments/create", payload(t, "fulfillments/update", nil))
	inOrder := read(t, source, "orders/fulfilled", payload(t, "orders/fulfilled", changes{"fulfillments": []json.RawMessage{json.RawMessage(payload(t, "fulfillments/update", nil))}}))
	assert.Equal(t, alone.Events, inOrder.Events[1:])
}

func TestParcel_NobodysIsParkedAndAHostThatIsDownIsAskedAgain(t *testing.T) {
	for _, topic := range []string{"fulfillments/update", "fulfillment_events/create", "refunds/create"} {
		another := payload(t, topic, changes{"order_id": 42})
		r := read(t, source, topic, another)
		assert.Empty(t, r.Events, topic)
		require.Len(t, r.Parked, 1, topic)
		assert.Contains(t, r.Parked[0].Reason, "Source.Owner")

		without := source
		without.Owner = nil
		assert.Len(t, read(t, without, topic, payload(t, topic, nil)).Parked, 1, topic)

		down := source
		down.Owner = func(context.Context, string, string) (string, error) { return "", errors.New("database down") }
		body := payload(t, topic, nil)
		opened, err := down.Open(request(topic, body), []byte(body))
		require.NoError(t, err)
		_, err = down.Read(t.Context(), opened)
		assert.ErrorContains(t, err, "database down", topic)
	}
}

func TestRefund_IsOneWhenMoneyWentBack(t *testing.T) {
	payments := func(status ...string) changes {
		var all []any
		for _, s := range status {
			all = append(all, changes{"kind": "refund", "status": s, "amount": "100.00", "currency": "CNY"})
		}
		return changes{"transactions": all}
	}
	for name, c := range map[string]struct {
		changes changes
		want    tiexin.EventType
		amount  tiexin.Money
	}{
		"two payments": {payments("success", "success"), tiexin.EventOrderRefunded, 20000},
		"one failed":   {payments("success", "failure"), tiexin.EventOrderRefunded, 10000},
		"on its way":   {payments("pending"), tiexin.EventOrderRefundOpened, 10000},
		"it failed":    {payments("error"), "", 0},
		"goods only":   {payments(), "", 0},
	} {
		r := read(t, source, "refunds/create", payload(t, "refunds/create", c.changes))
		if c.want == "" {
			assert.Empty(t, r.Events, name)
			continue
		}
		require.Len(t, r.Events, 1, name)
		assert.Equal(t, c.want, r.Events[0].Type, name)
		assert.Equal(t, c.amount, r.Events[0].Refund.Amount, name)
		assert.Equal(t, c.want == tiexin.EventOrderRefundOpened, r.Events[0].Refund.Open(), name)
	}
}

func TestConsent_IsOnlyWhatSomebodySaidAndWhen(t *testing.T) {
	said := func(state string, at any) feed.Reading {
		return read(t, source, "customers_marketing_consent/update", payload(t, "customers_marketing_consent/update", changes{
			"sms_marketing_consent": changes{"state": state, "opt_in_level": "single_opt_in", "consent_updated_at": at},
		}))
	}
	const at = "2026-11-20T10:00:00Z"
	assert.Equal(t, tiexin.EventConsentGranted, said("subscribed", at).Events[0].Type)
	assert.Equal(t, tiexin.EventConsentRevoked, said("unsubscribed", at).Events[0].Type)
	for _, state := range []string{"not_subscribed", "pending", "redacted", ""} {
		assert.Empty(t, said(state, at).Events, state)
	}
	assert.Empty(t, said("subscribed", nil).Events, "it would beat a refusal of yesterday")
	refused := said("unsubscribed", nil)
	require.Len(t, refused.Events, 1, "a refusal counts, whenever it was")
	assert.Equal(t, time.Date(2026, 11, 11, 2, 0, 9, 0, time.UTC), refused.Events[0].At.Truncate(time.Second), "as the webhook says")
	unknown := said("maybe", at)
	assert.Empty(t, unknown.Events)
	assert.Equal(t, []feed.Word{{Field: "sms_marketing_consent.state", Word: "maybe"}}, unknown.Unknown)

	shown := order(t, "orders/create", changes{"customer": changes{"id": 1, "email_marketing_consent": changes{"state": "subscribed"}}})
	require.Len(t, shown.Customer.Consents, 1)
	assert.Zero(t, shown.Customer.Consents[0].At, "older than any refusal")
}

func TestCustomer_NamesAsTheirOwnersWriteThem(t *testing.T) {
	for want, names := range map[string][2]string{"王小明": {"小明", "王"}, "Ann Lee": {"Ann", "Lee"}, "Ann": {"Ann", ""}, "小明 Lee": {"小明", "Lee"}} {
		e := order(t, "orders/create", changes{"customer": changes{"id": 1, "first_name": names[0], "last_name": names[1]}})
		assert.Equal(t, want, e.Customer.Name)
	}
	e := order(t, "orders/create", changes{"customer": changes{"id": 1}, "email": "a@example.com", "phone": "+442071234567"})
	assert.Equal(t, "a@example.com", e.Customer.Email, "given for this order")
	assert.Equal(t, "+442071234567", e.Customer.Mobile.Number)
	assert.Nil(t, e.Customer.Tags, "not said")
	e = order(t, "orders/create", changes{"customer": changes{"id": 1, "tags": "", "phone": "call me"}})
	assert.Equal(t, []string{}, e.Customer.Tags, "there are none")
	assert.True(t, e.Customer.Mobile.IsZero())
}

func TestRead_WithoutAWebhookIDTheVersionTellsRepeatsApart(t *testing.T) {
	body := payload(t, "customers/update", nil)
	r := request("customers/update", body)
	r.Header.Del("X-Shopify-Webhook-Id")
	opened, err := source.Open(r, []byte(body))
	require.NoError(t, err)
	reading, err := source.Read(t.Context(), opened)
	require.NoError(t, err)
	assert.Equal(t, "shopify:customers/update:7230441120031000001:2026-11-11T02:00:05Z", reading.Events[0].ID)
}
