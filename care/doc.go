// Package care decides which customer gets which message, when and over which
// channel, and why not (客户关怀). The decision is a function of rules, memory and
// time.
//
// # The way of one event
//
// A shop's backend passes every event to [Engine.Handle]. The event names one
// customer and holds a snapshot of the order, parcel or chat that it is about.
//
//	rules, err := care.Load(os.DirFS("rules"))
//	engine, err := care.New(rules, care.Options{Senders: senders})
//	outcomes, err := engine.Handle(ctx, event)
//
// The engine loads the [Record] of the customer: one blob and one wake-up. It merges
// the event's snapshots into what it knew, so events may come twice, late and in any
// order. Then it evaluates the rules for every subject that may be concerned. Each
// rule evaluated yields one [Outcome]: a message, a task for a person, a wait, or
// silence. An outcome has a reason, what decided, the next check and, where
// [Options.Seen] asks for it, the value of each part of the condition.
//
// An outcome may be kept: it holds ids and what is said, and nothing of what is
// remembered of the customer. [Said.Message] and [Said.Task] are what is handed over,
// with address and words, and last as long as the host keeps them. Outcomes, and all
// that a store is given, print and log as ids; see package tiexin for what no type can
// hide.
//
// A condition yields a function of time. The engine knows when each clock changes
// the answer, and stores one wake-up for the customer. Nothing polls.
// [Engine.Advance] evaluates what is due, [Engine.Deliver] hands over what was
// decided, and [Engine.Run] does both as time passes. Memory, wake-up and outbox are
// one [Commit].
//
// [Simulate] is the same engine on a simulated clock. [Engine.Explain] evaluates
// without deciding. The rule tests of package caretest are simulations with an
// expectation. [Diff] simulates old and new rules over one history and lists the
// messages that come, go or change; [Engine.DiffWaiting] lists what a [Engine.Swap]
// would make of all that waits now. Package rule holds the language: [rule.Keys] lists every key,
// [rule.Words] every word of a condition. Package channel holds the ways to a
// customer, package template the texts.
//
// # Order of checks
//
// Final reasons come before passing ones:
//
//  1. The subject lives, and no event of until has come.
//  2. The condition is true.
//  3. No earlier rule of the flow applies, and nothing was said yet.
//  4. The rule is fresh, and enough time is left to pay.
//  5. The customer is not blocked, has not refused, and has agreed where needed.
//  6. No rule under limits.never forbids it.
//  7. No payment problem or complaint is open.
//  8. The customer is not in the control group, and no other message spoke for it.
//  9. Each channel in order: open, text complete, caps, budgets, dropping quiet hours.
//  10. What only waits: caps, budgets, quiet hours, review.
//
// What waits is checked again from the top. The example Holdout shows a control group.
//
// # Subjects
//
// A flow is about an order, a parcel, a chat, the customer or a child. An order has
// parcels; an order, a parcel, a chat and a child belong to a customer; a chat may name
// an order.
// Conditions see the subject, what it belongs to, and the customer.
//
// A firing belongs to one subject. Two parcels of one order get two notices, unless
// merge joins them. A message names those that came up before it, so a rule that an
// event begins should wait as long as merge: what comes up later within the span is
// silent, and named by nobody.
//
// # Parcels
//
//	late:
//	  title: 走得慢，先安抚
//	  about: parcel
//	  while: overdue                 # shop: {transit: {zhongtong: {浙江: 3d}}}
//	  purpose: service
//	  via: [wangwang, sms]
//	  rules: [{name: calm, if: hours_overdue > 2, send: late.calm}]
//
// The clock overdue starts when the parcel ought to have arrived. That is the
// promised arrival, of the parcel or its order, else a predicted one, else shipping
// plus the days under shop.transit. A carrier or province that is not listed there is
// never overdue.
//
// A parcel's status never goes back, but a signed parcel may still be rejected or
// returned. parcel.abnormal names the open trouble; it is empty again once the parcel
// is seen on its way. parcel.index and parcel.count cover the order's parcels known
// so far, by shipping time, then number.
//
// A parcel may be known before its order. Then conditions on the order are unknown,
// but for what its parcels tell: order.parcels, order.shipped once one has left, and
// order.signed and order.signed_at once all of them are signed for. Texts use their
// fallbacks. A text about an order may name its parcels: #运单号#
// lists all numbers, #物流公司# each carrier once.
//
// See the example of [Simulate] called Parcel.
//
// # Chats
//
//	silent:
//	  title: 问了没回，五分钟后再问一声
//	  about: chat
//	  while: silent
//	  purpose: service
//	  via: wangwang
//	  rules: [{name: again, if: "!chat.ordered && minutes_silent > 5", send: silent.again}]
//
// The clock silent runs while the chat is open and the agent had the last word. A
// chat without an id is the customer's only one. When it goes on after chat.closed it
// is a new conversation.
//
// chat.order is the id of the order that the chat names. When it names none, chat.order
// is empty and the words of an order are unknown:
//
//	if: chat.order == ''                       # without an order
//	if: chat.order != '' && not order.paid     # about one that is not paid
//
// A chat is over at chat.closed, and a task about it is withdrawn then. Write a flow
// about the customer for what has to outlive the conversation.
//
// # What an event brought
//
//	bad:
//	  title: 差评，店长回访
//	  about: order
//	  when: review.created
//	  purpose: service
//	  rules: [{name: call, if: review.rating == 'bad', send: {task: bad.call, owner: 店长}}]
//
// The words of review, survey, refund, task, message and product are known in a rule
// whose every event under when brings them. Elsewhere they are a problem at load. What
// the event brought is kept until the firing is done. task.rule and message.rule are
// paths, such as 'call/r', so a rule can follow up the task of another.
//
// In flows about orders and parcels, an event that names an order begins, ends and
// fills only what is about that order. A review of one order leaves the others alone.
//
// # What has become true
//
//	thanks: {title: 谢谢, about: order, when: order.paid, …}
//
// when hears what has become true, however the engine learnt it: from the event by
// its name, or from the first snapshot in any other event that shows it. Hosts that
// poll may send order.updated for everything. A snapshot can show an order paid,
// partly shipped, shipped, closed or refunded, a parcel signed, and a changed grade.
//
// A fact begins a rule once for each subject, at the instant when it happened. What a
// snapshot shows more than 24 hours later begins nothing, unless the rule's fresh
// reaches that far: an import of old orders wakes nobody. What a status implies is
// known but begins nothing: a succeeded order was paid and shipped. A parcel that
// becomes known after an event of its order hears of it within the same 24 hours.
//
// order.status follows what was learnt. After order.partly_shipped it is 'part_ship'
// and after order.deposit_paid 'deposit', though the event's own order says 'paid',
// 'shipped' or 'unpaid'. Parcels do not change it; order.shipped and order.signed know of
// them. An order of which only a review tells is unknown, and one of which only parcels
// tell is known as far as they do.
//
// A time that no snapshot states is guessed from the event or status that implies it.
// The earliest guess stays, and a stated time replaces it.
//
// # Unknown values
//
//	if: review.stars <= 2                              # no stars: unknown, not true
//	if: not (review.stars <= 2)                        # unknown as well
//	if: review.stars <= 2 || review.rating == 'bad'    # the other side decides
//
// A part of a condition is true, false or unknown. It is unknown when it reads a
// value that is missing, or when it cannot be computed: int('abc'), an element that a
// list does not have, order.amount / order.quantity when the quantity is 0. So is an amount
// of 0 that nobody told: order.amount < 10 is true of a free order (Order.ZeroAmount, or 0
// written in the JSON of an event), and unknown of one whose amount is missing. An unknown
// condition is not true. Its outcome is condition-off, By names the part, and the Logger is
// told once. A comparison with a clock that does not run is false, not unknown.
//
// # Promises
//
//	never:
//	  carried-back: {title: 拒收的包裹不再说, if: parcel.status == 'rejected'}
//	  low-score: {title: 打过低分的会话, if: chat.score < 3}
//
// A condition under limits.never forbids when it is true, and when it is unknown: a
// chat that nobody rated is forbidden by low-score. It does not forbid what it is not
// about: low-score says nothing about an order, because there is no chat. Promises
// hold for every subject that a merged message speaks for, on the channel it uses.
//
// # Instants and deadlines
//
// An event is evaluated at its millisecond, a wake-up right after it. minutes_unpaid > 15 turns
// true right after 15:00, and >= 15 at 15:00; both send at 15:00 by the clock, after every
// event of that instant. A clock that stops by time alone (unpaid, to_close) gives the
// deadline. A condition that becomes true only at the deadline or later is off.
//
// # The life of a subject
//
// With while, or with clocks in the rule, a subject lives as long as they run. Otherwise:
//
//   - An order is over when it is closed, closes by itself unpaid, or is wholly
//     refunded. Refunds that together reach its amount refund it wholly. An order whose end nobody reports is over 90
//     days after it was confirmed; else 90 days after the order itself was signed; else
//     120 days after payment.
//   - A parcel is over 90 days after it was signed for, came back or was lost.
//   - A chat is over when it is closed. The customer and a child are never over.
//   - A firing begun by the event that ended its subject, or by a later one, lives 90
//     days from that event: when: order.closed works.
//
// An order is forgotten 100 days after it was closed, confirmed or signed, or 120 days after
// payment or shipping. Later news of it begins nothing. The last 64 forgotten orders of each
// customer are known. Ended is reported once for each rule and subject.
//
// # Events that end
//
// In flows about orders and parcels, an event of until that names the order counts
// whenever it happened. One that names no order counts from the start of the subject
// or the firing. In flows about chats, the customer and children every event of the
// customer counts from then; a child starts when it is first known with consent. In those
// about the customer and children, one of an order or parcel counts only while a firing is
// under way. An event that begins a rule ends it only when it comes again.
//
// See the example Until.
//
// # Choice and steps
//
//   - A later rule than the chosen one is earlier-rule when its own condition is true
//     or time can make it true, whatever the deadline; else condition-off. A rule that
//     waits for an event is no candidate before it. When time makes the chosen rule's
//     condition false for good, the next rule is chosen at that instant.
//   - Final silence uses up the whole firing, later steps included. Merged-into ends one step
//     only. Facts may still turn the condition off; then another rule is chosen.
//   - A rule with when and again accepts a new event once the span has passed since
//     its last message. One that ended without a message accepts the next event.
//   - The first step may go when the rule is due, and its after counts from then. A step whose
//     condition time cannot make true before the deadline is skipped for good.
//   - fresh looks at the first check only. What a limit held back after that goes when
//     the limit allows, up to the deadline.
//
// See the example Steps.
//
// # Payment
//
// A flow with a text that asks for payment (#付款链接#, #剩余付款时间#, #关闭时间#)
// merges within 24 hours where the file says nothing. Such a message is too-late when
// less than a minute is left before the order closes by itself. It never goes about an
// order that does not wait for payment.
//
// An order without a payment event stops waiting for payment once a refund is
// requested or one of its parcels moves. For a presale only an open refund counts: it
// may be the deposit's, and goods may travel ahead of the balance payment. After the
// deposit a presale closes when the host says so (closes_at), not by shop.closes.
//
// # Open conversations
//
//	boss: {title: 投诉, about: chat, when: chat.complained, purpose: notice,
//	       rules: [{name: r, send: {task: complaint, owner: 主管, within: 30m}}]}
//
// From chat.payment_trouble or chat.complained until chat.closed, messages and tasks
// wait as in-conversation. Two kinds do not: purpose service, unless the text asks for
// payment, and a task that an event chat.… began, because it is the answer.
//
// # Tasks for the shop's own people
//
//	pack: {title: 快超时了, about: order, while: unshipped, purpose: service,
//	       rules: [{name: r, if: hours_unshipped > 20, send: {task: pack, form: other, owner: 仓库}}]}
//
// A task without via is for the shop's own people. Nobody contacts the customer, so
// it needs no address and no consent, and a refusal does not stop it. Quiet hours,
// promises and the control group still hold. Tasks use up no caps. A task that nobody
// took in time counts as a step that is done.
//
// See the example Tasks.
//
// # Merged messages
//
// A window belongs to a flow and the number of a step. It opens when a message about
// one subject goes, and closes the span later. A subject of the customer whose step of
// that number comes due within it stays silent. When the message fails on every
// channel, the window closes and the others are evaluated again.
//
// What a channel cannot hold is left out, the latest due first, and gets a message of
// its own at its due time. No message fails because it speaks for many.
//
// See the example Merge.
//
// # Purchases and refunds
//
// customer.paid_orders and customer.spent start from the customer's snapshot, which
// includes its own event; orders paid later count on top. A snapshot without totals
// leaves them alone. A customer without a snapshot has no paid orders: send the totals
// with the first order.paid. What was paid back leaves the totals, and wholly refunded
// orders leave bought and since_order too. A paid order that is closed counts as paid back.
//
// # Refusal and consent
//
// A reply refuses the channel for all purposes when it is a usual word (R, TD, 退订) or the word
// that the shop's own SMS asks for (channels.sms.opt_out). Other replies are for a person.
// task.refused refuses the task's channel, and the rule is silent. The channel is the one that
// the report names, or that the message or task went by. When the engine no longer knows the
// message or task, its id names the rule, and the channels of the rule's step are closed. If no
// channel can be known, every channel is closed until the customer allows something again. A
// task for the shop's own people has no channel, and closes none. SMS and MMS are refused
// together ([channel.Info.Together]).
//
// A refusal or a block reaches at once what waits in the outbox, also when Deliver has
// read it, and withdraws tasks that people have; a complaint holds them until
// chat.closed. Tasks for the shop's own people stay.
//
// When the customer closed every channel of a step, the reason is refused if each was refused,
// else no-consent. A consent in a snapshot that has no time is older than any refusal.
//
// See the example Consent.
//
// # Limits
//
// A limit of the file replaces the default of a purpose when it covers the purpose
// altogether: no channel, flow or day of its own. Caps and budgets count from the
// decision. A rolling window leaves out what happened exactly its length ago. Dropping
// limits are checked at every evaluation: an event while a message waits for the
// morning may find a cap full that drops it for good.
//
// When all channels are closed for one reason that says more (nothing-to-say,
// enough-already, over-budget, quiet-hours, forbidden, too-late), that is the outcome's
// reason; else it is no-way. Ways has the reason of each channel.
//
// On days on which marketing is unseemly (静默日: 清明, days of mourning, whatever the
// calendar suppresses) messages and tasks of care and marketing wait until the day is
// over. That quiet time is called default-silent-days. No quiet time of the file replaces
// it, and only exempt lifts it.
//
// See the examples QuietHours, Caps and Budgets.
//
// # Personal data
//
// Outcomes, explanations, timelines and the Logger name ids. [Outcome.Seen] and
// [Engine.Explain] tell of names, nicks, numbers of parcels and the customer's own words the
// kind and length, "(name, 3 characters)". Of tags, of attr and of answers they tell what the
// part of the condition names itself, and of all other texts what is left without numbers,
// addresses and the customer's name. Of a child they tell its id alone. Options.SeenPersonal,
// SimOptions.SeenPersonal and [Engine.ExplainPersonal] show all of it, to people who may see
// it. The text of a message is shown as the customer sees it.
//
// What a provider, a desk or a panic of theirs says is cut and struck out before it
// reaches the Logger, the store, [channel.Way] or an outcome: first what the message
// holds (address, text, values) and what is remembered of its customer (names, nicks,
// numbers, accounts, receivers), in any spelling or encoding; then whatever else looks
// like a number or an email address. A panic of Observe is logged by its type and place.
//
// [Outcome.String], [Explanation.Write] and [WriteTimeline] write lines of what can be seen: no
// escape sequence, line break or change of direction comes out of a nick, title or status.
//
// # Review
//
// A person approves a step's wording for its channel and subjects. When one of them
// changes, it is shown again. The approval names the message and not its words: it counts
// for those that were shown last, also when the person still looks at older ones. An order
// whose own rule wants a review joins only a message that is reviewed itself.
//
// See the example Review.
//
// # Lists and health
//
// [Engine.Approvals] lists what waits for a person's approval, with the ID for
// message.approved or message.declined; what a rule says about an incident is one entry for
// everybody. [Engine.OpenTasks] lists the tasks that people have and, after task.claimed,
// who has taken one on. [Engine.Outbox] lists what is not handed over, [Engine.Waiting] who
// is woken until an instant and for what, and [Engine.Sweeps] how far work for everybody
// has come. Each reads page by page, only those who stand on the list, and also the
// partitions of other processes. Texts and scripts are without what is personal, unless
// [ListOptions.Personal] asks for it. A store that an earlier version wrote has whole lists
// when Run or Advance has asked everybody once; [Engine.Sweep] says so.
//
// [Engine.Health] is for monitoring, and [Engine.Stopped] lists channels at rest. Package
// care/vars shows health through expvar. Be alerted when
//
//   - Stopped names a channel or a wording: no balance, an account that is blocked, a
//     template that is not approved, or failures that have jumped;
//   - OutboxAge grows beyond an hour: a provider is down. What the night or a limit holds
//     back is decided later, and not in the outbox;
//   - WakeLate is more than a few minutes and grows: Run has ended, or cannot keep up;
//   - ClocksDisagree is set: nobody is woken until they agree;
//   - Held is 0 in every process, or their sum is less than Partitions for longer than a
//     lease: nobody decides there;
//   - Failures grow faster than Sent on one channel, above all Undeliverable: a signature
//     or template may not be registered;
//   - Health returns an error, or LastErrorAt is recent again and again: the store;
//   - Events does not grow in the hours in which the shop sells: the feed has stopped.
//
// # Change of rules
//
// After [Engine.Swap], and after [New] on a store that other rules wrote, everybody is
// evaluated by the new rules, also who has been silent for years. [Engine.Run] does that
// in the background and takes half of its time for it, [Engine.Advance] does it first.
// How far it has come stands in the store, so a crash begins nothing anew;
// [Engine.Sweep] says it, and [Engine.HoldSweep] stops it. An event is always evaluated
// by the present rules. What the outbox holds of a removed rule does not go, its
// task is withdrawn, and its subject is evaluated again. A rule that comes back goes
// on where it was, unless its message went meanwhile.
//
// See the example of [Engine.Swap].
//
// # Memory that cannot be read
//
// A customer whose memory cannot be read is woken again ten minutes later, with an
// error each time. Everybody else goes on.
//
// # Forgetting a customer
//
// [Engine.Forget] removes a customer from the store and the outbox, and withdraws the
// tasks that people have. These stay:
//
//   - Refusals: channel, purpose, time, id and source, without the customer's words; and
//     which guardian's consents were revoked. A permission goes, whenever it was given. The host keeps names out of the source.
//   - The shop's own block, or who lifted it (blocked, blocked_by). A tag that the rules
//     use as a block goes with the other tags.
//   - Which ids are this one customer.
//   - The instant of forgetting, or of the last event if its clock was ahead, and how
//     often the customer was forgotten: later messages have ids of their own.
//
// An event from that instant or before begins nothing and is not kept, whatever its id.
// Only refusals and a block in it are heard. A later report about a message or task from
// before begins nothing either. A snapshot in a later event may show what happened
// before: it is known then, but begins nothing.
//
// A later event begins a new relationship, with what its snapshots say. So a host stops
// sending events of a customer it has forgotten itself. A permission counts only with a
// time after the forgetting, as consent.granted has it.
//
// If memory cannot be read, refusals cannot be read either. Then everything counts as
// refused, and the error is [ErrForgottenUnread]. [ErrNobody] says that nothing is known
// under the key. What a host keeps of outcomes, and what a provider or desk took, is
// theirs to remove. See the example of [Engine.Forget].
package care
