package postgres

import (
	"context"
	"strings"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/sqlstore"
)

// Load implements sqlstore.Database. Its one statement also looks at the lease, and looks up
// each key by the index, whatever is known of the table.
func (d *database) Load(ctx context.Context, l sqlstore.Lease, keys []care.Key) ([]care.Record, error) {
	records := make([]care.Record, len(keys))
	shops, customers := make([]string, len(keys)), make([]string, len(keys))
	for i, k := range keys {
		records[i].Key = k
		shops[i], customers[i] = k.Shop, k.Customer
	}
	epoch := int64(-1)
	err := d.Query(ctx, `SELECT p.epoch, r.n, r.version, r.wake_at, r.state FROM {partitions} p LEFT JOIN (
			SELECT k.n, r.version, r.wake_at, r.state FROM unnest(?::text[], ?::text[]) WITH ORDINALITY k (shop, customer, n)
			CROSS JOIN LATERAL (SELECT version, wake_at, state FROM {records} WHERE partition = ? AND shop = k.shop AND customer = k.customer OFFSET 0) r
		) r ON true WHERE p.number = ?`,
		[]any{shops, customers, l.Partition, l.Partition}, func(r sqlstore.Row) error {
			var n, version, wakeAt int64
			var state []byte
			err := r.Scan(&epoch, &n, &version, &wakeAt, &state)
			if err == nil && n > 0 {
				one := &records[n-1]
				one.Version, one.WakeAt, one.State = care.Version(version), wakeAt, state
			}
			return err
		})
	if err == nil && !l.IsVisitor() && epoch != l.Epoch {
		err = care.ErrFenced
	}
	return records, err
}

// Apply implements sqlstore.Database: in one statement, which is a transaction.
func (d *database) Apply(ctx context.Context, l sqlstore.Lease, tx *care.Tx, first care.Version) (results []care.Result, err error) {
	changes := sqlstore.ChangesOf(tx.Commits)
	if changes.Entangled {
		return d.oneByOne(ctx, l, tx, first)
	}
	err = d.on(ctx, func(s *session) error {
		results, err = s.apply(ctx, l, tx, changes, first)
		return err
	})
	return results, err
}

// oneByOne applies commits that name the same posting: each in a statement of its own.
func (d *database) oneByOne(ctx context.Context, l sqlstore.Lease, tx *care.Tx, first care.Version) ([]care.Result, error) {
	results := make([]care.Result, len(tx.Commits))
	err := d.Transact(ctx, func(t sqlstore.Session) error {
		for i := range tx.Commits {
			part := care.Tx{Commits: tx.Commits[i : i+1]}
			if i == 0 {
				part.Notes, part.Taken, part.Serial = tx.Notes, tx.Taken, tx.Serial
			}
			result, err := t.(*session).apply(ctx, l, &part, sqlstore.ChangesOf(part.Commits), first+care.Version(i))
			if err != nil {
				return err
			}
			results[i] = result[0]
		}
		return nil
	})
	return results, err
}

func (s *session) apply(ctx context.Context, l sqlstore.Lease, tx *care.Tx, changes sqlstore.Changes, first care.Version) ([]care.Result, error) {
	b := newStatement(s.texts, l)
	b.gate(tx.Serial)
	b.records(tx.Commits, first)
	b.postings(tx.Commits, changes, first)
	b.journal(tx.Commits, first)
	b.letters(tx, first)
	b.notes(tx.Notes)
	var held, open int64
	var done []int64
	_, err := s.run(ctx, b.text(), b.args, func(r sqlstore.Row) error { return r.Scan(&held, &open, &done) })
	switch {
	case err != nil:
		return nil, err
	case held == 0:
		return nil, care.ErrFenced
	case open == 0:
		return nil, care.ErrStale
	}
	results := make([]care.Result, len(tx.Commits))
	for i := range results {
		results[i].Err = care.ErrConflict
	}
	for _, version := range done {
		results[version-int64(first)] = care.Result{Version: care.Version(version)}
	}
	return results, nil
}

// A statement is what a transaction writes, as one statement of many parts. A part that
// has nothing to do is left out. The new version of a record stands for its commit: what
// belongs to a commit is written if its version is among those that are done.
type statement struct {
	texts     *texts
	lease     sqlstore.Lease
	partition string
	parts     []string
	done      []string // the parts whose versions are done
	args      []any
	held      string // whether the lease stands, as a condition
	open      string // whether anything may be written
}

func newStatement(t *texts, l sqlstore.Lease) *statement {
	b := &statement{texts: t, lease: l, held: `true`, open: `true`}
	b.partition = b.arg(l.Partition) + `::int`
	return b
}

// with adds a part, in which a question mark stands for each argument.
func (b *statement) with(name, sql string, args ...any) {
	for _, a := range args {
		sql = strings.Replace(sql, `?`, b.arg(a), 1)
	}
	b.parts = append(b.parts, name+` AS (`+sql+`)`)
}

// isDone is the condition that the commit of a version is done.
const isDone = `version IN (SELECT version FROM done)`

// gate locks the lease against another owner, and raises the serial.
func (b *statement) gate(serial *care.Serial) {
	if !b.lease.IsVisitor() {
		b.with(`lease`, `SELECT 1 FROM {partitions} WHERE number = `+b.partition+` AND epoch = ? FOR SHARE`, b.lease.Epoch)
		b.held = `EXISTS (SELECT FROM lease)`
		b.open = b.held
	}
	switch {
	case serial == nil:
		return
	case serial.If == 0:
		b.with(`serial`, `INSERT INTO {serials} (name, value) SELECT ?, 1 WHERE `+b.held+` ON CONFLICT DO NOTHING RETURNING 1`, serial.Name)
	default:
		b.with(`serial`, `UPDATE {serials} SET value = value + 1 WHERE name = ? AND value = ? AND `+b.held+` RETURNING 1`, serial.Name, int64(serial.If))
	}
	b.open = `EXISTS (SELECT FROM serial)`
}

// rows are the commits of a part, column by column, as its arguments.
type rows struct {
	shops, customers   []string
	old, version, wake []int64
	lists              []int64
	states             [][]byte
}

func (r *rows) add(c *care.Commit, version care.Version) {
	r.shops, r.customers = append(r.shops, c.Key.Shop), append(r.customers, c.Key.Customer)
	r.old, r.version = append(r.old, int64(c.If)), append(r.version, int64(version))
	r.wake, r.lists, r.states = append(r.wake, c.WakeAt), append(r.lists, int64(c.Lists)), append(r.states, c.State)
}

// records changes the records, each if it is the one that its step started from.
func (b *statement) records(commits []care.Commit, first care.Version) {
	var changed, made, removed, absent rows
	for i := range commits {
		c := &commits[i]
		to := &changed
		switch {
		case c.State == nil && c.If == 0:
			to = &absent
		case c.State == nil:
			to = &removed
		case c.If == 0:
			to = &made
		}
		to.add(c, first+care.Version(i))
	}
	const same = `r.partition = %p AND r.shop = c.shop AND r.customer = c.customer`
	b.ofRows(`changed`, changed.version, `UPDATE {records} r SET version = c.version, wake_at = c.wake_at, lists = c.lists, state = c.state
		FROM unnest(?, ?, ?, ?, ?, ?, ?) c (shop, customer, old, version, wake_at, lists, state)
		WHERE `+same+` AND r.version = c.old AND %o RETURNING c.version`,
		changed.shops, changed.customers, changed.old, changed.version, changed.wake, changed.lists, changed.states)
	b.ofRows(`made`, made.version, `INSERT INTO {records} (partition, shop, customer, version, wake_at, lists, state)
		SELECT %p, c.* FROM unnest(?, ?, ?, ?, ?, ?) c (shop, customer, version, wake_at, lists, state)
		WHERE %o ON CONFLICT DO NOTHING RETURNING version`,
		made.shops, made.customers, made.version, made.wake, made.lists, made.states)
	b.ofRows(`removed`, removed.version, `DELETE FROM {records} r USING unnest(?, ?, ?, ?) c (shop, customer, old, version)
		WHERE `+same+` AND r.version = c.old AND %o RETURNING c.version`,
		removed.shops, removed.customers, removed.old, removed.version)
	b.ofRows(`absent`, absent.version, `SELECT c.version FROM unnest(?, ?, ?) c (shop, customer, version)
		WHERE NOT EXISTS (SELECT FROM {records} r WHERE `+same+`) AND %o`,
		absent.shops, absent.customers, absent.version)
	if len(b.done) > 0 {
		b.with(`done`, `SELECT version FROM `+strings.Join(b.done, ` UNION ALL SELECT version FROM `))
	}
}

// ofRows adds a part that does commits, if there are any. %p is the partition, %o the
// condition that anything may be written.
func (b *statement) ofRows(name string, versions []int64, sql string, args ...any) {
	if len(versions) == 0 {
		return
	}
	b.with(name, strings.NewReplacer(`%p`, b.partition, `%o`, b.open).Replace(sql), args...)
	b.done = append(b.done, name)
}

// text is the whole statement. It answers whether the lease stands, whether anything was
// written, and the versions of the commits that are done.
func (b *statement) text() string {
	done := `NULL::bigint[]`
	if len(b.done) > 0 {
		done = `ARRAY(SELECT version FROM done)`
	}
	with := ``
	if len(b.parts) > 0 {
		with = `WITH ` + strings.Join(b.parts, `, `)
	}
	return b.texts.of(with + ` SELECT (` + b.held + `)::int, (` + b.open + `)::int, ` + done)
}
