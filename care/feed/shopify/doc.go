// Package shopify reads the webhooks of Shopify: orders, abandoned checkouts, parcels,
// refunds, customers and their consent.
//
//	source := shopify.Source{
//		Secrets: []string{os.Getenv("SHOPIFY_SECRET")},
//		Shops:   map[string]shopify.Shop{"coats.myshopify.com": {Currency: "CNY"}},
//		Owner:   orders.CustomerOf, // of fulfillments/… and refunds/create, which name no customer
//	}
//	http.Handle("POST /feeds/shopify", feed.Handler(source, feed.Options{Sink: sink, Park: park}))
//
// # Topics
//
// Subscribe to these topics. Any other topic is logged once as unknown and changes nothing.
//
//   - orders/create, orders/paid, orders/partially_fulfilled, orders/fulfilled,
//     orders/cancelled, orders/updated: the order and its parcels. If the body contradicts
//     the topic, it is order.updated, because the signature covers the body only. The topic
//     orders/edited names no customer and changes nothing; orders/updated follows it.
//   - checkouts/create, checkouts/update, with Source.Checkouts: an abandoned checkout is
//     an unpaid order under the id "checkout-…". When it becomes an order, its payment is
//     under way, and no reminder is sent.
//   - fulfillments/create, fulfillments/update, fulfillment_events/create: a parcel. Its id
//     is the fulfillment's.
//   - refunds/create: order.refunded, as soon as one of its payments has succeeded.
//   - customers/create, customers/update, customers/enable, customers/disable; and
//     customers_email_marketing_consent/update, customers_marketing_consent/update:
//     consent.granted or consent.revoked, with the time that Shopify keeps as its evidence.
//     A consent without that time is in the snapshot only, and is older than any opt-out.
//   - customers/delete, customers/redact, customers/data_request, shop/redact: parked. A
//     person answers them; engine.Forget removes a customer from the engine.
//
// # Orders
//
// Test orders, orders of gift cards only, and orders and checkouts without a customer are
// left out. An amount in another currency than the shop's is parked. Ids are text.
//
// An order is paid at processed_at. If it is paid by hand (cash on delivery, bank deposit),
// it is paid when orders/paid says so. Shopify archives an order as soon as it is shipped.
// It has succeeded (order.succeeded) when all its parcels were delivered too.
//
// Shopify waits 5 seconds for an answer. It repeats a delivery 8 times within 4 hours and
// then may end the subscription. Keep Sink and Owner short.
package shopify
