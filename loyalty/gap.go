package loyalty

import (
	"errors"
	"math"
)

// A GapModel is a model of customers' gaps between purchases (购买间隔). Each gap is
// Gamma(K, λ) with the customer's own rate λ, and the rates of a shop's customers are
// distributed as Gamma(A, B). K is the regularity: 1 is random, more is a rhythm (Wheat &
// Morrison 1990, Management Science 36(9)). A customer's past changes the model to
// Gamma(A + K·n, B + ΣS). So a customer with two purchases leans on the shop, and one
// with twenty on their own rhythm.
type GapModel struct {
	K float64 `json:"k"` // regularity of one customer's gaps
	A float64 `json:"a"` // similarity of customers: higher is more alike
	B float64 `json:"b"` // in the unit of the gaps
}

// A GapState is the model's data of one customer.
type GapState struct {
	N   int     // gaps between days of purchase
	Sum float64 // of them, in days, or in days per unit bought
}

// Add counts one more gap.
func (s *GapState) Add(gap float64) {
	s.N++
	s.Sum += gap
}

// Validate returns an error unless the model's parameters are positive numbers, with K and
// A between a thousandth and ten million. The other methods then return false, or zero, as
// they do for an impossible state.
func (m GapModel) Validate() error {
	if !m.valid() {
		return errGapModel
	}
	return nil
}

var errGapModel = errors.New("loyalty: the parameters of a gap model are positive numbers, K and A from 0.001 to 10000000; use a model that FitGaps returns")

func (m GapModel) valid() bool {
	return m.K >= minGap && m.K <= maxGapShape && m.A >= minGap && m.A <= maxGapShape && m.B > 0 && isFinite(m.B)
}

// maxGapShape bounds K and A: beyond, nothing varies that anybody could see.
const maxGapShape = 1e7

// shape and scale are those of the next gap, which is scale · X/(1 − X) with X from
// Beta(K, shape).
func (m GapModel) next(s GapState) (shape, scale float64, ok bool) {
	shape, scale = m.A+m.K*float64(s.N), m.B+s.Sum
	return shape, scale, m.valid() && s.N >= 0 && s.Sum >= 0 && isFinite(shape) && scale <= math.MaxFloat64/2
}

// Quantile is the time within which the next gap ends with probability p, strictly
// between 0 and 1. It is (B + ΣS)·X/(1 − X) with X the p-quantile of Beta(K, A + K·n).
// Use [GapModel.Table] for many customers.
func (m GapModel) Quantile(s GapState, p float64) (gap float64, ok bool) {
	shape, scale, ok := m.next(s)
	if !ok || !(p > 0 && p < 1) {
		return 0, false
	}
	gap = scale * betaOdds(m.K, shape, p)
	if !isFinite(gap) {
		return 0, false
	}
	return gap, true
}

// Waiting is the probability that the next gap is longer than t, 1 − I(t/(t+B+ΣS); K, A +
// K·n). It is precise also when it is small.
func (m GapModel) Waiting(s GapState, t float64) (probability float64, ok bool) {
	shape, scale, ok := m.next(s)
	if !ok || !(t >= 0 && t <= math.MaxFloat64/2) {
		return 0, false
	}
	return betaShare(shape, m.K, scale/(t+scale), t/(t+scale)), true
}

// Soon is the probability that a returning customer who has waited so long already buys
// within the next period.
func (m GapModel) Soon(s GapState, waited, within float64) (probability float64, ok bool) {
	before, ok1 := m.Waiting(s, waited)
	after, ok2 := m.Waiting(s, waited+within)
	if !ok1 || !ok2 || !(within >= 0) || !(before > 0) {
		return 0, false
	}
	return clampTo(1-after/before, 0, 1), true
}

// Mean is the mean of the next gap, K·(B + ΣS)/(A + K·n − 1). It is unknown with
// InfiniteMean if A + K·n is not above 1; the median always exists. The base is the
// customer's gaps.
func (m GapModel) Mean(s GapState) Measure {
	const method = "gamma-gamma gap model, posterior mean"
	shape, scale, ok := m.next(s)
	switch {
	case !ok:
		return Unknown(Impossible, s.N, method)
	case !(shape > 1):
		return Unknown(InfiniteMean, s.N, method)
	}
	return Measure{OK: true, Value: m.K * scale / (shape - 1), Base: s.N, Method: method}.finite()
}

// Median is the median of the next gap. Its interval is the middle 80 percent of the gap,
// and not the precision of the median. The base is the customer's gaps.
func (m GapModel) Median(s GapState) Measure {
	const method = "gamma-gamma gap model, posterior median and prediction interval"
	const level = 0.8
	median, ok := m.Quantile(s, 0.5)
	lo, okLo := m.Quantile(s, (1-level)/2)
	hi, okHi := m.Quantile(s, (1+level)/2)
	if !ok || !okLo || !okHi {
		return Unknown(Impossible, s.N, method)
	}
	return Measure{OK: true, Value: median, Base: s.N, Lo: min(lo, median), Hi: max(hi, median), Level: level, Method: method}
}

// A GapTable gives one quantile of a model for any customer by a multiplication. Apart
// from the scale B + ΣS the quantile depends only on the number of gaps. Several
// goroutines may use it.
type GapTable struct {
	model GapModel
	p     float64
	odds  []float64 // by number of gaps
}

const longestTable = 1000

// Table prepares the quantile p for customers of up to so many gaps, at most 1,000; for
// more it is computed each time. It is false if model or p are impossible.
func (m GapModel) Table(p float64, gaps int) (GapTable, bool) {
	if !m.valid() || !(p > 0 && p < 1) {
		return GapTable{}, false
	}
	t := GapTable{model: m, p: p, odds: make([]float64, min(max(gaps, 0), longestTable)+1)}
	for n := range t.odds {
		t.odds[n] = betaOdds(m.K, m.A+m.K*float64(n), p)
	}
	return t, true
}

// Quantile is the same as [GapModel.Quantile], with the same precision.
func (t GapTable) Quantile(s GapState) (gap float64, ok bool) {
	if s.N < 0 || s.N >= len(t.odds) {
		return t.model.Quantile(s, t.p)
	}
	_, scale, ok := t.model.next(s)
	if gap = scale * t.odds[s.N]; !ok || !isFinite(gap) {
		return 0, false
	}
	return gap, true
}
