package calendar

import (
	"errors"
	"fmt"
	"time"
)

// A Count is a unit of a person's age. All count by days on a calendar, never by
// instants.
type Count string

// The counts.
const (
	// Age is complete years since birth (周岁), from the birthday on.
	Age Count = "age"
	// NominalAge is the age by lunar years (虚岁): one at birth, one more at every
	// 春节.
	NominalAge Count = "nominal age"
	// MonthAge is complete months since birth (月龄). It becomes n on the same day n
	// months later, or on the last day of that month if it is shorter. It always
	// counts from the day of birth, so that a short month does not shorten later ones.
	MonthAge Count = "month age"
	// PregnancyWeek is the week of a pregnancy (孕周), from the expected date: 40 −
	// ⌈(due − today)/7⌉ (Naegele's rule: 280 days). It is known from 280 days before
	// that day to 28 days after it.
	PregnancyWeek Count = "pregnancy week"
)

const (
	pregnancyDays = 280
	overdueDays   = 28
)

// On is the count on a day, from the day of birth or, for a pregnancy, from the
// expected date. A day without a count is an ErrOutside, an impossible day an ErrDate.
// A nominal age needs both days within the lunar tables.
func (c Count) On(from, day Date, customs Customs) (int, error) {
	if err := errors.Join(from.Validate(), day.Validate()); err != nil {
		return 0, err
	}
	if c == PregnancyWeek {
		left := from.DaysSince(day)
		if left > pregnancyDays || left < -overdueDays {
			side, away := "before", left
			if left < 0 {
				side, away = "after", -left
			}
			return 0, fmt.Errorf("calendar: %w: %s is %d days %s %s, when the baby is due; a pregnancy is counted from %d days before to %d after", ErrOutside, day, away, side, from, pregnancyDays, overdueDays)
		}
		return 40 - ceilDiv(left, 7), nil
	}
	if day.Before(from) {
		return 0, fmt.Errorf("calendar: %w: %s is before %s, the day of birth", ErrOutside, day, from)
	}
	switch c {
	case Age:
		years := day.Year - from.Year
		if day.Before(ageBirthday(from, day.Year, customs)) {
			years--
		}
		return years, nil
	case NominalAge:
		born, err := from.Lunar()
		if err != nil {
			return 0, err
		}
		now, err := day.Lunar()
		return now.Year - born.Year + 1, err
	case MonthAge:
		months := 12*(day.Year-from.Year) + day.Month - from.Month
		if day.Before(from.AddMonths(months)) {
			months--
		}
		return months, nil
	}
	return 0, fmt.Errorf("calendar: unknown count %q", c)
}

// ceilDiv rounds up; b is positive.
func ceilDiv(a, b int) int {
	q := a / b
	if a%b > 0 {
		q++
	}
	return q
}

// ageBirthday is the day of a year on which a year of age is complete.
func ageBirthday(birth Date, year int, customs Customs) Date {
	d, ok := Anniversary{Month: birth.Month, Day: birth.Day}.inSolar(year, customs)
	if !ok {
		return Date{year, 3, 1}
	}
	return d
}

// NextChange is the first later time at which the count changes, begins or ends, with
// days in the zone; nil: [China]. If there is none the error is an ErrNone.
func (c Count) NextChange(from Date, after time.Time, zone *time.Location, customs Customs) (time.Time, error) {
	if err := from.Validate(); err != nil {
		return time.Time{}, err
	}
	today := DateOf(after, zone)
	next, err := c.next(from, today, customs)
	if err != nil {
		return time.Time{}, err
	}
	return next.Start(zone), nil
}

func (c Count) next(from, today Date, customs Customs) (Date, error) {
	if c == PregnancyWeek {
		left := from.DaysSince(today)
		switch {
		case left > pregnancyDays:
			return from.AddDays(-pregnancyDays), nil
		case left < -overdueDays:
			return Date{}, fmt.Errorf("calendar: the baby was due on %s: %w after %d days", from, ErrNone, overdueDays)
		}
		next := 7 * (ceilDiv(left, 7) - 1)
		return from.AddDays(min(-next, overdueDays+1)), nil
	}
	if today.Before(from) {
		return from, nil
	}
	switch c {
	case Age:
		if d := ageBirthday(from, today.Year, customs); d.After(today) {
			return d, nil
		}
		return ageBirthday(from, today.Year+1, customs), nil
	case NominalAge:
		if _, err := from.Lunar(); err != nil {
			return Date{}, err
		}
		now, err := today.Lunar()
		if err != nil {
			return Date{}, err
		}
		return LunarYear(now.Year + 1).NewYear()
	case MonthAge:
		months, err := MonthAge.On(from, today, customs)
		return from.AddMonths(months + 1), err
	}
	return Date{}, fmt.Errorf("calendar: unknown count %q", c)
}

// FullMonthOf is the day of 满月.
func (c Customs) FullMonthOf(birth Date) Date {
	if c.FullMonth == ThirtiethDay {
		return birth.AddDays(29)
	}
	return birth.AddMonths(1)
}

// HundredDays is the day of 百日: the hundredth, birth being the first.
func HundredDays(birth Date) Date { return birth.AddDays(99) }

// NextChange is the first later time at which the span begins or is over, with days in
// the zone; nil: [China]. Afterwards the error is an ErrNone. Use [Single] for a
// single day.
func (s Span) NextChange(after time.Time, zone *time.Location) (time.Time, error) {
	for _, d := range []Date{s.First, s.Last.AddDays(1)} {
		if t := d.Start(zone); t.After(after) {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("calendar: a change of %s after %s: %w", s, DateOf(after, zone), ErrNone)
}
