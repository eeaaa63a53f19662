// Package care decides which customer gets which message, when, and over which channel
// (客户关怀). For every message that it holds back, it says why.
//
// A shop's backend passes events to an [Engine]: an order was created, a parcel was signed
// for. The engine evaluates the shop's rules. It sends messages through the host's senders,
// and gives tasks to people of the shop.
//
// # One event, from arrival to message
//
//	rules, err := care.Load(os.DirFS("rules"))
//	engine, err := care.New(rules, care.Options{Senders: senders})
//	go engine.Run(ctx)                         // runs timers and sends; blocks
//	outcomes, err := engine.Handle(ctx, event) // from the shop's webhook
//
// A customer places an order at 10:00 and does not pay. The file in the folder rules says
// that an unpaid order gets a reminder after 30 minutes. A flow such as payment is a group
// of rules about one subject, here an order:
//
//	payment:
//	  title: 催付
//	  about: order
//	  while: unpaid
//	  purpose: notice
//	  via: [wangwang, sms]
//	  rules: [{name: everyone, if: minutes_unpaid > 30, send: pay.gentle}]
//
// The event order.created passes five steps:
//
//  1. [Engine.Handle] loads the customer's [Record]: a memory and one wake-up. It merges the
//     event's snapshots of customer and order into the memory. So events may come twice, late
//     and in any order.
//  2. The engine evaluates the rules about the order. The condition is false at 10:00, and
//     time alone makes it true at 10:30. The [Outcome] is wait, with the reason not-yet.
//  3. The engine stores memory, wake-up and outbox in one [Commit], and Handle returns.
//  4. At 10:30 [Engine.Advance] checks everything again. The order is still unpaid, so the
//     outcome is send, and the message goes into the outbox. After a payment at 10:20 the
//     outcome would have been skip, with the reason ended.
//  5. [Engine.Deliver] passes the message to the sender of its channel, and records what
//     became of it.
//
// [Engine.Run] calls Advance and Deliver when they are due. Nothing polls: the engine
// computes from a condition when its answer can change.
//
// # Outcomes
//
// Each rule evaluated has exactly one [Outcome]: a message, a task, a wait or silence. It
// has a [Verdict], a [Reason] from a closed list, what decided (By), and the next check
// (Until). With [Options.Seen] it also has the value of each part of the condition.
//
//	2026-11-05 10:20:00 laozhou payment/gentle T2: skip ended (order.paid)
//
// An outcome may be kept: it holds ids and the message, nothing else of the customer's
// memory. [Said] has Message and Task, which the host hands over if it has no senders.
//
// # Other uses of the same rules
//
//   - [Simulate] runs events through the engine on a simulated clock.
//   - [Engine.Explain] evaluates one customer's rules without deciding anything.
//   - [Diff] compares old and new rules over one history. [Engine.DiffWaiting] says what
//     new rules make of everything that waits.
//   - Package caretest runs rule tests, which are simulations with an expectation.
//
// [rule.Keys] lists the keys of a rule file, [rule.Words] the words of its conditions.
//
// # Order of checks
//
// A step that is due passes these checks. Reasons that are final come first.
//
//  1. The subject is open, and no event under until has come.
//  2. The condition is true.
//  3. No earlier rule of the flow applies, and none has sent anything yet.
//  4. The rule is not older than fresh, and enough time is left to pay.
//  5. The customer is not blocked, has not opted out, and has consented where needed.
//  6. No condition under limits.never forbids it.
//  7. No payment problem or complaint is open.
//  8. The customer is not in the control group, and no other message spoke for the subject.
//  9. A channel is open, and its text is complete. Caps, budgets and quiet hours that drop
//     are checked for each channel in turn.
//  10. Caps, budgets and quiet hours that wait, and review.
//
// After a wait the checks begin again at the first. The example Holdout shows a control
// group.
//
// # Subjects
//
//	split:
//	  title: 分几个包裹
//	  about: parcel
//	  when: parcel.shipped
//	  purpose: notice
//	  via: [wangwang, sms]
//	  rules: [{name: more, if: parcel.count > 1 && not order.gift, send: split}]
//
// The subject of a flow is an order, a parcel, a chat, the customer or a child. Conditions
// see the subject, what it belongs to, and the customer. A parcel belongs to an order, and
// a chat may name one.
//
// A firing is one rule at work about one subject, from its start to its last step. So two
// parcels of one order get two notices, unless merge joins them.
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
// The clock overdue starts at the promised arrival of the parcel or its order. Without one
// it starts at the predicted arrival, else after the days under shop.transit. A carrier or
// province that is not listed there has no clock, so its parcels are never overdue. The
// clock stops while the parcel waits at a pickup point (ready_for_pickup): it has arrived.
// The clocks in_transit and since_scan go on, so a rule about a parcel that does not move
// needs parcel.status != 'ready_for_pickup'.
//
// A parcel's status never goes back, except that a signed parcel may be rejected or
// returned. The word parcel.abnormal names the open trouble, and is empty when the parcel
// moves again. The words parcel.index and parcel.count cover the order's parcels known so
// far, by shipping time, then number.
//
// A parcel may be known before its order. Conditions on the order are then unknown, except
// order.parcels, order.shipped, order.signed and order.signed_at, which parcels tell. See
// the example of [Simulate] called Parcel.
//
// A text names the goods that it is about: in a flow about parcels those in the parcel
// (Parcel.Items), in a rule that a refund or review started the item that it names. If none
// is named, it names all goods of the order. Amounts are always the order's.
//
// # Chats
//
//	silent:
//	  title: 问了没回，五分钟后再问一声
//	  about: chat
//	  while: silent
//	  purpose: service
//	  via: wangwang
//	  rules: [{name: again, if: "chat.order == '' && minutes_silent > 5", send: silent.again}]
//
// The clock silent runs while the chat is open and the agent had the last word. The word
// chat.order is the id of the order that the chat names. If it is empty, the words of an
// order are unknown. A chat without an id is the customer's only one.
//
// chat.closed ends the chat and withdraws its tasks. For anything that must outlive the
// chat, write a flow about the customer. A chat that goes on after chat.closed is a new
// one.
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
// A rule may use the words of review, survey, refund, task, message and product if each
// event under when brings them. Elsewhere they are a problem at load. task.rule and
// message.rule are paths such as 'call/r', so a rule can follow up the task of another.
//
// In flows about orders and parcels, an event that names an order counts for that order
// only. A review of one order leaves the others alone.
//
// # What has become true
//
//	thanks:
//	  title: 谢谢
//	  about: order
//	  when: order.paid               # the event, or the first snapshot that shows it
//	  purpose: notice
//	  via: wangwang
//	  rules: [{name: all, send: thanks}]
//
// A host that polls may send order.updated for everything. A snapshot can show an order
// paid, partly shipped, shipped, closed or refunded, a parcel signed, and a changed grade.
//
// A fact starts a rule once for each subject, at the time when it happened. A snapshot that
// shows it more than 24 hours later starts nothing, unless fresh reaches that far. So an
// import of old orders wakes no customer. The engine also knows what a status implies: a
// succeeded order was paid and shipped. That starts nothing.
//
// An event that names the fact itself starts the rule however late it comes. So a notice
// says what ends it: while: in_transit for parcel.shipped, while: unshipped for order.paid,
// until: parcel.signed, or fresh. A parcel that is signed is then not announced as shipped.
// In a text a promise or deadline that has passed has no value: #最晚发货时间#,
// #预计到达时间#, #自动确认时间#.
//
// The word order.status follows the facts: after order.partly_shipped it is 'part_ship',
// even if the event's order says otherwise. If no snapshot states a time, the engine takes
// the time of the event or status that implies it, until a snapshot states one.
//
// # Unknown values
//
//	if: review.stars <= 2                              # no stars: unknown, so not true
//	if: not (review.stars <= 2)                        # unknown as well
//	if: review.stars <= 2 || review.rating == 'bad'    # the other side decides
//
// A part of a condition is unknown if it reads a missing value or cannot be computed, such
// as int('abc') or a division by 0. An unknown condition is not true. If the rule answers
// (see Options.ConditionOff), its outcome is condition-off, and By names the part. The
// Logger gets one warning for a part of a rule that was evaluated.
//
// A missing amount is unknown; an amount of 0 must be stated ([tiexin.Order] ZeroAmount, or
// 0 in JSON). A comparison with a clock that does not run is false.
//
// # Never-rules
//
//	never:
//	  carried-back: {title: 拒收的包裹不再说, if: parcel.status == 'rejected'}
//	  low-score: {title: 打过低分的会话, if: chat.score < 3}
//
// A condition under limits.never forbids if it is true, and if it is unknown: low-score
// forbids messages about an unrated chat. It does not forbid messages about other subjects,
// such as an order. It holds for every subject of a merged message.
//
// # Instants and deadlines
//
//	if: minutes_unpaid > 15            # order at 10:00: true right after 10:15
//	if: minutes_unpaid >= 15           # true at 10:15
//
// Both send at 10:15, after all events of that millisecond. A payment at 10:15 comes first.
// If a clock stops by time alone (unpaid, to_close), its end is the deadline of the rule. A
// condition that becomes true at the deadline or later is off.
//
// # When a subject ends
//
//	while: unpaid                      # open while this clock runs
//	until: order.refund_opened         # or until this event; the example Until shows it
//
// With while, or with clocks in the rule, a subject is open as long as they run. Otherwise:
//
//   - An order ends when it is closed, closes by itself unpaid, or is refunded in full.
//     Else it ends 90 days after it was confirmed, else 90 days after it was signed for,
//     else 120 days after payment.
//   - A parcel ends 90 days after it was signed for, came back or was lost.
//   - A chat ends at chat.closed. The customer and a child never end.
//   - A firing that started with the end of its subject, or later, is open for 90 days, so
//     when: order.closed works.
//
// The reason ended comes once for each rule and subject. In flows about orders and parcels,
// an event under until that names the order counts whenever it happened. Any other counts
// from the start of the subject or firing. In flows about customers and children, an event
// about an order or parcel counts only while a firing is open. If the event under until
// also starts the rule, it ends the firing when it comes again.
//
// # Choice and steps
//
//	rules:
//	  - {name: vip, if: has_tag('VIP') && minutes_unpaid > 20, send: vip}
//	  - {name: everyone, if: minutes_unpaid > 10, send: gentle}    # not for a VIP, though sooner
//
// By default one rule of a flow sends about a subject: the first with a condition that is
// true, or becomes true by time alone. A later rule that could send too is earlier-rule. If
// the chosen condition becomes false for good, the next rule is chosen at once.
//
//   - A final silence uses up the firing, with its later steps. Only merged-into ends a
//     single step.
//   - A rule with when and again starts again once that span has passed since its last
//     message. If it has sent none, it takes the next event.
//   - The first step may be sent when the rule is due; its after counts from then. A step
//     with a condition that cannot become true before the deadline is skipped.
//   - fresh applies to the first check only. A limit may hold a message back for longer.
//
// See the example Steps.
//
// # Payment
//
//	texts: {gentle: "#商品名称#在待付款里等您，#关闭时间#前都来得及：#付款链接#"}
//
// A flow asks for payment if one of its texts has #付款链接#, #剩余付款时间# or #关闭时间#.
// It merges within 24 hours unless the file says otherwise. The message is too-late in the
// last minute before the order closes by itself, and needs an order that waits for payment.
//
// An order without a payment event stops counting as unpaid once a refund is requested or
// one of its parcels moves. For a presale, only an open refund counts. After the deposit a
// presale closes at its closes_at, not by shop.closes.
//
// # Open conversations
//
//	boss:
//	  title: 投诉
//	  about: chat
//	  when: chat.complained
//	  purpose: notice
//	  rules: [{name: r, send: {task: complaint, owner: 主管, within: 30m}}]
//
// From chat.payment_trouble or chat.complained to chat.closed, messages and tasks wait with
// the reason in-conversation. Purpose service does not wait, unless its text asks for
// payment. A task that a chat event started does not wait: it is the answer.
//
// # Merged messages
//
//	merge: 24h                       # 您的大衣等2件还没付款，共398元
//
// The window opens when a message is sent, and closes after the span. Another subject that
// becomes due in it is skipped as merged-into. If the message fails on every channel, the
// window closes and the others are evaluated again. A rule with when should wait as long as
// merge: a subject that comes up after the message is silent, and no message names it.
//
// If a channel cannot hold all names, the latest due are left out and get their own
// message. See the example Merge.
//
// # More pages
//
// Sections below: Opt-out and consent, Limits, Tasks for the shop's own people, Review.
// About customers: Purchases and refunds, Children, Moments of the calendar, Incidents and
// arrivals, One person, several ids, Forgetting a customer. In production: Personal data,
// Hand-over, Lists and health, Change of rules, Journals, Several processes.
package care
