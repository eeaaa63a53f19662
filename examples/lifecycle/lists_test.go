package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

func rowsOf(t *testing.T, folder, name string) [][]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	require.NoError(t, err)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), orderlog.ByteOrderMark))).ReadAll()
	require.NoError(t, err)
	return rows[1:]
}

func smallAsOf(t *testing.T, on string) *shop {
	t.Helper()
	h, err := load(smallShop(t), orderlog.Options{})
	require.NoError(t, err)
	day, err := dayOf(on)
	require.NoError(t, err)
	s, err := open(h, day)
	require.NoError(t, err)
	return s
}

// On 清明, 5 April 2026, nobody is reminded; those of that day come a day later.
func TestNobodyIsRemindedOnASilentDay(t *testing.T) {
	orders := smallShop(t)
	_, _, folder := written(t, "-orders", orders, "-on", "2026-04-03")
	var days []string
	for _, row := range rowsOf(t, folder, "restock.csv") {
		days = append(days, row[0])
	}
	assert.Contains(t, days, "2026-04-04")
	assert.NotContains(t, days, "2026-04-05")
	assert.Contains(t, days, "2026-04-06")
	assert.True(t, slices.IsSorted(days))

	silent := loyalty.DayOf(calendar.YMD(2026, 8, 27).Start(calendar.China), calendar.China)
	next, err := unsuppressed(silent)
	require.NoError(t, err)
	assert.Equal(t, "2026-08-28", next.String())
}

func TestWhoRefusesIsLeftInPeace(t *testing.T) {
	s := smallAsOf(t, "")
	refuses := map[string]bool{}
	for _, o := range s.known {
		refuses[o.Customer] = refuses[o.Customer] || o.OptOut
	}
	folder := t.TempDir()
	r, err := s.report("")
	require.NoError(t, err)
	require.NoError(t, r.write(folder))
	for _, row := range rowsOf(t, folder, "restock.csv") {
		assert.False(t, refuses[row[1]], row[1])
	}
	n := 0
	for _, row := range rowsOf(t, folder, "winback.csv") {
		refused := strings.HasPrefix(row[4], "退订营销")
		assert.Equal(t, refuses[row[0]], refused, row[0])
		if refused {
			n++
		}
	}
	assert.Positive(t, n)
}

// The list of those who left are the lapsing, the lost and the dead, no others.
func TestWinBackIsForThoseWhoLeft(t *testing.T) {
	s := smallAsOf(t, "2026-05-31")
	left, err := s.left()
	require.NoError(t, err)
	want := 0
	for _, standing := range s.standings {
		if standing.Stage >= stage.Lapsing {
			want++
		}
	}
	assert.Len(t, left, want)
	for _, c := range left {
		assert.GreaterOrEqual(t, s.standings[c.ID].Stage, stage.Lapsing)
		assert.Positive(t, c.Orders)
		assert.True(t, c.Value.Known && c.Value.Value > 0, c.ID)
	}
}

// A rise in price keeps away those whom it meets when they would come again, not those who had
// left before.
func TestPriceRiseCountsForWhomItMeets(t *testing.T) {
	rise := &trace{item: "奶粉", prices: map[string][]price{"奶粉": {{100, 258}, {150, 258}, {200, 320}, {250, 320}}}}
	before, ok := rise.priceOn(140)
	require.True(t, ok)
	assert.EqualValues(t, 258, before)
	after, _ := rise.priceOn(190)
	assert.EqualValues(t, 320, after)
	later, _ := rise.priceOn(400)
	assert.EqualValues(t, 320, later)
	_, ok = (&trace{item: "?"}).priceOn(1)
	assert.False(t, ok)
}

func TestStagesAddUp(t *testing.T) {
	s := smallAsOf(t, "2026-05-31")
	months, err := s.ladder.Policy.MovesByMonth(s.buyers, s.known[0].Placed.AddDate(0, 0, -1), s.now)
	require.NoError(t, err)
	last := &months[len(months)-1]
	for at := stage.New; int(at) < stage.Stages; at++ {
		n := 0
		for _, standing := range s.standings {
			if standing.Stage == at {
				n++
			}
		}
		assert.Equal(t, n, last.Then(at), "the table of stages and the moves tell the same of %s", at)
	}
}
