package loyalty_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/loyalty"
)

// histories of a shop: who bought on which days of the year.
var shop = []loyalty.History{
	{Customer: "chen", Days: []loyalty.Day{20454, 20484}},
	{Customer: "li", Days: []loyalty.Day{20459}},
	{Customer: "sun", Days: []loyalty.Day{20514, 20524, 20536}},
	{Customer: "wang", Days: []loyalty.Day{20459, 20519}},
	{Customer: "zhao", Days: []loyalty.Day{20560}}, // came ten days ago
}

func ExampleRepeatWithin() {
	fmt.Println(loyalty.RepeatWithin(shop, 60, 20570))
	fmt.Println(loyalty.RepeatWithin(shop, 365, 20570))
	// Output:
	// 0.7333 [0, 0.9493] of 5 (share who bought again by then, Kaplan-Meier), below-min-base, immature
	// unknown: extrapolated of 5 (share who bought again by then, Kaplan-Meier)
}

func ExampleCohorts() {
	at := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 12, 0, 0, 0, time.UTC) }
	cohorts := loyalty.Cohorts([]loyalty.Purchase{
		{Customer: "wang", At: at(1, 5), Amount: 10000},
		{Customer: "wang", At: at(3, 5), Amount: 20000},
		{Customer: "li", At: at(1, 9), Amount: 5000},
		{Customer: "li", At: at(2, 1), Amount: 5000},
		{Customer: "zhao", At: at(2, 14), Amount: 9900},
		{Customer: "zhao", At: at(3, 20), Amount: 9900},
	}, loyalty.View{})
	for _, c := range cohorts {
		fmt.Print(c.Month, " ", c.Customers, ":")
		for _, cell := range c.Cells {
			fmt.Print(" ", cell.Active, " ", cell.Revenue)
			if !cell.Mature {
				fmt.Print(" so far")
			}
		}
		fmt.Println()
	}
	fmt.Println("a month later:", loyalty.Retention(cohorts, 1))
	// Output:
	// January 2: 2 ¥150.00 1 ¥50.00 1 ¥200.00 so far
	// February 1: 1 ¥99.00 1 ¥99.00 so far
	// a month later: 0.5 [0.09453, 0.9055] of 2 (share active in the month, over mature cohorts, Wilson interval)
}

func ExampleKaplanMeier() {
	curve, err := loyalty.KaplanMeier(loyalty.NextOrder(shop, 1, 20570))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range curve.Steps {
		fmt.Printf("after %3.0f days %.2f are still waiting (s.e. %.2f)\n", s.Time, s.Survival, s.StdErr)
	}
	fmt.Println("median", curve.Quantile(.5))
	// Output:
	// after  10 days 0.80 are still waiting (s.e. 0.18)
	// after  30 days 0.53 are still waiting (s.e. 0.25)
	// after  60 days 0.27 are still waiting (s.e. 0.23)
	// after 111 days 0.27 are still waiting (s.e. 0.23)
	// median 60 [30, 111] of 5 (Kaplan-Meier quantile, log interval), below-min-base, open-above
}

func ExampleDecisionTimes() {
	at := func(hour int) time.Time { return time.Date(2026, 5, 20, hour, 0, 0, 0, time.UTC) }
	d, err := loyalty.DecisionTimes([]loyalty.ProductView{
		{Customer: "wang", At: at(8)},
		{Customer: "wang", At: at(9)},
		{Customer: "li", At: at(10)},
		{Customer: "zhao", At: at(7)},
		{Customer: "zhao", At: at(10)}, // still looking
	}, []loyalty.Purchase{
		{Customer: "wang", At: at(10)},
		{Customer: "li", At: at(18)},
	}, loyalty.Deciding{})
	fmt.Println(err, d.Bought, "bought,", d.Abandoned, "did not")
	fmt.Println("hours:", d.Median)
	// Output:
	// <nil> 2 bought, 1 did not
	// hours: 4 of 2 (quantile on the log scale, interval of order statistics)
}

func ExampleDiscounts_Lift() {
	shop := loyalty.Discounts{Discounted: 500, Purchases: 1000} // half of all goes at a discount
	wang := loyalty.Discounts{Customer: "wang", Discounted: 9, Purchases: 10}
	fmt.Println(wang.Lift(shop))
	// Output:
	// 1.815 [1.201, 1.98] of 10 (discount share over the shop's, Wilson interval)
}

func ExampleMeterPrices() {
	m, err := loyalty.MeterPrices([]loyalty.PriceAnswer{
		{TooCheap: 50, Cheap: 90, Expensive: 150, TooExpensive: 200},
		{TooCheap: 60, Cheap: 100, Expensive: 140, TooExpensive: 180},
		{TooCheap: 40, Cheap: 80, Expensive: 120, TooExpensive: 160},
		{TooCheap: 90, Cheap: 80, Expensive: 70, TooExpensive: 60}, // cannot be meant
	})
	fmt.Println(err, "left out:", m.Inconsistent)
	fmt.Printf("acceptable from %.0f to %.0f yuan\n", m.Cheapest.Value, m.MostExpensive.Value)
	// Output:
	// <nil> left out: [3]
	// acceptable from 80 to 150 yuan
}
