package calendar_test

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

type lunarYear struct {
	Year   int      `json:"y"`
	First  string   `json:"first"`
	Leap   int      `json:"leap"`
	Months [][2]int `json:"months"` // number, negative for the leap month, and days
}

func TestEveryLunarDayFrom1901To2099IsThatOfTheReference(t *testing.T) {
	data, err := os.ReadFile("testdata/lunar-years-1901-2099.json")
	require.NoError(t, err)
	var years []lunarYear
	require.NoError(t, json.Unmarshal(data, &years))
	require.Len(t, years, 199)
	days := 0
	for _, y := range years {
		d, err := calendar.ParseDate(y.First)
		require.NoError(t, err)
		first, err := calendar.LunarYear(y.Year).NewYear()
		require.NoError(t, err)
		require.Equal(t, d, first)
		leap, err := calendar.LunarYear(y.Year).LeapMonth()
		require.NoError(t, err)
		require.Equal(t, y.Leap, leap, y.Year)
		for _, m := range y.Months {
			want := calendar.Lunar{Year: y.Year, Month: max(m[0], -m[0]), Leap: m[0] < 0}
			length, err := calendar.LunarYear(y.Year).MonthDays(want.Month, want.Leap)
			require.NoError(t, err)
			require.Equal(t, m[1], length, "%v", want)
			for want.Day = 1; want.Day <= m[1]; want.Day++ {
				got, err := d.Lunar()
				require.NoError(t, err)
				require.Equal(t, want, got, d)
				back, err := want.Date()
				require.NoError(t, err)
				require.Equal(t, d, back)
				d = d.AddDays(1)
				days++
			}
		}
	}
	assert.Equal(t, 72674, days)
}

// The digests were made by golden.mjs from other people's packages; golden.txt
// says where those disagree.
func TestEveryDayHasTheLunarDateAndTermOfTheGoldenDigest(t *testing.T) {
	data, err := os.ReadFile("testdata/golden.txt")
	require.NoError(t, err)
	years := 0
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var year int
		var want string
		_, err := fmt.Sscan(line, &year, &want)
		require.NoError(t, err)
		hash := sha256.New()
		for d := calendar.YMD(year, 1, 1); d.Year == year; d = d.AddDays(1) {
			l, err := d.Lunar()
			require.NoError(t, err)
			leap := 0
			if l.Leap {
				leap = 1
			}
			name := "-"
			term, ok, err := d.Term()
			require.NoError(t, err)
			if ok {
				name = term.String()
			}
			fmt.Fprintf(hash, "%s %d-%d-%d %d %s\n", d, l.Year, l.Month, l.Day, leap, name)
		}
		assert.Equal(t, want, hex.EncodeToString(hash.Sum(nil)), year)
		years++
	}
	assert.Equal(t, 199, years)
}

func TestSpecialDaysFallWhereTheOracleHasThem(t *testing.T) {
	f, err := os.Open("testdata/special-days-oracle-2024-2035.csv")
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 277)
	want := map[string][]string{} // by day and year
	for _, row := range rows[1:] {
		want[row[0]+" "+row[3]] = append(want[row[0]+" "+row[3]], row[4])
		byName, err := calendar.Calendar{}.Find(row[1])
		require.NoError(t, err)
		assert.Equal(t, row[0], byName.Key, row[1])
		rule, _, _ := strings.Cut(row[2], "(")
		s, err := calendar.Calendar{}.Find(row[0])
		require.NoError(t, err)
		parsed, err := calendar.ParseRule(rule)
		require.NoError(t, err)
		assert.Equal(t, parsed, s.Rule, row[0])
	}
	for at, dates := range want {
		key, text, _ := strings.Cut(at, " ")
		year, err := strconv.Atoi(text)
		require.NoError(t, err)
		s, err := calendar.Calendar{}.Find(key)
		require.NoError(t, err)
		spans, err := s.In(year)
		require.NoError(t, err)
		var got []string
		for _, span := range spans {
			got = append(got, span.String())
		}
		assert.ElementsMatch(t, dates, got, at)
	}
}

func TestRoundTripOfEveryDayThatTheTablesHold(t *testing.T) {
	var before calendar.Lunar
	n := 0
	for d := calendar.YMD(1900, 1, 31); d != calendar.YMD(2101, 1, 29); d = d.AddDays(1) {
		l, err := d.Lunar()
		require.NoError(t, err)
		back, err := l.Date()
		if err != nil || back != d || l.Validate() != nil {
			require.FailNow(t, "no way back", "%s is %s is %s; %v", d, l, back, err)
		}
		if before.Day++; n > 0 && l.Day != 1 && l != before {
			require.FailNow(t, "a day is skipped", "%s is %s", d, l)
		}
		parsed, err := calendar.ParseLunar(l.String())
		again, errAgain := calendar.ParseDate(d.String())
		if err != nil || errAgain != nil || parsed != l || again != d {
			require.FailNow(t, "text loses something", "%s, %s", d, l)
		}
		before = l
		n++
	}
	for _, d := range []calendar.Date{{1900, 1, 30}, {2101, 1, 29}, {1800, 1, 1}, {9999, 12, 31}} {
		_, err := d.Lunar()
		require.ErrorIs(t, err, calendar.ErrRange, d.String())
	}
	for _, d := range []calendar.Date{{}, {2026, 2, 29}, {2026, 13, 1}, {2026, 0, 1}, {2026, 4, 31}, {2026, 4, 0}, {2026, 4, -1}} {
		_, err := d.Lunar()
		require.ErrorIs(t, err, calendar.ErrDate, d.String())
	}
}

func TestEveryTermComesOnceAYearInOrder(t *testing.T) {
	for year := calendar.FirstYear; year <= calendar.LastYear; year++ {
		var found []calendar.Term
		for d := calendar.YMD(year, 1, 1); d.Year == year; d = d.AddDays(1) {
			term, ok, err := d.Term()
			require.NoError(t, err)
			if ok {
				found = append(found, term)
				on, err := term.Date(year)
				require.NoError(t, err)
				require.Equal(t, d, on)
			}
		}
		require.Len(t, found, 24, year)
		for i, term := range found {
			require.Equal(t, calendar.Xiaohan+calendar.Term(i), term, year)
		}
	}
}
