package calendar

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/internal/say"
)

// A Date is a day of the Gregorian calendar (公历), without time and zone: a festival,
// a birthday, the expected date of a baby. Only a zone gives a day a start and an end:
// see [Date.Start].
//
// The root package's Date may lack its year or be lunar and becomes an [Anniversary];
// this one is always a complete day. Methods without an error normalise an impossible
// day, as time.Date does: 30 February is 1 or 2 March. Methods with an error refuse
// such a day.
type Date struct {
	Year  int // 1–9999
	Month int // 1–12
	Day   int // 1–31
}

// China is China Standard Time (北京时间, UTC+8), the default for a nil zone. It has no
// summer time, not even that of 1986 to 1991; see [DateOf].
var China = time.FixedZone("CST", 8*60*60)

// YMD is the date of a year, month and day.
func YMD(year, month, day int) Date { return Date{year, month, day} }

// DateOf is the day of a time in a zone; nil: [China].
//
// China had summer time from 1986 to 1991. A system may store a birthday of those
// summers as midnight in Asia/Shanghai, which is 23:00 of the day before in China. Use
// the zone "Asia/Shanghai" for such times: its days are right.
func DateOf(t time.Time, zone *time.Location) Date {
	if zone == nil {
		zone = China
	}
	year, month, day := t.In(zone).Date()
	return Date{year, int(month), day}
}

// ParseDate reads "2026-08-19"; month and day may have one digit. Impossible days are
// refused. Every error wraps ErrDate.
func ParseDate(s string) (Date, error) {
	year, month, day, ok := splitDate(s)
	if !ok {
		return Date{}, zh.Error("calendar: %w: %s; write it like 2026-08-19", ErrDate, quoted(s))
	}
	d := Date{year, month, day}
	return d, d.Validate()
}

func splitDate(s string) (year, month, day int, ok bool) {
	parts := strings.Split(s, "-")
	if len(parts) != 3 || len(parts[0]) != 4 {
		return 0, 0, 0, false
	}
	year, ok1 := digits(parts[0], 4)
	month, ok2 := digits(parts[1], 2)
	day, ok3 := digits(parts[2], 2)
	return year, month, day, ok1 && ok2 && ok3
}

// digits reads a number of at most so many digits and nothing else.
func digits(s string, most int) (int, bool) {
	if s == "" || len(s) > most || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// quoted is a text as an error shows it: not longer than a line.
func quoted(s string) say.Text {
	if runes := []rune(s); len(runes) > 40 {
		s = string(runes[:40]) + "…"
	}
	return zh.Text("%q", s)
}

// Validate returns an ErrDate for an impossible day: 31 April, 29 February 2026, a year
// outside 1 to 9999.
func (d Date) Validate() error {
	switch {
	case d.Year < 1 || d.Year > 9999:
		return zh.Error("calendar: %w: %s has a year outside 1 to 9999", ErrDate, d)
	case d.Month < 1 || d.Month > 12:
		return zh.Error("calendar: %w: %s has no month from 1 to 12", ErrDate, d)
	case d.Day < 1 || d.Day > monthDays(d.Year, d.Month):
		return zh.Error("calendar: %w: %s has no day from 1 to %d", ErrDate, d, monthDays(d.Year, d.Month))
	}
	return nil
}

// monthDays is how many days a month of 1 to 12 has.
func monthDays(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// IsZero reports whether the date is not set.
func (d Date) IsZero() bool { return d == Date{} }

// String is "2026-08-19".
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// MarshalText writes what String returns. An impossible day is an error.
func (d Date) MarshalText() ([]byte, error) {
	if err := d.Validate(); err != nil {
		return nil, err
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what ParseDate reads.
func (d *Date) UnmarshalText(text []byte) error {
	read, err := ParseDate(string(text))
	if err == nil {
		*d = read
	}
	return err
}

// Compare orders days by time: negative if d is the earlier one.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is a later day than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// AddDays returns the day n days later, or earlier for a negative n.
func (d Date) AddDays(n int) Date { return fromUTC(d.utc().AddDate(0, 0, n)) }

// AddMonths returns the same day n months later, or the last day of that month if it is
// shorter. So 31 January and one month is 28 or 29 February. Years are twelve months: 29
// February and twelve months is 28 February.
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, time.Month(d.Month)+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	year, month, _ := first.Date()
	return Date{year, int(month), min(d.Day, monthDays(year, int(month)))}
}

// DaysSince is the number of days from e to d; negative if d is before e.
func (d Date) DaysSince(e Date) int { return int((d.utc().Unix() - e.utc().Unix()) / secondsOfDay) }

const secondsOfDay = 24 * 60 * 60

func (d Date) utc() time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

func fromUTC(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, int(month), day}
}

// Start is the first instant of the day in a zone; nil: [China]. It is midnight unless
// summer time begins at midnight. Then it is the first instant with this date on the
// zone's clocks. For a day that the zone left out, it is the first instant of the next
// day.
func (d Date) Start(zone *time.Location) time.Time {
	if zone == nil {
		zone = China
	}
	midnight := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, zone)
	begin, end := midnight.ZoneBounds()
	const day = 24 * time.Hour
	switch {
	case (begin.IsZero() || midnight.Sub(begin) > day) && (end.IsZero() || end.Sub(midnight) > day): // no clock is changed near by
		return midnight
	case DateOf(midnight, zone).Before(d): // the gap is still ahead
		return end
	case begin.IsZero():
		return midnight
	}
	_, offset := begin.Add(-time.Nanosecond).Zone()
	earlier := time.Unix(d.utc().Unix()-int64(offset), 0).In(zone)
	switch {
	case earlier.Before(begin) && earlier.Before(midnight): // midnight came twice
		return earlier
	case begin.Before(midnight) && !DateOf(begin, zone).Before(d): // there was none
		return begin
	}
	return midnight
}
