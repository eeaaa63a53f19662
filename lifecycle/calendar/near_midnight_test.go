package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// Two birthdays that a system kept as midnight by the clocks of China, which were an hour
// ahead in those summers: in their own zone they are the day, in CST the day before.
func TestBirthdaysKeptAsMidnightOfSummerTimeWantTheirZone(t *testing.T) {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	for ms, day := range map[int64]calendar.Date{
		582303600000: calendar.YMD(1988, 6, 15),
		681231600000: calendar.YMD(1991, 8, 4),
	} {
		at := time.UnixMilli(ms)
		assert.Equal(t, day, calendar.DateOf(at, shanghai))
		assert.Equal(t, day.AddDays(-1), calendar.DateOf(at, nil))
	}
	// Of the six years 896 days begin in summer time.
	moved := 0
	for d := calendar.YMD(1986, 1, 1); d.Before(calendar.YMD(1992, 1, 1)); d = d.AddDays(1) {
		midnight := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, shanghai)
		require.Equal(t, d, calendar.DateOf(midnight, shanghai))
		if calendar.DateOf(midnight, nil) != d {
			moved++
		}
	}
	assert.Equal(t, 896, moved)
}

// What the package's tour says of days near midnight.
func TestMonthsThatBeginNearMidnight(t *testing.T) {
	for _, first := range []calendar.Date{calendar.YMD(2057, 9, 29), calendar.YMD(2089, 9, 4), calendar.YMD(2097, 8, 7)} {
		l, err := first.Lunar()
		require.NoError(t, err)
		assert.Equal(t, 1, l.Day, first)
	}
}

func TestACalendarFileMaySayItsVersion(t *testing.T) {
	c, err := calendar.Parse(calendar.File{Name: "calendar.yaml", Data: []byte("version: 1\ndays:\n  店庆: {name: 店庆, rule: solar:10-18}\n")})
	require.NoError(t, err)
	_, err = c.Find("店庆")
	require.NoError(t, err)
	_, err = calendar.Parse(calendar.File{Name: "calendar.yaml", Data: []byte("version: 2\n")})
	require.ErrorContains(t, err, "calendar.yaml:1:10: ")
	assert.ErrorContains(t, err, `"2"`)
	assert.ErrorContains(t, err, "1")
}

func TestAPregnancyThatIsOverIsCountedFromTheDayItWasDue(t *testing.T) {
	due := calendar.YMD(2026, 6, 1)
	_, err := calendar.PregnancyWeek.On(due, due.AddDays(29), calendar.Customs{})
	require.ErrorIs(t, err, calendar.ErrOutside)
	assert.ErrorContains(t, err, "2026-06-30 is 29 days after 2026-06-01, when the baby is due")
	_, err = calendar.PregnancyWeek.On(due, due.AddDays(-281), calendar.Customs{})
	assert.ErrorContains(t, err, "2025-08-24 is 281 days before 2026-06-01, when the baby is due")
}
