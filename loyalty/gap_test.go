package loyalty_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/tiexin-go/tiexin/loyalty"
)

// lives are customers' gaps as a model would have them, whole days or not.
func lives(seed uint64, m loyalty.GapModel, customers, gaps int) []loyalty.Rhythm {
	src := rand.NewPCG(seed, 9)
	r := rand.New(src)
	all := make([]loyalty.Rhythm, customers)
	for i := range all {
		rate := distuv.Gamma{Alpha: m.A, Beta: m.B, Src: src}.Rand()
		for range r.IntN(gaps + 1) {
			all[i].Add(distuv.Gamma{Alpha: m.K, Beta: rate, Src: src}.Rand())
		}
	}
	return all
}

func TestAFitFindsTheModelBehindTheGaps(t *testing.T) {
	for i, truth := range []loyalty.GapModel{{1, 3, 100}, {2.4, 1.9, 21.7}, {0.7, 6, 0.05}, {8, 2, 3e5}} {
		fit, err := loyalty.FitGaps(lives(uint64(i), truth, 6000, 8))
		require.NoError(t, err)
		require.Len(t, fit.StdErr, 3)
		for j, pair := range [][2]float64{{truth.K, fit.K}, {truth.A, fit.A}, {truth.B, fit.B}} {
			assert.InDelta(t, pair[0], pair[1], 4*fit.StdErr[j], "parameter %d of %+v: %+v", j, truth, fit)
			assert.InEpsilon(t, pair[0], pair[1], 0.2)
		}
		assert.Less(t, fit.Passes, 60)
	}
}

func TestTheFitIsTheHighestPoint(t *testing.T) {
	rhythms := lives(5, loyalty.GapModel{1.5, 2.5, 40}, 300, 6)
	fit, err := loyalty.FitGaps(rhythms)
	require.NoError(t, err)
	assert.InDelta(t, slowLikelihood(rhythms, fit.GapModel), fit.LogLikelihood, 1e-8)
	for _, f := range []float64{0.99, 1.01} {
		for _, m := range []loyalty.GapModel{{fit.K * f, fit.A, fit.B}, {fit.K, fit.A * f, fit.B}, {fit.K, fit.A, fit.B * f}, {fit.K, fit.A * f, fit.B * f}} {
			assert.Less(t, slowLikelihood(rhythms, m), fit.LogLikelihood)
		}
	}
}

func slowLikelihood(rhythms []loyalty.Rhythm, m loyalty.GapModel) float64 {
	gamma := func(x float64) float64 { v, _ := math.Lgamma(x); return v }
	sum := 0.0
	for _, r := range rhythms {
		n := float64(r.N)
		sum += (m.K-1)*r.SumLog - n*gamma(m.K) + m.A*math.Log(m.B) - gamma(m.A) + gamma(m.A+m.K*n) - (m.A+m.K*n)*math.Log(m.B+r.Sum)
	}
	return sum
}

func TestAFitAtTheEdgeIsAnAnswerWithAFlag(t *testing.T) {
	src := rand.NewPCG(1, 9)
	var alike, clockwork []loyalty.Rhythm
	for i := range 500 {
		var a, c loyalty.Rhythm
		for range 6 {
			a.Add(distuv.Gamma{Alpha: 3, Beta: 0.1, Src: src}.Rand())
			c.Add(float64(7 + i%5))
		}
		alike, clockwork = append(alike, a), append(clockwork, c)
	}
	same, err := loyalty.FitGaps(alike)
	require.NoError(t, err)
	if assert.Contains(t, same.Flags, loyalty.NoSpread, "%+v", same) {
		assert.Nil(t, same.StdErr)
	}
	median, ok := same.Quantile(loyalty.GapState{N: 6, Sum: 600}, 0.5)
	require.True(t, ok)
	assert.InEpsilon(t, 26.7, median, 0.1, "the customer's own slow gaps say nothing in such a shop")
	regular, err := loyalty.FitGaps(clockwork)
	require.NoError(t, err)
	assert.Contains(t, regular.Flags, loyalty.PerfectlyRegular)
	median, ok = regular.Quantile(loyalty.GapState{N: 6, Sum: 54}, 0.5)
	require.True(t, ok)
	assert.InEpsilon(t, 9, median, 0.02)
	few, err := loyalty.FitGaps(alike[:5])
	require.NoError(t, err)
	assert.Contains(t, few.Flags, loyalty.BelowMinBase)
}

func TestGapsThatCannotBe(t *testing.T) {
	_, err := loyalty.FitGaps(nil)
	require.ErrorIs(t, err, loyalty.ErrNothing)
	one := loyalty.Rhythm{Customer: "wang"}
	one.Add(30)
	_, err = loyalty.FitGaps([]loyalty.Rhythm{one, {}, one})
	require.ErrorIs(t, err, loyalty.ErrGapData, "nobody has two gaps")
	zero := one
	zero.Add(0)
	state := func(n int, sum float64) loyalty.GapState { return loyalty.GapState{N: n, Sum: sum} }
	_, err = loyalty.FitGaps([]loyalty.Rhythm{
		one, zero,
		{GapState: state(-1, 3)},
		{GapState: state(0, 3)},
		{GapState: state(2, math.NaN())},
		{GapState: state(2, math.Inf(1))},
		{GapState: state(2, -4)},
		{GapState: state(2, 4), SumLog: 9},
	})
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, 7)
	for _, m := range []loyalty.GapModel{{}, {1, 1, -1}, {math.NaN(), 1, 1}, {1, math.Inf(1), 1}} {
		_, ok := m.Quantile(state(1, 1), 0.5)
		assert.False(t, ok)
		_, ok = m.Table(0.5, 3)
		assert.False(t, ok)
		assert.Equal(t, loyalty.Impossible, m.Mean(state(1, 1)).Why)
		assert.Equal(t, loyalty.Impossible, m.Median(state(1, 1)).Why)
	}
	m := loyalty.GapModel{1, 0.5, 10}
	assert.Equal(t, loyalty.InfiniteMean, m.Mean(state(0, 0)).Why)
	for _, p := range []float64{0, 1, -1, math.NaN()} {
		_, ok := m.Quantile(state(0, 0), p)
		assert.False(t, ok)
	}
	_, ok := m.Waiting(state(0, 0), -1)
	assert.False(t, ok)
	_, ok = m.Soon(state(0, 0), 1, -1)
	assert.False(t, ok)
}

func TestQuantileAndProbabilityAreEachOthersInverse(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	for range 3000 {
		m := loyalty.GapModel{K: math.Exp(r.Float64()*6 - 2), A: math.Exp(r.Float64()*6 - 1), B: math.Exp(r.Float64() * 8)}
		s := loyalty.GapState{N: r.IntN(40)}
		s.Sum = float64(s.N) * 20 * r.Float64()
		p := 0.01 + 0.98*r.Float64()
		q, ok := m.Quantile(s, p)
		if !ok { // beyond the largest number
			continue
		}
		waiting, ok := m.Waiting(s, q)
		require.True(t, ok)
		require.InDelta(t, p, 1-waiting, 1e-10, "%+v %+v", m, s)
	}
}

func TestMoreGapsLeanLessOnTheShop(t *testing.T) {
	m := loyalty.GapModel{1.1, 3.6, 140}
	shop := m.Median(loyalty.GapState{}).Value
	last := shop
	for n := 1; n <= 50; n++ {
		median := m.Median(loyalty.GapState{N: n, Sum: float64(10 * n)})
		sane(t, median)
		assert.Less(t, median.Value, last)
		last = median.Value
	}
	assert.InDelta(t, 10*math.Ln2, last, 2.5, "nearly the median of the own exponential gaps")
	soon, ok := m.Soon(loyalty.GapState{}, 0, 30)
	require.True(t, ok)
	waiting, _ := m.Waiting(loyalty.GapState{}, 30)
	assert.InDelta(t, 1-waiting, soon, 1e-12)
	later, ok := m.Soon(loyalty.GapState{}, 300, 30)
	require.True(t, ok)
	assert.Less(t, later, soon, "who has waited long is a slow one")
}

func TestDoubleTheUnitsTwiceTheTime(t *testing.T) {
	buy := func(day, units int) loyalty.Purchase {
		return loyalty.Purchase{Customer: "wang", At: noon.AddDate(0, 0, day), Units: units}
	}
	rhythms := loyalty.UnitRhythms([]loyalty.Purchase{buy(30, 2), buy(0, 1), buy(90, 1), buy(90, 2), buy(180, 0), buy(180, 4), buy(200, 1)}, loyalty.View{})
	require.Len(t, rhythms, 1)
	assert.Equal(t, loyalty.GapState{N: 3, Sum: 90}, rhythms[0].GapState, "30 days each; what was bought on day 180 is not known")
	assert.InDelta(t, 3*math.Log(30), rhythms[0].SumLog, 1e-12)
}

func FuzzGapModelIsFinite(f *testing.F) {
	f.Add(1.1, 3.6, 140.0, 3, 60.0, 0.5)
	f.Add(1e-3, 1e6, 1e300, 1<<40, 1e300, 1e-9)
	f.Fuzz(func(t *testing.T, k, a, b float64, n int, sum, p float64) {
		m := loyalty.GapModel{K: k, A: a, B: b}
		s := loyalty.GapState{N: n, Sum: sum}
		sane(t, m.Mean(s))
		sane(t, m.Median(s))
		q, ok := m.Quantile(s, p)
		if ok && (math.IsNaN(q) || math.IsInf(q, 0) || q < 0) {
			t.Fatal(q)
		}
		if v, ok := m.Waiting(s, sum); ok && !(v >= 0 && v <= 1) {
			t.Fatal(v)
		}
		if v, ok := m.Soon(s, sum, 1); ok && !(v >= 0 && v <= 1) {
			t.Fatal(v)
		}
	})
}
