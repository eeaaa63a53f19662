package ask

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// A born is somebody of whom only the birthday is known.
type born struct{ at []int64 }

func (b born) Birthdays() []int64 { return b.at }

// bornOn lists the birthday before and those after an instant.
func bornOn(t *testing.T, a calendar.Anniversary, now time.Time, zone *time.Location) born {
	t.Helper()
	var b born
	if last, err := a.Prev(now.Add(time.Millisecond), zone, calendar.Customs{}); err == nil {
		b.at = append(b.at, last.Start(zone).UnixMilli())
	}
	for range 8 {
		next, err := a.Next(now, zone, calendar.Customs{})
		require.NoError(t, err)
		now = next.Start(zone)
		b.at = append(b.at, now.UnixMilli())
	}
	return b
}

// For random birthdays by both calendars, a comparison says at any hour of two years
// what it says with the days that are then left to the next birthday as a plain number.
func TestDaysToBirthdayAgainstTwoYears(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	start := time.Date(2027, 5, 3, 9, 0, 0, 0, calendar.China)
	birthdays := []calendar.Anniversary{
		{Month: 2, Day: 29}, {Year: 2000, Month: 2, Day: 29}, {Month: 12, Day: 30, Lunar: true}, {Month: 4, Day: 8, Lunar: true, Leap: true}, {Month: 5, Day: 3}, {Month: 1, Day: 1},
	}
	for range 30 {
		birthdays = append(birthdays, calendar.Anniversary{Month: 1 + r.IntN(12), Day: 1 + r.IntN(28), Lunar: r.IntN(2) == 0})
	}
	c := NewCompiler()
	conditions := map[*Condition]func(days float64) bool{
		compiled(t, c, "days_to_birthday < 7", Scope{Kind: Customer}):                              func(d float64) bool { return d < 7 },
		compiled(t, c, "days_to_birthday <= 30 && days_to_birthday > 23.5", Scope{Kind: Customer}): func(d float64) bool { return d <= 30 && d > 23.5 },
		compiled(t, c, "hours_to_birthday > 8000", Scope{Kind: Customer}):                          func(d float64) bool { return d*24 > 8000 },
		compiled(t, c, "not (100 - days_to_birthday > 0)", Scope{Kind: Customer}):                  func(d float64) bool { return !(100-d > 0) },
	}
	for _, b := range birthdays {
		v := &View{Moving: Moving{Life: bornOn(t, b, start, calendar.China)}}
		v.Clocks[ToBirthday] = Reading{Phase: Runs, End: Forever}
		for condition, want := range conditions {
			v.Reset()
			answer := condition.Ask(v)
			for at := start; at.Before(start.AddDate(2, 0, 0)); at = at.Add(5 * time.Hour) {
				next, err := b.Next(at, calendar.China, calendar.Customs{})
				require.NoError(t, err)
				days := next.Start(calendar.China).Sub(at).Hours() / 24
				if !assert.Equal(t, want(days), answer.At(InstantOf(at)), "%+v: %s at %s, %f days to %s", b, condition.Source, at, days, next) {
					return
				}
			}
		}
	}
}

// On the birthday itself the clock counts to the next one.
func TestBirthdayItselfBeginsTheCountAnew(t *testing.T) {
	c := compiled(t, NewCompiler(), "days_to_birthday < 7", Scope{Kind: Customer})
	start := time.Date(2026, 3, 8, 12, 0, 0, 0, calendar.China)
	v := &View{Moving: Moving{Life: bornOn(t, calendar.Anniversary{Month: 3, Day: 20}, start, calendar.China)}}
	v.Clocks[ToBirthday] = Reading{Phase: Runs, End: Forever}
	answer := c.Ask(v)
	var turns []string
	for at := InstantOf(start); len(turns) < 4; {
		next, ok := answer.Turns(at)
		require.True(t, ok)
		turns = append(turns, next.Time(calendar.China).Format("2006-01-02 15:04"))
		at = next
	}
	assert.Equal(t, []string{"2026-03-13 00:00", "2026-03-20 00:00", "2027-03-13 00:00", "2027-03-20 00:00"}, turns)
	on := InstantOf(time.Date(2026, 3, 20, 0, 0, 0, 0, calendar.China))
	assert.Equal(t, "✗ days_to_birthday < 7   [days_to_birthday = 365]", c.SeenPersonal(v, on)[0].String())
	assert.Equal(t, "✗ days_to_birthday < 7   [days_to_birthday = (time to a birthday)]", c.Seen(v, on)[0].String(), "the day could be reckoned from it")

	v = &View{}
	assert.False(t, c.Ask(v).At(InstantOf(start)), "nobody told the birthday")
	assert.Equal(t, "✗ days_to_birthday < 7   [days_to_birthday has not started]", c.Seen(v, InstantOf(start))[0].String())
}

func TestNoBirthdayIsLaterThanAYear(t *testing.T) {
	for condition, possible := range map[string]bool{
		"days_to_birthday <= 0": false, "days_to_birthday < 1": true, "days_to_birthday > 386": false, "days_to_birthday > 380": true,
	} {
		c := NewCompiler()
		assert.Equal(t, possible, c.Possible(nil, compiled(t, c, condition, Scope{Kind: Customer})), condition)
	}
}
