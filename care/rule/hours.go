package rule

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/internal/source"
)

const minutesADay = 24 * 60

// Hours is a span of the day in minutes since midnight. If From is later than To, it
// crosses midnight; equal ends are the whole day.
type Hours struct{ From, To int }

// ParseHours reads "21:30-09:00".
func ParseHours(s string) (Hours, error) {
	h, err := parseHours(s)
	if err == nil {
		return h, nil
	}
	plain := strings.NewReplacer("~", "-", "–", "-", "—", "-", "至", "-", "到", "-").Replace(source.Fold(s))
	if meant, no := parseHours(plain); no == nil && plain != s {
		return Hours{}, zh.Error("%q is not written in plain signs; write it as %s", s, meant)
	}
	if meant, no := parseHours(hoursMeant(s)); no == nil {
		return Hours{}, zh.Error("%q is not a span of hours; write it as %s", s, meant)
	}
	return Hours{}, err
}

// hourSaid is a time of day as people say it: 晚上10点半, 10pm, 22点.
var hourSaid = regexp.MustCompile(`^(早上|上午|早晨|凌晨|中午|下午|晚上)?([0-9]{1,2})(?:[:点时]([0-9]{2}|半)?分?整?)?(am|pm)?$`)

// hoursMeant is a span of hours as people say it, written as it should be; else as it is.
func hoursMeant(s string) string {
	plain := strings.NewReplacer("~", "-", "–", "-", "—", "-", "至", "-", "到", "-", " ", "").Replace(source.Fold(s))
	ends := strings.Split(plain, "-")
	for i, end := range ends {
		found := hourSaid.FindStringSubmatch(end)
		if found == nil {
			return s
		}
		hour, _ := digits(found[2])
		if late := found[1] == "下午" || found[1] == "晚上" || found[4] == "pm"; late && hour < 12 {
			hour += 12
		} else if hour == 12 && (found[1] == "凌晨" || found[4] == "am") {
			hour = 0
		}
		minute := strings.Replace(found[3], "半", "30", 1)
		if minute == "" {
			minute = "00"
		}
		ends[i] = fmt.Sprintf("%02d:%s", hour, minute)
	}
	return strings.Join(ends, "-")
}

func parseHours(s string) (Hours, error) {
	from, to, ok := strings.Cut(s, "-")
	if !ok {
		return Hours{}, zh.Error("%q is not a span of hours; write it as 21:30-09:00", s)
	}
	a, err := parseClock(strings.Trim(from, " "))
	if err != nil {
		return Hours{}, err
	}
	b, err := parseClock(strings.Trim(to, " "))
	if err != nil {
		return Hours{}, err
	}
	return Hours{From: a % minutesADay, To: b % minutesADay}, nil
}

func parseClock(s string) (int, error) {
	h, m, ok := strings.Cut(s, ":")
	hour, okHour := digits(h)
	minute, okMinute := digits(m)
	if !ok || !okHour || !okMinute || len(m) != 2 || hour > 24 || minute > 59 || hour == 24 && minute > 0 {
		return 0, zh.Error("%q is not a time of day; write it as 09:30", s)
	}
	return hour*60 + minute, nil
}

// digits reads a number of one or two digits.
func digits(s string) (int, bool) {
	if s == "" || len(s) > 2 {
		return 0, false
	}
	n := 0
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// String is "21:30-09:00".
func (h Hours) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", h.From/60, h.From%60, h.To/60, h.To%60)
}

// Holds reports whether a time is within the quiet hours, and when they end. They include
// their first minute and not their last.
func (q *Quiet) Holds(t time.Time) (end time.Time, quiet bool) {
	_, end, quiet = q.Stretch(t)
	return end, quiet
}

// Stretch returns the start and end of the quiet hours around a time, or false.
func (q *Quiet) Stretch(t time.Time) (start, end time.Time, quiet bool) {
	if q.silent != nil {
		return q.silentStretch(t)
	}
	y, m, d := t.Date()
	// A stretch that holds t began today or yesterday.
	for _, day := range []int{d, d - 1} {
		if !q.begins(weekday(y, m, day)) {
			continue
		}
		start := q.start(y, m, day, t.Location())
		if t.Before(start) {
			continue
		}
		next := day
		if q.Hours.To <= q.Hours.From {
			next++
		}
		if end := clockShows(y, m, next, q.Hours.To, t.Location(), true); t.Before(end) {
			return start, end, true
		}
	}
	return time.Time{}, time.Time{}, false
}

// Next is the first start of the quiet hours after t.
func (q *Quiet) Next(t time.Time) time.Time {
	if q.silent != nil {
		return q.nextSilent(t)
	}
	y, m, d := t.Date()
	for day := d; ; day++ { // it begins on one day of a week at the latest
		if start := q.start(y, m, day, t.Location()); q.begins(weekday(y, m, day)) && start.After(t) {
			return start
		}
	}
}

func (q *Quiet) start(y int, m time.Month, d int, zone *time.Location) time.Time {
	return clockShows(y, m, d, q.Hours.From, zone, false)
}

func (q *Quiet) begins(day time.Weekday) bool {
	return len(q.Days) == 0 || slices.Contains(q.Days, day)
}

func weekday(y int, m time.Month, d int) time.Weekday {
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Weekday()
}

// clockShows is when the clock on the wall shows a minute of a day, or passes
// over it. When the clock is put back it shows some minutes twice: last takes
// the second time, so that nothing earlier is shown from then on.
func clockShows(y int, m time.Month, d, minute int, zone *time.Location, last bool) time.Time {
	wanted := time.Date(y, m, d, 0, minute, 0, 0, time.UTC)
	t := time.Date(y, m, d, 0, minute, 0, 0, zone)
	start, end := t.ZoneBounds()
	_, offset := t.Zone()
	switch shown := onTheWall(t); {
	case shown.After(wanted): // the clock was put forward over it
		return start
	case shown.Before(wanted):
		return end
	}
	if !last && !start.IsZero() {
		_, before := start.Add(-1).Zone()
		if first := t.Add(time.Duration(offset-before) * time.Second); first.Before(start) {
			return first
		}
	}
	if last && !end.IsZero() {
		_, after := end.Zone()
		if second := t.Add(time.Duration(offset-after) * time.Second); second.After(end) {
			return second
		}
	}
	return t
}

// onTheWall is what the clock shows, as a time that can be compared.
func onTheWall(t time.Time) time.Time {
	y, m, d := t.Date()
	h, minute, s := t.Clock()
	return time.Date(y, m, d, h, minute, s, t.Nanosecond(), time.UTC)
}
