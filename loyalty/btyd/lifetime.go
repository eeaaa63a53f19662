package btyd

import (
	"fmt"
	"math"
	"strings"

	"github.com/tiexin-go/tiexin/loyalty"
)

// Terms define the value of a customer's future. Rates and horizons name their unit of time;
// there is no default of a month.
type Terms struct {
	// Unit is the model's unit of time, that of its fit. It must be known.
	Unit Unit
	// Yearly is the discount rate: with 0.10 a yuan in a year is worth 1/1.10 today.
	// Default: no discount.
	Yearly float64
	// Horizon is the length of the forecast, counted in HorizonUnit: 12 with Month. Default:
	// for ever, which needs a Yearly above 0.
	Horizon     float64
	HorizonUnit Unit
	// Margin is the shop's gross margin on a yuan of spend: 0.3. Default: 1, and value is
	// turnover.
	Margin float64
}

// Rate is the continuous discount rate in the model's unit of time: ln(1+Yearly) · days of
// the unit / days of a year. 0.15 a year are 0.00268 a week. Terms that are not valid have
// none.
func (t Terms) Rate() float64 {
	if !(t.Yearly >= 0 && t.Yearly <= 100) {
		return 0
	}
	return math.Log1p(t.Yearly) * t.Unit.days() / Year.days()
}

// span is the horizon in the model's unit, +Inf for ever.
func (t Terms) span() float64 {
	if t.Horizon == 0 {
		return math.Inf(1)
	}
	return t.Unit.Count(t.Horizon, t.HorizonUnit)
}

func (t Terms) margin() float64 {
	if t.Margin == 0 {
		return 1
	}
	return t.Margin
}

// Validate returns [ErrTerms] with all problems.
func (t Terms) Validate() error {
	var problems []string
	report := func(problem string, args ...any) { problems = append(problems, fmt.Sprintf(problem, args...)) }
	if t.Unit.days() == 0 {
		report("the unit is not known; take it from the fit: btyd.Week")
	}
	if !(t.Yearly >= 0 && t.Yearly <= 100) {
		report("the yearly discount is %v; 10 %% a year are 0.10", t.Yearly)
	}
	switch {
	case t.Horizon == 0:
		if t.Yearly == 0 {
			report("for ever without discount has no value; set a Horizon, or a Yearly above 0")
		}
	case !(t.Horizon > 0 && t.Horizon <= maxAge):
		report("the horizon is %v; it must be above 0 and finite, or 0 for ever", t.Horizon)
	case t.HorizonUnit.days() == 0:
		report("the horizon of %v has no unit; say HorizonUnit: btyd.Month", t.Horizon)
	}
	if !(t.Margin >= 0 && t.Margin <= 1) {
		report("the margin is %v; it is a share of the spend, from 0 to 1", t.Margin)
	}
	if problems == nil {
		return nil
	}
	return newError(ErrTerms, "terms: "+strings.Join(problems, "; "))
}

// A Buyer is one customer's past and spend.
type Buyer struct {
	Customer Customer
	Spend    Spend
}

// A Valuer values customers (客户终身价值). The value is expected purchases, discounted,
// times the expected spend of one, times the margin, in yuan as a float. Any number of
// goroutines may use it.
type Valuer struct {
	model Model
	spend GammaGamma
	terms Terms
}

// NewValuer returns an error for a model, a spend or terms that are not valid.
func NewValuer(m Model, spend GammaGamma, t Terms) (Valuer, error) {
	if err := m.Validate(); err != nil {
		return Valuer{}, err
	}
	if err := spend.Validate(); err != nil {
		return Valuer{}, err
	}
	if err := t.Validate(); err != nil {
		return Valuer{}, err
	}
	return Valuer{m, spend, t}, nil
}

const valueMethod = "discounted expected purchases × expected spend × margin"

// Value is the expected future value of the customer, in yuan. It has no value if the
// expected spend is infinite ([loyalty.InfiniteMean]), and is [loyalty.ZeroBase] for an
// impossible buyer. Its Base is the number of known purchases.
func (v Valuer) Value(b Buyer) loyalty.Measure {
	if v.model == (Model{}) || !b.Customer.ok() || !b.Spend.ok() {
		return loyalty.Unknown(loyalty.ZeroBase, 0, valueMethod)
	}
	mean, ok := v.spend.mean(b.Spend)
	if !ok {
		return loyalty.Unknown(loyalty.InfiniteMean, b.Spend.X, valueMethod)
	}
	value := capped(v.model.Discounted(b.Customer, v.terms.Rate(), v.terms.span()) * mean * v.terms.margin())
	return loyalty.Measure{OK: true, Value: value, Base: b.Spend.X, Method: valueMethod}
}

// Total is the expected value of all buyers together, in yuan. Its Base is the buyers; for
// its interval see [ValueInterval]. The error is [loyalty.ErrNothing], or [loyalty.Problems]
// with the number of every impossible row.
func (v Valuer) Total(buyers []Buyer) (loyalty.Measure, error) {
	if len(buyers) == 0 {
		return loyalty.Measure{}, loyalty.ErrNothing
	}
	if err := validateBuyers(buyers); err != nil {
		return loyalty.Measure{}, err
	}
	const chunk = 256
	parts := make([]loyalty.Measure, (len(buyers)+chunk-1)/chunk)
	inParallel(len(parts), func(i int) {
		part := loyalty.Measure{OK: true}
		for _, b := range buyers[i*chunk : min((i+1)*chunk, len(buyers))] {
			one := v.Value(b)
			if !one.OK {
				part = loyalty.Unknown(one.Why, 0, valueMethod)
				break
			}
			part.Value += one.Value
		}
		parts[i] = part
	})
	total := loyalty.Measure{OK: true, Base: len(buyers), Method: valueMethod}
	for _, p := range parts {
		if !p.OK {
			return loyalty.Unknown(p.Why, len(buyers), valueMethod), nil
		}
		total.Value += p.Value
	}
	total.Value = capped(total.Value)
	return total, nil
}

// validateBuyers finds every buyer with an impossible past or spend. The error is
// [loyalty.Problems].
func validateBuyers(buyers []Buyer) error {
	var faults loyalty.Problems
	for i, b := range buyers {
		if problem := b.Customer.problem(); problem != "" {
			faults = append(faults, loyalty.Problem{Row: i, Message: problem})
		}
		if problem := b.Spend.problem(); problem != "" {
			faults = append(faults, loyalty.Problem{Row: i, Message: problem})
		}
	}
	return faults.Err()
}
