package loyalty

import "math"

// A GapModel says how long a customer's gaps between purchases are (购买间隔): each
// gap is Gamma(K, λ) with the customer's own rate λ, and the rates of a shop's
// customers spread as Gamma(A, B). K is the regularity: 1 is pure chance, more is a
// rhythm (Wheat & Morrison 1990, Management Science 36(9)). A customer's past moves
// the model to Gamma(A + K·n, B + ΣS), so who has bought twice leans on the shop and
// who has bought twenty times on the own rhythm.
type GapModel struct {
	K float64 // regularity of one customer's gaps
	A float64 // how alike customers are: the higher, the more
	B float64 // in the unit of the gaps
}

// A GapState is all that the model keeps of one customer.
type GapState struct {
	N   int     // gaps between days of purchase
	Sum float64 // of them, in days, or in days per unit bought
}

// Add counts one more gap.
func (s *GapState) Add(gap float64) {
	s.N++
	s.Sum += gap
}

// Valid tells whether the model's parameters are positive numbers, K and A between
// a thousandth and ten million. The other methods answer false, or zero, where they
// are not, or where a state is impossible.
func (m GapModel) Valid() bool {
	return m.K >= minGap && m.K <= maxGapShape && m.A >= minGap && m.A <= maxGapShape && m.B > 0 && isFinite(m.B)
}

// maxGapShape bounds K and A: beyond, nothing varies that anybody could see.
const maxGapShape = 1e7

// shape and scale are those of the next gap, which is scale · X/(1 − X) with X from
// Beta(K, shape).
func (m GapModel) next(s GapState) (shape, scale float64, ok bool) {
	shape, scale = m.A+m.K*float64(s.N), m.B+s.Sum
	return shape, scale, m.Valid() && s.N >= 0 && s.Sum >= 0 && isFinite(shape) && scale <= math.MaxFloat64/2
}

// Quantile is the time within which the next gap ends with probability p, strictly
// between 0 and 1: (B + ΣS)·X/(1 − X) with X the p-quantile of Beta(K, A + K·n). For
// many customers see [GapModel.Table].
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

// Done is the probability that the next gap is at most t: I(t/(t+B+ΣS); K, A + K·n).
func (m GapModel) Done(s GapState, t float64) (probability float64, ok bool) {
	shape, scale, ok := m.next(s)
	if !ok || !(t >= 0 && t <= math.MaxFloat64/2) {
		return 0, false
	}
	return betaShare(m.K, shape, t/(t+scale), scale/(t+scale)), true
}

// Waiting is the probability that the next gap is longer than t. It keeps its
// digits where it is small.
func (m GapModel) Waiting(s GapState, t float64) (probability float64, ok bool) {
	shape, scale, ok := m.next(s)
	if !ok || !(t >= 0 && t <= math.MaxFloat64/2) {
		return 0, false
	}
	return betaShare(shape, m.K, scale/(t+scale), t/(t+scale)), true
}

// Soon is the probability that a customer who has waited so long already, and will
// come back, does so within the next stretch of time.
func (m GapModel) Soon(s GapState, waited, within float64) (probability float64, ok bool) {
	before, ok1 := m.Waiting(s, waited)
	after, ok2 := m.Waiting(s, waited+within)
	if !ok1 || !ok2 || !(within >= 0) || !(before > 0) {
		return 0, false
	}
	return clampTo(1-after/before, 0, 1), true
}

// Mean is the mean of the next gap, K·(B + ΣS)/(A + K·n − 1). It is unknown for
// InfiniteMean where A + K·n is not above 1; the median is always there. The base is
// the customer's gaps.
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

// Median is the median of the next gap, with the middle 80 percent of it as its
// interval: how long the gap may be, not how well the median is known. The base is
// the customer's gaps.
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

// A GapTable answers one quantile of a model for any customer by a multiplication:
// apart from the scale B + ΣS it depends on the number of gaps only. It may be used
// by several goroutines.
type GapTable struct {
	model GapModel
	p     float64
	odds  []float64 // by number of gaps
}

const longestTable = 1000

// Table prepares the quantile p for customers of up to so many gaps, at most 1,000;
// for more it is worked out each time. It is false where model or p are impossible.
func (m GapModel) Table(p float64, gaps int) (GapTable, bool) {
	if !m.Valid() || !(p > 0 && p < 1) {
		return GapTable{}, false
	}
	t := GapTable{model: m, p: p, odds: make([]float64, min(max(gaps, 0), longestTable)+1)}
	for n := range t.odds {
		t.odds[n] = betaOdds(m.K, m.A+m.K*float64(n), p)
	}
	return t, true
}

// Quantile is what [GapModel.Quantile] says, and as exact.
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
