// Package lifecycle answers the questions of customer care that change with time
// (客户生命周期关怀). At which stage is a customer? When will they need the goods again?
// When should an unpaid order get a reminder? Is this parcel late? Which customers should
// the shop win back, and how? It has plain functions on plain structs; no engine is needed.
//
// Two promises hold everywhere. Nothing reads the clock: now is an argument. And an answer
// that time alone can change has the instant of that change (Next, NextChange,
// NextAdvance), so nothing polls. Days begin and end in the shop's zone; a nil zone is
// China's.
//
// # Stages
//
// A [History] is the summary of one customer: purchases, the last contact, a few facts. A
// [Policy] gives the [Stage]:
//
//	unknown → interested → new ─┬→ second purchase ─┬→ loyal
//	                            └→ active ──────────┘
//	any of the buyers → lapsing → lost → dead
//
// On the second day of purchase a customer who buys often becomes active, any other second
// purchase (复购). On the third and later days a customer who buys often by then becomes
// loyal (忠诚). So active (活跃) customers are on the way to loyal. They may also buy
// often, but mostly elsewhere. A customer who buys less often returns to second purchase.
// One who comes back after a long silence is classified from the beginning. If three days
// are too few for loyal, set Policy.LoyalOrders; then second purchases become active too.
//
//	ladder, err := lifecycle.Policy{}.Fit(histories, now)  // the shop's own policy, once a night
//	stage := ladder.Policy.Stage(history, now)
//	change, ok := ladder.Policy.NextChange(history, now)
//	why := ladder.Policy.Explain(history, now)             // with Text() in English and Chinese
//
// The [Rung] of the policy decides which silence is too long. A young shop uses the
// textbook's days. Then come the shop's own quantiles, the customer's own gaps, and the
// probability of another purchase. [Policy.Fit] takes the highest rung that the data
// supports, and the [Ladder] says why not a higher one.
//
// The probability is that of a purchase within H. The probability of being "alive" hardly
// falls for a customer with one purchase. Days since the last order rank customers almost
// as well; the higher rungs are fairer to customers with different rhythms.
//
// [Policy.Stage] depends on the day alone. To act on stages daily, keep a [Standing] with
// [Policy.Advance]. It does not flap: it has hysteresis and a minimum dwell.
//
// # Moves between stages
//
// [Policy.Moves] and [Policy.MovesByMonth] count the moves between stages (阶段流转) from
// purchases alone. A [Past] has everything that happened to a customer, with contacts and
// closed accounts. [Policy.Trail] follows it from stage to stage, [CountMoves] counts
// trails, and [CreditMoves] credits moves to care.
//
// # Between two purchases
//
// [FitRhythms] finds the rhythm of the shop and of each category (购买节奏). A [Usage]
// follows one customer in one category; a store keeps it as bytes ([Usage.AppendBinary]).
// [Restock.Due] says when the restock reminder is due (复购提醒), when the customer is
// late, and when win-back begins. [Restock.MonthGift] is the gift a month after the first
// purchase (满月礼). [RelateProducts] finds products that go together (关联推荐).
//
// # One order
//
// [LearnPaymentTimes] learns how long this shop's customers take to pay, and so how long to
// wait before a reminder (催付时机). [LearnDeliveryDays] learns how long parcels take on
// each route, and so which parcel is late before the customer asks (异常物流安抚).
//
// # Keeping and winning back
//
//   - [PlanWinBack] says which customers to win back, by value and cause, and with what
//     (流失召回).
//   - [MakeStatement] is the periodic statement of a customer's spend, savings and points
//     (阶段性账单).
//   - A [GiftTable] has the form of a greeting for each rank (节日礼遇).
//   - A [Note] is a dated fact from a conversation (客户备注).
//
// Festivals and birthdays are in package calendar below this one.
//
// # Numbers
//
// Each estimate is a [loyalty.Measure], with its base. A textbook value, used for lack of
// data, has the flag [loyalty.Textbook]. Bad input is an error that names the row, or the stage
// Unknown with a reason; it is never a guess.
package lifecycle
