package kinds

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/statement"
	"github.com/tiexin-go/tiexin/lifecycle/winback"
	"github.com/tiexin-go/tiexin/loyalty"
)

// spokenStatements are the statements of the library as customers receive them: with all
// that may be known, and with nothing but the orders.
func spokenStatements(t *testing.T) string {
	t.Helper()
	half := calendar.Span{First: calendar.YMD(2026, 1, 1), Last: calendar.YMD(2026, 6, 30)}
	full := statement.Statement{
		Customer: "xiaowang", Period: half, Until: half.Last, Orders: 4, Spent: 1268_00, Saved: 232_00, SavedKnown: true,
		Points: 1268, PointsKnown: true, Favourite: "绘本", First: calendar.YMD(2024, 3, 8), Days: 845, FirstKnown: true, Ahead: loyalty.Measure{Value: .86, OK: true},
	}
	least := statement.Statement{Customer: "xiaowang", Period: half, Until: half.Last, Orders: 1, Spent: 89_00}
	var b strings.Builder
	for _, way := range []struct {
		name string
		s    statement.Statement
		to   statement.Greeting
	}{
		{"known", full, statement.Greeting{Name: "小雨", Shop: "贴心母婴"}},
		{"fallbacks", least, statement.Greeting{}},
	} {
		message, err := way.s.Chinese(way.to)
		require.NoError(t, err)
		brief, err := way.s.Brief(way.to.Shop)
		require.NoError(t, err)
		short, err := way.s.ChineseSMS(way.to, "m.tb.cn/h.5xKq2T1")
		require.NoError(t, err)
		for _, line := range []string{message, brief, short} {
			assert.Empty(t, saidFaults(line, "23:59"), line)
			fmt.Fprintf(&b, "  %s: %s\n", way.name, line)
		}
		whole, parts := asSMS(t, "贴心母婴", short, tiexin.Care, "")
		assert.Equal(t, 1, parts, whole)
	}
	return b.String()
}

// The win-back book speaks of customers without a gender and without a fixed time.
func TestSpoken_召回册子不说男女(t *testing.T) {
	texts := 0
	for _, play := range winback.DefaultBook() {
		for _, p := range slices.Concat(play.Do, play.Avoid) {
			for _, line := range []string{play.Aim.Chinese, p.What.Chinese, p.Why.Chinese} {
				texts++
				assert.NotEmpty(t, line)
				assert.Empty(t, slices.Concat(writtenFaults(line), saidFaults(line, "12:30")), line)
			}
		}
	}
	assert.Greater(t, texts, 50)
}
