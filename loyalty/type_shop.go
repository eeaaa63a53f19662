package loyalty

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/tiexin-go/tiexin"
)

// A TypeReport is a shop's base by type.
type TypeReport struct {
	Customers int
	// Types are the rows, by Type; Unclassified is one of them, so shares add
	// up to 1.
	Types [Disloyal + 1]TypeShare
	// BehaviourLoyal and AttitudeLoyal are the expected shares of customers who are
	// high on one axis, among the customers with a known value: see Base.
	BehaviourLoyal, AttitudeLoyal Measure
}

// A TypeShare is one type in a shop's base.
type TypeShare struct {
	Type      Type
	Customers int
	// Share is the share of all customers, with Wilson's interval: its variation
	// with other customers of the same kind.
	Share Measure
	// Expected is the mean probability of the type among customers known on both
	// axes. It includes customers too uncertain for a type, so it is the better
	// estimate of the true share. The interval is the variation of the true share
	// around it. Customers who answer a survey are not the whole base.
	Expected   Measure
	Spend      tiexin.Money
	SpendShare Measure // of all spend, 0 to 1; unknown if there is none, or if refunds of a type exceed its payments
	// Why is the reason why the type's customers and spend are unknown: one axis is
	// unknown for all customers, as without a survey. Then Customers and Spend are 0
	// and mean nothing, and the shares are unknown. It is empty for Unclassified.
	Why Flag
}

// ReportTypes counts a base by type.
func ReportTypes(typed []Typed) (TypeReport, error) {
	if err := faultsOfTyped(typed); err != nil {
		return TypeReport{}, err
	}
	if len(typed) == 0 {
		return TypeReport{}, ErrNothing
	}
	out := TypeReport{Customers: len(typed)}
	var expected [Disloyal + 1]expectation
	var behaviour, attitude expectation
	var spend float64
	for _, t := range typed {
		row := &out.Types[t.Type]
		row.Customers++
		row.Spend += t.Spend
		spend += float64(t.Spend)
		behaviour.add(t.Behaviour)
		attitude.add(t.Attitude)
		if t.Behaviour.OK && t.Attitude.OK {
			for i, p := range t.Chances {
				expected[i].add(Chance{OK: true, P: p})
			}
		}
	}
	returned := slices.ContainsFunc(out.Types[:], func(row TypeShare) bool { return row.Spend < 0 })
	for i := range out.Types {
		row := &out.Types[i]
		row.Type = Type(i)
		row.Share = Proportion(row.Customers, len(typed), Level)
		row.Expected = expected[i].measure(NoSurvey)
		row.SpendShare = Unknown(ZeroBase, len(typed), "share of spend")
		switch {
		case returned:
			row.SpendShare.Why = NegativeSpend
		case spend > 0:
			row.SpendShare = exactly(math.Min(float64(row.Spend)/spend, 1), len(typed), "share of spend")
		}
	}
	if why := unknownTypes(typed); why != "" {
		for i := range out.Types[Unclassified+1:] {
			out.Types[Unclassified+1:][i].unknown(why, len(typed))
		}
	}
	// Nobody is unclassified for want of probability when expected.
	out.Types[Unclassified].Expected = Unknown(ZeroBase, 0, expectedMethod)
	out.BehaviourLoyal = behaviour.measure(NoCategoryData)
	out.AttitudeLoyal = attitude.measure(NoSurvey)
	return out, nil
}

// unknownTypes is why nobody can have a type; empty where somebody can.
func unknownTypes(typed []Typed) (why Flag) {
	behaviour, attitude := Flag(NoCategoryData), Flag(NoSurvey)
	for _, t := range typed {
		switch {
		case t.Type != Unclassified || t.Behaviour.OK && t.Attitude.OK:
			return ""
		case t.Attitude.OK:
			attitude = ""
		}
		if !t.Behaviour.OK && t.Behaviour.Why != "" {
			behaviour = t.Behaviour.Why
		}
	}
	return cmp.Or(attitude, behaviour)
}

// unknown takes away what is not known of a type.
func (row *TypeShare) unknown(why Flag, base int) {
	row.Why = why
	row.Share = Unknown(why, base, row.Share.Method)
	if row.SpendShare.OK {
		row.SpendShare = Unknown(why, base, row.SpendShare.Method)
	}
}

const expectedMethod = "mean probability, normal interval"

// An expectation adds probabilities up.
type expectation struct {
	n             int
	sum, variance float64
}

func (e *expectation) add(c Chance) {
	if c.OK {
		e.n++
		e.sum += c.P
		e.variance += c.P * (1 - c.P)
	}
}

func (e expectation) measure(none Flag) Measure {
	if e.n == 0 {
		return Unknown(none, 0, expectedMethod)
	}
	n := float64(e.n)
	mean := math.Min(e.sum/n, 1)
	half := normalWidth(Level) * math.Sqrt(math.Max(0, e.variance)) / n
	return Measure{
		OK: true, Value: mean, Base: e.n, Method: expectedMethod, Flags: []Flag{Estimated},
		Lo: math.Max(0, mean-half), Hi: math.Min(1, mean+half), Level: Level,
	}
}

// A Drift is the table of customers' moves between types from one day to another. It
// includes new customers, customers who left, and the unclassified.
type Drift struct {
	// Counts[from][to] are customers, by Type. From Absent they are new, to
	// Absent they left.
	Counts [Absent + 1][Absent + 1]int
}

// DriftOf compares two days by customer id. One of the days may be empty.
func DriftOf(before, after []Typed) (Drift, error) {
	var d Drift
	if len(before)+len(after) == 0 {
		return d, ErrNothing
	}
	if err := faultsOfTyped(before); err != nil {
		return d, fmt.Errorf("loyalty: the earlier day: %w", err)
	}
	if err := faultsOfTyped(after); err != nil {
		return d, fmt.Errorf("loyalty: the later day: %w", err)
	}
	was := make(map[string]Type, len(before))
	for _, t := range before {
		was[t.Customer] = t.Type
	}
	for _, t := range after {
		from, known := was[t.Customer]
		if !known {
			from = Absent
		}
		d.Counts[from][t.Type]++
		delete(was, t.Customer)
	}
	for _, from := range was {
		d.Counts[from][Absent]++
	}
	return d, nil
}

// Rate is the share of a type's customers who went to another, or stayed, with
// Wilson's interval. From Absent it is the share of new customers with type to.
func (d Drift) Rate(from, to Type) Measure {
	if from > Absent || to > Absent {
		return Unknown(ZeroBase, 0, "share, Wilson interval")
	}
	all := 0
	for _, n := range d.Counts[from] {
		all += n
	}
	return Proportion(d.Counts[from][to], all, Level)
}

// Net is the growth of a type, in customers.
func (d Drift) Net(t Type) int {
	net := 0
	for other := range d.Counts {
		if t <= Absent {
			net += d.Counts[other][t] - d.Counts[t][other]
		}
	}
	return net
}

// possible tells whether all probabilities lie within 0 and 1.
func (t Typed) possible() bool {
	for _, p := range append(t.Chances[:], t.Behaviour.P, t.Attitude.P) {
		if outside(p, 0, 1) {
			return false
		}
	}
	return true
}

func faultsOfTyped(typed []Typed) error {
	var faults Problems
	first := make(map[string]int, len(typed))
	for i, t := range typed {
		row, twice := first[t.Customer]
		switch {
		case t.Type > Disloyal:
			faults = append(faults, Problem{Row: i, Subject: t.Customer, Message: fmt.Sprintf("has the type %v, which no customer has", t.Type)})
		case t.Customer == "":
			faults = append(faults, Problem{Row: i, Message: "has no customer"})
		case twice:
			faults = append(faults, Problem{Row: i, Subject: t.Customer, Message: fmt.Sprintf("is the same customer as row %d", row)})
		case !t.possible():
			faults = append(faults, Problem{Row: i, Subject: t.Customer, Message: "has a value that is not a probability; take what TypesOf returns"})
		case t.Spend > maxRFMAmount || t.Spend < -maxRFMAmount:
			faults = append(faults, Problem{Row: i, Subject: t.Customer, Message: fmt.Sprintf("spent %s, beyond what is counted", t.Spend)})
		default:
			first[t.Customer] = i
		}
	}
	return faults.Err()
}
