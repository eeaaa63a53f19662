package calendar_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// inYear is the dates of a rule as a line.
func inYear(t *testing.T, rule string, year int) string {
	t.Helper()
	r, err := calendar.ParseRule(rule)
	require.NoError(t, err)
	spans, err := calendar.SpecialDay{Name: rule, Rule: r}.In(year)
	require.NoError(t, err)
	var words []string
	for _, s := range spans {
		words = append(words, s.String())
	}
	return strings.Join(words, " ")
}

func TestRulesSayWhen(t *testing.T) {
	for _, c := range []struct {
		rule, written string
		year          int
		want          string
	}{
		{"solar:3-8", "solar:3-8", 2026, "2026-03-08"},
		{"公历:03-08", "solar:3-8", 2026, "2026-03-08"},
		{"solar:2-29", "solar:2-29", 2024, "2024-02-29"},
		{"solar:2-29", "solar:2-29", 2026, ""},
		{"lunar:7-7", "lunar:7-7", 2026, "2026-08-19"},
		{"农历:7-7", "lunar:7-7", 2025, "2025-08-29"},
		{"lunar:6-15", "lunar:6-15", 2025, "2025-07-09"}, // the regular sixth month, not the leap one of 2025-08-08
		{"lunar:12-8", "lunar:12-8", 2022, "2022-01-10 2022-12-30"},
		{"lunar:12-8", "lunar:12-8", 2023, ""},
		{"lunar:12-30", "lunar:12-30", 2026, ""},
		{"lunar:12-30", "lunar:12-30", 2024, "2024-02-09"},
		{"eve:lunar:1-1", "eve:lunar:1-1", 2026, "2026-02-16"},
		{"lunar:1-1 - 1d", "eve:lunar:1-1", 2025, "2025-01-28"},
		{"eve:eve:solar:1-1", "solar:1-1-2d", 2026, "2026-12-30"},
		{"weekday:5-2-sun", "weekday:5-2-sun", 2026, "2026-05-10"},
		{"weekday:5-1-wed", "weekday:5-1-wed", 2026, "2026-05-06"},
		{"weekday:5-1-wed-1d", "eve:weekday:5-1-wed", 2026, "2026-05-05"},
		{"weekday:11-4-thu+1d", "weekday:11-4-thu+1d", 2026, "2026-11-27"},
		{"weekday:8-5-MON", "weekday:8-5-mon", 2026, "2026-08-31"},
		{"weekday:9-5-mon", "weekday:9-5-mon", 2026, ""},
		{"weekday:9-last-mon", "weekday:9-last-mon", 2026, "2026-09-28"},
		{"weekday:2-last-sat", "weekday:2-last-sat", 2026, "2026-02-28"},
		{"term:清明", "term:清明", 2026, "2026-04-05"},
		{"term:winter solstice", "term:冬至", 2026, "2026-12-22"},
		{"term:dongzhi+9d", "term:冬至+9d", 2026, "2026-12-31"},
		{"term:冬至+20d", "term:冬至+20d", 2026, "2026-01-10"},
		{"solar:1-1-180d", "solar:1-1-180d", 2099, "2099-07-05"},
		{"solar:12-31+180d", "solar:12-31+180d", 1901, "1901-06-29"},
		{"lunar:1-1-60d", "lunar:1-1-60d", 2099, "2099-12-11"},
		{"range 5-20…6-20", "range solar:5-20..solar:6-20", 2026, "2026-05-20..2026-06-20"},
		{"range 10-20 .. 11-11 on 11-11", "range solar:10-20..solar:11-11 on solar:11-11", 2026, "2026-10-20..2026-11-11"},
		{"range 12-20~1-5", "range solar:12-20..solar:1-5", 2026, "2026-12-20..2027-01-05"},
		{"range lunar:1-1..lunar:1-15", "range lunar:1-1..lunar:1-15", 2026, "2026-02-17..2026-03-03"},
		{"range eve:lunar:1-1..lunar:1-1+6d on lunar:1-1", "range eve:lunar:1-1..lunar:1-1+6d on lunar:1-1", 2026, "2026-02-16..2026-02-23"},
	} {
		assert.Equal(t, c.want, inYear(t, c.rule, c.year), c.rule)
		r, err := calendar.ParseRule(c.rule)
		require.NoError(t, err)
		assert.Equal(t, c.written, r.String())
		again, err := calendar.ParseRule(r.String())
		require.NoError(t, err)
		assert.Equal(t, r, again, c.rule)
	}
}

func TestAFaultStandsUnderItsOwnCharacters(t *testing.T) {
	for rule, want := range map[string]string{
		"solar:0-10":                  "0",
		"range 2-30..2-30":            "2-30",
		"range 1-1..weekday:5-2-xx":   "xx",
		"eve:lunar:13-13":             "13",
		"range 5-1 .. 5-7 on 6-1+d":   "+d",
		" weekday:7-7-sun ":           "7",
		"range lunar:1-1..lunar:1-40": "40",
	} {
		r := form.NewReader()
		root, ok := r.Parse("a.yaml", []byte("days:\n  x: {name: x, rule: '"+rule+"'}\n"))
		require.True(t, ok)
		_, _ = calendar.Kind().Read(r, root)
		require.Len(t, r.Problems(), 1, rule)
		p := r.Problems()[0]
		at := p.Place.Column - len("  x: {name: x, rule: '") - 1
		assert.Equal(t, want, rule[at:at+p.Width], rule)
	}
	// the first of two that look alike
	r := form.NewReader()
	root, _ := r.Parse("a.yaml", []byte("days:\n  x: {name: x, rule: range 2-30..2-30}\n"))
	_, _ = calendar.Kind().Read(r, root)
	assert.Equal(t, len("  x: {name: x, rule: range ")+1, r.Problems()[0].Place.Column)
}

func TestTheMainDayOfASale(t *testing.T) {
	spans, err := calendar.Double11.In(2026)
	require.NoError(t, err)
	assert.Equal(t, []calendar.Span{{First: calendar.YMD(2026, 10, 20), Main: calendar.YMD(2026, 11, 11), Last: calendar.YMD(2026, 11, 11)}}, spans)
	spans, err = calendar.Day618.In(2026)
	require.NoError(t, err)
	assert.Equal(t, calendar.YMD(2026, 6, 18), spans[0].Main)
	assert.Equal(t, 32, spans[0].Days())
	spans, err = calendar.Qixi.In(2026)
	require.NoError(t, err)
	assert.Equal(t, []calendar.Span{calendar.Single(calendar.YMD(2026, 8, 19))}, spans)
}

func TestARuleThatCannotBeIsRefusedWithAWayOut(t *testing.T) {
	rules := map[string]string{
		"":                           "the rule is empty",
		"solar:2-30":                 "no year has the day 2-30; the month has at most 29 days",
		"solar:4-31":                 "at most 30 days",
		"solar:13-1":                 "month 13 does not exist; months are 1 to 12",
		"solar:0-1":                  "month 0 does not exist",
		"solar:1-0":                  "day 0 does not exist",
		"solar:1-32":                 "day 32 does not exist",
		"solar:3":                    `"3" is not a month and a day; write it like solar:3-8`,
		"solar:-3-8":                 "is not a month and a day",
		"lunar:13-1":                 "month 13 does not exist",
		"lunar:1-31":                 "no lunar year has the day 1-31; a lunar month has 29 or 30 days",
		"lunar:闰6-15":                "the regular month, never the leap one",
		"lnar:7-7":                   `unknown rule "lnar"; did you mean "lunar"?`,
		"7-7":                        "does not say how the day is counted; write solar:3-8, lunar:7-7",
		"weekday:5-6-sun":            `"6" is not which one of the month; write 1 to 5, or last`,
		"weekday:5-0-sun":            "is not which one",
		"weekday:5-2-sunn":           `unknown weekday "sunn"; did you mean "sun"?`,
		"weekday:5-sun":              "write it like weekday:5-2-sun",
		"weekday:14-2-sun":           `month "14" does not exist`,
		"term:清眀":                    `unknown solar term "清眀"`,
		"term:qingmin":               `did you mean "qingming"?`,
		"solar:1-1+d":                "is not a number of days; write it like +3d or -3d",
		"solar:1-1+3":                "is not a number of days",
		"solar:1-1+181d":             "at most 180 days before or after",
		"solar:1-1-200d":             "at most 180 days",
		"eve:solar:1-1-180d":         "at most 180 days",
		"range 5-20":                 "a range has two ends",
		"range 5-20..2-30":           "no year has the day 2-30",
		"range 2-29..3-2":            "not every year has solar:2-29",
		"range 1-1..weekday:5-5-sun": "not every year has weekday:5-5-sun",
		"range lunar:12-30..1-1":     "not every year has lunar:12-30",
		"range 5-1..5-7 on 6-1":      "the main day solar:6-1 is not within the range",
		"range eve:lunar:2-1..lunar:2-1+179d on lunar:8-15": "is not within the range in",
		":3-8":            `unknown rule ""`,
		"range :3-8..4-1": `unknown rule ""`,
		"ranges":          "does not say how the day is counted",
		"range":           "a range has two ends",
		"table":           "does not say how the day is counted",
	}
	var chinese strings.Builder
	for _, rule := range slices.Sorted(maps.Keys(rules)) {
		_, err := calendar.ParseRule(rule)
		require.ErrorIs(t, err, calendar.ErrRule, rule)
		assert.Contains(t, err.Error(), rules[rule], rule)
		chinese.WriteString(say.Of(err).Chinese + "\n")
	}
	golden(t, "rules.zh.golden", chinese.String())
}

func TestTablesNameTheYearThatIsMissing(t *testing.T) {
	table, err := calendar.Yearly(map[int][]calendar.Span{2025: {span(t, "2025-12-20..2026-01-25")}, 2026: {}})
	require.NoError(t, err)
	s := calendar.SpecialDay{Key: "nian_huo", Name: "年货节", Rule: table}
	spans, err := s.In(2025)
	require.NoError(t, err)
	assert.Equal(t, "2025-12-20..2026-01-25", spans[0].String())
	spans, err = s.In(2026)
	require.NoError(t, err)
	assert.Empty(t, spans)
	covers, err := s.Covers(calendar.YMD(2026, 1, 25))
	require.NoError(t, err)
	assert.True(t, covers)
	covers, err = s.Covers(calendar.YMD(2026, 1, 26))
	require.NoError(t, err)
	assert.False(t, covers)

	_, err = s.In(2027)
	var missing *calendar.MissingYearError
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, 2027, missing.Year)
	assert.EqualError(t, err, "calendar: the dates of 年货节 in 2027 are not known (2025, 2026 are); add them to the shop's calendar")
	assert.Equal(t, "不知道年货节在 2027 年是哪几天（只写了 2025、2026 年）；写进店铺的日历", missing.Chinese())
	_, err = s.Next(calendar.YMD(2026, 5, 1).Start(nil), nil)
	require.ErrorAs(t, err, &missing)
	_, err = calendar.NianHuo.In(2026)
	assert.ErrorContains(t, err, "(no year is)")

	_, err = calendar.Yearly(map[int][]calendar.Span{2025: {span(t, "2026-01-01")}, 2026: {{}}})
	assert.ErrorContains(t, err, "2026-01-01 begins in 2026; it belongs to that year, not to 2025")
	assert.ErrorIs(t, err, calendar.ErrDate)
	_, err = calendar.Dates(calendar.Span{First: calendar.YMD(2026, 1, 2), Main: calendar.YMD(2026, 1, 2), Last: calendar.YMD(2026, 1, 1)})
	assert.ErrorContains(t, err, "ends before it begins")
}

func TestOutsideTheTablesIsAnError(t *testing.T) {
	for _, year := range []int{1900, 2100, 0, -1, 1 << 40} {
		_, err := calendar.Qixi.In(year)
		require.ErrorIs(t, err, calendar.ErrRange, year)
		_, err = calendar.Qingming.Date(year)
		require.ErrorIs(t, err, calendar.ErrRange, year)
	}
	_, err := calendar.Qixi.Next(calendar.YMD(2099, 12, 31).Start(nil), nil)
	require.ErrorIs(t, err, calendar.ErrNone)
	_, err = calendar.Qixi.Prev(calendar.YMD(1901, 1, 31).Start(nil), nil)
	require.ErrorIs(t, err, calendar.ErrNone)
	_, err = calendar.Qixi.NextChange(calendar.YMD(2101, 1, 31).Start(nil), nil)
	require.ErrorIs(t, err, calendar.ErrRange)
	next, err := calendar.Qixi.NextChange(calendar.YMD(1800, 1, 31).Start(nil), nil)
	require.NoError(t, err)
	assert.Equal(t, 1901, next.Year())
	_, err = calendar.SpecialDay{Name: "x"}.In(2026)
	require.ErrorIs(t, err, calendar.ErrNoRule)
	_, err = calendar.Term(25).Date(2026)
	require.Error(t, err)
	_, err = calendar.Mourning.Next(calendar.YMD(2026, 1, 1).Start(nil), nil)
	require.ErrorIs(t, err, calendar.ErrNone)
}
