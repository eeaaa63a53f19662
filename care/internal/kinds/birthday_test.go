package kinds

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
)

// birthdays are those around now, as days.
func (s *Scene) birthdayDays() []string {
	var days []string
	for _, at := range s.Birthdays() {
		days = append(days, time.UnixMilli(at).In(s.Shop.Zone).Format(time.DateOnly))
	}
	return days
}

func TestBirthdays_上一个和往后八个_改了就按新的(t *testing.T) {
	born := func(year, month, day int, lunar bool) *Scene {
		who := tiexin.Customer{ID: "xiaowang", Birthday: tiexin.Date{Year: year, Month: month, Day: day, Lunar: lunar}}
		return scene(t, 9, happens(tiexin.EventCustomerUpdated, 0, who))
	}
	s := born(1990, 11, 11, false)
	days := s.birthdayDays()
	assert.Len(t, days, 9)
	assert.Equal(t, []string{"2026-11-11", "2027-11-11"}, days[:2], "today is one that has begun")
	assert.Equal(t, "1990-11-11", s.seen(t, ask.Customer, "").Facts.Customer.Birthday)
	assert.Equal(t, ask.Runs, s.seen(t, ask.Customer, "").Clocks[ask.ToBirthday].Phase)
	assert.Equal(t, []string{"2026-09-25", "2027-09-15"}, born(0, 8, 15, true).birthdayDays()[:2])
	assert.Equal(t, []string{"2026-02-28", "2027-02-28", "2028-02-29"}, born(2000, 2, 29, false).birthdayDays()[:3])
	assert.Equal(t, []string{"2027-05-01", "2028-05-01"}, born(2026, 5, 1, false).birthdayDays()[:2], "the birth is no birthday")
	assert.Empty(t, scene(t, 9).birthdayDays())

	s.Memory.Thing.Birthday.Day = 20
	s.LookAnew()
	assert.Equal(t, []string{"2025-11-20", "2026-11-20"}, s.birthdayDays()[:2])
}
