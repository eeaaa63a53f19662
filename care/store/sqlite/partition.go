package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

// A lease is a partition in somebody's hands.
type lease struct {
	part  *part
	epoch uint64
}

func (l *lease) isFenced() bool { return l.epoch != l.part.epoch }

// read asks the file something, unless another has the partition.
func (l *lease) read(ctx context.Context, do func(*file) error) error {
	f := l.part.file
	return f.read(ctx, func() error {
		if l.isFenced() {
			return care.ErrFenced
		}
		return do(f)
	})
}

// write does something in a transaction, unless another has the partition. That is no
// fault of the transaction: others share it.
func (l *lease) write(ctx context.Context, do func(*file) error) error {
	var fenced error
	f := l.part.file
	err := f.write(ctx, func() error {
		if l.isFenced() {
			fenced = care.ErrFenced
			return nil
		}
		return do(f)
	}, nil)
	if err == nil {
		err = fenced
	}
	return err
}

// Load implements care.Partition.
func (l *lease) Load(ctx context.Context, keys []care.Key) ([]care.Record, error) {
	found := make([]care.Record, len(keys))
	err := l.read(ctx, func(f *file) error {
		if len(keys) > 1 { // else each would take the locks of the file anew
			if err := f.exec(`BEGIN`); err != nil {
				return err
			}
			defer func() { _ = f.exec(`COMMIT`) }() // of nothing
		}
		for i, k := range keys {
			found[i].Key = k
			err := f.each(`SELECT version, wake_at, state FROM records WHERE partition = ? AND shop = ? AND customer = ?`, args{l.part.number, k.Shop, k.Customer}, func(r row) {
				found[i] = care.Record{Key: k, Version: care.Version(r.int(0)), WakeAt: r.int(1), State: r.blob(2)}
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return found, err
}

// Apply implements care.Partition. There are no letters, so none has to be taken; and
// what several processes share is not kept here.
func (l *lease) Apply(ctx context.Context, tx care.Tx) ([]care.Result, error) {
	if tx.Serial != nil {
		return nil, fmt.Errorf("sqlite: the serial %s: a store of one process has none; several processes need a database server", tx.Serial.Name)
	}
	results := make([]care.Result, len(tx.Commits))
	err := l.write(ctx, func(f *file) error {
		for i := range tx.Commits {
			var err error
			if results[i], err = l.commit(f, &tx.Commits[i]); err != nil {
				return err
			}
		}
		for _, n := range tx.Notes {
			if err := l.note(f, n); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return results, nil
}

func (l *lease) commit(f *file, c *care.Commit) (care.Result, error) {
	p, v := l.part.number, l.nextVersion()
	is, err := l.change(f, c, v)
	if err != nil || !is {
		return care.Result{Err: care.ErrConflict}, err
	}
	for _, id := range c.Cancel {
		if err := f.exec(`DELETE FROM postings WHERE partition = ? AND id = ?`, p, id); err != nil {
			return care.Result{}, err
		}
	}
	for i := range c.Send {
		if err := l.post(f, &c.Send[i]); err != nil {
			return care.Result{}, err
		}
	}
	return care.Result{Version: v}, f.journal(c)
}

// nextVersion is one that the partition never had: it is made of the epoch, which the
// disk knows, and of a number that begins anew with each. A store that gave out a
// thousand million of them in an hour would need weeks to run into the next epoch's.
func (l *lease) nextVersion() care.Version {
	l.part.serial++
	return care.Version(l.epoch<<40 + l.part.serial)
}

// change writes the record of a commit; false: it is not the one that the step started
// from.
func (l *lease) change(f *file, c *care.Commit, v care.Version) (bool, error) {
	p, k := l.part.number, c.Key
	switch {
	case c.State == nil && c.If == 0:
		none := true
		err := f.each(`SELECT 1 FROM records WHERE partition = ? AND shop = ? AND customer = ?`, args{p, k.Shop, k.Customer}, func(row) { none = false })
		return none, err
	case c.State == nil:
		return f.changed(`DELETE FROM records WHERE partition = ? AND shop = ? AND customer = ? AND version = ?`, p, k.Shop, k.Customer, int64(c.If))
	case c.If == 0:
		return f.changed(`INSERT INTO records (partition, shop, customer, version, wake_at, lists, state) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			p, k.Shop, k.Customer, int64(v), c.WakeAt, int(c.Lists), c.State)
	}
	return f.changed(`UPDATE records SET version = ?, wake_at = ?, lists = ?, state = ? WHERE partition = ? AND shop = ? AND customer = ? AND version = ?`,
		int64(v), c.WakeAt, int(c.Lists), c.State, p, k.Shop, k.Customer, int64(c.If))
}

func (l *lease) note(f *file, n care.Note) error {
	if n.State == nil {
		return f.exec(`DELETE FROM notes WHERE partition = ? AND name = ?`, l.part.number, n.Name)
	}
	return f.exec(`INSERT OR REPLACE INTO notes VALUES (?, ?, ?)`, l.part.number, n.Name, n.State)
}

// Note implements care.Partition.
func (l *lease) Note(ctx context.Context, name string) (state []byte, err error) {
	err = l.read(ctx, func(f *file) error {
		return f.each(`SELECT state FROM notes WHERE partition = ? AND name = ?`, args{l.part.number, name}, func(r row) { state = r.blob(0) })
	})
	return state, err
}

// Scan implements care.Partition.
func (l *lease) Scan(ctx context.Context, after care.Key, limit int) (records []care.Record, err error) {
	err = l.read(ctx, func(f *file) error {
		return f.each(`SELECT shop, customer, version, wake_at, state FROM records
			WHERE partition = ? AND (shop, customer) > (?, ?) ORDER BY shop, customer LIMIT ?`,
			args{l.part.number, after.Shop, after.Customer, limit}, func(r row) { records = append(records, recordOf(r)) })
	})
	return records, err
}

// Listed implements care.Partition.
func (l *lease) Listed(ctx context.Context, on care.Lists, after care.Key, limit int) (records []care.Record, err error) {
	err = l.read(ctx, func(f *file) error {
		return f.each(`SELECT shop, customer, version, wake_at, state FROM records
			WHERE partition = ? AND lists <> 0 AND lists & ? AND (shop, customer) > (?, ?) ORDER BY shop, customer LIMIT ?`,
			args{l.part.number, int(on), after.Shop, after.Customer, limit}, func(r row) { records = append(records, recordOf(r)) })
	})
	return records, err
}

// Letters implements care.Partition: there are none.
func (l *lease) Letters(ctx context.Context, _ int) ([]care.Letter, error) {
	return nil, l.read(ctx, func(*file) error { return nil })
}

// Due implements care.Timers. It looks at one more than it returns: that is the next.
func (l *lease) Due(ctx context.Context, now int64, limit int) (due []care.Record, next int64, err error) {
	err = l.read(ctx, func(f *file) error {
		err := f.each(`SELECT shop, customer, version, wake_at, state FROM records
			WHERE partition = ? AND wake_at <> 0 AND wake_at <= ? ORDER BY wake_at, shop, customer LIMIT ?`,
			args{l.part.number, now, limit + 1}, func(r row) { due = append(due, recordOf(r)) })
		if err != nil {
			return err
		}
		if len(due) > limit {
			due, next = due[:limit], due[limit].WakeAt
			return nil
		}
		return f.each(`SELECT min(wake_at) FROM records WHERE partition = ? AND wake_at <> 0 AND wake_at > ?`, args{l.part.number, now}, func(r row) { next = r.int(0) })
	})
	return due, next, err
}

func recordOf(r row) care.Record {
	return care.Record{Key: care.Key{Shop: r.text(0), Customer: r.text(1)}, Version: care.Version(r.int(2)), WakeAt: r.int(3), State: r.blob(4)}
}

// Renew implements care.Partition.
func (l *lease) Renew(ctx context.Context, _ time.Duration) error {
	return l.read(ctx, func(*file) error { return nil })
}

// Release implements care.Partition.
func (l *lease) Release(ctx context.Context) error {
	return l.read(ctx, func(*file) error {
		l.part.epoch = 0
		return nil
	})
}
