package loyalty

import "slices"

// A PriceAnswer is one respondent's four prices for a product, in yuan. They are so
// low that quality is in doubt, cheap, getting expensive, too expensive to consider.
type PriceAnswer struct {
	TooCheap, Cheap, Expensive, TooExpensive float64
}

// A PriceMeter is the Price Sensitivity Meter (Van Westendorp 1976, ESOMAR Congress,
// Venice). Each of its prices, in yuan, is the crossing of two of the four cumulative
// curves. It is based on what people say, so all are flagged Estimated. The base is
// the respondents whose four prices rise. A price is unknown with NotReached if the
// curves do not cross.
type PriceMeter struct {
	Cheapest      Measure // point of marginal cheapness: as many say too cheap as not cheap
	MostExpensive Measure // point of marginal expensiveness: as many say too expensive as not expensive
	Indifferent   Measure // indifference price: as many say cheap as expensive
	Optimal       Measure // optimal price: as many say too cheap as too expensive

	Answers      int
	Inconsistent []int // respondents, from 0, whose prices do not rise; they are left out
}

// MeterPrices evaluates the answers. The range of acceptable prices is from Cheapest
// to Dearest. The error is [Problems] for prices that are negative or not numbers, or
// [ErrNothing].
func MeterPrices(answers []PriceAnswer) (PriceMeter, error) {
	if len(answers) == 0 {
		return PriceMeter{}, ErrNothing
	}
	var faults Problems
	var curves [4][]float64
	m := PriceMeter{Answers: len(answers)}
	for row, a := range answers {
		prices := [4]float64{a.TooCheap, a.Cheap, a.Expensive, a.TooExpensive}
		for _, p := range prices {
			if !(p >= 0) || !isFinite(p) {
				faults = append(faults, faultf(row, "", "a price of %v; prices are finite and not negative", p))
			}
		}
		if !(a.TooCheap < a.Cheap && a.Cheap < a.Expensive && a.Expensive < a.TooExpensive) {
			m.Inconsistent = append(m.Inconsistent, row)
			continue
		}
		for i, p := range prices {
			curves[i] = append(curves[i], p)
		}
	}
	if err := faults.Err(); err != nil {
		return PriceMeter{}, err
	}
	var all []float64 // every price that was named
	for i := range curves {
		slices.Sort(curves[i])
		all = append(all, curves[i]...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	tooCheap := func(p float64) float64 { return 1 - shareBelow(curves[0], p) }
	cheap := func(p float64) float64 { return 1 - shareBelow(curves[1], p) }
	expensive := func(p float64) float64 { return shareUpTo(curves[2], p) }
	tooExpensive := func(p float64) float64 { return shareUpTo(curves[3], p) }
	not := func(curve func(float64) float64) func(float64) float64 {
		return func(p float64) float64 { return 1 - curve(p) }
	}
	base := len(curves[0])
	m.Cheapest = meet(all, base, not(cheap), tooCheap)
	m.MostExpensive = meet(all, base, tooExpensive, not(expensive))
	m.Indifferent = meet(all, base, expensive, cheap)
	m.Optimal = meet(all, base, tooExpensive, tooCheap)
	return m, nil
}

// meet is the price at which a rising curve meets a falling one, linear between the
// prices that were named, and the middle where they lie on each other.
func meet(prices []float64, base int, rising, falling func(float64) float64) Measure {
	const method = "Van Westendorp, crossing of cumulative curves"
	if base == 0 {
		return Unknown(ZeroBase, 0, method)
	}
	const same = 1e-12
	above := slices.IndexFunc(prices, func(p float64) bool { return rising(p)-falling(p) >= -same })
	if above < 0 {
		return Unknown(NotReached, base, method)
	}
	m := Measure{OK: true, Value: prices[above], Base: base, Method: method, Flags: []Flag{Estimated}}
	gap := rising(m.Value) - falling(m.Value)
	if gap <= same {
		last := above
		for last+1 < len(prices) && rising(prices[last+1])-falling(prices[last+1]) <= same {
			last++
		}
		m.Value = (prices[above] + prices[last]) / 2
	} else if above > 0 {
		before := prices[above-1]
		short := falling(before) - rising(before)
		m.Value = before + (m.Value-before)*short/(short+gap)
	}
	return m.finite()
}

// shareBelow is the share of sorted numbers below x, shareUpTo of those not above it.
func shareBelow(sorted []float64, x float64) float64 {
	n, _ := slices.BinarySearch(sorted, x)
	return float64(n) / float64(len(sorted))
}

func shareUpTo(sorted []float64, x float64) float64 {
	n, _ := slices.BinarySearchFunc(sorted, x, func(e, x float64) int {
		if e <= x {
			return -1
		}
		return 1
	})
	return float64(n) / float64(len(sorted))
}
