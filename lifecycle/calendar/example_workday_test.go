package calendar_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// A parcel that takes three workdays, over a Spring Festival.
func ExampleCalendar_AddWorkdays() {
	var c calendar.Calendar
	there, _ := c.AddWorkdays(calendar.YMD(2026, 2, 12), 3)
	fmt.Println(there)
	works, _ := c.IsWorkday(calendar.YMD(2026, 2, 14)) // a Saturday, swapped
	holiday, _ := c.Holiday(calendar.YMD(2026, 2, 17))
	fmt.Println(works, holiday)
	_, err := c.AddWorkdays(calendar.YMD(2026, 12, 31), 1)
	fmt.Println(err)
	// Output:
	// 2026-02-24
	// true 春节
	// calendar: the dates of the public holidays in 2027 are not known (2020, 2021, 2022, 2023, 2024, 2025, 2026 are); add the year under workdays in the shop's calendar; the State Council announces it each autumn
}
