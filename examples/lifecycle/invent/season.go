package invent

import (
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// A season is what the calendar does to a day of the shop.
type season struct {
	crowd []float64   // how many come for the first time, by day of the year
	sales []time.Time // the main days on which everybody stocks up
	rest  calendar.Span
}

// seasons follows 双11, 双12, 618 and 春节 as the calendar has them.
func seasons() (season, error) {
	var s season
	span, err := calendar.SpringFestival.Next(Opening, Zone)
	if err != nil {
		return s, err
	}
	s.rest = calendar.Span{First: span.First.AddDays(-6), Main: span.Main, Last: span.Last.AddDays(6)}
	strength := map[calendar.Date]float64{}
	for _, sale := range []struct {
		day    calendar.SpecialDay
		factor float64
	}{{calendar.Double11, 9}, {calendar.Day618, 6.5}, {calendar.Double12, 3}, {calendar.QueensDay, 2}, {calendar.Day99, 1.8}} {
		span, err := sale.day.Next(Opening, Zone)
		if err != nil {
			return s, err
		}
		strength[span.Main] = sale.factor
		if sale.factor > 5 {
			s.sales = append(s.sales, span.Main.Start(Zone))
			for d := span.First; d.Before(span.Main); d = d.AddDays(1) {
				strength[d] = 1.25
			}
			strength[span.Main.AddDays(-1)] = 2
		}
	}
	for day := Opening; day.Before(Closing); day = day.AddDate(0, 0, 1) {
		date := calendar.DateOf(day, Zone)
		crowd := .8 + .4*day.Sub(Opening).Hours()/Closing.Sub(Opening).Hours()
		if date.Weekday() == time.Saturday || date.Weekday() == time.Sunday {
			crowd *= 1.15
		}
		if f, ok := strength[date]; ok {
			crowd *= f
		}
		if s.resting(day) {
			crowd *= .35
		}
		s.crowd = append(s.crowd, crowd)
	}
	return s, nil
}

// resting says whether parcels and people are at home for 春节.
func (s *season) resting(at time.Time) bool { return s.rest.Contains(calendar.DateOf(at, Zone)) }

// drawn is the sale that is worth waiting for, or worth buying ahead at, if there is one.
func (s *season) drawn(day time.Time) (time.Time, bool) {
	for _, sale := range s.sales {
		if off := day.Sub(sale).Hours() / 24; off >= -16 && off <= 14 {
			return sale, true
		}
	}
	return day, false
}
