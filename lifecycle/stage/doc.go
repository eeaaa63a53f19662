// Package stage says at which stage a customer is, and why (客户阶段).
//
// A shop asks: who is new, who is loyal, who is about to leave? A [History] is the summary
// of one customer: purchases, the last contact, a few facts. A [Policy] gives the [Stage]:
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
//	ladder, err := stage.Policy{}.Fit(histories, now)  // the shop's own policy, once a night
//	at := ladder.Policy.Stage(history, now)
//	change, ok := ladder.Policy.NextChange(history, now)
//	why := ladder.Policy.Explain(history, now)         // with Text() in English and Chinese
//
// # Which silence is too long
//
// The [Rung] of the policy decides. A young shop uses the textbook's days. Then come the
// shop's own quantiles, the customer's own gaps, and the probability of another purchase.
// [Policy.Fit] takes the highest rung that the data supports, and the [Ladder] says why not
// a higher one.
//
// The probability is that of a purchase within Policy.Horizon. The probability of being
// "alive" hardly falls for a customer with one purchase. Days since the last order rank
// customers almost as well; the higher rungs are fairer to customers with different rhythms.
//
// # From day to day
//
// [Policy.Stage] depends on the day alone. To act on stages daily, keep a [Standing] with
// [Policy.Advance]. It does not flap: it has hysteresis and a minimum dwell.
//
// [Policy.Moves] and [Policy.MovesByMonth] count the moves between stages (阶段流转) from
// purchases alone. A [Past] has everything that happened to a customer, with contacts and
// closed accounts. [Policy.Trail] follows it from stage to stage, [CountMoves] counts
// trails, and [CreditMoves] credits moves to care.
package stage
