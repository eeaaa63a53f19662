package btyd

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/internal/optimum"
)

func TestParetoOfCDNOW(t *testing.T) {
	want, base := knownCDNOW(t, "Pareto/NBD"), cdnow(t)
	fit, err := ParetoNBD.Fit(Summary{Customers: base.Customers, Unit: Week}, Options{})
	require.NoError(t, err)
	assert.Equal(t, []int{2357, 946}, []int{fit.Customers, fit.Returning})
	assert.Empty(t, fit.Flags)

	agrees(t, want, fit.Model, fit.LogLikelihood, fit.StdErr, base)
	assert.InDelta(t, sumLog(fit.Model, base.Customers), fit.LogLikelihood, 1e-8, "the grid of a fit and one customer's formula agree")
	assert.InDelta(t, -9594.97625927, sumLog(published, base.Customers), 1e-6, "at the published rounding")

	again, err := ParetoNBD.Fit(Summary{Customers: base.Customers}, Options{Start: fit.Model})
	require.NoError(t, err)
	assert.Less(t, again.Passes, fit.Passes)
}

func sumLog(m Model, customers []Customer) (sum float64) {
	for _, c := range customers {
		sum += m.LogLikelihood(c)
	}
	return sum
}

// bases are shops of every kind a fit may meet.
func bases(t testing.TB) map[string][]Customer {
	t.Helper()
	drawn := func(m Model, n int, grid float64) []Customer {
		s, err := Simulate(m, Simulation{Customers: n, Calibration: 40, Arrive: 12, Grid: grid, Seed: 5})
		require.NoError(t, err)
		return s.Customers
	}
	few := func(c Customer, n int) []Customer { return slices.Repeat([]Customer{c}, n) }
	return map[string][]Customer{
		"usual":        drawn(published, 2000, 1./7),
		"no grid":      drawn(published, 300, 0),
		"small":        drawn(published, 25, 1./7),
		"Poisson":      drawn(modelPareto(500, 5000, .6, 10), 1500, 1./7),
		"one dropout":  drawn(modelPareto(.8, 8, 500, 10000), 1500, 1./7),
		"no dropout":   drawn(modelPareto(.8, 8, 1e-6, 1e6), 1500, 1./7),
		"one-timers":   few(Customer{T: 30}, 100),
		"one":          few(Customer{3, 20, 30}, 1),
		"one new":      few(Customer{T: 30}, 1),
		"alike":        few(Customer{3, 20, 30}, 100),
		"today":        append(few(Customer{}, 50), drawn(published, 300, 1./7)...),
		"bought today": few(Customer{3, 30, 30}, 50),
		"heavy":        append(few(Customer{100_000, 29, 30}, 3), few(Customer{5, 10, 30}, 10)...),
		"two worlds":   append(few(Customer{1, 5, 100}, 300), few(Customer{150, 99, 100}, 20)...),
		"gone at once": append(few(Customer{T: 40}, 300), drawn(modelPareto(3, 8, 1e-6, 1e6), 300, 1./7)...),
	}
}

func TestParetoGradientIsThatOfItsLikelihood(t *testing.T) {
	for name, base := range bases(t) {
		if name == "heavy" {
			continue // differences of numbers of a million say nothing
		}
		h, err := compact(base)
		require.NoError(t, err)
		likelihood := h.paretoLikelihood()
		for _, p := range [][]float64{{-0.6, 2.4, -0.5, 2.5}, {1, 0, 1, 4}, {-2, 4, 0.5, -1}} {
			g, none := make([]float64, 4), make([]float64, 4)
			f := likelihood(p, g)
			m, _ := h.clamp(p)
			near(t, -sumLog(m.model(), base), f, 1e-10, "%s log-likelihood at %v", name, p)
			for k := range p {
				const step = 1e-4
				at := func(by float64) float64 {
					q := slices.Clone(p)
					q[k] += by
					return likelihood(q, none)
				}
				slope := (8*(at(step)-at(-step)) - at(2*step) + at(-2*step)) / (12 * step)
				assert.InDelta(t, slope, g[k], 1e-7*(1+math.Abs(f)), "%s at %v by parameter %d", name, p, k)
			}
		}
	}
}

// The maximum is where no start from anywhere finds a higher one.
func TestParetoFindsTheSupremum(t *testing.T) {
	flags := map[string][]loyalty.Flag{
		"one dropout":  {loyalty.SpreadNotIdentified},
		"one-timers":   {loyalty.DropoutNotIdentified, loyalty.RateNotIdentified},
		"one new":      {loyalty.DropoutNotIdentified, loyalty.RateNotIdentified},
		"one":          {loyalty.DropoutNotIdentified, loyalty.RateNotIdentified, loyalty.SpreadNotIdentified},
		"alike":        {loyalty.DropoutNotIdentified, loyalty.RateNotIdentified, loyalty.SpreadNotIdentified},
		"bought today": {loyalty.DropoutNotIdentified, loyalty.RateNotIdentified, loyalty.SpreadNotIdentified},
		"gone at once": {loyalty.SpreadNotIdentified},
		"usual":        nil,
		"no grid":      nil,
		"two worlds":   nil,
	}
	random := rand.New(rand.NewPCG(8, 9))
	for name, base := range bases(t) {
		fit, err := ParetoNBD.Fit(Summary{Customers: base}, Options{})
		require.NoError(t, err, name)
		require.NoError(t, fit.Model.Validate(), name)
		h, err := compact(base)
		require.NoError(t, err)
		likelihood, age := h.paretoLikelihood(), math.Log(h.meanAge)
		for range 6 {
			other := optimum.Minimise([]float64{
				2 * random.NormFloat64(), age + 2*random.NormFloat64(), 2 * random.NormFloat64(), age + 3*random.NormFloat64(),
			}, likelihood)
			assert.LessOrEqual(t, -other.F, fit.LogLikelihood+1e-4, "%s: %v is better than %v", name, exp4(other.At), fit.Model)
		}
		if want, known := flags[name]; known {
			assert.ElementsMatch(t, want, fit.Flags, name)
		}
		assert.Equal(t, len(fit.Flags) == 0, fit.StdErr != nil, name)
		near(t, sumLog(fit.Model, base), fit.LogLikelihood, 1e-8, "%s", name)
		for _, c := range base[:1] {
			finite(t, fit.Model, c, 52)
		}
	}
}

func exp4(v []float64) (out [4]float64) {
	for i := range out {
		out[i] = math.Exp(v[i])
	}
	return out
}

// No dropout: the model is the NBD, and so is its likelihood.
func TestParetoWithoutDropoutIsNBD(t *testing.T) {
	s, err := Simulate(modelNBD(0.8, 8), Simulation{Customers: 1500, Calibration: 40, Seed: 3, Grid: 1. / 7})
	require.NoError(t, err)
	for i := range s.Customers { // what looks like silence is taken out: all bought last today
		if s.Customers[i].X > 0 {
			s.Customers[i].Tx = s.Customers[i].T
		}
	}
	nbd, err := NBD.Fit(Summary{Customers: s.Customers}, Options{})
	require.NoError(t, err)
	fit, err := ParetoNBD.Fit(Summary{Customers: s.Customers}, Options{})
	require.NoError(t, err)
	if slices.Contains(fit.Flags, loyalty.DropoutNotIdentified) {
		assert.InDelta(t, nbd.LogLikelihood, fit.LogLikelihood, 1e-3)
	}
	assert.GreaterOrEqual(t, fit.LogLikelihood, nbd.LogLikelihood-1e-4)
}

func TestParetoRecoversWhatWasSimulated(t *testing.T) {
	for _, m := range []Model{published, modelPareto(2, 6, 1.5, 20)} {
		s, err := Simulate(m, Simulation{Customers: 30_000, Calibration: 52, Arrive: 20, Holdout: 26, Seed: 11})
		require.NoError(t, err)
		fit, err := ParetoNBD.Fit(Summary{Customers: s.Customers}, Options{})
		require.NoError(t, err)
		var expected, buyers, actual, bought float64
		for i, c := range s.Customers {
			expected += m.Expected(c, 26)
			buyers += m.PBuy(c, 26)
			actual += float64(s.Holdout[i])
			bought += float64(min(s.Holdout[i], 1))
		}
		for i, p := range fit.Model.params() {
			assert.InDelta(t, m.params()[i], p, 4*fit.StdErr[i], "parameter %d of %v", i, m)
		}
		assert.InEpsilon(t, actual, expected, 0.03)
		assert.InEpsilon(t, bought, buyers, 0.03)
	}
}

func TestParetoDoesNotDependOnCores(t *testing.T) {
	base := bases(t)["usual"]
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	one, err := ParetoNBD.Fit(Summary{Customers: base}, Options{})
	require.NoError(t, err)
	for _, cores := range []int{2, 3, 8} {
		runtime.GOMAXPROCS(cores)
		many, err := ParetoNBD.Fit(Summary{Customers: base}, Options{})
		require.NoError(t, err)
		assert.Equal(t, one, many)
	}
}

func TestParetoRefusesWhatCannotBe(t *testing.T) {
	_, err := ParetoNBD.Fit(Summary{Customers: nil}, Options{})
	require.ErrorIs(t, err, loyalty.ErrNothing)
	_, err = ParetoNBD.Fit(Summary{Customers: []Customer{{}, {}}}, Options{})
	require.ErrorIs(t, err, ErrNoExposure)
	_, err = ParetoNBD.Fit(Summary{Customers: []Customer{{T: 3}, {X: -1, T: 3}, {T: math.NaN()}, {X: 2, Tx: 5, T: 3}}}, Options{})
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Equal(t, "[1 2 3]", fmt.Sprint([]int{faults[0].Row, faults[1].Row, faults[2].Row}))
	_, err = ParetoNBD.Fit(Summary{Customers: []Customer{{T: 3}}}, Options{Start: modelNBD(1, 2)})
	require.ErrorIs(t, err, ErrStart)
	_, err = ParetoNBD.Fit(Summary{Customers: []Customer{{T: 3}}}, Options{Start: modelPareto(1, 2, 3, math.Inf(1))})
	require.ErrorIs(t, err, ErrStart)
}

func BenchmarkFitParetoMillion(b *testing.B) {
	for _, grid := range []float64{1. / 7, 0} {
		s, err := Simulate(published, Simulation{Customers: 1_000_000, Calibration: 39, Arrive: 12, Grid: grid, Seed: 1})
		require.NoError(b, err)
		b.Run(map[bool]string{true: "days", false: "no-grid"}[grid > 0], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := ParetoNBD.Fit(Summary{Customers: s.Customers}, Options{})
				require.NoError(b, err)
			}
			b.ReportMetric(1e6*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func BenchmarkScorePareto(b *testing.B) {
	s, err := Simulate(published, Simulation{Customers: 10_000, Calibration: 39, Arrive: 12, Grid: 1. / 7, Seed: 1})
	require.NoError(b, err)
	scorer, err := NewScorer(published, 13)
	require.NoError(b, err)
	scores := make([]Score, 0, len(s.Customers))
	b.ReportAllocs()
	for b.Loop() {
		scores = scorer.Append(scores[:0], s.Customers)
	}
	b.ReportMetric(1e4*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
