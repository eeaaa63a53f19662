package ask

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// Every three hours of two years, in two zones, a condition says of the days what the calendar
// says of them, and what the calendar does not know is neither yes nor no.
func TestDaysOfTheCalendarAgainstTwoYears(t *testing.T) {
	zones := []*time.Location{calendar.China, time.FixedZone("west", -5*60*60)}
	var shop calendar.Calendar
	words := map[string]func(calendar.Date) (bool, error){"is_workday()": shop.IsWorkday}
	for _, name := range []string{"七夕", "qixi", "double11", "618", "年货节", "除夕", "春节", "清明", "双11预售"} {
		day, err := shop.Find(name)
		require.NoError(t, err)
		words[fmt.Sprintf("in_festival('%s')", name)] = day.Covers
	}
	for _, zone := range zones {
		for word, on := range words {
			c := NewCompiler()
			c.Zone = zone
			is, isNot := compiled(t, c, word, Scope{Kind: Customer}), compiled(t, c, "not "+word, Scope{Kind: Customer})
			v := &View{}
			yes, no := is.Ask(v), isNot.Ask(v)
			unknown := 0
			for at := time.Date(2026, 1, 1, 1, 0, 0, 0, time.UTC); at.Year() < 2028; at = at.Add(3 * time.Hour) {
				want, err := on(calendar.DateOf(at, zone))
				now := InstantOf(at)
				var missing *calendar.MissingYearError
				if err != nil {
					require.True(t, errors.As(err, &missing), "%s: %v", word, err)
					unknown++
				}
				assert.Equal(t, want && err == nil, yes.At(now), "%s at %s", word, at)
				assert.Equal(t, !want && err == nil, no.At(now), "not %s at %s", word, at)
				assert.Equal(t, err != nil, is.Unknown(v, now) != "", "%s at %s", word, at)
				if t.Failed() {
					return
				}
			}
			if word == "is_workday()" {
				assert.Positive(t, unknown, "the holidays of 2027 are not announced: the test would prove nothing")
			}
		}
	}
}

// A turn is at the midnight of the shop, and time alone brings it.
func TestFestivalBeginsAtTheShopsMidnight(t *testing.T) {
	c := compiled(t, NewCompiler(), "in_festival('七夕') && minutes_unpaid > 15", Scope{Kind: Order})
	v := &View{Has: ThingsOf(ThingOrder)}
	paid := time.Date(2026, 8, 18, 23, 50, 0, 0, calendar.China)
	v.Clocks[Unpaid] = Reading{Phase: Runs, Origin: paid.UnixMilli(), End: Forever}
	answer := c.Ask(v)
	at, ok := answer.Next(InstantOf(paid))
	require.True(t, ok)
	assert.Equal(t, After(paid.Add(15*time.Minute).UnixMilli()), at)
	end, ok := answer.Turns(at)
	require.True(t, ok)
	assert.Equal(t, "2026-08-20 00:00:00", end.Time(calendar.China).Format(time.DateTime))
}

func TestWhatIsSeenOfADay(t *testing.T) {
	workday := compiled(t, NewCompiler(), "is_workday()", Scope{Kind: Customer})
	v := &View{}
	for day, want := range map[string]string{
		"2026-10-10": "✓ is_workday()   [today = 2026-10-10]", // a Saturday worked for the National Day
		"2026-10-02": "✗ is_workday()   [today = 2026-10-02]",
		"2027-03-01": "? is_workday()   [today = 2027-03-01, the public holidays of 2027: not known]   unknown",
	} {
		at, err := time.ParseInLocation(time.DateOnly, day, calendar.China)
		require.NoError(t, err)
		seen := workday.Seen(v, InstantOf(at))
		require.Len(t, seen, 1)
		assert.Equal(t, want, seen[0].String())
	}
}

func TestWhatIsSaidOfFestivals(t *testing.T) {
	for condition, want := range map[string]string{
		"in_festival('七西')":                        `unknown festival '七西'; did you mean "七夕"?`,
		"in_festival('下周')":                        `unknown festival '下周'; name a special day of the calendar, or one under calendar.days`,
		"in_festival(order.source)":                `the festival must be named in quotes, so that its days are known; write in_festival('七夕')`,
		"in_festival('七夕') == true":                "in_festival(…) is yes or no already; write it alone, or with not before it",
		"is_workday(order.created_at)":             "is_workday takes 0 values, not 1; write is_workday()",
		"is_workday":                               `"is_workday" is a function; write is_workday()`,
		"order.amount > (is_workday() ? 20 : 100)": "is_workday() changes with time and cannot choose a number or be chosen; write the comparison twice: is_workday() ? … > 15 : … > 30",
	} {
		_, faults := NewCompiler().Compile(condition, Scope{Kind: Order})
		if assert.Len(t, faults, 1, condition) {
			f := faults[0]
			assert.Equal(t, want, f.Message.English+"; "+f.Hint.English, condition)
		}
	}
}
