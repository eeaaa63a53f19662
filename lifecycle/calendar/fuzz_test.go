package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

func FuzzParseRule(f *testing.F) {
	for _, s := range []string{
		"solar:3-8", "lunar:7-7", "eve:lunar:1-1", "weekday:11-4-thu+1d", "term:清明", "range 5-20…6-20", "range 10-20..11-11 on 11-11",
		"range lunar:12-23..lunar:1-15", "weekday:5-last-sun-3d", "solar:2-29", "lunar:12-30", "eve:eve:1-1", "range ..", "range a on b", "+1d", ":", "lunar:闰6-1",
	} {
		f.Add(s, 2026)
	}
	f.Fuzz(func(t *testing.T, text string, year int) {
		r, err := calendar.ParseRule(text)
		if err != nil {
			require.ErrorIs(t, err, calendar.ErrRule)
			return
		}
		again, err := calendar.ParseRule(r.String())
		require.NoError(t, err, r.String())
		require.Equal(t, r, again)
		s := calendar.SpecialDay{Name: text, Rule: r}
		spans, err := s.In(year)
		if year < calendar.FirstYear || year > calendar.LastYear {
			require.ErrorIs(t, err, calendar.ErrRange)
			return
		}
		require.NoError(t, err)
		require.LessOrEqual(t, len(spans), 2)
		for _, span := range spans {
			require.Equal(t, year, span.First.Year)
			if span.Last.Year <= calendar.LastYear {
				covers, err := s.Covers(span.Last)
				require.NoError(t, err)
				require.True(t, covers)
			}
		}
	})
}

func FuzzDates(f *testing.F) {
	for _, s := range []string{"2026-08-19", "2026-2-29", "lunar:2025-闰06-15", "农历2026-7-7", "2026-01-05..2026-02-09", "9999-12-31", "0001-01-01", "2099-12-30", "-1-1-1", "2026-08-1９"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d, err := calendar.ParseDate(text); err == nil {
			require.NoError(t, d.Validate())
			again, err := calendar.ParseDate(d.String())
			require.NoError(t, err)
			require.Equal(t, d, again)
			if l, err := d.Lunar(); err == nil {
				back, err := l.Date()
				require.NoError(t, err)
				require.Equal(t, d, back)
			} else {
				require.ErrorIs(t, err, calendar.ErrRange)
			}
		} else {
			require.ErrorIs(t, err, calendar.ErrDate)
		}
		if l, err := calendar.ParseLunar(text); err == nil {
			again, err := calendar.ParseLunar(l.String())
			require.NoError(t, err)
			require.Equal(t, l, again)
			require.NotEmpty(t, l.Chinese())
		}
		if s, err := calendar.ParseSpan(text); err == nil {
			require.LessOrEqual(t, s.Days(), 366)
			again, err := calendar.ParseSpan(s.String())
			require.NoError(t, err)
			require.Equal(t, s, again)
		}
	})
}

// Whatever the numbers are, there is an answer or an error, and no change lies in
// the past.
func FuzzALife(f *testing.F) {
	f.Add(1990, 8, 15, true, false, uint8(0), int64(1.7e9))
	f.Add(2000, 2, 29, false, false, uint8(1), int64(1.7e9))
	f.Add(2023, 2, 30, true, true, uint8(2), int64(1.8e9))
	f.Add(0, 12, 30, true, false, uint8(3), int64(-1e12))
	f.Fuzz(func(t *testing.T, year, month, day int, lunar, leap bool, custom uint8, unix int64) {
		a := calendar.Anniversary{Year: year, Month: month, Day: day, Lunar: lunar, Leap: leap}
		c := customs[int(custom)%len(customs)]
		at := time.Unix(unix%1e11, 0)
		if next, err := a.Next(at, nil, c); err == nil {
			require.True(t, next.Start(nil).After(at))
			on, err := a.On(next, c)
			require.NoError(t, err)
			require.True(t, on)
		}
		if change, err := a.NextChange(at, nil, c); err == nil {
			require.True(t, change.After(at))
		}
		from := calendar.YMD(year, month, day)
		for _, count := range []calendar.Count{calendar.Age, calendar.NominalAge, calendar.MonthAge, calendar.PregnancyWeek, calendar.Count("weeks")} {
			if n, err := count.On(from, calendar.DateOf(at, nil), c); err == nil {
				require.GreaterOrEqual(t, n, 0)
			}
			if change, err := count.NextChange(from, at, nil, c); err == nil {
				require.True(t, change.After(at))
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("days:\n  店庆: {name: 店庆, rule: solar:10-18, suppress: 盘点}\n  nian_huo:\n    table: {2026: 2026-01-05..2026-02-09, 2027: []}\n"))
	f.Add([]byte("workdays:\n  2027: {source: x, off: {元旦: 2027-01-01..2027-01-03}, work: [2027-01-09]}\n"))
	f.Add([]byte("days:\n  qixi: {suppress: true, dates: [2026-01-01, 2026-13-01]}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := calendar.Parse(calendar.File{Name: "calendar.yaml", Data: data})
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		for _, s := range c.Days() {
			found, err := c.Find(s.Key)
			require.NoError(t, err)
			require.Equal(t, s.Key, found.Key)
		}
		_, _, _ = c.Suppressed(calendar.YMD(2026, 4, 5))
	})
}
