// Package taobao takes in what Taobao and Tmall say of a shop's orders: the messages of TMC,
// and the trades, refunds and ratings that they are hints about.
//
// A message is a hint (提示): it may come twice, late, and in any order, and says little. The
// trade is read, by [Source.Trades], and becomes the picture in the event; its modified is
// the picture's version. Without anybody who reads trades, a message alone gives an event
// with what it says.
//
//	top := &taobao.Client{AppKey: key, Secret: secret, Session: session}
//	source := &taobao.Source{AppKey: key, Secret: secret, Trades: top}
//	go feed.Poll(ctx, &taobao.Poller{Client: top, Source: source}, time.Second, options)
//
// [Poller] asks TOP for messages and confirms those that were taken in. Where the host holds
// TMC's long connection itself, it hands the messages on: to [Source.Read] in the process,
// or by a POST that is signed as TOP signs its SPI calls, which [feed.Handler] serves.
// [Recording] reads recorded messages and trades again.
//
// The customer's id is the buyer_open_uid, unless [Source.Customer] says what the host
// calls them. An order closes and is paid by its kind: 聚划算 by trade_from or by any line's
// order_from, 预售 by its step, 货到付款, 先用后付, and what has nothing to ship. What no
// table knows is told once and fails closed: no rule acts on a guess. The seller's memo is
// never read.
//
// Some topics have nothing for a rule: memos, reminders of refunds, bills, and those that
// name nobody, such as the start of a presale and an answered survey of which only the
// number is told.
package taobao
