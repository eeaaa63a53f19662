package calendar

import (
	"maps"
	"slices"
	"time"
)

// A yearPlan is what the State Council announced for one year.
type yearPlan struct {
	source string
	off    []offSpan
	work   []Date
}

type offSpan struct {
	name string
	span Span
}

func (c *contents) missing(year int) error {
	if _, ok := c.plans[year]; ok {
		return nil
	}
	return &MissingYearError{
		What: publicHolidays.English, Year: year, Known: slices.Sorted(maps.Keys(c.plans)),
		Way: addWorkdays.English,
	}
}

// HolidayYears are the years whose public holidays are known.
func (c Calendar) HolidayYears() []int { return slices.Sorted(maps.Keys(c.contents().plans)) }

// HolidaySource is the source of the holidays of a year; empty if unknown.
func (c Calendar) HolidaySource(year int) string {
	if p, ok := c.contents().plans[year]; ok {
		return p.source
	}
	return ""
}

// Holiday is the public holiday (法定节假日) of a day off: "春节". It includes days off
// that are swapped for a weekend (调休). Empty: none. A year without an announcement is a
// [MissingYearError].
func (c Calendar) Holiday(d Date) (string, error) {
	all := c.contents()
	if err := d.Validate(); err != nil {
		return "", err
	}
	return all.off[d], all.missing(d.Year)
}

// IsWorkday reports whether a day is a workday: Monday to Friday without the public
// holidays, with the Saturdays and Sundays swapped for them. A year without an
// announcement is a [MissingYearError], weekends included.
func (c Calendar) IsWorkday(d Date) (bool, error) {
	if err := d.Validate(); err != nil {
		return false, err
	}
	return c.contents().isWorkday(d)
}

func (c *contents) isWorkday(d Date) (bool, error) {
	if err := c.missing(d.Year); err != nil {
		return false, err
	}
	if c.work[d] {
		return true, nil
	}
	_, off := c.off[d]
	return !off && !isWeekend(d), nil
}

func isWeekend(d Date) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }

// AddWorkdays is the nth workday after a day, or before it for a negative n. One workday
// after a Friday is Monday, and so it is after that Saturday. Zero workdays after a day is
// the day itself. A year on the way without an announcement is a [MissingYearError].
func (c Calendar) AddWorkdays(d Date, n int) (Date, error) {
	if err := d.Validate(); err != nil {
		return Date{}, err
	}
	all := c.contents()
	step := 1
	if n < 0 {
		step = -1
	}
	for n != 0 {
		d = d.AddDays(step)
		works, err := all.isWorkday(d)
		if err != nil {
			return Date{}, err
		}
		if works {
			n -= step
		}
	}
	return d, nil
}

// NextWorkdayChange is the first later time at which workdays begin or end, with days in
// the zone; nil: [China].
func (c Calendar) NextWorkdayChange(after time.Time, zone *time.Location) (time.Time, error) {
	today := DateOf(after, zone)
	now, err := c.IsWorkday(today)
	for d := today; err == nil; {
		d = d.AddDays(1)
		var then bool
		if then, err = c.contents().isWorkday(d); err == nil && then != now {
			return d.Start(zone), nil
		}
	}
	return time.Time{}, err
}
