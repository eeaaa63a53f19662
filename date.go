package tiexin

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/internal/discreet"
)

// A Date is a day of a person's life: a birthday, a wedding. It is not an instant:
// the shop's zone decides when the day begins. The text form, also used in JSON,
// is "1990-05-20", or "05-20" if the year is unknown. A date of the Chinese
// calendar (农历) is "lunar:1990-08-15" or "lunar:2023-闰02-15".
type Date struct {
	Year  int  `keep:"1"` // zero: unknown
	Month int  `keep:"2"` // 1–12
	Day   int  `keep:"3"` // 1–31; 1–30 when Lunar
	Lunar bool `keep:"4"` // month and day of the Chinese calendar
	Leap  bool `keep:"5"` // Month is the leap month; only with Lunar
}

// ErrDate is wrapped by every error about a date.
var ErrDate = errors.New("not a date")

// The years that dates of living customers and their notes fall into.
const firstDateYear, lastDateYear = 1800, 2200

const (
	lunarMark   = "lunar:"
	lunarMarkZh = "农历"
	leapMark    = "闰"
)

// ParseDate reads a date as Date describes it. It also reads "农历" for "lunar:",
// and months and days with one digit. Empty text is the zero Date. It refuses days
// that exist in no year: see Validate. Every error wraps ErrDate.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	var d Date
	rest, lunar := strings.CutPrefix(s, lunarMark)
	if !lunar {
		rest, lunar = strings.CutPrefix(s, lunarMarkZh)
	}
	d.Lunar = lunar
	parts := strings.Split(rest, "-")
	ok := len(parts) == 2 || len(parts) == 3
	if len(parts) == 3 {
		d.Year, ok = number(parts[0], 4, 4)
		ok = ok && d.Year != 0
		parts = parts[1:]
	}
	if ok {
		var month, day bool
		parts[0], d.Leap = strings.CutPrefix(parts[0], leapMark)
		d.Month, month = number(parts[0], 1, 2)
		d.Day, day = number(parts[1], 1, 2)
		ok = month && day
	}
	if !ok {
		return Date{}, fmt.Errorf(`%w: %s; write it like 1990-05-20, 05-20 or lunar:1990-08-15`, ErrDate, shown(s))
	}
	if err := d.Validate(); err != nil {
		return Date{}, err
	}
	return d, nil
}

// Validate returns an error for an impossible day: month 13, 31 April, 29 February
// of a year without it. 29 February of an unknown year is valid, as is any lunar
// day from 1 to 30. The zero Date is valid: it is an unknown day.
func (d Date) Validate() error {
	if why := d.impossible(); why != "" {
		return fmt.Errorf("%s is %w: %s", d.shown(), ErrDate, why)
	}
	return nil
}

// impossible says why there is no such day; empty: there is one.
func (d Date) impossible() string {
	switch longest := d.longestMonth(); {
	case d.IsZero():
		return ""
	case d.Year != 0 && (d.Year < firstDateYear || d.Year > lastDateYear):
		return fmt.Sprintf("its year must be %d to %d", firstDateYear, lastDateYear)
	case d.Month < 1 || d.Month > 12:
		return "a year has months 1 to 12"
	case d.Leap && !d.Lunar:
		return "only lunar dates have a leap month"
	case d.Day < 1:
		return "a month begins with day 1"
	case d.Day <= longest:
		return ""
	case d.Lunar:
		return "a lunar month has at most 30 days"
	case longest == 29:
		return "February has at most 29 days"
	case longest == 28:
		return fmt.Sprintf("February %d has 28 days", d.Year)
	default:
		return fmt.Sprintf("%s has %d days", time.Month(d.Month), longest)
	}
}

// shown is the date for an error, unless something else stands in its fields.
func (d Date) shown() string {
	if max(d.Year, d.Month, d.Day) > 9999 {
		return discreet.Number(d.String())
	}
	return d.String()
}

// longestMonth is how many days the date's month has at most.
func (d Date) longestMonth() int {
	switch {
	case d.Lunar:
		return 30
	case d.Month == 2 && d.Year != 0 && (d.Year%4 != 0 || d.Year%100 == 0 && d.Year%400 != 0):
		return 28
	case d.Month == 2:
		return 29
	case d.Month == 4 || d.Month == 6 || d.Month == 9 || d.Month == 11:
		return 30
	}
	return 31
}

// IsZero reports whether the date is wholly unknown.
func (d Date) IsZero() bool { return d == Date{} }

// String is the text that ParseDate reads; empty for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	var room [24]byte
	b := room[:0]
	if d.Lunar {
		b = append(b, lunarMark...)
	}
	if d.Year != 0 {
		b = append(appendPadded(b, d.Year, 4), '-')
	}
	if d.Leap {
		b = append(b, leapMark...)
	}
	b = append(appendPadded(b, d.Month, 2), '-')
	return string(appendPadded(b, d.Day, 2))
}

// appendPadded writes a number with zeros in front, so that it has so many digits.
func appendPadded(b []byte, n, digits int) []byte {
	for least := 10; digits > 1; digits, least = digits-1, least*10 {
		if n < least {
			b = append(b, '0')
		}
	}
	return strconv.AppendInt(b, int64(n), 10)
}

// MarshalText writes what String returns. An impossible date is an error.
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

// number reads a number of shortest to longest digits.
func number(s string, shortest, longest int) (int, bool) {
	if len(s) < shortest || len(s) > longest || !allDigits(s) {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
