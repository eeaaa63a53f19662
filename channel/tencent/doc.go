// Package tencent sends SMS by Tencent Cloud (腾讯云短信), and reads its receipts and replies.
//
//	sms := tencent.Sender{SecretID: id, SecretKey: key, AppID: app, Shelf: shelf}
//	receipts, err := sms.Receipts(secret)
//	replies, err := sms.Replies(secret)
//	http.Handle("POST /tencent/receipts/{secret}", feed.Handler(receipts, options))
//	http.Handle("POST /tencent/replies/{secret}", feed.Handler(replies, options))
//	go feed.Poll(ctx, sms.Resolver(), time.Minute, options)
//
// Follow one message. [Sender.Send] takes the registered template and the variables in their
// order from the binding of the rule file, signs one call of SendSms by TC3-HMAC-SHA256 and
// makes it once, to one number. What Tencent answers becomes one of the kinds of failure that
// package channel knows, by the table in codes.go. Only the code Ok of the number is a
// success: a request that went well may hold a number that was refused. A code that is in no
// table passes three times, then the wording is stopped, and it is logged once. Parcels and
// OAIDs are refused, since Tencent knows numbers only; numbers abroad need a template of
// their own.
//
// # What may have gone does not go again
//
// Tencent has no key that keeps a message from going twice. So before each call the Sender
// notes on the Shelf that a message is about to go, and after it what was answered. A
// repetition of a message that has gone is answered from the Shelf, one of a message that may
// have gone is a channel.ErrUnknownOutcome. With a Shelf that replicas share this holds over
// all of them and after a crash.
//
// [Sender.Resolver] asks for what ended unknown by its number, after two minutes and then at
// twice the age each time, for three days. What it finds becomes message.delivered or
// message.failed. Tencent says only what a carrier has said: that it knows nothing of a
// message does not mean that it has not gone, so such a message stays unknown. For the
// question the number stands on the Shelf, encrypted, as long as it is open and three days at
// most.
//
// # Receipts
//
// A receipt names the serial number that SendSms answered, and the Shelf knows whose it is.
// The SessionContext of a message is its ID, or where that has 512 bytes or more its
// channel.ShortID; Tencent gives it back in receipts to accounts that have asked its help
// desk for that, and then no receipt needs the Shelf. Ask for it: it also settles every
// outcome that is unknown.
//
// A receipt that nothing names may be of the message whose answer was lost. It is taken for
// that message if no other to the number is open, so an application (SdkAppId) must be the
// host's alone; otherwise it is parked. One that comes while a message to its number is on
// the way is refused, so that Tencent pushes it again: it does so twice.
//
// Where nothing can be pushed, [Sender.ReceiptPuller] and [Sender.ReplyPuller] ask for both.
//
// # Replies
//
// A reply has nothing but the number and the signature. Under the number's keyed hash the
// Shelf keeps the last message to each customer who was written to at it, for 400 days. A
// refusal goes to all of them, anything else to the one who was written to last. A host that
// has to forget a customer earlier takes the memos named "shop/customer" off its Shelf.
//
// # Who may push
//
// Tencent signs no push, so whoever knows the address can push. It has to hold a secret, of
// sixteen characters at least: as the path's value "secret", as the query's parameter
// "secret", or as the password of basic authentication. Keep path and query out of access
// logs. Tencent publishes the addresses it pushes from; a firewall may look at those as well.
package tencent
