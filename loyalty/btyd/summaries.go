package btyd

import (
	"fmt"
	"maps"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
)

// CustomerOf is the past of a customer whose summary was kept up to date order by
// order, as of a day. It is false for one who has not bought by then, and for one who
// bought later, since what the summary was before is not known any more.
func CustomerOf(s loyalty.Summary, until loyalty.Day, u Unit) (Customer, bool) {
	if !s.Bought() || s.Last() > until || u.Days() == 0 {
		return Customer{}, false
	}
	return Customer{
		X:  s.Repeats(),
		Tx: u.Count(float64(s.Recency()), Day),
		T:  u.Count(float64(s.Age(until)), Day),
	}, true
}

// SpendOf is the mean spend of the customer's repeat purchases, whose amounts are
// like each other as that of the first, often a trial or an offer, is not. Nothing is
// known where there is none, or nothing was left of their amounts.
func SpendOf(s loyalty.Summary) Spend {
	return spendOf(s.Repeats(), (s.Spend() - s.FirstSpend()).Yuan())
}

func spendOf(x int, sum float64) Spend {
	if x == 0 || !(sum > 0) {
		return Spend{}
	}
	return Spend{X: x, Mean: sum / float64(x)}
}

// SummaryOf is what [Summarize] makes of a log, from summaries of customers as
// [loyalty.Summarize] or order by order keeping gives them, as of a day that is not
// before their last purchase. They do not know single gaps nor a holdout: LogGaps,
// Holdout, Before and Daily are nil, so [FitCNBD] and [Validate] want the log.
// Customers of whom no order stands are left out.
//
// The error is [loyalty.Faults], by the place of the customer in the order of ids,
// for those who bought after the day; or [loyalty.ErrNothing].
func SummaryOf(base map[string]loyalty.Summary, until loyalty.Day, u Unit) (Summary, error) {
	if u.Days() == 0 {
		u = Week
	}
	out := Summary{Unit: u, End: until}
	var faults loyalty.Faults
	for row, id := range slices.Sorted(maps.Keys(base)) {
		s := base[id]
		if !s.Bought() {
			continue
		}
		c, ok := CustomerOf(s, until, u)
		if !ok {
			faults = append(faults, loyalty.Fault{Row: row, Subject: id, Problem: fmt.Sprintf(
				"bought on %s, after %s; summarise as of that day, or take a later one", s.Last(), until)})
			continue
		}
		if len(out.IDs) == 0 || s.First() < out.Start {
			out.Start = s.First()
		}
		out.IDs = append(out.IDs, id)
		out.Customers = append(out.Customers, c)
		out.Spends = append(out.Spends, SpendOf(s))
	}
	switch {
	case len(faults) > 0:
		return Summary{}, faults
	case len(out.IDs) == 0:
		return Summary{}, loyalty.ErrNothing
	}
	return out, nil
}
