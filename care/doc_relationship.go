// # Purchases and refunds
//
//	{"event": "order.paid", "customer": {"id": "c1", "paid_orders": 3, "spent": "587.00"},
//	 "order": {"id": "T1", "amount": "199.00"}}    # the three orders include T1
//
// customer.paid_orders and customer.spent start from the customer's snapshot, which
// includes its own event. Orders paid later count on top. A snapshot without totals leaves
// them unchanged. A customer without a snapshot has no paid orders, so send the totals with
// the first order.paid.
//
// Refunds reduce the totals. Orders refunded in full leave bought and since_order too.
// Several refunds that reach the amount refund an order in full. A paid order that is
// closed counts as refunded.
//
// With cash on delivery no status means that the order is paid. It is paid by a payment time,
// by order.paid, or when it succeeds; until then it counts for nothing here. It waits to be
// shipped, for unshipped and to_ship, from the moment it was placed.
//
// The engine forgets an order 100 days after it was closed, confirmed or signed for.
// Without these it forgets it 120 days after payment or shipping. It still knows the last
// 64 forgotten orders of each customer, and later news of them starts nothing.
//
// # Children
//
//	food:
//	  title: 辅食
//	  about: child
//	  purpose: care
//	  via: sms
//	  rules: [{name: six, if: child.months >= 6 && child.months < 8, send: food.six}]
//
// A flow about children is evaluated for each child in the customer's snapshot. Their data
// are sensitive personal data. Without the guardian's consent ([tiexin.Child], ConsentID)
// no condition sees the child, no text names it, and no flow is about it.
//
// The consent ends when a newer snapshot lacks it, or when consent.revoked names its id.
// That id counts again only after consent.granted names it. A revocation without channel
// and purpose also refuses every message, even if it names an id. When the consent ends:
//
//   - A message about the child ends as no-guardian-consent, also at hand-over. Its open
//     tasks are withdrawn.
//   - The same holds for a message or task about another subject if its text names the
//     child. If the text has a fallback, it goes without the name, unless people have the
//     task already.
//
// The newest list of children counts as a whole. A child that is missing from it is ended.
// If the child comes back, no message is repeated. After 180 days the engine forgets it.
// Children with the same id or none cannot be told apart: they are left out with a warning.
// An only child may have no id.
//
// The word child.months is the age in full months. It grows at the start of a day in the
// shop's zone. It is unknown before birth, for an expected child, and without the year. The
// word child.born is the day of birth in the Gregorian calendar. In flows about other
// subjects, #宝宝昵称# and #宝宝月龄# mean the customer's only child. With several children
// they have no value.
//
// # Moments of the calendar
//
//	birthday:
//	  title: 生日
//	  about: customer
//	  when: [birthday - 7d at 10:00, birthday at 09:00]
//	  spread: 2h                     # each customer at their own place within two hours
//	  purpose: care
//	  via: [sms]
//	  rules: [{name: vip, if: has_tag('会员'), send: birthday}]
//
// In flows about the customer or a child, when may name moments. Examples are every month,
// a birthday, a dated note, a special day or one date. [rule.MomentWords] lists them all. A
// moment reaches all customers in the store, even those without events for years.
//
//   - Each moment that comes is an occasion. A rule sends once on it, with or without
//     again, and choose: first chooses on each: a rule three days before the birthday and
//     one on the day both send. When the next one comes, a message or task of the last one
//     ends, in the outbox and with people too.
//   - In the text, #节日# is the special day and #祝福语# its greeting. A rule may use them
//     without fallback if every when is a special day.
//   - The condition is evaluated once, at the customer's place. If it is false then, the
//     outcome is condition-off, and nothing is kept.
//   - A limit may hold the message back until fresh has passed: 12 hours by default. The
//     same time applies to a moment that came while no engine ran. After it the reason is
//     too-late. After several missed occasions only the last counts.
//   - Care and marketing at 20:00 wait until 09:00 for 13 hours, which is too late. check
//     reports a moment whose messages reach no one for that, and remarks on one that
//     reaches some customers only, or reaches them on another day. It knows the default
//     limits, those of the file and the silent days. Take another time, a longer fresh, or
//     exempt.
//   - A moment before its rule was loaded, or before the customer was known, starts
//     nothing. A birthday learnt after its moment is for next year.
//   - Events at the same instant come first. A moment before an event is evaluated without
//     it.
//
// [Engine.Explain] names the next moment of each such rule, and By names the moment of a
// message. New and Swap warn the Logger of a past date, and of a day such as 年货节 without
// announced years left. See the example Moments.
//
// # Incidents and arrivals
//
//	storm:
//	  title: 暴雨，问候当地的顾客
//	  about: customer
//	  when: incident.declared
//	  purpose: service
//	  via: [wangwang, sms]
//	  rules: [{name: care, if: incident.kind == 'storm', send: storm}]
//
// incident.declared and catalog.arrived name no customer. Handle stores them and returns no
// outcomes. Then a sweep evaluates all customers, as after a change of rules
// ([Engine.Sweep]). Each flow takes an incident or arrival up once for each customer, by
// the rules and facts at that time. If its condition is false then, it stays off. If the
// flow still has another to send, the new one waits for it.
//
// An incident concerns customers who live in its region, and those with an order on its way
// there. A flow about orders takes one such order of each customer. A region without names
// is the whole country. The region is checked again before hand-over: an order that was
// signed for meanwhile is condition-off, by region.
//
// A person approves the message of a rule about an incident, once for all customers. The
// outcomes wait as needs-review, and Said.ID is the same for all:
//
//	{"id": "a1", "event": "message.approved", "at": "2026-07-20 10:30",
//	 "message": {"id": "v1://storm/care/I1/all/1x8k2"}}
//
// The approval also covers customers that the sweep reaches later. If the text changes, the
// ID changes, and an approval of the old one is an error. A message.declined ends all that
// has not been sent and can be taken back. An incident.declared with withdrawn: true ends
// what all rules do about it. With another region it reaches the customers who are new in
// it. Ninety days after an incident happened, no rule sends anything about it.
//
// # Days
//
//	calendar:
//	  days:
//	    店庆: 06-18                                  # the rule alone: its key is its name
//	    会员日: {name: 会员日, rule: solar:8-8, greeting: 会员日快乐}
//	    会员周: {name: 会员周, rule: range 8-8..8-14, suppress: false}
//	    nian_huo: {table: {2027: 2027-01-04..2027-02-05}}
//	  workdays: {2027: {off: {元旦: 2027-01-01..2027-01-03}, work: []}}
//	if: in_festival('店庆') && minutes_unpaid > 15
//	if: is_workday() && hours_unshipped > 24
//	if: days_to_birthday < 7                       # with again: 30d, every year
//
// The section calendar adds a shop's own days to those of package lifecycle/calendar, or
// corrects them. That package has the grammar. All days begin in the shop's zone. The
// engine computes their changes in advance, as for clocks.
//
// in_festival takes a day in quotes, by any of its names, and is true on all its days. The
// days are those of the festival and not of the holiday: 春节 is 初一 alone, 国庆 is 1
// October. On days off is_workday() is false. An unknown name is a problem at load. If a
// table lacks the year, or its holidays were not announced, the answer is unknown;
// [Outcome.Seen] says which year, and care check --as-of remarks on it.
//
// An event may start a rule that has neither a clock nor a while. Such a rule takes these
// words, the customer's stage and bought(…) as of the event, after included. So a payment in
// September is confirmed in September, and not when the festival begins. With a clock or a
// while the rule waits, as in the second line above.
//
// The clock to_birthday runs while the birthday is known. On the birthday it counts to the
// next one. Lunar birthdays and 29 February follow the calendar's usual customs. The word
// customer.birthday is a text: '1990-05-20', '05-20', 'lunar:08-15'.
//
// # Stage, value and restock
//
//	care:
//	  title: 好久不见
//	  about: customer
//	  purpose: marketing
//	  via: sms
//	  rules: [{name: lapsing, if: "customer.stage == 'lapsing' && customer.value == 'high'", again: 90d, send: back}]
//
// customer.stage comes from lifecycle.stages: the textbook's days, or what care learn
// found. It is compared with ==, != and in. It changes by itself at the start of a day, and
// wakes the rule then. It depends on three facts: the days of payments that are not
// refunded in full, the last contact and the shop's block. A contact is browsing, asking,
// collecting, carting or ordering. Payments that a snapshot only counts are spread evenly
// from first_order_at to last_order_at. Without any date the stage is unknown.
//
// With a lifecycle section, or a condition on customer.stage, each change of stage is an
// outcome of its own ([Moved], see [Move]). [Summary.Moves] counts from which stage to
// which customers moved, and after which message.
//
// customer.value is the highest tier of lifecycle.values that customer.spent reaches, else
// low. customer.loyalty and customer.cause are what the host measured last.
//
// The clock to_restock counts down to the day on which the first category is used up. That
// is shop.lasts times the pieces or, from three gaps on, the customer's own rhythm. The
// customer uses what was left first. A category that is used up already does not count.
//
// #关联商品# names what goes with the order's goods by lifecycle.related, without what the
// customer has. Orders in memory are compared by product, title or category, earlier ones
// by category.
//
// # Statements
//
//	thanks: {title: 月账单, about: customer, when: customer.signed_in, purpose: care, via: [wechat],
//	         rules: [{name: month, again: 28d, send: month}]}
//	texts: {month: "#账单#，谢谢您"}    # 2026年10月您在小鹿家下单3次，消费597元，比原价省60元，谢谢您
//
// #账单#, #季账单# and #年账单# sum up the last complete month, quarter and year by the shop's
// clock (阶段性账单). Single figures of the month are #上月单数#, #上月消费# and
// #上月节省#. They exclude refunds, whenever they came. The saving comes from the order's
// goods or discount.
//
// They have no value, and no message is sent, if the customer bought nothing in the period
// or an order has no known amount. The same applies if the customer's totals count orders
// of the period which the engine does not know. Without totals, the engine takes it that
// the customer bought nothing before.
//
// # One person, several ids
//
//	{"id": "m1", "event": "customer.merged", "at": "2026-11-11 10:06",
//	 "customer": {"id": "member-1", "ids": [{"kind": "host", "value": "guest-1"}]}}
//
// From then on both ids are one customer, member-1. Everything for guest-1 goes to
// member-1: events, receipts, wake-ups, [Engine.Forget], [Engine.Explain]. Outcomes and
// messages name member-1. This cannot be undone. The same event again, or the other way
// round, changes nothing. With [Options.Identify] the ids of any event do the same.
//
//   - Opt-outs and consents of both ids apply, and the later one counts. A block of one id
//     blocks the customer. Both apply before anything more is sent.
//   - An order, parcel, chat or child under both ids is one. Each field comes from the
//     newest snapshot, and a payment under one id ends the reminder of the other.
//   - Totals of both snapshots are added, and an order counts once. If both were already
//     totals of the person, send the right one with customer.merged or later.
//   - Caps and merge windows count the messages of both. The control group is that of
//     member-1.
//   - A rule that started about the same subject under both ids goes on once. It repeats no
//     message, and a final silence stays. A message or task that nothing needs any more is
//     withdrawn.
//   - Messages in the outbox and open tasks keep their ID, which names the old id. Reports
//     about them count under either id.
//
// If a crash interrupts the merge, nothing is sent under the old id, and the next event or
// wake-up of that id completes it. If the memory of either id cannot be read, the event is
// refused and both stay as they are. After Forget the ids still are one person, so that an
// opt-out applies to each.
package care
