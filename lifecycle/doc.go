// Package lifecycle answers the questions of customer care that move with time
// (客户生命周期关怀): at which stage is this customer, when will they want the goods
// again, when is an order to be reminded, is this parcel late, whom to win back and
// how. They are plain functions on plain structs; no engine is needed.
//
// Two promises hold throughout. Nothing reads the wall clock: now is an argument. And
// every answer that time alone can change knows the instant at which it will (the
// Next of an answer, NextChange, NextAdvance), so whoever acts on it can sleep until
// then and polls nothing. Days begin and end by the shop's clock; a nil zone is
// China's.
//
// # Stages
//
// A [History] is what is kept of one customer: the purchases as a summary, the last
// contact, a few facts. A [Policy] says at which [Stage] that puts them:
//
//	unknown → interested → new ─┬→ second purchase ─┬→ loyal
//	                            └→ active ──────────┘
//	any of the buyers → lapsing → lost → dead
//
// The second day of purchase leads to active for who buys often, and to second
// purchase for the others; the third and every later one to loyal for who buys often
// by then. Active (活跃) thus are those on the way to loyal (忠诚), and those who buy often
// but are known to buy mostly elsewhere. Who buys less often is a second purchase (复购)
// again, and who buys again after a long silence is judged anew. A shop for which
// three days are too few to be loyal sets Policy.LoyalOrders; then second purchases
// turn active too.
//
//	ladder, err := lifecycle.Policy{}.Fit(histories, now)  // the shop's own policy, once a night
//	stage := ladder.Policy.Stage(history, now)
//	change, ok := ladder.Policy.NextChange(history, now)
//	why := ladder.Policy.Explain(history, now)             // with Text() in English and Chinese
//
// What decides how long a silence is too long is the [Rung] of the policy: the
// textbook's days for a young shop, then the shop's own quantiles, the customer's own
// gaps, and the probability that they buy again. [Policy.Fit] climbs as high as the
// base can bear; the [Ladder] says why not higher. The probability of a purchase
// within H is used and not that of being 'alive', because the latter hardly falls for
// who bought once. Days since the last order rank customers almost as well: what the
// higher rungs add is a fair judgement of customers with different rhythms.
//
// [Policy.Stage] looks at the day alone. Who acts on stages day by day carries a
// [Standing] with [Policy.Advance], which does not flap: it has hysteresis and a
// minimum dwell.
//
// [Policy.Moves] and [Policy.MovesByMonth] count who moved from where to where (阶段流转)
// from purchases alone. A [Past] has all that happened to a customer, contacts and
// closed accounts included; [Policy.Trail] follows it from stage to stage, [CountMoves]
// counts trails, and [CreditMoves] says which care moved whom.
//
// # Between two purchases
//
// [FitRhythms] finds the rhythm of the shop and of each category (购买节奏), a [Usage]
// follows one customer in one category, and [Restock.Due] says when the reminder to
// restock is due (复购提醒), when the customer is late, and when it is a case for
// win-back. A store keeps a Usage as bytes ([Usage.AppendBinary]). [Restock.MonthGift] is the gift a month after the first purchase (满月礼).
// [RelateProducts] learns which products complete a purchase (关联推荐).
//
// # Along one order
//
// [LearnPaymentTimes] learns how long this shop's customers take to pay, and so how
// long to wait before a reminder (催付时机). [LearnDeliveryDays] learns how long
// parcels take on each route, and so which is late before the customer asks
// (异常物流安抚).
//
// # Keeping and winning back
//
// [PlanWinBack] says whom to win back, by value and cause, and with what (流失召回).
// [MakeStatement] is the periodic statement of what a customer spent, saved and earned
// (阶段性账单). A [GiftTable] says which form a greeting takes for which rank (节日礼遇).
// A [Note] is a small dated fact from a conversation (客户备注). The days themselves,
// festivals and birthdays, are in package calendar below this one.
//
// # Numbers
//
// Whatever is estimated is a [loyalty.Measure], with what it rests on; what is the
// textbook's for want of data carries the flag [Default]. Bad input is an error that
// names the row, or the stage Unknown with a reason; never a guess.
package lifecycle
