package loyalty

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// said are n customers of a level, of whom some left.
func said(level, n, left int) []LossSurvey {
	var out []LossSurvey
	for i := range n {
		out = append(out, LossSurvey{Customer: fmt.Sprintf("%d-%d", level, i), Level: level, Left: i < left})
	}
	return out
}

func TestWithoutOwnNumbersTheAssumptionStandsAndSaysSo(t *testing.T) {
	rates, err := KotlerLoss(365).Rates(365, nil)
	require.NoError(t, err)
	want := []float64{.8, .4, .2, .1, .015}
	for i, r := range rates {
		assert.InDelta(t, want[i], r.Rate.Value, 1e-12)
		assert.True(t, r.Rate.Has(Estimated), r.Name)
		assert.Zero(t, r.Rate.Base)
		assert.True(t, 0 <= r.Rate.Lo && r.Rate.Lo < r.Rate.Value && r.Rate.Value < r.Rate.Hi && r.Rate.Hi <= 1, r.Rate)
		assert.Contains(t, r.Rate.Method, "in 365 days")
	}
	// Quantiles of Beta(16, 4), by their definition.
	assert.InDelta(t, .975, rates[0].Posterior.atLeast(rates[0].Rate.Lo), 1e-9)
	assert.InDelta(t, .025, rates[0].Posterior.atLeast(rates[0].Rate.Hi), 1e-9)
	assert.InDelta(t, .975, rates[4].Posterior.atLeast(rates[4].Rate.Lo), 1e-6, "a parameter of .3 has a long way to 0")
	assert.InDelta(t, .025, rates[4].Posterior.atLeast(rates[4].Rate.Hi), 1e-9)
}

func TestTheShopsOwnNumbersTakeOver(t *testing.T) {
	rates, err := KotlerLoss(90).Rates(90, said(Satisfied, 180, 45))
	require.NoError(t, err)
	r := rates[Satisfied-1]
	assert.Equal(t, 180, r.Customers)
	assert.Equal(t, 45, r.Left)
	assert.Equal(t, Beta{2 + 45, 18 + 135}, r.Posterior)
	assert.InDelta(t, 47./200, r.Rate.Value, 1e-12)
	assert.Equal(t, 180, r.Rate.Base)
	assert.False(t, r.Rate.Has(Estimated), "180 customers weigh more than the 20 assumed")
	assert.True(t, rates[0].Rate.Has(Estimated))

	rates, err = KotlerLoss(90).Rates(90, said(1, 19, 0))
	require.NoError(t, err)
	assert.True(t, rates[0].Rate.Has(Estimated), "19 weigh less than 20")
	rates, err = KotlerLoss(90).Rates(90, said(1, 20, 0))
	require.NoError(t, err)
	assert.False(t, rates[0].Rate.Has(Estimated))

	own := LossPrior{Days: 30, Levels: []LossLevel{{Name: "no", Rate: .5, Weight: 2}, {Name: "yes", Rate: .1}}}
	rates, err = own.Rates(30, append(said(1, 2, 2), LossSurvey{Customer: "not asked", Left: true}))
	require.NoError(t, err)
	assert.InDelta(t, .75, rates[0].Rate.Value, 1e-12)
	assert.Zero(t, rates[1].Customers)
}

func TestMoreLeaversNeverLowerTheRate(t *testing.T) {
	before := -1.
	for left := range 41 {
		rates, err := KotlerLoss(365).Rates(365, said(3, 40, left))
		require.NoError(t, err)
		r := rates[2].Rate
		require.Greater(t, r.Value, before)
		require.True(t, r.Lo <= r.Value && r.Value <= r.Hi)
		before = r.Value
	}
}

func TestSatisfiedCustomersLeaveToo(t *testing.T) {
	rows := append(said(5, 50, 12), said(4, 50, 18)...)
	rows = append(rows, said(2, 20, 10)...)
	m, err := SatisfiedLeavers(rows, Satisfied, 5)
	require.NoError(t, err)
	assert.InDelta(t, .75, m.Value, 0)
	assert.Equal(t, 40, m.Base)
	assert.Empty(t, m.Flags)
	lo, hi := Wilson(30, 40, .95)
	assert.Equal(t, []float64{lo, hi}, []float64{m.Lo, m.Hi})

	m, err = SatisfiedLeavers(append(said(5, 3, 3), said(0, 4, 4)...), Satisfied, 5)
	require.NoError(t, err)
	assert.Equal(t, []Flag{BelowMinBase, Extrapolated}, m.Flags, "three answers of seven leavers")

	m, err = SatisfiedLeavers(said(5, 10, 0), Satisfied, 5)
	require.NoError(t, err)
	assert.Equal(t, ZeroBase, m.Why, "nobody left")
	m, err = SatisfiedLeavers(nil, Satisfied, 5)
	require.NoError(t, err)
	assert.False(t, m.OK)
}

func TestLossesThatCannotBe(t *testing.T) {
	rows := []LossSurvey{{Customer: "a", Level: 1}, {Customer: "a", Level: 2}, {Level: 1}, {Customer: "b", Level: 6}, {Customer: "c", Level: -1}}
	_, err := KotlerLoss(365).Rates(365, rows)
	for _, want := range []string{
		"row 1 (a): is the same customer as row 0", "row 2: has no customer",
		"row 3 (b): answered 6; levels go from 1 to 5", "row 4 (c): answered -1",
	} {
		assert.ErrorContains(t, err, want)
	}
	_, err = SatisfiedLeavers(rows, 4, 5)
	require.ErrorContains(t, err, "row 3 (b)")
	for _, bad := range [][2]int{{0, 5}, {6, 5}, {1, 1}} {
		_, err = SatisfiedLeavers(nil, bad[0], bad[1])
		require.ErrorContains(t, err, "satisfied from level")
	}
	_, err = KotlerLoss(0).Rates(0, nil)
	require.ErrorContains(t, err, "name it, as in KotlerLoss(365)")
	_, err = KotlerLoss(365).Rates(90, nil)
	require.ErrorContains(t, err, "watched for 90 days and the assumed loss is for 365")
	_, err = LossPrior{Days: 1}.Rates(1, nil)
	require.ErrorContains(t, err, "has no levels")
	_, err = LossPrior{Days: 1, Levels: []LossLevel{{"zero", "", 0, 0}, {"nan", "", math.NaN(), 0}, {"light", "", .5, -1}, {"heavy", "", .5, math.Inf(1)}}}.Rates(1, nil)
	for _, want := range []string{"(zero): has a rate of 0", "(nan): has a rate of NaN", "(light): assumes a rate of 0.5 with the weight of -1", "(heavy): assumes a rate of 0.5 with the weight of +Inf"} {
		assert.ErrorContains(t, err, want)
	}
}

func FuzzLossRates(f *testing.F) {
	f.Add(.5, 20., uint8(3), uint8(1))
	f.Add(1e-300, 1e-300, uint8(0), uint8(0))
	f.Fuzz(func(t *testing.T, rate, weight float64, n, left uint8) {
		prior := LossPrior{Days: 30, Levels: []LossLevel{{Name: "one", Rate: rate, Weight: weight}}}
		rates, err := prior.Rates(30, said(1, int(n), min(int(left), int(n))))
		if err != nil {
			return
		}
		r := rates[0].Rate
		require.True(t, r.Value >= 0 && r.Value <= 1 && 0 <= r.Lo && r.Lo <= r.Hi && r.Hi <= 1, "%v", r)
	})
}
