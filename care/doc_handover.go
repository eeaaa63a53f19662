// # Hand-over
//
//	senders := map[channel.Kind]channel.Sender{channel.SMS: sms}
//	engine, err := care.New(rules, care.Options{Senders: senders, Tasks: desk})
//
// Without senders, the host acts on the outcomes. With senders, a step is done when the
// sender took the message. Before that, a message from the outbox is checked again and
// rendered again, so its times are right. It goes to the address that is known then; a task
// does too. If there is none, the next channel takes over. A message or task that is
// reported as done or failed while it waits leaves the outbox.
//
// The sender's error decides what follows:
//
//   - A final failure ([channel.Final]) closes the channel, and the next one takes over.
//     The Logger warns, and Ways has the provider's words.
//   - [channel.ErrUnknownOutcome]: the step is done and the message is not sent again,
//     because the customer may have it. Caps and budgets count it. [Unknown], [WasUnknown],
//     Delivery.Unknown, Failures.Unknown and [Engine.Explain] show it. message.delivered or
//     message.failed settles it; after a final failure the next channel takes over.
//   - [channel.ErrStopped]: the whole channel rests for ten minutes, then longer, up to an
//     hour. Then one message tries it. No message moves to another channel meanwhile.
//   - [channel.ErrWording]: only messages with the same text rest, in the same way. They go
//     on at once after [Engine.Swap] to another text or template.
//   - Any other failure is retried with the same ID, after 10 seconds, doubling up to an
//     hour.
//
// [Engine.Stopped] lists what rests, and [Engine.Resume] lets it go on at once. If a sender
// must wait for the end of quiet hours, its message waits in the engine.
//
// In [Engine.Run] each channel has its own goroutines, and so do wake-ups and leases. So a
// slow sender delays its own channel only. A batch of decisions goes on when its caller's
// context ends.
//
// A channel also stops when failures jump. The engine looks at the last 50 customers within
// an hour, each counted once. It stops the channel if messages to at least 20 of them, and
// to at least half, failed for good or had an unknown outcome. Where message.delivered is
// reported, a failure is compared with messages that arrived or failed, else with all. An
// unknown outcome is always compared with all: a gateway may answer 503 to everything
// although messages arrived before. If the jump repeats soon after the rest, the next rest
// is longer. It is also longer if the message that tries the channel has an unknown
// outcome.
//
// An SMS ends with the opt-out if its purpose needs one. It begins with the signature if
// the rule file has one. Its cost always counts both.
//
// See the example of [Engine.Deliver].
//
// # What providers report
//
//	{"event": "message.failed", "customer": "c1",
//	 "message": {"id": "v1:…", "final": true, "reason": "no such number", "cause": "address"}}
//
// message.delivered and message.failed may come before the sender returns, twice, and in
// any order. A failure reported after an arrival changes nothing. If an arrival is reported
// after a failure, the next channel does not send, unless it already has.
//
// The cause of a final failure ([channel.Final] Cause, or the cause of message.failed) may
// close more than the message:
//
//   - refused: the customer told the provider or carrier to let nothing through. It is an
//     opt-out of the channel for all purposes, with the source "provider".
//   - address: nothing more goes to that address, by any channel that uses it: SMS, MMS and
//     calls for a number. The reason in Ways is bad-address, and another known address is
//     used. The engine keeps a hash of a customer's last 16 such addresses. A late report
//     about an old number closes that number only.
//
// The decision estimates what a message costs. The cost that a sender returns
// ([channel.Receipt]) replaces the estimate. Without one, the parts that it returns or that
// message.delivered reports count, at the message's price of a part. The larger number of
// parts counts. Caps do not change. Budgets do, in the day or week of the decision. An
// outcome says so ([Billed], see [Bill]), and a [Summary] follows.
//
// # Rates
//
//	Rates: map[channel.Kind][]channel.Limit{channel.SMS: {{N: 100, Per: time.Second, By: channel.BySender}}},
//
// Options.Rates limit the calls of a sender: no span of a limit has more, wherever it
// begins. Other messages stay in the outbox, in their order within a partition. The
// partitions take turns. A call counts when it is made; a message that is not sent leaves
// its slot free.
//
// Processes that share a store divide each limit evenly. When a process comes or goes, the
// others make room within half of Options.Lease. Until the lease and the span of the limit
// have passed, no process takes more. So a process that has just begun sends nothing on
// that channel until then. If a limit is smaller than the number of processes, they take
// turns.
//
// Spans longer than ten minutes are forgotten when processes change, and at a restart. Use
// a cap or a budget for what must hold for a day.
package care
