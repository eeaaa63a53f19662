package loyalty_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/loyalty"
)

func TestMeansAndRatiosHaveAnInterval(t *testing.T) {
	mean := loyalty.MeanOf([]float64{2, 4, 6, 8}, 0.95, "mean")
	assert.Equal(t, 5.0, mean.Value)
	assert.InDelta(t, 5-3.182446305*math.Sqrt(20.0/3/4), mean.Lo, 1e-8, "Student's t of 3 degrees")
	assert.Equal(t, "mean, Student interval", mean.Method)

	alike := loyalty.MeanOf([]float64{0.1, 0.1, 0.1}, 0.9, "mean")
	assert.Equal(t, [3]float64{0.1, 0.1, 0.1}, [3]float64{alike.Lo, alike.Value, alike.Hi}, "to the last digit")
	assert.Zero(t, loyalty.MeanOf([]float64{3}, 0.95, "mean").Level, "one value has no interval")
	assert.Zero(t, loyalty.MeanOf([]float64{3, 4}, 2, "mean").Level, "nor has a level that is none")
	assert.Equal(t, loyalty.ZeroBase, loyalty.MeanOf(nil, 0.95, "mean").Why)
	assert.Equal(t, loyalty.Impossible, loyalty.MeanOf([]float64{1, math.NaN()}, 0.95, "mean").Why)

	// Of one customer's 1 of 2 and another's 3 of 4: residuals ∓⅓.
	ratio := loyalty.RatioOf([]float64{1, 3}, []float64{2, 4}, 0.95, "ratio")
	assert.InDelta(t, 4.0/6, ratio.Value, 1e-12)
	assert.InDelta(t, 12.7062047*math.Sqrt(2*2.0/9)/6, ratio.Hi-ratio.Value, 1e-6)
	assert.Equal(t, loyalty.ZeroBase, loyalty.RatioOf([]float64{1}, []float64{0}, 0.95, "ratio").Why)
	assert.Equal(t, loyalty.Impossible, loyalty.RatioOf([]float64{1}, nil, 0.95, "ratio").Why)

	held := ratio.Within(0, 1)
	assert.Equal(t, [2]float64{0, 1}, [2]float64{held.Lo, held.Hi})
	assert.Equal(t, loyalty.Impossible, ratio.Within(0, 0.5).Why)
	assert.Equal(t, []loyalty.Flag{loyalty.Estimated}, held.With(loyalty.Estimated).With(loyalty.Estimated).Flags)
	assert.Empty(t, held.Flags, "the measure itself is as it was")
}
