package calendar_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// What follows asks day by day, the slow and obvious way, and compares.

// flips are the days in [from, to] on which what is said of a day differs from
// the day before.
func flips[T comparable](t *testing.T, from, to calendar.Date, ask func(calendar.Date) T) []calendar.Date {
	t.Helper()
	var found []calendar.Date
	before := ask(from.AddDays(-1))
	for d := from; !d.After(to); d = d.AddDays(1) {
		now := ask(d)
		if now != before {
			found = append(found, d)
		}
		before = now
	}
	return found
}

// matches asks for the next change from every day on, early, late and at
// midnight itself, and expects the days that were found.
func matches(t *testing.T, from, to calendar.Date, want []calendar.Date, next func(time.Time) (time.Time, error)) {
	t.Helper()
	i := 0
	for d := from; d.Before(to); d = d.AddDays(1) {
		for i < len(want) && !want[i].After(d) {
			i++
		}
		if i == len(want) {
			return
		}
		for _, after := range []time.Time{d.Start(nil), d.Start(nil).Add(17 * time.Hour), d.AddDays(1).Start(nil).Add(-time.Nanosecond)} {
			got, err := next(after)
			if err != nil || !got.Equal(want[i].Start(nil)) {
				require.FailNow(t, "wrong change", "after %s: %s, not %s; %v", after, got, want[i], err)
			}
		}
	}
}

func rules(t *testing.T, texts ...string) []calendar.SpecialDay {
	t.Helper()
	var days []calendar.SpecialDay
	for _, text := range texts {
		r, err := calendar.ParseRule(text)
		require.NoError(t, err, text)
		days = append(days, calendar.SpecialDay{Key: text, Name: text, Rule: r})
	}
	return days
}

// always are special days that are known in every year.
func always(t *testing.T) []calendar.SpecialDay {
	days := slices.DeleteFunc(calendar.Calendar{}.Days(), func(s calendar.SpecialDay) bool {
		_, err := s.In(2050)
		return err != nil
	})
	days = append(days, rules(t, "solar:2-29", "lunar:12-30", "weekday:2-5-mon", "weekday:5-last-mon", "solar:1-1-3d", "solar:12-31+40d",
		"lunar:1-1-60d", "eve:term:冬至", "range 12-20..1-5", "range lunar:12-23..lunar:1-15 on lunar:1-1", "range 1-1..12-31", "lunar:11-30+180d", "lunar:2-1-180d")...)
	adjacent, err := calendar.Dates(span(t, "2026-03-01..2026-03-03"), span(t, "2026-03-04"), span(t, "2026-03-03..2026-03-06"), span(t, "2025-12-30..2026-01-02"), span(t, "2026-03-08"))
	require.NoError(t, err)
	return append(days, calendar.SpecialDay{Key: "dates", Name: "dates", Rule: adjacent})
}

func span(t *testing.T, text string) calendar.Span {
	t.Helper()
	s, err := calendar.ParseSpan(text)
	require.NoError(t, err)
	return s
}

func TestNextAndPrevOfEverySpecialDayAreThoseOfAllItsDays(t *testing.T) {
	for _, s := range always(t) {
		var all []calendar.Span
		for year := calendar.FirstYear; year <= calendar.LastYear; year++ {
			spans, err := s.In(year)
			require.NoError(t, err, s.Key)
			for _, one := range spans {
				require.Equal(t, year, one.First.Year, s.Key)
				require.True(t, one.Contains(one.Main), s.Key)
			}
			all = append(all, spans...)
		}
		require.True(t, slices.IsSortedFunc(all, func(a, b calendar.Span) int { return a.First.Compare(b.First) }), s.Key)
		for d := calendar.YMD(2022, 11, 3); d.Year < 2035; d = d.AddDays(17) {
			for _, at := range []time.Time{d.Start(nil), d.Start(nil).Add(time.Second), d.Start(nil).Add(-time.Second)} {
				i := slices.IndexFunc(all, func(s calendar.Span) bool { return s.First.Start(nil).After(at) })
				next, err := s.Next(at, nil)
				if i < 0 {
					require.ErrorIs(t, err, calendar.ErrNone, s.Key)
				} else if err != nil || next != all[i] {
					require.FailNow(t, "wrong next", "%s after %s: %s, not %s; %v", s.Key, at, next, all[i], err)
				}
				i = len(all) - 1
				for i >= 0 && !all[i].First.Start(nil).Before(at) {
					i--
				}
				prev, err := s.Prev(at, nil)
				if i < 0 {
					require.ErrorIs(t, err, calendar.ErrNone, s.Key)
				} else if err != nil || prev != all[i] {
					require.FailNow(t, "wrong prev", "%s before %s: %s, not %s; %v", s.Key, at, prev, all[i], err)
				}
			}
		}
	}
}

func TestNextChangeOfEverySpecialDayIsFoundDayByDay(t *testing.T) {
	from, to := calendar.YMD(2024, 12, 1), calendar.YMD(2028, 3, 31)
	for _, s := range always(t) {
		var all []calendar.Span
		for year := from.Year - 1; year <= to.Year+1; year++ {
			spans, err := s.In(year)
			require.NoError(t, err)
			all = append(all, spans...)
		}
		want := flips(t, from, to, func(d calendar.Date) bool {
			covers, err := s.Covers(d)
			in := slices.ContainsFunc(all, func(s calendar.Span) bool { return s.Contains(d) })
			if err != nil || in != covers {
				require.FailNow(t, "wrong", "%s on %s: %t; %v", s.Key, d, covers, err)
			}
			return covers
		})
		matches(t, from, to, want, func(after time.Time) (time.Time, error) { return s.NextChange(after, nil) })
	}
}

func TestNextChangeOfSuppressionIsFoundDayByDay(t *testing.T) {
	shop, err := calendar.Parse(calendar.File{Name: "calendar.yaml", Data: []byte(`days:
  mukden: {suppress: false}
  店休: {name: 店休, rule: range 9-1..9-6, suppress: 全店休息}
  盘点: {name: 盘点, rule: solar:9-7, suppress: 盘点}
`)})
	require.NoError(t, err)
	for _, c := range []calendar.Calendar{{}, shop} {
		for _, years := range [][2]int{{2007, 2010}, {2019, 2027}} {
			from, to := calendar.YMD(years[0], 1, 1), calendar.YMD(years[1], 12, 31)
			want := flips(t, from, to, func(d calendar.Date) bool {
				by, on, err := c.Suppressed(d)
				require.NoError(t, err)
				assert.Equal(t, on, by.Suppress != "", d)
				return on
			})
			assert.Greater(t, len(want), 20)
			matches(t, from, to, want, func(after time.Time) (time.Time, error) { return c.NextSuppressionChange(after, nil) })
		}
	}
}

func TestWorkdaysAreCountedDayByDay(t *testing.T) {
	c := calendar.Calendar{}
	from, to := calendar.YMD(2020, 1, 2), calendar.YMD(2026, 12, 31)
	works := func(d calendar.Date) bool {
		is, err := c.IsWorkday(d)
		require.NoError(t, err)
		return is
	}
	matches(t, from, to, flips(t, from, to, works), func(after time.Time) (time.Time, error) { return c.NextWorkdayChange(after, nil) })
	for d := from; d.Year < 2026; d = d.AddDays(3) {
		next := d.AddDays(1)
		for !works(next) {
			next = next.AddDays(1)
		}
		got, err := c.AddWorkdays(d, 1)
		require.NoError(t, err)
		require.Equal(t, next, got)
		for _, n := range []int{0, 1, 2, 7, 20} {
			there, err := c.AddWorkdays(d, n)
			require.NoError(t, err)
			between := 0
			for e := d.AddDays(1); !e.After(there); e = e.AddDays(1) {
				if works(e) {
					between++
				}
			}
			require.Equal(t, n, between)
			if n > 0 && works(d) {
				back, err := c.AddWorkdays(there, -n)
				require.NoError(t, err)
				require.Equal(t, d, back)
			}
		}
	}
}

var customs = []calendar.Customs{
	{},
	{Feb29: calendar.OnMar1, LeapMonth: calendar.AlwaysRegular, Day30: calendar.OnNextFirst, FullMonth: calendar.ThirtiethDay},
	{Feb29: calendar.OnlyLeapYears, LeapMonth: calendar.OnlyLeap, Day30: calendar.OnlyWithDay30},
}

func TestNextAndChangeOfAnniversariesAreFoundDayByDay(t *testing.T) {
	from, to := calendar.YMD(2022, 12, 1), calendar.YMD(2029, 2, 28)
	for _, a := range []calendar.Anniversary{
		{Month: 2, Day: 29},
		{Year: 2000, Month: 2, Day: 29},
		{Year: 1990, Month: 1, Day: 1},
		{Year: 2022, Month: 12, Day: 31},
		{Lunar: true, Month: 12, Day: 8},
		{Lunar: true, Month: 12, Day: 30},
		{Lunar: true, Year: 2023, Month: 2, Day: 15, Leap: true},
		{Lunar: true, Year: 1987, Month: 6, Day: 29, Leap: true},
		{Lunar: true, Month: 6, Day: 30, Leap: true},
		{Lunar: true, Year: 1990, Month: 8, Day: 15},
	} {
		for _, custom := range customs {
			name := fmt.Sprint(a, custom)
			on := func(d calendar.Date) bool {
				is, err := a.On(d, custom)
				require.NoError(t, err, name)
				return is
			}
			want := flips(t, from, to, on)
			matches(t, from, to, want, func(after time.Time) (time.Time, error) { return a.NextChange(after, nil, custom) })
			var days []calendar.Date
			inMonth := map[[2]int]bool{}
			for d := calendar.YMD(from.Year, 1, 1); d.Year <= to.Year; d = d.AddDays(1) {
				if on(d) {
					inMonth[[2]int{d.Year, d.Month}] = true
					if !d.Before(from) && !d.After(to) {
						days = append(days, d)
					}
				}
			}
			matches(t, from, to, flips(t, from, to, func(d calendar.Date) bool { return inMonth[[2]int{d.Year, d.Month}] }), func(after time.Time) (time.Time, error) {
				return a.NextMonthChange(after, nil, custom)
			})
			matches(t, from, to, days, func(after time.Time) (time.Time, error) {
				next, err := a.Next(after, nil, custom)
				if err != nil {
					return time.Time{}, err
				}
				prev, err := a.Prev(next.AddDays(1).Start(nil), nil, custom)
				require.NoError(t, err, name)
				require.Equal(t, next, prev, name)
				return next.Start(nil), nil
			})
		}
	}
}

func TestNextChangeOfCountsIsFoundDayByDay(t *testing.T) {
	for _, birth := range []calendar.Date{{Year: 2024, Month: 2, Day: 29}, {Year: 2024, Month: 1, Day: 31}, {Year: 2025, Month: 1, Day: 28}, {Year: 2023, Month: 12, Day: 31}} {
		from, to := birth.AddDays(-300), birth.AddDays(2500)
		for _, c := range []calendar.Count{calendar.Age, calendar.NominalAge, calendar.MonthAge, calendar.PregnancyWeek} {
			for _, custom := range customs {
				count := func(d calendar.Date) int {
					n, err := c.On(birth, d, custom)
					if errors.Is(err, calendar.ErrOutside) {
						return -1
					}
					require.NoError(t, err)
					require.GreaterOrEqual(t, n, 0)
					return n
				}
				want := flips(t, from, to, count)
				require.NotEmpty(t, want)
				matches(t, from, to, want, func(after time.Time) (time.Time, error) { return c.NextChange(birth, after, nil, custom) })
			}
		}
	}
}
