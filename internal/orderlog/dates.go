package orderlog

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
)

// Dates is how a file writes its days. The zero Dates is told from the file.
type Dates string

// The ways that the file alone may not tell. Any other value is a pattern of YYYY, YY,
// MM, DD, hh, mm and ss, such as "DD.MM.YY hh:mm".
const (
	MonthFirst Dates = "mdy"     // 12/1/2010 is 1 December
	DayFirst   Dates = "dmy"     // 12/1/2010 is 12 January
	UnixSecond Dates = "unix"    // seconds since 1970
	UnixMilli  Dates = "unix-ms" // milliseconds since 1970
)

// ParseDates reads the value of -date.
func ParseDates(text string) (Dates, error) {
	d := Dates(text)
	switch d {
	case "", MonthFirst, DayFirst, UnixSecond, UnixMilli:
		return d, nil
	}
	layout := d.layout()
	if !strings.Contains(layout, "06") || !strings.Contains(layout, "01") || !strings.Contains(layout, "02") {
		return "", fmt.Errorf("%q is not a way to write a day; say mdy (12/31/2010), dmy (31/12/2010), unix, unix-ms, or a pattern such as \"DD.MM.YYYY hh:mm\"", text)
	}
	return d, nil
}

// layout is the pattern as the standard library writes it.
func (d Dates) layout() string {
	return strings.NewReplacer("YYYY", "2006", "YY", "06", "MM", "01", "DD", "02", "hh", "15", "mm", "04", "ss", "05").Replace(string(d))
}

// layouts are the ways to write a day that nobody can misread.
var layouts = []string{
	time.DateTime, time.DateOnly, "20060102", "2006-01-02 15:04", "20060102150405", "20060102 15:04:05",
	"2006/1/2 15:04:05", "2006/1/2 15:04", "2006/1/2", "2006.1.2", "2006-1-2 15:04:05", "2006-1-2 15:04", "2006-1-2",
	"2006年1月2日 15:04:05", "2006年1月2日 15:04", "2006年1月2日", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05Z07:00",
	"2 Jan 2006", "2-Jan-2006", "2 January 2006", "Jan 2, 2006", "January 2, 2006", "2 Jan 2006 15:04", "2 Jan 2006 15:04:05", "2-Jan-2006 15:04", "2-Jan-2006 15:04:05",
}

// ParseDay reads a time that can be read in one way only, by China's clock unless it
// names a zone, in the years 1971 to 2098.
func ParseDay(text string) (time.Time, error) {
	if utc, ok := strings.CutSuffix(text, " UTC"); ok {
		text = utc + "Z"
	}
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, text, tiexin.Shanghai()); err == nil {
			return sane(t, text)
		}
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return sane(t, text)
	}
	return time.Time{}, fmt.Errorf("%q is not a day; write 2025-11-11, 20251111 or 2025-11-11 20:30:00", text)
}

// sane holds times to the years for which there is a calendar and a log.
func sane(t time.Time, text string) (time.Time, error) {
	if t.Year() < 1971 || t.Year() > 2098 {
		return time.Time{}, fmt.Errorf("%q is not in the years 1971 to 2098", text)
	}
	return t, nil
}

// slashed is a day whose year comes last: only the file, or a person, knows which of
// the two numbers before it is the month.
var slashed = regexp.MustCompile(`^(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4}|\d{2})(?:,?[ T]+(\d{1,2}:\d{2}(?::\d{2})?) ?([AaPp][Mm])?)?$`)

// A telling is what one day with its year last says of the order of the other two
// numbers.
type telling int

const (
	tellsNothing telling = iota // it has no such form, or cannot be a day
	tellsMonth                  // the month is first
	tellsDay                    // the day is first
	either                      // both orders give the same day
	open                        // each order gives another day
)

func tell(text string) telling {
	m := slashed.FindStringSubmatch(text)
	if m == nil {
		return tellsNothing
	}
	first, _ := strconv.Atoi(m[1])
	second, _ := strconv.Atoi(m[3])
	switch {
	case first < 1 || second < 1 || max(first, second) > 31 || min(first, second) > 12:
		return tellsNothing
	case len(m[4]) != 4:
		return open // a year of two digits may be a day itself
	case first > 12:
		return tellsDay
	case second > 12:
		return tellsMonth
	case first == second:
		return either
	}
	return open
}

// asked says that a day may be read in two ways, until somebody says which. It names
// them as the two words of -date.
func asked(text string) string {
	m := slashed.FindStringSubmatch(text)
	first, _ := strconv.Atoi(m[1])
	second, _ := strconv.Atoi(m[3])
	if max(first, second) > 12 || len(m[4]) != 4 {
		return fmt.Sprintf("%q has a year of two digits, which may be a day; say -date mdy for month/day/year, -date dmy for day/month/year, or a pattern such as -date YY/MM/DD", text)
	}
	return fmt.Sprintf("%q is %d %s or %d %s, and no day above 12 in the file tells which; say -date mdy for the first or -date dmy for the second",
		text, second, time.Month(first), first, time.Month(second))
}

// parse reads a cell by the way of its file.
func (d Dates) parse(text string) (time.Time, error) {
	pattern := false
	switch d {
	case "", undecided, MonthFirst, DayFirst:
	case UnixSecond, UnixMilli:
		pattern = true
		if n, err := strconv.ParseInt(text, 10, 64); err == nil && len(text) > 8 {
			if d == UnixSecond {
				return sane(time.Unix(n, 0), text)
			}
			return sane(time.UnixMilli(n), text)
		}
	default:
		pattern = true
		if t, err := time.ParseInLocation(d.layout(), text, tiexin.Shanghai()); err == nil {
			return sane(t, text)
		}
	}
	if m := slashed.FindStringSubmatch(text); m != nil && (d == MonthFirst || d == DayFirst) {
		return d.slashed(text, m)
	}
	t, err := ParseDay(text)
	if err != nil && pattern {
		return t, fmt.Errorf("%q is not a day as -date %s says; correct it, or say another -date", text, d)
	}
	if err != nil && (len(text) == 10 || len(text) == 13) && strings.Trim(text, "0123456789") == "" {
		return t, fmt.Errorf("%w; if it counts from 1970, say -date unix for seconds or -date unix-ms for milliseconds", err)
	}
	return t, err
}

// slashed reads a day whose year comes last, by its parts.
func (d Dates) slashed(text string, m []string) (time.Time, error) {
	layout, way := "1/2/2006", "month/day/year"
	if d == DayFirst {
		layout, way = "2/1/2006", "day/month/year"
	}
	if len(m[4]) == 2 {
		layout = strings.Replace(layout, "2006", "06", 1)
	}
	value := m[1] + "/" + m[3] + "/" + m[4]
	if clock := m[5]; clock != "" {
		value += " " + clock
		hour := "15:04"
		if m[6] != "" {
			hour = "3:04"
		}
		if strings.Count(clock, ":") == 2 {
			hour += ":05"
		}
		layout += " " + hour
	}
	if m[6] != "" {
		layout, value = layout+" PM", value+" "+strings.ToUpper(m[6])
	}
	t, err := time.ParseInLocation(layout, value, tiexin.Shanghai())
	if err != nil {
		return t, fmt.Errorf("%q is not a day as %s; correct it, or see -date", text, way)
	}
	return sane(t, text)
}
