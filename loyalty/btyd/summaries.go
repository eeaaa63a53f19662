package btyd

import (
	"fmt"
	"maps"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
)

// BuyerOf is the past of a customer as of a day, and the mean spend of their repeat purchases,
// from a summary that was updated order by order. The first purchase has no part in the spend:
// it is often a trial or an offer, and its amount is different. The spend is unknown if there
// are no repeat purchases, or their amounts were refunded.
//
// It is false for a customer without a purchase by then. It is also false for one with a later
// purchase, since the earlier state of the summary is lost.
func BuyerOf(s loyalty.Summary, until loyalty.Day, u Unit) (Buyer, bool) {
	if !s.Bought() || s.Last() > until || u.days() == 0 {
		return Buyer{}, false
	}
	return Buyer{
		Customer: Customer{
			X:  s.Repeats(),
			Tx: u.Count(float64(s.Recency()), Day),
			T:  u.Count(float64(s.Age(until)), Day),
		},
		Spend: spendOf(s.Repeats(), (s.Spend() - s.FirstSpend()).Yuan()),
	}, true
}

func spendOf(x int, sum float64) Spend {
	if x == 0 || !(sum > 0) {
		return Spend{}
	}
	return Spend{X: x, Mean: sum / float64(x)}
}

// SummaryOf is the result of [Summarise] for a log, from the customers' summaries,
// made by [loyalty.Summarise] or updated order by order. The day must not be before
// their last purchase. Summaries have no single gaps and no holdout: LogGaps,
// Holdout, Before and Daily are nil, so [CNBD] and [Backtest] need the log.
// Customers without a valid order are left out.
//
// The error is [loyalty.Problems], by the place of the customer in the order of ids,
// for customers with a purchase after the day; or [loyalty.ErrNothing].
func SummaryOf(base map[string]loyalty.Summary, until loyalty.Day, u Unit) (Summary, error) {
	if u.days() == 0 {
		u = Week
	}
	out := Summary{Unit: u, End: until}
	var faults loyalty.Problems
	for row, id := range slices.Sorted(maps.Keys(base)) {
		s := base[id]
		if !s.Bought() {
			continue
		}
		b, ok := BuyerOf(s, until, u)
		if !ok {
			faults = append(faults, loyalty.Problem{Row: row, Subject: id, Message: fmt.Sprintf(
				"bought on %s, after %s; summarise as of that day, or take a later one", s.Last(), until)})
			continue
		}
		if len(out.IDs) == 0 || s.First() < out.Start {
			out.Start = s.First()
		}
		out.IDs = append(out.IDs, id)
		out.Customers = append(out.Customers, b.Customer)
		out.Spends = append(out.Spends, b.Spend)
	}
	switch {
	case len(faults) > 0:
		return Summary{}, faults
	case len(out.IDs) == 0:
		return Summary{}, loyalty.ErrNothing
	}
	return out, nil
}
