package survey

import (
	"fmt"

	"github.com/tiexin-go/tiexin/loyalty"
)

// ACSI is an index like the American customer satisfaction index (顾客满意度指数). It is made
// from the means of its items, each on 1 to 10: satisfaction, expectations met, closeness to
// the ideal. With weights w that sum to one it is
//
//	Σ wᵢ·(x̄ᵢ − 1)/9 · 100
//
// (Fornell, Johnson, Anderson, Cha & Bryant 1996, Journal of Marketing 60(4)). The original
// takes its weights from a partial-least-squares model, which is not part of this package;
// nil weights are equal ones. Other weights are divided by their sum. Base is the number of
// means. If you have answers and not means, score the ready questionnaire "acsi", which also
// gives an interval.
func ACSI(means, weights []float64) (loyalty.Measure, error) {
	const method = "ACSI-style index of means"
	var faults loyalty.Problems
	if weights != nil && len(weights) != len(means) {
		return loyalty.Measure{}, zh.Error("survey: there are %d weights for %d means; give one for each, or none at all", len(weights), len(means))
	}
	sum, all := 0.0, 0.0
	for i, mean := range means {
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		if !(mean >= 1 && mean <= 10) {
			faults = append(faults, loyalty.Problem{Row: i, Message: fmt.Sprintf("the mean %v is not from 1 to 10, on which the items are asked", mean)})
		}
		if !(w >= 0 && w <= furthest) {
			faults = append(faults, loyalty.Problem{Row: i, Message: fmt.Sprintf("the weight %v is not possible; weights are from 0 up", w)})
		}
		sum, all = sum+w*(mean-1)/9*100, all+w
	}
	if err := faults.Err(); err != nil {
		return loyalty.Measure{}, err
	}
	if all == 0 {
		return loyalty.Unknown(loyalty.ZeroBase, len(means), method), nil
	}
	return loyalty.Measure{OK: true, Value: min(sum/all, 100), Base: len(means), Method: method}, nil
}
