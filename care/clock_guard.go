package care

import "time"

// mostSkew is how far the wall clock may run from the steady one before wake-ups
// stop: a reminder that goes too early cannot be taken back.
const mostSkew = 2 * time.Second

// A clockGuard compares the wall clock with the steady one that only counts on.
type clockGuard struct {
	wall   time.Time
	steady time.Time
	skew   time.Duration
	since  time.Time // steady time at which the present skew was first seen
}

func newClockGuard(now time.Time) *clockGuard {
	return &clockGuard{wall: now.Round(0), steady: time.Now()}
}

// agrees says whether the wall clock has kept pace. One that jumped and then
// keeps pace for a minute is believed again: somebody has set it.
func (g *clockGuard) agrees(now time.Time) bool {
	steady := time.Since(g.steady)
	skew := now.Round(0).Sub(g.wall) - steady
	if skew.Abs() <= mostSkew {
		g.skew = 0
		return true
	}
	if (skew - g.skew).Abs() > mostSkew {
		g.skew, g.since = skew, time.Now()
		return false
	}
	if time.Since(g.since) < time.Minute {
		return false
	}
	g.wall, g.steady, g.skew = now.Round(0), time.Now(), 0
	return true
}
