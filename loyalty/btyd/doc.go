// Package btyd foretells purchases where customers leave without saying so: the
// models known as buy till you die (客户流失与复购概率模型). From nothing but when a
// customer bought, they answer whether that customer is still there, whether they
// will buy within the next 90 days, and how often.
//
// # From a log to a forecast
//
// [Summarize] reads a log of purchases once and makes a [Customer] of each: how
// many purchase days after the first (X), the age at the last (Tx), the age now
// (T). The unit of time is named, and the fit keeps it:
//
//	s, err := btyd.Summarize(slices.Values(purchases), btyd.LogOptions{Unit: btyd.Week, Zone: shanghai})
//	fit, err := btyd.FitMBG(s.Customers, s.Options())
//	p := fit.Model.PBuy(s.Customers[0], fit.Horizon(90, btyd.Day))
//
// Where summaries are kept up to date order by order, [SummaryOf] takes them in
// place of the log.
//
// Every model has the methods of [Model]; [NewScorer] scores a whole base without
// allocating. Models are plain values: keep the parameters, and start tomorrow's
// fit from them ([Options].Start), which then takes three or four passes.
//
// # Which model
//
//   - [MBG] is the one to begin with: any customer may leave after any purchase.
//   - [BG] is its elder, in which one-time buyers never leave: its P(alive) is 1
//     for them for ever, so do not tell the living from the lost by it.
//   - [ParetoNBD] lets customers leave at any time, not only after a purchase.
//   - [CNBD] knows that milk is bought every week: gaps more regular than chance.
//     [FitCNBD] finds by likelihood how regular they are; 1 means not at all.
//   - [NBD] lets nobody leave. It is where the others end if there is no sign of
//     leaving, and a fit that ends there says so in its Flags.
//
// # What to ask
//
// Ask PBuy, the probability of a purchase within a horizon, rather than PAlive:
// it can be checked against what happened. To rank customers, days since the last
// order do almost as well as any model; what a model adds is a probability that
// can be believed and an expected count. [Validate] puts both to the test on a
// holdout of the shop's own, and recommends the simpler rule if the model does not
// win. [Track] and [ByRepeats] show where a forecast goes wrong.
//
// What a customer is worth is the number of purchases times what one of them is:
// [FitGammaGamma] finds the spend, a [Valuer] discounts both together. Customers of
// an occasion at a time (a yearly appeal) have [FitBGBB], members under contract
// [FitSBG].
//
//	spend, err := btyd.FitGammaGamma(s.Spends)
//	v, err := btyd.NewValuer(fit.Model, spend.Model, btyd.Terms{Unit: fit.Unit, Yearly: 0.1})
//	total, err := v.Total(s.Buyers())
//
// # How it computes
//
// Equal customers are counted once. The log-likelihood, its gradient and its
// Hessian are found in one pass over them, on all cores, with the same result for
// any number of cores; Newton steps in the logarithms of the parameters climb from
// several starts, since few customers may make several tops. No formula overflows,
// up to a hundred thousand purchases and beyond. [Simulate] draws customers from a
// model, to see what could be found in a base of a given size.
package btyd
