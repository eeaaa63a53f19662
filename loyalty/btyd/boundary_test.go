package btyd

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/internal/optimum"
)

// everybody are n customers who are all the same.
func everybody(n int, c Customer) []Customer {
	all := make([]Customer, n)
	for i := range all {
		all[i] = c
	}
	return all
}

// usable tells that a fit on the boundary can be used all the same.
func usable(t *testing.T, m Model, log float64, customers []Customer) {
	t.Helper()
	require.NoError(t, m.Validate())
	sum := 0.0
	for _, c := range customers {
		sum += m.LogLikelihood(c)
	}
	for _, c := range customers[:min(len(customers), 100)] {
		for _, h := range []float64{0, 1, 1e4} {
			finite(t, m, c, h)
		}
	}
	assert.InDelta(t, log, sum, 1e-4+1e-9*math.Abs(log), "the log-likelihood is that of the model returned")
}

func TestNobodyLeaves(t *testing.T) {
	// All bought to the last day.
	var steady []Customer
	for i := range 400 {
		steady = append(steady, Customer{X: 1 + i%5*(1+i%3), Tx: 30, T: 30})
	}
	nbd, err := NBD.Fit(Summary{Customers: steady}, Options{})
	require.NoError(t, err)
	bg, err := BG.Fit(Summary{Customers: steady}, Options{})
	require.NoError(t, err)
	mbg, err := MBG.Fit(Summary{Customers: steady}, Options{})
	require.NoError(t, err)
	assert.Contains(t, bg.Flags, loyalty.DropoutNotIdentified)
	assert.Contains(t, mbg.Flags, loyalty.DropoutNotIdentified)
	assert.InDelta(t, nbd.LogLikelihood, bg.LogLikelihood, 1e-4)
	assert.InDelta(t, nbd.LogLikelihood, mbg.LogLikelihood, 1e-4)
	assert.Nil(t, mbg.StdErr)
	usable(t, bg.Model, bg.LogLikelihood, steady)
	usable(t, mbg.Model, mbg.LogLikelihood, steady)
	for _, c := range steady[:20] {
		assert.InDelta(t, 1, mbg.Model.PAlive(c), 1e-6)
		assert.InEpsilon(t, nbd.Model.Expected(c, 10), mbg.Model.Expected(c, 10), 1e-5)
	}
}

func TestAllBuyAtOneRate(t *testing.T) {
	// Two each in 10 weeks: without dropout the best rate is .2 for all, and the
	// supremum is that of a Poisson process.
	all := everybody(300, Customer{X: 2, Tx: 10, T: 10})
	f, err := NBD.Fit(Summary{Customers: all}, Options{})
	require.NoError(t, err)
	assert.Contains(t, f.Flags, loyalty.RateNotIdentified)
	assert.InDelta(t, 300*(2*math.Log(0.2)-0.2*10), f.LogLikelihood, 1e-4)
	assert.InEpsilon(t, 0.2, f.Model.R/f.Model.Alpha, 1e-5)
	usable(t, f.Model, f.LogLikelihood, all)
}

func TestAllLeaveAlike(t *testing.T) {
	s, err := Simulate(modelMBG(1, 5, 1e7, 3e7), Simulation{Customers: 4000, Calibration: 30, Seed: 1})
	require.NoError(t, err)
	f, err := MBG.Fit(Summary{Customers: s.Customers}, Options{})
	require.NoError(t, err)
	assert.Equal(t, []loyalty.Flag{loyalty.SpreadNotIdentified}, f.Flags)
	assert.InDelta(t, 0.25, f.Model.A/(f.Model.A+f.Model.B), 0.02)
	usable(t, f.Model, f.LogLikelihood, s.Customers)
}

func TestAwkwardShops(t *testing.T) {
	heavy := make([]Customer, 60)
	for i := range heavy {
		heavy[i] = Customer{X: 100_000 - 1000*i, Tx: 364, T: 365}
	}
	for name, customers := range map[string][]Customer{
		"all came today but one":    append(everybody(50, Customer{}), Customer{T: 3}),
		"all bought once":           everybody(50, Customer{T: 10}),
		"one customer":              {{X: 3, Tx: 5, T: 9}},
		"one who bought once":       {{T: 9}},
		"all bought again on day 5": everybody(80, Customer{X: 1, Tx: 5, T: 30}),
		"a hundred thousand orders": heavy,
		"seconds":                   {{X: 2, Tx: 1e7, T: 3e7}, {T: 2e7}, {X: 1, Tx: 5e6, T: 3e7}},
		"years":                     {{X: 2, Tx: .1, T: .3}, {T: .2}, {X: 1, Tx: .05, T: .3}},
	} {
		t.Run(name, func(t *testing.T) {
			bg, err := BG.Fit(Summary{Customers: customers}, Options{})
			require.NoError(t, err)
			usable(t, bg.Model, bg.LogLikelihood, customers)
			mbg, err := MBG.Fit(Summary{Customers: customers}, Options{})
			require.NoError(t, err)
			usable(t, mbg.Model, mbg.LogLikelihood, customers)
			nbd, err := NBD.Fit(Summary{Customers: customers}, Options{})
			require.NoError(t, err)
			usable(t, nbd.Model, nbd.LogLikelihood, customers)
			cnbd, err := CNBD.Fit(Summary{Customers: customers}, Options{K: 3})
			require.NoError(t, err)
			usable(t, cnbd.Model, cnbd.LogLikelihood, customers)
			for _, flags := range [][]loyalty.Flag{bg.Flags, mbg.Flags, nbd.Flags, cnbd.Flags} {
				assert.NotContains(t, flags, loyalty.NotConverged)
			}
			assert.GreaterOrEqual(t, bg.LogLikelihood, nbd.LogLikelihood-1e-4, "NBD is a case of BG")
			assert.GreaterOrEqual(t, mbg.LogLikelihood, nbd.LogLikelihood-1e-4, "NBD is a case of MBG")
		})
	}
}

// Likelihoods of few customers have several tops. No start, however lucky, finds a
// higher one than the fit.
func TestNoStartBeatsTheFit(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 150 {
		truth := modelMBG(
			math.Exp(random.NormFloat64()*1.5), 5*math.Exp(random.NormFloat64()*1.5),
			math.Exp(random.NormFloat64()*2), 2*math.Exp(random.NormFloat64()*2))

		s, err := Simulate(truth, Simulation{
			Customers: 3 + random.IntN(200), Calibration: 30, Arrive: 10, Grid: 1. / 7, Seed: uint64(i),
		})
		require.NoError(t, err)
		p := [...]process{BG.process(0), MBG.process(0), {drop: afterEvery, stages: 2}}[i%3]
		h, err := compact(s.Customers)
		require.NoError(t, err)
		starts, err := h.start(p, nil)
		require.NoError(t, err)
		f := h.find(p, starts...)
		for range 6 {
			at := h.usual(p)
			for j := range at {
				at[j] += random.NormFloat64() * 2.5
			}
			other := optimum.Newton(at, optimum.Flat, h.likelihood(p))
			require.LessOrEqual(t, -other.F, f.log+1e-4, "shop %d, %v, from %v", i, truth, at)
		}
	}
}

// A start saves passes; for a few customers it must not choose the wrong top.
func TestAStartDoesNotMakeAFitWorse(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 2))
	for i := range 40 {
		s, err := Simulate(modelMBG(.5, 6, .9, 1.6), Simulation{
			Customers: 4 + random.IntN(40), Calibration: 40, Arrive: 10, Grid: 1. / 7, Seed: uint64(i),
		})
		require.NoError(t, err)
		cold, err := MBG.Fit(Summary{Customers: s.Customers}, Options{})
		require.NoError(t, err)
		e := func(v float64) float64 { return v * math.Exp(1.5*random.NormFloat64()) }
		warm, err := MBG.Fit(Summary{Customers: s.Customers}, Options{Start: modelMBG(e(1), e(10), e(1), e(2))})
		require.NoError(t, err)
		require.InDelta(t, cold.LogLikelihood, warm.LogLikelihood, 1e-4, "shop %d", i)
	}
}

func TestFitsRefuseWhatCannotBe(t *testing.T) {
	_, err := MBG.Fit(Summary{Customers: nil}, Options{})
	require.ErrorIs(t, err, loyalty.ErrNothing)
	_, err = MBG.Fit(Summary{Customers: everybody(9, Customer{})}, Options{})
	require.ErrorIs(t, err, ErrNoExposure)
	_, err = CNBD.Fit(Summary{Customers: []Customer{{T: 1}}}, Options{K: 13})
	require.ErrorIs(t, err, ErrParameter)
	require.ErrorContains(t, err, "K is 13; it must be from 1 to 12")
	_, err = CNBD.Fit(Summary{Customers: []Customer{{T: 1}}}, Options{})
	require.ErrorIs(t, err, ErrGaps)
	for _, start := range []Model{modelNBD(1, 2), modelBG(1, 2, 3, 4), {Family: MBG}, modelMBG(1, 2, 3, 0), modelMBG(1, 2, 3, math.NaN()), {R: 1, Alpha: math.Inf(1), A: 3, B: 4}} {
		_, err = MBG.Fit(Summary{Customers: []Customer{{T: 1}}}, Options{Start: start})
		require.ErrorIs(t, err, ErrStart, "%v", start)
	}
	nan, inf := math.NaN(), math.Inf(1)
	bad := []Customer{
		{T: 1},
		{X: -1, T: 1},
		{X: 1, Tx: nan, T: 1},
		{T: nan},
		{T: inf},
		{T: -1},
		{X: 1, Tx: 2, T: 1},
		{Tx: 1, T: 2},
		{X: 1, T: 2},
		{X: 1},
		{X: 1, Tx: -1, T: 2},
		{T: 1e16},
	}
	_, err = BG.Fit(Summary{Customers: bad}, Options{})
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, len(bad)-1, "all faults at once, and none for the good row")
	for i, f := range faults {
		assert.Equal(t, i+1, f.Row)
	}
	assert.Equal(t, "Tx is 2 and T is 1; the last purchase is not after now", Customer{X: 1, Tx: 2, T: 1}.problem())
}
