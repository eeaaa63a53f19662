package mysql

import (
	"context"
	"database/sql"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/sqlstore"
)

// Apply implements sqlstore.Database. Mostly nothing is in the way of any commit, and one
// trip asserts that and writes everything. Where it is not so, nothing was written, and
// two trips follow: one that looks, and one that writes what can be written.
func (d *database) Apply(ctx context.Context, l sqlstore.Lease, tx *care.Tx, first care.Version) (results []care.Result, err error) {
	err = d.on(ctx, func(s *session) error {
		if tx.Serial == nil {
			results = versioned(len(tx.Commits), first)
			if err := d.assertAll(ctx, s, l, tx, results); !refuted(err) {
				return err
			}
		}
		for range 3 {
			results = versioned(len(tx.Commits), first)
			if err = d.lookFirst(ctx, s, l, tx, results); numberOf(err) != duplicateKey {
				return err // otherwise a visitor has made a record in between
			}
		}
		return err
	})
	return results, err
}

func versioned(n int, first care.Version) []care.Result {
	results := make([]care.Result, n)
	for i := range results {
		results[i].Version = first + care.Version(i)
	}
	return results
}

// refuted says that an assertion did not hold.
func refuted(err error) bool {
	number := numberOf(err)
	return number == moreThanOneRow || number == duplicateKey
}

// assertAll writes everything, or has the server refuse it.
func (d *database) assertAll(ctx context.Context, s *session, l sqlstore.Lease, tx *care.Tx, results []care.Result) error {
	w := d.writer(ctx, s, l)
	w.sql(`START TRANSACTION; `)
	w.assert(l, tx.Commits)
	return w.transaction(tx, results)
}

// lookFirst writes the commits whose records are what their steps started from.
func (d *database) lookFirst(ctx context.Context, s *session, l sqlstore.Lease, tx *care.Tx, results []care.Result) error {
	versions, err := d.look(ctx, s, l, tx)
	if err != nil {
		s.undo()
		return err
	}
	for i := range tx.Commits {
		if c := &tx.Commits[i]; versions[c.Key] != c.If {
			results[i] = care.Result{Err: care.ErrConflict}
		}
	}
	return d.writer(ctx, s, l).transaction(tx, results)
}

// look begins the transaction, locks the lease against another owner and the records
// against everybody, and says which versions the records have.
func (d *database) look(ctx context.Context, s *session, l sqlstore.Lease, tx *care.Tx) (map[care.Key]care.Version, error) {
	keys := make([]care.Key, len(tx.Commits))
	for i := range keys {
		keys[i] = tx.Commits[i].Key
	}
	t := &text{words: d.words}
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
	err := ask(ctx, s.conn, t, func(rows *sql.Rows) error {
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
