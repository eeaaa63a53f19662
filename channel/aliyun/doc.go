// Package aliyun sends SMS by Alibaba Cloud's short message service (阿里云短信服务), and reads
// its receipts and replies.
//
//	sms := aliyun.Sender{AccessKeyID: id, AccessKeySecret: secret, Shelf: shelf}
//	receipts, err := sms.Receipts(webhookSecret)
//	replies, err := sms.Replies(webhookSecret)
//	http.Handle("POST /aliyun/receipts", feed.Handler(receipts, options))
//	http.Handle("POST /aliyun/replies", feed.Handler(replies, options))
//	go feed.Poll(ctx, sms.Resolver(), time.Minute, options)
//
// Follow one message. [Sender.Send] takes the registered template and its variables from the
// binding of the rule file (a message without one is refused with a word about care bind),
// signs one call of SendSms by ACS3-HMAC-SHA256 and makes it once. A message to a parcel
// goes by SendLogisticsSms, to whoever receives it. An OAID is refused: only Taobao itself
// sends by it. What Aliyun answers becomes one of the kinds of failure that package channel
// knows, by the table in codes.go; only Code OK is a success. A code that is in no table
// passes three times, then the wording is stopped, and it is logged once.
//
// # What may have gone does not go again
//
// Aliyun has no key that keeps a message from going twice. So before each call the Sender
// notes on the Shelf that a message is about to go, and after it what was answered. A
// repetition of a message that has gone is answered from the Shelf. A repetition of one that
// may have gone has the Sender ask QuerySendDetails, by number, day and OutId: it is a success
// if Aliyun has it, and a channel.ErrUnknownOutcome if not, since the list fills late. A
// parcel cannot be asked for, because its number is not known. After a crash, and between
// replicas, all of this holds with a Shelf that they share.
//
// [Sender.Resolver] asks for what ended unknown: after 90 seconds, and then at twice the age
// each time, for three days. What it finds becomes message.delivered or message.failed. What
// Aliyun has never heard of stays unknown. For the question the number stands on the Shelf,
// encrypted, as long as it is open and three days at most.
//
// # Receipts and replies
//
// The OutId of a message is its ID, or where that has 256 bytes or more its channel.ShortID,
// whose meaning stands on the Shelf for thirty days. Receipts find their message by it;
// doubled ones, and the Resolver's answer, are the same event.
//
// A reply has nothing but the number. Under the number's keyed hash the Shelf keeps the last
// message to each customer who was written to at it, for 400 days. A refusal goes to all of
// them, anything else to the one who was written to last. A host that has to forget a
// customer earlier takes the memos named "shop/customer" off its Shelf.
//
// Aliyun signs neither: whoever knows the address can push. So it has to hold a secret, of
// sixteen characters at least: as the password of basic authentication, as the query's
// parameter "secret", or as the path's value "secret" where the route is "POST
// /aliyun/receipts/{secret}". Keep the query and path out of access logs. Aliyun gives up on
// a push after 700 ms, and after three repetitions: the Sink should do no more than engine.HandleAll.
//
// What else the shop sends by the same account has receipts and replies too. They are parked,
// with a reason: send such things by another account, or have Park let them go.
//
// Receipts may also be pulled from a message queue (MNS) of Aliyun's, by a protocol of its
// own, which is not here.
package aliyun
