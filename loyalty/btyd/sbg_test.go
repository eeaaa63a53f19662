package btyd

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
)

func TestRetentionOfFaderAndHardie(t *testing.T) {
	var regular, highEnd []int
	for _, row := range readTable(t, "testdata/sbg_retention.csv") {
		regular, highEnd = append(regular, int(num(t, row[1]))), append(highEnd, int(num(t, row[2])))
	}
	for _, story := range []struct {
		alive                  []int
		alpha, beta, log, at12 float64
	}{
		{regular, .704077, 1.182043, -1680.265188, .170},
		{highEnd, .668088, 3.806095, -1611.158147, .378},
	} {
		fit, err := FitSBG(story.alive[:8])
		require.NoError(t, err)
		assert.InEpsilon(t, story.alpha, fit.Model.Alpha, 1e-4)
		assert.InEpsilon(t, story.beta, fit.Model.Beta, 1e-4)
		assert.InDelta(t, story.log, fit.LogLikelihood, 1e-4)
		assert.InDelta(t, story.at12, fit.Model.Survival(12), 5e-4)
		assert.InDelta(t, float64(story.alive[12]), 1000*fit.Model.Survival(12), 20, "five years ahead")
		assert.Empty(t, fit.Flags)
		assert.Len(t, fit.StdErr, 2)
	}
}

func TestContractLifetimesAreSums(t *testing.T) {
	m := SBG{.668, 3.806}
	survival := 1.0
	for n := range 15 {
		assert.InEpsilon(t, survival, m.Survival(n), 1e-12)
		survival *= m.Retention(n + 1)
		for _, d := range []float64{.03, .1, 1} {
			lifetime, residual := 0.0, 0.0
			for k := range 1500 {
				lifetime += m.Survival(k) * math.Pow(1+d, -float64(k))
				residual += m.Survival(n+1+k) / m.Survival(n) * math.Pow(1+d, -float64(k))
			}
			assert.InEpsilon(t, lifetime, m.Lifetime(d), 1e-9)
			assert.InEpsilon(t, residual, m.Residual(n, d), 1e-9)
		}
	}
	assert.Zero(t, m.Lifetime(0))
	assert.Zero(t, m.Residual(-1, .1))
	assert.Zero(t, SBG{}.Survival(3))
}

func TestCohortsAtTheEdge(t *testing.T) {
	for name, story := range map[string]struct {
		alive []int
		flags []loyalty.Flag
	}{
		"nobody leaves":   {[]int{100, 100, 100}, []loyalty.Flag{loyalty.DropoutNotIdentified, loyalty.SpreadNotIdentified}},
		"all leave":       {[]int{100, 0}, []loyalty.Flag{loyalty.SpreadNotIdentified}},
		"all leave alike": {[]int{1024, 512, 256, 128}, []loyalty.Flag{loyalty.SpreadNotIdentified}},
		"once or never":   {[]int{100, 50, 50, 50}, []loyalty.Flag{loyalty.SpreadNotIdentified}},
	} {
		fit, err := FitSBG(story.alive)
		require.NoError(t, err, name)
		for _, f := range story.flags {
			assert.Contains(t, fit.Flags, f, name)
		}
		assert.Nil(t, fit.StdErr, name)
		require.NoError(t, fit.Model.Validate(), name)
	}
}

func TestCohortsThatCannotBeAreNamed(t *testing.T) {
	_, err := FitSBG([]int{100, 110, 90, -1})
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, 2)
	assert.Equal(t, []int{1, 3}, []int{faults[0].Row, faults[1].Row})
	_, err = FitSBG(nil)
	require.ErrorIs(t, err, loyalty.ErrNothing)
	_, err = FitSBG([]int{100})
	require.ErrorIs(t, err, ErrNoExposure)
}

func FuzzSBG(f *testing.F) {
	f.Add(.668, 3.806, 4, .1, 100, 80, 60)
	f.Add(1e-300, 1e300, 1_000_000, 1e-300, 5, 5, 0)
	f.Add(math.NaN(), -1.0, -4, math.Inf(1), 0, -1, 7)
	f.Fuzz(func(t *testing.T, alpha, beta float64, n int, d float64, a, b, c int) {
		m := SBG{alpha, beta}
		for _, v := range []float64{m.Survival(n), m.Retention(n), m.Lifetime(d), m.Residual(n, d)} {
			require.True(t, v >= 0 && v <= math.MaxFloat64, "%v: %v", m, v)
		}
		if fit, err := FitSBG([]int{a, b, c}); err == nil {
			require.NoError(t, fit.Model.Validate())
		}
	})
}
