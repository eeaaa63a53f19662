package loyalty

import (
	"cmp"
	"math"
	"slices"
)

// A Rhythm is the gaps between one customer's purchases.
type Rhythm struct {
	Customer string
	GapState
	SumLog float64 // of the gaps' natural logarithms; only for fitting
}

// Add counts one more gap, which must be positive.
func (r *Rhythm) Add(gap float64) {
	r.GapState.Add(gap)
	r.SumLog += math.Log(gap)
}

// Rhythms are every customer's gaps in days between days of purchase, in the order
// of the histories. A customer with one day of purchase has none.
func Rhythms(histories []History) []Rhythm {
	all := make([]Rhythm, len(histories))
	for i, h := range histories {
		all[i].Customer = h.Customer
		days := h.inOrder()
		for j := 1; j < len(days); j++ {
			all[i].Add(float64(days[j]) - float64(days[j-1]))
		}
	}
	return all
}

// UnitRhythms are the gaps of consumable products: the days to the next purchase
// per unit bought. A customer who buys twice as much is expected after twice the
// time. The model is then for one unit: send a reminder after the quantile times
// the units bought last. A gap after a day with unknown units is left out. They are
// sorted by customer id.
func UnitRhythms(purchases []Purchase, v View) []Rhythm {
	type bought struct {
		day   Day
		units int // of the day; negative: not known
	}
	days := make(map[string][]bought)
	for i := range purchases {
		p := &purchases[i]
		d, ok := v.sees(p.At)
		if !ok {
			continue
		}
		units := p.Units
		if units < 1 {
			units = math.MinInt32
		}
		days[p.Customer] = append(days[p.Customer], bought{d, units})
	}
	all := make([]Rhythm, 0, len(days))
	for customer, list := range days {
		slices.SortFunc(list, func(a, b bought) int { return cmp.Compare(a.day, b.day) })
		r := Rhythm{Customer: customer}
		units := 0
		for i, this := range list {
			units += this.units
			if i+1 == len(list) || list[i+1].day == this.day {
				continue
			}
			if units > 0 {
				r.Add(float64(list[i+1].day-this.day) / float64(units))
			}
			units = 0
		}
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b Rhythm) int { return cmp.Compare(a.Customer, b.Customer) })
	return all
}

// GapDays are all gaps of all customers in days, from the shortest, for
// [QuantileOf]. They are only the completed ones, and so too short; [NextOrder]
// gives an unbiased curve of customers who return by a day.
func GapDays(histories []History) []float64 {
	var gaps []float64
	for _, h := range histories {
		days := h.inOrder()
		for j := 1; j < len(days); j++ {
			gaps = append(gaps, float64(days[j])-float64(days[j-1]))
		}
	}
	slices.Sort(gaps)
	return gaps
}

// QuantileOf is the p-quantile of sorted numbers, linear between them (type 7 of
// Hyndman & Fan 1996, The American Statistician 50). The base is the numbers. It is
// unknown without numbers, and if p is not within 0 to 1.
func QuantileOf(sorted []float64, p float64) Measure {
	const method = "empirical quantile, type 7"
	if len(sorted) == 0 {
		return Unknown(ZeroBase, 0, method)
	}
	if !(p >= 0 && p <= 1) {
		return Unknown(Impossible, len(sorted), method)
	}
	place := p * float64(len(sorted)-1)
	i := int(place)
	value := sorted[i]
	if i+1 < len(sorted) {
		value += (place - float64(i)) * (sorted[i+1] - sorted[i])
	}
	return Measure{OK: true, Value: value, Base: len(sorted), Method: method}.finite()
}
