package survey_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

func TestAnotherScaleThanTenIsNoNPSWithoutAMapping(t *testing.T) {
	_, err := survey.NPS([]float64{4, 5}, survey.NPSOptions{Min: 1, Max: 5})
	assert.EqualError(t, err, "survey: the NPS is asked on 0 to 10, and this scale goes from 1 to 5; ask again, or say with PromotersFrom and DetractorsTo which answers count")
	_, err = survey.NPS([]float64{4, 5}, survey.NPSOptions{Min: 1, Max: 10})
	assert.Error(t, err)
	s, err := survey.NPS([]float64{5, 5, 4, 3, 1}, survey.NPSOptions{Min: 1, Max: 5, PromotersFrom: 5, DetractorsTo: 3})
	require.NoError(t, err)
	assert.Equal(t, [3]int{2, 1, 2}, [3]int{s.Promoters, s.Passives, s.Detractors})
	assert.True(t, s.Score.Has(loyalty.NonStandardScale))
	assert.True(t, s.Wald.Has(loyalty.NonStandardScale))
	s, err = survey.NPS([]float64{8, 8, 7}, survey.NPSOptions{PromotersFrom: 8, DetractorsTo: 5})
	require.NoError(t, err)
	assert.True(t, s.Score.Has(loyalty.NonStandardScale), "0 to 10, but other cuts")
	s, err = survey.NPS([]float64{8, 8, 7}, survey.NPSOptions{PromotersFrom: 9, DetractorsTo: 6})
	require.NoError(t, err)
	assert.False(t, s.Score.Has(loyalty.NonStandardScale))
	for _, o := range []survey.NPSOptions{{Min: 5, Max: 1}, {PromotersFrom: 11, DetractorsTo: 6}, {PromotersFrom: 6, DetractorsTo: 6}, {PromotersFrom: 9, DetractorsTo: -1}, {Level: 1}} {
		_, err := survey.NPS(nil, o)
		assert.Error(t, err, "%+v", o)
	}
}

func TestFromTwentyAnswersOnTheScoreIsShown(t *testing.T) {
	for n, few := range map[int]bool{1: true, 19: true, 20: false, 21: false} {
		s, err := survey.NPSOf(n, 0, 0, 0)
		require.NoError(t, err)
		assert.Equal(t, few, s.Score.Has(loyalty.IntervalOnly), n)
	}
}

func TestStarsTakenForAnNPSAreSuspect(t *testing.T) {
	s, err := survey.NPS(slices.Repeat([]float64{5, 4}, 10), survey.NPSOptions{})
	require.NoError(t, err)
	assert.True(t, s.Score.Has(loyalty.SuspectScale))
	s, err = survey.NPS(slices.Repeat([]float64{5, 0}, 10), survey.NPSOptions{})
	require.NoError(t, err)
	assert.False(t, s.Score.Has(loyalty.SuspectScale))
}

func TestAnswersThatAreNoNPS(t *testing.T) {
	_, err := survey.NPS([]float64{9, 11, -1, 7.5, math.NaN(), math.Inf(1)}, survey.NPSOptions{})
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, 5)
	assert.EqualError(t, faults[2], "row 3: the answer 7.5 is not a whole point from 0 to 10; correct it, or leave the row out")
	s, err := survey.NPS(nil, survey.NPSOptions{})
	require.NoError(t, err)
	assert.Equal(t, loyalty.ZeroBase, s.Score.Why)
	_, err = survey.NPSOf(-1, 0, 0, 0)
	assert.Error(t, err)
	_, err = survey.NPSOf(math.MaxInt, math.MaxInt, 0, 0)
	assert.Error(t, err)
}

func TestTopBoxNeedsPoints(t *testing.T) {
	m, err := survey.TopBox([]float64{7, 6, 5, 1}, survey.Likert(1, 7), 1, 0)
	require.NoError(t, err)
	assert.Equal(t, 0.25, m.Value)
	assert.Equal(t, "top-1-box of 7 points, Wilson interval", m.Method)
	m, err = survey.TopBox([]float64{100, 75, 50}, survey.Scale{Min: 0, Max: 100, Points: 5}, 2, 0)
	require.NoError(t, err)
	assert.InDelta(t, 2.0/3, m.Value, close9)
	m, err = survey.TopBox(nil, survey.Likert(1, 5), 2, 0)
	require.NoError(t, err)
	assert.Equal(t, loyalty.ZeroBase, m.Why)
	_, err = survey.TopBox([]float64{0, 3, 3.5}, survey.Likert(1, 5), 2, 0)
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, 2)
	for _, k := range []int{0, 5, -1} {
		_, err = survey.TopBox([]float64{3}, survey.Likert(1, 5), k, 0)
		assert.Error(t, err)
	}
	_, err = survey.TopBox([]float64{3}, survey.Scale{Kind: survey.Amount, Max: 5}, 2, 0)
	assert.Error(t, err)
	_, err = survey.TopBox([]float64{3}, survey.Likert(5, 5), 2, 0)
	assert.Error(t, err)
	_, err = survey.TopBox([]float64{3}, survey.Likert(1, 5), 2, -1)
	assert.Error(t, err)
}

func TestACSIThatCannotBe(t *testing.T) {
	_, err := survey.ACSI([]float64{0, 11, math.NaN()}, []float64{1, -1, math.Inf(1)})
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, 5)
	_, err = survey.ACSI([]float64{5}, []float64{1, 2})
	assert.Error(t, err)
	for _, m := range [][2][]float64{{nil, nil}, {{5}, {0}}} {
		got, err := survey.ACSI(m[0], m[1])
		require.NoError(t, err)
		assert.Equal(t, loyalty.ZeroBase, got.Why)
	}
	weighted, err := survey.ACSI([]float64{10, 1}, []float64{3, 1})
	require.NoError(t, err)
	assert.Equal(t, 75.0, weighted.Value)
}

func TestShareOfWalletByRank(t *testing.T) {
	// First of two: (1 − 1/3)·2/2 = 2/3; second of two: 1/3; only shop: 1; tied first of two: 1/2.
	for r, want := range map[survey.Ranked]float64{{Rank: 1, Brands: 2}: 2. / 3, {Rank: 2, Brands: 2}: 1. / 3, {Rank: 1, Brands: 1}: 1, {Rank: 1.5, Brands: 2}: .5, {Rank: 2, Brands: 3}: 1. / 3} {
		w, err := survey.WalletByRank([]survey.Ranked{r}, 0)
		require.NoError(t, err)
		assert.InDelta(t, want, w.Mean.Value, close9)
		assert.True(t, w.Mean.Has(loyalty.Estimated))
		assert.Equal(t, loyalty.NoCategoryData, w.Pooled.Why)
	}
	// The shares of all brands of one person sum to one.
	for n := 1; n <= 30; n++ {
		var all []survey.Ranked
		for rank := range n {
			all = append(all, survey.Ranked{Rank: float64(rank + 1), Brands: n})
		}
		w, err := survey.WalletByRank(all, 0)
		require.NoError(t, err)
		assert.InDelta(t, 1, w.Mean.Value*float64(n), close9)
	}
	_, err := survey.WalletByRank([]survey.Ranked{{1, 1}, {0, 2}, {3, 2}, {1.2, 2}, {math.NaN(), 2}, {1, 0}}, 0)
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, 5)
}

func TestShareOfWalletBySpend(t *testing.T) {
	_, err := survey.WalletBySpend([]survey.Spending{{-1, 2}, {3, 2}, {1, math.Inf(1)}, {math.NaN(), 1}, {1, 2}}, 0)
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, 4)
	w, err := survey.WalletBySpend([]survey.Spending{{0, 0}}, 0)
	require.NoError(t, err)
	assert.Equal(t, loyalty.ZeroBase, w.Pooled.Why)
	assert.Equal(t, loyalty.ZeroBase, w.Mean.Why)
	// 80 of 100, 30 of 300 and 50 of 200: residuals from 160/600 over a mean of 200,
	// and Student's quantile for two degrees of freedom and 75 %.
	w, err = survey.WalletBySpend([]survey.Spending{{80, 100}, {30, 300}, {50, 200}}, 0.5)
	require.NoError(t, err)
	r := 160.0 / 600
	residuals := []float64{80 - r*100, 30 - r*300, 50 - r*200}
	half := 0.816496580927726 * stat.StdDev(residuals, nil) / math.Sqrt(3) / 200
	assert.InDeltaSlice(t, []float64{r, r - half, r + half}, []float64{w.Pooled.Value, w.Pooled.Lo, w.Pooled.Hi}, close9)
	// All three give half: that says nothing of how far the next one is from it.
	w, err = survey.WalletBySpend([]survey.Spending{{1, 2}, {50, 100}, {4, 8}}, 0)
	require.NoError(t, err)
	for _, m := range []loyalty.Measure{w.Pooled, w.Mean} {
		assert.Equal(t, [4]float64{.5, 0, 0, 0}, [4]float64{m.Value, m.Lo, m.Hi, m.Level})
		assert.True(t, m.Has(loyalty.ZeroVariance))
		assert.NotContains(t, m.Method, "interval")
	}
	assert.Equal(t, 1.0, w.Majority.Value)
}
