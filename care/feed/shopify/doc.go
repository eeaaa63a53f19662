// Package shopify reads the webhooks of Shopify: orders, abandoned checkouts, parcels,
// refunds, customers and what they consent to.
//
//	source := shopify.Source{
//		Secrets: []string{os.Getenv("SHOPIFY_SECRET")},
//		Shops:   map[string]shopify.Shop{"coats.myshopify.com": {Currency: "CNY"}},
//		Owner:   orders.CustomerOf, // of fulfillments/… and refunds/create, which name no customer
//	}
//	http.Handle("POST /feeds/shopify", feed.Handler(source, feed.Options{Sink: sink, Park: park}))
//
// Subscribe to these topics; any other is told once as an unknown word and changes nothing.
//
//   - orders/create, orders/paid, orders/partially_fulfilled, orders/fulfilled,
//     orders/cancelled, orders/updated: the order, as the topic and its own fields agree on.
//     A topic that its body contradicts is an order.updated: the signature is over the body
//     alone. The parcels of an order come with it. orders/edited names no customer and is
//     followed by orders/updated; it changes nothing.
//   - checkouts/create, checkouts/update, with Source.Checkouts: an abandoned checkout is an
//     order that is not paid, under the id "checkout-…". Once an order has come of it, it is
//     an order whose payment is under way, for which nobody is reminded.
//   - fulfillments/create, fulfillments/update, fulfillment_events/create: what befell a
//     parcel, whose id is the fulfillment's.
//   - refunds/create: order.refunded, as soon as one of its payments has succeeded.
//   - customers/create, customers/update, customers/enable, customers/disable; and
//     customers_email_marketing_consent/update, customers_marketing_consent/update:
//     consent.granted or consent.revoked with the time that Shopify keeps as its evidence.
//     A permission without that time is only shown, and is older than any refusal.
//   - customers/delete, customers/redact, customers/data_request, shop/redact: parked. A
//     person answers them; engine.Forget removes what is remembered of a customer.
//
// Test orders, orders of nothing but gift cards, and orders and checkouts without a customer
// are left out. An amount in another currency than the shop's is parked. Ids are text.
//
// An order is paid when it was processed, unless it is paid by hand (cash on delivery, bank
// deposit): then it is when orders/paid says so. Shopify archives orders by itself as soon as
// they are shipped: it has succeeded (order.succeeded) when all its parcels were delivered too.
//
// Shopify waits 5 seconds for an answer, repeats a delivery 8 times within 4 hours and then
// may end the subscription. Keep Sink and Owner short.
package shopify
