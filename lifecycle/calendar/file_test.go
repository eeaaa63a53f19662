package calendar_test

import (
	"encoding/json"
	"flag"
	"os"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

var update = flag.Bool("update", false, "write the golden files anew")

func parse(t *testing.T, text string) calendar.Calendar {
	t.Helper()
	c, err := calendar.Parse(calendar.File{Name: "calendar.yaml", Data: []byte(text)})
	require.NoError(t, err)
	return c
}

func TestAShopAddsItsOwnDays(t *testing.T) {
	c := parse(t, `
days:
  店庆:
    name: 五周年店庆
    english: Shop anniversary
    synonyms: [店庆日, shop_day]
    rule: range 10-18..10-20 on 10-18
  掌柜生日: {name: 掌柜生日, rule: lunar:6-6, suppress: 掌柜这天不发营销}
  nian_huo:
    table:
      2026: 2026-01-05..2026-02-09
      2027: [2027-01-04..2027-01-10, 2027-01-20..2027-01-30]
      2028: []
  直播: {name: 直播, dates: [2026-03-01, 2026-03-15..2026-03-16]}
  double12: {name: 年终好价节, synonyms: 好价节}
  mukden: {suppress: false}
`)
	for name, key := range map[string]string{
		"店庆日": "店庆", "SHOP_DAY": "店庆", "五周年店庆": "店庆", " shop anniversary ": "店庆", "年终好价节": "double12", "好价节": "double12", "双十二": "double12",
	} {
		s, err := c.Find(name)
		require.NoError(t, err, name)
		assert.Equal(t, key, s.Key)
	}
	in := func(name string, year int) (words []string) {
		s, err := c.Find(name)
		require.NoError(t, err)
		spans, err := s.In(year)
		require.NoError(t, err)
		for _, one := range spans {
			words = append(words, one.String())
		}
		return words
	}
	assert.Equal(t, []string{"2026-10-18..2026-10-20"}, in("店庆", 2026))
	assert.Equal(t, []string{"2027-01-04..2027-01-10", "2027-01-20..2027-01-30"}, in("年货节", 2027))
	assert.Empty(t, in("年货节", 2028))
	assert.Equal(t, []string{"2026-03-01", "2026-03-15..2026-03-16"}, in("直播", 2026))
	assert.Equal(t, []string{"2026-12-12"}, in("double12", 2026))
	double12, err := c.Find("double12")
	require.NoError(t, err)
	assert.Equal(t, "年终好价节 (double12)", double12.String())

	by, suppressed, err := c.Suppressed(date(t, "2026-07-19")) // 六月初六
	require.NoError(t, err)
	assert.True(t, suppressed)
	assert.Equal(t, "掌柜这天不发营销", by.Suppress)
	_, suppressed, err = c.Suppressed(date(t, "2026-09-18"))
	require.NoError(t, err)
	assert.False(t, suppressed)
	_, suppressed, err = calendar.Calendar{}.Suppressed(date(t, "2026-09-18"))
	require.NoError(t, err)
	assert.True(t, suppressed, "the built-in calendar stays as it was")

	on, err := c.On(date(t, "2026-02-09"))
	require.NoError(t, err)
	require.Len(t, on, 1)
	assert.Equal(t, "nian_huo", on[0].Key)
	on, err = c.On(date(t, "2029-05-04"))
	require.ErrorContains(t, err, "年货节 in 2029")
	require.Len(t, on, 1, "the rest is known")
}

func TestBareTextIsTheRuleAndItsKeyTheName(t *testing.T) {
	c := parse(t, `
days:
  店庆: 06-18
  会员日: range 8-8..8-10
  掌柜生日: lunar:6-6
  qixi: term:立秋
`)
	for key, want := range map[string]string{"店庆": "2026-06-18", "会员日": "2026-08-08..2026-08-10", "掌柜生日": "2026-07-19"} {
		s, err := c.Find(key)
		require.NoError(t, err)
		assert.Equal(t, key, s.Name)
		spans, err := s.In(2026)
		require.NoError(t, err)
		require.Len(t, spans, 1)
		assert.Equal(t, want, spans[0].String())
	}
	qixi, err := c.Find("qixi")
	require.NoError(t, err)
	assert.Equal(t, "七夕", qixi.Name, "a day that is known keeps its name")
	spans, err := qixi.In(2026)
	require.NoError(t, err)
	assert.Equal(t, "2026-08-07", spans[0].String())

	_, err = calendar.Parse(calendar.File{Name: "calendar.yaml", Data: []byte("days:\n  店庆: 06-31\n")})
	require.ErrorContains(t, err, "calendar.yaml:2:7: no year has the day 6-31")
}

// A wish on a day of mourning, or for a sale, would do harm.
func TestDaysOfSilenceAndOfSalesHaveNoGreeting(t *testing.T) {
	for _, s := range (calendar.Calendar{}).Days() {
		if s.Suppress != "" {
			assert.Empty(t, s.Greeting, s)
		}
	}
	c := parse(t, `
days:
  店庆: {name: 店庆, rule: solar:10-18, greeting: 五周年快乐}
  会员日: {name: 会员日, rule: solar:8-8}
  qixi: {greeting: 七夕甜蜜}
  mid_autumn: {note: 月饼停发}
`)
	for key, want := range map[string]string{
		"端午": "端午安康", "春节": "新春快乐", "元旦": "新年快乐", "重阳": "重阳安康", "中秋": "中秋快乐", "圣诞": "圣诞快乐", "520": "520快乐",
		"清明": "", "九一八": "", "哀悼日": "", "中元": "", "618": "", "双11": "", "立春": "",
		"店庆": "五周年快乐", "会员日": "", "七夕": "七夕甜蜜",
	} {
		s, err := c.Find(key)
		require.NoError(t, err)
		assert.Equal(t, want, s.Greeting, key)
	}
}

func TestSeveralFilesMerge(t *testing.T) {
	fsys := fstest.MapFS{
		"a.yaml": {Data: []byte("days:\n  店庆: {name: 店庆, rule: solar:10-18}\n")},
		"b.yaml": {Data: []byte("workdays:\n  2027: {source: 通知, off: {元旦: 2027-01-01..2027-01-03}, work: []}\n")},
		"c.yaml": {Data: []byte("days:\n  店庆: {name: 再来一次, rule: solar:10-19}\n")},
	}
	c, err := calendar.Load(fsys, "a.yaml", "b.yaml")
	require.NoError(t, err)
	_, err = c.Find("店庆")
	require.NoError(t, err)
	assert.Equal(t, []int{2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027}, c.HolidayYears())
	assert.Equal(t, "通知", c.HolidaySource(2027))
	_, err = calendar.Load(fsys, "*.yaml")
	require.ErrorContains(t, err, `c.yaml:2:3: the day "店庆" is given twice; merge the two`)
	require.ErrorContains(t, err, "also at a.yaml:2:3")
	_, err = calendar.Load(fsys, "d.yaml")
	assert.EqualError(t, err, `calendar: no file matches "d.yaml"; name the shop's calendar, such as "calendar.yaml"`)
	_, err = calendar.Load(fsys, "[")
	require.Error(t, err)
}

// Every fault of the file is in the golden, with its place, in both languages.
func TestAllFaultsAreFoundInOnePass(t *testing.T) {
	data, err := os.ReadFile("testdata/faults.yaml")
	require.NoError(t, err)
	_, err = calendar.Parse(calendar.File{Name: "faults.yaml", Data: data})
	require.Error(t, err)
	golden(t, "faults.golden", err.Error()+"\n")
	golden(t, "faults.zh.golden", say.Of(err).Chinese+"\n")
}

func golden(t *testing.T, name, drawn string) {
	t.Helper()
	name = "testdata/" + name
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(drawn), 0o644))
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, string(want), drawn)
}

func TestThirtiethOfTheTwelfthMonthIsRemarkedOn(t *testing.T) {
	r := form.NewReader()
	root, ok := r.Parse("calendar.yaml", []byte("days:\n  年夜饭: {name: 年夜饭, rule: lunar:12-30}\n"))
	require.True(t, ok)
	section, ok := calendar.Kind().Read(r, root)
	require.True(t, ok)
	calendar.Combine(r, section)
	require.Len(t, r.Problems(), 1)
	assert.NoError(t, r.Problems().Err())
	assert.Contains(t, r.Problems()[0].Error(), "if 除夕 is meant, write eve:lunar:1-1")
}

func TestSchemaKnowsEveryKey(t *testing.T) {
	schema, err := calendar.Schema()
	require.NoError(t, err)
	require.True(t, json.Valid(schema))
	for _, key := range []string{"days", "workdays", "name", "english", "greeting", "synonyms", "rule", "table", "dates", "suppress", "note", "source", "off", "work"} {
		assert.Contains(t, string(schema), `"`+key+`": {`, key)
	}
}
