package calendar

import (
	"fmt"
	"strings"
)

// The Gregorian years for which special days, solar terms and lunar dates are
// all known.
const (
	FirstYear = 1901
	LastYear  = 2099
)

// A Lunar is a day of the Chinese calendar (农历). The year is the number of the
// Gregorian year in which it begins: 腊八 of the lunar year 2025 is in January
// 2026.
type Lunar struct {
	Year  int  // 1900–2100
	Month int  // 1–12
	Day   int  // 1–30
	Leap  bool // the month is the second of its number (闰月)
}

// Lunar is the day in the Chinese calendar, for 1900-01-31 to 2101-01-28. Other
// days are an ErrRange, impossible ones an ErrDate. It allocates only for errors.
func (d Date) Lunar() (Lunar, error) {
	if d.Month < 1 || d.Month > 12 || d.Day < 1 || d.Day > 28 && d.Day > monthDays(d.Year, d.Month) {
		return Lunar{}, d.Validate()
	}
	if d.Year < firstTableYear || d.Year > lastTableYear+1 {
		return Lunar{}, d.unknownLunar()
	}
	year, ofYear := d.Year, dayOfYear(d)
	if year > lastTableYear || ofYear < lunarTable[year-firstTableYear].newYear() {
		year--
		if year < firstTableYear {
			return Lunar{}, d.unknownLunar()
		}
		ofYear += 365 + leapDay(year)
	}
	w := lunarTable[year-firstTableYear]
	rest := ofYear - w.newYear()
	for i := range w.months() {
		if rest < w.days(i) {
			leap := w.leap()
			switch {
			case leap == 0 || i < leap:
				return Lunar{year, i + 1, rest + 1, false}, nil
			case i == leap:
				return Lunar{year, leap, rest + 1, true}, nil
			}
			return Lunar{year, i, rest + 1, false}, nil
		}
		rest -= w.days(i)
	}
	return Lunar{}, d.unknownLunar()
}

func (d Date) unknownLunar() error {
	return zh.Error("calendar: %s is %w: lunar dates reach from 1900-01-31 to 2101-01-28", d, ErrRange)
}

// daysBefore is how many days of the year come before a month.
var daysBefore = [13]int{0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}

// dayOfYear counts from zero on 1 January.
func dayOfYear(d Date) int {
	n := daysBefore[d.Month] + d.Day - 1
	if d.Month > 2 {
		n += leapDay(d.Year)
	}
	return n
}

func leapDay(year int) int {
	if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		return 1
	}
	return 0
}

// Date is the day in the Gregorian calendar. A leap month that the year does not
// have, or day 30 of a month with 29, is an ErrDate. A year outside the table is an
// ErrRange.
func (l Lunar) Date() (Date, error) {
	if err := l.Validate(); err != nil {
		return Date{}, err
	}
	w := lunarTable[l.Year-firstTableYear]
	n := w.newYear() + l.Day - 1
	for i := range w.position(l.Month, l.Leap) {
		n += w.days(i)
	}
	year := l.Year
	if length := 365 + leapDay(year); n >= length {
		year, n = year+1, n-length
	}
	month := 12
	for month > 1 && dayOfYear(Date{year, month, 1}) > n {
		month--
	}
	return Date{year, month, n - dayOfYear(Date{year, month, 1}) + 1}, nil
}

// Validate returns an error for an impossible day, or one outside the tables.
func (l Lunar) Validate() error {
	switch {
	case l.Year < firstTableYear || l.Year > lastTableYear:
		return zh.Error("calendar: %s is %w: lunar years reach from %d to %d", l, ErrRange, firstTableYear, lastTableYear)
	case l.Month < 1 || l.Month > 12:
		return zh.Error("calendar: %w: %s has no month from 1 to 12", ErrDate, l)
	case l.Leap && lunarTable[l.Year-firstTableYear].leap() != l.Month:
		return zh.Error("calendar: %w: %s is in a leap month that %d does not have; %s", ErrDate, l, l.Year, LunarYear(l.Year).leapHint())
	}
	if days := lunarTable[l.Year-firstTableYear].monthDays(l.Month, l.Leap); l.Day < 1 || l.Day > days {
		return zh.Error("calendar: %w: %s has no day from 1 to %d", ErrDate, l, days)
	}
	return nil
}

func (w lunarWord) monthDays(month int, leap bool) int { return w.days(w.position(month, leap)) }

const (
	lunarMark   = "lunar:"
	lunarMarkZh = "农历"
	leapMark    = "闰"
)

// ParseLunar reads "lunar:2026-07-07" and "lunar:2025-闰06-15"; the prefix may also
// be "农历", or absent. Every error wraps ErrDate or ErrRange.
func ParseLunar(s string) (Lunar, error) {
	rest, marked := strings.CutPrefix(s, lunarMark)
	if !marked {
		rest = strings.TrimPrefix(s, lunarMarkZh)
	}
	before, after, leap := strings.Cut(rest, "-"+leapMark)
	if leap {
		rest = before + "-" + after
	}
	year, month, day, ok := splitDate(rest)
	if !ok || leap && strings.Contains(before, "-") {
		return Lunar{}, zh.Error("calendar: %w: %s; write it like lunar:2026-07-07 or lunar:2025-闰06-15", ErrDate, quoted(s))
	}
	l := Lunar{year, month, day, leap}
	return l, l.Validate()
}

// String is the text that ParseLunar reads: "lunar:2025-闰06-15".
func (l Lunar) String() string {
	mark := ""
	if l.Leap {
		mark = leapMark
	}
	return fmt.Sprintf("%s%04d-%s%02d-%02d", lunarMark, l.Year, mark, l.Month, l.Day)
}

// MarshalText writes what String returns. An impossible day is an error.
func (l Lunar) MarshalText() ([]byte, error) {
	if err := l.Validate(); err != nil {
		return nil, err
	}
	return []byte(l.String()), nil
}

// UnmarshalText reads what ParseLunar reads.
func (l *Lunar) UnmarshalText(text []byte) error {
	read, err := ParseLunar(string(text))
	if err == nil {
		*l = read
	}
	return err
}
