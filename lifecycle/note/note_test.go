package note_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/note"
)

func Test一行一条备忘(t *testing.T) {
	tests := []struct {
		line string
		want note.Note
	}{
		{"2026-10-03 婚礼 提前14天", note.Note{Words: "婚礼", Day: calendar.Anniversary{Year: 2026, Month: 10, Day: 3}, Lead: 14}},
		{"05-20 结婚纪念日", note.Note{Words: "结婚纪念日", Day: calendar.Anniversary{Month: 5, Day: 20}, Yearly: true}},
		{"2019-10-01 结婚纪念日", note.Note{Words: "结婚纪念日", Day: calendar.Anniversary{Year: 2019, Month: 10, Day: 1}, Yearly: true}},
		{"1990-05-20 生日 一次", note.Note{Words: "生日", Day: calendar.Anniversary{Year: 1990, Month: 5, Day: 20}}},
		{"农历08-15 妈妈生日 每年", note.Note{Words: "妈妈生日", Day: calendar.Anniversary{Month: 8, Day: 15, Lunar: true}, Yearly: true}},
		{"lunar:2023-闰02-15 the baby's birthday lead 10", note.Note{Words: "the baby's birthday", Day: calendar.Anniversary{Year: 2023, Month: 2, Day: 15, Lunar: true, Leap: true}, Yearly: true, Lead: 10}},
		{"每年 01-25 儿子在外地过年", note.Note{Words: "儿子在外地过年", Day: calendar.Anniversary{Month: 1, Day: 25}, Yearly: true}},
		{"\t2027-2-28  预产期,  双胞胎 LEAD 30d ONCE ", note.Note{Words: "预产期,  双胞胎", Day: calendar.Anniversary{Year: 2027, Month: 2, Day: 28}, Lead: 30}},
		{"02-29 闰日生日", note.Note{Words: "闰日生日", Day: calendar.Anniversary{Month: 2, Day: 29}, Yearly: true}},
		{"05-20 提前付款 打电话", note.Note{Words: "提前付款 打电话", Day: calendar.Anniversary{Month: 5, Day: 20}, Yearly: true}},
	}
	for _, c := range tests {
		got, err := note.Parse(c.line)
		require.NoError(t, err, c.line)
		assert.Equal(t, []note.Note{c.want}, got, c.line)
		again, err := note.Parse(c.want.String())
		require.NoError(t, err)
		assert.Equal(t, got, again, c.want.String())
	}
	got, err := note.Parse("\ufeff# 小雨的备忘\r\n\r\n05-20 结婚纪念日\r\n  06-01 儿童节\n")
	require.NoError(t, err)
	assert.Len(t, got, 2)
	got, err = note.Parse("")
	require.NoError(t, err)
	assert.Empty(t, got)
}

func TestImpossibleNotes(t *testing.T) {
	_, err := note.Parse(strings.Join([]string{
		"2026-02-30 婚礼",
		"05-20 好的",
		"  2026-02-29 婚礼",
		"lunar:2025-闰07-01 生日",
		"每年",
		"明天 婚礼",
		"05-20",
		"05-20 提前7天",
		"05-20 婚礼 一次",
		"每年 05-20 婚礼 每年",
		"2026-05-20 婚礼 提前181天",
		"2026-05-20 婚礼 lead 7 lead 8",
		"2026-05-20 婚礼 提前99999999999999999999天",
		"05-20 a\x00b",
		"05-20 \xff",
		"05-20 " + strings.Repeat("喜", 201),
		"农历2025-12-30 生日",
	}, "\n"))
	var faults note.Problems
	require.ErrorAs(t, err, &faults)
	type place struct{ line, column int }
	var places []place
	for _, f := range faults {
		places = append(places, place{f.Line, f.Column})
	}
	assert.Equal(t, []place{
		{1, 1}, {3, 3}, {4, 1}, {5, 3}, {6, 1}, {7, 6}, {8, 6}, {9, 1}, {10, 13}, {11, 15}, {12, 15}, {13, 15}, {14, 7}, {15, 1}, {16, 7}, {17, 1},
	}, places, "%v", err)
	first, _, _ := strings.Cut(err.Error(), "\n")
	assert.Equal(t, "lifecycle: notes:1:1: 2026-02-30 is not a date: February 2026 has 28 days", first)
	assert.NotContains(t, err.Error(), "婚礼", "what a note says is nobody's business")
	_, err = note.Parse(strings.Repeat("#", 1<<20+1))
	assert.ErrorContains(t, err, "longer than")
}

func at(year int, month time.Month, day, hour int) time.Time {
	return time.Date(year, month, day, hour, 0, 0, 0, calendar.China)
}

func TestHowNearANoteIs(t *testing.T) {
	far, near, today, over := note.Far, note.Near, note.Today, note.Over
	tests := []struct {
		line  string
		now   time.Time
		state note.State
		day   string
		years int
		next  time.Time
	}{
		{"2026-10-03 婚礼 提前14天", at(2026, 9, 18, 23), far, "2026-10-03", 0, at(2026, 9, 19, 0)},
		{"2026-10-03 婚礼 提前14天", at(2026, 9, 19, 0), near, "2026-10-03", 0, at(2026, 10, 3, 0)},
		{"2026-10-03 婚礼 提前14天", at(2026, 10, 3, 23), today, "2026-10-03", 0, at(2026, 10, 4, 0)},
		{"2026-10-03 婚礼 提前14天", at(2026, 10, 4, 0), over, "2026-10-03", 0, time.Time{}},
		{"2026-10-03 结婚纪念日", at(2026, 10, 4, 0), far, "2027-10-03", 1, at(2027, 10, 3, 0)},
		{"2026-10-03 结婚纪念日", at(2026, 10, 1, 0), far, "2026-10-03", 0, at(2026, 10, 3, 0)},
		{"农历08-15 妈妈生日 提前3天", at(2026, 9, 24, 8), near, "2026-09-25", 0, at(2026, 9, 25, 0)},
		{"农历1960-08-15 妈妈生日", at(2026, 9, 25, 8), today, "2026-09-25", 66, at(2026, 9, 26, 0)},
		{"02-29 生日", at(2027, 2, 1, 0), far, "2027-02-28", 0, at(2027, 2, 28, 0)},
		{"01-03 生日 提前10天", at(2026, 12, 24, 0), near, "2027-01-03", 0, at(2027, 1, 3, 0)},
		{"01-03 生日 提前10天", at(2026, 12, 23, 23), far, "2027-01-03", 0, at(2026, 12, 24, 0)},
		{"01-03 生日", at(2099, 5, 5, 5), over, "", 0, time.Time{}},
	}
	for _, c := range tests {
		notes, err := note.Parse(c.line)
		require.NoError(t, err, c.line)
		m, err := notes[0].At(c.now, nil, calendar.Customs{})
		require.NoError(t, err, c.line)
		assert.Equal(t, c.state, m.State, "%s at %s", c.line, c.now)
		if c.day == "" {
			assert.True(t, m.Day.IsZero())
		} else {
			assert.Equal(t, c.day, m.Day.String(), c.line)
		}
		assert.Equal(t, c.years, m.Years, c.line)
		assert.True(t, c.next.Equal(m.Next), "%s: %s", c.line, m.Next)
	}
}

// Stepped through hour by hour, a note changes exactly when it said it would.
func TestANoteKnowsItsNextChange(t *testing.T) {
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Skip("this machine has no zones")
	}
	notes, err := note.Parse("2026-10-03 婚礼 提前14天\n03-08 结婚纪念日 提前2天\nlunar:2020-闰04-29 生日 提前30天\n02-29 生日\n农历12-08 腊八生日 lead 1\n11-01 纪念日")
	require.NoError(t, err)
	for _, n := range notes {
		for _, zone := range []*time.Location{nil, newYork} {
			start := time.Date(2026, 1, 1, 0, 30, 0, 0, time.UTC)
			before, err := n.At(start, zone, calendar.Customs{})
			require.NoError(t, err)
			for now := start; now.Year() < 2029; now = now.Add(3 * time.Hour) {
				m, err := n.At(now, zone, calendar.Customs{})
				require.NoError(t, err)
				changed := m.State != before.State || m.Day != before.Day
				require.Equal(t, !before.Next.IsZero() && !now.Before(before.Next), changed, "%s at %s: %+v after %+v", n, now, m, before)
				require.True(t, m.Next.IsZero() || m.Next.After(now))
				before = m
			}
		}
	}
}

func TestDatedFactsAsNotes(t *testing.T) {
	n, err := note.Of(tiexin.Dated{Name: " anniversary ", Date: tiexin.Date{Year: 2015, Month: 5, Day: 1}, Note: "for the agent"}, 7)
	require.NoError(t, err)
	assert.Equal(t, "yearly 2015-05-01 anniversary lead 7", n.String())
	n, err = note.Of(tiexin.Dated{Name: "wedding", Date: tiexin.Date{Year: 2026, Month: 5, Day: 1}}, 0)
	require.NoError(t, err)
	assert.False(t, n.Yearly)
	for _, d := range []tiexin.Dated{{}, {Name: "x"}, {Name: "x", Date: tiexin.Date{Year: 2026, Month: 2, Day: 30}}, {Date: tiexin.Date{Month: 2, Day: 3}}} {
		_, err := note.Of(d, 0)
		assert.ErrorContains(t, err, "lifecycle: not a note: ")
	}
	for _, n := range []note.Note{
		{},
		{Words: "x", Day: calendar.Anniversary{Month: 5, Day: 20}},
		{Words: "x", Yearly: true, Lead: -1, Day: calendar.Anniversary{Month: 5, Day: 20}},
		{Words: "x\n", Yearly: true, Day: calendar.Anniversary{Month: 5, Day: 20}},
		{Words: "\xff", Yearly: true, Day: calendar.Anniversary{Month: 5, Day: 20}},
	} {
		_, err := n.At(time.Date(2026, 7, 1, 9, 0, 0, 0, calendar.China), nil, calendar.Customs{})
		assert.ErrorContains(t, err, "lifecycle: not a note: ")
	}
	ok := note.Note{Words: "x", Yearly: true, Day: calendar.Anniversary{Month: 5, Day: 20}}
	_, err = ok.At(time.Time{}, nil, calendar.Customs{})
	assert.ErrorIs(t, err, calendar.ErrRange)
}

func FuzzParseNotes(f *testing.F) {
	f.Add("2026-10-03 婚礼 提前14天", int64(1_780_000_000))
	f.Add("每年 农历闰04-30 a  b lead 3\n05-20 x once", int64(0))
	f.Add("yearly yearly 1-1 once once", int64(-1))
	f.Fuzz(func(t *testing.T, text string, seconds int64) {
		notes, err := note.Parse(text)
		if err != nil {
			return
		}
		now := time.Unix(seconds, 0)
		for _, n := range notes {
			again, err := note.Parse(n.String())
			if err != nil || len(again) != 1 || again[0] != n {
				t.Fatalf("%q became %q: %v", n.String(), again, err)
			}
			m, err := n.At(now, nil, calendar.Customs{})
			if err == nil && !m.Next.IsZero() && !m.Next.After(now) {
				t.Fatalf("%s: the next change %s is not after %s", n, m.Next, now)
			}
		}
	})
}
