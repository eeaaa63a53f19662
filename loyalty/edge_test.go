package loyalty

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever was computed is held against its bounds with room for rounding: who gave full
// marks only may have a mean of 5.000000000000001 of 5.
func TestRoundingDoesNotMakeANumberImpossible(t *testing.T) {
	over, under := math.Nextafter(1, 2), -1e-17
	typed, err := TypesOf([]TypeInput{
		{Customer: "share", Behaviour: about(over, 0), Attitude: Measure{OK: true, Value: 5 * over, Lo: 4, Hi: 5, Level: Level}},
		{Customer: "below", Behaviour: about(under, .1), Attitude: about(1-1e-15, 0)},
		{Customer: "upside", Behaviour: Measure{OK: true, Value: .3, Lo: math.Nextafter(.3, 1), Hi: .4, Level: Level}},
		{Customer: "sure", Posterior: Beta{8e6, math.Nextafter(1e7, 2e7)}},
		{Customer: "faint", Posterior: Beta{math.Nextafter(1e-3, 0), 1}},
	}, fivePoints)
	require.NoError(t, err)
	for _, one := range typed {
		assert.True(t, one.Behaviour.OK && one.Behaviour.P >= 0 && one.Behaviour.P <= 1, "%+v", one)
	}
	typed[0].Attitude.P = over
	_, err = ReportTypes(typed)
	require.NoError(t, err)

	found, err := CausesOf([]Signals{{
		Customer: "a", ShopDiscounted: Seen(over), Orders: Seen(3), Discounted: Seen(1), Satisfaction: Seen(over), Trust: Seen(under),
		Attitude: Chance{OK: true, P: over}, Regularity: Seen(5),
	}}, CauseOptions{})
	require.NoError(t, err)
	for _, f := range append(found[0].Causes, found[0].Drivers...) {
		assert.True(t, f.Score >= 0 && f.Score <= 1, "%+v", f)
	}
	assert.Equal(t, []string{"ShopDiscounted"}, found[0].Of(Incentive).Missing, "all is reduced, apart from rounding")

	for _, wrong := range []Signals{{ShopDiscounted: Seen(1.01)}, {Trust: Seen(-.01)}, {Regularity: Seen(-5)}, {Attitude: Chance{OK: true, P: 1.1}}} {
		_, err := CausesOf([]Signals{wrong}, CauseOptions{})
		assert.Error(t, err, "%+v", wrong)
	}
}

// However sure a belief, its mean stays, and what is told of it is a belief that counts.
func TestABeliefBeyondWhatIsToldApartKeepsItsMean(t *testing.T) {
	for _, b := range []Beta{{8e6, 1e7}, {8e40, 1e41}, {1e9, 3e9}, {1e7, 1e7 * (1 + 1e-15)}, {134228.18, 1.0000000000000002e7}, {2e7, 1}} {
		bounded := b.Bounded()
		assert.True(t, bounded.Valid(), "%v", b)
		assert.InEpsilon(t, b.A/(b.A+b.B), bounded.mean(), 1e-9, "%v", b)
		assert.InEpsilon(t, b.A/(b.A+b.B), b.mean(), 1e-9, "%v", b)
	}
	for _, b := range []Beta{{}, {-1, 2}, {math.NaN(), 1}, {1, math.Inf(1)}, {math.Inf(1), math.Inf(1)}} {
		assert.True(t, b.Bounded().Valid(), "%v", b)
		assert.False(t, b.Valid(), "%v", b)
	}
}

// Gaps of seconds beside gaps of ages end a fit at the limits of its parameters: that is
// a model, and the limits are taken as they are written.
func TestAGapModelAtItsLimitsIsAModel(t *testing.T) {
	for _, far := range []float64{1e3, 1e10, 1e100, 1e150} {
		var rhythms []Rhythm
		for i := range 60 {
			r := Rhythm{Customer: fmt.Sprint(i)}
			for n := range 3 {
				r.Add(math.Pow(far, float64(i%3-1)+.1*float64(n)))
			}
			rhythms = append(rhythms, r)
		}
		fit, err := FitGaps(rhythms)
		require.NoError(t, err, "%v", far)
		require.True(t, fit.Valid())
		median := fit.Median(rhythms[0].GapState)
		assert.True(t, median.OK, "%v: %v", far, median)
		assert.True(t, median.Lo <= median.Value && median.Value <= median.Hi)
	}
	// Hardly anything varies: the three quantiles are as good as one.
	for _, k := range []float64{1e4, 1e6, 1e7} {
		for n := 0; n < 2000; n += 97 {
			m := GapModel{K: k, A: 1e7, B: 30e7 / k}.Median(GapState{N: n, Sum: 30 * float64(n)})
			require.True(t, m.OK && m.Lo <= m.Value && m.Value <= m.Hi, "%v of %d: %v", k, n, m)
		}
	}
}
