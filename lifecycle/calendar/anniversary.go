package calendar

import (
	"fmt"
	"slices"
	"time"
)

// An Anniversary is a yearly day of a person's life: a birthday (生日), a wedding
// (结婚纪念日), by the Gregorian calendar or the Chinese one. It has the same fields as the
// root package's Date, so calendar.Anniversary(customer.Birthday) converts it.
type Anniversary struct {
	Year  int  // of the day itself; zero: unknown
	Month int  // 1–12
	Day   int  // 1–31; 1–30 when Lunar
	Lunar bool // month and day of the Chinese calendar
	Leap  bool // Month is the leap month; only with Lunar
}

// Customs replace a day that a calendar does not have. The zero Customs are the most common
// ones.
type Customs struct {
	Feb29     Custom // default: 28 February. Others: OnMar1, OnlyLeapYears
	LeapMonth Custom // default: the leap month if there is one, else the regular one of that number. Others: AlwaysRegular, OnlyLeap
	Day30     Custom // default: the 29th. Others: OnNextFirst, OnlyWithDay30
	FullMonth Custom // 满月; default: the same day of the next month, or its last. Another: ThirtiethDay
}

// A Custom replaces a day in one of the fields of [Customs]. A custom of another field counts as
// the default.
type Custom uint8

// The customs.
const (
	Usual         Custom = iota // the default of each field
	OnMar1                      // 29 February in other years: on 1 March
	OnlyLeapYears               // 29 February in other years: not at all; a year of age is complete on 1 March
	AlwaysRegular               // a day of a leap month (闰月): always in the regular month
	OnlyLeap                    // a day of a leap month: only in years with that leap month
	OnNextFirst                 // the 30th (三十) of a lunar month with 29 days: on the first of the next month
	OnlyWithDay30               // the 30th of a lunar month with 29 days: not at all
	ThirtiethDay                // a baby's first month (满月): the thirtieth day, birth being the first
)

// Validate returns an error for an impossible day, as the root package's Date does. Any lunar
// day from 1 to 30 is valid while the year is unknown. Errors are an ErrDate, or an ErrRange for
// a lunar year that is not in the tables.
func (a Anniversary) Validate() error {
	switch {
	case a.Leap && !a.Lunar:
		return fmt.Errorf("calendar: %w: %d-%d has a leap month, which only lunar dates have", ErrDate, a.Month, a.Day)
	case a.Lunar && a.Year != 0:
		return Lunar{a.Year, a.Month, a.Day, a.Leap}.Validate()
	case a.Year != 0:
		return Date{a.Year, a.Month, a.Day}.Validate()
	case a.Month < 1 || a.Month > 12:
		return fmt.Errorf("calendar: %w: month %d does not exist", ErrDate, a.Month)
	case a.Day < 1 || a.Lunar && a.Day > 30 || !a.Lunar && a.Day > monthDays(2000, a.Month):
		return fmt.Errorf("calendar: %w: month %d has no day %d", ErrDate, a.Month, a.Day)
	}
	return nil
}

// Origin is the day itself in the Gregorian calendar; false if its year is unknown. Errors
// are those of Validate.
func (a Anniversary) Origin() (Date, bool, error) {
	if err := a.Validate(); err != nil || a.Year == 0 {
		return Date{}, false, err
	}
	if a.Lunar {
		d, err := Lunar{a.Year, a.Month, a.Day, a.Leap}.Date()
		return d, err == nil, err
	}
	return Date{a.Year, a.Month, a.Day}, true, nil
}

// In returns the dates of the anniversary in a Gregorian year from 1901 to 2099, in order,
// without the day itself. Normally it is one. A lunar day near the end of the year comes
// twice in some years and never in others.
func (a Anniversary) In(year int, customs Customs) ([]Date, error) {
	origin, known, err := a.Origin()
	switch {
	case err != nil:
		return nil, err
	case year < FirstYear || year > LastYear:
		return nil, yearError("an anniversary", year)
	}
	var dates []Date
	if a.Lunar {
		for _, lunarYear := range []int{year - 1, year} {
			if d, ok := a.inLunar(lunarYear, customs); ok && d.Year == year {
				dates = append(dates, d)
			}
		}
	} else if d, ok := a.inSolar(year, customs); ok {
		dates = append(dates, d)
	}
	return slices.DeleteFunc(dates, func(d Date) bool { return known && !d.After(origin) }), nil
}

func (a Anniversary) inSolar(year int, customs Customs) (Date, bool) {
	d := Date{year, a.Month, a.Day}
	if a.Month != 2 || a.Day != 29 || leapDay(year) == 1 {
		return d, true
	}
	switch customs.Feb29 {
	case OnMar1:
		return Date{year, 3, 1}, true
	case OnlyLeapYears:
		return Date{}, false
	}
	return Date{year, 2, 28}, true
}

func (a Anniversary) inLunar(year int, customs Customs) (Date, bool) {
	w := lunarTable[year-firstTableYear]
	leap := a.Leap && customs.LeapMonth != AlwaysRegular
	if leap && w.leap() != a.Month {
		if customs.LeapMonth == OnlyLeap {
			return Date{}, false
		}
		leap = false
	}
	if a.Day <= w.monthDays(a.Month, leap) {
		d, err := Lunar{year, a.Month, a.Day, leap}.Date()
		return d, err == nil
	}
	d, err := Lunar{year, a.Month, 29, leap}.Date()
	switch customs.Day30 {
	case OnlyWithDay30:
		return Date{}, false
	case OnNextFirst:
		d = d.AddDays(1)
	}
	return d, err == nil
}

// On reports whether a day is the anniversary.
func (a Anniversary) On(d Date, customs Customs) (bool, error) {
	if err := d.Validate(); err != nil {
		return false, err
	}
	dates, err := a.In(d.Year, customs)
	return slices.Contains(dates, d), err
}

// Next is the first anniversary that begins after a time, with days in the zone; nil:
// [China]. If there is none before the end of 2099 the error is an ErrNone.
func (a Anniversary) Next(after time.Time, zone *time.Location, customs Customs) (Date, error) {
	for year := max(DateOf(after, zone).Year, FirstYear); year <= LastYear; year++ {
		dates, err := a.In(year, customs)
		if err != nil {
			return Date{}, err
		}
		for _, d := range dates {
			if d.Start(zone).After(after) {
				return d, nil
			}
		}
	}
	if err := a.Validate(); err != nil {
		return Date{}, err
	}
	return Date{}, fmt.Errorf("calendar: an anniversary after %s: %w to the end of %d", DateOf(after, zone), ErrNone, LastYear)
}

// Prev is the last anniversary that began before a time; see Next. It is never the day
// itself. If there is none since 1901 the error is an ErrNone.
func (a Anniversary) Prev(before time.Time, zone *time.Location, customs Customs) (Date, error) {
	for year := min(DateOf(before, zone).Year, LastYear); year >= FirstYear; year-- {
		dates, err := a.In(year, customs)
		if err != nil {
			return Date{}, err
		}
		for _, d := range slices.Backward(dates) {
			if d.Start(zone).Before(before) {
				return d, nil
			}
		}
	}
	if err := a.Validate(); err != nil {
		return Date{}, err
	}
	return Date{}, fmt.Errorf("calendar: an anniversary before %s: %w since %d", DateOf(before, zone), ErrNone, FirstYear)
}

// NextChange is the first later time at which the anniversary begins or is over. Errors are
// those of Next.
func (a Anniversary) NextChange(after time.Time, zone *time.Location, customs Customs) (time.Time, error) {
	today := DateOf(after, zone)
	if today.Year >= FirstYear && today.Year <= LastYear {
		on, err := a.On(today, customs)
		if err != nil || on {
			return today.AddDays(1).Start(zone), err
		}
	}
	next, err := a.Next(after, zone, customs)
	if err != nil {
		return time.Time{}, err
	}
	return next.Start(zone), nil
}

// Months are the calendar months of a Gregorian year with the anniversary (生日月), each
// with the day itself as its Main. A shop can send a card and a gift in the month, and a
// message on the day. Errors are those of In.
func (a Anniversary) Months(year int, customs Customs) ([]Span, error) {
	dates, err := a.In(year, customs)
	if err != nil {
		return nil, err
	}
	spans := make([]Span, len(dates))
	for i, d := range dates {
		spans[i] = Span{Date{d.Year, d.Month, 1}, d, Date{d.Year, d.Month, monthDays(d.Year, d.Month)}}
	}
	return spans, nil
}

// NextMonthChange is the first later time at which a month of the anniversary begins or is
// over. Errors are those of Next.
func (a Anniversary) NextMonthChange(after time.Time, zone *time.Location, customs Customs) (time.Time, error) {
	for year := max(DateOf(after, zone).Year, FirstYear); year <= LastYear; year++ {
		months, err := a.Months(year, customs)
		if err != nil {
			return time.Time{}, err
		}
		for _, month := range months {
			if change, err := month.NextChange(after, zone); err == nil {
				return change, nil
			}
		}
	}
	_, err := a.Next(after, zone, customs) // says why there is none
	return time.Time{}, err
}
