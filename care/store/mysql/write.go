package mysql

import (
	"context"
	"strconv"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/sqlstore"
)

// largestTrip is about how much SQL goes out at once, in bytes: far less than a server
// takes.
const largestTrip = 1 << 20

// A writer writes what a transaction does as statements with semicolons between, and
// sends them in as few trips as they need.
type writer struct {
	text
	partition int64
	send      func(sql string) error
	undo      func()
	err       error
}

func (d *database) writer(ctx context.Context, s *session, l sqlstore.Lease) *writer {
	return &writer{text: text{words: d.words}, partition: int64(l.Partition), undo: s.undo, send: func(sql string) error {
		_, err := s.conn.ExecContext(ctx, sql)
		return explained(err)
	}}
}

// transaction writes a transaction that has begun, and commits it. The commits with an
// error are left out. An error undoes it.
func (w *writer) transaction(tx *care.Tx, results []care.Result) error {
	done := make([]care.Commit, 0, len(tx.Commits))
	versions := make([]care.Version, 0, len(tx.Commits))
	for i, r := range results {
		if r.Err == nil {
			done, versions = append(done, tx.Commits[i]), append(versions, r.Version)
		}
	}
	w.records(done, versions)
	if changes := sqlstore.ChangesOf(done); changes.Entangled {
		for i := range done {
			w.postings(sqlstore.ChangesOf(done[i : i+1]))
		}
	} else {
		w.postings(changes)
	}
	w.journal(done)
	w.letters(tx.Taken, done)
	w.notes(tx.Notes)
	if tx.Serial != nil {
		w.serial(tx.Serial)
	}
	w.sql(`COMMIT`)
	if w.flush(); w.err != nil {
		w.undo()
	}
	return w.err
}

func (w *writer) flush() {
	if w.err == nil && len(w.out) > 0 {
		w.err = w.send(string(w.out))
	}
	w.out = w.out[:0]
}

// list writes a statement with a list of items of which it has as many as it is given, or
// several statements where one would be too large. Of n items it writes those for which
// item writes something.
func (w *writer) list(n int, begin, between, end string, item func(i int) bool) {
	open := false
	for i := range n {
		before := len(w.out)
		if open {
			w.sql(between)
		} else {
			w.sql(begin)
		}
		if !item(i) {
			w.out = w.out[:before]
			continue
		}
		if open = len(w.out) < largestTrip; !open {
			w.sql(end + `; `)
			w.flush()
		}
	}
	if open {
		w.sql(end + `; `)
	}
}

// row begins a row with the partition.
func (w *writer) row() {
	w.char('(')
	w.int(w.partition)
}

func (w *writer) and(n int64) {
	w.char(',')
	w.int(n)
}

func (w *writer) andBytes(b []byte) {
	w.char(',')
	w.bytes(b)
}

func (w *writer) andString(s string) {
	w.char(',')
	w.string(s)
}

func (w *writer) andKey(k care.Key) {
	w.andString(k.Shop)
	w.andString(k.Customer)
}

// of is a statement about rows of the partition.
func (w *writer) of(sql string) string {
	return sql + ` WHERE partition = ` + strconv.FormatInt(w.partition, 10)
}

// assert has the server refuse everything unless the lease stands and the records are what
// the steps started from. It locks the lease against another owner, and the records. A new
// record asserts by itself that there is none: two cannot have the same key.
func (w *writer) assert(l sqlstore.Lease, commits []care.Commit) {
	w.sql(`SELECT IF(1`)
	if !l.IsVisitor() {
		w.sql(` AND (SELECT epoch FROM {partitions} WHERE number = `)
		w.int(w.partition)
		w.sql(` LOCK IN SHARE MODE) = `)
		w.int(l.Epoch)
	}
	for from := 0; from < len(commits); from += mostKeys {
		w.unchanged(commits[from:min(from+mostKeys, len(commits))])
	}
	for i := range commits {
		if c := &commits[i]; c.If == 0 && c.State == nil {
			w.sql(w.of(` AND NOT EXISTS (SELECT 1 FROM {records}`) + ` AND `)
			w.is(c.Key)
			w.char(')')
		}
	}
	w.sql(`, 1, (SELECT 1 UNION SELECT 2)); `) // of a subquery with two rows no server makes a value
}

// unchanged adds that the records of some commits are those that the steps started from.
func (w *writer) unchanged(commits []care.Commit) {
	n, before := int64(0), w.of(` AND (SELECT count(*) FROM {records} FORCE INDEX (PRIMARY)`)+` AND (`
	for i := range commits {
		c := &commits[i]
		if c.If == 0 {
			continue
		}
		w.sql(before)
		w.is(c.Key)
		w.sql(` AND version = `)
		w.int(int64(c.If))
		n, before = n+1, ` OR `
	}
	if n > 0 {
		w.sql(`) FOR UPDATE) = `)
		w.int(n)
	}
}

// records writes the records. A new one must not be there, whatever was seen: a visitor
// may have made it since.
func (w *writer) records(commits []care.Commit, versions []care.Version) {
	const insert = `INSERT INTO {records} (partition, shop, customer, version, wake_at, lists, state) VALUES `
	write := func(i int) bool {
		c := &commits[i]
		w.row()
		w.andKey(c.Key)
		w.and(int64(versions[i]))
		w.and(c.WakeAt)
		w.and(int64(c.Lists))
		w.andBytes(c.State)
		w.char(')')
		return true
	}
	w.list(len(commits), insert, `, `, ``, func(i int) bool {
		return commits[i].State != nil && commits[i].If == 0 && write(i)
	})
	w.list(len(commits), insert, `, `, ` ON DUPLICATE KEY UPDATE version = VALUES(version), wake_at = VALUES(wake_at), lists = VALUES(lists), state = VALUES(state)`, func(i int) bool {
		return commits[i].State != nil && commits[i].If != 0 && write(i)
	})
	w.deleteOf(`{records}`, commits, func(c *care.Commit) bool { return c.State == nil && c.If != 0 })
}

// deleteOf deletes the rows of the customers of some commits.
func (w *writer) deleteOf(table string, commits []care.Commit, some func(*care.Commit) bool) {
	w.list(len(commits), w.of(`DELETE FROM `+table)+` AND (`, ` OR `, `)`, func(i int) bool {
		if !some(&commits[i]) {
			return false
		}
		w.is(commits[i].Key)
		return true
	})
}
