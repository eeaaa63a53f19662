package btyd

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var published = modelPareto(0.553, 10.578, 0.606, 11.669)

func TestParetoAgreesWithEightyDigits(t *testing.T) {
	rows := 0
	for _, row := range readTable(t, "testdata/golden_btyd.csv") {
		if row[0] != "Pareto/NBD" {
			continue
		}
		rows++
		var v [11]float64
		for i := range v {
			v[i] = num(t, row[i+1])
		}
		m := modelPareto(v[0], v[1], v[2], v[3])
		c := Customer{X: int(v[5]), Tx: v[6], T: v[7]}
		near(t, v[8], m.LogLikelihood(c), 1e-12, "%v log-likelihood", c)
		near(t, v[9], m.PAlive(c), 1e-12, "%v P(alive)", c)
		assert.InEpsilon(t, v[10], m.Expected(c, v[4]), 1e-12, "%v expected", c)
	}
	assert.Equal(t, 15, rows)
}

func TestParetoPublishedNumbers(t *testing.T) {
	// The heavy buyer at whom implementations overflow, with 50 digits.
	heavy := Customer{X: 300, Tx: 51, T: 52}
	near(t, 169.16948, published.LogLikelihood(heavy), 1e-7, "log-likelihood at x = 300")
	near(t, 0.799408, published.PAlive(heavy), 1e-6, "P(alive) at x = 300")
	near(t, 164.54186, published.Expected(heavy, 52), 1e-7, "expected at x = 300")
	near(t, -47.99865654, modelPareto(2, 50, 3, 1e-6).LogLikelihood(Customer{X: 3, Tx: 0.5, T: 40}), 1e-9, "β near 0")

	// The walkthrough of BTYD, whose search stops where the fourth digit still moves.
	walk := modelPareto(.553277046876, 10.5776834631, .606239988587, 11.6687352714)
	for x, want := range map[int]float64{10: .7062, 15: .1442, 20: .0225, 25: .0031} {
		assert.InDelta(t, want, walk.Expected(Customer{X: x, Tx: 20, T: 39}, 52), 4e-4, "x = %d", x)
	}
	assert.InDelta(t, 25.456, walk.Expected(Customer{X: 26, Tx: 30.86, T: 31}, 52), 5e-3)
	assert.InDelta(t, .9979, walk.PAlive(Customer{X: 26, Tx: 30.86, T: 31}), 5e-5)
	assert.InDelta(t, 1.473434, walk.Expected(Customer{}, 52), 1e-6)
}

// What the model says, told without formulas: a customer's rates drawn on a fine
// grid of both gamma distributions, and the story of one customer at those rates.
type bruteForce struct{ density, alive, buys, expected float64 }

func brute(m Model, c Customer, h float64) bruteForce {
	var b bruteForce
	rates := func(shape, scale float64) (values, weights []float64) {
		const n = 600
		lo, hi := math.Log(1e-9/scale), math.Log(80*(shape+1)/scale)
		if shape < 1 {
			lo = math.Log(1e-14)/shape - math.Log(scale)
		}
		step := (hi - lo) / n
		for i := range n + 1 {
			v := math.Exp(lo + float64(i)*step)
			g, _ := math.Lgamma(shape)
			values = append(values, v)
			weights = append(weights, step*math.Exp(shape*math.Log(scale*v)-scale*v-g))
		}
		return values, weights
	}
	lambdas, wl := rates(m.R, m.Alpha)
	mus, wm := rates(m.S, m.Beta)
	for i, lambda := range lambdas {
		past := math.Pow(lambda, float64(c.X)) * wl[i]
		for j, mu := range mus {
			w, both := past*wm[j], lambda+mu
			there := w * math.Exp(-both*c.T)
			left := w * mu / both * (math.Exp(-both*c.Tx) - math.Exp(-both*c.T))
			b.density += there + left
			b.alive += there
			b.buys += there * lambda / both * -math.Expm1(-both*h)
			b.expected += there * lambda / mu * -math.Expm1(-mu*h)
		}
	}
	b.alive /= b.density
	b.buys /= b.density
	b.expected /= b.density
	return b
}

func TestParetoAgreesWithItsStoryOnAGridOfRates(t *testing.T) {
	for _, m := range []Model{published, modelPareto(2, 5, 3, 40), modelPareto(1.5, 30, 1, 8), modelPareto(0.9, 3, 2.5, 3)} {
		for _, c := range []Customer{{}, {T: 20}, {X: 1, Tx: 2, T: 30}, {X: 4, Tx: 18, T: 20}, {X: 7, Tx: 12, T: 12}} {
			want := brute(m, c, 9)
			assert.InDelta(t, math.Log(want.density), m.LogLikelihood(c), 1e-6, "%v %v density", m, c)
			near(t, want.alive, m.PAlive(c), 1e-6, "%v %v P(alive)", m, c)
			near(t, want.buys, m.PBuy(c, 9), 1e-6, "%v %v P(buy)", m, c)
			near(t, want.expected, m.Expected(c, 9), 1e-6, "%v %v expected", m, c)
		}
	}
}

// P(no purchase until T+h) is the likelihood of having been silent for h more.
func TestParetoSilenceIsAQuotientOfLikelihoods(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	size := func(lo, hi float64) float64 { return math.Exp(lo + (hi-lo)*random.Float64()) }
	for range 3000 {
		m := modelPareto(size(-3, 4), size(-3, 5), size(-3, 4), size(-3, 5))
		c := Customer{T: size(-3, 5)}
		if random.IntN(3) > 0 {
			c.X = 1 + int(size(0, 6))
			c.Tx = c.T * random.Float64()
		}
		h := size(-3, 5)
		later := c
		later.T += h
		none := math.Exp(m.LogLikelihood(later) - m.LogLikelihood(c))
		assert.InDelta(t, 1-none, m.PBuy(c, h), 1e-9, "%v %v %v", m, c, h)
		assert.LessOrEqual(t, m.PBuy(c, h), m.PAlive(c)*(1+1e-12))
		assert.LessOrEqual(t, m.PBuy(c, h), m.Expected(c, h)*(1+1e-9), "%v %v %v", m, c, h)
	}
}

// The two clocks and their silence are all that can happen, and the two ways to
// take the integral agree.
func TestTheRaceHasOneOutcome(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	size := func(lo, hi float64) float64 { return math.Exp(lo + (hi-lo)*random.Float64()) }
	for range 3000 {
		a, b := clock{size(-4, 11), size(-6, 9)}, clock{size(-4, 5), size(-6, 9)}
		from, span := size(-4, 5), size(-8, 6)
		if random.IntN(3) == 0 {
			from = 0
		}
		sum := first(a, b, from, span) + first(b, a, from, span) + neither(a, b, from, span)
		assert.InDelta(t, 1, sum, 1e-12, "%v %v from %v for %v", a, b, from, span)
		near(t, firstByPanels(a, b, from, span), first(a, b, from, span), 1e-11, "%v %v from %v for %v", a, b, from, span)
	}
}

func TestParetoCountsAreADistributionWithTheExpectedMean(t *testing.T) {
	for _, m := range []Model{published, modelPareto(2, 3, 1, 5), modelPareto(0.1, 1, 5, 1e-3), modelPareto(3, 2, 0.2, 50)} {
		for _, at := range []float64{0, 0.01, 1, 10, 52} {
			sum, mean := 0.0, 0.0
			for n := range 3000 {
				p := m.PMF(n, at)
				require.True(t, p >= 0 && p <= 1, "%v P(%d in %v) = %v", m, n, at, p)
				sum += p
				mean += float64(n) * p
			}
			near(t, 1, sum, 1e-10, "%v sum at %v", m, at)
			near(t, m.Expected(Customer{}, at), mean, 1e-9, "%v mean at %v", m, at)
			near(t, 1-m.PMF(0, at), m.PBuy(Customer{}, at), 1e-10, "%v P(buy) at %v", m, at)
		}
	}
}

func TestParetoExpectationHasNoHoleAtOne(t *testing.T) {
	c := Customer{X: 3, Tx: 10, T: 20}
	at := modelPareto(0.553, 10.578, 1, 11.669).Expected(c, 39)
	for _, by := range []float64{1e-7, 1e-10, 1e-13} {
		near(t, at, modelPareto(0.553, 10.578, 1+by, 11.669).Expected(c, 39), 10*by+1e-13, "s = 1+%v", by)
		near(t, at, modelPareto(0.553, 10.578, 1-by, 11.669).Expected(c, 39), 10*by+1e-13, "s = 1-%v", by)
	}
}

func TestParetoIsSmoothUpToHundredThousandPurchases(t *testing.T) {
	before := published.Expected(Customer{X: 9, Tx: 51.99, T: 52}, 10)
	for x := 10; x <= 100_000; x += 1 + x/7 {
		c := Customer{X: x, Tx: 51.99, T: 52}
		finite(t, published, c, 10)
		expected := published.Expected(c, 10)
		if x < 5000 { // to later ones the hundredth of a week is a long silence
			assert.Greater(t, expected, before, "x = %d", x)
		}
		before = expected
	}
}

func TestParetoScorerSaysWhatTheModelSays(t *testing.T) {
	customers := []Customer{
		{}, {T: 30}, {X: 2, Tx: 30.43, T: 38.86}, {X: 1, Tx: 3, T: 2}, {X: 26, Tx: 30.86, T: 31}, {X: 40, Tx: 31, T: 31}, {X: 9, Tx: 1, T: 90},
	}
	for _, m := range []Model{published, modelPareto(2, 40, 1, 3), modelPareto(0.5, 1e-3, 2, 100), modelPareto(3, 1e4, 1e-3, 1e-4)} {
		for _, h := range []float64{0, 1e-6, 13, 500} {
			s, err := NewScorer(m, h)
			require.NoError(t, err)
			scores := s.Append(nil, customers)
			for i, c := range customers {
				assert.Equal(t, c.ok(), scores[i].OK)
				near(t, m.PAlive(c), scores[i].PAlive, 1e-13, "%v %v P(alive)", m, c)
				near(t, m.PBuy(c, h), scores[i].PBuy, 1e-10, "%v %v P(buy)", m, c)
				near(t, m.Expected(c, h), scores[i].Expected, 1e-13, "%v %v expected", m, c)
			}
			assert.Zero(t, testing.AllocsPerRun(10, func() { scores = s.Append(scores[:0], customers) }))
		}
	}
}

func TestParetoNamesTheParameterThatCannotBe(t *testing.T) {
	err := modelPareto(1, 1, math.NaN(), 1).Validate()
	require.ErrorIs(t, err, ErrParameter)
	require.EqualError(t, err, "btyd: Pareto/NBD: S is NaN; it must be positive and finite")
	require.ErrorContains(t, Model{Family: "pareto/nbd"}.Validate(), `unknown family "pareto/nbd"; take MBG`)
	assert.Zero(t, Model{Family: "pareto/nbd", R: 1, Alpha: 1, A: 1, B: 1}.PAlive(Customer{T: 1}))
	assert.Zero(t, Model{Family: ParetoNBD}.PAlive(Customer{T: 1}))
	assert.Equal(t, impossible, Model{Family: ParetoNBD}.LogLikelihood(Customer{T: 1}))
	assert.Equal(t, impossible, published.LogLikelihood(Customer{X: -1}))
	assert.Zero(t, published.PBuy(Customer{T: 1}, math.NaN()))
	assert.Zero(t, published.Discounted(Customer{T: 1}, 0, math.Inf(1)))
	assert.Zero(t, published.PMF(-1, 3))
}

func TestParetoOfExtremeParametersAndCustomers(t *testing.T) {
	values := []float64{1e-300, 1e-9, 0.2, 1, 30, 1e9, 1e300}
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
	for i := range len(values) * len(values) * len(values) * len(values) {
		m := modelPareto(values[i%7], values[i/7%7], values[i/49%7], values[i/343%7])
		paretoIsFinite(t, m, customers[i%len(customers)], []float64{0, 1e-9, 10, 1e15, math.MaxFloat64}[i%5])
	}
}

func paretoIsFinite(t *testing.T, m Model, c Customer, h float64) {
	t.Helper()
	finite(t, m, c, h)
	p := m.PMF(c.X, h)
	require.True(t, p >= 0 && p <= 1, "%#v P(%d in %v) = %v", m, c.X, h, p)
	d := m.Discounted(c, 0.01, h)
	require.True(t, d >= 0 && d <= math.MaxFloat64, "%#v %v discounted %v: %v", m, c, h, d)
	d = m.Discounted(c, h, math.Inf(1))
	require.True(t, d >= 0 && d <= math.MaxFloat64, "%#v %v DERT %v: %v", m, c, h, d)
	if s, err := NewScorer(m, h); err == nil {
		score := s.Score(c)
		require.True(t, score.PAlive >= 0 && score.PAlive <= 1 && score.PBuy >= 0 && score.PBuy <= 1, "%#v %v %v: %v", m, c, h, score)
		require.True(t, score.Expected >= 0 && score.Expected <= math.MaxFloat64, "%#v %v %v: %v", m, c, h, score)
	}
}

func FuzzPareto(f *testing.F) {
	f.Add(0.553, 10.578, 0.606, 11.669, 2, 30.43, 38.86, 39.0)
	f.Add(0.5, 4.0, 1.0, 2.4, 100_000, 51.9, 52.0, 52.0)
	f.Add(1e-9, 1e9, 1e-9, 1.0, 0, 0.0, 100.0, 1e6)
	f.Add(2.0, 50.0, 3.0, 1e-6, 3, 0.5, 40.0, 1.0)
	f.Add(1e9, 1e9, 1e9, 1e9, 3, 1.0, 10.0, 10.0)
	f.Add(math.NaN(), 1.0, 1.0, 1.0, -1, math.Inf(1), math.NaN(), math.NaN())
	f.Fuzz(func(t *testing.T, r, alpha, s, beta float64, x int, tx, age, h float64) {
		paretoIsFinite(t, modelPareto(r, alpha, s, beta), Customer{X: x, Tx: tx, T: age}, h)
	})
}
