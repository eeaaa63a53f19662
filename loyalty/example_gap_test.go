package loyalty_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/loyalty"
)

// When will this customer buy again? Who has bought little leans on the shop.
func ExampleGapModel_Median() {
	model := loyalty.GapModel{K: 1.1, A: 3.6, B: 140} // as FitGaps finds it from a shop's customers
	fmt.Println("new:", model.Median(loyalty.GapState{}))
	fmt.Println("every 20 days:", model.Median(loyalty.GapState{N: 10, Sum: 200}))
	// Output:
	// new: 33.88 [5.361, 136] of 0 (gamma-gamma gap model, posterior median and prediction interval)
	// every 20 days: 18.85 [3.196, 62.55] of 10 (gamma-gamma gap model, posterior median and prediction interval)
}

// A restock reminder for every customer: one multiplication each.
func ExampleGapModel_Table() {
	model := loyalty.GapModel{K: 1.1, A: 3.6, B: 140}
	early, ok := model.Table(0.25, 100)
	var wang loyalty.Summary
	for day := loyalty.Day(20000); day < 20100; day += 20 {
		if err := wang.Add(day, 19900); err != nil {
			fmt.Println(err)
		}
	}
	days, _ := early.Quantile(wang.Gaps())
	fmt.Printf("%t: remind %.1f days after %s\n", ok, days, wang.Last())
	// Output:
	// true: remind 9.7 days after 2024-12-23
}

func ExampleFitGaps() {
	var histories []loyalty.History
	for i := range 60 {
		h := loyalty.History{Customer: fmt.Sprint(i)}
		for j := range 3 + i%4 {
			h.Days = append(h.Days, loyalty.Day(20000+j*(10+i)+i*j%5))
		}
		histories = append(histories, h)
	}
	fit, err := loyalty.FitGaps(loyalty.Rhythms(histories))
	fmt.Println(err, fit.Customers, fit.Gaps, fit.Flags)
	fmt.Println("regular:", fit.K > 1)
	// Output:
	// <nil> 60 210 []
	// regular: true
}
