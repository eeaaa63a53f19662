package care

import (
	"context"
	"errors"
	"math"
	"time"

	"github.com/tiexin-go/tiexin/internal/discreet"
)

// longestSleep bounds how long Run sleeps when nothing is due: another process
// may have written into the store.
const longestSleep = time.Minute

// mostSkew is how far the wall clock may run from the steady one before wake-ups
// stop: a reminder that goes too early cannot be taken back.
const mostSkew = 2 * time.Second

// Run lets time pass: it asks what is due, hands over what was decided, and
// sleeps until the next thing is due. It returns when the context ends, with its
// error, when another owner has taken a partition over, or when the engine was
// closed. A failing store or sender is reported to the Logger and tried again.
// Senders and the desk need timeouts of their own: Run waits for them.
func (e *Engine) Run(ctx context.Context) error {
	guard := newClockGuard(e.options.Now())
	for {
		e.sleeps.Store(math.MaxInt64) // awake: whatever is written now is looked at again
		next, err := e.turn(ctx, guard)
		if fatal := e.fatal(ctx, err); fatal != nil {
			return fatal
		}
		sleep := longestSleep
		if err != nil {
			e.options.Logger.Error("care: a turn failed and is repeated", "error", said(err, new(discreet.Striker)))
			sleep = time.Second
		} else if !next.IsZero() {
			sleep = min(max(next.Sub(e.options.Now()), 0), longestSleep)
		}
		sleep = min(sleep, max(e.options.Lease/3, time.Millisecond))
		e.sleeps.Store(e.options.Now().Add(sleep).UnixMilli())
		timer := time.NewTimer(sleep)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-e.nudge:
			timer.Stop()
		case <-timer.C:
		}
	}
}

func (e *Engine) fatal(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if isFenced(err) || errors.Is(err, ErrClosed) {
		return err
	}
	return nil
}

// turn is one round of Run: renew, advance, deliver. It returns when the next
// thing is due; zero: nothing is.
func (e *Engine) turn(ctx context.Context, guard *clockGuard) (time.Time, error) {
	shards, err := e.open(ctx)
	if err != nil {
		return time.Time{}, err
	}
	var next time.Time
	earlier := func(t time.Time) {
		if !t.IsZero() && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	now := e.options.Now()
	steady := guard.agrees(now)
	if !steady {
		e.options.Logger.Error("care: the clocks disagree; nothing is woken until they agree", "now", now)
	}
	var problems error // of one partition, or one customer: the others go on
	for _, s := range shards {
		at, err := s.turn(ctx, now, steady)
		if isFenced(err) {
			return next, err
		}
		problems = errors.Join(problems, err)
		if at != 0 {
			earlier(time.UnixMilli(at))
		}
	}
	if e.means.Deciding || ctx.Err() != nil {
		return next, problems
	}
	d, err := e.Deliver(ctx)
	earlier(d.Next)
	return next, errors.Join(problems, err)
}

// turn is a partition's part of a round: it says when its next wake-up is.
func (s *shard) turn(ctx context.Context, now time.Time, steady bool) (int64, error) {
	s.mu.Lock()
	err := s.keepLease(ctx)
	s.mu.Unlock()
	if err != nil || !steady {
		return 0, err
	}
	_, at, err := s.advance(ctx, now.UnixMilli())
	return at, err
}

// nudgeFor tells Run to look again when something was written that cannot wait
// until Run wakes by itself.
func (e *Engine) nudgeFor(tx Tx) {
	urgent := false
	for i := range tx.Commits {
		c := &tx.Commits[i]
		urgent = urgent || len(c.Send) > 0 || c.WakeAt != 0 && c.WakeAt < e.sleeps.Load()
	}
	if !urgent {
		return
	}
	select {
	case e.nudge <- struct{}{}:
	default:
	}
}

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
