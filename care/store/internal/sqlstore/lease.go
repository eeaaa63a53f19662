package sqlstore

import (
	"context"
	"errors"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

// A lease is a partition in the hands of its owner or of a visitor.
type lease struct {
	Lease
	store *Store
}

// read asks about rows of the partition: of is the answer's columns and table, then comes
// what follows the condition of the lease.
func (l *lease) read(ctx context.Context, of, rest string, args []any, see func(Row) error) error {
	where, with := l.where(mine)
	seen := false
	err := l.store.db.Query(ctx, `SELECT `+of+where+rest, append(with, args...), func(r Row) error {
		seen = true
		return see(r)
	})
	if err == nil && !seen {
		err = l.stands(ctx)
	}
	return err
}

// stands says whether the lease is still its owner's.
func (l *lease) stands(ctx context.Context) error {
	if l.IsVisitor() {
		return nil
	}
	stands := false
	err := l.store.db.Query(ctx, `SELECT epoch FROM {partitions} WHERE number = ?`, []any{l.Partition}, func(r Row) error {
		var epoch int64
		err := r.Scan(&epoch)
		stands = epoch == l.Epoch
		return err
	})
	if err == nil && !stands {
		err = care.ErrFenced
	}
	return err
}

// Load implements care.Partition.
func (l *lease) Load(ctx context.Context, keys []care.Key) (records []care.Record, err error) {
	if len(keys) == 0 {
		return nil, l.store.within(ctx, l.stands)
	}
	err = l.store.within(ctx, func(ctx context.Context) error {
		records, err = l.store.db.Load(ctx, l.Lease, keys)
		return err
	})
	return records, err
}

// Apply implements care.Partition.
func (l *lease) Apply(ctx context.Context, tx care.Tx) (results []care.Result, err error) {
	err = l.store.within(ctx, func(ctx context.Context) error {
		results, err = l.store.db.Apply(ctx, l.Lease, &tx, newVersions())
		return err
	})
	if err != nil {
		return nil, err
	}
	return results, nil
}

// Note implements care.Partition.
func (l *lease) Note(ctx context.Context, name string) (state []byte, err error) {
	err = l.store.within(ctx, func(ctx context.Context) error {
		return l.read(ctx, `state FROM {notes}`, ` AND name = ?`, []any{name}, func(r Row) error { return r.Scan(&state) })
	})
	return state, err
}

const recordOf = `shop, customer, version, wake_at, state FROM {records}`

func scanRecord(r Row, into *[]care.Record) error {
	var one care.Record
	var version int64
	err := r.Scan(&one.Key.Shop, &one.Key.Customer, &version, &one.WakeAt, &one.State)
	one.Version = care.Version(version)
	*into = append(*into, one)
	return err
}

// records reads records of the partition.
func (l *lease) records(ctx context.Context, rest string, args ...any) (found []care.Record, err error) {
	err = l.store.within(ctx, func(ctx context.Context) error {
		return l.read(ctx, recordOf, rest, args, func(r Row) error { return scanRecord(r, &found) })
	})
	return found, err
}

// Scan implements care.Partition.
func (l *lease) Scan(ctx context.Context, after care.Key, limit int) ([]care.Record, error) {
	return l.records(ctx, ` AND {after} ORDER BY shop, customer LIMIT ?`, after.Shop, after.Shop, after.Customer, limit)
}

// Listed implements care.Partition.
func (l *lease) Listed(ctx context.Context, on care.Lists, after care.Key, limit int) ([]care.Record, error) {
	return l.records(ctx, ` AND lists <> 0 AND {some} AND {after} ORDER BY shop, customer LIMIT ?`, int(on), after.Shop, after.Shop, after.Customer, limit)
}

// Letters implements care.Partition.
func (l *lease) Letters(ctx context.Context, limit int) (letters []care.Letter, err error) {
	err = l.store.within(ctx, func(ctx context.Context) error {
		return l.read(ctx, `number, body FROM {letters}`, ` ORDER BY number LIMIT ?`, []any{limit}, func(r Row) error {
			one := care.Letter{Partition: l.Partition}
			err := r.Scan(&one.Number, &one.Body)
			letters = append(letters, one)
			return err
		})
	})
	return letters, err
}

// Due implements care.Timers. It looks at one more than it returns: that is the next.
func (l *lease) Due(ctx context.Context, now int64, limit int) (due []care.Record, next int64, err error) {
	due, err = l.records(ctx, ` AND wake_at <> 0 AND wake_at <= ? ORDER BY wake_at, shop, customer LIMIT ?`, now, limit+1)
	if err != nil {
		return nil, 0, err
	}
	if len(due) > limit {
		return due[:limit], due[limit].WakeAt, nil
	}
	err = l.store.within(ctx, func(ctx context.Context) error {
		return l.read(ctx, `wake_at FROM {records}`, ` AND wake_at <> 0 AND wake_at > ? ORDER BY wake_at LIMIT 1`, []any{now}, func(r Row) error { return r.Scan(&next) })
	})
	return due, next, err
}

var errVisitor = errors.New("a visitor neither settles postings nor keeps a partition")

// Renew implements care.Partition.
func (l *lease) Renew(ctx context.Context, ttl time.Duration) error {
	return l.keep(ctx, `UPDATE {partitions} SET until = {now} + ? WHERE number = ? AND epoch = ?`, lasting(ttl), l.Partition, l.Epoch)
}

// Release implements care.Partition.
func (l *lease) Release(ctx context.Context) error {
	return l.keep(ctx, `UPDATE {partitions} SET owner = '', until = 0, epoch = epoch + 1 WHERE number = ? AND epoch = ?`, l.Partition, l.Epoch)
}

func (l *lease) keep(ctx context.Context, sql string, args ...any) error {
	return l.store.within(ctx, func(ctx context.Context) error {
		if l.IsVisitor() {
			return errVisitor
		}
		n, err := l.store.db.Exec(ctx, sql, args...)
		if err == nil && n == 0 {
			err = care.ErrFenced
		}
		return err
	})
}
