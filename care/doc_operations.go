// # Personal data
//
//	[customer.nick = (name, 3 characters)]   # what Explain shows instead of the nick
//
// Outcomes, explanations, timelines and the Logger name ids. [Outcome.Seen] and
// [Engine.Explain] show kind and length of names, nicks, parcel numbers and the customer's
// own words. They show only those tags, attributes and answers that the condition names.
// Other texts appear without numbers, addresses and the customer's name; a child appears by
// its id.
//
// Options.SeenPersonal, SimOptions.SeenPersonal and [Engine.ExplainPersonal] show
// everything, to people who may see it. The text of a message appears as the customer sees
// it.
//
// Providers and desks, and panics of theirs, have words too. The engine shortens them
// before they reach the Logger, the store, [channel.Way] or an outcome. It strikes out the
// message's content and the customer's data, in any spelling or encoding. It also strikes
// out anything that looks like a number or an email address. A panic of Observe is logged
// by its type and place.
//
// [Outcome.String], [Explanation.Write] and [WriteTimeline] write visible characters only.
// No escape sequence, line break or change of direction comes out of a nick, title or
// status.
//
// # Lists and health
//
//	for a, err := range engine.Approvals(ctx, care.ListOptions{}) { … }
//	health, err := engine.Health(ctx)
//
// These lists are for an operator's page:
//
//   - [Engine.Approvals]: what waits for approval, with the ID for message.approved or
//     message.declined. A rule about an incident has one entry for all customers.
//   - [Engine.OpenTasks]: the tasks that people have and, after task.claimed, who took
//     them.
//   - [Engine.Outbox]: what is not handed over yet.
//   - [Engine.Waiting]: which customers wait, until when and for what.
//   - [Engine.Sweeps]: how far work for all customers has come.
//
// Each list reads page by page, only customers on that list, and also the partitions of
// other processes. Texts and scripts leave out what is personal, unless
// [ListOptions.Personal] is set. On a store that an earlier version wrote, the lists are
// complete when Run or Advance has gone through all customers once; [Engine.Sweep] says so.
//
// [Engine.Health] has the figures for monitoring; [Engine.Stopped] lists channels at rest.
// Package care/vars shows health through expvar. Set an alert for each of these:
//
//   - Stopped names a channel or a text: no balance, a blocked account, an unapproved
//     template, or a jump in failures or unknown outcomes.
//   - OutboxAge is more than an hour and grows: a provider is down. Messages that a limit
//     holds back are not in the outbox.
//   - WakeLate is more than a few minutes and grows: Run has ended, or cannot keep up.
//   - ClocksDisagree is set: no wake-up runs until the clocks agree.
//   - Held is 0 in every process, or their sum is less than Partitions for longer than a
//     lease: some customers have no process.
//   - Failures grow faster than Sent on one channel. Undeliverable: a signature or template
//     may not be registered. Unknown: a gateway does not answer.
//   - Health returns an error, or LastErrorAt is recent again and again: the store fails.
//   - Events does not grow while the shop sells: the feed has stopped.
//
// # Change of rules
//
//	err = engine.Swap(rules) // care.Watch does it when a file changes
//
// After [Engine.Swap], and after [New] on a store of other rules, the engine evaluates all
// customers by the new rules. That includes those without events for years. [Engine.Run]
// does that in the background with half of its time; [Engine.Advance] does it first. The
// store keeps the progress, so a crash loses none. [Engine.Sweep] shows it, and
// [Engine.HoldSweep] stops it. An event is always evaluated by the present rules.
//
// A message of a removed rule leaves the outbox and its task is withdrawn. Its subject is
// evaluated again. A rule that comes back continues where it was, unless its message was
// sent meanwhile. See the example of [Engine.Swap].
//
// If the engine cannot read a customer's memory, it tries again every ten minutes and
// reports an error each time. Other customers are not affected.
//
// # Forgetting a customer
//
//	err = engine.Forget(ctx, care.Key{Customer: "c1"})
//
// [Engine.Forget] removes a customer from the store and the outbox, and withdraws the tasks
// that people have. These stay:
//
//   - Opt-outs: channel, purpose, time, id and source, without the customer's words. Also
//     which guardian's consents were revoked. A consent is removed, whenever it was given.
//     The host keeps names out of the source.
//   - The shop's own block, or the name of the person who lifted it (blocked, blocked_by).
//     A tag that the rules use as a block is removed like other tags.
//   - Which ids are this one customer.
//   - The time of forgetting, or of the last event if its clock was ahead. Also how often
//     the customer was forgotten: later messages have new ids.
//
// An event from that time or before starts nothing and is not kept. Only its opt-out or
// block counts. A later report about an earlier message or task starts nothing either. A
// snapshot in a later event may show earlier facts: the engine knows them, but they start
// nothing.
//
// A later event starts a new relationship, with the facts of its snapshots. So a host stops
// sending events of a customer that it has forgotten itself. A consent counts only with a
// time after the forgetting, as consent.granted has it.
//
// If memory cannot be read, opt-outs cannot be read either. Then every channel counts as
// refused, and the error is [ErrForgottenUnread]. [ErrNobody] means that the key is
// unknown. The host itself removes outcomes that it kept, and what a provider or desk
// received. See the example of [Engine.Forget].
package care
