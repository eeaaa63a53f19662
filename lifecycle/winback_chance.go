package lifecycle

import (
	"fmt"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A WinBackChance is what is believed about how many return (挽回率) of those who left
// for a cause and were approached: Rate with the weight of so many customers, and what
// the shop saw itself. Those who would have returned without being approached are
// among them. How many an approach brings back that would have stayed away is the
// difference to customers who were left alone, which takes a control group.
type WinBackChance struct {
	Cause    LeavingCause `json:"cause"`
	Rate     float64      `json:"rate"`     // assumed share that returns, above 0, below 1
	Weight   float64      `json:"weight"`   // customers that the assumption weighs as much as, above 0
	Tried    int          `json:"tried"`    // the shop's own: approached, and watched long enough
	Returned int          `json:"returned"` // of these, bought again
}

// WinBackChances are the beliefs about all causes.
type WinBackChances []WinBackChance

// DefaultWinBackChances are assumptions to begin with, each as heavy as 20 customers.
// They order the causes by how well a shop can answer them and are nobody's
// measurement: put in the shop's own counts as soon as there are any.
func DefaultWinBackChances() WinBackChances {
	return WinBackChances{
		{Cause: StockOut, Rate: .30, Weight: 20},
		{Cause: TooExpensive, Rate: .20, Weight: 20},
		{Cause: Fatigue, Rate: .15, Weight: 20},
		{Cause: BadService, Rate: .12, Weight: 20},
		{Cause: BadProduct, Rate: .10, Weight: 20},
		{Cause: WentToRival, Rate: .10, Weight: 20},
		{Cause: UnknownCause, Rate: .08, Weight: 20},
		{Cause: Outgrown, Rate: .03, Weight: 20},
		{Cause: MovedAway, Rate: .03, Weight: 20},
	}
}

// Validate names causes that are unknown, given twice or missing, and rates and counts
// that cannot be.
func (all WinBackChances) Validate() error {
	var faults loyalty.Faults
	first := map[LeavingCause]int{}
	for i, c := range all {
		report := func(format string, args ...any) {
			faults = append(faults, loyalty.Fault{Row: i, Subject: string(c.Cause), Problem: fmt.Sprintf(format, args...)})
		}
		if row, twice := first[c.Cause]; twice {
			report("is given twice, first in row %d", row)
		} else {
			first[c.Cause] = i
		}
		if !slices.Contains(LeavingCauses(), c.Cause) {
			report("is not a cause; possible: %q", LeavingCauses())
		}
		if !(c.Rate > 0 && c.Rate < 1) {
			report("has a rate of %v; it is above 0 and below 1, since nothing is certain", c.Rate)
		}
		if !(c.Weight > 0 && c.Weight <= 1e9) {
			report("weighs %v customers; it is a number above 0, at most 1e9", c.Weight)
		}
		if c.Tried < 0 || c.Returned < 0 || c.Returned > c.Tried {
			report("counts %d returned of %d tried; it is a part of them", c.Returned, c.Tried)
		} else if b := c.belief(); c.Rate > 0 && c.Rate < 1 && c.Weight > 0 && c.Weight <= 1e9 && !b.Valid() {
			report("is believed in as by %v who return and %v who do not; each is a number from 0.001 to 1e7: change the weight", b.A, b.B)
		}
	}
	for _, cause := range LeavingCauses() {
		if _, ok := first[cause]; !ok {
			faults = append(faults, loyalty.Fault{Row: len(all), Subject: string(cause), Problem: "has no chance; give it one"})
		}
	}
	return faults.Err()
}

// Of is the chance that a customer returns who left for a cause: the mean of
// Beta(Weight·Rate + returned, Weight·(1−Rate) + not returned) with its credible
// interval. The base are the shop's own customers; it is flagged Estimated while they
// weigh less than the assumption. A cause without a belief is unknown.
func (all WinBackChances) Of(cause LeavingCause) loyalty.Measure {
	const method = "beta posterior of the share that returns"
	for _, c := range all {
		if c.Cause != cause {
			continue
		}
		belief := c.belief()
		if !belief.Valid() {
			return loyalty.Unknown(loyalty.Impossible, c.Tried, method)
		}
		m := belief.Measure(loyalty.Level, c.Tried, method)
		if float64(c.Tried) < c.Weight {
			m = flagMeasure(m, loyalty.Estimated)
		}
		return m
	}
	return loyalty.Unknown(loyalty.ZeroBase, 0, method)
}

// belief is the assumption with the shop's own counts.
func (c WinBackChance) belief() loyalty.Beta {
	return loyalty.Beta{
		A: c.Weight*c.Rate + float64(c.Returned),
		B: c.Weight*(1-c.Rate) + float64(c.Tried-c.Returned),
	}
}

// worst is the lowest chance of some causes.
func (all WinBackChances) worst(causes []LeavingCause) loyalty.Measure {
	var worst loyalty.Measure
	for i, cause := range causes {
		if m := all.Of(cause); i == 0 || m.OK && (!worst.OK || m.Value < worst.Value) {
			worst = m
		}
	}
	return worst
}
