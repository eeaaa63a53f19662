// Package tencent sends SMS by Tencent Cloud (腾讯云短信), and reads its receipts and
// replies.
//
//	sms := tencent.Sender{SecretID: id, SecretKey: key, AppID: app, Shelf: shelf}
//	receipts, err := sms.Receipts(secret)
//	replies, err := sms.Replies(secret)
//	http.Handle("POST /tencent/receipts/{secret}", feed.Handler(receipts, options))
//	http.Handle("POST /tencent/replies/{secret}", feed.Handler(replies, options))
//	go feed.Poll(ctx, sms.Resolver(), time.Minute, options)
//
// # One message
//
// [Sender.Send] takes the registered template and the variables in their order from the
// binding of the rule file. It signs one call of SendSms by TC3-HMAC-SHA256 and makes it
// once, to one number. The table in codes.go turns Tencent's answer into one of the kinds
// of failure of package channel. Only the code Ok of the number is a success: a successful
// request may hold a refused number. A message with an unknown code is retried three times;
// then its text is stopped, and the code is logged once.
//
// Parcels and OAIDs are refused, because Tencent knows numbers only. Numbers abroad need a
// template of their own.
//
// # No message twice
//
// Tencent has no key against repetition. So before each call the Sender notes on the Shelf
// that a message is about to be sent, and after it the answer. If a message was sent, the
// Shelf answers a repetition. If it may have been sent, the outcome is
// channel.ErrUnknownOutcome. This holds after a crash and for all replicas that share the
// Shelf.
//
// [Sender.Resolver] asks for unknown outcomes by number, after two minutes and then at
// twice the age each time, for three days. It makes message.delivered or message.failed of
// the answer. Tencent reports only what a carrier has reported. So a message that it does
// not know may have been sent, and stays unknown. For the question, the Shelf keeps the
// number encrypted, for three days at most.
//
// # Receipts
//
// A receipt has the serial number from the answer of SendSms, and the Shelf knows its
// message. The SessionContext of a message is its ID, or its channel.ShortID if the ID has
// 512 bytes or more. Tencent returns it in receipts to accounts that have asked its help
// desk, and then no receipt needs the Shelf. Ask for it: it also settles every unknown
// outcome.
//
// A receipt that no message has may belong to a message with a lost answer. It counts for
// that message if no other message to the number is open; otherwise it is parked. So an
// application (SdkAppId) must belong to one host. A receipt is refused while a message to
// its number is on the way. Tencent pushes it again, up to twice.
//
// If pushes are not possible, [Sender.ReceiptPuller] and [Sender.ReplyPuller] ask for both.
//
// # Replies
//
// A reply has only the number and the signature. The Shelf keeps the last message to each
// customer at a number, under a keyed hash of it, for 400 days. An opt-out closes the
// channel for all of these customers. Any other reply goes to the customer of the last
// message. To forget a customer earlier, a host removes the memos named "shop/customer"
// from its Shelf.
//
// # Who may push
//
// Tencent signs no push, so the address must hold a secret of at least sixteen characters.
// It is the path value "secret", the query parameter "secret", or the password of basic
// authentication. Keep path and query out of access logs. Tencent publishes the addresses
// of its servers; a firewall may check those as well.
package tencent
