package ask

import (
	"errors"
	"time"
)

var errUnknownTime = errors.New("the time is not known yet")

// HourIn is what answers hour(time) in a zone: an error for a time that is not
// known yet.
func HourIn(zone *time.Location) func(time.Time) (int, error) {
	return func(t time.Time) (int, error) {
		if t.Year() <= 1 {
			return 0, errUnknownTime
		}
		return t.In(zone).Hour(), nil
	}
}
