package survey

import (
	"fmt"
	"math"

	"github.com/tiexin-go/tiexin/loyalty"
)

// PairedWeights are the weights from paired comparisons of indicators.
type PairedWeights struct {
	Weights []float64 // sum to 1, in the order of the comparisons
	// Consistency is the consistency ratio (一致性比例): 0 if the comparisons agree with
	// each other, 1 if they look random. Above 0.1 it is flagged [loyalty.Inconsistent]: compare
	// again. Its base is indicators.
	Consistency loyalty.Measure
}

// randomIndex is the mean consistency index of matrices of 1 to 15 indicators
// filled by lot (Saaty 1980, The Analytic Hierarchy Process).
var randomIndex = [...]float64{0, 0, .58, .90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59}

// AHP weighs indicators by the analytic hierarchy process (层次分析法). Row i and column
// j have the importance of i relative to j, from 1/9 to 9. The diagonal is 1, and the
// other half has the reciprocals; a rounded one such as 0.33 for 1/3 counts as exact. The
// weights are the principal eigenvector; the consistency ratio is
//
//	(λ − n)/(n − 1) / random index of n
//
// (Saaty 1977, Journal of Mathematical Psychology 15(3)). From 1 to 15 indicators; faults
// of the matrix are [loyalty.Problems], by row.
func AHP(matrix [][]float64) (PairedWeights, error) {
	n := len(matrix)
	if n == 0 || n > len(randomIndex) {
		return PairedWeights{}, zh.Error("survey: %d indicators cannot be compared two by two; take from 1 to %d, and more of them in blocks", n, len(randomIndex))
	}
	var faults loyalty.Problems
	fault := func(row int, format string, a ...any) {
		faults = append(faults, loyalty.Problem{Row: row, Message: fmt.Sprintf(format, a...)})
	}
	for i, row := range matrix {
		if len(row) != n {
			fault(i, "there are %d comparisons with %d indicators; give one with each, 1 with itself", len(row), n)
			continue
		}
		for j, v := range row {
			switch {
			case !(v >= 0.99/9 && v <= 9):
				fault(i, "column %d holds %v; comparisons are from 1/9 to 9", j, v)
			case i == j && v != 1:
				fault(i, "column %d compares the indicator with itself and holds %v; it should be 1", j, v)
			case i > j && len(matrix[j]) == n && !reciprocal(v, matrix[j][i]) && matrix[j][i] > 0 && matrix[j][i] <= 9:
				fault(i, "column %d holds %v and the opposite comparison %v; one should be 1 divided by the other", j, v, matrix[j][i])
			}
		}
	}
	if err := faults.Err(); err != nil {
		return PairedWeights{}, err
	}
	exact := make([][]float64, n)
	for i := range exact {
		exact[i] = make([]float64, n)
		for j := range n {
			switch { // of the two the one above 1 was meant: 3 and not 0.33
			case matrix[i][j] >= 1:
				exact[i][j] = matrix[i][j]
			default:
				exact[i][j] = 1 / matrix[j][i]
			}
		}
		exact[i][i] = 1
	}
	weights, lambda := principal(exact)
	p := PairedWeights{Weights: weights, Consistency: loyalty.Measure{OK: true, Base: n, Method: "consistency ratio, Saaty's random indices"}}
	if n > 2 {
		p.Consistency.Value = max((lambda-float64(n))/float64(n-1), 0) / randomIndex[n-1]
	}
	if p.Consistency.Value > 0.1 {
		p.Consistency = p.Consistency.With(loyalty.Inconsistent)
	}
	return p, nil
}

// reciprocal says that one comparison is 1 divided by the other, apart from a fiftieth
// or from rounding to two digits: 0.13 for 1/8.
func reciprocal(v, w float64) bool {
	return math.Abs(v*w-1) <= 0.02 || math.Abs(min(v, w)-1/max(v, w)) <= 0.005+tiny
}

// principal is the eigenvector of a positive matrix with the largest eigenvalue,
// by repeated multiplication, which for such matrices always gets there.
func principal(m [][]float64) (vector []float64, lambda float64) {
	n := len(m)
	vector = make([]float64, n)
	for i := range vector {
		vector[i] = 1 / float64(n)
	}
	for range 10_000 {
		next, sum := make([]float64, n), 0.0
		for i := range n {
			for j := range n {
				next[i] += m[i][j] * vector[j]
			}
			sum += next[i]
		}
		moved := 0.0
		for i := range n {
			next[i] /= sum
			moved = max(moved, math.Abs(next[i]-vector[i]))
		}
		vector, lambda = next, sum
		if moved < 1e-15 {
			break
		}
	}
	return vector, lambda
}

// EntropyWeights are the weights of indicators by how well they distinguish customers
// (熵权法). The more evenly an indicator is spread over the rows, the less it weighs. With
// the share p of row i in its column, over m rows,
//
//	e = −Σ p·ln p / ln m,   w = (1 − e)/Σ(1 − e)
//
// (Shannon 1948, Bell System Technical Journal 27; Zeleny 1982, Multiple Criteria Decision
// Making). Values are from 0 up, and more is better. Bring scores on the same scale first,
// such as 0–100, since the weights depend on the place of zero. Weights sum to 1. It needs at
// least two rows and one column that varies; other values are [loyalty.Problems], by row.
func EntropyWeights(rows [][]float64) ([]float64, error) {
	if len(rows) < 2 {
		return nil, zh.Error("survey: entropy weights need two rows or more, not %d", len(rows))
	}
	k := len(rows[0])
	var faults loyalty.Problems
	sums, varies := make([]float64, k), make([]bool, k)
	for i, row := range rows {
		if len(row) != k {
			faults = append(faults, loyalty.Problem{Row: i, Message: fmt.Sprintf("there are %d values, and %d in the first row; give one for each indicator", len(row), k)})
			continue
		}
		for j, v := range row {
			if !(v >= 0 && v <= furthest) {
				faults = append(faults, loyalty.Problem{Row: i, Message: fmt.Sprintf("column %d holds %v; values are from 0 to %v", j, v, furthest)})
			}
			sums[j] += v
			varies[j] = varies[j] || v != rows[0][j]
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	weights, all := make([]float64, k), 0.0
	for j := range k {
		if !varies[j] {
			continue // it tells nobody apart
		}
		e := 0.0
		for _, row := range rows {
			if p := row[j] / sums[j]; p > 0 {
				e -= p * math.Log(p)
			}
		}
		weights[j] = max(1-e/math.Log(float64(len(rows))), 0)
		all += weights[j]
	}
	if all == 0 {
		return nil, zh.Error("survey: none of the %d indicators varies, so they cannot be weighed by entropy; give the weights by hand or by AHP", k)
	}
	for j := range weights {
		weights[j] /= all
	}
	return weights, nil
}
