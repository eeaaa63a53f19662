package btyd

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
)

func TestOnCDNOWTheModelIsWeighedAgainstDaysSinceTheLastOrder(t *testing.T) {
	s := cdnow(t)
	f, err := MBG.Fit(s, Options{})
	require.NoError(t, err)
	v, err := Backtest(f.Model, s)
	require.NoError(t, err)
	assert.InDelta(t, f.Model.Expected(s.Customers[0], 39), 1.2628, 1e-3)
	assert.InDelta(t, 1576.73/1882-1, v.Bias.Value, 1e-4)
	assert.Equal(t, FromHoldout, v.Rule, "39 weeks before the end nobody had come yet")
	for _, one := range []Forecast{v.Model, v.Recency} {
		assert.InDelta(t, 0.75, one.AUC.Value, 0.03)
		assert.Greater(t, one.AUC.Lo, 0.70)
		assert.InDelta(t, 0.17, one.Brier, 0.02)
		assert.InDelta(t, 0.52, one.LogLoss, 0.05)
	}
	require.Len(t, v.Deciles, 10)
	assert.Greater(t, v.Deciles[0].Bought, 4*v.Deciles[9].Bought)
	assert.NotEmpty(t, v.Reason)
}

// foreteller knows the truth, or its opposite.
type foreteller struct{ right bool }

func (f foreteller) PBuy(c Customer, _ float64) float64 {
	if (c.X%2 == 1) == f.right {
		return 0.9
	}
	return 0.1
}
func (f foreteller) Expected(c Customer, h float64) float64 { return 2 * f.PBuy(c, h) }

// oddBuyers buy in the holdout if their X is odd, whatever their silence.
func oddBuyers(n int) Summary {
	random := rand.New(rand.NewPCG(1, 1))
	s := Summary{Horizon: 4}
	for i := range n {
		c := Customer{X: 1 + i%4, Tx: 1 + 30*random.Float64(), T: 40}
		s.Customers = append(s.Customers, c)
		s.Holdout = append(s.Holdout, 2*(c.X%2))
	}
	return s
}

func TestTheModelIsPreferredOnlyIfItWins(t *testing.T) {
	s := oddBuyers(400)
	right, err := Backtest(foreteller{true}, s)
	require.NoError(t, err)
	assert.Equal(t, PreferModel, right.Prefer)
	assert.Equal(t, FromHoldout, right.Rule)
	assert.Equal(t, 1.0, right.Model.AUC.Value)
	assert.InDelta(t, 0.01, right.Model.Brier, 1e-12)
	assert.InDelta(t, -math.Log(0.9), right.Model.LogLoss, 1e-12)
	assert.InDelta(t, 0.5, right.Recency.AUC.Value, 0.1)
	assert.InDelta(t, 0, right.Bias.Value, 1e-12)
	assert.InDelta(t, 1, right.Correlation.Value, 1e-12)
	assert.InDelta(t, 0.2, right.MAE, 1e-12)
	assert.InDelta(t, 0.2, right.RMSE, 1e-12)

	wrong, err := Backtest(foreteller{false}, s)
	require.NoError(t, err)
	assert.Equal(t, PreferRecency, wrong.Prefer)
	assert.Equal(t, 0.0, wrong.Model.AUC.Value)
	assert.Contains(t, wrong.Reason, "the simpler rule is better")
}

func TestAHoldoutOfOneKindTellsNothing(t *testing.T) {
	s := oddBuyers(60)
	for i := range s.Holdout {
		s.Holdout[i] = 0
	}
	v, err := Backtest(foreteller{true}, s)
	require.NoError(t, err)
	assert.Equal(t, loyalty.ZeroBase, v.Model.AUC.Why)
	assert.Equal(t, loyalty.ZeroBase, v.Bias.Why)
	assert.Equal(t, PreferRecency, v.Prefer)
	one, err := Backtest(foreteller{true}, Summary{Customers: []Customer{{X: 1, Tx: 2, T: 3}}, Holdout: []int{1}, Horizon: 1})
	require.NoError(t, err)
	assert.Len(t, one.Deciles, 1)
	assert.False(t, one.Correlation.OK)
}

func TestValidationRefusesWhatItCannotSee(t *testing.T) {
	good := oddBuyers(10)
	for name, spoil := range map[string]func(*Summary){
		"no customers":      func(s *Summary) { s.Customers = nil },
		"no holdout":        func(s *Summary) { s.Holdout = nil },
		"another length":    func(s *Summary) { s.Holdout = s.Holdout[:5] },
		"no horizon":        func(s *Summary) { s.Horizon = 0 },
		"endless horizon":   func(s *Summary) { s.Horizon = math.Inf(1) },
		"negative count":    func(s *Summary) { s.Holdout = append([]int{-1}, s.Holdout[1:]...) },
		"impossible person": func(s *Summary) { s.Customers = append([]Customer{{X: -1}}, s.Customers[1:]...) },
	} {
		s := good
		spoil(&s)
		_, err := Backtest(foreteller{}, s)
		require.Error(t, err, name)
		_, err = ByRepeats(modelMBG(1, 1, 1, 1), s, 7)
		require.Error(t, err, name)
	}
	_, err := Backtest(broken{}, good)
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, 10)
}

type broken struct{}

func (broken) PBuy(Customer, float64) float64     { return math.NaN() }
func (broken) Expected(Customer, float64) float64 { return 1 }

func TestAUCCountsPairs(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 8))
	for range 50 {
		n := 2 + random.IntN(30)
		rank, bought := make([]float64, n), make([]bool, n)
		for i := range n {
			rank[i], bought[i] = float64(random.IntN(6)), random.IntN(3) == 0
		}
		var right, pairs float64
		for i := range n {
			for j := range n {
				if bought[i] && !bought[j] {
					pairs++
					if rank[i] > rank[j] {
						right++
					} else if rank[i] == rank[j] {
						right += 0.5
					}
				}
			}
		}
		got := auc(rank, bought)
		require.Equal(t, pairs > 0, got.OK)
		if got.OK {
			require.InDelta(t, right/pairs, got.Value, 1e-12)
		}
	}
}

func TestTheRuleFallsWithSilence(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 9))
	for range 30 {
		n := 1 + random.IntN(60)
		var seen []Before
		var count, yes [20]float64
		for range n {
			silence := random.IntN(20)
			b := Before{Silence: float64(silence), Bought: random.Float64() < math.Exp(-float64(silence)/8)}
			seen = append(seen, b)
			count[silence]++
			if b.Bought {
				yes[silence]++
			}
		}
		rule := fall(seen)
		total := 0.0
		for _, one := range rule {
			total += one.seen
		}
		require.EqualValues(t, n, total)
		// By definition: the least, over all beginnings, of the greatest mean to any end.
		for at := range 20 {
			if count[at] == 0 {
				continue
			}
			fitted := math.Inf(1)
			for from := 0; from <= at; from++ {
				greatest := 0.0
				for to := at; to < 20; to++ {
					var c, y float64
					for i := from; i <= to; i++ {
						c, y = c+count[i], y+yes[i]
					}
					greatest = max(greatest, y/c)
				}
				fitted = min(fitted, greatest)
			}
			i := slices.IndexFunc(rule, func(s step) bool { return s.upTo >= float64(at) })
			require.InDelta(t, fitted, rule[i].bought/rule[i].seen, 1e-12)
			require.Equal(t, rule[i].share(), rule.at(float64(at)))
		}
	}
	rule := fall([]Before{{1, true}, {2, false}})
	assert.Equal(t, rule.at(2), rule.at(1e9))
	assert.Equal(t, 0.5, steps(nil).at(3))
}

func TestTrackGoesOnIntoTheFuture(t *testing.T) {
	s := Summary{Unit: Day, Customers: []Customer{{T: 9}, {X: 1, Tx: 7, T: 7}}, Daily: []int{9: 1, 11: 0}}
	m := modelMBG(0.8, 5, 0.8, 2)
	table := Track(m, s, 4, 4)
	require.Len(t, table, 4)
	for i, p := range table {
		until := float64(4 * (i + 1))
		want := m.Expected(Customer{}, until-1) + m.Expected(Customer{}, max(0, until-3))
		near(t, want, p.CumExpected, 1e-12, "period %d", i)
		assert.Equal(t, i < 3, p.Observed)
		assert.Equal(t, i < 2, p.Calibration)
	}
	assert.Equal(t, []int{0, 0, 1}, []int{table[0].Actual, table[1].Actual, table[2].Actual})
	assert.Equal(t, 1, table[2].CumActual)
	for _, bad := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		assert.Nil(t, Track(m, s, bad, 4))
	}
	assert.Nil(t, Track(m, Summary{}, 1, 4))
	assert.Nil(t, Track(m, s, 1, 0))
}

func TestTheRuleLearnsFromTheHorizonBefore(t *testing.T) {
	end := loyalty.DayOf(day(7, 1, 0), nil)
	var log []loyalty.Purchase
	random := rand.New(rand.NewPCG(5, 6))
	for id := range 300 {
		for at, last := random.IntN(90), random.IntN(240); at <= last; at += 1 + int(20*random.ExpFloat64()) {
			log = append(log, loyalty.Purchase{Customer: strconv.Itoa(id), At: day(1, 1+at, 9)})
		}
	}
	s, err := Summarise(slices.Values(log), LogOptions{End: end, Holdout: 30})
	require.NoError(t, err)
	f, err := MBG.Fit(s, Options{})
	require.NoError(t, err)
	v, err := Backtest(f.Model, s)
	require.NoError(t, err)
	assert.Equal(t, FromBefore, v.Rule)
	assert.InDelta(t, 0.9, v.Recency.AUC.Value, 0.1)
}

// One buyer who ranks before all others is a perfect order, and no proof of one.
func TestAPerfectOrderHasNoInterval(t *testing.T) {
	for _, rank := range [][]float64{{9, 1, 2, 3}, {0, 1, 2, 3}} {
		m := auc(rank, []bool{true, false, false, false})
		assert.True(t, m.OK)
		assert.Zero(t, m.Level)
	}
	assert.Positive(t, auc([]float64{2, 1, 2, 3}, []bool{true, false, false, false}).Level)
}
