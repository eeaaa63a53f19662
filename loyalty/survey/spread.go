package survey

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/tiexin-go/tiexin/loyalty"
)

// meanOf is the mean of values that lie between two ends, with Student's interval.
func meanOf(values []float64, level float64, method string, from, to float64) loyalty.Measure {
	return unlessAlike(loyalty.MeanOf(values, level, method), method).Within(from, to)
}

// unlessAlike takes away an interval that is a point. Where all values are alike
// their spread says nothing, least of all that the next one will be the same.
func unlessAlike(m loyalty.Measure, method string) loyalty.Measure {
	if m.OK && m.Level > 0 && m.Hi-m.Lo <= tiny*math.Abs(m.Value) {
		m.Lo, m.Hi, m.Level, m.Method = 0, 0, 0, method
		m = m.With(loyalty.ZeroVariance)
	}
	return m
}

// normalWidth is how many standard errors a normal interval goes to each side.
func normalWidth(level float64) float64 {
	return -distuv.UnitNormal.Quantile((1 - level) / 2)
}

// varianceOf has the divisor n−1. One value has none, and equal ones exactly none.
func varianceOf(values []float64) float64 {
	if len(values) < 2 || slices.Min(values) == slices.Max(values) {
		return 0
	}
	return stat.Variance(values, nil)
}
