package survey_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

// shop is a random table: k items that share something, with answers missing.
func shop(seed uint64, missing float64) survey.Table {
	r := rand.New(rand.NewPCG(seed, 7))
	k, n := 2+r.IntN(6), 5+r.IntN(60)
	t := survey.Table{}
	for j := range k {
		t.Items = append(t.Items, "q"+strconv.Itoa(j))
	}
	for range n {
		common := r.NormFloat64()
		var row []survey.Answer
		for range k {
			v := math.Round(min(max(4+common+r.NormFloat64(), 1), 7))
			row = append(row, survey.Answer{Value: v, Given: r.Float64() >= missing})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// columnsOf are the values of the items for those who answered all of them.
func columnsOf(t survey.Table, items ...int) [][]float64 {
	columns := make([][]float64, len(items))
	for _, row := range t.Rows {
		if slices.ContainsFunc(items, func(i int) bool { return !row[i].Given }) {
			continue
		}
		for c, i := range items {
			columns[c] = append(columns[c], row[i].Value)
		}
	}
	return columns
}

func others(k, but int) []int {
	var all []int
	for i := range k {
		if i != but {
			all = append(all, i)
		}
	}
	return all
}

// slowAlpha is the formula as it is printed: variances of the items and of the sum.
func slowAlpha(columns [][]float64) float64 {
	k := float64(len(columns))
	items, total := 0.0, make([]float64, len(columns[0]))
	for _, c := range columns {
		items += stat.Variance(c, nil)
		for i, v := range c {
			total[i] += v
		}
	}
	return k / (k - 1) * (1 - items/stat.Variance(total, nil))
}

func TestListwiseAlphaIsTheFormulaOnCompleteRows(t *testing.T) {
	checked := 0
	for seed := range uint64(300) {
		table := shop(seed, 0.1)
		k := len(table.Items)
		columns := columnsOf(table, others(k, -1)...)
		r, err := survey.Cronbach(table, survey.Options{})
		require.NoError(t, err)
		assert.Equal(t, len(columns[0]), r.Alpha.Base)
		if !r.Alpha.OK {
			continue
		}
		checked++
		assert.InDelta(t, slowAlpha(columns), r.Alpha.Value, 1e-9)
		sum := 0.0
		constant := false
		for i := range k {
			constant = constant || stat.Variance(columns[i], nil) == 0
			for j := range i {
				sum += 2 * stat.Correlation(columns[i], columns[j], nil)
			}
		}
		mean := sum / float64(k*(k-1))
		if assert.Equal(t, !constant, r.Standardised.OK); !constant {
			assert.InDelta(t, float64(k)*mean/(1+float64(k-1)*mean), r.Standardised.Value, 1e-9)
		}
		for i, item := range r.Items {
			rest := make([]float64, len(columns[0]))
			for _, j := range others(k, i) {
				for row, v := range columns[j] {
					rest[row] += v
				}
			}
			if item.ItemRest.OK {
				assert.InDelta(t, stat.Correlation(columns[i], rest, nil), item.ItemRest.Value, 1e-9)
			}
			if item.Dropped.OK {
				var left [][]float64
				for _, j := range others(k, i) {
					left = append(left, columns[j])
				}
				assert.InDelta(t, slowAlpha(left), item.Dropped.Value, 1e-9)
			} else if k == 2 {
				assert.Equal(t, loyalty.TooFewItems, item.Dropped.Why)
			}
		}
	}
	assert.Greater(t, checked, 250)
}

func TestPairwiseAlphaTakesEachPairFromThoseWhoAnsweredBoth(t *testing.T) {
	for seed := range uint64(200) {
		table := shop(seed, 0.15)
		k := len(table.Items)
		trace, total, base := 0.0, 0.0, len(table.Rows)
		for i := range k {
			for j := range k {
				c := columnsOf(table, i, j)
				base = min(base, len(c[0]))
				covariance := stat.Covariance(c[0], c[1], nil)
				if total += covariance; i == j {
					trace += covariance
				}
			}
		}
		r, err := survey.Cronbach(table, survey.Options{Missing: survey.Pairwise})
		require.NoError(t, err)
		if r.Alpha.OK {
			assert.InDelta(t, float64(k)/float64(k-1)*(1-trace/total), r.Alpha.Value, 1e-9)
		}
		assert.Equal(t, base, r.Alpha.Base)
		if len(columnsOf(table, others(k, -1)...)[0]) < len(table.Rows) {
			assert.True(t, r.Alpha.Has(loyalty.MissingAnswers))
			assert.Contains(t, r.Alpha.Method, "pairwise")
		}
	}
}

// Feldt's interval holds the true alpha as often as it says: of parallel items
// with correlation ρ it is kρ/(1 + (k−1)ρ).
func TestFeldtsIntervalCovers(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const k, n, rho, rounds = 4, 25, 0.4, 2000
	truth := k * rho / (1 + (k-1)*rho)
	hits := 0
	for range rounds {
		rows := make([][]float64, n)
		for i := range rows {
			common := r.NormFloat64() * math.Sqrt(rho)
			for range k {
				rows[i] = append(rows[i], common+r.NormFloat64()*math.Sqrt(1-rho))
			}
		}
		got, err := survey.Cronbach(survey.Complete([]string{"a", "b", "c", "d"}, rows), survey.Options{Level: 0.9})
		require.NoError(t, err)
		if got.Alpha.Lo <= truth && truth <= got.Alpha.Hi {
			hits++
		}
	}
	assert.InDelta(t, 0.9, float64(hits)/rounds, 0.025)
}

func TestAnItemThatNobodyTurnedIsNoticed(t *testing.T) {
	table := attitudes(t)
	for _, row := range table.Rows {
		row[1].Value = 100 - row[1].Value // complaints, asked the other way round
	}
	r, err := survey.Cronbach(table, survey.Options{})
	require.NoError(t, err)
	assert.Equal(t, []string{"complaints"}, r.Suspects())
	assert.True(t, r.Alpha.Has(loyalty.NegativeItemRest))
	assert.Less(t, r.Alpha.Value, 0.6)
	assert.Greater(t, r.Items[1].Dropped.Value, r.Alpha.Value)
}

func TestReliabilityThatCannotBeKnown(t *testing.T) {
	alike := func(n int, row ...float64) [][]float64 { return slices.Repeat([][]float64{row}, n) }
	for name, c := range map[string]struct {
		rows  [][]float64
		items []string
		want  loyalty.Flag
	}{
		"nobody":             {nil, []string{"a", "b"}, loyalty.ZeroBase},
		"one person":         {alike(1, 3, 4), []string{"a", "b"}, loyalty.BelowMinBase},
		"one item":           {[][]float64{{1}, {2}, {4}}, []string{"a"}, loyalty.TooFewItems},
		"no item":            {alike(4), nil, loyalty.TooFewItems},
		"all alike":          {alike(9, 0.1, 0.1), []string{"a", "b"}, loyalty.ZeroVariance},
		"items cancel out":   {[][]float64{{1, 5}, {2, 4}, {4, 2}, {5, 1}}, []string{"a", "b"}, loyalty.ZeroVariance},
		"all alike in part":  {[][]float64{{3, 3}, {3, 3}, {3, 3}}, []string{"a", "b"}, loyalty.ZeroVariance},
		"all alike, in tens": {alike(3, 0.1, 0.2, 0.3), []string{"a", "b", "c"}, loyalty.ZeroVariance},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := survey.Cronbach(survey.Complete(c.items, c.rows), survey.Options{})
			require.NoError(t, err)
			assert.False(t, r.Alpha.OK)
			assert.Equal(t, c.want, r.Alpha.Why)
			assert.False(t, r.Alpha.Has(loyalty.NegativeItemRest) && c.want != loyalty.ZeroVariance)
		})
	}
	_, err := survey.Cronbach(survey.Table{Items: []string{"a", "b"}, Rows: [][]survey.Answer{{{1, true}}, {{math.NaN(), true}, {math.Inf(1), true}}, {{math.NaN(), false}, {1, true}}}}, survey.Options{})
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, 3)
	assert.Equal(t, 1, faults[1].Row)
	_, err = survey.Cronbach(attitudes(t), survey.Options{Missing: "casewise"})
	assert.EqualError(t, err, `survey: missing answers are dealt with listwise or pairwise, not "casewise"`)
}

// The variance of the score is what counting out every answer gives, and the
// adjusted interval is Wald's with three more answers.
func TestNPSIsWhatCountingOutGives(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		n := 1 + r.IntN(200)
		answers, points := make([]float64, n), make([]float64, n)
		for i := range answers {
			a := r.IntN(11)
			answers[i] = float64(a)
			switch {
			case a >= 9:
				points[i] = 100
			case a <= 6:
				points[i] = -100
			}
		}
		s, err := survey.NPS(answers, survey.NPSOptions{})
		require.NoError(t, err)
		mean, variance := stat.PopMeanVariance(points, nil)
		assert.InDelta(t, mean, s.Score.Value, 1e-9)
		assert.InDelta(t, math.Sqrt(variance/float64(n)), s.StandardError, 1e-9)
		assert.Equal(t, n, s.Promoters+s.Passives+s.Detractors)
		weights := slices.Repeat([]float64{1}, n)
		points, weights = append(points, 100, -100, 0), append(weights, 0.75, 0.75, 1.5)
		mean, variance = stat.PopMeanVariance(points, weights)
		half := 1.959963984540054 * math.Sqrt(variance/float64(n+3))
		assert.InDelta(t, max(mean-half, -100), s.Score.Lo, 1e-9)
		assert.InDelta(t, min(mean+half, 100), s.Score.Hi, 1e-9)
	}
}
