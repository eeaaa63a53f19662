package loyalty_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/loyalty"
)

// From purchases to scores: who bought lately, often, for much.
func ExampleScoreRFM() {
	day := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 12, 0, 0, 0, time.UTC) }
	log := loyalty.Log{
		Purchases: []loyalty.Purchase{
			{Customer: "林", At: day(5, 2), Amount: 19_900},
			{Customer: "林", At: day(6, 20), Amount: 25_900},
			{Customer: "林", At: day(6, 28), Amount: 8_800},
			{Customer: "周", At: day(1, 5), Amount: 129_900},
			{Customer: "吴", At: day(6, 1), Amount: 3_900, Refunded: 1_000},
		},
	}
	today := loyalty.DayOf(day(6, 30), nil)
	base, err := loyalty.Summarise(log, loyalty.View{Until: today})
	if err != nil {
		fmt.Println(err)
		return
	}
	rows := loyalty.RFMOf(base, today, loyalty.ByOrder)
	scores, _, err := loyalty.ScoreRFM(rows, loyalty.RFMOptions{Buckets: 3})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, row := range rows {
		fmt.Printf("%s: %d days ago, %d times, %v: %v\n", row.Customer, row.DaysSince, row.Purchases, row.Amount, scores[i])
	}
	// Output:
	// 吴: 29 days ago, 1 times, ¥29.00: 211
	// 周: 176 days ago, 1 times, ¥1299.00: 113
	// 林: 2 days ago, 3 times, ¥546.00: 332
}

// Fixed edges: within 30 and 90 days, from the 2nd and the 5th purchase, from 200 and 1000 yuan.
func ExampleRFMCuts_Score() {
	cuts := loyalty.RFMCuts{
		Recency:   []float64{31, 91},
		Frequency: []float64{2, 5},
		Monetary:  []float64{200_00, 1000_00},
	}
	fmt.Println(cuts.Score(loyalty.RFM{Customer: "林", DaysSince: 30, Purchases: 4, Amount: 1000_00}))
	// Output: 323
}
