package care

import (
	"context"
	"slices"
)

// Where a customer lies in another process's partition, an event goes there as a letter
// (see inbox.go), and everything else the engine does itself, as a visitor: it reads, or
// commits by the record's version. The owner is not hindered by that: it decides anew when
// a record has changed.

// visit makes a shard of a partition that is another's.
func (r *replica) visit(ctx context.Context, key Key) (*shard, error) {
	number := PartitionOf(key, len(r.nobody))
	lease, err := r.store.Visit(ctx, number)
	if err != nil {
		return nil, zh.Error("care: partition %d of the store: %w", number, err)
	}
	s := r.engine.newShard(number, lease)
	s.visits = true
	return s, nil
}

// with asks the partition of a customer, whoever owns it.
func (e *Engine) with(ctx context.Context, key Key, ask func(*shard) error) error {
	all, err := e.open(ctx)
	if err != nil {
		return err
	}
	if s := all.of(key); s != nil {
		if err := s.alone(ctx, ask); !e.lost(s, err) {
			return err
		}
	}
	s, err := e.replica.visit(ctx, key)
	if err != nil {
		return err
	}
	return s.alone(ctx, ask)
}

// alone asks a partition while it does nothing else.
func (s *shard) alone(ctx context.Context, ask func(*shard) error) error {
	if err := s.busy.enter(ctx); err != nil {
		return err
	}
	defer s.busy.leave()
	return ask(s)
}

// isForeign says that a customer's partition is another process's.
func (e *Engine) isForeign(key Key) bool {
	if e.replica == nil {
		return false
	}
	all, err := e.present()
	return err == nil && all.of(key) == nil
}

// mergingLock is the lock of a shared store under which ids are put together.
const mergingLock = "merging"

// lockMerging waits until nobody else puts ids together. Where another process does, it is
// an ErrHeld.
func (e *Engine) lockMerging(ctx context.Context) (unlock func(), err error) {
	e.merging.Lock()
	if e.replica == nil {
		return e.merging.Unlock, nil
	}
	r, owner := e.replica, e.options.Owner
	r.merges = e.steady() + e.options.Lease/2
	if err := r.store.Lock(ctx, mergingLock, owner, e.options.Lease); err != nil {
		e.merging.Unlock()
		return nil, err
	}
	return func() {
		defer e.merging.Unlock()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), e.options.Lease)
		defer cancel()
		if err := r.store.Unlock(ctx, mergingLock, owner); err != nil {
			_ = e.mishap(ctx, nil, err) // its time runs out
		}
	}, nil
}

// mayMerge says why an id must not be given up any more: another may have the lock.
func (e *Engine) mayMerge() error {
	if e.replica == nil || e.steady() < e.replica.merges {
		return nil
	}
	return zh.Error("care: to put ids together took longer than %s: %w", e.options.Lease/2, ErrHeld)
}

// tellOwner tells the owner of a partition that a visitor wrote something into it that is
// to be done. Without that it is seen within a minute.
func (s *shard) tellOwner(ctx context.Context, written []*turn) {
	if !slices.ContainsFunc(written, func(t *turn) bool {
		return t.inputs[0].into == "" && (t.commit.WakeAt != 0 || len(t.commit.Send) > 0)
	}) {
		return
	}
	if err := s.engine.replica.store.Post(ctx, Letter{Partition: s.number, Body: []byte(`{"look":true}`)}); err != nil {
		_ = s.engine.mishap(ctx, nil, zh.Error("care: partition %d of the store: %w", s.number, err))
	}
}
