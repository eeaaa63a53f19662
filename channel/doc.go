// Package channel has the channels (渠道) by which a shop reaches a customer, and the
// checks before one of them is used.
//
// # One message
//
// A rule has decided to send, and names channels in order of preference. [Plan] says which
// of them are open for this customer, message and purpose, and why the others are closed.
// It checks consent and opt-out ([Permission]), then the sender and the address
// ([AddressOf]). Then it checks earlier failures, addresses that a provider reported as
// bad, and last the shop's own limits. [First] is the channel to use.
//
// A [Task] is for people: a call, a visit, or a chat on Wangwang. It goes to the shop's
// [TaskDesk]. Any other [Message] goes to the channel's [Sender], which the host writes or
// takes from the packages below:
//
//   - aliyun and tencent for SMS;
//   - wechat and wecom;
//   - mail;
//   - webhook, for any channel over a service of the shop's;
//   - dingtalk and feishu, desks that tell a group of agents.
//
// They keep notes on a [Shelf]. [Retry] and [Rate] add retries and a provider's rate to any
// Sender.
//
// # Failures
//
// A Sender returns one of five kinds of failure:
//
//   - passing: [RetryAfter] says for how long;
//   - final for this channel ([ErrUndeliverable]): the next channel takes over;
//   - of one text ([ErrWording]);
//   - of the whole channel ([ErrStopped]);
//   - unknown ([ErrUnknownOutcome]): it may have been sent, so it is not sent again.
//
// # SMS
//
// An SMS (短信) costs by its segments (计费条数). [Segments] counts them, and [Estimate]
// estimates them for a template. [Compose] joins signature, text and opt-out. A [Tariff]
// prices segments exactly, in [Cost], because a segment may cost less than a fen. [OptOut]
// reads a reply. [Words.Lint] reports words and signs that a provider or a law does not allow.
//
// Numbers, names and words are in the fields of Address, Message and Task, and in their
// JSON. Printed or logged, they are masked.
package channel
