package sqlstore

import (
	"context"

	"github.com/tiexin-go/tiexin/care"
)

// Journal implements care.Journal.
func (s *Store) Journal(ctx context.Context, key care.Key, from, to int64, limit int) (entries []care.Entry, err error) {
	err = s.within(ctx, func(ctx context.Context) error {
		return s.db.Query(ctx, `SELECT at, body FROM {journal} WHERE partition = ? AND shop = ? AND customer = ? AND at >= ? AND at < ? ORDER BY at, seq LIMIT ?`,
			[]any{care.PartitionOf(key, s.parts), key.Shop, key.Customer, from, to, limit}, func(r Row) error {
				var one care.Entry
				err := r.Scan(&one.At, &one.Body)
				entries = append(entries, one)
				return err
			})
	})
	return entries, err
}

// Prune implements care.Journal.
func (s *Store) Prune(ctx context.Context, before int64, limit int) (n int, err error) {
	err = s.within(ctx, func(ctx context.Context) error {
		pruned, err := s.db.Prune(ctx, before, limit)
		n = int(pruned)
		return err
	})
	return n, err
}
