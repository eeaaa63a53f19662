// Package webhook hands messages and tasks to a service of the host's own, or of anybody
// who keeps to this page, by a signed POST: for a channel that no other package knows, or
// for a program in another language.
//
//	sender := &webhook.Sender{
//		Receiver: webhook.Receiver{URL: "https://sms.example.com/care", Secret: secret},
//		Repeats:  true,
//	}
//
// # The request
//
// The body is a JSON object with one of three keys. "message" is a [channel.Message] by its
// JSON names: id, shop, customer_id, kind ("sms", "email", …), purpose, address (to, phone,
// parcel), text without signature and opt-out, signature, opt_out, wording and values,
// template and params where the rule file binds the wording, link, page, flow, rule,
// subject, step, merged, not_after, attempt. "task" is a [channel.Task], "withdraw" an id
// and why, both from a [Desk]. Fields that are empty are left out; more may come.
//
// The header Idempotency-Key is the message's ID, "#" and the channel: "v1:…/1#sms"; or the
// [channel.ShortID] of both where the ID has other characters than visible ASCII. The
// channel is part of it because a message that failed for good by one may come by another.
//
// A message may come again under its key: after an error, or after an answer that was lost.
// A receiver that lets it count once, and goes by the key alone (the text may be worded
// anew), is said to do so by [Sender.Repeats]. For any other, what has gone and what may
// have gone is kept on a [channel.Shelf], and does not go again.
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
// A receiver in Go calls [Verify]. The body is verified as it came, before it is read as
// JSON. A request that somebody recorded and sends again is refused once it is five minutes
// old; before that its key is known.
//
// # The answer
//
// 2xx says that the receiver has the message; the body may be a [channel.Receipt]:
// {"provider_id": "…", "parts": 1, "cost": "0.045"}. Any other answer may have the body
//
//	{"kind": "undeliverable", "reason": "no such number", "cause": "address"}
//
// The kind decides, whatever the status:
//
//	undeliverable  for good, this message by this channel; cause as channel.Cause, or none
//	stopped        the whole channel, until a person has mended it
//	wording        this wording, until a person has mended it
//	too_late       it is not worth sending any more
//	unknown        it may have gone, and the receiver cannot tell
//	retry          not taken; retry_after says in how many seconds, or the header Retry-After
//
// Without a kind the status decides:
//
//	408 409 425 429 503                retry
//	413 422                            undeliverable
//	3xx 401 402 403 404 405 407 410    stopped: the address or the secret is wrong
//	other 4xx                          wording: the message is kept until a person has looked
//	other 5xx, no answer               unknown, or retry where the receiver Repeats
//
// # What comes back
//
// What became of messages later comes as a signed list, by [Reports].
package webhook
