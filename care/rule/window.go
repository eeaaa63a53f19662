package rule

import "time"

// A Window is the span over which a cap or budget counts: rolling, or a
// calendar day, week or month in the shop's zone.
type Window struct {
	Within time.Duration // rolling; zero: Per
	Per    Period
}

// Period is a calendar span.
type Period uint8

// The calendar spans. A week begins on Monday.
const (
	NoPeriod Period = iota
	Day
	Week
	Month
)

// longestWindow is how far back caps and budgets may count.
const longestWindow = 1100 * 24 * time.Hour

// length is the longest that the window can be.
func (w Window) length() time.Duration {
	const day = 24 * time.Hour
	return max(w.Within, [...]time.Duration{NoPeriod: 0, Day: day, Week: 7 * day, Month: 31 * day}[w.Per])
}

// Start is the start of the window around t: everything from then on counts.
func (w Window) Start(t time.Time) time.Time {
	if w.Per == NoPeriod {
		// A message exactly the window's length ago counts no more.
		return t.Add(-w.Within).Add(time.Millisecond)
	}
	return w.begin(t, 0)
}

// Leaves is the time when a message of time t stops counting.
func (w Window) Leaves(t time.Time) time.Time {
	if w.Per == NoPeriod {
		return t.Add(w.Within)
	}
	return w.begin(t, 1)
}

// begin is when the calendar span that holds t began, or the one so many after
// it.
func (w Window) begin(t time.Time, later int) time.Time {
	y, m, d := t.Date()
	switch w.Per {
	case Week:
		sinceMonday := (int(t.Weekday()) + 6) % 7
		d += 7*later - sinceMonday
	case Month:
		m, d = m+time.Month(later), 1
	default:
		d += later
	}
	return clockShows(y, m, d, 0, t.Location(), false)
}

// LongestWindow is the longest span of a cap or budget; zero without any. A
// calendar month counts as 31 days.
func (s *Set) LongestWindow() time.Duration {
	longest := time.Duration(0)
	for _, c := range s.Caps {
		longest = max(longest, c.Window.length())
	}
	for _, b := range s.Budgets {
		longest = max(longest, b.Window.length())
	}
	return longest
}
