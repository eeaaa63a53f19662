package shopify_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/shopify"
)

// A webhook becomes events for the engine; what a person has to answer is kept for them.
func Example() {
	source := shopify.Source{
		Secrets: []string{"hush"},
		Shops:   map[string]shopify.Shop{"coats.myshopify.com": {Currency: "CNY"}},
		Owner: func(_ context.Context, _, order string) (string, error) { // here a host asks its database
			return "7230441120031000001", nil
		},
	}
	handler := feed.Handler(source, feed.Options{
		Sink: func(_ context.Context, events []tiexin.Event) error {
			for _, e := range events { // here a host calls engine.HandleAll
				fmt.Println(e.At.UTC().Format("01-02 15:04"), e.Type, e.Customer.ID)
			}
			return nil
		},
		Park: func(_ context.Context, p feed.Parked) error {
			fmt.Println("for a person:", p.Reason)
			return nil
		},
	})
	push := func(topic, body string) {
		r := httptest.NewRequest("POST", "/feeds/shopify", strings.NewReader(body))
		r.Header.Set("X-Shopify-Topic", topic)
		r.Header.Set("X-Shopify-Shop-Domain", "coats.myshopify.com")
		r.Header.Set("X-Shopify-Webhook-Id", "b54557e4")
		r.Header.Set("X-Shopify-Hmac-Sha256", shopify.Sign("hush", []byte(body)))
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		fmt.Println(w.Code)
	}
	push("orders/paid", `{"id":5820982911946154508,"currency":"CNY","total_price":"1460.00","financial_status":"paid",
		"created_at":"2026-11-11T10:00:05+08:00","updated_at":"2026-11-11T10:00:08+08:00","customer":{"id":7230441120031000001}}`)
	push("fulfillments/update", `{"id":4500000000000000001,"order_id":5820982911946154508,"status":"success","shipment_status":"delivered",
		"created_at":"2026-11-12T09:00:00+08:00","updated_at":"2026-11-14T18:02:00+08:00"}`)
	push("customers/redact", `{"customer":{"id":7230441120031000001}}`)
	// Output:
	// 11-11 02:00 order.paid 7230441120031000001
	// 200
	// 11-12 01:00 parcel.shipped 7230441120031000001
	// 11-14 10:02 parcel.signed 7230441120031000001
	// 200
	// for a person: the data of a customer are to be erased: forget them with engine.Forget
	// 200
}
