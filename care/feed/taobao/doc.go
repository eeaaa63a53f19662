// Package taobao reads the orders of Taobao and Tmall shops: the messages of TMC, and the
// trades, refunds and ratings to which they point.
//
//	top := &taobao.Client{AppKey: key, Secret: secret, Session: session}
//	source := &taobao.Source{AppKey: key, Secret: secret, Trades: top}
//	go feed.Poll(ctx, &taobao.Poller{Client: top, Source: source}, time.Second, options)
//
// A message is a hint (提示): it may come twice, late, and in any order, and has few
// fields. [Source.Trades] reads the trade, which becomes the snapshot in the event. The
// trade's modified is the snapshot's version. Without Trades, a message gives an event with
// its own fields only.
//
// [Poller] asks TOP for messages and confirms those that were taken. If the host holds
// TMC's long connection itself, it passes the messages to [Source.Read]. Or it posts them
// with the signature of TOP's SPI calls, and [feed.Handler] serves them. [Recording] reads
// recorded messages and trades again.
//
// The customer's id is the buyer_open_uid, unless [Source.Customer] returns the host's own.
// The kind of an order decides when it closes and is paid:
//
//   - 聚划算, by trade_from or any line's order_from;
//   - 预售, by its step;
//   - 货到付款 and 先用后付;
//   - orders without goods to ship.
//
// An unknown word is logged once, and no rule acts on a guess. The seller's memo is never
// read.
//
// Some topics have nothing for a rule: memos, reminders of refunds and bills. So have
// topics without a customer, such as the start of a presale, or an answered survey with its
// number only.
package taobao
