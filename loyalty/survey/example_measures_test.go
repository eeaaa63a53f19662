package survey_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/loyalty/survey"
)

func ExampleNPSOf() {
	s, err := survey.NPSOf(50, 30, 20, 0.95)
	fmt.Println(s.Score, err)
	few, _ := survey.NPSOf(10, 0, 0, 0.95)
	fmt.Println(few.Score)
	// Output:
	// 30 [14.05, 44.2] of 100 (promoters less detractors, adjusted Wald interval) <nil>
	// 100 [47.5, 100] of 10 (promoters less detractors, adjusted Wald interval), interval-only
}

// Stars are no answers to the question of the NPS, unless somebody says which of
// them count.
func ExampleNPS() {
	stars := []float64{5, 5, 4, 3, 5}
	_, err := survey.NPS(stars, survey.NPSOptions{Min: 1, Max: 5})
	fmt.Println(err)
	s, _ := survey.NPS(stars, survey.NPSOptions{Min: 1, Max: 5, PromotersFrom: 5, DetractorsTo: 3})
	fmt.Println(s.Score.Value, s.Score.Flags)
	// Output:
	// survey: the NPS is asked on 0 to 10, and this scale goes from 1 to 5; ask again, or say with PromotersFrom and DetractorsTo which answers count
	// 40 [interval-only non-standard-scale]
}

func ExampleTopBox() {
	fmt.Println(survey.TopBox([]float64{5, 4, 4, 3, 5, 2, 4, 5, 1, 4}, survey.Likert(1, 5), 2, 0.95))
	// Output:
	// 0.7 [0.3968, 0.8922] of 10 (top-2-box of 5 points, Wilson interval) <nil>
}

// The last item is worded the other way round, and nobody said so.
func ExampleCronbach() {
	t := survey.Complete([]string{"again", "recommend", "praise", "tempted"}, [][]float64{
		{5, 5, 4, 1}, {4, 5, 5, 2}, {2, 1, 2, 4}, {3, 3, 3, 3}, {1, 2, 1, 5}, {4, 4, 4, 2},
	})
	r, err := survey.Cronbach(t, survey.Options{})
	fmt.Printf("%.3f %v %v %v\n", r.Alpha.Value, r.Alpha.Flags, r.Suspects(), err)
	for _, row := range t.Rows {
		row[3].Value = 6 - row[3].Value
	}
	r, _ = survey.Cronbach(t, survey.Options{})
	fmt.Println(r.Alpha)
	// Output:
	// -0.010 [negative-item-rest] [tempted] <nil>
	// 0.9756 [0.9128, 0.9962] of 6 (Cronbach's alpha, complete answers, Feldt interval)
}

func ExampleACSI() {
	fmt.Println(survey.ACSI([]float64{8.2, 7.6, 7.1}, nil))
	// Output:
	// 73.7 of 3 (ACSI-style index of means) <nil>
}

func ExampleWalletByRank() {
	w, err := survey.WalletByRank([]survey.Ranked{{Rank: 1, Brands: 2}, {Rank: 2, Brands: 3}, {Rank: 1, Brands: 1}}, 0.95)
	fmt.Println(w.Mean, err)
	// Output:
	// 0.6667 [0, 1] of 3 (mean of persons' shares, wallet allocation rule, Student interval), estimated <nil>
}

func ExampleWalletBySpend() {
	w, err := survey.WalletBySpend([]survey.Spending{{Own: 300, Category: 500}, {Own: 100, Category: 900}}, 0.95)
	fmt.Printf("pooled %.3f, mean %.3f, majority %.1f %v\n", w.Pooled.Value, w.Mean.Value, w.Majority.Value, err)
	// Output:
	// pooled 0.286, mean 0.356, majority 0.5 <nil>
}
