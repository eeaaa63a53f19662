package loyalty_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

// Did customers with a coupon buy again sooner than the others? Some have not bought yet.
func ExampleLogRank() {
	var with, without []loyalty.Spell
	for i := range 40 {
		with = append(with, loyalty.Spell{Time: float64(10 + i%20), Ended: i%4 != 0})
		without = append(without, loyalty.Spell{Time: float64(20 + i%30), Ended: i%2 == 0})
	}
	test, err := loyalty.LogRank(with, without)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d bought again with a coupon, %.1f would without a difference; p = %.4f\n", test.Observed[0], test.Expected[0], test.P)

	law, err := loyalty.FitWeibull(with)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("63%% within %.0f days, more likely every day: %t\n", law.Scale, law.Shape > 1)
	// Output:
	// 30 bought again with a coupon, 12.3 would without a difference; p = 0.0000
	// 63% within 23 days, more likely every day: true
}

// Diapers sold less in the weeks in which they were dearer.
func ExampleElasticity() {
	var log []loyalty.Purchase
	for week := range 8 {
		price := 90 + 5*(week%4)
		log = append(log, loyalty.Purchase{
			Customer: "c", At: time.Date(2026, 1, 5+7*week, 12, 0, 0, 0, time.UTC), Category: "diapers",
			Units: 100 - 12*(week%4), Amount: tiexin.Money(price * (100 - 12*(week%4)) * 100),
		})
	}
	points := loyalty.PricePoints(log, 7, loyalty.View{})
	fmt.Println(points[0], points[1])
	fmt.Println(loyalty.Elasticity(points))
	// Output:
	// {diapers 90 100} {diapers 95 88}
	// -2.886 [-3.143, -2.628] of 8 (log-log least squares within items, Student interval), estimated <nil>
}
