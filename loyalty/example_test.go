package loyalty_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

// How many customers buy again, how many within 60 days of their first order, and which are
// the best?
func Example() {
	on := func(month time.Month, day int) time.Time {
		return time.Date(2026, month, day, 20, 0, 0, 0, tiexin.Shanghai())
	}
	log := loyalty.Log{Purchases: []loyalty.Purchase{
		{Customer: "an", Order: "1", At: on(3, 1), Amount: 12800},
		{Customer: "bo", Order: "2", At: on(3, 8), Amount: 6900},
		{Customer: "an", Order: "3", At: on(4, 2), Amount: 12800},
		{Customer: "chen", Order: "4", At: on(4, 20), Amount: 19900},
		{Customer: "dan", Order: "5", At: on(5, 5), Amount: 8800},
		{Customer: "bo", Order: "6", At: on(6, 1), Amount: 7900},
	}}
	today := loyalty.View{Until: loyalty.DayOf(on(6, 30), nil)}
	purchases, err := log.Net(today)
	if err != nil {
		fmt.Println(err)
		return
	}
	base, err := loyalty.Summarise(log, today)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("buy again:", loyalty.RepeatBuyers(base, loyalty.ByDay))
	fmt.Println("within 60 days:", loyalty.RepeatWithin(loyalty.Histories(purchases, today), 60, today.Until))
	rows := loyalty.RFMOf(base, today.Until, loyalty.ByDay)
	scores, _, err := loyalty.ScoreRFM(rows, loyalty.RFMOptions{Buckets: 3})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, s := range scores {
		fmt.Println(rows[i].Customer, "recency, frequency, monetary value:", s)
	}
	// Output:
	// buy again: 0.5 [0.15, 0.85] of 4 (customers with two purchases or more, Wilson interval)
	// within 60 days: 0.25 [0, 0.5741] of 4 (share who bought again by then, Kaplan-Meier), below-min-base, immature
	// an recency, frequency, monetary value: 123
	// bo recency, frequency, monetary value: 321
	// chen recency, frequency, monetary value: 112
	// dan recency, frequency, monetary value: 211
}
