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

// HolidaySource says where the holidays of a year come from; empty when it is not
// known.
func (c Calendar) HolidaySource(year int) string {
	if p, ok := c.contents().plans[year]; ok {
		return p.source
	}
	return ""
}

// Holiday is the public holiday (法定节假日) that a day is off for, the days before
// and after that are swapped for a weekend (调休) included: "春节". Empty: none. For a
// year that was not announced it is a [MissingYearError].
func (c Calendar) Holiday(d Date) (string, error) {
	all := c.contents()
	if err := d.Validate(); err != nil {
		return "", err
	}
	return all.off[d], all.missing(d.Year)
}

// IsWorkday reports whether people work on a day: Monday to Friday without the
// public holidays, with the Saturdays and Sundays swapped for them. For a year
// that was not announced it is a [MissingYearError], weekends included.
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

// NextWorkday is the first workday after a day.
func (c Calendar) NextWorkday(d Date) (Date, error) { return c.AddWorkdays(d, 1) }

// AddWorkdays is the nth workday after a day, or before it for a negative n: one
// workday after a Friday is Monday, and so it is after that Saturday. Zero
// workdays after a day is the day itself. A year on the way that was not
// announced is a [MissingYearError].
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

// NextWorkdayChange is the first instant after the given one at which it changes
// whether today is a workday, as seen from a zone; nil: [China].
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
