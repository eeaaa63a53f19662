package care

import (
	"context"
	"sync"
	"time"
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
	switch {
	case ctx == nil:
		return errNoContext
	case e.isClosed():
		return ErrClosed
	}
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
