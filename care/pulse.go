package care

import (
	"context"
	"time"
)

// What waits in the background: for a time, or until somebody nudges.

// pause sleeps for a time, until somebody nudges, or until the context ends, with its
// error.
func pause(ctx context.Context, d time.Duration, nudge <-chan struct{}) error {
	timer := time.NewTimer(max(d, 0))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-nudge:
	case <-timer.C:
	}
	return nil
}

func nudge(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// beat is how often a lease is renewed.
func (e *Engine) beat() time.Duration { return max(e.options.Lease/3, time.Millisecond) }

// steady is how long the engine is there, by the clock that only counts on.
func (e *Engine) steady() time.Duration { return time.Since(e.began) }

// instant is a millisecond in the shop's zone; the zero time for none.
func (e *Engine) instant(at int64) time.Time {
	if at == 0 {
		return time.Time{}
	}
	return time.UnixMilli(at).In(e.rules.Load().Shop.Zone)
}
