package care

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// How the partitions of a shared store come to the engine, and leave it.

// renew renews the leases, each for itself: one that has to wait holds no other up.
func (r *replica) renew(ctx context.Context) error {
	all := r.engine.opened.Load()
	if all == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, r.engine.beat())
	defer cancel()
	faults := make([]error, len(*all))
	var wg sync.WaitGroup
	for i, s := range *all {
		if s != nil {
			wg.Go(func() {
				if err := s.renew(ctx); !r.engine.lost(s, err) {
					faults[i] = err
				}
			})
		}
	}
	wg.Wait()
	return errors.Join(faults...)
}

// release hands over what is above the share, in the background: a sender may be at work,
// or a batch.
func (r *replica) release(share int) {
	ctx, all := r.engine.batches, *r.engine.opened.Load()
	for i := len(all) - 1; i >= 0 && all.owned() > share; i-- {
		if s := all[i]; s != nil && s.retiring.CompareAndSwap(false, true) {
			go func() { _ = r.engine.mishap(ctx, s, r.retire(ctx, s)) }()
		}
	}
}

// retire gives a partition back as soon as no sender has anything of it in hand.
func (r *replica) retire(ctx context.Context, s *shard) error {
	s.retiring.Store(true)
	idle := s.flights.close()
	for waits := true; waits; {
		timer := time.NewTimer(r.engine.beat())
		select {
		case <-idle:
			waits = false
		case <-timer.C:
			if err := s.renew(ctx); r.engine.lost(s, err) {
				return nil
			}
		case <-ctx.Done():
			return ctx.Err()
		}
		timer.Stop()
	}
	if err := s.busy.enter(ctx); err != nil {
		return err
	}
	defer s.busy.leave()
	defer r.drop(s)
	if err := s.lease.Release(ctx); !isFenced(err) {
		return err
	}
	return nil
}

// acquire takes what is free below the share, first what the engine had before a restart.
// What it does not get done until the next meeting it leaves to that: leases are renewed.
func (r *replica) acquire(ctx context.Context, share int, owners []string) error {
	own, end := r.engine.options.Owner, r.engine.steady()+r.engine.beat()
	var problems []error
	for _, free := range []string{own, ""} {
		for i, owner := range owners {
			all := *r.engine.opened.Load()
			if all.owned() >= share || r.engine.steady() > end {
				return errors.Join(problems...)
			}
			if owner != free || all[i] != nil {
				continue
			}
			s, err := r.engine.openShard(ctx, i)
			switch {
			case err == nil:
				r.put(s)
			case !errors.Is(err, ErrHeld) && !isFenced(err): // else another was faster
				problems = append(problems, zh.Error("care: partition %d of the store: %w", i, err))
			}
		}
	}
	return errors.Join(problems...)
}

// put has a partition be the engine's: everybody who works for one looks at it.
func (r *replica) put(s *shard) {
	r.change(func(all partitions) { all[s.number] = s })
	nudge(r.engine.nudge)
	nudge(r.engine.swap)
	for _, l := range r.engine.lanes {
		nudge(l.nudge)
	}
}

// drop has a partition be the engine's no more.
func (r *replica) drop(s *shard) {
	s.gone.Store(true)
	r.change(func(all partitions) {
		if all[s.number] == s {
			all[s.number] = nil
		}
	})
}

// change changes the partitions, unless the engine is closed.
func (r *replica) change(how func(partitions)) {
	r.changing.Lock()
	defer r.changing.Unlock()
	old := r.engine.opened.Load()
	if old == nil {
		return
	}
	all := slices.Clone(*old)
	how(all)
	r.engine.opened.Store(&all)
	if r.changed != nil {
		r.changed()
	}
}

// lost says that an error means that a partition is another's by now: the engine goes on
// without it.
func (e *Engine) lost(s *shard, err error) bool {
	if e.replica == nil || s == nil || !isFenced(err) {
		return false
	}
	if !s.gone.Load() {
		e.options.Logger.Warn("care: another process has taken a partition over", "partition", s.number)
		e.replica.drop(s)
	}
	return true
}
