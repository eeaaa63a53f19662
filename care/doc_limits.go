// # Opt-out and consent
//
//	season:
//	  title: 换季上新
//	  about: customer
//	  when: customer.signed_in
//	  purpose: marketing             # needs consent, and ends with the opt-out
//	  via: [sms]
//	  rules: [{name: coats, again: 30d, send: coats}]
//
// Care, marketing and surveys need the customer's consent. An opt-out counts for every
// purpose, at once:
//
//   - A reply closes the channel if it is a usual word (R, TD, 退订), the same asked for
//     politely (请退订, 我要退订), or the word that the shop's own SMS asks for
//     (channels.sms.opt_out). Any other reply is for a person. The Logger warns of one that
//     looks like a refusal, such as 别再发了, with the ids of event, customer and message. A
//     rule with when: message.replied can make a task of it.
//   - task.refused closes the task's channel, and the rule stays silent.
//   - The channel is the one that the report names, else that of the message or task. If
//     the engine no longer knows that, the channels of the rule's step close. If no channel
//     can be known, every channel closes until the customer allows something again.
//   - A task for the shop's own people has no channel, so refusing it closes none.
//   - consent.revoked without a channel closes every channel.
//
// SMS and MMS close together ([channel.Info.Together]). Other channels stay open: a
// customer who leaves the shop's WeChat account still gets the SMS that they agreed to.
//
// An opt-out or a block also stops what waits in the outbox, even if Deliver has read it.
// It withdraws tasks that people have, except those for the shop's own people. A complaint
// holds such tasks until chat.closed.
//
// If the customer has opted out of each channel of a step, the reason is refused. If some
// channels only lack consent, it is no-consent. A consent without a time in a snapshot is
// older than any opt-out.
//
// See the example Consent.
//
// # Limits
//
//	limits:
//	  quiet: {night: {title: 夜里不打扰, hours: "22:00-08:00", then: wait}}
//	  caps: {daily: {title: 每人每天最多两条, at_most: 2, per: day}}
//	  budgets: {sms: {title: 每天的短信费, at_most: 200.00, per: day, channel: sms}}
//
// A limit of the file replaces the default limit of a purpose if it covers the whole
// purpose: it names no channel, flow or day. Caps and budgets count from the decision. A
// rolling window leaves out what happened exactly its length ago.
//
// A limit that drops is checked at every evaluation. So a message that waits for the
// morning may be dropped for good when an event finds a cap full.
//
// If all channels are closed for one reason, the outcome has that reason: nothing-to-say,
// enough-already, over-budget, quiet-hours, forbidden or too-late. Otherwise it is no-way.
// Ways has the reason of each channel.
//
// On silent days (静默日: 清明, days of mourning, and what the calendar suppresses), care
// and marketing wait until the day is over. The name of this quiet time is
// default-silent-days. A quiet time of the file does not replace it; only exempt lifts it.
//
// See the examples QuietHours, Caps and Budgets.
//
// # Tasks for the shop's own people
//
//	pack:
//	  title: 快超时了
//	  about: order
//	  while: unshipped
//	  purpose: service
//	  rules: [{name: r, if: hours_unshipped > 20, send: {task: pack, form: other, owner: 仓库}}]
//
// A task without via does not contact the customer. It needs no address and no consent, and
// an opt-out does not stop it. Quiet hours, never-rules and the control group still apply.
// No task uses up a cap. A task that is still open after its within counts as a step that
// is done.
//
// See the example Tasks.
//
// # Review
//
//	rules: [{name: letter, if: review.rating == 'bad', review: true, send: sorry}]
//
// A person approves the text of a step, for its channel and subjects. If the text changes,
// it waits for approval again. An approval names the message and not its text. It counts
// for the text shown last, even if the person still looks at an older one. A message
// without review does not include an order with a rule that wants review.
//
// See the example Review.
package care
