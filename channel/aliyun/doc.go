// Package aliyun sends SMS by Alibaba Cloud's short message service (阿里云短信服务), and
// reads its receipts and replies.
//
//	sms := aliyun.Sender{AccessKeyID: id, AccessKeySecret: secret, Shelf: shelf}
//	receipts, err := sms.Receipts(webhookSecret)
//	replies, err := sms.Replies(webhookSecret)
//	http.Handle("POST /aliyun/receipts", feed.Handler(receipts, options))
//	http.Handle("POST /aliyun/replies", feed.Handler(replies, options))
//	go feed.Poll(ctx, sms.Resolver(), time.Minute, options)
//
// # One message
//
// [Sender.Send] takes the registered template and its variables from the binding of the
// rule file. It refuses a message without one and names care bind. It signs one call of
// SendSms by ACS3-HMAC-SHA256 and makes it once. A message to a parcel goes by
// SendLogisticsSms, to its receiver. An OAID is refused, because only Taobao itself can
// send to it.
//
// The table in codes.go turns Aliyun's answer into one of the kinds of failure of package
// channel. Only the code OK is a success. A message with an unknown code is retried three
// times; then its text is stopped, and the code is logged once.
//
// # No message twice
//
// Aliyun has no key against repetition. So before each call the Sender notes on the Shelf
// that a message is about to be sent, and after it the answer. If a message was sent, the
// Shelf answers a repetition. If it may have been sent, the Sender asks QuerySendDetails by
// number, day and OutId. If Aliyun has it, that is a success. Otherwise the outcome is
// channel.ErrUnknownOutcome, because the list fills late. The Sender cannot ask for a
// parcel, because its number is unknown. All of this holds after a crash and between
// replicas that share the Shelf.
//
// [Sender.Resolver] asks for unknown outcomes, after 90 seconds and then at twice the age
// each time, for three days. It makes message.delivered or message.failed of the answer. A
// message that Aliyun does not know stays unknown. For the question, the Shelf keeps the
// number encrypted, for three days at most.
//
// # Receipts and replies
//
// The OutId of a message is its ID, or its channel.ShortID if the ID has 256 bytes or more.
// The Shelf keeps the meaning of a ShortID for thirty days. Receipts find their message by
// the OutId. A repeated receipt and the Resolver's answer are the same event.
//
// A reply has only the number. The Shelf keeps the last message to each customer at a
// number, under a keyed hash of it, for 400 days. An opt-out closes the channel for all of
// these customers. Any other reply goes to the customer of the last message. To forget a
// customer earlier, a host removes the memos named "shop/customer" from its Shelf.
//
// Aliyun signs no push, so the address must hold a secret of at least sixteen characters:
//
//   - as the password of basic authentication;
//   - as the parameter "secret" of the query;
//   - as the path value "secret" of the route "POST /aliyun/receipts/{secret}".
//
// Keep query and path out of access logs. Aliyun gives up on a push after 700 ms and three
// repetitions, so the Sink should only call engine.HandleAll.
//
// Other messages of the same account have receipts and replies too. They are parked with a
// reason. Send such messages by another account, or let Park drop them.
//
// This package does not read Aliyun's message queue (MNS).
package aliyun
