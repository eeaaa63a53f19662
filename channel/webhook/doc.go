// Package webhook passes messages and tasks to a service by a signed POST. The service is
// the host's own, or anybody's who keeps to this page. Use it for a channel that no other
// package has, or for a program in another language.
//
//	sender := &webhook.Sender{
//		Receiver: webhook.Receiver{URL: "https://sms.example.com/care", Secret: secret},
//		Repeats:  true,
//	}
//
// # The request
//
// The body is a JSON object with one of three keys. "message" is a [channel.Message] by its
// JSON names:
//
//   - id, shop, customer_id, kind ("sms", "email", …), purpose, address (to, phone,
//     parcel);
//   - text without signature and opt-out, signature, opt_out, wording and values;
//   - template and params if the rule file binds the text, link, page;
//   - flow, rule, subject, step, merged, not_after, attempt.
//
// "task" is a [channel.Task]; "withdraw" has an id and the reason. Both come from a [Desk].
// Empty fields are left out, and later versions may add fields.
//
// The header Idempotency-Key is the message's ID, "#" and the channel: "v1:…/1#sms". If the
// ID has other characters than visible ASCII, it is the [channel.ShortID] of both. The
// channel is part of it because a message that failed on one channel may come on another.
//
// A message may come again under its key, after an error or a lost answer. The text may
// then differ. If the receiver counts a message once by the key alone, set
// [Sender.Repeats]. Otherwise a [channel.Shelf] keeps what was or may have been sent, and
// it is not sent again.
//
// # The signature
//
// Tiexin-Timestamp is the time in seconds since 1970. Tiexin-Signature is "sha256=" and the
// HMAC-SHA256 of timestamp, dot and body, in hexadecimal. In Python:
//
//	t, sign = headers["Tiexin-Timestamp"], headers["Tiexin-Signature"]
//	mac = hmac.new(secret, t.encode() + b"." + body, hashlib.sha256)
//	ok = hmac.compare_digest("sha256=" + mac.hexdigest(), sign)
//	ok = ok and abs(time.time() - int(t)) < 300
//
// A receiver in Go calls [Verify]. Verify the raw body, before you read it as JSON. A
// recorded request that is sent again is refused after five minutes; before that its key is
// known.
//
// # The answer
//
// 2xx means that the receiver has the message. The body may be a [channel.Receipt]:
// {"provider_id": "…", "parts": 1, "cost": "0.045"}. Any other answer may have the body
//
//	{"kind": "undeliverable", "reason": "no such number", "cause": "address"}
//
// The kind decides before the status:
//
//	undeliverable  final for this message on this channel; cause as channel.Cause, or none
//	stopped        the whole channel, until a person has fixed it
//	wording        this text, until a person has fixed it
//	too_late       too late to send
//	unknown        it may have been sent
//	retry          not taken; retry_after has the seconds, or the header Retry-After
//
// Without a kind the status decides:
//
//	408 409 425 429 503                retry
//	413 422                            undeliverable
//	3xx 401 402 403 404 405 407 410    stopped: the address or the secret is wrong
//	other 4xx                          wording: the message is kept until a person has looked
//	other 5xx, no answer               unknown, or retry where the receiver Repeats
//
// # Reports
//
// Later results of messages come as a signed list, by [Reports].
package webhook
