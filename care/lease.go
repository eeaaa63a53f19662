package care

import (
	"context"
	"time"
)

// How a partition stays the engine's.

func (s *shard) renew(ctx context.Context) error {
	return s.alone(ctx, func(*shard) error { return s.keepLease(ctx) })
}

// keepLease renews the lease when a quarter of it has passed. Only that somebody
// else holds it stops the shard; any other fault is left to what comes next.
func (s *shard) keepLease(ctx context.Context) error {
	switch {
	case s.visits:
		return nil
	case s.gone.Load():
		return ErrFenced
	case s.age() < s.engine.options.Lease/4:
		return nil
	}
	began := s.engine.steady()
	err := s.lease.Renew(ctx, s.engine.options.Lease)
	if err == nil {
		s.kept.Store(int64(began))
	}
	return err
}

// age is how long ago the lease was last renewed.
func (s *shard) age() time.Duration { return s.engine.steady() - time.Duration(s.kept.Load()) }

// isSure says that nobody else can have the partition, so that nothing is begun in vain.
func (s *shard) isSure() bool {
	return s.engine.replica == nil || !s.gone.Load() && s.age() < s.engine.options.Lease/2
}

// holds says why something that cannot be undone must not begin: the partition may be
// another's.
func (s *shard) holds(ctx context.Context) error {
	switch {
	case s.engine.replica == nil:
		return nil
	case s.gone.Load():
		return ErrFenced
	case s.age() < s.engine.options.Lease/2:
		return nil
	}
	return s.renew(ctx)
}
