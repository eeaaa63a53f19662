package calendar_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

func ExampleDate_Lunar() {
	l, _ := calendar.YMD(2025, 8, 8).Lunar()
	fmt.Println(l, l.Chinese())
	d, _ := calendar.Lunar{Year: 2026, Month: 7, Day: 7}.Date()
	fmt.Println(d, d.Weekday())
	_, err := calendar.Lunar{Year: 2026, Month: 12, Day: 30}.Date()
	fmt.Println(err)
	// Output:
	// lunar:2025-闰06-15 乙巳年闰六月十五
	// 2026-08-19 Wednesday
	// calendar: not a date: lunar:2026-12-30 has no day from 1 to 29
}

func ExampleLunarYear() {
	year := calendar.LunarYear(2025)
	first, _ := year.NewYear()
	leap, _ := year.LeapMonth()
	days, _ := year.MonthDays(6, true)
	animal, english := year.Zodiac()
	fmt.Println(year, animal, english, first, leap, days)
	// Output:
	// 乙巳 蛇 Snake 2025-01-29 6 29
}

func ExampleTerm() {
	d, _ := calendar.Dongzhi.Date(2026)
	term, ok, _ := calendar.YMD(2026, 4, 5).Term()
	fmt.Println(calendar.Dongzhi, d)
	_, english, _ := term.Names()
	fmt.Println(term, english, ok)
	_, err := calendar.ParseTerm("清眀")
	fmt.Println(err)
	// Output:
	// 冬至 2026-12-22
	// 清明 Pure Brightness true
	// calendar: unknown solar term "清眀"; did you mean "清明"?
}
