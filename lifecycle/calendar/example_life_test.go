package calendar_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// A birthday by the Chinese calendar, in a leap month that few years have.
func ExampleAnniversary_Next() {
	birthday := calendar.Anniversary{Year: 2023, Month: 2, Day: 15, Lunar: true, Leap: true}
	now := time.Date(2026, 1, 1, 9, 0, 0, 0, calendar.China)
	next, _ := birthday.Next(now, nil, calendar.Customs{})
	strict, _ := birthday.Next(now, nil, calendar.Customs{LeapMonth: calendar.OnlyLeap})
	fmt.Println(next, strict)
	// Output:
	// 2026-04-02 2042-04-05
}

func ExampleCount_On() {
	born := calendar.YMD(2026, 1, 31)
	today := calendar.YMD(2026, 2, 28)
	months, _ := calendar.MonthAge.On(born, today, calendar.Customs{})
	nominal, _ := calendar.NominalAge.On(born, today, calendar.Customs{})
	next, _ := calendar.MonthAge.NextChange(born, today.Start(nil), nil, calendar.Customs{})
	fmt.Println(months, nominal, next.Format(time.DateOnly))

	week, _ := calendar.PregnancyWeek.On(calendar.YMD(2026, 8, 19), calendar.YMD(2026, 6, 1), calendar.Customs{})
	fmt.Println("week", week)
	// Output:
	// 1 2 2026-03-31
	// week 28
}

func ExampleHundredDays() {
	born := calendar.YMD(2026, 1, 31)
	fmt.Println("满月", calendar.Customs{}.FullMonthOf(born))
	fmt.Println("百日", calendar.HundredDays(born))
	// Output:
	// 满月 2026-02-28
	// 百日 2026-05-10
}

// The month of the birthday: a card with a gift from its first day on, a message on
// the day.
func ExampleAnniversary_Months() {
	birthday := calendar.Anniversary{Year: 2025, Month: 7, Day: 16}
	months, _ := birthday.Months(2026, calendar.Customs{})
	change, _ := birthday.NextMonthChange(time.Date(2026, 7, 3, 9, 0, 0, 0, calendar.China), nil, calendar.Customs{})
	fmt.Println(months[0], "the day:", months[0].Main)
	fmt.Println("until", change.Format(time.DateOnly))
	// Output:
	// 2026-07-01..2026-07-31 the day: 2026-07-16
	// until 2026-08-01
}
