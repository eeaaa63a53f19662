package mysql

import (
	"context"
	"database/sql"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/sqlstore"
)

// Apply implements sqlstore.Database: in two trips, one that locks the records and looks
// at them, and one that writes. A record that a visitor made in between has it begin
// again: nothing was written.
func (d *database) Apply(ctx context.Context, l sqlstore.Lease, tx *care.Tx, first care.Version) (results []care.Result, err error) {
	for range 3 {
		err = d.on(ctx, func(s *session) error {
			results, err = d.apply(ctx, s, l, tx, first)
			return err
		})
		if numberOf(err) != duplicateKey {
			break
		}
	}
	return results, err
}

func (d *database) apply(ctx context.Context, s *session, l sqlstore.Lease, tx *care.Tx, first care.Version) ([]care.Result, error) {
	versions, err := d.look(ctx, s, l, tx)
	if err != nil {
		s.undo()
		return nil, err
	}
	results := make([]care.Result, len(tx.Commits))
	for i := range tx.Commits {
		results[i].Version = first + care.Version(i)
		if c := &tx.Commits[i]; versions[c.Key] != c.If {
			results[i] = care.Result{Err: care.ErrConflict}
		}
	}
	w := &writer{partition: int64(l.Partition), send: func(t text) error {
		_, err := s.conn.ExecContext(ctx, d.words.Replace(string(t)))
		return explained(err)
	}}
	if err := w.transaction(tx, results); err != nil {
		s.undo()
		return nil, err
	}
	return results, nil
}

// look begins the transaction, locks the lease against another owner and the records
// against everybody, and says which versions the records have.
func (d *database) look(ctx context.Context, s *session, l sqlstore.Lease, tx *care.Tx) (map[care.Key]care.Version, error) {
	keys := make([]care.Key, len(tx.Commits))
	for i := range keys {
		keys[i] = tx.Commits[i].Key
	}
	var t text
	t.sql(`START TRANSACTION; SELECT epoch FROM {partitions} WHERE number = `)
	t.int(int64(l.Partition))
	t.sql(` LOCK IN SHARE MODE`)
	if tx.Serial != nil {
		t.sql(`; SELECT (SELECT value FROM {serials} WHERE name = `)
		t.string(tx.Serial.Name)
		t.sql(` FOR UPDATE)`)
	}
	t.records(`shop, customer, version`, l.Partition, keys, ` FOR UPDATE`)
	versions := make(map[care.Key]care.Version, len(keys))
	err := d.ask(ctx, s.conn, t, func(rows *sql.Rows) error {
		if err := stands(rows, l); err != nil {
			return err
		}
		if tx.Serial != nil {
			if err := isAt(rows, tx.Serial); err != nil {
				return err
			}
		}
		return each(rows, func() error {
			var k care.Key
			var version care.Version
			err := rows.Scan(&k.Shop, &k.Customer, &version)
			versions[k] = version
			return err
		})
	})
	return versions, err
}

// isAt reads the next answer: the value of a serial.
func isAt(rows *sql.Rows, serial *care.Serial) error {
	var value sql.NullInt64
	for more := rows.NextResultSet(); more && rows.Next(); {
		if err := rows.Scan(&value); err != nil {
			return err
		}
	}
	if rows.Err() == nil && uint64(value.Int64) != serial.If {
		return care.ErrStale
	}
	return rows.Err()
}
