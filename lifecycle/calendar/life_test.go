package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

func TestBirthdaysBothCalendars(t *testing.T) {
	for _, c := range []struct {
		story   string
		day     calendar.Anniversary
		customs calendar.Customs
		year    int
		want    []string
	}{
		{"阳历生日", calendar.Anniversary{Year: 1990, Month: 5, Day: 20}, calendar.Customs{}, 2026, []string{"2026-05-20"}},
		{"不知道年份", calendar.Anniversary{Month: 5, Day: 20}, calendar.Customs{}, 2026, []string{"2026-05-20"}},
		{"出生那年没有生日", calendar.Anniversary{Year: 2026, Month: 5, Day: 20}, calendar.Customs{}, 2026, nil},
		{"还没出生", calendar.Anniversary{Year: 2027, Month: 5, Day: 20}, calendar.Customs{}, 2026, nil},
		{"二月二十九,平年二十八", calendar.Anniversary{Year: 2000, Month: 2, Day: 29}, calendar.Customs{}, 2026, []string{"2026-02-28"}},
		{"二月二十九,平年三月一日", calendar.Anniversary{Year: 2000, Month: 2, Day: 29}, calendar.Customs{Feb29: calendar.OnMar1}, 2026, []string{"2026-03-01"}},
		{"二月二十九,平年不过", calendar.Anniversary{Year: 2000, Month: 2, Day: 29}, calendar.Customs{Feb29: calendar.OnlyLeapYears}, 2026, nil},
		{"二月二十九,闰年", calendar.Anniversary{Year: 2000, Month: 2, Day: 29}, calendar.Customs{Feb29: calendar.OnMar1}, 2028, []string{"2028-02-29"}},
		{"农历八月十五", calendar.Anniversary{Year: 1990, Month: 8, Day: 15, Lunar: true}, calendar.Customs{}, 2026, []string{"2026-09-25"}},
		{"闰二月,没有闰二月的年份过二月", calendar.Anniversary{Year: 2023, Month: 2, Day: 15, Lunar: true, Leap: true}, calendar.Customs{}, 2026, []string{"2026-04-02"}},
		{"闰二月,只过闰月", calendar.Anniversary{Year: 2023, Month: 2, Day: 15, Lunar: true, Leap: true}, calendar.Customs{LeapMonth: calendar.OnlyLeap}, 2026, nil},
		{"闰六月,有闰六月的年份过闰月", calendar.Anniversary{Year: 1987, Month: 6, Day: 10, Lunar: true, Leap: true}, calendar.Customs{}, 2025, []string{"2025-08-03"}},
		{"闰六月,总过六月", calendar.Anniversary{Year: 1987, Month: 6, Day: 10, Lunar: true, Leap: true}, calendar.Customs{LeapMonth: calendar.AlwaysRegular}, 2025, []string{"2025-07-04"}},
		{"六月生的,闰六月不再过", calendar.Anniversary{Month: 6, Day: 10, Lunar: true}, calendar.Customs{}, 2025, []string{"2025-07-04"}},
		{"腊月三十,小月过二十九", calendar.Anniversary{Year: 1990, Month: 12, Day: 30, Lunar: true}, calendar.Customs{}, 2026, []string{"2026-02-16"}},
		{"腊月三十,小月过初一", calendar.Anniversary{Year: 1990, Month: 12, Day: 30, Lunar: true}, calendar.Customs{Day30: calendar.OnNextFirst}, 2026, []string{"2026-02-17"}},
		{"腊月三十,小月不过", calendar.Anniversary{Year: 1990, Month: 12, Day: 30, Lunar: true}, calendar.Customs{Day30: calendar.OnlyWithDay30}, 2026, nil},
		{"一年过两次", calendar.Anniversary{Year: 1990, Month: 12, Day: 8, Lunar: true}, calendar.Customs{}, 2022, []string{"2022-01-10", "2022-12-30"}},
		{"一年不过", calendar.Anniversary{Year: 1990, Month: 12, Day: 8, Lunar: true}, calendar.Customs{}, 2023, nil},
	} {
		t.Run(c.story, func(t *testing.T) {
			dates, err := c.day.In(c.year, c.customs)
			require.NoError(t, err)
			var got []string
			for _, d := range dates {
				got = append(got, d.String())
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestACustomersBirthdayIsAnAnniversary(t *testing.T) {
	birthday, err := tiexin.ParseDate("lunar:2023-闰02-15")
	require.NoError(t, err)
	dates, err := calendar.Anniversary(birthday).In(2026, calendar.Customs{})
	require.NoError(t, err)
	assert.Equal(t, []calendar.Date{calendar.YMD(2026, 4, 2)}, dates)
}

func TestABirthdayThatCannotBe(t *testing.T) {
	for _, a := range []calendar.Anniversary{
		{},
		{Month: 13, Day: 1},
		{Month: 2, Day: 30},
		{Year: 2023, Month: 2, Day: 29},
		{Month: 6, Day: 15, Leap: true},
		{Lunar: true, Month: 6, Day: 31},
		{Lunar: true, Year: 2024, Month: 6, Day: 15, Leap: true},
		{Lunar: true, Year: 2026, Month: 12, Day: 30},
		{Month: 4, Day: 31},
	} {
		_, err := a.In(2026, calendar.Customs{})
		require.ErrorIs(t, err, calendar.ErrDate, "%+v", a)
		_, err = a.Next(time.Unix(0, 0), nil, calendar.Customs{})
		require.ErrorIs(t, err, calendar.ErrDate)
		_, err = a.Next(time.Unix(1e11, 0), nil, calendar.Customs{})
		require.ErrorIs(t, err, calendar.ErrDate)
		_, err = a.Prev(time.Unix(-1e11, 0), nil, calendar.Customs{})
		require.ErrorIs(t, err, calendar.ErrDate)
	}
	_, err := calendar.Anniversary{Lunar: true, Year: 1850, Month: 1, Day: 1}.In(2026, calendar.Customs{})
	require.ErrorIs(t, err, calendar.ErrRange)
}

func TestCountingALife(t *testing.T) {
	for _, c := range []struct {
		story     string
		count     calendar.Count
		from, day string
		customs   calendar.Customs
		want      int
	}{
		{"生日前一天", calendar.Age, "1990-05-20", "2026-05-19", calendar.Customs{}, 35},
		{"生日当天", calendar.Age, "1990-05-20", "2026-05-20", calendar.Customs{}, 36},
		{"刚出生", calendar.Age, "2026-05-20", "2026-05-20", calendar.Customs{}, 0},
		{"二月二十九生,二十八满岁", calendar.Age, "2000-02-29", "2026-02-28", calendar.Customs{}, 26},
		{"二月二十九生,三月一日满岁", calendar.Age, "2000-02-29", "2026-02-28", calendar.Customs{Feb29: calendar.OnMar1}, 25},
		{"二月二十九生,闰年", calendar.Age, "2000-02-29", "2028-02-28", calendar.Customs{}, 27},
		{"虚岁,出生就是一岁", calendar.NominalAge, "2026-02-16", "2026-02-16", calendar.Customs{}, 1},
		{"虚岁,除夕生的第二天两岁", calendar.NominalAge, "2026-02-16", "2026-02-17", calendar.Customs{}, 2},
		{"虚岁,生日不算", calendar.NominalAge, "1990-05-20", "2026-05-20", calendar.Customs{}, 37},
		{"虚岁,一月里还是旧年", calendar.NominalAge, "1990-05-20", "2026-01-20", calendar.Customs{}, 36},
		{"月龄,一月三十一日生,二月末满月", calendar.MonthAge, "2026-01-31", "2026-02-28", calendar.Customs{}, 1},
		{"月龄,前一天", calendar.MonthAge, "2026-01-31", "2026-02-27", calendar.Customs{}, 0},
		{"月龄,三月三十一日两个月", calendar.MonthAge, "2026-01-31", "2026-03-31", calendar.Customs{}, 2},
		{"月龄,三月三十日还是一个月", calendar.MonthAge, "2026-01-31", "2026-03-30", calendar.Customs{}, 1},
		{"月龄,闰年二月末", calendar.MonthAge, "2023-08-31", "2024-02-29", calendar.Customs{}, 6},
		{"月龄,跨年", calendar.MonthAge, "2025-11-15", "2026-11-14", calendar.Customs{}, 11},
		{"孕周,预产期当天", calendar.PregnancyWeek, "2026-08-19", "2026-08-19", calendar.Customs{}, 40},
		{"孕周,前一天", calendar.PregnancyWeek, "2026-08-19", "2026-08-18", calendar.Customs{}, 39},
		{"孕周,前七天", calendar.PregnancyWeek, "2026-08-19", "2026-08-12", calendar.Customs{}, 39},
		{"孕周,前八天", calendar.PregnancyWeek, "2026-08-19", "2026-08-11", calendar.Customs{}, 38},
		{"孕周,刚开始", calendar.PregnancyWeek, "2026-08-19", "2025-11-12", calendar.Customs{}, 0},
		{"孕周,过了六天", calendar.PregnancyWeek, "2026-08-19", "2026-08-25", calendar.Customs{}, 40},
		{"孕周,过了七天", calendar.PregnancyWeek, "2026-08-19", "2026-08-26", calendar.Customs{}, 41},
	} {
		t.Run(c.story, func(t *testing.T) {
			got, err := c.count.On(date(t, c.from), date(t, c.day), c.customs)
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
}

func date(t *testing.T, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	require.NoError(t, err)
	return d
}

func TestNothingToCount(t *testing.T) {
	for _, c := range []calendar.Count{calendar.Age, calendar.NominalAge, calendar.MonthAge} {
		_, err := c.On(date(t, "2026-05-20"), date(t, "2026-05-19"), calendar.Customs{})
		assert.EqualError(t, err, "calendar: nothing to count: 2026-05-19 is before 2026-05-20, the day of birth")
		require.ErrorIs(t, err, calendar.ErrOutside)
	}
	for _, day := range []string{"2025-11-11", "2026-09-17"} {
		_, err := calendar.PregnancyWeek.On(date(t, "2026-08-19"), date(t, day), calendar.Customs{})
		require.ErrorIs(t, err, calendar.ErrOutside, day)
	}
	_, err := calendar.PregnancyWeek.NextChange(date(t, "2026-08-19"), date(t, "2026-09-17").Start(nil), nil, calendar.Customs{})
	require.ErrorIs(t, err, calendar.ErrNone)
	_, err = calendar.NominalAge.On(date(t, "1850-01-01"), date(t, "2026-09-17"), calendar.Customs{})
	require.ErrorIs(t, err, calendar.ErrRange)
	_, err = calendar.Age.On(calendar.YMD(2026, 2, 30), date(t, "2026-09-17"), calendar.Customs{})
	require.ErrorIs(t, err, calendar.ErrDate)
	_, err = calendar.Count("weeks").On(date(t, "2026-01-01"), date(t, "2026-09-17"), calendar.Customs{})
	require.ErrorContains(t, err, `unknown count "weeks"`)
}

func TestFirstMonthAndHundredDays(t *testing.T) {
	assert.Equal(t, "2026-02-28", calendar.Customs{}.FullMonthOf(date(t, "2026-01-31")).String())
	assert.Equal(t, "2026-03-01", calendar.Customs{FullMonth: calendar.ThirtiethDay}.FullMonthOf(date(t, "2026-01-31")).String())
	assert.Equal(t, "2026-05-10", calendar.HundredDays(date(t, "2026-01-31")).String())
	once := calendar.Single(calendar.HundredDays(date(t, "2026-01-31")))
	begins, err := once.NextChange(date(t, "2026-01-31").Start(nil), nil)
	require.NoError(t, err)
	assert.Equal(t, date(t, "2026-05-10").Start(nil), begins)
	ends, err := once.NextChange(begins, nil)
	require.NoError(t, err)
	assert.Equal(t, date(t, "2026-05-11").Start(nil), ends)
	_, err = once.NextChange(ends, nil)
	require.ErrorIs(t, err, calendar.ErrNone)
}

// From 1986 to 1991 the clocks of China went forward in summer. A birthday is a
// date and takes no notice, whatever the zone of the shop does.
func TestSummerTimeMovesNoBirthday(t *testing.T) {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Skip("this machine has no time zones")
	}
	a := calendar.Anniversary{Year: 1980, Month: 7, Day: 1}
	next, err := a.Next(time.Date(1988, 6, 30, 23, 30, 0, 0, shanghai), shanghai, calendar.Customs{})
	require.NoError(t, err)
	assert.Equal(t, "1988-07-01", next.String())
	assert.Equal(t, "1988-06-30T15:00:00Z", next.Start(shanghai).UTC().Format(time.RFC3339), "summer time, UTC+9")
	assert.Equal(t, "1988-06-30T16:00:00Z", next.Start(nil).UTC().Format(time.RFC3339))
}

func TestADayBeginsWhenTheClocksOfTheZoneSaySo(t *testing.T) {
	for _, c := range []struct{ zone, day, want string }{
		{"Asia/Shanghai", "2026-08-19", "2026-08-18T16:00:00Z"},
		{"UTC", "2026-08-19", "2026-08-19T00:00:00Z"},
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"}, // no midnight: 00:00 became 01:00
		{"Asia/Beirut", "2022-03-27", "2022-03-26T22:00:00Z"},       // no midnight
		{"America/Havana", "2025-11-02", "2025-11-02T04:00:00Z"},    // midnight twice: 01:00 became 00:00
		{"Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"},      // a day that never was
		{"Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Skip("this machine has no time zones")
		}
		start := date(t, c.day).Start(zone)
		assert.Equal(t, c.want, start.UTC().Format(time.RFC3339), "%s in %s", c.day, c.zone)
		assert.False(t, calendar.DateOf(start, zone).Before(date(t, c.day)))
		assert.True(t, calendar.DateOf(start.Add(-time.Nanosecond), zone).Before(date(t, c.day)))
	}
}

func TestMonthsAreClampedAndNeverOverflow(t *testing.T) {
	for _, c := range []struct {
		day  string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2026-01-31", 3, "2026-04-30"},
		{"2026-01-31", -2, "2025-11-30"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2024-02-29", 48, "2028-02-29"},
		{"2026-12-31", 2, "2027-02-28"},
		{"2026-05-15", 0, "2026-05-15"},
	} {
		assert.Equal(t, c.want, date(t, c.day).AddMonths(c.n).String(), "%s %+d", c.day, c.n)
	}
	assert.Equal(t, 365, date(t, "2027-01-01").DaysSince(date(t, "2026-01-01")))
	assert.Equal(t, -1, date(t, "2026-02-28").DaysSince(date(t, "2026-03-01")))
}

func TestDatesAsText(t *testing.T) {
	for _, bad := range []string{"", "2026", "2026-8", "26-08-19", "2026-02-30", "2026-13-01", "2026-00-01", "2026-01-00", "2026-08-19 ", "２０２６-08-19", "+026-08-19", "0000-01-01"} {
		_, err := calendar.ParseDate(bad)
		require.ErrorIs(t, err, calendar.ErrDate, bad)
	}
	for _, bad := range []string{"", "lunar:2026-13-01", "lunar:2024-闰06-15", "lunar:2026-12-30", "lunar:闰2025-06-15", "lunar:2025-06-闰15", "lunar:2025-闰闰06-15"} {
		_, err := calendar.ParseLunar(bad)
		require.ErrorIs(t, err, calendar.ErrDate, bad)
	}
	_, err := calendar.ParseLunar("lunar:2024-闰06-15")
	assert.EqualError(t, err, "calendar: not a date: lunar:2024-闰06-15 is in a leap month that 2024 does not have; it has none")
	assert.Equal(t, "没有 lunar:2024-闰06-15 这一天：2024 年没有这个闰月；这一年没有闰月", say.Of(err).Chinese)
	_, err = calendar.ParseLunar("lunar:2025-闰07-15")
	assert.ErrorContains(t, err, "its leap month is 闰六月")
	_, err = calendar.ParseLunar("lunar:2150-07-15")
	require.ErrorIs(t, err, calendar.ErrRange)
	for _, bad := range []string{"2026-02-09..2026-02-01", "2026-01-01..2027-01-02", "2026-01-01..", "..", "2026-01-01..x"} {
		_, err := calendar.ParseSpan(bad)
		require.ErrorIs(t, err, calendar.ErrDate, bad)
	}
	l, err := calendar.ParseLunar("农历2025-闰06-15")
	require.NoError(t, err)
	text, err := l.MarshalText()
	require.NoError(t, err)
	var back calendar.Lunar
	require.NoError(t, back.UnmarshalText(text))
	assert.Equal(t, l, back)
	var d calendar.Date
	require.NoError(t, d.UnmarshalText([]byte("2026-08-19")))
	text, err = d.MarshalText()
	require.NoError(t, err)
	assert.Equal(t, "2026-08-19", string(text))
	_, err = calendar.Date{}.MarshalText()
	require.ErrorIs(t, err, calendar.ErrDate)
	_, err = calendar.Lunar{}.MarshalText()
	require.Error(t, err)
}

func TestYearsHaveNames(t *testing.T) {
	for year, want := range map[int]string{2026: "丙午马", 2025: "乙巳蛇", 2024: "甲辰龙", 1984: "甲子鼠", 1901: "辛丑牛", 4: "甲子鼠", 3: "癸亥猪", -57: "癸亥猪"} {
		y := calendar.LunarYear(year)
		animal, _ := y.Zodiac()
		assert.Equal(t, want, y.String()+animal, year)
	}
	for text, want := range map[string]string{
		"2026-07-07": "丙午年七月初七", "2025-闰06-20": "乙巳年闰六月二十", "2024-12-29": "甲辰年腊月廿九", "2026-11-30": "丙午年冬月三十",
		"2026-01-10": "丙午年正月初十", "2026-10-11": "丙午年十月十一",
	} {
		l, err := calendar.ParseLunar(text)
		require.NoError(t, err)
		assert.Equal(t, want, l.Chinese())
	}
}
