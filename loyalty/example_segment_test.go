package loyalty_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/loyalty"
)

// The eight types: recency, frequency and value against the base's average.
func ExampleEightTypes() {
	rows := []loyalty.RFM{
		{Customer: "林", DaysSince: 5, Purchases: 10, Amount: 1000_00},
		{Customer: "周", DaysSince: 200, Purchases: 9, Amount: 800_00},
		{Customer: "吴", DaysSince: 8, Purchases: 1, Amount: 15_00},
	}
	average, err := loyalty.MeanCuts(rows)
	if err != nil {
		fmt.Println(err)
		return
	}
	scores, _, err := loyalty.ScoreRFM(rows, loyalty.RFMOptions{Cuts: average})
	if err != nil {
		fmt.Println(err)
		return
	}
	types := loyalty.EightTypes()
	for i, row := range rows {
		name := types.Of(scores[i])
		fmt.Println(row.Customer, name, types.Chinese(name))
	}
	// Output:
	// 林 important, keep close 重要价值客户
	// 周 important, call back 重要保持客户
	// 吴 ordinary, develop 一般发展客户
}

// A shop's own segments: the first rule that holds gives the name, and Validate says
// what cannot be meant before anybody is named.
func ExampleSegmentation_Validate() {
	mine := loyalty.Segmentation{
		Name: "mine",
		Rules: []loyalty.SegmentRule{
			{Name: "regulars", F: loyalty.Span{Lo: 4, Hi: 5}},
			{Name: "big spenders", FM: loyalty.Span{Lo: 4.5, Hi: 5}},
			{Name: "new", R: loyalty.Span{Lo: 5, Hi: 5}, F: loyalty.Span{Lo: 1, Hi: 1}},
		},
		Rest: "everybody else",
	}
	fmt.Println(mine.Validate())
	fmt.Println(mine.Of(loyalty.RFMScore{R: 5, F: 1, M: 3}))
	fmt.Println(mine.Of(loyalty.RFMScore{R: 2, F: 2, M: 2}))
	// Output:
	// row 1 (big spenders): never decides: rules above it hold for all of its scores; move it up or take it out
	// new
	// everybody else
}

// What each rule leaves to the others: scores without a rule, and rules that overlap.
func ExampleSegmentation_Coverage() {
	c := loyalty.RSegments().Coverage()
	fmt.Println(len(c.Uncovered), "scores have no rule, the first is", c.Uncovered[0])
	fmt.Println(len(c.Overlaps), "pairs overlap, the first on", c.Overlaps[0].Scores)
	// Output:
	// 10 scores have no rule, the first is 215
	// 20 pairs overlap, the first on 1
}
