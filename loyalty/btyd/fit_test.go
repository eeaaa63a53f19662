package btyd

import (
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCDNOWIsFoundAsPublished(t *testing.T) {
	s := cdnow(t)
	t.Run("BG/NBD", func(t *testing.T) {
		f, err := BG.Fit(s, Options{})
		require.NoError(t, err)
		agrees(t, knownCDNOW(t, "BG/NBD"), f.Model, f.LogLikelihood, f.StdErr, s)
		assert.InDelta(t, -9582.43047801, sumLog(modelBG(0.243, 4.414, 0.793, 2.426), s.Customers), 1e-6, "at the published rounding")
	})
	t.Run("MBG/NBD", func(t *testing.T) {
		f, err := MBG.Fit(s, Options{})
		require.NoError(t, err)
		agrees(t, knownCDNOW(t, "MBG/NBD"), f.Model, f.LogLikelihood, f.StdErr, s)
		assert.Equal(t, [3]int{2357, 946, 1016}, [3]int{f.Customers, f.Returning, f.Distinct})
		assert.Equal(t, Week, f.Unit)
		assert.Empty(t, f.Flags)
	})
	t.Run("NBD", func(t *testing.T) {
		f, err := NBD.Fit(s, Options{})
		require.NoError(t, err)
		k := knownCDNOW(t, "NBD")
		assert.InDelta(t, k.LL, f.LogLikelihood, 1e-4)
		assert.InEpsilonSlice(t, k.Params, f.Model.params(), 1e-4)
		assert.InEpsilonSlice(t, k.SE, f.StdErr, 1e-2)
	})
	t.Run("its customers do not buy regularly: k is 1", func(t *testing.T) {
		f, err := CNBD.Fit(s, Options{})
		require.NoError(t, err)
		assert.Equal(t, 1, f.Model.K)
		assert.InDelta(t, knownCDNOW(t, "MBG/NBD").LL, f.LogLikelihood, 1e-4)
	})
}

// agrees compares all that is known of a model of the CDNOW sample.
func agrees(t *testing.T, k known, m Model, log float64, stdErr []float64, s Summary) {
	t.Helper()
	assert.InDelta(t, k.LL, log, 1e-4)
	for i, p := range m.params() {
		assert.InEpsilon(t, k.Params[i], p, 1e-4, "parameter %d", i)
	}
	assert.InEpsilonSlice(t, k.SE, stdErr, 1e-2)
	assert.InEpsilon(t, k.E52, m.Expected(Customer{}, 52), 1e-4)
	for at, want := range k.Times {
		assert.InDelta(t, want, m.Expected(Customer{}, num(t, at)), 1e-4, "E[X(%s)]", at)
	}
	sum, alive := 0.0, 0.0
	for _, c := range s.Customers {
		sum += m.Expected(c, 39)
		alive += m.PAlive(c)
	}
	assert.InEpsilon(t, k.CE39, sum, 1e-4)
	assert.InEpsilon(t, k.PA, alive, 1e-4)
	who := func(id int) Customer {
		i, found := slices.BinarySearch(s.IDs, fmt.Sprintf("%04d", id))
		require.True(t, found)
		return s.Customers[i]
	}
	assert.InEpsilon(t, k.Cust1[0], m.Expected(who(1), 39), 1e-4)
	assert.InEpsilon(t, k.Cust1[1], m.PAlive(who(1)), 1e-4)
	assert.InEpsilon(t, k.Cust1516[0], m.Expected(who(1516), 52), 1e-4)
	assert.InEpsilon(t, k.Cust1516[1], m.PAlive(who(1516)), 1e-4)
	for id, want := range k.Top5 {
		n, err := strconv.Atoi(id)
		require.NoError(t, err)
		c := who(n)
		assert.Equal(t, int(want[0]), c.X)
		assert.InDelta(t, want[1], c.Tx, 1e-3)
		assert.InDelta(t, want[2], c.T, 1e-3)
		assert.InEpsilon(t, want[3], m.Expected(c, 39), 1e-4)
	}
	v, err := Backtest(m, s)
	require.NoError(t, err)
	assert.Equal(t, k.Holdout, v.Actual)
	assert.InEpsilon(t, k.MAE, v.MAE, 1e-4)
	assert.InEpsilon(t, k.RMSE, v.RMSE, 1e-4)
	assert.InEpsilon(t, k.Corr, v.Correlation.Value, 1e-4)

	bins, err := ByRepeats(m, s, 7)
	require.NoError(t, err)
	for x, want := range k.Bins {
		b := bins[int(num(t, x))]
		assert.Equal(t, int(want[0]), b.Customers)
		assert.InDelta(t, want[1], b.Actual, 1e-4)
		assert.InDelta(t, want[2], b.Expected, 2e-4)
		assert.InDelta(t, want[3], b.PAlive, 2e-4)
	}
	weeks := Track(m, s, 1, 78)
	for week, want := range k.Cum {
		assert.InDelta(t, want, weeks[int(num(t, week))-1].CumExpected, 0.05, "expected by week %s", week)
	}
	for i, row := range readTable(t, sharedFile(t, "cdnow_sample_weekly_cum_repeat.csv")) {
		assert.True(t, weeks[i].Observed)
		assert.Equal(t, i < 39, weeks[i].Calibration)
		assert.Equal(t, int(num(t, row[1])), weeks[i].CumActual, "bought by week %d", i+1)
	}
}

func TestSyntheticTransactionsInDays(t *testing.T) {
	s := exampleTransactions(t)
	f, err := BG.Fit(s, Options{})
	require.NoError(t, err)
	assert.InDelta(t, -39248.6261206, f.LogLikelihood, 1e-4)
	assert.InEpsilonSlice(t, []float64{0.163850901455, 1.86428044028, 1.85034310752, 3.18105875563}, f.Model.params(), 1e-4)
	assert.Equal(t, Day, f.Unit)
}

func TestKnownParametersAreFoundAgain(t *testing.T) {
	watch := Simulation{Customers: 20000, Calibration: 78, Arrive: 26, Seed: 7}
	within := func(t *testing.T, truth, found, stdErr []float64) {
		t.Helper()
		require.NotNil(t, stdErr)
		for i := range truth {
			assert.InDelta(t, truth[i], found[i], 4*stdErr[i], "parameter %d", i)
			assert.Less(t, stdErr[i], 0.25*truth[i], "parameter %d is known well", i)
		}
	}
	t.Run("BG", func(t *testing.T) {
		truth := modelBG(0.6, 7, 0.9, 2.5)
		s, err := Simulate(truth, watch)
		require.NoError(t, err)
		f, err := BG.Fit(Summary{Customers: s.Customers}, Options{})
		require.NoError(t, err)
		within(t, truth.params(), f.Model.params(), f.StdErr)
	})
	t.Run("MBG", func(t *testing.T) {
		truth := modelMBG(1.5, 9, 0.7, 1.9)
		s, err := Simulate(truth, watch)
		require.NoError(t, err)
		f, err := MBG.Fit(Summary{Customers: s.Customers}, Options{})
		require.NoError(t, err)
		within(t, truth.params(), f.Model.params(), f.StdErr)
	})
	t.Run("NBD", func(t *testing.T) {
		truth := modelNBD(0.8, 5)
		s, err := Simulate(truth, watch)
		require.NoError(t, err)
		f, err := NBD.Fit(Summary{Customers: s.Customers}, Options{})
		require.NoError(t, err)
		within(t, truth.params(), f.Model.params(), f.StdErr)
	})
	for k := 1; k <= 4; k++ {
		t.Run(fmt.Sprintf("CNBD with k %d, which is chosen by likelihood", k), func(t *testing.T) {
			truth := modelCNBD(k, 1.6, 4, 0.9, 2.8)
			watch := watch
			watch.Customers = 5000
			s, err := Simulate(truth, watch)
			require.NoError(t, err)
			f, err := CNBD.Fit(s, Options{})
			require.NoError(t, err)
			assert.Equal(t, k, f.Model.K)
			within(t, truth.params(), f.Model.params(), f.StdErr)
		})
	}
}

func TestTheUnitOfTimeChangesOnlyTheScale(t *testing.T) {
	weeks, err := Simulate(modelMBG(0.6, 7, 0.9, 2.5), Simulation{Customers: 3000, Calibration: 52, Arrive: 10, Seed: 2, Unit: Week})
	require.NoError(t, err)
	days := slices.Clone(weeks.Customers)
	for i := range days {
		days[i].Tx *= 7
		days[i].T *= 7
	}
	w, err := MBG.Fit(weeks, Options{})
	require.NoError(t, err)
	d, err := MBG.Fit(Summary{Customers: days, Unit: Day}, Options{})
	require.NoError(t, err)
	assert.InEpsilon(t, 7*w.Model.Alpha, d.Model.Alpha, 1e-5)
	assert.InEpsilon(t, w.Model.A, d.Model.A, 1e-5)
	for i := range 50 {
		assert.InEpsilon(t, w.Model.PBuy(weeks.Customers[i], w.Unit.Count(30, Day)), d.Model.PBuy(days[i], d.Unit.Count(30, Day)), 1e-5)
	}
}

func TestARefitFromYesterdayTakesAFewPasses(t *testing.T) {
	s, err := Simulate(modelMBG(0.6, 7, 0.9, 2.5), Simulation{Customers: 30000, Calibration: 52, Arrive: 10, Seed: 2})
	require.NoError(t, err)
	yesterday, err := MBG.Fit(Summary{Customers: s.Customers[:28500]}, Options{})
	require.NoError(t, err)
	today, err := MBG.Fit(Summary{Customers: s.Customers}, Options{Start: yesterday.Model})
	require.NoError(t, err)
	cold, err := MBG.Fit(Summary{Customers: s.Customers}, Options{})
	require.NoError(t, err)
	assert.LessOrEqual(t, today.Passes, 5)
	assert.InDelta(t, cold.LogLikelihood, today.LogLikelihood, 1e-6)
	assert.InEpsilonSlice(t, cold.Model.params(), today.Model.params(), 1e-5)
}

func TestTheResultDoesNotDependOnTheCores(t *testing.T) {
	s, err := Simulate(modelBG(0.6, 7, 0.9, 2.5), Simulation{Customers: 50000, Calibration: 52, Seed: 3})
	require.NoError(t, err)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var first Fit[Model]
	for _, cores := range []int{1, 2, 3, 8} {
		runtime.GOMAXPROCS(cores)
		f, err := BG.Fit(Summary{Customers: s.Customers}, Options{})
		require.NoError(t, err)
		if cores == 1 {
			first = f
		}
		assert.Equal(t, first, f, "%d cores", cores)
	}
}
