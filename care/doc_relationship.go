// # Children
//
// A flow about children is asked for each child in the customer's snapshot:
//
//	food:
//	  about: child
//	  rules: [{name: six, if: child.months >= 6 && child.months < 8, send: food.six}]
//
// Children's data are sensitive personal data. A child without the guardian's consent
// ([tiexin.Child], ConsentID) is as one that is not there: no condition sees it, no text
// names it, no flow is about it. When the consent goes, what waits about the child ends as
// no-guardian-consent, also at hand-over, and tasks that people have are withdrawn. So does
// a message or task about something else whose text names the child; one that has a
// fallback goes without the name, but not one that people have already. The consent goes
// when a newer snapshot of the child lacks it, and when consent.revoked names its id; that
// id never counts again, unless consent.granted names it later. A revocation with neither
// channel nor purpose refuses every message as well, whatever id it names.
//
// The newest list of children counts as a whole. A child that is not in it is ended; if it
// comes back, what was said is not said again. After 180 days it is forgotten. Children who
// share an id, or have none, cannot be told apart and are left out with a warning; an only
// child may have none.
//
// child.months is the age in full months: it grows at the start of a day in the shop's
// zone, and rules about it are asked then. An age that is not known is unknown: before
// birth, of an expected child, without the year. child.born is the day of birth, by the
// Gregorian calendar.
//
// #宝宝昵称# and #宝宝月龄# are the child's in flows about it. In other flows they are
// those of the customer's only child, and have no value where there are several.
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
// In flows about the customer or a child, when may also name moments: every day, week or
// month, a birthday and the days before it, a dated note, a special day by any of its
// names, one date. [rule.MomentWords] lists them. A moment concerns everybody whom the
// engine remembers, also who has been silent for years. Nothing is kept for it but the
// customer's next wake-up.
//
//   - Each coming of a moment is an occasion of its own: a rule speaks once on it,
//     whatever again says, and choose: first chooses on each. What an earlier occasion
//     left waiting, in the outbox or with people ends when the next one comes.
//   - In the text, #节日# is the special day whose moment has come and #祝福语# its
//     greeting. A rule whose every when is such a moment may use them without fallback.
//   - The condition is evaluated once, at the customer's place. When it is not true then,
//     the outcome is condition-off, and nothing is remembered.
//   - What limits hold back may go until fresh has passed since then: 12 hours, if the
//     rule does not say. So may a moment that came while no engine ran; after that it
//     is too-late. Of several such comings only the last one counts.
//   - A moment that came before its rule was loaded, or before the customer was known,
//     begins nothing. Each partition notes since when it has known each moment, so it
//     holds across crashes. A birthday that is learnt after its moment is for next year.
//   - Events at the same instant come first. A moment that came before an event is
//     evaluated without it.
//
// [Engine.Explain] names the next moment of each such rule. By names the moment in the
// outcome of what goes. New and Swap warn the Logger of a date that is past, and of a day
// such as 年货节 whose announced years have ended.
//
// See the example Moments.
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
// incident.declared and catalog.arrived name no customer. Handle writes them down and
// returns no outcomes. A sweep then asks everybody, as it does for new rules: see [Engine.Sweep].
// Each flow takes an incident or arrival up once for each customer, by the rules and
// facts as they stand when the sweep comes to them. A condition that is off then stays
// off for it. One that comes while the flow still has another to say waits its turn.
//
// An incident concerns the customers who live in its region, and those to whom an order is
// on its way there; in a flow about orders, one such order of each customer. A region
// without names is the whole country. Before anything goes it is checked again: an order
// that was signed for meanwhile is condition-off, by region.
//
// A person approves what a rule says about an incident, once for everybody. The outcomes
// wait as needs-review, and Said.ID is the same for all:
//
//	{"id": "a1", "event": "message.approved", "at": "2026-07-20 10:30",
//	 "message": {"id": "v1://storm/care/I1/all/1x8k2"}}
//
// Those whom the sweep reaches later need no other approval. When the wording changes, the
// ID does too, and an approval of the old one is an error. message.declined ends all that
// has not gone yet and cannot be taken back. incident.declared with withdrawn: true calls off
// what all rules have to say about it. Said again with another region, an incident
// reaches those who are new in it. 90 days after it happened nothing more is said about it.
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
// The section calendar adds a shop's own days to those of package lifecycle/calendar,
// which has the grammar, and corrects them. All days begin in the shop's zone. What they
// change by themselves is foreseen as with clocks.
//
// in_festival names a day in quotes, by any of its names, and is true on all its days. An
// unknown name is a problem at load. Where a table lacks the year, and for is_workday in a year
// whose holidays were not announced, the answer is unknown; [Outcome.Seen] says which year.
//
// The clock to_birthday runs while the birthday is known, and on the birthday it counts
// to the next one. Lunar birthdays and 29 February follow the calendar's usual customs.
// customer.birthday is the date as text: '1990-05-20', '05-20', 'lunar:08-15'.
//
// # How customers stand with the shop
//
// customer.stage is told by lifecycle.stages: the textbook's days, or what `care learn`
// found. It changes by itself, is compared with ==, != and in, and wakes the rule at the
// first instant of the day on which it changes. It rests on the days of payments that are
// not wholly paid back, on the last contact (looking, asking, collecting, carting, ordering)
// and on the shop's block. Payments that a snapshot only counts are spread evenly from
// first_order_at to last_order_at; without the first, as far apart as of a customer who
// does not buy often. Without any date the stage is unknown.
//
// Where a file has a lifecycle section, or a condition looks at customer.stage, each change
// of a customer's stage is an outcome of its own ([Moved], see [Move]); a silent customer is
// woken for it when the day begins on which the stage changes, and not before.
// [Summary.Moves] counts from where to where they moved, after which care.
//
// customer.value is the highest tier of lifecycle.values that customer.spent reaches, else
// low. customer.loyalty and customer.cause are what the host measured last.
//
// The clock to_restock counts down to the start of the day on which the first of the
// categories bought is used up: shop.lasts times the pieces, what was left used first, or,
// from three gaps on, the customer's own rhythm. What is used up already does not count.
//
// #关联商品# names what goes with the order's goods by lifecycle.related, without what the
// customer has: of the orders that are remembered by product, title or category, and of
// earlier ones by category.
//
// # Statements
//
//	thanks: {title: 月账单, about: customer, when: customer.signed_in, purpose: care, via: [wechat],
//	         rules: [{name: month, again: 28d, send: month}]}
//	texts: {month: "#账单#，谢谢您"}    # 2026年10月您在小鹿家下单3次，消费597元，比原价省60元，谢谢您
//
// #账单#, #季账单# and #年账单# sum up the last month, quarter and year that are over by the
// shop's clock (阶段性账单); #上月单数#, #上月消费# and #上月节省# are single figures of the
// month. What was paid back leaves them, whenever it was. What was saved is known from
// the order's goods or discount.
//
// There is no value, and so no message, where nothing was bought, where the amount of an
// order is not known, and where the customer's own totals count orders in the period that
// the engine was never told of. A customer without totals has bought nothing before.
//
// # One person, several ids
//
//	{"id": "m1", "event": "customer.merged", "at": "2026-11-11 10:06",
//	 "customer": {"id": "member-1", "ids": [{"kind": "host", "value": "guest-1"}]}}
//
// From then on both ids are one customer: member-1 goes on, and whatever comes for
// guest-1 is member-1's: events, receipts, wake-ups, [Engine.Forget], [Engine.Explain].
// Outcomes and messages name member-1. It cannot be undone. Said again, or the other way
// round, it changes nothing. With [Options.Identify] any event may say so by its ids.
//
//   - Refusals and permissions of both hold, and the later one counts, as always. Who is
//     blocked under one id is blocked. Both hold before anything more is said.
//   - An order, parcel, chat or child that came under both ids is one: each field is as the newest
//     snapshot has it, and a payment under one id ends the reminder of the other.
//   - Totals of both snapshots are added, and an order counts once. If the snapshots of
//     both were totals of the person, send the right one with customer.merged or later.
//   - Caps, spans and merge windows count what was said under both. The control group is
//     that of the id that goes on.
//   - What a rule had begun about the same subject under both ids goes on once: what was
//     said is not said again, and silence is not broken. A message or task that this makes
//     pointless is withdrawn.
//   - What waits in the outbox, or with people, keeps its identity, which names the old id.
//     Reports about it are heard under either id.
//
// If a crash interrupts it, nothing is said under the old id, and the next event or
// wake-up of that id finishes it. When the memory of either id cannot be read, the event is
// refused and both stay as they are. Forgetting the person keeps that the ids are one, so
// that a refusal holds under each.
package care
