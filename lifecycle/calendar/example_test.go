package calendar_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// When is 七夕, when does a customer's lunar birthday come, how old is the baby, and when is
// the next workday?
func Example() {
	today := calendar.YMD(2026, 2, 14) // the Saturday before 春节
	now := today.Start(calendar.China)

	qixi, _ := calendar.Qixi.Next(now, nil)
	birthday, _ := calendar.Anniversary{Month: 8, Day: 15, Lunar: true}.Next(now, nil, calendar.Customs{})
	months, _ := calendar.MonthAge.On(calendar.YMD(2025, 8, 3), today, calendar.Customs{})
	workday, _ := calendar.Calendar{}.AddWorkdays(today, 1)
	fmt.Println("七夕:", qixi)
	fmt.Println("birthday:", birthday)
	fmt.Println("the baby is", months, "months old")
	fmt.Println("next workday:", workday)
	// Output:
	// 七夕: 2026-08-19
	// birthday: 2026-09-25
	// the baby is 6 months old
	// next workday: 2026-02-24
}
