package care

import (
	"context"
	"errors"
	"time"

	"github.com/tiexin-go/tiexin/internal/discreet"
)

// open takes the partitions of the store over, once. Over a shared store it sees to it that
// the engine has its share.
func (e *Engine) open(ctx context.Context) (partitions, error) {
	if ctx == nil {
		return nil, errNoContext
	}
	if e.replica != nil {
		return e.replica.open(ctx)
	}
	if shards := e.opened.Load(); shards != nil {
		return *shards, nil
	}
	e.opening.Lock()
	defer e.opening.Unlock()
	switch shards := e.opened.Load(); {
	case shards != nil:
		return *shards, nil
	case e.closed:
		return nil, ErrClosed
	}
	if err := e.openRest(ctx); err != nil {
		return nil, err
	}
	shards := e.ready
	e.ready = nil
	e.opened.Store(&shards)
	return shards, nil
}

// openRest opens the partitions that are not open yet. Those that are stay so when
// another cannot be had.
func (e *Engine) openRest(ctx context.Context) error {
	for i := len(e.ready); i < e.options.Store.Partitions(); i++ {
		s, err := e.openShard(ctx, i)
		if err != nil {
			return zh.Error("care: partition %d of the store: %w", i, err)
		}
		e.ready = append(e.ready, s)
	}
	return nil
}

func (e *Engine) openShard(ctx context.Context, i int) (*shard, error) {
	began := e.steady()
	lease, err := e.options.Store.Acquire(ctx, i, e.options.Owner, e.options.Lease)
	if err != nil {
		return nil, err
	}
	s := e.newShard(i, lease)
	s.kept.Store(int64(began))
	if err := s.loadExpenses(ctx); err != nil {
		return nil, err
	}
	return s, s.swept.load(ctx, lease, e.rules.Load().Fingerprint())
}

func (e *Engine) newShard(i int, lease Partition) *shard {
	return &shard{engine: e, number: i, rules: e.rules.Load(), busy: newTurnstile(), posts: make([]due, laneCount), lease: owned(e.options.Store, lease)}
}

// ErrClosed means that the engine was closed: its partitions may have another owner.
var ErrClosed = zh.Error("care: the engine is closed")

// errNoContext is of all that is called without a context.
var errNoContext = zh.Error("care: the context is nil; give context.Background()")

// isClosed says that the engine was closed.
func (e *Engine) isClosed() bool { return e.batches.Err() != nil }

// Close releases the partitions. All later calls of the engine with an error return
// [ErrClosed], and so do Run and Watch, but for two: Health shows a closed engine, and Close
// does nothing. The store stays open: the host closes it. Over a [Shared] store Close waits for
// running senders, so that no other process sends the same message a second time. Then the
// partitions are free for the others at once.
func (e *Engine) Close(ctx context.Context) error {
	if ctx == nil {
		return errNoContext
	}
	if e.replica != nil {
		defer e.ends()
		return e.replica.close(ctx)
	}
	e.opening.Lock()
	defer e.opening.Unlock()
	e.closed = true
	shards := e.ready
	if opened := e.opened.Swap(nil); opened != nil {
		shards = *opened
	}
	e.ready = nil
	var problems []error
	for _, s := range shards {
		err := s.busy.enter(ctx) // what is being decided is finished first
		if err == nil {
			err = s.lease.Release(ctx)
			s.busy.leave()
		}
		problems = append(problems, err)
	}
	e.ends()
	return joinFaults(problems)
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
