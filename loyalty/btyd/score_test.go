package btyd

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
)

// finite tells that no answer is a NaN, infinite, or outside of what it can be.
func finite(t *testing.T, m Model, c Customer, h float64) {
	t.Helper()
	log, alive, buy, expected, fresh := m.LogLikelihood(c), m.PAlive(c), m.PBuy(c, h), m.Expected(c, h), m.Expected(Customer{}, h)
	require.False(t, math.IsNaN(log) || math.IsInf(log, 0), "%#v %v: log-likelihood %v", m, c, log)
	require.True(t, alive >= 0 && alive <= 1, "%#v %v: P(alive) %v", m, c, alive)
	require.True(t, buy >= 0 && buy <= 1, "%#v %v %v: P(buy) %v", m, c, h, buy)
	require.True(t, expected >= 0 && expected <= math.MaxFloat64, "%#v %v %v: expected %v", m, c, h, expected)
	require.True(t, fresh >= 0 && fresh <= math.MaxFloat64, "%#v %v: expected of a new one %v", m, h, fresh)
}

func FuzzScores(f *testing.F) {
	f.Add(0.243, 4.414, 0.793, 2.426, 2, 30.43, 38.86, 39.0, 2)
	f.Add(0.5, 4.0, 1.0, 2.4, 100_000, 51.9, 52.0, 52.0, 1)
	f.Add(1e-9, 1e9, 1e-9, 1.0, 0, 0.0, 100.0, 1e6, 3)
	f.Add(1e9, 1e9, 1e9, 1e9, 3, 1.0, 10.0, 10.0, 4)
	f.Add(1.0, 1e-9, 0.3, 0.3, 1, 1.0, 10.0, 1e9, 2)
	f.Add(math.NaN(), 1.0, 1.0, 1.0, -1, math.Inf(1), math.NaN(), math.NaN(), 99)
	f.Fuzz(func(t *testing.T, r, alpha, a, b float64, x int, tx, age, h float64, k int) {
		c := Customer{X: x, Tx: tx, T: age}
		for _, m := range []Model{modelBG(r, alpha, a, b), modelMBG(r, alpha, a, b), modelNBD(r, alpha), modelCNBD(k, r, alpha, a, b)} {
			if m.Validate() != nil || !c.ok() || !isTime(h) {
				assert.Zero(t, m.PBuy(c, h))
				assert.Zero(t, m.Expected(c, h))
			}
			finite(t, m, c, h)
			p := m.PMF(x, h)
			require.True(t, p >= 0 && p <= 1, "%#v P(%d in %v) = %v", m, x, h, p)
		}
	})
}

func TestExtremeParametersAndCustomers(t *testing.T) {
	values := []float64{1e-100, 1e-9, 0.2, 1, 30, 1e9, 1e100}
	customers := []Customer{
		{},
		{T: 1e-300},
		{T: 52},
		{T: maxAge},
		{X: 1, Tx: 1e-300, T: 1},
		{X: 1, Tx: 1e-300, T: maxAge},
		{X: 5, Tx: 20, T: 52},
		{X: 200, Tx: 51, T: 52},
		{X: 100_000, Tx: 51.9, T: 52},
		{X: 100_000, Tx: 1e-9, T: 52},
		{X: math.MaxInt32, Tx: 2, T: 2},
	}
	for i := 0; i < 7*7*7*7; i += 5 {
		p := [4]float64{values[i%7], values[i/7%7], values[i/49%7], values[i/343%7]}
		c := customers[i%len(customers)]
		h := []float64{0, 1e-9, 10, 1e15, math.MaxFloat64}[i%5]
		for _, m := range []Model{modelBG(p[0], p[1], p[2], p[3]), modelMBG(p[0], p[1], p[2], p[3]), modelNBD(p[0], p[1]), modelCNBD(2+i%3, p[0], p[1], p[2], p[3])} {
			finite(t, m, c, h)
		}
	}
}

// Sixty customers who bought on the same four days: the rate is known as if from
// endless data, its parameters are 1e12, and an expectation is the rate times the time.
func TestCustomersWhoAreAllAlikeGoOnAsTheyDid(t *testing.T) {
	alike := slices.Repeat([]Customer{{X: 3, Tx: 90. / 7, T: 90. / 7}}, 60)
	bg, err := BG.Fit(Summary{Customers: alike}, Options{})
	require.NoError(t, err)
	mbg, err := MBG.Fit(Summary{Customers: alike}, Options{})
	require.NoError(t, err)
	assert.Contains(t, mbg.Flags, loyalty.RateNotIdentified)
	for _, m := range []Model{bg.Model, mbg.Model} {
		for _, h := range []float64{1, 52, 1000, 4000, 4605.5, 5200, 1e5, 1e7} {
			assert.InEpsilon(t, 3/(90./7)*h, m.Expected(alike[0], h), 1e-6, "%v within %v", m, h)
		}
	}
}

// Whatever the parameters, nobody is expected to buy more than if they were sure to
// stay, nor less in a longer time.
func TestNobodyBuysMoreThanWhoStays(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	between := func(lo, hi float64) float64 { return math.Exp(lo + (hi-lo)*r.Float64()) }
	for range 300 {
		p := [4]float64{between(-12, 30), between(-12, 32), between(-22, 25), between(-22, 25)}
		c := Customer{X: int(between(-1, 8)), T: between(-3, 8)}
		if c.X > 0 {
			c.Tx = c.T * (1 - r.Float64()*r.Float64())
		}
		k := 1 + r.IntN(3)
		for _, m := range []Model{modelBG(p[0], p[1], p[2], p[3]), modelMBG(p[0], p[1], p[2], p[3]), modelCNBD(k, p[0], p[1], p[2], p[3]), modelPareto(p[0], p[1], p[2], p[3])} {
			x, before := float64(c.X), 0.0
			if m.Family == CNBD {
				x *= float64(k)
			}
			for _, h := range []float64{1e-3, 1, 52, 520, 5200, 1e5} {
				expected := m.Expected(c, h)
				require.LessOrEqual(t, expected, (p[0]+x)/(p[1]+c.T)*h*(1+1e-6), "%#v %v within %v", m, c, h)
				require.GreaterOrEqual(t, expected, before*(1-1e-6), "%#v %v within %v", m, c, h)
				before = expected
			}
		}
	}
}

func TestWhatCannotBeAnswersNothing(t *testing.T) {
	assert.Equal(t, Score{}, Scorer{}.Score(Customer{T: 3}), "a scorer that was not made")
	assert.Zero(t, Terms{Unit: Week, Yearly: math.NaN()}.Rate())
	assert.Contains(t, Customer{X: math.MaxInt, Tx: 1, T: 2}.problem(), "too often to be true")
	for _, m := range []Model{modelBG(.5, 30, 80, .2), modelMBG(.5, 30, 80, .2), modelNBD(.5, 30), modelCNBD(3, .5, 30, 80, .2), published} {
		finite(t, m, Customer{X: math.MaxInt, Tx: 1, T: 2}, 5)
		pmf := m.PMF
		assert.Zero(t, pmf(math.MaxInt, 2))
		assert.InDelta(t, pmf(0, 0), pmf(0, 5e-324), 1e-12, "%v", m)
	}
	endless := modelPareto(math.MaxFloat64, 2.6, math.MaxFloat64, .65)
	require.Error(t, endless.Validate())
	finite(t, endless, Customer{X: 2, Tx: 1, T: 1}, .7)
	assert.Nil(t, Track(published, Summary{Customers: []Customer{{T: math.NaN()}}}, 1, 3))
	assert.Nil(t, Track(published, Summary{Customers: []Customer{{T: 1}}}, 1e300, 3))
	bins, err := ByRepeats(published, Summary{Customers: []Customer{{T: 1}}, Holdout: []int{1}, Horizon: 2}, math.MaxInt)
	require.NoError(t, err)
	assert.Len(t, bins, 1001)
}

func TestExpectationHasNoHoleAtOne(t *testing.T) {
	c := Customer{X: 3, Tx: 10, T: 20}
	at := modelBG(0.243, 4.414, 1, 2.426).Expected(c, 39)
	for _, by := range []float64{1e-7, 1e-10, 1e-13} {
		near(t, at, modelBG(0.243, 4.414, 1+by, 2.426).Expected(c, 39), 10*by+1e-13, "a = 1+%v", by)
		near(t, at, modelBG(0.243, 4.414, 1-by, 2.426).Expected(c, 39), 10*by+1e-13, "a = 1-%v", by)
	}
}

func TestAScorerSaysWhatTheModelSays(t *testing.T) {
	customers := []Customer{{}, {T: 30}, {X: 2, Tx: 30.43, T: 38.86}, {X: 1, Tx: 3, T: 2}, {X: 26, Tx: 30.86, T: 31}}
	for _, m := range []Model{
		modelBG(0.243, 4.414, 0.793, 2.426), modelMBG(0.525, 6.183, 0.891, 1.614), modelNBD(0.385, 12.07), modelCNBD(2, 0.525, 3, 0.891, 1.614),
	} {
		s, err := NewScorer(m, 13)
		require.NoError(t, err)
		scores := s.Append(nil, customers)
		for i, c := range customers {
			assert.Equal(t, Score{PAlive: m.PAlive(c), PBuy: m.PBuy(c, 13), Expected: m.Expected(c, 13), OK: c.ok()}, scores[i])
		}
		assert.False(t, scores[3].OK)
		buffer := make([]Score, 0, len(customers))
		assert.Zero(t, testing.AllocsPerRun(20, func() { buffer = s.Append(buffer[:0], customers) }))
	}
	_, err := NewScorer(Model{}, 13)
	require.ErrorIs(t, err, ErrParameter)
	require.EqualError(t, err, "btyd: MBG/NBD: R is 0; it must be positive and finite")
	_, err = NewScorer(modelMBG(1, 1, 1, 1), math.Inf(1))
	require.ErrorIs(t, err, ErrHorizon)
}

func TestOneTimeBuyersFadeInMBGOnly(t *testing.T) {
	once := func(age float64) Customer { return Customer{T: age} }
	bg, mbg := modelBG(0.243, 4.414, 0.793, 2.426), modelMBG(0.525, 6.183, 0.891, 1.614)
	assert.Equal(t, 1.0, bg.PAlive(once(500)))
	assert.Greater(t, mbg.PAlive(once(1)), 2*mbg.PAlive(once(100)))
	assert.Less(t, bg.PBuy(once(500), 13), bg.PBuy(once(5), 13), "the probability of buying fades in both")
}

// A simulated base shows what the formulas promise.
func TestFormulasAgreeWithSimulatedLives(t *testing.T) {
	for _, m := range []Model{
		modelBG(0.8, 4, 0.8, 2.4), modelMBG(0.8, 4, 0.8, 2.4), modelNBD(0.8, 4), modelCNBD(3, 1.5, 2, 0.8, 2.4),
	} {
		s, err := Simulate(m, Simulation{Customers: 40000, Calibration: 20, Arrive: 10, Holdout: 15, Seed: 4})
		require.NoError(t, err)
		var expected, buyers, bought, actual float64
		for i, c := range s.Customers {
			expected += m.Expected(c, 15)
			buyers += m.PBuy(c, 15)
			actual += float64(s.Holdout[i])
			if s.Holdout[i] > 0 {
				bought++
			}
		}
		assert.InEpsilon(t, actual, expected, 0.03, "%#v", m)
		assert.InEpsilon(t, bought, buyers, 0.03, "%#v", m)
	}
}
