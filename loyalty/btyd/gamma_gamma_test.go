package btyd

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
)

func TestGammaGammaOfCDNOW(t *testing.T) {
	rows := cdnow(t).Spends
	text, err := os.ReadFile(sharedFile(t, "expected.json"))
	require.NoError(t, err)
	var all struct {
		CDNOW struct {
			GG struct {
				Params, SE []float64
				LL         float64
				N          int
				Mean       float64   `json:"pop_mean"`
				First10    []float64 `json:"first10_E_M"`
			} `json:"Gamma-Gamma"`
		} `json:"cdnow_sample"`
	}
	require.NoError(t, json.Unmarshal(text, &all))
	want := all.CDNOW.GG
	fit, err := FitGammaGamma(rows)
	require.NoError(t, err)
	assert.InDelta(t, want.LL, fit.LogLikelihood, 1e-6)
	assert.InDelta(t, -4055.9176948, fit.LogLikelihood, 1e-6)
	assert.Equal(t, want.N, fit.Customers)
	for i, p := range fit.Model.params() {
		assert.InEpsilon(t, want.Params[i], p, 1e-6)
		assert.InEpsilon(t, want.SE[i], fit.StdErr[i], 1e-2)
	}
	for i, mean := range want.First10 {
		assert.InEpsilon(t, mean, fit.Model.Mean(rows[i]).Value, 1e-7)
	}
	assert.InEpsilon(t, want.Mean, fit.Model.Mean(Spend{}).Value, 1e-7)
	assert.InDelta(t, .114, fit.Correlation.Value, 5e-4)
	assert.Empty(t, fit.Flags)
	sum := 0.0
	for _, s := range rows {
		sum += fit.Model.LogLikelihood(s)
	}
	assert.InDelta(t, sum, fit.LogLikelihood, 1e-8)
}

func spenders(g GammaGamma, n int, seed uint64) []Spend {
	random := rand.New(rand.NewPCG(seed, 1))
	var rows []Spend
	for range n {
		x, nu := 1+random.IntN(8), gamma(g.Q, g.V, random)
		rows = append(rows, Spend{X: x, Mean: gamma(g.P*float64(x), nu, random) / float64(x)})
	}
	return rows
}

func TestGammaGammaRecoversWhatWasSimulated(t *testing.T) {
	for _, g := range []GammaGamma{{6, 4, 15}, {1, 2, 200}, {3, 0.8, 100}} {
		fit, err := FitGammaGamma(spenders(g, 20_000, 2))
		require.NoError(t, err)
		for i, p := range fit.Model.params() {
			assert.InDelta(t, g.params()[i], p, 4*fit.StdErr[i], "%v", g)
		}
		assert.Equal(t, g.Q <= 1, slices.Contains(fit.Flags, loyalty.InfiniteMean))
	}
}

func TestGammaGammaGradientIsThatOfItsLikelihood(t *testing.T) {
	h := spendHistory(spenders(GammaGamma{6, 4, 15}, 500, 3))
	likelihood := h.likelihood()
	for _, p := range [][]float64{{1, 1, 3}, {-2, 0.5, 0}, {4, -1, 8}, {10, 3, -5}} {
		g := make([]float64, 3)
		f := likelihood(p, g)
		for k := range p {
			const step = 1e-4
			at := func(by float64) float64 {
				q := slices.Clone(p)
				q[k] += by
				return likelihood(q, make([]float64, 3))
			}
			slope := (8*(at(step)-at(-step)) - at(2*step) + at(-2*step)) / (12 * step)
			assert.InDelta(t, slope, g[k], 1e-7*(1+math.Abs(f)), "at %v by %d", p, k)
		}
	}
}

// The density is one, and the posterior mean is the mean under it.
func TestGammaGammaIsADensity(t *testing.T) {
	g := GammaGamma{6.25, 3.74, 15.44}
	for _, x := range []int{1, 4, 50} {
		sum, mean := 0.0, 0.0
		for i := range 40_000 {
			const step = 1e-3
			m := math.Exp(-15 + step*float64(i))
			w := step * m * math.Exp(g.LogLikelihood(Spend{x, m}))
			sum += w
			mean += w * g.Mean(Spend{x, m}).Value
		}
		assert.InDelta(t, 1, sum, 1e-6)
		assert.InEpsilon(t, g.Mean(Spend{}).Value, mean, 1e-4, "what is expected on average is the mean over all")
	}
}

func TestSpendWithoutAMeanIsRefusedAndHasAMedian(t *testing.T) {
	g := GammaGamma{3, .79, 100} // a public library says −1428.57 here
	mean := g.Mean(Spend{})
	assert.False(t, mean.OK)
	assert.Equal(t, loyalty.InfiniteMean, mean.Why)
	one := g.Mean(Spend{1, 50})
	assert.True(t, one.OK)
	assert.InEpsilon(t, 3*150/2.79, one.Value, 1e-12)
	assert.True(t, one.Has(loyalty.InfiniteMean))
	assert.InEpsilon(t, 609.9009140, g.Quantile(Spend{}, 0.5), 1e-8)

	random, below := rand.New(rand.NewPCG(4, 5)), 0
	for range 20_000 {
		if g.P/gamma(g.Q, g.V, random) < g.Quantile(Spend{}, 0.9) {
			below++
		}
	}
	assert.InDelta(t, 0.9, float64(below)/20_000, 0.01)
}

func TestOnlyPositiveSpendCanBeModelled(t *testing.T) {
	_, err := FitGammaGamma([]Spend{{2, 30}, {1, -5}, {1, 0}, {0, 4}, {-1, 1}, {1, math.NaN()}, {0, 0}})
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	var rows []int
	for _, f := range faults {
		rows = append(rows, f.Row)
	}
	assert.Equal(t, []int{1, 2, 3, 4, 5}, rows)
	_, err = FitGammaGamma([]Spend{{}, {}})
	require.ErrorIs(t, err, loyalty.ErrNothing)
	err = GammaGamma{1, math.Inf(1), 1}.Validate()
	require.ErrorIs(t, err, ErrParameter)
	require.EqualError(t, err, "btyd: Gamma-Gamma: Q is +Inf; it must be positive and finite")
}

func TestSpendThatDoesNotVaryIsFlagged(t *testing.T) {
	for name, rows := range map[string][]Spend{
		"one":          {{1, 30}},
		"alike":        slices.Repeat([]Spend{{2, 30}}, 50),
		"two":          {{1, 10}, {1, 20}},
		"far apart":    {{1, 1e-9}, {1, 1e9}, {3, 1}},
		"always as is": {{1, 10}, {100, 10}, {7, 10}},
	} {
		fit, err := FitGammaGamma(rows)
		require.NoError(t, err, name)
		assert.Contains(t, fit.Flags, loyalty.SpendNotIdentified, name)
		assert.Nil(t, fit.StdErr, name)
		require.NoError(t, fit.Model.Validate(), name)
		assert.False(t, math.IsNaN(fit.LogLikelihood) || math.IsInf(fit.LogLikelihood, 0), name)
	}
}

func TestSpendThatFollowsFrequencyIsFlagged(t *testing.T) {
	rows := spenders(GammaGamma{6, 4, 15}, 500, 6)
	for i := range rows {
		rows[i].Mean *= math.Sqrt(float64(rows[i].X))
	}
	fit, err := FitGammaGamma(rows)
	require.NoError(t, err)
	assert.Contains(t, fit.Flags, loyalty.SpendFollowsFrequency)
	assert.Greater(t, fit.Correlation.Lo, 0.1)
}

func FuzzGammaGamma(f *testing.F) {
	f.Add(6.25, 3.74, 15.44, 2, 30.0, 0.5)
	f.Add(1e-9, 1e9, 1e-9, 100_000, 1e-9, 1e-9)
	f.Add(math.NaN(), 1.0, math.Inf(1), -1, -1.0, 2.0)
	f.Fuzz(func(t *testing.T, p, q, v float64, x int, mean, level float64) {
		g, s := GammaGamma{p, q, v}, Spend{x, mean}
		for _, n := range []float64{g.LogLikelihood(s), g.Mean(s).Value, g.Quantile(s, level)} {
			require.False(t, math.IsNaN(n) || math.IsInf(n, 0), "%v %v", g, s)
		}
		fit, err := FitGammaGamma([]Spend{s, {1, 20}, {2, 30}})
		if err == nil {
			require.NoError(t, fit.Model.Validate())
		}
	})
}

func BenchmarkFitGammaGamma(b *testing.B) {
	rows := spenders(GammaGamma{6, 4, 15}, 100_000, 1)
	b.ReportAllocs()
	for b.Loop() {
		_, err := FitGammaGamma(rows)
		require.NoError(b, err)
	}
	b.ReportMetric(1e5*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
