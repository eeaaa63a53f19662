package loyalty

import (
	"math"
)

// A Weibull is the distribution of a waiting time, S(t) = exp(−(t/Scale)^Shape). With a Shape
// above 1 the event becomes more likely every day, below 1 less likely.
type Weibull struct {
	Scale         float64 // in the unit of the times; 63 percent have ended by then
	Shape         float64
	LogLikelihood float64
	Total, Ends   int // spells, and how many of them ended
}

// FitWeibull fits the distribution by maximum likelihood, censored times included. The error is
// [Problems] for times that are negative or not a number, [ErrNothing], or [ErrWeibull].
func FitWeibull(spells []Spell) (Weibull, error) {
	if len(spells) == 0 {
		return Weibull{}, ErrNothing
	}
	if err := checkSpells(spells).Err(); err != nil {
		return Weibull{}, err
	}
	longest, ends, logs := 0.0, 0, 0.0
	for _, s := range spells {
		longest = max(longest, s.Time)
		if s.Ended {
			ends++
			logs += math.Log(s.Time)
		}
	}
	w := Weibull{Total: len(spells), Ends: ends}
	if ends == 0 || math.IsInf(logs, -1) {
		return Weibull{}, ErrWeibull
	}
	// In times over the longest, y = t/longest, the best shape ρ is where
	// Σ yᵖ ln y / Σ yᵖ = 1/ρ + mean of ln y over the ended: the left side grows with
	// ρ, the right side falls.
	mean := logs/float64(ends) - math.Log(longest)
	excess := func(shape float64) (value, sum float64) {
		top := 0.0
		for _, s := range spells {
			if s.Time > 0 {
				y := math.Log(s.Time / longest)
				power := math.Exp(shape * y)
				top += power * y
				sum += power
			}
		}
		return top/sum - 1/shape - mean, sum
	}
	low, high := 1e-6, 1.0
	for ; ; high *= 2 {
		if v, _ := excess(high); v > 0 {
			break
		}
		if high > 1e6 {
			return Weibull{}, ErrWeibull
		}
	}
	for range 200 {
		middle := math.Sqrt(low * high)
		if v, _ := excess(middle); v > 0 {
			high = middle
		} else {
			low = middle
		}
	}
	w.Shape = math.Sqrt(low * high)
	_, sum := excess(w.Shape)
	d := float64(ends)
	w.Scale = longest * math.Pow(sum/d, 1/w.Shape)
	// Σ over the ended of ln(ρ/λ) + (ρ−1)·ln(t/λ), less Σ (t/λ)ᵖ, which is d there.
	w.LogLikelihood = d*math.Log(w.Shape/w.Scale) + (w.Shape-1)*(logs-d*math.Log(w.Scale)) - d
	if !isFinite(w.Scale) || !isFinite(w.LogLikelihood) {
		return Weibull{}, ErrWeibull
	}
	return w, nil
}

func (w Weibull) valid() bool {
	return w.Scale > 0 && w.Shape > 0 && isFinite(w.Scale) && isFinite(w.Shape)
}

// Waiting is the share still waiting after time t; 0 for invalid parameters.
func (w Weibull) Waiting(t float64) float64 {
	if !w.valid() {
		return 0
	}
	if !(t > 0) {
		return 1
	}
	return math.Exp(-math.Pow(t/w.Scale, w.Shape))
}

// Quantile is the time by which a share p, between 0 and 1, has had the event. It is 0 if p is
// not above 0, and the largest number if it is not below 1.
func (w Weibull) Quantile(p float64) float64 {
	switch {
	case !(p > 0) || !w.valid():
		return 0
	case p >= 1:
		return math.MaxFloat64
	}
	return min(w.Scale*math.Pow(-math.Log1p(-p), 1/w.Shape), math.MaxFloat64)
}
