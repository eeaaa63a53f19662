package calendar_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

func ExampleSpecialDay_In() {
	spans, err := calendar.Qixi.In(2026)
	fmt.Println(spans, err)

	laba, _ := calendar.Laba.In(2022) // of two lunar years
	fmt.Println(laba)

	sale, _ := calendar.Double11.In(2026)
	fmt.Println(sale, "main day", sale[0].Main)
	// Output:
	// [2026-08-19] <nil>
	// [2022-01-10 2022-12-30]
	// [2026-10-20..2026-11-11] main day 2026-11-11
}

// What is next, seen from an instant in the shop's zone.
func ExampleSpecialDay_Next() {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, calendar.China)
	next, _ := calendar.SpringFestival.Next(now, nil)
	prev, _ := calendar.SpringFestival.Prev(now, nil)
	change, _ := calendar.Double11.NextChange(time.Date(2026, 11, 1, 0, 0, 0, 0, calendar.China), nil)
	fmt.Println(prev, next)
	fmt.Println("双11 is over at", change.Format("2006-01-02 15:04"))
	// Output:
	// 2026-02-17 2027-02-06
	// 双11 is over at 2026-11-12 00:00
}

func ExampleCalendar_Find() {
	s, _ := calendar.Calendar{}.Find("双十一")
	fmt.Println(s, s.Rule)
	_, err := calendar.Calendar{}.Find("qixii")
	fmt.Println(err)
	// Output:
	// 双11 (double11) range solar:10-20..solar:11-11 on solar:11-11
	// calendar: unknown special day "qixii"; did you mean "qixi"?
}

func ExampleCalendar_Suppressed() {
	by, silent, _ := calendar.Calendar{}.Suppressed(calendar.YMD(2026, 12, 13))
	fmt.Println(silent, by, "-", by.Suppress)
	change, _ := calendar.Calendar{}.NextSuppressionChange(calendar.YMD(2026, 12, 13).Start(nil), nil)
	fmt.Println("again from", change.Format("2006-01-02 15:04"))
	// Output:
	// true 国家公祭日 (nanjing) - the victims of the massacre of 1937 are remembered
	// again from 2026-12-14 00:00
}

func ExampleParseRule() {
	rule, _ := calendar.ParseRule("weekday:11-4-thu+1d")
	spans, _ := calendar.SpecialDay{Name: "黑五", Rule: rule}.In(2026)
	fmt.Println(spans)
	_, err := calendar.ParseRule("lunar:13-1")
	fmt.Println(err)
	// Output:
	// [2026-11-27]
	// calendar: not a rule: "lunar:13-1": month 13 does not exist; months are 1 to 12
}

// Days that somebody announces are a table: where it ends, the year is named.
func ExampleYearly() {
	span, _ := calendar.ParseSpan("2026-01-12..2026-02-09")
	rule, _ := calendar.Yearly(map[int][]calendar.Span{2026: {span}})
	nianHuo := calendar.SpecialDay{Name: "年货节", Rule: rule}
	fmt.Println(nianHuo.Covers(calendar.YMD(2026, 2, 1)))
	_, err := nianHuo.In(2027)
	fmt.Println(err)
	// Output:
	// true <nil>
	// calendar: the dates of 年货节 in 2027 are not known (2026 is); add them to the shop's calendar
}
