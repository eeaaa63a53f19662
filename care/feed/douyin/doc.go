// Package douyin takes in what Douyin's shops (抖店) push: orders and after-sales.
//
// A push is a list of messages. Each has a tag, by which it is about the creation, the
// payment, the shipping of an order, and names the order and never the buyer. [Source].Order
// asks for the order as the interface order.orderDetail gives it; where a host has no such
// reader, [Source].Buyer says at least whose order it is. A message whose buyer nobody knows is
// parked, and the others of its push are read.
//
// Amounts are in fen. What a push calls pay_amount includes what the platform adds to the
// buyer's payment; the order that is asked for tells the two apart, and only then is there an
// amount. Order ids have more digits than a float holds and stay texts. A paid order is held
// for some minutes in which the buyer may still cancel (tag 110 ends them where it is
// subscribed): Held, and then Paid.
//
// Pushes are signed by MD5 over key, body and secret, without a clock; repeated ones are
// harmless, for their events keep their ids.
//
// The names of tags and fields are taken from public libraries that others have written; no
// live shop was asked.
package douyin
