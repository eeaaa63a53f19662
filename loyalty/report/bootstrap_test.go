package report

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// withCores runs a story on so many cores.
func withCores(cores int, story func()) {
	before := runtime.GOMAXPROCS(cores)
	defer runtime.GOMAXPROCS(before)
	story()
}

// simulated is a base of which a model and its next year are known, but no intervals.
func simulated(t testing.TB, customers int) (*future, Options) {
	t.Helper()
	truth := btyd.Model{R: .525, Alpha: 6.183, A: .891, B: 1.614}
	s, err := btyd.Simulate(truth, btyd.Simulation{Customers: customers, Calibration: 52, Arrive: 40, Grid: 1. / 7, Unit: unit, Seed: 5})
	require.NoError(t, err)
	fit, err := btyd.MBG.Fit(s, btyd.Options{})
	require.NoError(t, err)
	o := Options{Horizon: 365, Rounds: 20, Yearly: .1}
	f := &future{summary: s, best: &fitted{model: &fit.Model}, buyers: make([]btyd.Buyer, customers)}
	spends := make([]btyd.Spend, customers)
	random := rand.New(rand.NewPCG(5, 5))
	for i, c := range s.Customers {
		if c.X > 0 {
			spends[i] = btyd.Spend{X: c.X, Mean: 100 * random.ExpFloat64() / (.3 + random.Float64())}
		}
		f.buyers[i] = btyd.Buyer{Customer: c, Spend: spends[i]}
	}
	_, spend := spendOf(spends)
	valuer, err := btyd.NewValuer(fit.Model, *spend, o.terms())
	require.NoError(t, err)
	f.valuer = &valuer
	totals, ok := totalsOf(fit.Model, spend, f.buyers, 52, o)
	require.True(t, ok)
	y := &f.NextYear
	for i, m := range []*loyalty.Measure{&y.Buyers, &y.Purchases, &y.Value} {
		*m = loyalty.Measure{OK: true, Value: totals[i], Base: customers}
	}
	return f, o
}

// Rounds of one stream of chance, on one core and on many, with workers that dawdle:
// the same drawings in the same rounds, and no more buffers than workers.
func TestDrawingsAreTheSameForAnyNumberOfWorkers(t *testing.T) {
	f := &future{buyers: make([]btyd.Buyer, 50)}
	for i := range f.buyers {
		f.buyers[i] = btyd.Buyer{Customer: btyd.Customer{X: i, Tx: 1, T: 2}, Spend: btyd.Spend{X: i, Mean: float64(i)}}
	}
	var want []round
	random := rand.New(rand.NewPCG(3, 0x7265706f7274))
	for range 60 {
		sum := 0
		for range f.buyers {
			sum = 7*sum%1_000_003 + random.IntN(len(f.buyers))
		}
		want = append(want, round{totals: [3]float64{float64(sum)}, fitted: true})
	}
	for _, cores := range []int{1, 2, 3, 16, 100} {
		withCores(cores, func() {
			var lock sync.Mutex
			buffers := map[*drawing]bool{}
			got := f.rounds(Options{Rounds: 60, Seed: 3}, func(d *drawing) round {
				lock.Lock()
				buffers[d] = true
				lock.Unlock()
				sum := 0
				for i, c := range d.customers {
					sum = 7*sum%1_000_003 + c.X
					assert.Equal(t, c.X, d.spends[i].X, "customer and spend are of one buyer")
					if c.X%17 == 0 {
						runtime.Gosched()
					}
				}
				return round{totals: [3]float64{float64(sum)}, fitted: true}
			})
			assert.Equal(t, want, got, "%d cores", cores)
			assert.LessOrEqual(t, len(buffers), cores)
		})
	}
}

// The intervals of what is expected, to the last bit.
func TestIntervalsAreTheSameForAnyNumberOfCores(t *testing.T) {
	year := func(cores int) (y NextYear) {
		withCores(cores, func() {
			f, o := simulated(t, 600)
			f.intervals(o, 52)
			y = f.NextYear
		})
		return y
	}
	one := year(1)
	assert.Less(t, one.Value.Lo, one.Value.Value)
	assert.Less(t, one.Value.Value, one.Value.Hi)
	assert.Less(t, one.Purchases.Lo, one.Purchases.Hi)
	for _, cores := range []int{2, 3, 8} {
		assert.Equal(t, one, year(cores), "%d cores", cores)
	}
}

func BenchmarkIntervals(b *testing.B) {
	const customers = 20_000
	f, o := simulated(b, customers)
	o.Yearly = 0
	for _, cores := range slices.Compact([]int{1, runtime.NumCPU()}) {
		b.Run(fmt.Sprintf("cores=%d", cores), func(b *testing.B) {
			withCores(cores, func() {
				b.ReportAllocs()
				for b.Loop() {
					f.intervals(o, 52)
				}
			})
			b.ReportMetric(float64(customers*o.Rounds*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
