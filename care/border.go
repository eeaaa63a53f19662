package care

import (
	"bytes"
	"context"
)

// owned is a lease whose bytes are the engine's own. What the engine reads lies where
// the store put it, and texts are cut out of it without copying; a driver that used its
// buffer again would put one customer's words into another's message. The contract
// forbids that, and one copy makes it harmless. [Memory] never changes what it gave out.
func owned(store Store, lease Partition) Partition {
	if _, ours := store.(*Memory); ours {
		return lease
	}
	return border{lease}
}

type border struct{ Partition }

// Load implements Partition.
func (b border) Load(ctx context.Context, keys []Key) ([]Record, error) {
	records, err := b.Partition.Load(ctx, keys)
	copyStates(records)
	return records, err
}

// Note implements Partition.
func (b border) Note(ctx context.Context, name string) ([]byte, error) {
	state, err := b.Partition.Note(ctx, name)
	return bytes.Clone(state), err
}

// Scan implements Partition.
func (b border) Scan(ctx context.Context, after Key, limit int) ([]Record, error) {
	records, err := b.Partition.Scan(ctx, after, limit)
	copyStates(records)
	return records, err
}

// Listed implements Partition.
func (b border) Listed(ctx context.Context, on Lists, after Key, limit int) ([]Record, error) {
	records, err := b.Partition.Listed(ctx, on, after, limit)
	copyStates(records)
	return records, err
}

// Letters implements Partition.
func (b border) Letters(ctx context.Context, limit int) ([]Letter, error) {
	letters, err := b.Partition.Letters(ctx, limit)
	for i := range letters {
		letters[i].Body = bytes.Clone(letters[i].Body)
	}
	return letters, err
}

// Due implements Timers.
func (b border) Due(ctx context.Context, now int64, limit int) ([]Record, int64, error) {
	due, next, err := b.Partition.Due(ctx, now, limit)
	copyStates(due)
	return due, next, err
}

// Pending implements Outbox.
func (b border) Pending(ctx context.Context, now int64, limit int, lanes ...string) ([]Posting, int64, error) {
	pending, next, err := b.Partition.Pending(ctx, now, limit, lanes...)
	for i := range pending {
		pending[i].Body = bytes.Clone(pending[i].Body)
	}
	return pending, next, err
}

func copyStates(records []Record) {
	for i := range records {
		records[i].State = bytes.Clone(records[i].State)
	}
}
