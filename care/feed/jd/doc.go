// Package jd takes in the orders of shops on JD (京东), which pushes nothing that a shop may
// hear: [Source] asks for the orders that have changed since the last time.
//
//	source := &jd.Source{AppKey: key, AppSecret: secret, Token: token, Shop: "deer", Since: lastTime}
//	err := feed.Poll(ctx, source, time.Minute, feed.Options{Sink: …, Park: …})
//
// Each question asks for a span of time by the orders' modification, page by page, and the
// spans overlap: an order that JD writes late is not missed. What comes twice is harmless,
// for an event is known by its order and the order's modification. [Source].Since is where a
// host begins after a restart: [Source].Asked says how far it has come, to be kept.
//
// A polled order says how it stands and not what has happened: each gives order.updated, and
// the engine finds out what has become true. Unpaid orders are not seen. Cancelled and locked
// orders carry no receiver. That a parcel was signed for is told by its track alone.
//
// The names of fields and the signature are taken from public libraries; no live shop was
// asked.
package jd
