package loyalty

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// Level is the default confidence of intervals.
const Level = 0.95

// Wilson is the interval for a share of k among n:
//
//	(p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)
//
// (Wilson 1927, Journal of the American Statistical Association 22). It lies within
// [0, 1]. If n is 0, or the numbers are impossible (k above n, a level outside 0 to
// 1), it is all of [0, 1].
func Wilson(k, n int, level float64) (lo, hi float64) {
	if !possible(k, n, level) {
		return 0, 1
	}
	return wilson(float64(k)/float64(n), float64(n), level)
}

// wilson is the interval for a share p of so many.
func wilson(p, size, level float64) (lo, hi float64) {
	z := normalWidth(level)
	middle := p + z*z/(2*size)
	half := z * math.Sqrt(p*(1-p)/size+z*z/(4*size*size))
	scale := 1 + z*z/size
	lo, hi = (middle-half)/scale, (middle+half)/scale
	// Rounding must not keep the ends from where they are.
	if p == 0 {
		lo = 0
	}
	if p == 1 {
		hi = 1
	}
	return lo, hi
}

func possible(k, n int, level float64) bool {
	return n > 0 && k >= 0 && k <= n && level > 0 && level < 1
}

// Proportion is the share of k among n, with Wilson's interval. The base is n.
func Proportion(k, n int, level float64) Measure {
	const method = "share, Wilson interval"
	switch {
	case n == 0:
		return Unknown(ZeroBase, 0, method)
	case !possible(k, n, level):
		return Unknown(Impossible, n, method)
	}
	lo, hi := Wilson(k, n, level)
	return Measure{OK: true, Value: float64(k) / float64(n), Base: n, Lo: lo, Hi: hi, Level: level, Method: method}
}

// PoissonRate is the rate of k events per unit of exposure. It has the exact interval
// of Garwood 1936 (Biometrika 28): quantiles of the gamma distribution with shapes k
// and k+1. The base is k.
func PoissonRate(k int, exposure, level float64) Measure {
	const method = "events per exposure, exact Poisson interval"
	switch {
	case exposure == 0:
		return Unknown(ZeroBase, k, method)
	case k < 0 || k > maxCount || !(exposure > 0) || math.IsInf(exposure, 1) || !(level > 0 && level < 1):
		return Unknown(Impossible, k, method)
	}
	tail := (1 - level) / 2
	m := Measure{OK: true, Value: float64(k) / exposure, Base: k, Level: level, Method: method}
	if k > 0 {
		m.Lo = mathext.GammaIncRegInv(float64(k), tail) / exposure
	}
	m.Hi = mathext.GammaIncRegInv(float64(k+1), 1-tail) / exposure
	return m.finite()
}

// MeanOf is the mean of some values with Student's interval. A single value has no
// interval; without values it is unknown. The base is values.
func MeanOf(values []float64, level float64, method string) Measure {
	n := len(values)
	if n == 0 {
		return Unknown(ZeroBase, 0, method)
	}
	mean, variance := moments(values)
	m := Measure{OK: true, Value: mean, Base: n, Method: method}
	if n > 1 && level > 0 && level < 1 {
		half := studentWidth(level, float64(n-1)) * math.Sqrt(variance/float64(n))
		m.Lo, m.Hi, m.Level = mean-half, mean+half, level
		m.Method += ", Student interval"
	}
	return m.finite()
}

// moments are mean and variance (divisor n−1); the variance of one value is 0. Equal
// values have exactly their own mean and no variance.
func moments(values []float64) (mean, variance float64) {
	least, most := values[0], values[0]
	for _, v := range values {
		mean += v
		least, most = min(least, v), max(most, v)
	}
	if least == most {
		return least, 0
	}
	mean /= float64(len(values))
	for _, v := range values {
		variance += (v - mean) * (v - mean)
	}
	return mean, variance / float64(len(values)-1)
}

// RatioOf is Σy/Σx with the interval of the ratio estimator over its rows, each a
// customer (Cochran 1977, Sampling Techniques, 3rd ed., 6.3). Customers are
// independent; a customer's purchases are not. The two lists have the same length,
// which is the base. It is unknown if the sum of x is not above 0.
func RatioOf(ys, xs []float64, level float64, method string) Measure {
	if len(ys) != len(xs) {
		return Unknown(Impossible, len(xs), method)
	}
	var top, bottom float64
	for i := range xs {
		top += ys[i]
		bottom += xs[i]
	}
	if !(bottom > 0) {
		return Unknown(ZeroBase, len(xs), method)
	}
	n := float64(len(xs))
	m := Measure{OK: true, Value: top / bottom, Base: len(xs), Method: method}
	if len(xs) > 1 && level > 0 && level < 1 {
		squares := 0.0
		for i := range xs {
			d := (ys[i] - m.Value*xs[i]) / bottom
			squares += d * d
		}
		half := studentWidth(level, n-1) * math.Sqrt(n/(n-1)*squares)
		m.Lo, m.Hi, m.Level = m.Value-half, m.Value+half, level
		m.Method += ", interval of a ratio"
	}
	return m.finite()
}

// Within cuts the interval to the possible range of the measure. A value outside it,
// by more than rounding, is impossible.
func (m Measure) Within(lo, hi float64) Measure {
	if m.OK && outside(m.Value, lo, hi) {
		return Unknown(Impossible, m.Base, m.Method)
	}
	if m.OK {
		m.Value = clampTo(m.Value, lo, hi)
	}
	if m.Level > 0 {
		m.Lo, m.Hi = clampTo(m.Lo, lo, hi), clampTo(m.Hi, lo, hi)
	}
	return m
}

// rounding is what arithmetic may do to a number, as a part of it.
const rounding = 1e-9

// outside says that a number lies beyond its bounds by more than rounding, or is not
// a number. Computed numbers are held against bounds by it: a mean of full marks only
// may come to 5.000000000000001 of 5.
func outside(v, lo, hi float64) bool {
	slack := rounding * max(math.Abs(lo), math.Abs(hi))
	return !(v >= lo-slack && v <= hi+slack)
}

// finite makes sure that no number of a measure is NaN or infinite: without a
// value it is unknown, without an end of the interval it has none.
func (m Measure) finite() Measure {
	switch {
	case !isFinite(m.Value):
		return Unknown(Impossible, m.Base, m.Method)
	case !isFinite(m.Lo) || !isFinite(m.Hi):
		m.Lo, m.Hi, m.Level = 0, 0, 0
	}
	return m
}

// maxCount is how often anything may have happened: a billion times.
const maxCount = 1_000_000_000

func isFinite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// normalWidth is how many standard errors a two-sided normal interval reaches.
func normalWidth(level float64) float64 { return mathext.NormalQuantile((1 + level) / 2) }

func studentWidth(level, freedom float64) float64 {
	return distuv.StudentsT{Sigma: 1, Nu: freedom}.Quantile((1 + level) / 2)
}

// faultf is a fault in a row, in the words of fmt.
func faultf(row int, subject, format string, args ...any) Problem {
	return Problem{Row: row, Subject: subject, Message: fmt.Sprintf(format, args...)}
}
