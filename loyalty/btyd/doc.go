// Package btyd answers: which customers will buy again, within the next 30 days, and how
// often? They leave without saying so, and purchase dates alone are enough. The models are
// known as buy till you die (客户流失与复购概率模型).
//
//	past, err := btyd.Summarise(slices.Values(purchases), btyd.LogOptions{})
//	fit, err := btyd.MBG.Fit(past, btyd.Options{})
//	for i, c := range past.Customers {
//		fmt.Printf("%s: buys within 30 days %.2f\n", past.IDs[i], fit.Model.PBuy(c, fit.Unit.Count(30, btyd.Day)))
//	}
//	// lin: buys within 30 days 0.76
//	// wang: buys within 30 days 0.02
//
// # From a log to a forecast
//
// [Summarise] reads a log of purchases once and makes a [Customer] of each. It has the
// number of purchase days after the first (X), the age at the last (Tx), and the age now
// (T). The unit of time has a name, a week by default, and the fit keeps it. If summaries are
// updated order by order, [SummaryOf] takes them instead of the log, and [BuyerOf] takes one.
//
// A [Model] is a [Family] with its parameters: a plain value. [Family.Fit] finds it. Store it
// and start the next fit from it ([Options].Start); it then takes three or four passes.
// [NewScorer] scores a whole base without allocating.
//
// # Which family
//
//   - Begin with [MBG]: any customer may leave after any purchase.
//   - [BG] is older. In it, one-time buyers never leave: their P(alive) is always 1, so do
//     not use it to find lost customers.
//   - In [ParetoNBD] customers may leave at any time, not only after a purchase.
//   - [CNBD] has gaps that are more regular than chance, such as milk every week. Its fit
//     finds by likelihood how regular they are; 1 means not at all.
//   - In [NBD] no customer leaves. Other models end there if the data shows no leaving, and
//     their fit says so in its Flags.
//
// # What to ask
//
// Use PBuy, the probability of a purchase within a horizon, rather than PAlive: it can be
// checked. Days since the last order rank customers almost as well as any model. A model
// adds a credible probability and an expected count. [Backtest] tests both on a holdout of
// the shop's own data. It recommends the simpler rule if the model is not better. [Track]
// and [ByRepeats] show the errors of a forecast.
//
// The value of a customer is the number of purchases times the value of one.
// [FitGammaGamma] finds the spend, and a [Valuer] discounts both. Customers with one
// occasion at a time (a yearly appeal) have [FitBGBB], members under contract [FitSBG].
//
//	spend, err := btyd.FitGammaGamma(past.Spends)
//	v, err := btyd.NewValuer(fit.Model, spend.Model, btyd.Terms{Unit: fit.Unit, Yearly: 0.1})
//	total, err := v.Total(past.Buyers())
//
// # Computation
//
// Equal customers are counted once. One pass over them finds the log-likelihood, its
// gradient and its Hessian, on all cores, with the same result for any number of cores.
// Newton steps in the logarithms of the parameters climb from several starts, because a
// small base may have several maxima. No formula overflows, up to a hundred thousand
// purchases and more. [Simulate] draws customers from a model, to show what a base of a
// given size can reveal.
package btyd
