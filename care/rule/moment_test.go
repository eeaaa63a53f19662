package rule

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

func parsed(t testing.TB, text string) *Moment {
	t.Helper()
	m, err := ParseMoment(text, calendar.Calendar{}, tiexin.Shanghai())
	require.NoError(t, err, "%s", text)
	return m
}

func TestMomentHasOneWording(t *testing.T) {
	for written, want := range map[string]string{
		"every day": "every day at 10:00", "every  day at 9:05": "every day at 09:05", "every week on Monday at 20:00": "every week on mon at 20:00",
		"every month on 31": "every month on 31 at 10:00", "Birthday-7d": "birthday - 7d at 10:00", "birthday - 1w at 10:00": "birthday - 7d at 10:00",
		"birthday + 1d": "birthday + 1d at 10:00", "birthday - 0d": "birthday at 10:00", "birthday month at 08:00": "birthday month at 08:00", "date wedding - 7d": "date wedding - 7d at 10:00",
		"date 结婚 纪念 at 8:00": "date 结婚 纪念 at 08:00", "七夕 - 3d": "qixi - 3d at 10:00", "Singles' Day at 20:00": "double11 at 20:00", "9-18": "mukden at 10:00",
		"2026-12-12 at 20:00": "2026-12-12 at 20:00", "2026-2-3": "2026-02-03 at 10:00", "child birthday - 7d": "child birthday - 7d at 10:00", "child month": "child month at 10:00",
	} {
		assert.Equal(t, want, parsed(t, written).String(), "%s", written)
		assert.Equal(t, want, parsed(t, want).String(), "%s", want)
	}
}

func TestMomentAroundNewYearAndMonthEnds(t *testing.T) {
	at := func(text string) int64 {
		when, err := time.ParseInLocation(time.DateTime, text, tiexin.Shanghai())
		require.NoError(t, err)
		return when.UnixMilli()
	}
	who := &Life{
		Birthday: tiexin.Date{Year: 1992, Month: 2, Day: 29}, Born: tiexin.Date{Year: 2026, Month: 8, Day: 31},
		Dates: []tiexin.Dated{{Name: "Wedding", Date: tiexin.Date{Year: 2027, Month: 1, Day: 3}}, {Name: "搬家", Date: tiexin.Date{Year: 2027, Month: 3, Day: 1}}},
	}
	for _, c := range []struct{ moment, now, last, next string }{
		{"every month on 30", "2027-02-28 10:00:00", "2027-02-28 10:00:00", "2027-03-30 10:00:00"},
		{"every week on sun at 00:00", "2027-01-02 23:59:59", "2026-12-27 00:00:00", "2027-01-03 00:00:00"},
		{"birthday - 60d", "2027-12-31 12:00:00", "2027-12-31 10:00:00", "2028-12-30 10:00:00"},
		{"birthday", "2027-12-31 12:00:00", "2027-02-28 10:00:00", "2028-02-29 10:00:00"},
		{"birthday month", "2028-02-01 09:59:59", "2027-02-01 10:00:00", "2028-02-01 10:00:00"},
		{"date wedding - 7d", "2026-12-27 00:00:00", "", "2026-12-27 10:00:00"},
		{"date 搬家 - 7d", "2027-02-22 10:00:00", "2027-02-22 10:00:00", ""},
		{"除夕 - 30d", "2027-01-06 09:00:00", "2026-01-17 10:00:00", "2027-01-06 10:00:00"},
		{"child month", "2026-09-30 12:00:00", "2026-09-30 10:00:00", "2026-10-31 10:00:00"},
		{"child birthday", "2026-09-30 12:00:00", "", "2027-08-31 10:00:00"},
		{"2026-12-12 at 20:00", "2026-12-12 20:00:00", "2026-12-12 20:00:00", ""},
	} {
		last, next := parsed(t, c.moment).Around(who, at(c.now))
		if c.last == "" {
			assert.Equal(t, int64(NoTimeBefore), last, "%s", c.moment)
		} else if last != at(c.last) {
			t.Errorf("%s: the last is %s", c.moment, time.UnixMilli(last).In(tiexin.Shanghai()))
		}
		if c.next == "" {
			assert.Equal(t, int64(NoTimeAfter), next, "%s", c.moment)
		} else if next != at(c.next) {
			t.Errorf("%s: the next is %s", c.moment, time.UnixMilli(next).In(tiexin.Shanghai()))
		}
	}
}

func TestMomentTellsThatItIsGone(t *testing.T) {
	now := time.Date(2026, 12, 13, 0, 0, 0, 0, tiexin.Shanghai())
	gone := func(m *Moment) string {
		why, hint := m.Gone(now)
		return why.English + "; " + hint.English
	}
	assert.Equal(t, "it is past; take the rule out, or give it another day", gone(parsed(t, "2026-12-12 at 20:00")))
	for _, comes := range []string{"2026-12-14 at 20:00", "qixi", "birthday"} {
		why, _ := parsed(t, comes).Gone(now)
		assert.Empty(t, why, comes)
	}
	days, err := calendar.Parse(calendar.File{Name: "c.yaml", Data: []byte("days:\n  nian_huo: {table: {2026: 2026-01-10..2026-01-25}}\n")})
	require.NoError(t, err)
	m, err := ParseMoment("年货节 - 1d", days, tiexin.Shanghai())
	require.NoError(t, err)
	assert.Equal(t, "its days are announced year by year and end with 2026; add the next years under calendar.days", gone(m))
	assert.Equal(t, "年货节前 1 天 10:00", m.Chinese())
}

// FuzzMoment reads any text without a panic; what it takes has one wording.
func FuzzMoment(f *testing.F) {
	for _, w := range MomentWords() {
		f.Add(w.Word)
	}
	f.Add("birthday - 7d")
	f.Add("date at at 10:00")
	f.Add("every week on m at 1:60")
	f.Add("2026-02-30 - 3d at 24:00")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ParseMoment(text, calendar.Calendar{}, tiexin.Shanghai())
		if err != nil {
			var fault *momentFault
			require.ErrorAs(t, err, &fault)
			require.NotEmpty(t, fault.hint)
			return
		}
		again, err := ParseMoment(m.String(), calendar.Calendar{}, tiexin.Shanghai())
		require.NoError(t, err, "%q from %q", m, text)
		require.Equal(t, m.String(), again.String())
		last, next := m.Around(&Life{Birthday: tiexin.Date{Month: 12, Day: 30, Lunar: true}}, 1_800_000_000_000)
		require.LessOrEqual(t, last, int64(1_800_000_000_000))
		require.Greater(t, next, int64(1_800_000_000_000))
	})
}

// Whoever writes a moment as it is said hears how it is written.
func TestMomentAsPeopleSayIt(t *testing.T) {
	for said, want := range map[string]string{
		"每天 at 10:00":       `unknown special day "每天"; write every day`,
		"每周三":               `unknown special day "每周三"; write every week on wed`,
		"每个星期天 at 09:00":    `unknown special day "每个星期天"; write every week on sun`,
		"每月15号":             `unknown special day "每月15号"; write every month on 15`,
		"生日":                `unknown special day "生日"; write birthday`,
		"生日前7天 at 10:00":    `unknown special day "生日前7天"; write birthday - 7d`,
		"七夕前3天":             `unknown special day "七夕前3天"; write 七夕 - 3d`,
		"国庆节后 2 天":          `unknown special day "国庆节后 2 天"; write 国庆节 + 2d`,
		"duanwu - 3":        `unknown special day "duanwu - 3"; write duanwu - 3d`,
		"宝宝生日":              `unknown special day "宝宝生日"; write child birthday`,
		"every monday":      `"every monday" is not a moment; write every week on mon`,
		"every wednesday":   `"every wednesday" is not a moment; write every week on wed`,
		"qixii":             `unknown special day "qixii"; did you mean "qixi"?`,
		"七西":                `unknown special day "七西"; did you mean "七夕"?`,
		"zhongqiujei":       `unknown special day "zhongqiujei"; did you mean "zhongqiu"?`,
		"2026-02-30":        `2026-02-30 is not in the calendar; write a day that the calendar has, such as 2026-12-12`,
		"birthday at 25:00": `25:00 is outside the day; the hours of a day are 00:00 to 23:59`,
		"birthday at 9点":    `"9点" is not a time of day; write 09:00`,
		"lunar 13-01":       "unknown special day \"lunar 13-01\"; see `care words moments`, or add a day of the shop's own under calendar.days",
		"every month on 32": `no month has a day 32; write a day from 1 to 31; where a month is shorter it is the last`,
		"birthday - 300d":   `300d is too far from the day; write at most 180d`,
	} {
		_, err := ParseMoment(said, calendar.Calendar{}, tiexin.Shanghai())
		require.EqualError(t, err, want)
	}
}
