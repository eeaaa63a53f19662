package calendar_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// Two years announce the days around new year, each by its own name: the name of a day
// is that of its own year, whichever is read first.
func TestADayOffIsCalledAsItsOwnYearSays(t *testing.T) {
	for range 20 {
		c, err := calendar.Parse(calendar.File{Name: "calendar.yaml", Data: []byte(`workdays:
  2027: {source: x, off: {跨年: 2027-12-31..2028-01-03}, work: []}
  2028: {source: x, off: {元旦: 2027-12-31..2028-01-02}, work: []}
  2029: {source: x, off: {岁末: 2028-12-31..2029-01-02}, work: []}
`)})
		require.NoError(t, err)
		for day, want := range map[string]string{"2027-12-31": "跨年", "2028-01-01": "元旦", "2028-01-02": "元旦", "2028-01-03": "跨年", "2028-12-31": "岁末"} {
			d, err := calendar.ParseDate(day)
			require.NoError(t, err)
			name, err := c.Holiday(d)
			require.NoError(t, err)
			require.Equal(t, want, name, day)
			works, err := c.IsWorkday(d)
			require.NoError(t, err)
			assert.False(t, works)
		}
	}
}
