package survey

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/tiexin-go/tiexin/loyalty"
)

// normalWidth is how many standard errors a normal interval goes to each side.
func normalWidth(level float64) float64 {
	return -distuv.UnitNormal.Quantile((1 - level) / 2)
}

func studentWidth(level, freedom float64) float64 {
	return -distuv.StudentsT{Sigma: 1, Nu: freedom}.Quantile((1 - level) / 2)
}

// meanOf is the mean of values with Student's interval, cut to [least, most]. One
// value, or none, has no interval.
func meanOf(values []float64, least, most, level float64, method string) loyalty.Measure {
	n := len(values)
	if n == 0 {
		return loyalty.Unknown(loyalty.ZeroBase, 0, method)
	}
	mean, variance := moments(values)
	m := loyalty.Measure{OK: true, Value: mean, Base: n, Method: method}
	if n == 1 {
		return m
	}
	half := studentWidth(level, float64(n-1)) * math.Sqrt(variance/float64(n))
	m.Lo, m.Hi, m.Level = max(mean-half, least), min(mean+half, most), level
	m.Method += ", Student interval"
	return m
}

// moments are mean and variance (divisor n−1); the variance of one value is 0.
// Equal values have exactly their own mean and no variance.
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

// flagged is the measure with one more flag, once.
func flagged(m loyalty.Measure, f loyalty.Flag) loyalty.Measure {
	if !m.Has(f) {
		m.Flags = append(m.Flags[:len(m.Flags):len(m.Flags)], f)
	}
	return m
}
