package mysql

import (
	"context"
	"database/sql"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/sqlstore"
)

// mostKeys is how many keys one statement asks for: few enough that the server looks each
// up by itself.
const mostKeys = 150

// Load implements sqlstore.Database: one trip, which also looks at the lease.
func (d *database) Load(ctx context.Context, l sqlstore.Lease, keys []care.Key) ([]care.Record, error) {
	records := make([]care.Record, len(keys))
	places := make(map[care.Key][]int, len(keys))
	for i, k := range keys {
		records[i].Key = k
		places[k] = append(places[k], i)
	}
	t := &text{words: d.words}
	t.sql(`SELECT epoch FROM {partitions} WHERE number = `)
	t.int(int64(l.Partition))
	t.records(`shop, customer, version, wake_at, state`, l.Partition, keys, ``)
	err := ask(ctx, d.pool, t, func(rows *sql.Rows) error {
		if err := stands(rows, l); err != nil {
			return err
		}
		return each(rows, func() error {
			var one care.Record
			err := rows.Scan(&one.Key.Shop, &one.Key.Customer, &one.Version, &one.WakeAt, &one.State)
			for _, i := range places[one.Key] {
				records[i] = one
			}
			return err
		})
	})
	return records, err
}

// records adds statements that read records of keys.
func (t *text) records(columns string, partition int, keys []care.Key, lock string) {
	for from := 0; from < len(keys); from += mostKeys {
		t.sql(`; SELECT ` + columns + ` FROM {records} FORCE INDEX (PRIMARY) WHERE partition = `)
		t.int(int64(partition))
		before := ` AND (`
		for _, k := range keys[from:min(from+mostKeys, len(keys))] {
			t.sql(before)
			t.is(k)
			before = ` OR `
		}
		t.sql(`)` + lock)
	}
}

// ask reads the answers of several statements.
func ask(ctx context.Context, on runner, t *text, see func(*sql.Rows) error) error {
	rows, err := on.QueryContext(ctx, string(t.out))
	if err != nil {
		return explained(err)
	}
	defer rows.Close()
	if err := see(rows); err != nil {
		return err
	}
	return explained(rows.Err())
}

// stands reads the first answer: the epoch of the partition.
func stands(rows *sql.Rows, l sqlstore.Lease) error {
	var epoch int64
	for rows.Next() {
		if err := rows.Scan(&epoch); err != nil {
			return err
		}
	}
	if rows.Err() == nil && !l.IsVisitor() && epoch != l.Epoch {
		return care.ErrFenced
	}
	return rows.Err()
}

// each sees the rows of all answers that follow.
func each(rows *sql.Rows, see func() error) error {
	for rows.NextResultSet() {
		for rows.Next() {
			if err := see(); err != nil {
				return err
			}
		}
	}
	return rows.Err()
}
