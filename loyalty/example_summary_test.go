package loyalty_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A customer's summary is kept up to date order by order, without the log.
func ExampleSummary() {
	may := func(day int) loyalty.Day {
		return loyalty.DayOf(time.Date(2026, time.May, day, 21, 0, 0, 0, time.UTC), nil)
	}
	var wang loyalty.Summary
	for _, err := range []error{
		wang.Add(may(1), 19900),
		wang.Add(may(9), 8900),
		wang.Add(may(20), 25000),
		wang.Reduce(may(20), 5000), // one of two tins came back
		wang.Remove(may(9), 8900),  // all of this order did
	} {
		if err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println("x", wang.Repeats(), "t_x", wang.Recency(), "T", wang.Age(may(31)), "spend", wang.Spend())
	// Output:
	// x 1 t_x 19 T 30 spend ¥399.00
}

// What a summary no longer remembers it does not guess.
func ExampleSummary_Remove() {
	var wang loyalty.Summary
	for day := range loyalty.Day(20) {
		if err := wang.Add(20000+7*day, 9900); err != nil {
			fmt.Println(err)
		}
	}
	err := wang.Remove(20070, 9900) // an order of half a year ago comes back
	fmt.Println(errors.Is(err, loyalty.ErrForgotten), wang.Orders())
	// Output:
	// true 20
}

func ExampleSummarise() {
	at := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 12, 0, 0, 0, time.UTC) }
	log := loyalty.Log{
		Purchases: []loyalty.Purchase{
			{Customer: "wang", Order: "1", At: at(3, 1), Amount: 30000},
			{Customer: "li", Order: "2", At: at(3, 5), Amount: 9900},
			{Customer: "wang", Order: "3", At: at(4, 2), Amount: 20000},
		},
		Refunds: []loyalty.Refund{{Order: "2", At: at(3, 9), Amount: 9900, Whole: true}},
	}
	base, err := loyalty.Summarise(log, loyalty.View{})
	if err != nil {
		fmt.Println(err)
		return
	}
	wang := base["wang"]
	fmt.Println(len(base), wang.First(), wang.Last(), wang.Spend())
	// Output:
	// 1 2026-03-01 2026-04-02 ¥500.00
}

func ExampleLog_Validate() {
	log := loyalty.Log{Purchases: []loyalty.Purchase{
		{Customer: "wang", Order: "1", At: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), Amount: -5},
		{Customer: "li", Order: "1"},
	}}
	fmt.Println(log.Validate())
	// Output:
	// row 0 (wang): the amount is -¥0.05; money is not negative, what is paid back is a refund
	// row 1 (li): no time; a purchase or refund without one cannot be counted
	// row 1 (li): order 1 is in row 0 already; drop one of them, or name the lines of the order
}

func ExampleLogOf() {
	paid := time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC)
	log := loyalty.LogOf([]tiexin.Order{
		{ID: "1", CustomerID: "wang", Status: tiexin.Succeeded, PaidAt: paid, Amount: 19900},
		{ID: "2", CustomerID: "li", Status: tiexin.Unpaid, CreatedAt: paid, Amount: 5000},
		{ID: "3", CustomerID: "li", Status: tiexin.Closed, PaidAt: paid, ClosedAt: paid.Add(time.Hour), Amount: 8800},
	})
	fmt.Println(len(log.Purchases), "paid,", len(log.Refunds), "refunded as a whole:", log.Refunds[0].Order)
	// Output:
	// 2 paid, 1 refunded as a whole: 3
}
