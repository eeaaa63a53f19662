package tiexin_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

func TestParseDate生日有公历农历也可能不知道年份(t *testing.T) {
	for _, c := range []struct {
		text, canonical string
		want            tiexin.Date
	}{
		{"", "", tiexin.Date{}},
		{"1990-05-20", "1990-05-20", tiexin.Date{Year: 1990, Month: 5, Day: 20}},
		{"1990-5-2", "1990-05-02", tiexin.Date{Year: 1990, Month: 5, Day: 2}},
		{"05-20", "05-20", tiexin.Date{Month: 5, Day: 20}},
		{"02-29", "02-29", tiexin.Date{Month: 2, Day: 29}},
		{"2000-02-29", "2000-02-29", tiexin.Date{Year: 2000, Month: 2, Day: 29}},
		{"lunar:1990-08-15", "lunar:1990-08-15", tiexin.Date{Year: 1990, Month: 8, Day: 15, Lunar: true}},
		{"农历1990-08-15", "lunar:1990-08-15", tiexin.Date{Year: 1990, Month: 8, Day: 15, Lunar: true}},
		{"农历2-30", "lunar:02-30", tiexin.Date{Month: 2, Day: 30, Lunar: true}},
		{"lunar:2023-闰02-15", "lunar:2023-闰02-15", tiexin.Date{Year: 2023, Month: 2, Day: 15, Lunar: true, Leap: true}},
		{"lunar:闰6-01", "lunar:闰06-01", tiexin.Date{Month: 6, Day: 1, Lunar: true, Leap: true}},
	} {
		got, err := tiexin.ParseDate(c.text)
		require.NoError(t, err, c.text)
		assert.Equal(t, c.want, got, c.text)
		assert.Equal(t, c.canonical, got.String())
		again, err := tiexin.ParseDate(got.String())
		require.NoError(t, err)
		assert.Equal(t, got, again)
	}
}

func TestParseDate没有的日子说明白(t *testing.T) {
	for text, want := range map[string]string{
		"2023-02-29":           "2023-02-29 is not a date: February 2023 has 28 days",
		"1900-02-29":           "1900-02-29 is not a date: February 1900 has 28 days",
		"02-30":                "02-30 is not a date: February has at most 29 days",
		"1990-04-31":           "1990-04-31 is not a date: April has 30 days",
		"1990-13-01":           "1990-13-01 is not a date: a year has months 1 to 12",
		"1990-00-01":           "1990-00-01 is not a date: a year has months 1 to 12",
		"1990-01-00":           "1990-01-00 is not a date: a month begins with day 1",
		"lunar:1990-08-31":     "lunar:1990-08-31 is not a date: a lunar month has at most 30 days",
		"1990-闰02-15":          "1990-闰02-15 is not a date: only lunar dates have a leap month",
		"0990-01-01":           "0990-01-01 is not a date: its year must be 1800 to 2200",
		"1990-05-20T00:00:00Z": `not a date: "1990-05-20T00:00:00Z"; write it like 1990-05-20, 05-20 or lunar:1990-08-15`,
	} {
		_, err := tiexin.ParseDate(text)
		require.ErrorIs(t, err, tiexin.ErrDate, text)
		assert.EqualError(t, err, want)
	}
	for _, text := range []string{
		"-", "--", "1990", "90-05-20", "0000-05-20", "1990/05/20", "1990-05", "lunar:", "lunar:农历1990-08-15", "农历lunar:08-15",
		"05-20-", "1990-+5-20", "1990-005-20", " 05-20", "闰1990-05-20", "五月二十",
	} {
		_, err := tiexin.ParseDate(text)
		require.ErrorIs(t, err, tiexin.ErrDate, text)
	}
}

func TestDate的JSON(t *testing.T) {
	var child tiexin.Child
	require.NoError(t, json.Unmarshal([]byte(`{"born": "农历2023-闰02-15"}`), &child))
	out, err := json.Marshal(child)
	require.NoError(t, err)
	assert.JSONEq(t, `{"born": "lunar:2023-闰02-15"}`, string(out))

	_, err = json.Marshal(tiexin.Child{Born: tiexin.Date{Month: 2, Day: 30}})
	require.ErrorIs(t, err, tiexin.ErrDate)
	require.ErrorIs(t, json.Unmarshal([]byte(`{"born": "02-30"}`), &child), tiexin.ErrDate)

	out, err = json.Marshal(tiexin.Dated{Name: "wedding"})
	require.NoError(t, err)
	var dated tiexin.Dated
	require.NoError(t, json.Unmarshal(out, &dated))
	assert.True(t, dated.Date.IsZero())
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"1990-05-20", "05-20", "lunar:2023-闰02-15", "农历08-15", "02-30", "-", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := tiexin.ParseDate(s)
		if err != nil {
			require.ErrorIs(t, err, tiexin.ErrDate)
			require.Zero(t, d)
			return
		}
		require.NoError(t, d.Validate())
		again, err := tiexin.ParseDate(d.String())
		require.NoError(t, err)
		require.Equal(t, d, again)
	})
}
