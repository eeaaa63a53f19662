// Package care decides who is told what, when, over which channel, and why not:
// customer care (客户关怀) as a function of rules, memory and time.
//
// # The way of one event
//
// A shop's backend hands every event to [Engine.Handle]. The event names one
// customer and shows the order or chat it is about as it then stood.
//
//	rules, err := care.Load(os.DirFS("rules"), "*.yaml")
//	engine, err := care.New(rules, care.Options{Senders: senders})
//	outcomes, err := engine.Handle(ctx, event)
//
// The engine loads what it remembers about the customer, a [Record]: one blob
// and one wake-up. It puts the event's pictures together with what it knew, so
// that events may come twice, late and in any order. Then it asks the rules about
// every subject that may be concerned. Each rule asked yields one [Outcome]: it
// speaks, a person gets a task, it waits, or it is silent, always with a reason,
// who or what decided, until when, and the values that the parts of its condition
// saw.
//
// What a condition finds is not a yes or no but a function of time: the engine
// knows when each clock will turn it, and writes one wake-up for the customer into
// the record. Nothing polls. [Engine.Advance] asks whatever is due,
// [Engine.Deliver] hands over what was decided, and [Engine.Run] does both as time
// passes. Memory, wake-up and outbox are one [Commit].
//
// [Simulate] is the same engine with an imagined clock; [Engine.Explain] asks
// without deciding; the rule tests of package caretest are simulations with an
// expectation. Package rule holds the language, package channel the ways to a
// customer, package template the texts.
//
// # Order of looking
//
// Final reasons come before passing ones. Does the subject live, has an event of
// until come → the condition → an earlier rule of the flow → said already → fresh
// → blocked, refused, consent → the promises under never → in conversation →
// holdout → merge → each channel in order: open, text complete, caps and budgets
// and quiet times that drop → what only waits: caps, budgets, quiet times, review.
// What waits is asked again from the top.
//
// # Where the rule language leaves a question
//
// The contract of the rule file is told in package rule: [rule.Keys] lists every
// key, [rule.Words] every word of a condition. Where it could be read in two ways,
// the engine does this:
//
//   - Instants. An event is asked at its millisecond; a wake-up right after it.
//     minutes_unpaid > 15 turns true right after 15:00, >= 15 at 15:00; both speak
//     at 15:00 by the clock, after every event of that instant.
//   - Deadline. A clock that stops by time alone (unpaid, to_close) gives the
//     deadline. A condition that becomes true only at it or later is off.
//   - Choice. A rule behind the chosen one is earlier-rule when its own condition
//     is true or time can make it so, whatever the deadline; else condition-off.
//     A rule that waits for an event is no candidate before it. When time makes the
//     chosen rule's condition false for good, the next is chosen at that instant.
//   - Using up. Silence that is final uses up the whole firing, the steps after it
//     included; asked again, the rule repeats its reason. Facts may still turn its
//     condition off, and then another rule is chosen. Merged-into ends one step
//     only: a subject that went with another's message goes on with its next step.
//   - Again. A rule with when and again takes a new event for a new firing once the
//     span has passed since it spoke or was used up.
//   - Steps. The first step may go when the rule is due; after counts from then.
//     A step whose condition time cannot make true before the deadline is passed
//     over for good.
//   - Merge. A window belongs to a flow and the number of a step. It opens when a
//     message about one subject goes and closes the span later; a subject whose own
//     step of that number comes due within it is silent. When the message fails on
//     every channel the window is closed again.
//   - Payment. A flow with a text that asks for payment (#付款链接#, #剩余付款时间#,
//     #关闭时间#) and without merge merges within 24 hours: no rule file sends one
//     reminder for each order of an evening. When less than a minute is left before
//     the order closes by itself a message is too-late: nobody opens it in time.
//   - Conversation. An open payment problem or complaint holds everything back,
//     tasks and every purpose, until chat.closed.
//   - Refusal. When every channel of a step is closed by what the customer said:
//     refused if each was refused, else no-consent. A reply such as R to a message
//     refuses its channel for all purposes; so does a task that ended in
//     task.refused, and there the rule says nothing more.
//   - No way. When all channels are closed for one and the same reason that says
//     more (nothing-to-say, enough-already, over-budget, quiet-hours, forbidden),
//     that is the reason; else no-way, with the reason of each channel in Ways.
//   - A subject that is over. Without while and without clocks an order is over when
//     it is closed or wholly refunded, or 90 days after success. A rule started by
//     the very event that ended it (when: order.closed) lives 90 days from there.
//     Ended is said once for each rule and subject.
//   - Until. Events of the order and its parcels count whenever they happened;
//     events of the customer since the order was created, or since the firing began.
//     For a flow about the customer, events of all the customer's orders and parcels
//     count too, but only while something is under way, and since it began: without
//     when, since the condition came true. An event that begins a rule ends it only
//     when it comes again.
//   - Times. A time that no picture states is guessed from the event or status that
//     implies it: the earliest guess stays, and anything stated beats it.
//   - Unpaid. An order of which nobody told a payment does not wait for one either
//     once its money is asked back or a parcel of it is on its way. Of a presale only
//     a refund that is open counts: it may be the deposit's, and goods travel ahead.
//   - Consent. A permission in a customer's picture without a time is older than any
//     refusal.
//   - Refunds of an order that together reach its amount end it.
//   - Default limits. A limit of the file replaces the default of a purpose when it
//     covers the purpose altogether: no channel, flow or day of its own.
//   - Caps and budgets count from the decision. A rolling window leaves out what
//     happened exactly its length ago.
//   - The tally. A picture that says nothing about purchases leaves the tally
//     alone. A customer nobody described has paid nothing, so an order.paid that
//     comes before any picture should bring one. What was paid back after the
//     picture is taken off; a paid order that is closed was paid back.
//   - Forgotten orders. An order is forgotten 100 days after it was over; what comes
//     of it later begins nothing anew. Of each customer the last 64 are known to be
//     so.
//   - Fresh looks at when a rule is first asked. What was asked in time and then
//     held by a limit goes when the limit allows: the deadline bounds it.
//   - Presale. Once the deposit is paid an order closes when the host says so
//     (closes_at), not by the shop's policy for unpaid orders.
//   - Hand-over. Without senders the outcome is the hand-over. With senders a step is
//     done when the sender took the message; an outcome that a sender cannot know
//     ([channel.ErrUnknownOutcome]) counts as taken. A message that had to wait in
//     the outbox is asked about again before it goes, and worded anew: what it says
//     of the time is true when it goes. A task that nobody took within its time is
//     a step that is done.
//   - Swap. What waits is asked by the new rules when it is due or an event comes,
//     not at once: a rule that is to speak earlier than the old one would have does
//     so from the next event on. What the outbox holds of a rule that is gone does
//     not go, and its subject is asked anew; a task is withdrawn. A rule that comes
//     back goes on where it was, unless its message went meanwhile.
//   - Review. What a person approves is a step's wording by its channel and for its
//     subjects: when one of them changes it is shown again. An order whose own rule
//     wants a review goes along only in a message that is reviewed itself.
//   - Dropping limits are looked at whenever a rule is asked: an event while a message
//     waits for the morning may find a cap full that drops it for good.
//   - Unreadable memory. A customer whose memory cannot be read is woken again ten
//     minutes later, with an error each time; everybody else goes on.
//   - SMS. The text of an outcome ends with the opt-out where the purpose needs one,
//     and begins with the signature if the rule file gives it. Cost counts both
//     always: without a signature in the file, the shop's name.
//
// # Not built yet
//
// Flows about parcels, chats and children, calendar moments, incidents and the
// words of the customer's lifecycle are refused at load.
package care
