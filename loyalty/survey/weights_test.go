package survey_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

func TestAHPIsThePrincipalEigenvector(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	ri := []float64{0, 0, .58, .90, 1.12, 1.24, 1.32}
	inconsistent := 0
	for range 100 {
		n := 2 + r.IntN(6)
		m := make([][]float64, n)
		for i := range m {
			m[i] = make([]float64, n)
		}
		flat := mat.NewDense(n, n, nil)
		for i := range n {
			m[i][i] = 1
			for j := range i {
				v := float64(1 + r.IntN(9))
				if r.IntN(2) == 0 {
					v = 1 / v
				}
				m[i][j], m[j][i] = v, 1/v
			}
		}
		for i := range n {
			flat.SetRow(i, m[i])
		}
		got, err := survey.AHP(m)
		require.NoError(t, err)
		var eigen mat.Eigen
		require.True(t, eigen.Factorize(flat, mat.EigenRight))
		best, lambda := 0, math.Inf(-1)
		for i, v := range eigen.Values(nil) {
			if real(v) > lambda {
				best, lambda = i, real(v)
			}
		}
		var vectors mat.CDense
		eigen.VectorsTo(&vectors)
		sum := 0.0
		for i := range n {
			sum += real(vectors.At(i, best))
		}
		for i := range n {
			assert.InDelta(t, real(vectors.At(i, best))/sum, got.Weights[i], 1e-9)
		}
		if n > 2 {
			want := (lambda - float64(n)) / float64(n-1) / ri[n-1]
			assert.InDelta(t, want, got.Consistency.Value, 1e-9)
			assert.Equal(t, want > 0.1, got.Consistency.Has(loyalty.Inconsistent))
			if want > 0.1 {
				inconsistent++
			}
		} else {
			assert.Zero(t, got.Consistency.Value)
		}
	}
	assert.Greater(t, inconsistent, 20)
}

func TestConsistentComparisonsGiveBackTheWeights(t *testing.T) {
	want := []float64{0.5, 0.3, 0.2}
	m := make([][]float64, 3)
	for i := range want {
		for j := range want {
			m[i] = append(m[i], want[i]/want[j])
		}
	}
	got, err := survey.AHP(m)
	require.NoError(t, err)
	assert.InDeltaSlice(t, want, got.Weights, 1e-12)
	assert.InDelta(t, 0, got.Consistency.Value, 1e-12)

	rounded, err := survey.AHP([][]float64{{1, 3, 5}, {0.33, 1, 3}, {0.2, 0.33, 1}})
	require.NoError(t, err)
	exact, err := survey.AHP([][]float64{{1, 3, 5}, {1. / 3, 1, 3}, {0.2, 1. / 3, 1}})
	require.NoError(t, err)
	assert.InDeltaSlice(t, exact.Weights, rounded.Weights, 1e-12)
	assert.InDelta(t, 0.033, exact.Consistency.Value, 0.001) // Saaty's random index .58
}

func TestComparisonsThatCannotBe(t *testing.T) {
	_, err := survey.AHP([][]float64{{2, 3, math.NaN()}, {3, 1}, {12, 0, 1}})
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.EqualError(t, err, `row 0: column 0 compares the indicator with itself and holds 2; it should be 1
row 0: column 2 holds NaN; comparisons are from 1/9 to 9
row 1: there are 2 comparisons with 3 indicators; give one with each, 1 with itself
row 2: column 0 holds 12; comparisons are from 1/9 to 9
row 2: column 1 holds 0; comparisons are from 1/9 to 9`)
	_, err = survey.AHP([][]float64{{1, 3}, {3, 1}})
	assert.EqualError(t, err, "row 1: column 0 holds 3 and the opposite comparison 3; one should be 1 divided by the other")
	for _, n := range []int{0, 16} {
		_, err = survey.AHP(make([][]float64, n))
		assert.ErrorContains(t, err, "take from 1 to 15")
	}
}

func TestEntropyWeighsWhatTellsPeopleApart(t *testing.T) {
	// Two rows, shares ½ ½ and ¾ ¼: e = 1 and −(¾ ln ¾ + ¼ ln ¼)/ln 2.
	w, err := survey.EntropyWeights([][]float64{{5, 3}, {5, 1}})
	require.NoError(t, err)
	assert.Equal(t, []float64{0, 1}, w)

	w, err = survey.EntropyWeights([][]float64{{2, 3, 4}, {1, 1, 4}})
	require.NoError(t, err)
	d := func(p float64) float64 { return 1 + (p*math.Log(p)+(1-p)*math.Log(1-p))/math.Ln2 }
	all := d(2./3) + d(3./4)
	assert.InDeltaSlice(t, []float64{d(2./3) / all, d(3./4) / all, 0}, w, 1e-12)

	for name, rows := range map[string][][]float64{
		"nothing varies":    {{1, 2}, {1, 2}},
		"one row":           {{1, 2}},
		"no rows":           nil,
		"negative":          {{1, 2}, {-1, 2}},
		"infinite":          {{1, math.Inf(1)}, {1, 2}},
		"too few values":    {{1, 2}, {1}},
		"nothing but zeros": {{0, 0}, {0, 0}},
	} {
		_, err := survey.EntropyWeights(rows)
		assert.Error(t, err, name)
	}
}
