package main

import (
	"math"
	"math/rand/v2"
	"sort"
	"time"

	"github.com/tiexin-go/tiexin"
)

// The year.
const theYear = 2026

var (
	zone      = tiexin.Shanghai()
	newYear   = time.Date(theYear, 1, 1, 0, 0, 0, 0, zone).Unix()
	nextYear  = time.Date(theYear+1, 1, 1, 0, 0, 0, 0, zone).Unix()
	springOff = dates("02-14", "02-22") // the shop and the carriers rest for the Spring Festival
	presale   = dates("10-20", "11-09") // deposits for 双11
	balances  = dates("11-11", "11-11") // the day on which the rest is paid
)

// A spell is some days, from the first second to the last, in Unix seconds.
type spell struct{ from, to int64 }

// dates is a spell of the year: "02-14" to "02-22", both of them whole.
func dates(first, last string) spell {
	return spell{dayOf(first), dayOf(last) + 24*3600}
}

func dayOf(monthAndDay string) int64 {
	at, err := time.ParseInLocation("2006-01-02", time.Unix(newYear, 0).In(zone).Format("2006")+"-"+monthAndDay, zone)
	if err != nil {
		panic(err)
	}
	return at.Unix()
}

func (s spell) holds(at int64) bool { return at >= s.from && at < s.to }

// A rush is a spell in which people buy so many times as much as usual.
type rush struct {
	spell
	times float64
}

var rushes = []rush{
	{dates("01-10", "01-25"), 1.4}, // 年货节
	{springOff, .25},
	{dates("03-06", "03-08"), 2.2}, // 女神节
	{dates("05-31", "06-01"), 5},   // 618 opens, and children's day
	{dates("06-15", "06-17"), 2.5},
	{dates("06-18", "06-18"), 9}, // 618
	{dates("08-17", "08-19"), 1.8},
	{dates("10-20", "10-31"), 1.6}, // deposits
	{dates("11-01", "11-01"), 8},
	{dates("11-10", "11-10"), 4},
	{dates("11-11", "11-11"), 18}, // 双11
	{dates("12-12", "12-12"), 4},
}

// byHour is how much people buy in each hour of a day.
var byHour = [24]float64{2.2, 1.1, .5, .3, .2, .3, .8, 1.8, 3, 4.6, 6, 5.6, 5.2, 5.2, 5.4, 5.2, 5, 4.6, 4.4, 5.4, 7.6, 8.6, 7.4, 4.6}

// A rhythm says how much is bought up to the end of each hour of the year.
type rhythm []float64

func newRhythm() rhythm {
	hours := int(nextYear-newYear) / 3600
	r := make(rhythm, hours)
	sum := 0.
	for h := range r {
		at := newYear + int64(h)*3600
		sum += weight(at)
		r[h] = sum
	}
	return r
}

// weight is how much people buy in the hour that begins at an instant.
func weight(at int64) float64 {
	day := float64(at-newYear) / (365 * 24 * 3600)
	w := byHour[at/3600%24+8-(at/3600%24+8)/24*24] // China is eight hours ahead
	w *= 1 + .18*math.Cos(2*math.Pi*(day-.9))      // winter clothes cost more time and money
	if weekday := (at/86400 + 4) % 7; weekday == 0 || weekday == 6 {
		w *= 1.12
	}
	for _, r := range rushes {
		if r.holds(at) {
			w *= r.times
		}
	}
	return w
}

// draw is an instant of the year.
func (r rhythm) draw(d *rand.Rand) int64 {
	h := sort.SearchFloat64s(r, d.Float64()*r[len(r)-1])
	return newYear + int64(h)*3600 + d.Int64N(3600)
}
