package winback

import (
	"fmt"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A Chance is the assumed share of returning customers (挽回率) among those who
// left for a cause and were contacted. It combines Rate, weighted as a number of
// customers, with the shop's own counts. It includes customers who would have returned
// without contact. The effect of the contact is the difference to customers without it,
// which needs a control group.
type Chance struct {
	Cause    Cause   `json:"cause"`
	Rate     float64 `json:"rate"`     // assumed share that returns, above 0 and below 1
	Weight   float64 `json:"weight"`   // weight of the assumption as a number of customers, above 0
	Tried    int     `json:"tried"`    // the shop's own: contacted, and observed long enough
	Returned int     `json:"returned"` // those of them who bought again
}

// Chances are the assumed chances of all causes.
type Chances []Chance

// DefaultChances are initial assumptions, each with the weight of 20 customers.
// They order the causes by how well a shop can answer them and are not measured. Enter
// the shop's own counts as soon as there are any.
func DefaultChances() Chances {
	return Chances{
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

// Validate returns an error that names causes that are unknown, given twice or missing,
// and impossible rates and counts.
func (all Chances) Validate() error {
	var faults loyalty.Problems
	first := map[Cause]int{}
	for i, c := range all {
		report := func(format string, args ...any) {
			faults = append(faults, loyalty.Problem{Row: i, Subject: string(c.Cause), Message: fmt.Sprintf(format, args...)})
		}
		if row, twice := first[c.Cause]; twice {
			report("is given twice, first in row %d", row)
		} else {
			first[c.Cause] = i
		}
		if !slices.Contains(Causes(), c.Cause) {
			report("is not a cause; possible: %q", Causes())
		}
		if !(c.Rate > 0 && c.Rate < 1) {
			report("has a rate of %v; it is above 0 and below 1, since nothing is certain", c.Rate)
		}
		if !(c.Weight > 0 && c.Weight <= 1e9) {
			report("weighs %v customers; it is a number above 0, at most 1e9", c.Weight)
		}
		if c.Tried < 0 || c.Returned < 0 || c.Returned > c.Tried {
			report("counts %d returned of %d tried; it is a part of them", c.Returned, c.Tried)
		} else if b := c.belief(); c.Rate > 0 && c.Rate < 1 && c.Weight > 0 && c.Weight <= 1e9 && b.Validate() != nil {
			report("is believed in as by %v who return and %v who do not; each is a number from 0.001 to 1e7: change the weight", b.A, b.B)
		}
	}
	for _, cause := range Causes() {
		if _, ok := first[cause]; !ok {
			faults = append(faults, loyalty.Problem{Row: len(all), Subject: string(cause), Message: "has no chance; give it one"})
		}
	}
	return faults.Err()
}

// Of is the chance that a customer returns who left for a cause. It is the mean of
// Beta(Weight·Rate + returned, Weight·(1−Rate) + not returned) with its credible
// interval. The base is the shop's own customers; it is flagged Estimated while they
// weigh less than the assumption. A cause without an assumption is unknown.
func (all Chances) Of(cause Cause) loyalty.Measure {
	const method = "beta posterior of the share that returns"
	for _, c := range all {
		if c.Cause != cause {
			continue
		}
		belief := c.belief()
		if belief.Validate() != nil {
			return loyalty.Unknown(loyalty.Impossible, c.Tried, method)
		}
		m := belief.Measure(loyalty.Level, c.Tried, method)
		if float64(c.Tried) < c.Weight {
			m = m.With(loyalty.Estimated)
		}
		return m
	}
	return loyalty.Unknown(loyalty.ZeroBase, 0, method)
}

// belief is the assumption with the shop's own counts.
func (c Chance) belief() loyalty.Beta {
	return loyalty.Beta{
		A: c.Weight*c.Rate + float64(c.Returned),
		B: c.Weight*(1-c.Rate) + float64(c.Tried-c.Returned),
	}
}

// worst is the lowest chance of some causes.
func (all Chances) worst(causes []Cause) loyalty.Measure {
	var worst loyalty.Measure
	for i, cause := range causes {
		if m := all.Of(cause); i == 0 || m.OK && (!worst.OK || m.Value < worst.Value) {
			worst = m
		}
	}
	return worst
}
