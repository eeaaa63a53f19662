package loyalty

import (
	"errors"
	"math"
)

// A Beta is a belief about a share: the beta distribution with the parameters A and B.
// After k of n with a prior of (a, b) it is {a + k, b + n − k}. A distribution with a
// parameter above 1e7 is replaced by one of the same mean within that limit. A
// parameter below a thousandth counts as a thousandth. Beyond these limits the belief
// is practically certain, or practically empty.
type Beta struct{ A, B float64 }

// The parameters that are told apart.
const leastBeta, mostBeta = 1e-3, 1e7

// Validate returns an error unless both parameters are from a thousandth to 1e7, apart
// from rounding.
func (b Beta) Validate() error {
	if !b.valid() {
		return errBeta
	}
	return nil
}

var errBeta = errors.New("loyalty: the parameters of a Beta are from 0.001 to 10000000; use Bounded")

func (b Beta) valid() bool {
	least, most := leastBeta*(1-rounding), mostBeta*(1+rounding)
	return b.A >= least && b.A <= most && b.B >= least && b.B <= most
}

// Bounded is the distribution with both parameters limited to a thousandth to 1e7, so
// that it is valid. A parameter that is too large leaves the mean unchanged.
func (b Beta) Bounded() Beta {
	a, z := positive(b.A), positive(b.B)
	ease := min(mostBeta/max(a, z), 1)
	return Beta{clampTo(a*ease, leastBeta, mostBeta), clampTo(z*ease, leastBeta, mostBeta)}
}

// positive is a parameter that can be computed with: what is not a number is nothing.
func positive(v float64) float64 {
	if !(v > 0) {
		return 0
	}
	return min(v, math.MaxFloat64)
}

// Mean is the expected share, A/(A+B).
func (b Beta) Mean() float64 {
	b = b.Bounded()
	return b.A / (b.A + b.B)
}

// atLeast is the probability that the share is x or more.
func (b Beta) atLeast(x float64) float64 {
	b = b.Bounded()
	switch {
	case !(x > 0):
		return 1
	case x > 1:
		return 0
	}
	return math.Max(0, math.Min(1, betaShare(b.B, b.A, 1-x, x)))
}

// Quantile is the share that is not exceeded with probability p, 0 to 1.
func (b Beta) Quantile(p float64) float64 {
	b = b.Bounded()
	switch {
	case !(p > 0):
		return 0
	case p >= 1:
		return 1
	}
	return math.Max(0, math.Min(1, betaQuantile(b.A, b.B, p)))
}

// Measure is the mean with the equal-tailed credible interval of a level. The
// interval is widened if that of a very skew belief does not contain the mean. A
// level outside of 0 to 1 has no interval. A parameter that is not a number makes it unknown
// with Impossible.
func (b Beta) Measure(level float64, base int, method string) Measure {
	if math.IsNaN(b.A) || math.IsNaN(b.B) {
		return Unknown(Impossible, base, method)
	}
	m := Measure{OK: true, Value: b.Mean(), Base: base, Method: method}
	if level > 0 && level < 1 {
		tail := (1 - level) / 2
		m.Lo, m.Hi, m.Level = min(b.Quantile(tail), m.Value), max(b.Quantile(1-tail), m.Value), level
	}
	return m
}

// An Axis is a scale with the threshold of a high value.
type Axis struct {
	// Min and Max are the ends of the scale. Default: it has none.
	Min, Max float64
	// Threshold is the least high value. Default: the middle of the scale.
	Threshold float64
	// AtMedian uses the median of the shop's own customers as the threshold, in place
	// of Threshold: then about half are high, for any answers. Default: false.
	AtMedian bool
}

// bounded says that the scale has ends.
func (a Axis) bounded() bool { return a.Max > a.Min }

// threshold is where high begins, given the median of the base.
func (a Axis) threshold(median float64) float64 {
	switch {
	case a.AtMedian:
		return median
	case a.Threshold == 0 && a.bounded():
		return a.Min + (a.Max-a.Min)/2
	}
	return a.Threshold
}

// A Chance is a probability, or the reason why it is unknown.
type Chance struct {
	OK  bool
	P   float64 // 0 to 1
	Why Flag    // why it is unknown; empty when OK
}

// chanceAtLeast is the probability that what a measure estimates is at least the
// threshold. Without ends of the scale it is that of the normal distribution that
// has the same interval; with ends, that of the beta distribution over the scale
// ([betaLike]). A value without interval is taken at its word.
func (a Axis) chanceAtLeast(m Measure, threshold float64) float64 {
	middle, sd := m.Lo+(m.Hi-m.Lo)/2, spread(m)
	if sd == 0 {
		if m.Value >= threshold {
			return 1
		}
		return 0
	}
	if a.bounded() {
		width := a.Max - a.Min
		if b, ok := betaLike((middle-a.Min)/width, sd/width, normalWidth(m.Level)); ok {
			return b.atLeast((threshold - a.Min) / width)
		}
	}
	return math.Erfc((threshold-middle)/(sd*math.Sqrt2)) / 2
}

// betaLike is the beta distribution whose equal-tailed interval has about this
// middle and half-width z·sd. Its standard deviation is sd; its mean lies beside
// the middle by what its skewness γ shifts both ends (Cornish & Fisher 1938):
//
//	mean = middle − sd·γ·(z² − 1)/6
//
// So the interval of a posterior gives nearly that posterior back, less exactly
// where it leans against an end. Wilson's interval of k of n gives nearly
// Beta(1+k, 1+n−k), the posterior of the uniform prior: three of three is likely
// to be above one half, and not certain. There is none where sd is too large for
// the middle, or so small that the normal distribution is the same.
func betaLike(middle, sd, z float64) (Beta, bool) {
	mean := middle
	var b Beta
	for range 4 {
		n := mean*(1-mean)/(sd*sd) - 1
		if !(mean > 0 && mean < 1 && n > 0 && n < 1e6) {
			return b, b != Beta{}
		}
		b = Beta{mean * n, (1 - mean) * n}
		skew := 2 * (b.B - b.A) * math.Sqrt(n+1) / ((n + 2) * math.Sqrt(b.A*b.B))
		mean = middle - sd*skew*(z*z-1)/6
	}
	return b, true
}

// spread is the standard deviation of a normal interval as wide as the measure's;
// 0 without an interval.
func spread(m Measure) float64 {
	if m.Level <= 0 {
		return 0
	}
	return (m.Hi - m.Lo) / (2 * normalWidth(m.Level))
}
