package care

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/internal/discreet"
)

// longestSleep bounds how long Run sleeps when nothing is due: another process
// may have written into the store.
const longestSleep = time.Minute

// Run handles wake-ups, sends decided messages, and renews the partitions. Each of these
// has its own timing. A slow sender delays neither wake-ups nor other channels, and in its
// own channel at most Options.Parallel customers. Run blocks until the context ends,
// another owner has taken a partition over, or the engine was closed. It first waits for
// running senders, and returns the cause. An error of the store or a sender is logged and
// tried again.
//
// Over a [Shared] store Run acquires the engine's share of the partitions and releases the
// rest. It decides the events that other processes accepted for its partitions. Another
// process that takes over a partition does not end Run there.
func (e *Engine) Run(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	workers := []func(context.Context) error{e.wake, e.sweep}
	if e.replica == nil {
		workers = append(workers, e.keep)
	} else {
		defer e.keepBehind(ctx, stop)()
		workers = append(workers, e.replica.await)
	}
	if !e.means.Deciding {
		for i := range e.lanes {
			workers = append(workers, e.lanes[i].relay)
		}
	}
	if e.options.Journal != nil {
		workers = append(workers, e.pruneAll)
	}
	var wg sync.WaitGroup
	for _, work := range workers {
		wg.Go(func() { stop(work(ctx)) }) // the first that ends, ends all
	}
	wg.Wait()
	return context.Cause(ctx)
}

// keepBehind keeps the share of a shared store in the background, until what it returns is
// called: the senders that are at work when Run ends work for partitions that are kept.
func (e *Engine) keepBehind(ctx context.Context, stop context.CancelCauseFunc) (end func()) {
	after, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var wg sync.WaitGroup
	wg.Go(func() { stop(e.replica.keep(ctx, after)) })
	return func() {
		cancel()
		wg.Wait()
	}
}

// awaitOpen takes the partitions over, and tries again when that fails in passing.
func (e *Engine) awaitOpen(ctx context.Context) error {
	for {
		_, err := e.open(ctx)
		if err == nil {
			return nil
		}
		if err := e.mishap(ctx, nil, err); err != nil {
			return err
		}
		if err := pause(ctx, time.Second, nil); err != nil {
			return err
		}
	}
}

// present are the partitions, for one who has opened them before.
func (e *Engine) present() (partitions, error) {
	all := e.opened.Load()
	switch {
	case all == nil:
		return nil, ErrClosed
	case e.replica != nil && !e.replica.stands.Load().ready:
		return e.replica.nobody, nil
	}
	return *all, nil
}

// mishap is an error that Run cannot go on after; others are logged. That a partition is
// lost is none where several share the store.
func (e *Engine) mishap(ctx context.Context, s *shard, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err == nil, e.lost(s, err):
	case isFenced(err), errors.Is(err, ErrClosed):
		return err
	default:
		e.counts.mishap(err, e.options.Now())
		e.options.Logger.Error("care: a turn failed and is repeated", "error", said(err, new(discreet.Striker)))
	}
	return nil
}

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

// keep renews the leases, whatever else is going on.
func (e *Engine) keep(ctx context.Context) error {
	if err := e.awaitOpen(ctx); err != nil {
		return err
	}
	for {
		shards, err := e.present()
		if err != nil {
			return err
		}
		for _, s := range shards {
			if err := e.mishap(ctx, s, s.renew(ctx)); err != nil {
				return err
			}
		}
		if err := pause(ctx, e.beat(), nil); err != nil {
			return err
		}
	}
}

// beat is how often a lease is renewed.
func (e *Engine) beat() time.Duration { return max(e.options.Lease/3, time.Millisecond) }

// wake asks what is due, and looks once a minute at what other processes may have
// written.
func (e *Engine) wake(ctx context.Context) error {
	if err := e.awaitOpen(ctx); err != nil {
		return err
	}
	guard := newClockGuard(e.options.Now())
	defer e.counts.steady(true, guard.wall)
	looked := guard.wall // when all partitions were last looked at
	for {
		shards, err := e.present()
		if err != nil {
			return err
		}
		now := e.options.Now()
		all := now.Sub(looked) >= longestSleep || now.Before(looked)
		if all {
			looked = now
		}
		steady := guard.agrees(now)
		e.counts.steady(steady, now)
		if !steady {
			e.options.Logger.Error("care: the clocks disagree; nothing is woken until they agree", "now", now)
		}
		sleep := min(looked.Add(longestSleep).Sub(now), e.beat()) // a clock that jumps is noticed soon
		for _, s := range shards {
			if s == nil || !s.isSure() {
				continue
			}
			if err := e.mishap(ctx, s, s.wakeDue(ctx, now, steady, all)); err != nil {
				return err
			}
			sleep = min(sleep, s.wakes.until(now))
		}
		if !steady {
			sleep = time.Second
		}
		if err := pause(ctx, sleep, e.nudge); err != nil {
			return err
		}
	}
}

// wakeDue asks what is due in the partition, if anything may be, after whatever came for it
// before. When that fails it is tried again in a second.
func (s *shard) wakeDue(ctx context.Context, now time.Time, steady, all bool) error {
	if all {
		if err := s.sweep(ctx, now); err != nil {
			return err
		}
	}
	if !steady || !s.wakes.take(now.UnixMilli()) {
		return nil
	}
	var next int64
	_, err := s.readInbox(ctx)
	if err == nil {
		_, next, err = s.advance(ctx, now.UnixMilli())
	}
	switch {
	case err != nil:
		s.wakes.earlier(now.Add(time.Second).UnixMilli())
	case next != 0:
		s.wakes.earlier(next)
	}
	return err
}

// sweep looks at what another process may have written.
func (s *shard) sweep(ctx context.Context, now time.Time) error {
	s.wakes.earlier(0)
	if s.engine.means.Deciding {
		return nil
	}
	pending, next, err := s.pending(ctx, now)
	for i := range pending {
		if p := &pending[i]; laneNumber(p.Lane) > 0 || p.Lane == tasksLane {
			s.hasPosting(p.Lane)
		} else if s.flights.begin(p) { // of a channel that this library does not know: that is said
			s.engine.lanes[0].handOver(ctx, s, p, nil)
		}
	}
	if next != 0 {
		for i := range s.posts {
			s.posts[i].earlier(next)
		}
	}
	return err
}

// hasPosting has the relay of a lane look at the partition.
func (s *shard) hasPosting(lane string) {
	n := laneNumber(lane)
	if s.posts[n].earlier(0) {
		s.engine.lanes[n].nudges()
	}
}

// nudgeFor has those look again at once who have something to do because of what was
// written, or earlier than they thought.
func (s *shard) nudgeFor(tx Tx) {
	urgent := false
	for i := range tx.Commits {
		c := &tx.Commits[i]
		if c.WakeAt != 0 {
			urgent = s.wakes.earlier(c.WakeAt) || urgent
		}
		for j := range c.Send {
			s.hasPosting(c.Send[j].Lane)
		}
	}
	if urgent {
		nudge(s.engine.nudge)
	}
}

func nudge(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
