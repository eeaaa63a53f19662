// Package douyin reads pushes of Douyin's shops (抖店): orders and after-sales.
//
// A push is a list of messages. The tag of a message says what happened to an order: it was
// created, paid, shipped. A message names the order and never the buyer. [Source].Order
// asks for the order as the interface order.orderDetail gives it. A host without such a
// reader names the buyer by [Source].Buyer. A message without a known buyer is parked, and
// the other messages of the push are read.
//
// Amounts are in fen. The pay_amount of a push includes the platform's part of the payment.
// Only the order from [Source].Order separates the two, so without it the amount is
// unknown. Order ids have more digits than a float holds and stay texts. A paid order is
// Held for some minutes, in which the buyer may still cancel, and then Paid. Tag 110 ends
// these minutes if it is subscribed.
//
// The signature of a push is MD5 over key, body and secret, without a clock. A repeated
// push is harmless, because its events keep their ids.
//
// The names of tags and fields come from public libraries; no live shop was asked.
package douyin
