package btyd_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// Which customers of a tea shop will buy within the next 30 days?
func Example() {
	first := time.Date(2026, 1, 1, 12, 0, 0, 0, time.FixedZone("CST", 8*60*60))
	var purchases []loyalty.Purchase
	for id, days := range map[string][]int{
		"lin": {0, 14, 30, 43, 59, 73, 88}, "wang": {5}, "zhao": {2, 9, 17, 23}, "qian": {60}, "sun": {20, 50, 81},
	} {
		for _, d := range days {
			purchases = append(purchases, loyalty.Purchase{Customer: id, At: first.AddDate(0, 0, d)})
		}
	}
	past, err := btyd.Summarise(slices.Values(purchases), btyd.LogOptions{End: loyalty.DayOf(first.AddDate(0, 0, 90), nil)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fit, err := btyd.MBG.Fit(past, btyd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, c := range past.Customers {
		fmt.Printf("%s: there %.2f, buys within 30 days %.2f\n", past.IDs[i], fit.Model.PAlive(c), fit.Model.PBuy(c, fit.Unit.Count(30, btyd.Day)))
	}
	// Output:
	// lin: there 0.95, buys within 30 days 0.76
	// qian: there 0.32, buys within 30 days 0.25
	// sun: there 0.85, buys within 30 days 0.67
	// wang: there 0.03, buys within 30 days 0.02
	// zhao: there 0.26, buys within 30 days 0.21
}
