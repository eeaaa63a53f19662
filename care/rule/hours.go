package rule

import (
	"fmt"
	"strings"
	"time"
)

// Hours is a span of the day in minutes since midnight. From later than To
// crosses midnight; equal ends are the whole day.
type Hours struct{ From, To int }

// ParseHours reads "21:30-09:00".
func ParseHours(s string) (Hours, error) {
	from, to, ok := strings.Cut(s, "-")
	if !ok {
		return Hours{}, fmt.Errorf("%q is no span of hours; write it as 21:30-09:00", s)
	}
	a, err := parseClock(strings.TrimSpace(from))
	if err != nil {
		return Hours{}, err
	}
	b, err := parseClock(strings.TrimSpace(to))
	if err != nil {
		return Hours{}, err
	}
	return Hours{From: a, To: b % (24 * 60)}, nil
}

func parseClock(s string) (int, error) {
	h, m, ok := strings.Cut(s, ":")
	hour, okHour := digits(h)
	minute, okMinute := digits(m)
	if !ok || !okHour || !okMinute || len(m) != 2 || hour > 24 || minute > 59 || hour == 24 && minute > 0 {
		return 0, fmt.Errorf("%q is no time of day; write it as 09:30", s)
	}
	return hour*60 + minute, nil
}

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

func (h Hours) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", h.From/60, h.From%60, h.To/60, h.To%60)
}

// Holds says whether an instant lies in the quiet time, and when that stretch
// ends. The stretch holds its first minute and not its last.
func (q *Quiet) Holds(t time.Time) (end time.Time, quiet bool) {
	// A stretch that holds t began today or yesterday.
	for _, day := range []int{0, -1} {
		y, m, d := t.Date()
		start := time.Date(y, m, d+day, q.Hours.From/60, q.Hours.From%60, 0, 0, t.Location())
		length := 0
		if q.Hours.To <= q.Hours.From {
			length = 1
		}
		end := time.Date(y, m, d+day+length, q.Hours.To/60, q.Hours.To%60, 0, 0, t.Location())
		if q.begins(start.Weekday()) && !t.Before(start) && t.Before(end) {
			return end, true
		}
	}
	return time.Time{}, false
}

func (q *Quiet) begins(day time.Weekday) bool {
	if len(q.Days) == 0 {
		return true
	}
	for _, d := range q.Days {
		if d == day {
			return true
		}
	}
	return false
}

// Start is when the window that holds t began: everything from then on counts.
func (w Window) Start(t time.Time) time.Time {
	y, m, d := t.Date()
	switch w.Per {
	case Day:
		return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
	case Week:
		back := (int(t.Weekday()) + 6) % 7
		return time.Date(y, m, d-back, 0, 0, 0, 0, t.Location())
	case Month:
		return time.Date(y, m, 1, 0, 0, 0, 0, t.Location())
	default:
		// A message exactly the window's length ago counts no more.
		return t.Add(-w.Within).Add(time.Millisecond)
	}
}

// Leaves is when something that happened at t no longer counts.
func (w Window) Leaves(t time.Time) time.Time {
	y, m, d := t.Date()
	switch w.Per {
	case Day:
		return time.Date(y, m, d+1, 0, 0, 0, 0, t.Location())
	case Week:
		back := (int(t.Weekday()) + 6) % 7
		return time.Date(y, m, d-back+7, 0, 0, 0, 0, t.Location())
	case Month:
		return time.Date(y, m+1, 1, 0, 0, 0, 0, t.Location())
	default:
		return t.Add(w.Within)
	}
}

// ParseDuration reads "90s", "15m", "24h", "7d", "2w", alone or joined: "1h30m".
func ParseDuration(s string) (time.Duration, error) {
	bad := fmt.Errorf("%q is no duration; write it as 90s, 15m, 24h, 7d or 2w", s)
	rest, total := s, time.Duration(0)
	if rest == "" {
		return 0, bad
	}
	for rest != "" {
		n, i := int64(0), 0
		for ; i < len(rest) && rest[i] >= '0' && rest[i] <= '9'; i++ {
			if n = n*10 + int64(rest[i]-'0'); n > 1_000_000_000 {
				return 0, fmt.Errorf("%q is too long; the longest duration is 100 years", s)
			}
		}
		if i == 0 || i == len(rest) {
			return 0, bad
		}
		unit, ok := durationUnits[rest[i]]
		if !ok {
			return 0, bad
		}
		if n > int64(longest/unit) || total+time.Duration(n)*unit > longest {
			return 0, fmt.Errorf("%q is too long; the longest duration is 100 years", s)
		}
		total += time.Duration(n) * unit
		rest = rest[i+1:]
	}
	return total, nil
}

const longest = 100 * 365 * 24 * time.Hour

var durationUnits = map[byte]time.Duration{
	's': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour,
}

// FormatDuration writes a duration as the rule file does.
func FormatDuration(d time.Duration) string {
	if d == Unlimited {
		return "never"
	}
	for _, u := range "wdhm" {
		if unit := durationUnits[byte(u)]; d >= unit && d%unit == 0 {
			return fmt.Sprintf("%d%c", d/unit, u)
		}
	}
	return fmt.Sprintf("%ds", d/time.Second)
}
