package lifecycle

import (
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/loyalty"
)

// maxPolicyDays is a hundred years: the longest span that a setting may have, in days.
const maxPolicyDays = 36525

// lastPurchaseDay is the last day that a summary holds.
const lastPurchaseDay = 1<<16 - 1

// The days that a clock may show; what lies beyond counts as the end.
const (
	firstClockDay loyalty.Day = -719162 // 0001-01-01
	lastClockDay  loyalty.Day = 2932896 // 9999-12-31
)

// shopDay is the day of an instant by the shop's clock.
func shopDay(t time.Time, zone *time.Location) loyalty.Day {
	switch year := t.Year(); {
	case year < 1:
		return firstClockDay
	case year > 9999:
		return lastClockDay
	}
	if zone == nil {
		zone = calendar.China
	}
	return min(max(loyalty.DayOf(t, zone), firstClockDay), lastClockDay)
}

// dayStart is the first instant of a day by the shop's clock.
func dayStart(d loyalty.Day, zone *time.Location) time.Time {
	return calendarDate(d).Start(zone)
}

// calendarDate is the date of a day.
func calendarDate(d loyalty.Day) calendar.Date {
	year, month, day := d.Time().Date()
	return calendar.YMD(year, int(month), day)
}
