package rule

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// At any time of a year the silent days hold when the calendar suppresses the day,
// and end and begin when it says so.
func TestSilentDaysAreThoseOfTheCalendar(t *testing.T) {
	set := load(t, oneRule("order.cod"), File{"days.yaml", []byte(`version: 1
calendar:
  days:
    店主家事: {name: 店主家事, dates: [2026-07-01..2026-07-03], suppress: 店主家有丧事}
    次日: {name: 次日, dates: 2026-07-04, suppress: 店主家有丧事}
    mukden: {suppress: false}
    年货: {name: 年货, table: {2026: 2026-01-05}, suppress: 试试}
`)})
	q := set.Quiets[len(set.Quiets)-1]
	require.Equal(t, SilentDays, q.Name)
	assert.Equal(t, []tiexin.Purpose{tiexin.Care, tiexin.Marketing}, q.Purposes)
	held := 0
	for at := time.Date(2026, 1, 1, 5, 0, 0, 0, set.Shop.Zone); at.Year() < 2027; at = at.Add(7 * time.Hour) {
		day := calendar.DateOf(at, set.Shop.Zone)
		_, want, err := set.Shop.Calendar.Suppressed(day)
		require.NoError(t, err)
		change, err := set.Shop.Calendar.NextSuppressionChange(at, set.Shop.Zone)
		if day.Month < 12 { // the next of December may be of a year that is not known
			require.NoError(t, err)
		}
		start, end, quiet := q.Stretch(at)
		require.Equal(t, want, quiet, day)
		if quiet {
			held++
			assert.True(t, end.Equal(change), day)
			assert.False(t, start.After(at), day)
		} else if change.Year() == 2026 {
			assert.True(t, q.Next(at).Equal(change), "%s: %s %s", day, q.Next(at), change)
		}
	}
	assert.Greater(t, held, 20)
	_, quiet := q.Holds(time.Date(2027, 4, 5, 12, 0, 0, 0, set.Shop.Zone))
	assert.True(t, quiet, "a table without the year silences nothing, and hides nothing either")
	after := q.Next(time.Date(2099, 12, 31, 0, 0, 0, 0, set.Shop.Zone))
	assert.Equal(t, 9999, after.Year())
	inside := q.Next(time.Date(2026, 7, 2, 12, 0, 0, 0, set.Shop.Zone))
	assert.Equal(t, "2026-08-27", inside.Format(time.DateOnly), "from inside a stretch it is the start of the one after it: 中元节")
}
