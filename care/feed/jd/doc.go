// Package jd reads the orders of shops on JD (京东). JD pushes nothing to a shop, so
// [Source] asks for the orders that have changed since the last time.
//
//	source := &jd.Source{AppKey: key, AppSecret: secret, Token: token, Shop: "deer", Since: lastTime}
//	err := feed.Poll(ctx, source, time.Minute, feed.Options{Sink: …, Park: …})
//
// Each request asks for a span of modification times, page by page. The spans overlap, so
// an order that JD writes late is not missed. A repeated order is harmless: the id of an
// event comes from the order and its modification. After a restart a host begins at
// [Source].Since; [Source].Asked has the value to store.
//
// A polled order has the present status, not what happened. So each gives order.updated,
// and the engine finds what has become true. Unpaid orders are not visible. Cancelled and
// locked orders have no receiver. Only a parcel's track shows that it was signed for.
//
// The names of fields and the signature come from public libraries; no live shop was asked.
package jd
