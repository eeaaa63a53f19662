// Package channel knows the ways (渠道) by which a shop reaches a customer, and
// everything that has to be asked before one of them is taken.
//
// Follow one message. A rule has decided to say something, and names channels in
// order of preference. [Plan] says which of them are open for this customer, this
// message and its purpose, and why the others are not: what the customer allowed
// ([Permission]), whether somebody carries the channel, whether there is an
// address ([AddressOf]), whether it failed before, whether a provider has said that nobody
// is there, and last the shop's own limits. [First] is the way to take.
//
// Where people do the work, on the phone, on a visit, or on the messenger when an
// agent opens the chat, a [Task] goes to the shop's [TaskDesk]. Everything else is
// a [Message] for the channel's [Sender], which the host writes; [Retry] and
// [Rate] put patience and a provider's limits around it. A Sender tells five kinds
// of failure apart: passing ([RetryAfter] says for how long), final for this
// channel ([ErrUndeliverable]: the next one takes over), of one wording ([ErrWording]),
// of the whole channel ([ErrStopped]), and unknown ([ErrUnknownOutcome]: it may have
// gone, so nothing repeats it). Senders for providers are in the packages below:
// aliyun and tencent for SMS, wechat and wecom, mail, webhook for any channel over a
// service of the shop's, and dingtalk and feishu, desks that tell a group of agents. What
// they have to find again lies on a [Shelf].
//
// An SMS (短信) costs by its parts: [Segments] counts them, [Estimate] foresees
// them for a template, [Compose] puts signature, words and opt-out together, a
// [Tariff] prices them exactly, in [Cost], since a part may cost less than a fen.
// [OptOut] reads what comes back, and [Lint] says beforehand what a provider or a
// law will not let pass.
//
// Numbers, names and words are in the fields of Address, Message and Task, and
// in their JSON; printed or logged they are masked.
package channel
