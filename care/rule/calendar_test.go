package rule

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

func TestShopHasItsOwnDaysBesidesThoseOfChina(t *testing.T) {
	set := load(t,
		oneRule("order.cod"),
		File{"days.yaml", []byte("version: 1\ncalendar:\n  days:\n    店庆: 06-18\n    qixi: {suppress: 店主失恋}\n")},
		File{"more.yaml", []byte("version: 1\ncalendar:\n  days:\n    会员日: {name: 会员日, rule: solar:8-8}\n  workdays:\n    2031: {off: {元旦: 2031-01-01}, work: []}\n")},
	)
	c := set.Shop.Calendar
	for _, name := range []string{"店庆", "会员日", "七夕", "double11"} {
		_, err := c.Find(name)
		assert.NoError(t, err)
	}
	_, suppressed, err := c.Suppressed(calendar.YMD(2026, 8, 19))
	require.NoError(t, err)
	assert.True(t, suppressed)
	assert.Contains(t, c.HolidayYears(), 2031)

	_, err = load(t, oneRule("order.cod")).Shop.Calendar.Find("七夕")
	assert.NoError(t, err, "a shop that says nothing knows the days of China")
}

func TestDayInTwoFilesNamesBothPlaces(t *testing.T) {
	day := []byte("version: 1\ncalendar:\n  days:\n    店庆: 06-18\n")
	_, problems := Load(oneRule("order.cod"), File{"a.yaml", day}, File{"b.yaml", day})
	assert.Equal(t, `b.yaml:4:5: the day "店庆" is given twice; merge the two
    店庆: 06-18
    ^~~~
also at a.yaml:4:5`, problems.Error())
}
