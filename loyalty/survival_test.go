package loyalty_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
)

func TestWithoutCensoringTheCurveIsTheShareStillWaiting(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		spells := make([]loyalty.Spell, 1+r.IntN(20))
		for i := range spells {
			spells[i] = loyalty.Spell{Time: float64(r.IntN(9)), Ended: true}
		}
		curve, err := loyalty.KaplanMeier(spells)
		require.NoError(t, err)
		for at := range 9 {
			waiting := 0
			for _, s := range spells {
				if s.Time > float64(at) {
					waiting++
				}
			}
			n := float64(len(spells))
			share := float64(waiting) / n
			m := curve.Waiting(float64(at))
			require.True(t, m.OK)
			sane(t, m)
			require.InDelta(t, share, m.Value, 1e-12)
			require.InDelta(t, math.Sqrt(share*(1-share)/n), stepAt(curve, float64(at)).StdErr, 1e-12, "Greenwood's is the binomial's")
		}
	}
}

// The curve by its own definition, with nothing sorted: the redistribution to the
// right (Efron 1967). Each censored one hands its share on to all that wait longer.
func redistribute(spells []loyalty.Spell, at float64) float64 {
	weight := make([]float64, len(spells))
	for i := range weight {
		weight[i] = 1 / float64(len(spells))
	}
	for clock := 0.0; clock <= at; clock++ {
		for i, s := range spells {
			if s.Ended || s.Time != clock {
				continue
			}
			longer := 0
			for _, o := range spells {
				if o.Time > clock {
					longer++
				}
			}
			if longer == 0 {
				continue
			}
			for j, o := range spells {
				if o.Time > clock {
					weight[j] += weight[i] / float64(longer)
				}
			}
			weight[i] = 0
		}
	}
	left := 0.0
	for i, s := range spells {
		if s.Time > at || !s.Ended {
			left += weight[i]
		}
	}
	return left
}

func TestTheCurveRedistributesTheCensored(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	for range 300 {
		spells := make([]loyalty.Spell, 1+r.IntN(15))
		for i := range spells {
			spells[i] = loyalty.Spell{Time: float64(r.IntN(9)), Ended: r.IntN(3) > 0}
		}
		curve, err := loyalty.KaplanMeier(spells)
		require.NoError(t, err)
		for at := range 9 {
			m := curve.Waiting(float64(at))
			sane(t, m)
			sane(t, curve.Ended(float64(at)))
			if m.OK {
				require.InDelta(t, redistribute(spells, float64(at)), m.Value, 1e-12)
			} else {
				require.Equal(t, loyalty.Extrapolated, m.Why)
			}
		}
		for _, p := range []float64{0.1, 0.5, 0.9} {
			sane(t, curve.Quantile(p))
		}
	}
}

func TestCurveAtItsEdges(t *testing.T) {
	_, err := loyalty.KaplanMeier(nil)
	require.ErrorIs(t, err, loyalty.ErrNothing)
	_, err = loyalty.KaplanMeier([]loyalty.Spell{{Time: math.NaN()}, {Time: -1}, {Time: math.Inf(1)}, {Time: 1}})
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, 3)

	nobody, err := loyalty.KaplanMeier([]loyalty.Spell{{Time: 5}, {Time: 7}})
	require.NoError(t, err)
	assert.Equal(t, loyalty.NotReached, nobody.Quantile(.5).Why)
	assert.Equal(t, 1.0, nobody.Waiting(6).Value)
	assert.Equal(t, loyalty.Extrapolated, nobody.Waiting(8).Why)

	flat, err := loyalty.KaplanMeier([]loyalty.Spell{{1, true}, {2, true}, {3, true}, {4, true}})
	require.NoError(t, err)
	assert.Equal(t, 2.5, flat.Quantile(.5).Value, "the middle of the stretch at one half")
	assert.True(t, flat.Quantile(.5).Has(loyalty.OpenAbove))
	assert.Zero(t, flat.Waiting(100).Value, "nobody is left, at any later time")
	assert.Equal(t, loyalty.Impossible, flat.Quantile(1).Why)
	assert.Equal(t, loyalty.ZeroBase, loyalty.Curve{}.Quantile(.5).Why)
	assert.Equal(t, loyalty.ZeroBase, loyalty.Curve{}.Waiting(1).Why)
}

// Five were watched until day 3 and two until 8, and to one it happened on day 9. Before,
// it had happened to none of those who were watched so long.
func TestACurveOnWhichNothingHasHappenedIsNotSure(t *testing.T) {
	curve, err := loyalty.KaplanMeier([]loyalty.Spell{{Time: 3}, {Time: 3}, {Time: 3}, {Time: 3}, {Time: 3}, {Time: 8}, {Time: 8}, {Time: 9, Ended: true}})
	require.NoError(t, err)
	for _, c := range []struct {
		t       float64
		watched int
	}{{0, 8}, {2, 8}, {3, 8}, {3.5, 3}, {8, 3}, {8.5, 1}} {
		m := curve.Waiting(c.t)
		_, most := loyalty.Wilson(0, c.watched, loyalty.Level)
		assert.Equal(t, 1.0, m.Value)
		assert.InDelta(t, 1-most, m.Lo, 1e-12, "after %v", c.t)
		assert.Equal(t, 1.0, m.Hi)
		ended := curve.Ended(c.t)
		assert.Zero(t, ended.Value)
		assert.Zero(t, ended.Lo)
		assert.InDelta(t, most, ended.Hi, 1e-12)
	}
}

func TestWeibullFindsWhatMadeTheTimes(t *testing.T) {
	for _, unit := range []float64{1e-6, 1, 1e6} { // seconds or years
		r := rand.New(rand.NewPCG(3, 1))
		truth := loyalty.Weibull{Scale: 40 * unit, Shape: 1.7}
		spells := make([]loyalty.Spell, 20000)
		for i := range spells {
			at, watched := truth.Quantile(r.Float64()), 100*unit*r.Float64()
			spells[i] = loyalty.Spell{Time: min(at, watched), Ended: at <= watched}
		}
		w, err := loyalty.FitWeibull(spells)
		require.NoError(t, err)
		assert.InEpsilon(t, truth.Scale, w.Scale, 0.02)
		assert.InEpsilon(t, truth.Shape, w.Shape, 0.03)
		assert.InDelta(t, 0.5, w.Waiting(w.Quantile(0.5)), 1e-12)
	}
	for name, spells := range map[string][]loyalty.Spell{
		"nothing ended": {{1, false}, {2, false}},
		"all at once":   {{2, true}, {2, true}},
		"ended at zero": {{0, true}, {2, true}},
	} {
		_, err := loyalty.FitWeibull(spells)
		assert.ErrorIs(t, err, loyalty.ErrWeibull, name)
	}
	w := loyalty.Weibull{Scale: 1, Shape: 1}
	assert.Equal(t, 1.0, w.Waiting(-1))
	assert.Zero(t, w.Quantile(math.NaN()))
	assert.Equal(t, math.MaxFloat64, w.Quantile(1))
}

func TestLogRankBeforeAndAfter(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	alike, small := 0, 0
	for range 400 {
		groups := make([][]loyalty.Spell, 3)
		for g := range groups {
			for range 30 {
				groups[g] = append(groups[g], loyalty.Spell{Time: math.Ceil(r.ExpFloat64() * 10), Ended: r.IntN(4) > 0})
			}
		}
		test, err := loyalty.LogRank(groups...)
		require.NoError(t, err)
		require.Equal(t, 2, test.Freedom)
		require.InDelta(t, float64(test.Observed[0]+test.Observed[1]+test.Observed[2]), test.Expected[0]+test.Expected[1]+test.Expected[2], 1e-9)
		turned, err := loyalty.LogRank(groups[2], groups[0], groups[1])
		require.NoError(t, err)
		require.InDelta(t, test.ChiSquare, turned.ChiSquare, 1e-9, "the order of the groups does not matter")
		alike++
		if test.P < 0.1 {
			small++
		}
	}
	assert.InDelta(t, 0.1, float64(small)/float64(alike), 0.04, "one in ten by chance")
	_, err := loyalty.LogRank([]loyalty.Spell{{1, true}})
	assert.ErrorIs(t, err, loyalty.ErrOneGroup)
	_, err = loyalty.LogRank([]loyalty.Spell{{1, false}}, []loyalty.Spell{{1, false}})
	assert.ErrorIs(t, err, loyalty.ErrOneGroup)
	_, err = loyalty.LogRank()
	assert.ErrorIs(t, err, loyalty.ErrOneGroup)
	_, err = loyalty.LogRank([]loyalty.Spell{{1, true}}, []loyalty.Spell{{-1, true}})
	assert.ErrorContains(t, err, "group 1 row 0: a waiting time of -1")
}
