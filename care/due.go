package care

import (
	"math"
	"sync/atomic"
	"time"
)

// A due is the next instant at which somebody has to look at something, in
// milliseconds. Zero is at once.
type due struct{ at atomic.Int64 }

const never = math.MaxInt64

// earlier moves the instant forward to at, and says whether that is earlier than it
// was.
func (d *due) earlier(at int64) bool {
	for {
		old := d.at.Load()
		if old <= at {
			return false
		}
		if d.at.CompareAndSwap(old, at) {
			return true
		}
	}
}

// take says whether it is time to look, and that somebody does: whatever comes from now
// on is to be looked at again.
func (d *due) take(now int64) bool {
	for {
		old := d.at.Load()
		if old > now {
			return false
		}
		if d.at.CompareAndSwap(old, never) {
			return true
		}
	}
}

// until is how long there is nothing to look at; a long time when there is nothing.
func (d *due) until(now time.Time) time.Duration {
	at := d.at.Load()
	if at == never {
		return math.MaxInt64
	}
	return max(time.UnixMilli(at).Sub(now), 0)
}
