// Package youzan takes in what Youzan (有赞) pushes: orders and refunds.
//
// A push names a shop (kdt_id), a topic and an order. Some topics bring the order with its
// buyer, others no more than its number. [Source].Order asks for the rest, as the interface
// youzan.trade.get gives it; where a host has no such reader, [Source].Buyer says at least
// whose order it is. A push whose buyer nobody knows is parked.
//
//	source := youzan.Source{ClientID: id, ClientSecret: secret, Order: askYouzan}
//	http.Handle("POST /feeds/youzan", feed.Handler(source, feed.Options{Sink: …, Park: …}))
//
// Pushes are signed by MD5 over client id, body and client secret, without a clock: an old
// push is as good as a new one, and is harmless, for its events keep their ids and their
// version. They come in any order and may come many times; Youzan waits five seconds for an
// answer. What youzan.trade.get says may be half a minute older than the push, so the topic
// decides what has happened, and the order only what it looks like.
//
// trade_TradePaid says that money has come, and not that the shop may ship: a group may have
// to fill up first. The order is held until trade_TradeBuyerPay. Virtual goods have no such
// moment and are paid at once.
//
// The names of topics and fields are taken from public documentation as others have copied it
// (2026-09); no live shop was asked.
package youzan
