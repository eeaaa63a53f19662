// # Hand-over
//
// Without senders the outcome is the hand-over. With senders a step is done when the sender
// took the message. An outcome that a sender cannot know ([channel.ErrUnknownOutcome]) ends the
// step too, and is not sent again: the customer may have it. Caps and budgets count it, and
// whatever tells of it says that nobody knows: [Unknown], [WasUnknown], Delivery.Unknown,
// Failures.Unknown, [Engine.Explain]. message.delivered or message.failed settles it; after a
// final message.failed the next channel takes over. A final failure closes the
// channel, the next one takes over, the Logger is warned, and Ways says why in the provider's
// words. Any other failure is retried with the same ID, after 10 seconds, doubling up to an
// hour. A sender that has to wait for a quiet time to end has its message back until then.
//
// In [Engine.Run] each channel goes by itself, and so do wake-ups and leases: a sender that is
// slow delays nobody but its own channel. [channel.ErrStopped] lets the whole channel rest,
// from ten minutes up to an hour, and then one message tries it; [Engine.Stopped] lists such
// channels, [Engine.Resume] lets one go on at once. Nothing is lost to another channel
// meanwhile. A batch of decisions goes on when the caller who began it has hung up.
//
// [channel.ErrWording] lets what has the same wording rest in the same way, and nothing else
// of the channel. It goes on at once after Resume, and after [Engine.Swap] to rules that word
// it otherwise or name another template.
//
// A channel also stops when failures jump: of the last 50 customers within an hour, at least
// 20 failed for good or had an unknown outcome, and at least half. Where message.delivered is
// reported, a failure is counted among those that have arrived or failed, else among all. An
// unknown outcome is counted among all: a gateway that answers 503 to everything, and hangs up
// when it has the message, stops although messages arrived before. Each customer counts once.
// When it jumps again soon after the rest, it rests longer, as it does when the one message
// that tries it has an unknown outcome.
//
// A message that waited in the outbox is checked again and rendered again
// before it goes, so its times are right. It goes to the address that is known then, and
// so does a task: not to a number that was replaced, nor to a privacy number that has
// expired. Without an address the next channel takes over. A message or task that is
// reported as done or failed while it waits leaves the outbox.
//
// The text of an SMS ends with the opt-out where the purpose needs one, and begins
// with the signature if the rule file gives it. Its cost counts both always.
//
// See the example of [Engine.Deliver].
//
// # What providers report
//
// message.delivered and message.failed may come before the sender returns, twice, and in any
// order. What has arrived has arrived: a failure that is reported later changes nothing. When
// an arrival is reported of a message that had failed, and the next channel has not taken it
// over yet, that one does not go.
//
// A failure for good may mean more than its message ([channel.Final] Cause, or the cause of
// message.failed):
//
//   - refused: the customer has told the provider or the carrier to let nothing through. It
//     is a refusal of the channel, for all purposes, with the source "provider".
//   - address: nobody is there. Nothing goes to that address any more, by any channel that
//     reaches it: SMS, MMS and calls for a number. The reason in Ways is bad-address, and
//     another address that is known is taken. Of the last 16 such addresses of a customer a
//     hash is kept. A late report about an old number closes the old number alone.
//
// What a message cost is reckoned when it is decided. The cost that a sender returns
// ([channel.Receipt]) replaces that; else the parts that it returns or that message.delivered
// reports, at the message's price of a part. The larger number of parts counts. Caps are not
// touched; budgets follow, in the day or week in which it was decided. An outcome says so
// ([Billed], see [Bill]), and a [Summary] that adds it up follows.
//
// # Rates
//
// Options.Rates are limits of what a sender sends: no span of a limit has more calls, wherever
// it begins. What has to wait stays in the outbox: in a partition in its order, the partitions
// by turns. A slot counts from the call of the sender; one that is not called leaves it.
//
// Processes that share a store share each limit evenly. When one comes or goes, the others
// make room within half of Options.Lease, and nobody takes more until the lease and the span
// of the limit have passed: a process that has just begun sends nothing by that channel until
// then. With fewer messages in a limit than there are processes, these take turns. Spans
// longer than ten minutes are forgotten when processes change, and each process begins them
// anew at a restart: give what must hold for a day to a cap or a budget.
package care
