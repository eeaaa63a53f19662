// Package youzan reads pushes of Youzan (有赞): orders and refunds.
//
//	source := youzan.Source{ClientID: id, ClientSecret: secret, Order: askYouzan}
//	http.Handle("POST /feeds/youzan", feed.Handler(source, feed.Options{Sink: …, Park: …}))
//
// A push names a shop (kdt_id), a topic and an order. Some topics bring the order with its
// buyer, others only its number. [Source].Order asks for the rest, as the interface
// youzan.trade.get gives it. A host without such a reader names the buyer by
// [Source].Buyer. A push without a known buyer is parked.
//
// The signature of a push is MD5 over client id, body and client secret, without a clock.
// An old push is harmless, because its events keep their ids and version. Pushes come in
// any order and may come many times; Youzan waits five seconds for an answer. The result of
// youzan.trade.get may be half a minute older than the push. So the topic decides what has
// happened, and the order only how it looks.
//
// trade_TradePaid means that the money has come, not that the shop may ship: a group may
// have to fill up first. The order is held until trade_TradeBuyerPay. Virtual goods have no
// such moment and are paid at once.
//
// The names of topics and fields come from copies of the public documentation (2026-09); no
// live shop was asked.
package youzan
