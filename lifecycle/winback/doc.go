// Package winback says which customers a shop should win back, and how (流失召回).
//
// A good customer has been silent for months. Why did they leave, are they worth the
// effort, and what must not be said to them? The [Signals] of a [Customer] point to a
// [Cause]; the value and the number of orders give a [Tier]. [Plans] gives each customer a
// verdict with a reason, the plays of the [Book] for the cause, and what the attempt may
// cost at most:
//
//	plans, err := winback.Plans(customers, now, winback.Options{HighValue: 100_000, Margin: .4})
//	for _, p := range plans { fmt.Println(p.Customer, p.Verdict, p.Reason, p.Worth) }
//
// [DefaultBook] and [DefaultChances] are the library's; a shop reads its own book with
// [ReadBook], and counts its own [Chances]. An open complaint or a withdrawn consent stops
// every plan.
package winback
