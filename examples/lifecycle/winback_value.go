package main

import (
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// A valuation says what a customer would bring in a year if they came back today.
type valuation struct {
	model btyd.Model
	known bool
	mean  float64 // yuan of a day with an order, over the shop
}

// leaning is how many orders the shop's mean weighs against a customer's own.
const leaning = 2

func (s *shop) valuation(bases map[string]loyalty.Summary) valuation {
	v := valuation{model: s.ladder.Model.Model}
	v.known = v.model.Validate() == nil
	spend, days := 0., 0
	for _, sum := range bases {
		spend += sum.Spend().Yuan()
		days += sum.Days()
	}
	v.mean = spend / float64(max(days, 1))
	return v
}

// of is their mean order, leaning on the shop's, times the one that brings them back and
// those that the model expects in the year after. It is unknown without a model.
func (v *valuation) of(sum *loyalty.Summary, on loyalty.Day) loyalty.Signal {
	if !v.known || sum.Spend() < 0 {
		return loyalty.Signal{}
	}
	n := float64(sum.Days())
	order := (sum.Spend().Yuan() + leaning*v.mean) / (n + leaning)
	age := float64(on - sum.First())
	back := v.model.Expected(btyd.Customer{X: sum.Repeats() + 1, Tx: age, T: age}, 365)
	return loyalty.Seen(order * (1 + back))
}
