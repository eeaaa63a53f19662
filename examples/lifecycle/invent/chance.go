package invent

import (
	"math"
	"math/rand/v2"
	"time"
)

// A chance is where everything that happens by chance comes from.
type chance struct{ *rand.Rand }

func (c chance) is(p float64) bool { return c.Float64() < p }

// around is a positive number with a median and a spread on the log scale.
func (c chance) around(median, spread float64) float64 {
	return median * math.Exp(spread*c.NormFloat64())
}

// even is about 1, the closer the higher the shape: a gamma law of whole shape.
func (c chance) even(shape int) float64 {
	sum := 0.0
	for range shape {
		sum += c.ExpFloat64()
	}
	return sum / float64(shape)
}

// pick is the place of one of n by their weights.
func (c chance) pick(n int, weight func(int) float64) int {
	total := 0.0
	for i := range n {
		total += weight(i)
	}
	at := c.Float64() * total
	for i := range n {
		if at -= weight(i); at < 0 {
			return i
		}
	}
	return n - 1
}

// hour is an instant of a day, by the hours of a source.
func (c chance) hour(day time.Time, hours *[24]float64) time.Time {
	h := c.pick(24, func(i int) float64 { return hours[i] })
	return day.Add(time.Duration(h)*time.Hour + time.Duration(c.IntN(3600))*time.Second)
}

func minutes(m float64) time.Duration { return time.Duration(m*60) * time.Second }
func hours(h float64) time.Duration   { return minutes(h * 60) }
func days(d float64) time.Duration    { return hours(d * 24) }
