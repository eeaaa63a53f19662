package sqlite

import (
	"context"

	"github.com/tiexin-go/tiexin/care"
)

// journal writes what a commit brings into the customer's journal.
func (f *file) journal(c *care.Commit) error {
	if c.Erase {
		if err := f.exec(`DELETE FROM journal WHERE shop = ? AND customer = ?`, c.Key.Shop, c.Key.Customer); err != nil {
			return err
		}
	}
	for _, e := range c.Journal {
		body := e.Body
		if body == nil {
			body = []byte{}
		}
		if err := f.exec(`INSERT INTO journal (shop, customer, at, body) VALUES (?, ?, ?, ?)`, c.Key.Shop, c.Key.Customer, e.At, body); err != nil {
			return err
		}
	}
	return nil
}

// Journal implements care.Journal.
func (s *Store) Journal(ctx context.Context, key care.Key, from, to int64, limit int) (entries []care.Entry, err error) {
	f := s.parts[care.PartitionOf(key, len(s.parts))].file
	err = f.read(ctx, func() error {
		return f.each(`SELECT at, body FROM journal WHERE shop = ? AND customer = ? AND at >= ? AND at < ? ORDER BY at, place LIMIT ?`,
			args{key.Shop, key.Customer, from, to, limit}, func(r row) { entries = append(entries, care.Entry{At: r.int(0), Body: r.blob(1)}) })
	})
	return entries, err
}

// Prune implements care.Journal.
func (s *Store) Prune(ctx context.Context, before int64, limit int) (int, error) {
	pruned := 0
	for _, f := range s.files {
		here := 0
		err := f.write(ctx, func() error {
			err := f.exec(`DELETE FROM journal WHERE place IN (SELECT place FROM journal WHERE at < ? ORDER BY at LIMIT ?)`, before, limit-pruned)
			here = int(f.conn.Changes())
			return err
		}, nil)
		if err != nil {
			return pruned, err
		}
		pruned += here
	}
	return pruned, nil
}
