package caretest

import (
	"fmt"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A moment is a time as a tester writes it: an offset from the start of the test
// (+15m), a time of the start's day (10:15), or a day with a time.
type moment struct {
	offset  time.Duration
	isClock bool
	hasDay  bool
	clock   time.Time // in UTC, to be read in the shop's zone
}

const (
	momentPattern = `([+-]([0-9]+[smhdw])+|([0-9]{4}-[0-9]{2}-[0-9]{2} )?[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)`
	startPattern  = `^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?$`
)

func parseMoment(s string) (moment, error) {
	bad := zh.Error("%q is not a time; write +15m after the start, 10:15 on its day, or 2026-11-11 10:15", s)
	if strings.HasPrefix(s, "+") || strings.HasPrefix(s, "-") {
		d, err := rule.ParseDuration(s[1:])
		if err != nil {
			return moment{}, bad
		}
		if s[0] == '-' {
			d = -d
		}
		return moment{offset: d}, nil
	}
	for _, layout := range []string{"15:04", "15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return moment{isClock: true, clock: t}, nil
		}
		if t, err := time.Parse("2006-01-02 "+layout, s); err == nil {
			return moment{isClock: true, hasDay: true, clock: t}, nil
		}
	}
	if fact, last := source.NoSuchDate(s); !fact.Empty() {
		return moment{}, zh.Error("%s; %s", fact, last)
	}
	return moment{}, bad
}

func parseStart(s string) (moment, error) {
	m, err := parseMoment(s)
	if fact, _ := source.NoSuchDate(s); !fact.Empty() {
		return moment{}, err
	}
	if err != nil || !m.hasDay {
		return moment{}, zh.Error("%q is not a day with a time; write it like 2026-11-11 10:00", s)
	}
	return m, nil
}

// in is the moment in a zone, seen from the start; the start itself is read with
// a zero start.
func (m moment) in(start time.Time, zone *time.Location) time.Time {
	if !m.isClock {
		return start.Add(m.offset)
	}
	day := m.clock
	if !m.hasDay {
		day = start
	}
	return time.Date(day.Year(), day.Month(), day.Day(), m.clock.Hour(), m.clock.Minute(), m.clock.Second(), 0, zone)
}

// A span is a moment, or all the time from one to another, both included, or a moment
// with what may be missing from it and above it.
type span struct {
	from, to  moment
	tolerance time.Duration
}

const spanPattern = momentPattern + `( *\.\. *` + momentPattern + `| *± *([0-9]+[smhdw])+)?`

func parseSpan(s string) (span, error) {
	if middle, tolerance, found := strings.Cut(s, "±"); found {
		m, err := parseMoment(strings.TrimSpace(middle))
		if err != nil {
			return span{}, err
		}
		d, err := rule.ParseDuration(strings.TrimSpace(tolerance))
		if err != nil {
			return span{}, zh.Error("%q is not a tolerance; write +15m ±1m or 10:15 ±30s", strings.TrimSpace(tolerance))
		}
		return span{m, m, d}, nil
	}
	first, last, found := strings.Cut(s, "..")
	from, err := parseMoment(strings.TrimSpace(first))
	if err != nil || !found {
		return span{from: from, to: from}, err
	}
	to, err := parseMoment(strings.TrimSpace(last))
	return span{from: from, to: to}, err
}

// in is the span in a zone, seen from the start. The day of its first time holds
// for the second too.
func (s span) in(start time.Time, zone *time.Location) (from, to time.Time) {
	from = s.from.in(start, zone)
	if s.from.isClock && s.to.isClock {
		start = from
	}
	return from.Add(-s.tolerance), s.to.in(start, zone).Add(s.tolerance)
}

// offset writes a time as it could stand in a test: "+1h30m (11:30:00)".
func offset(t, start time.Time) string {
	return fmt.Sprintf("%s (%s)", since(t, start), clock(t, start))
}

// offsets writes a span of times as it could stand in a test: "+1h..+3h (11:00:00..13:00:00)".
func offsets(from, to, start time.Time) string {
	if from.Equal(to) {
		return offset(from, start)
	}
	return fmt.Sprintf("%s..%s (%s..%s)", since(from, start), since(to, start), clock(from, start), clock(to, start))
}

// clock is the time of day, with the day unless it is the start's.
func clock(t, start time.Time) string {
	if t.Format(time.DateOnly) == start.Format(time.DateOnly) {
		return t.Format(time.TimeOnly)
	}
	return t.Format(time.DateTime)
}

// since writes a time as an offset from the start: "+1d2h", "+15m", "-5s".
func since(t, start time.Time) string {
	sign, d := "+", t.Sub(start)
	if d < 0 {
		sign, d = "-", -d
	}
	var b strings.Builder
	for _, u := range []struct {
		unit time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}} {
		if n := d / u.unit; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, u.name)
			d %= u.unit
		}
	}
	if b.Len() == 0 {
		return sign + "0m"
	}
	return sign + b.String()
}
