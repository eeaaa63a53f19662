package report_test

import (
	"fmt"
	"os"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/report"
)

// How is the shop doing? A tea shop has five customers, of whom two came again.
func Example() {
	r, err := report.Of(report.Input{Log: teaShop()}, report.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.On, r.Counts.Customers, "customers spent", r.Counts.Net)
	fmt.Println("came again:", r.Repeat.Buyers)
	fmt.Println("types:", r.Types.Why)
	fmt.Println("tested:", r.Forecast.Untested)
	// Output:
	// 2026-06-18 4 customers spent ¥591.00
	// came again: 0.5 [0.15, 0.85] of 4 (customers with two purchases or more, Wilson interval)
	// types: no-survey
	// tested: below-min-base
}

func teaShop() loyalty.Log {
	on := func(month time.Month, day int) time.Time {
		return time.Date(2026, month, day, 20, 0, 0, 0, tiexin.Shanghai())
	}
	return loyalty.Log{
		Purchases: []loyalty.Purchase{
			{Customer: "an", Order: "1", At: on(3, 1), Amount: 12800},
			{Customer: "bo", Order: "2", At: on(3, 8), Amount: 6900},
			{Customer: "an", Order: "3", At: on(4, 2), Amount: 12800},
			{Customer: "chen", Order: "4", At: on(4, 20), Amount: 19900},
			{Customer: "dan", Order: "5", At: on(5, 5), Amount: 8800},
			{Customer: "bo", Order: "6", At: on(6, 1), Amount: 7900},
			{Customer: "en", Order: "7", At: on(6, 18), Amount: 9900},
		},
		Refunds: []loyalty.Refund{{Order: "4", At: on(4, 25), Whole: true}},
	}
}

func ExampleReport_Tables() {
	r, err := report.Of(report.Input{Log: teaShop()}, report.Options{Zone: tiexin.Shanghai()})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, table := range r.Tables() {
		if table.Name == "tiers" {
			if err := table.WriteCSV(os.Stdout); err != nil {
				fmt.Println(err)
			}
		}
	}
	// Output:
	// tier,customers,share,share_lo,share_hi,share_base,share_why,spend,spend_share,spend_share_lo,spend_share_hi,spend_share_base,spend_share_why,least
	// A,3,0.75,,,4,,503.00,0.8511,,,4,,99.00
	// B,1,0.25,,,4,,88.00,0.1489,,,4,,88.00
	// C,0,0,,,4,,0.00,0,,,4,,0.00
}
