package stage_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

// The zero Policy decides by the textbook's days.
func ExamplePolicy_Stage() {
	bought := time.Date(2026, 3, 1, 20, 15, 0, 0, calendar.China)
	var history stage.History
	_ = history.Add(loyalty.DayOf(bought, calendar.China), 12900)

	var policy stage.Policy
	now := bought.AddDate(0, 0, 10)
	fmt.Println(policy.Stage(history, now))
	change, ok := policy.NextChange(history, now)
	fmt.Println(ok, change.At, change.To)
	// Output:
	// new
	// true 2026-05-31 00:00:00 +0800 CST lapsing
}

// A sentence for the shopkeeper, in both languages.
func ExamplePolicy_Explain() {
	first := loyalty.DayOf(time.Date(2026, 1, 5, 0, 0, 0, 0, calendar.China), nil)
	var history stage.History
	for _, day := range []loyalty.Day{first, first + 28, first + 60} {
		_ = history.Add(day, 8800)
	}
	now := time.Date(2026, 6, 10, 9, 0, 0, 0, calendar.China)
	text := stage.Policy{}.Explain(history, now).Text()
	fmt.Println(text.English)
	fmt.Println(text.Chinese)
	// Output:
	// Lapsing: bought on 3 days, last 96 days ago, every 30 days on average. By the textbook's days: lapsing from 91 days of silence, lost from 181 days, dead from 366 days. If nothing happens: lost from 2026-09-03.
	// 预流失客户：先后有3天来买过，最近一次是3月6日（96天前），平均30天买一次。按通用天数算，91天没买算预流失，181天没买算已流失，366天没买算长期沉睡。再没有动静的话，9月3日起转为已流失客户。
}

// A standing is carried from day to day and does not flap.
func ExamplePolicy_Advance() {
	var policy stage.Policy
	day := loyalty.DayOf(time.Date(2026, 1, 5, 0, 0, 0, 0, calendar.China), nil)
	at := func(d loyalty.Day) time.Time { return d.Time() } // 08:00 in China
	var history stage.History
	var standing stage.Standing
	for _, bought := range []loyalty.Day{day, day + 30, day + 150} {
		standing = policy.Advance(standing, history, at(bought)) // first up to the day,
		_ = history.Add(bought, 8800)                            // then what happened on it
		before := standing
		standing = policy.Advance(standing, history, at(bought))
		fmt.Printf("%s: %s → %s\n", bought, before.Stage, standing.Stage)
	}
	next, _ := policy.NextAdvance(standing, history, at(day+150))
	fmt.Println(next.To, "from", next.At.Format(time.DateOnly))
	// Output:
	// 2026-01-05: unknown → new
	// 2026-02-04: new → active
	// 2026-06-04: lapsing → second-purchase
	// lapsing from 2026-09-03
}
