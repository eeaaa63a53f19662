package btyd

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
)

func TestResidualTransactionsOfParetoArePublished(t *testing.T) {
	near(t, 86.0564936012, published.Discounted(Customer{X: 26, Tx: 30.86, T: 31}, .0027, math.Inf(1)), 1e-11, "customer 1516")
	near(t, 6.48377356773, published.Discounted(Customer{X: 2, Tx: 30.43, T: 38.86}, .0027, math.Inf(1)), 1e-11, "customer 1")
}

func TestDiscountedPurchasesAreASumOfIncrements(t *testing.T) {
	for _, m := range []Model{published, modelBG(0.243, 4.414, 0.793, 2.426), modelMBG(0.525, 6.183, 0.891, 1.614), modelNBD(0.385, 12.07)} {
		for _, c := range []Customer{{}, {X: 2, Tx: 30.43, T: 38.86}, {X: 26, Tx: 30.86, T: 31}} {
			for _, horizon := range []float64{0, 4, 52} {
				const delta, parts = 0.01, 4000
				sum, before := 0.0, 0.0
				for i := 1; i <= parts; i++ {
					now := m.Expected(c, horizon*float64(i)/parts)
					sum += (now - before) * math.Exp(-delta*horizon*(float64(i)-0.5)/parts)
					before = now
				}
				near(t, sum, m.Discounted(c, delta, horizon), 1e-7, "%v %v %v", m, c, horizon)
			}
		}
	}
	for _, c := range []Customer{{}, {X: 2, Tx: 30.43, T: 38.86}, {X: 26, Tx: 30.86, T: 31}} {
		for _, horizon := range []float64{1, 52, math.Inf(1)} {
			byQuadrature := discounted(func(t float64) float64 { return published.Expected(c, t) }, .0027, horizon)
			near(t, published.Discounted(c, .0027, horizon), byQuadrature, 1e-9, "%v %v", c, horizon)
		}
		near(t, published.Expected(c, 52), published.Discounted(c, 0, 52), 1e-13, "without discount")
		near(t, 0.385/12.07/.0027, modelNBD(0.385, 12.07).Discounted(Customer{}, .0027, math.Inf(1)), 1e-9, "who never leaves buys for ever")
	}
	assert.Zero(t, published.Discounted(Customer{}, 0, math.Inf(1)))
	assert.Zero(t, Model{}.Discounted(Customer{}, .1, 1))
	assert.Zero(t, published.Discounted(Customer{X: -1}, .1, 1))
	assert.Zero(t, modelMBG(1, 1, 1, 1).Discounted(Customer{X: -1}, .1, 1))
}

// The expectations tremble: they are right to six digits only.
func TestDiscountingATremblingModelComesToAnEnd(t *testing.T) {
	asked := 0
	trembling := func(t float64) float64 {
		asked++
		return modelNBD(0.385, 12.07).Expected(Customer{}, t) * (1 + 1e-6*math.Sin(1e9*t))
	}
	near(t, 0.385/12.07/.0027, discounted(trembling, .0027, math.Inf(1)), 1e-5, "and is right to as many digits")
	assert.Less(t, asked, 150_000)
}

func TestTermsNameTheirUnits(t *testing.T) {
	year := Terms{Unit: Week, Yearly: 0.15, Horizon: 12, HorizonUnit: Month, Margin: 0.3}
	assert.InDelta(t, math.Log(1.15)/52.1775, year.Rate(), 1e-9)
	assert.InDelta(t, 52.1775, year.span(), 1e-9)
	inDays := year
	inDays.Unit = Day
	spend := GammaGamma{6.25, 3.74, 15.44}
	weekly, err := NewValuer(published, spend, year)
	require.NoError(t, err)
	daily, err := NewValuer(modelPareto(published.R, 7*published.Alpha, published.S, 7*published.Beta), spend, inDays)
	require.NoError(t, err)
	a := weekly.Value(Buyer{Customer{2, 30, 38}, Spend{2, 22.35}})
	b := daily.Value(Buyer{Customer{2, 210, 266}, Spend{2, 22.35}})
	assert.InEpsilon(t, a.Value, b.Value, 1e-12, "the same in weeks and in days")
	assert.InEpsilon(t, 0.3*published.Discounted(Customer{2, 30, 38}, year.Rate(), 52.1775)*spend.Mean(Spend{2, 22.35}).Value, a.Value, 1e-12)
}

func TestTermsThatCannotBeAreNamedAllAtOnce(t *testing.T) {
	problems := func(tm Terms) int {
		err := tm.Validate()
		require.ErrorIs(t, err, ErrTerms)
		return 1 + strings.Count(err.Error(), "; the ") + strings.Count(err.Error(), "; for ever")
	}
	assert.Equal(t, 2, problems(Terms{}))
	assert.Equal(t, 3, problems(Terms{Unit: Week, Yearly: -1, Horizon: 3, Margin: 2}))
	require.NoError(t, Terms{Unit: Week, Yearly: .1}.Validate())
	for _, bad := range []Terms{{}, {Unit: Week, Yearly: math.NaN()}, {Unit: Week, Horizon: math.Inf(1), HorizonUnit: Day}} {
		_, err := NewValuer(published, GammaGamma{6, 4, 15}, bad)
		require.ErrorIs(t, err, ErrTerms)
	}
	good := Terms{Unit: Week, Yearly: .1}
	_, err := NewValuer(Model{}, GammaGamma{6, 4, 15}, good)
	require.ErrorIs(t, err, ErrParameter)
	assert.Equal(t, loyalty.ZeroBase, Valuer{}.Value(Buyer{}).Why)
	_, err = NewValuer(published, GammaGamma{}, good)
	require.Error(t, err)
}

func shopOfBuyers(t testing.TB, n int) []Buyer {
	s, err := Simulate(published, Simulation{Customers: n, Calibration: 40, Arrive: 12, Grid: 1. / 7, Seed: 7})
	require.NoError(t, err)
	spend := spenders(GammaGamma{6, 4, 15}, n, 8)
	buyers := make([]Buyer, n)
	for i := range buyers {
		buyers[i] = Buyer{s.Customers[i], spend[i]}
	}
	return buyers
}

func fitBuyers(buyers []Buyer) (Model, GammaGamma, error) {
	customers, spend := make([]Customer, len(buyers)), make([]Spend, len(buyers))
	for i, b := range buyers {
		customers[i], spend[i] = b.Customer, b.Spend
	}
	pareto, err := ParetoNBD.Fit(Summary{Customers: customers}, Options{})
	if err != nil {
		return Model{}, GammaGamma{}, err
	}
	gg, err := FitGammaGamma(spend)
	return pareto.Model, gg.Model, err
}

func TestTheValueOfACohortHasAnInterval(t *testing.T) {
	buyers, terms := shopOfBuyers(t, 600), Terms{Unit: Week, Yearly: .15, Horizon: 1, HorizonUnit: Year}
	total, err := ValueInterval(buyers, terms, fitBuyers, Bootstrap{Rounds: 40, Seed: 1})
	require.NoError(t, err)
	require.True(t, total.OK)
	assert.Less(t, total.Lo, total.Value)
	assert.Greater(t, total.Hi, total.Value)
	assert.Equal(t, 0.95, total.Level)
	assert.Equal(t, 600, total.Base)
	truth, err := NewValuer(published, GammaGamma{6, 4, 15}, terms)
	require.NoError(t, err)
	really, err := truth.Total(buyers)
	require.NoError(t, err)
	assert.True(t, total.Lo < really.Value && really.Value < total.Hi, "%v is in %v", really.Value, total)
	again, err := ValueInterval(buyers, terms, fitBuyers, Bootstrap{Rounds: 40, Seed: 1})
	require.NoError(t, err)
	assert.Equal(t, total, again, "the same seed, the same interval")
}

func TestTotalsOfWhatCannotBe(t *testing.T) {
	v, err := NewValuer(published, GammaGamma{6, 4, 15}, Terms{Unit: Week, Yearly: .15})
	require.NoError(t, err)
	_, err = v.Total(nil)
	require.ErrorIs(t, err, loyalty.ErrNothing)
	_, err = v.Total([]Buyer{{}, {Customer{X: -1}, Spend{}}, {Customer{}, Spend{1, -4}}})
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Equal(t, []int{1, 2}, []int{faults[0].Row, faults[1].Row})
	assert.False(t, v.Value(Buyer{Customer{X: -1}, Spend{}}).OK)
	assert.False(t, Valuer{}.Value(Buyer{}).OK)

	endless, err := NewValuer(published, GammaGamma{3, .79, 100}, Terms{Unit: Week, Yearly: .15})
	require.NoError(t, err)
	total, err := endless.Total([]Buyer{{Customer{T: 3}, Spend{1, 30}}, {Customer{T: 3}, Spend{}}})
	require.NoError(t, err)
	assert.Equal(t, loyalty.InfiniteMean, total.Why)
	_, err = ValueInterval(shopOfBuyers(t, 5), Terms{Unit: Week, Yearly: .15}, fitBuyers, Bootstrap{Rounds: 3})
	require.Error(t, err)
}

func BenchmarkDERT(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		published.Discounted(Customer{X: 2, Tx: 30.43, T: 38.86}, .0027, math.Inf(1))
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
