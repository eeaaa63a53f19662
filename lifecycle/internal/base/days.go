package base

import (
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/loyalty"
)

// LongestDays is a hundred years: the longest span that a setting may have, in days.
const LongestDays = 36525

// LastPurchaseDay is the last day that a summary holds.
const LastPurchaseDay = 1<<16 - 1

// The days that a clock may show; what lies beyond counts as the end.
const (
	FirstClockDay loyalty.Day = -719162 // 0001-01-01
	LastClockDay  loyalty.Day = 2932896 // 9999-12-31
)

// ShopDay is the day of an instant by the shop's clock.
func ShopDay(t time.Time, zone *time.Location) loyalty.Day {
	switch year := t.Year(); {
	case year < 1:
		return FirstClockDay
	case year > 9999:
		return LastClockDay
	}
	if zone == nil {
		zone = calendar.China
	}
	return min(max(loyalty.DayOf(t, zone), FirstClockDay), LastClockDay)
}

// DayStart is the first instant of a day by the shop's clock.
func DayStart(d loyalty.Day, zone *time.Location) time.Time {
	return DateOf(d).Start(zone)
}

// DateOf is the date of a day.
func DateOf(d loyalty.Day) calendar.Date {
	year, month, day := d.Time().Date()
	return calendar.YMD(year, int(month), day)
}
