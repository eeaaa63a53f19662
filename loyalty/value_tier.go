package loyalty

import (
	"fmt"
	"math"
	"slices"

	"github.com/tiexin-go/tiexin"
)

// A Tier is one level of customers by value (客户价值分层). Exactly one of its three
// rules is set, none in the last tier, which takes all other customers. Shares count
// from the top: tiers of .2 and .5 of customers are a fifth and the next three
// tenths.
type Tier struct {
	Name string `json:"name"`
	// TopCustomers is a share of customers, 0 to 1. A customer is in the tier if
	// their value is above that of at least 1−TopCustomers of all. So the tier is
	// never larger than its share; equal customers at its border are left out
	// together.
	TopCustomers float64 `json:"top_customers,omitempty"`
	// TopValue is a share of all value, 0 to 1. The tier has the fewest customers,
	// equal ones together, who bring at least that share. A customer without value is
	// not in it.
	TopValue float64 `json:"top_value,omitempty"`
	// Least is the least value of the tier; negative values are possible after
	// refunds.
	Least *tiexin.Money `json:"least,omitempty"`
}

// ParetoTiers are three tiers, 80 / 95 / 100 % of value (ABC analysis): few customers
// with most of the value, the middle, and many with little.
func ParetoTiers() []Tier {
	return []Tier{{Name: "A", TopValue: .8}, {Name: "B", TopValue: .95}, {Name: "C"}}
}

// A Tiering is the result of tiers in one base.
type Tiering struct {
	Tiers []TierSize
	// Of is each row's tier, as an index of Tiers.
	Of []int
}

// A TierSize is one tier of a base.
type TierSize struct {
	Name      string
	Customers int
	Value     tiexin.Money
	// Least is the smallest value in the tier; zero without customers.
	Least tiexin.Money
	// CustomerShare and ValueShare are of all customers and of all value, 0 to 1. A
	// customer whose refunds exceed their payments adds nothing to the value. A share
	// of a total of zero is unknown.
	CustomerShare, ValueShare Measure
}

// TierByValue puts every customer into the first tier whose rule they meet. Values
// are one per customer, in any order, less refunds; negative ones count as nothing in
// shares of value. Invalid rules and values out of range are [Problems]; no values at
// all are [ErrNothing].
func TierByValue(values []tiexin.Money, tiers []Tier) (Tiering, error) {
	if err := faultsOfTiers(tiers); err != nil {
		return Tiering{}, err
	}
	sorted, err := ascending(values)
	if err != nil {
		return Tiering{}, err
	}
	least := make([]tiexin.Money, len(tiers)) // what must be reached for the tier
	for i, t := range tiers {
		least[i] = t.least(sorted)
	}
	out := Tiering{Tiers: make([]TierSize, len(tiers)), Of: make([]int, len(values))}
	brought, all := make([]float64, len(tiers)), 0.0
	for i, t := range tiers {
		out.Tiers[i].Name = t.Name
	}
	for row, value := range values {
		i := slices.IndexFunc(least, func(l tiexin.Money) bool { return value >= l })
		size := &out.Tiers[i]
		if size.Customers == 0 || value < size.Least {
			size.Least = value
		}
		size.Customers++
		size.Value += value
		out.Of[row] = i
		brought[i] += math.Max(0, float64(value))
	}
	for _, value := range brought {
		all += value
	}
	for i := range out.Tiers {
		size := &out.Tiers[i]
		size.CustomerShare = exactly(float64(size.Customers)/float64(len(values)), len(values), "share of customers")
		size.ValueShare = Unknown(ZeroBase, len(values), "share of value")
		if all > 0 {
			size.ValueShare = exactly(brought[i]/all, len(values), "share of value")
		}
	}
	return out, nil
}

// ParetoShare is the share of all value that the top share of customers brings
// (帕累托): .8 for a top of .2 is the 80/20 rule. Between two customers the Lorenz
// curve is a straight line, so half a customer counts half. Negative values count as
// nothing. It is unknown if the total value is zero.
//
// Source: Lorenz, Methods of Measuring the Concentration of Wealth, 1905.
func ParetoShare(values []tiexin.Money, top float64) (Measure, error) {
	const method = "share of value, Lorenz curve"
	if !(top >= 0 && top <= 1) {
		return Measure{}, fmt.Errorf("loyalty: the top %v of customers; it is a share from 0 to 1", top)
	}
	sorted, err := ascending(values)
	if err != nil {
		return Measure{}, err
	}
	wanted, all, brought := top*float64(len(sorted)), 0., 0.
	for i, value := range slices.Backward(sorted) {
		value := math.Max(0, float64(value))
		rank := float64(len(sorted) - 1 - i)
		brought += value * math.Min(math.Max(wanted-rank, 0), 1)
		all += value
	}
	if all == 0 {
		return Unknown(ZeroBase, len(values), method), nil
	}
	return exactly(math.Min(brought/all, 1), len(values), method), nil
}

// exactly is a share of what is all known: without an interval.
func exactly(value float64, base int, method string) Measure {
	return Measure{OK: true, Value: value, Base: base, Method: method}
}

// least is the smallest value that meets the tier's rule, in a base of ascending
// values; more than any value where nobody does.
func (t Tier) least(sorted []tiexin.Money) tiexin.Money {
	switch {
	case t.Least != nil:
		return *t.Least
	case t.TopCustomers > 0:
		// Rounded a little down: .3 of 10 customers are 3 though 1−.3 is not .7.
		below := int(math.Ceil((1-t.TopCustomers)*float64(len(sorted)) - 1e-9*float64(len(sorted))))
		if below <= 0 {
			return math.MinInt64
		}
		return sorted[below-1] + 1
	case t.TopValue > 0:
		var all, brought float64
		for _, value := range sorted {
			all += math.Max(0, float64(value))
		}
		for _, value := range slices.Backward(sorted) {
			if value <= 0 {
				break
			}
			if brought += float64(value); brought >= t.TopValue*all*(1-1e-12) {
				return value
			}
		}
		return math.MaxInt64
	}
	return math.MinInt64
}

// ascending are the values in order, or the faults in them. Their sum fits, too.
func ascending(values []tiexin.Money) ([]tiexin.Money, error) {
	if len(values) == 0 {
		return nil, ErrNothing
	}
	limit := min(maxRFMAmount, tiexin.Money(math.MaxInt64/int64(len(values))))
	var faults Problems
	for i, value := range values {
		if value > limit || value < -limit {
			faults = append(faults, Problem{Row: i, Message: fmt.Sprintf("has a value of %s, beyond what is counted; is it in fen?", value)})
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	return sorted, nil
}

func faultsOfTiers(tiers []Tier) error {
	if len(tiers) == 0 {
		return fmt.Errorf("loyalty: there are no tiers; the last one takes everybody else")
	}
	var faults Problems
	for i, t := range tiers {
		rules := 0
		for _, share := range [...]float64{t.TopCustomers, t.TopValue} {
			if share != 0 {
				rules++
			}
			if !(share >= 0 && share <= 1) {
				faults = append(faults, Problem{Row: i, Subject: t.Name, Message: fmt.Sprintf("has a share of %v; a share is from 0 to 1", share)})
			}
		}
		if t.Least != nil {
			rules++
		}
		last := i == len(tiers)-1
		switch {
		case t.Name == "":
			faults = append(faults, Problem{Row: i, Message: "has no name"})
		case rules > 1:
			faults = append(faults, Problem{Row: i, Subject: t.Name, Message: "has more than one rule; set a share of customers, a share of value or a least value"})
		case rules == 0 && !last:
			faults = append(faults, Problem{Row: i, Subject: t.Name, Message: "has no rule and would take everybody; only the last tier has none"})
		case rules > 0 && last:
			faults = append(faults, Problem{Row: i, Subject: t.Name, Message: "is the last tier and has a rule; add one without, for everybody else"})
		}
	}
	return faults.Err()
}
