package rule

import (
	"slices"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// SilentDays (静默日) is the name of the limit for days without marketing: 清明, days of mourning
// and other silent days of the calendar. A shop's own quiet hours do not replace it; a rule may be
// exempt.
const SilentDays = "default-silent-days"

// silentDays are the quiet time of a calendar. Its stretches are looked for when the
// first message asks for them.
func silentDays(c calendar.Calendar, zone *time.Location) *Quiet {
	return &Quiet{
		Name: SilentDays, Title: "清明、哀悼日等静默日", Scope: Scope{Purposes: []tiexin.Purpose{tiexin.Care, tiexin.Marketing}},
		silent: sync.OnceValue(func() []stretch { return suppressed(c, zone) }),
	}
}

// A stretch is a span of whole days in the shop's zone.
type stretch struct{ start, end time.Time }

// suppressed are the stretches of days on which a calendar silences marketing. A year
// that a table lacks has none.
func suppressed(c calendar.Calendar, zone *time.Location) []stretch {
	var spans []calendar.Span
	for _, day := range c.Days() {
		if day.Suppress == "" {
			continue
		}
		for year := calendar.FirstYear; year <= calendar.LastYear; year++ {
			if in, err := day.In(year); err == nil {
				spans = append(spans, in...)
			}
		}
	}
	slices.SortFunc(spans, func(a, b calendar.Span) int { return a.First.Compare(b.First) })
	var all []stretch
	for _, s := range spans {
		start, end := s.First.Start(zone), s.Last.AddDays(1).Start(zone)
		if n := len(all) - 1; n >= 0 && !start.After(all[n].end) {
			if end.After(all[n].end) {
				all[n].end = end
			}
			continue
		}
		all = append(all, stretch{start, end})
	}
	return all
}

// silentAt is the first of the silent stretches that is not over at an instant.
func (q *Quiet) silentAt(t time.Time) (stretch, bool) {
	all := q.silent()
	i, _ := slices.BinarySearchFunc(all, t, func(s stretch, t time.Time) int {
		if s.end.After(t) {
			return 1
		}
		return -1
	})
	if i == len(all) {
		return stretch{}, false
	}
	return all[i], true
}

// silentStretch is [Quiet.Stretch] of silent days.
func (q *Quiet) silentStretch(t time.Time) (start, end time.Time, quiet bool) {
	s, ok := q.silentAt(t)
	if !ok || s.start.After(t) {
		return time.Time{}, time.Time{}, false
	}
	return s.start, s.end, true
}

// nextSilent is [Quiet.Next] of silent days; after the last of them there is none for
// thousands of years.
func (q *Quiet) nextSilent(t time.Time) time.Time {
	s, ok := q.silentAt(t)
	if ok && !s.start.After(t) {
		s, ok = q.silentAt(s.end)
	}
	if !ok {
		return time.Date(9999, 1, 1, 0, 0, 0, 0, t.Location())
	}
	return s.start
}
