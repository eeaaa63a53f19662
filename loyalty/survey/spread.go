package survey

import (
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

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
