package btyd

import "fmt"

// A Unit is a model's unit of time. The zero Unit is unknown.
type Unit int

// The units. A month and a year have their mean length in the Gregorian calendar.
const (
	Day Unit = iota + 1
	Week
	Month
	Year
)

var units = [...]struct {
	name string
	days float64
}{{"unknown unit", 0}, {"day", 1}, {"week", 7}, {"month", 365.2425 / 12}, {"year", 365.2425}}

// days is the number of days of the unit: 1, 7, 30.436875, 365.2425; 0 for an unknown
// one.
func (u Unit) days() float64 {
	if u < 0 || int(u) >= len(units) {
		return 0
	}
	return units[u].days
}

// Count is the number of units u in n of another unit: Week.Count(90, Day) is 90/7. If
// either is unknown it is n.
func (u Unit) Count(n float64, of Unit) float64 {
	if u.days() == 0 || of.days() == 0 || u == of {
		return n
	}
	return n * of.days() / u.days()
}

// String is "day", "week", "month", "year" or "unknown unit".
func (u Unit) String() string {
	if u < 0 || int(u) >= len(units) {
		return fmt.Sprintf("unit %d", int(u))
	}
	return units[u].name
}
