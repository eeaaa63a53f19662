package restock_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/restock"
	"github.com/tiexin-go/tiexin/loyalty"
)

// Two tins of milk powder that last three weeks each.
func ExamplePolicy_Due() {
	bought := time.Date(2026, 3, 1, 20, 15, 0, 0, calendar.China)
	var usage restock.Usage
	if err := usage.Buy(loyalty.DayOf(bought, calendar.China), 2); err != nil {
		fmt.Println(err)
		return
	}
	rhythms := restock.Rhythms{} // a young shop: nothing is known of its rhythm yet
	due := restock.Policy{Lead: 8}.Due(usage, rhythms.Of("milk powder"), 21, bought)
	fmt.Println(due.Phase, due.Source, due.Flags)
	fmt.Println(due.Next.To, due.Next.At)
	fmt.Println(due.Text().English)
	fmt.Println(due.Text().Chinese)
	// Output:
	// stocked usage-period [default]
	// remind 2026-04-04 00:00:00 +0800 CST
	// Stocked: last bought on 2026-03-01 (2 pieces); by the usage period that is enough for 42 days, so on about 2026-04-12 again. Reminder from 2026-04-04, late from 2026-04-27, win-back from 2026-05-23.
	// 家里还够用：最近一次是3月1日买的（2件），按使用周期够用42天，预计4月12日前后再买。4月4日起可以提醒，4月27日还没买算晚了，5月23日还没买就进召回名单。
}

func ExamplePolicy_MonthGift() {
	first := time.Date(2026, 1, 31, 20, 15, 0, 0, calendar.China)
	var history loyalty.Summary
	_ = history.Add(loyalty.DayOf(first, calendar.China), 12900)
	gift := restock.Policy{}.MonthGift(history, first)
	fmt.Println(gift.Phase, gift.From, gift.Next.To, gift.Next.At)
	// Output:
	// not-yet 2026-02-28 due 2026-02-28 00:00:00 +0800 CST
}
