package calendar_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

func TestWorkdaysAsAnnounced(t *testing.T) {
	for day, want := range map[string]struct {
		works   bool
		holiday string
	}{
		"2026-01-01": {false, "元旦"},
		"2026-01-04": {true, ""}, // a Sunday, worked
		"2026-02-13": {true, ""},
		"2026-02-14": {true, ""}, // a Saturday, worked
		"2026-02-15": {false, "春节"},
		"2026-02-23": {false, "春节"},
		"2026-02-24": {true, ""},
		"2026-02-28": {true, ""},
		"2026-04-05": {false, "清明节"},
		"2026-09-20": {true, ""},
		"2026-10-10": {true, ""},
		"2026-11-22": {false, ""}, // a Sunday
		"2025-10-08": {false, "国庆节、中秋节"},
		"2024-02-09": {true, ""}, // 除夕 was no public holiday in 2024
		"2022-12-31": {false, "元旦"},
		"2020-02-02": {false, "春节"},
		"2020-02-03": {true, ""},
	} {
		works, err := calendar.Calendar{}.IsWorkday(date(t, day))
		require.NoError(t, err)
		assert.Equal(t, want.works, works, day)
		holiday, err := calendar.Calendar{}.Holiday(date(t, day))
		require.NoError(t, err)
		assert.Equal(t, want.holiday, holiday, day)
	}
}

// The number of days off from Monday to Friday is that of the weekends worked
// and the statutory holidays: 11 to 2024, 13 from 2025 on, less those that fall
// on a weekend anyway.
func TestWhatIsSwappedIsWorked(t *testing.T) {
	for year, want := range map[int]int{2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248} {
		n := 0
		for d := calendar.YMD(year, 1, 1); d.Year == year; d = d.AddDays(1) {
			works, err := calendar.Calendar{}.IsWorkday(d)
			require.NoError(t, err)
			if works {
				n++
			}
		}
		assert.Equal(t, want, n, year)
		assert.Contains(t, calendar.Calendar{}.HolidaySource(year), "国务院办公厅")
	}
}

func TestAYearThatWasNotAnnouncedIsAnErrorWithItsName(t *testing.T) {
	c := calendar.Calendar{}
	_, err := c.IsWorkday(date(t, "2027-01-04"))
	var missing *calendar.MissingYearError
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, 2027, missing.Year)
	assert.EqualError(t, err, "calendar: the dates of the public holidays in 2027 are not known (2020, 2021, 2022, 2023, 2024, 2025, 2026 are); add the year under workdays in the shop's calendar; the State Council announces it each autumn")
	assert.Equal(t, "不知道法定节假日在 2027 年是哪几天（只写了 2020、2021、2022、2023、2024、2025、2026 年）；在店铺日历的 workdays 下补上这一年；国务院每年秋天公布", missing.Chinese())
	_, err = c.AddWorkdays(date(t, "2026-12-31"), 1)
	require.ErrorAs(t, err, &missing)
	_, err = c.AddWorkdays(date(t, "2026-12-01"), 1<<40)
	require.ErrorAs(t, err, &missing)
	_, err = c.AddWorkdays(date(t, "2020-02-01"), -1<<40)
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, 2019, missing.Year)
	_, err = c.Holiday(date(t, "2019-10-01"))
	require.ErrorAs(t, err, &missing)
	_, err = c.NextWorkdayChange(date(t, "2026-12-31").Start(nil), nil)
	require.ErrorAs(t, err, &missing)
	_, err = c.IsWorkday(calendar.YMD(2026, 2, 30))
	require.ErrorIs(t, err, calendar.ErrDate)

	shop := parse(t, "workdays:\n  2027: {source: 通知, off: {元旦: 2027-01-01..2027-01-03}, work: []}\n  2026: {source: 工厂, off: {}, work: []}\n")
	next, err := shop.AddWorkdays(date(t, "2026-12-31"), 1)
	require.NoError(t, err)
	assert.Equal(t, "2027-01-04", next.String())
	works, err := shop.IsWorkday(date(t, "2026-10-01"))
	require.NoError(t, err)
	assert.True(t, works, "a year of the shop replaces the one built in")
	change, err := shop.NextWorkdayChange(time.Date(2026, 12, 31, 23, 0, 0, 0, calendar.China), nil)
	require.NoError(t, err)
	assert.Equal(t, date(t, "2027-01-01").Start(nil), change)
}

func TestEveryNameLeadsToOneDay(t *testing.T) {
	c := calendar.Calendar{}
	owner := map[string]string{}
	for _, s := range c.Days() {
		for _, name := range append([]string{s.Key, s.Name, s.English}, s.Synonyms...) {
			require.NotEmpty(t, name, s.Key)
			if other, taken := owner[name]; taken {
				require.Equal(t, other, s.Key, name)
			}
			owner[name] = s.Key
			found, err := c.Find(name)
			require.NoError(t, err)
			assert.Equal(t, s.Key, found.Key, name)
		}
	}
	assert.Len(t, c.Days(), 45+22)
	for term := calendar.Xiaohan; term <= calendar.Dongzhi; term++ {
		s, err := c.Find(term.String())
		require.NoError(t, err)
		_, _, pinyin := term.Names()
		assert.Equal(t, pinyin, s.Key)
	}
	for name, want := range map[string][2]string{
		"qixii": {`calendar: unknown special day "qixii"; did you mean "qixi"?`, "没有叫「qixii」的特殊日子；是不是想写「qixi」？"},
		"中秋结":   {`calendar: unknown special day "中秋结"; did you mean "中秋节"?`, "没有叫「中秋结」的特殊日子；是不是想写「中秋节」？"},
		"xyzzy": {`calendar: unknown special day "xyzzy"`, "没有叫「xyzzy」的特殊日子"},
	} {
		_, err := c.Find(name)
		assert.EqualError(t, err, want[0])
		var unknown *calendar.UnknownError
		assert.ErrorAs(t, err, &unknown)
		assert.Equal(t, want[1], unknown.Chinese())
		assert.Equal(t, unknown.Hint == "", unknown.HintChinese == "")
	}
}

func TestMarketingIsSilentOnTheDaysOfTheDead(t *testing.T) {
	c := calendar.Calendar{}
	for day, key := range map[string]string{
		"2026-04-05": "qingming", "2026-08-27": "zhongyuan", "2026-05-12": "wenchuan", "2026-09-18": "mukden", "2026-12-13": "nanjing",
		"2020-04-04": "qingming", "2008-05-20": "mourning", "2010-08-15": "mourning", "2026-08-19": "", "2026-03-15": "", "2026-04-06": "",
	} {
		by, suppressed, err := c.Suppressed(date(t, day))
		require.NoError(t, err)
		assert.Equal(t, key != "", suppressed, day)
		assert.Equal(t, key, by.Key, day)
	}
	_, _, err := c.Suppressed(date(t, "2150-01-01"))
	require.ErrorIs(t, err, calendar.ErrRange)
	change, err := c.NextSuppressionChange(time.Date(2026, 11, 22, 10, 0, 0, 0, calendar.China), nil)
	require.NoError(t, err)
	assert.Equal(t, date(t, "2026-12-13").Start(nil), change)
	on, err := c.On(date(t, "2020-04-04"))
	require.NoError(t, err)
	assert.Len(t, on, 2)
}

// A shop's own table that ends does not hide the days that come before its end.
func TestSuppressionWithATableThatEnds(t *testing.T) {
	c := parse(t, "days:\n  盘点: {name: 盘点, suppress: 盘点, table: {2026: 2026-06-30}}\n")
	change, err := c.NextSuppressionChange(date(t, "2026-11-22").Start(nil), nil)
	require.NoError(t, err)
	assert.Equal(t, date(t, "2026-12-13").Start(nil), change)
	_, err = c.NextSuppressionChange(date(t, "2026-12-14").Start(nil), nil)
	var missing *calendar.MissingYearError
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, 2027, missing.Year)
	_, _, err = c.Suppressed(date(t, "2027-11-22"))
	require.ErrorAs(t, err, &missing)
}

func TestTheBuiltInHolidaysAreAFileWithoutFault(t *testing.T) {
	data, err := os.ReadFile("holidays.yaml")
	require.NoError(t, err)
	c, err := calendar.Parse(calendar.File{Name: "holidays.yaml", Data: data})
	require.NoError(t, err)
	assert.Equal(t, calendar.Calendar{}.HolidayYears(), c.HolidayYears())
}
