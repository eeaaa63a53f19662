package ask

import (
	"math"
	"time"
)

// An Instant is a point of time in half milliseconds since 1970. Even numbers
// are the millisecond itself; the odd number after it is "right after":
// later than everything that happened in that millisecond, earlier than the
// next one. `minutes_unpaid > 15` turns true right after 15:00, and an event at
// 15:00 sharp still comes before it.
type Instant int64

// Forever is later than any instant that a shop's clock shows.
const Forever = Instant(math.MaxInt64 / 4)

// At is the instant of a millisecond since 1970 itself.
func At(millis int64) Instant { return Instant(2 * millis) }

// After is the instant right after a millisecond since 1970.
func After(millis int64) Instant { return Instant(2*millis + 1) }

// InstantOf is the instant of a time, cut to the millisecond.
func InstantOf(t time.Time) Instant { return At(t.UnixMilli()) }

// Millis is the millisecond since 1970 that the instant belongs to.
func (i Instant) Millis() int64 { return int64(i >> 1) }

// Time is the instant in a zone.
func (i Instant) Time(zone *time.Location) time.Time { return time.UnixMilli(i.Millis()).In(zone) }

// Add moves the instant; Forever stays Forever.
func (i Instant) Add(d time.Duration) Instant {
	if i >= Forever {
		return Forever
	}
	return i + Instant(2*d.Milliseconds())
}

// Duration is the difference of two instants as a span.
func (i Instant) Duration() time.Duration { return time.Duration(i>>1) * time.Millisecond }

// notBefore is the first instant that is not before so many milliseconds.
func notBefore(millis float64) Instant {
	switch up := math.Ceil(snapped(millis)); {
	case up >= float64(Forever/2):
		return Forever
	case up <= -float64(Forever/2):
		return -Forever
	default:
		return At(int64(up))
	}
}

// rightAfter is the first instant later than so many milliseconds.
func rightAfter(millis float64) Instant {
	whole := snapped(millis)
	i := notBefore(whole)
	if math.Ceil(whole) == whole && i < Forever && i > -Forever {
		return i + 1
	}
	return i
}

// snapped takes a thousandth of a millisecond that arithmetic left over for
// what it is: 0.1 hours are 360000 ms, not 360000.00000000006.
func snapped(millis float64) float64 {
	if whole := math.Round(millis); math.Abs(millis-whole) < 1e-3 {
		return whole
	}
	return millis
}
