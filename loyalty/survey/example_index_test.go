package survey_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/loyalty/survey"
)

// The textbook's example: recommend 4 of 5, buy again 3 of 5.
func ExampleLoadIndex() {
	x, err := survey.LoadIndex("attitude.yaml", []byte(`version: 1
name: attitude
scale: {min: 1, max: 5}
blocks:
  attitude:
    weight: 0.7
    indicators:
      recommend: {weight: 0.3}
      again: {weight: 0.4}
`))
	fmt.Println(err)
	answers := map[string]float64{"recommend": 4, "again": 3}
	for _, mode := range []survey.Mode{survey.AsGiven, survey.Normalised} {
		x.Mode = mode
		s, _ := x.Score(answers)
		fmt.Printf("%s %.1f\n", mode, s.Value.Value)
	}
	x.Mode, x.ZeroIsMin = survey.AsGiven, true
	s, _ := x.Score(answers)
	fmt.Printf("zero is min %.2f\n", s.Value.Value)
	// Output:
	// <nil>
	// as-given 33.6
	// normalised 48.0
	// zero is min 29.75
}

// The textbook's recommendation score (推荐得分): answer · weight · 100 ÷ highest answer.
// With the intention to buy again, it makes the index of attitude.
func ExampleIndex_Score_recommendation() {
	recommend := survey.Indicator{Name: "recommend", Weight: 0.3}
	again := survey.Indicator{Name: "again", Weight: 0.4}
	score := survey.Index{
		Scale:  survey.Likert(1, 5),
		Blocks: []survey.IndexBlock{{Name: "recommendation", Weight: 1, Indicators: []survey.Indicator{recommend}}},
	}
	s, err := score.Score(map[string]float64{"recommend": 4})
	fmt.Printf("recommendation score: 4 × 0.3 × 100 ÷ 5 = %.1f %v\n", s.Value.Value, err)
	attitude := survey.Index{
		Scale:  survey.Likert(1, 5),
		Blocks: []survey.IndexBlock{{Name: "attitude", Weight: 0.7, Indicators: []survey.Indicator{recommend, again}}},
	}
	s, err = attitude.Score(map[string]float64{"recommend": 4, "again": 3})
	fmt.Printf("attitude: (4 × 0.3 + 3 × 0.4) × 0.7 × 100 ÷ 5 = %.1f %v\n", s.Value.Value, err)
	ready, err := survey.ReadyIndex("attitude") // the same as a file to be copied
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err = ready.Score(map[string]float64{"recommend": 4, "again": 3})
	fmt.Printf("%s: %.1f %v\n", ready.Title.EN, s.Value.Value, err)
	// Output:
	// recommendation score: 4 × 0.3 × 100 ÷ 5 = 24.0 <nil>
	// attitude: (4 × 0.3 + 3 × 0.4) × 0.7 × 100 ÷ 5 = 33.6 <nil>
	// index of attitudinal loyalty: 33.6 <nil>
}

func ExampleIndex_Score_missing() {
	x, _ := survey.ReadyIndex("loyalty")
	s, err := x.Score(map[string]float64{"repeat-share": 60, "wallet-share": 40, "again": 4, "recommend": 5})
	fmt.Printf("%.1f of 100, %.0f %% of the weight, %v %v\n", s.Value.Value, 100*s.Covered, s.Value.Flags, err)
	s, _ = x.Score(map[string]float64{"again": 4, "recommend": 5})
	fmt.Printf("%s, %.0f %% of the weight\n", s.Value.Why, 100*s.Covered)
	// Output:
	// 65.0 of 100, 72 % of the weight, [reweighted] <nil>
	// low-coverage, 24 % of the weight
}

// Recommending counts three times as much as buying again, and five times as much
// as forgiving.
func ExampleAHP() {
	w, err := survey.AHP([][]float64{
		{1, 3, 5},
		{0.33, 1, 3},
		{0.2, 0.33, 1},
	})
	fmt.Printf("%.3f, consistency ratio %.3f, %v\n", w.Weights, w.Consistency.Value, err)
	// Output:
	// [0.637 0.258 0.105], consistency ratio 0.033, <nil>
}

func ExampleEntropyWeights() {
	w, err := survey.EntropyWeights([][]float64{{80, 10, 50}, {75, 90, 50}, {85, 30, 50}})
	fmt.Printf("%.3f %v\n", w, err)
	// Output:
	// [0.004 0.996 0.000] <nil>
}
