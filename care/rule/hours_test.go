package rule

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// zones where the clock is never changed, is changed at two at night, and is
// changed at midnight itself.
func zones(t *testing.T) map[string][]time.Time {
	t.Helper()
	zone := func(name string) *time.Location {
		z, err := time.LoadLocation(name)
		require.NoError(t, err)
		return z
	}
	day := func(z *time.Location, y int, m time.Month, d int) time.Time {
		return time.Date(y, m, d, 12, 0, 0, 0, z)
	}
	shanghai, newYork, berlin := zone("Asia/Shanghai"), zone("America/New_York"), zone("Europe/Berlin")
	santiago, havana, beirut := zone("America/Santiago"), zone("America/Havana"), zone("Asia/Beirut")
	return map[string][]time.Time{
		"上海":          {day(shanghai, 2026, 11, 10), day(shanghai, 2026, 12, 30), day(shanghai, 2028, 2, 28)},
		"纽约":          {day(newYork, 2026, 3, 7), day(newYork, 2026, 10, 31)},
		"圣地亚哥,零点跳到一点": {day(santiago, 2026, 9, 5)},
		"哈瓦那,一点退到零点":  {day(havana, 2026, 10, 31)},
		"柏林":          {day(berlin, 2026, 3, 28), day(berlin, 2026, 10, 24)},
		"贝鲁特,零点跳到一点":  {day(beirut, 2026, 3, 28), day(beirut, 2026, 10, 24)},
	}
}

// A quiet time holds from the minute at which the clock on the wall first shows
// its beginning, or passes over it, to the one at which it shows its end for the
// last time.
func TestQuietMinuteByMinute(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	all, each := zones(t), 40
	if testing.Short() {
		each = 8
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, noon := range all[name] {
			for range each {
				q := &Quiet{Hours: Hours{From: r.IntN(24*60) / 15 * 15, To: r.IntN(24*60) / 15 * 15}}
				if r.IntN(3) == 0 {
					q.Days = []time.Weekday{time.Weekday(r.IntN(7)), time.Weekday(r.IntN(7))}
				}
				if r.IntN(4) == 0 { // around the change of the clock
					q.Hours = Hours{From: r.IntN(5 * 30), To: r.IntN(5 * 30)}
				}
				t.Run(fmt.Sprintf("%s %s %s", name, q.Hours, q.Days), func(t *testing.T) { checkQuiet(t, q, noon) })
			}
		}
	}
}

func checkQuiet(t *testing.T, q *Quiet, noon time.Time) {
	t.Helper()
	begin := noon.Add(-60 * time.Hour)
	var walls []time.Time
	for i := range 5 * 24 * 60 {
		walls = append(walls, onTheWall(begin.Add(time.Duration(i)*time.Minute)))
	}
	quiet := make([]int, len(walls)) // the minute at which it ends, or zero
	starts := map[int]bool{}         // the minutes at which a stretch begins
	for day := -3; day <= 3; day++ {
		y, m, d := noon.AddDate(0, 0, day).Date()
		from := time.Date(y, m, d, 0, q.Hours.From, 0, 0, time.UTC)
		to := time.Date(y, m, d, 0, q.Hours.To, 0, 0, time.UTC)
		if !to.After(from) {
			to = to.AddDate(0, 0, 1)
		}
		start, end := len(walls), 0
		for i, wall := range walls {
			if !wall.Before(from) {
				start = min(start, i)
			}
			if wall.Before(to) {
				end = i + 1
			}
		}
		if q.begins(from.Weekday()) {
			starts[start] = true
			for i := start; i < end; i++ {
				quiet[i] = end
			}
		}
	}
	for i := 24 * 60; i < 4*24*60; i++ {
		at := begin.Add(time.Duration(i) * time.Minute)
		if next := q.Next(at); next.Before(begin.Add(4 * 24 * time.Hour)) {
			want := i + 1
			for !starts[want] {
				want++
			}
			require.Equal(t, begin.Add(time.Duration(want)*time.Minute).Unix(), next.Unix(), "the next one after %s", at)
		}
		end, held := q.Holds(at)
		if held != (quiet[i] > 0) {
			require.Fail(t, "wrong", "%s: %v, but the clock says %v", at, held, !held)
		}
		if wantEnd := begin.Add(time.Duration(quiet[i]) * time.Minute); held && !end.Equal(wantEnd) {
			// Of two stretches that overlap any end will do that belongs to one.
			again, _ := q.Holds(end.Add(-time.Minute))
			require.False(t, again.IsZero(), "%s: until %s, not %s", at, end, wantEnd)
		}
	}
}

// At one o'clock the clock is put back to midnight: the quiet time that ends at
// midnight ends at the first of the two.
func TestQuietUntilAMidnightThatComesTwice(t *testing.T) {
	havana, err := time.LoadLocation("America/Havana")
	require.NoError(t, err)
	evening := time.Date(2026, 10, 31, 23, 30, 0, 0, havana)
	for to, want := range map[int]time.Duration{0: 30 * time.Minute, 20: 110 * time.Minute, 70: 160 * time.Minute} {
		end, quiet := (&Quiet{Hours: Hours{From: 17 * 60, To: to}}).Holds(evening)
		assert.True(t, quiet)
		assert.Equal(t, want, end.Sub(evening))
	}
}

// A window holds what lies in the same day, week from Monday, or month.
func TestWindowsMinuteByMinute(t *testing.T) {
	for name, days := range zones(t) {
		t.Run(name, func(t *testing.T) {
			for _, noon := range days {
				for _, per := range []Period{Day, Week, Month} {
					for i := -2 * 24 * 60; i < 2*24*60; i += 7 {
						checkSpan(t, Window{Per: per}, noon.Add(time.Duration(i)*time.Minute))
					}
				}
			}
		})
	}
}

func checkSpan(t *testing.T, w Window, at time.Time) {
	t.Helper()
	same := func(u time.Time) bool {
		y, week := u.ISOWeek()
		y2, week2 := at.ISOWeek()
		switch w.Per {
		case Day:
			return u.Format(time.DateOnly) == at.Format(time.DateOnly)
		case Week:
			return y == y2 && week == week2
		default:
			return u.Format("2006-01") == at.Format("2006-01")
		}
	}
	start, end := w.Start(at), w.Leaves(at)
	ok := !start.After(at) && end.After(at) && same(start) && !same(start.Add(-time.Millisecond)) && same(end.Add(-time.Millisecond)) && !same(end)
	if !ok {
		require.Fail(t, "wrong window", "%v of %s: %s to %s", w, at, start, end)
	}
}

// A rolling window counts a message until exactly its length later, and not
// then.
func TestRollingWindow(t *testing.T) {
	w := Window{Within: 7 * 24 * time.Hour}
	sent := time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)
	leaves := w.Leaves(sent)
	assert.Equal(t, sent.Add(w.Within), leaves)
	assert.False(t, sent.Before(w.Start(leaves.Add(-time.Millisecond))), "counts")
	assert.True(t, sent.Before(w.Start(leaves)), "counts no more")
}

func TestHoursAreReadAndWritten(t *testing.T) {
	for from := 0; from < 24*60; from += 13 {
		for to := 0; to < 24*60; to += 17 {
			h := Hours{from, to}
			again, err := ParseHours(h.String())
			if err != nil || again != h {
				require.Fail(t, "lost", "%s became %s, %v", h, again, err)
			}
		}
	}
	for written, want := range map[string]Hours{
		"21:30-09:00": {21*60 + 30, 9 * 60}, "9:05 - 21:30": {9*60 + 5, 21*60 + 30}, "00:00-24:00": {0, 0}, "24:00-06:00": {0, 6 * 60},
	} {
		h, err := ParseHours(written)
		require.NoError(t, err, written)
		assert.Equal(t, want, h)
	}
	for written, want := range map[string]string{
		"21:30": `"21:30" is not a span of hours; write it as 21:30-09:00`, "": `"" is not a span of hours; write it as 21:30-09:00`,
		"21:60-09:00": `"21:60" is not a time of day; write it as 09:30`, "21:30-24:01": `"24:01" is not a time of day; write it as 09:30`,
		"25:00-9:00": `"25:00" is not a time of day; write it as 09:30`, "9-21": `"9-21" is not a span of hours; write it as 09:00-21:00`, "晚上10点半到早上8点": `"晚上10点半到早上8点" is not a span of hours; write it as 22:30-08:00`, "10pm-12am": `"10pm-12am" is not a span of hours; write it as 22:00-00:00`, "9:5-21:00": `"9:5" is not a time of day; write it as 09:30`,
		"9:00-21:00-22:00": `"21:00-22:00" is not a time of day; write it as 09:30`, "+9:00-21:00": `"+9:00" is not a time of day; write it as 09:30`,
		"21：30—09：00": `"21：30—09：00" is not written in plain signs; write it as 21:30-09:00`, "21:30至09:00": `"21:30至09:00" is not written in plain signs; write it as 21:30-09:00`,
		"123:00-09:00": `"123:00" is not a time of day; write it as 09:30`,
	} {
		_, err := ParseHours(written)
		assert.EqualError(t, err, want)
	}
}
