package mysql

import (
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
	send      func(text) error
	err       error
}

// transaction writes a transaction that has begun and whose records are locked, and
// commits it. The commits with an error are left out.
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
	if s := tx.Serial; s != nil {
		w.serial(s)
	}
	w.sql(`COMMIT`)
	w.flush()
	return w.err
}

func (w *writer) flush() {
	if w.err == nil && len(w.text) > 0 {
		w.err = w.send(w.text)
	}
	w.text = w.text[:0]
}

// list writes a statement with a list of items, of as many as there are, or several where
// one would be too large. Of n items it writes those that item writes something for.
func (w *writer) list(n int, begin, end string, item func(i int) bool) {
	open := false
	for i := range n {
		before := len(w.text)
		if open {
			w.sql(`, `)
		} else {
			w.sql(begin)
		}
		if !item(i) {
			w.text = w.text[:before]
			continue
		}
		if open = len(w.text) < largestTrip; !open {
			w.sql(end + `; `)
			w.flush()
		}
	}
	if open {
		w.sql(end + `; `)
	}
}

// row writes a row that begins with the partition.
func (w *writer) row() {
	w.sql(`(`)
	w.int(w.partition)
}

func (w *writer) and(n int64) {
	w.sql(`,`)
	w.int(n)
}

func (w *writer) andBytes(b []byte) {
	w.sql(`,`)
	w.bytes(b)
}

func (w *writer) andString(s string) {
	w.sql(`,`)
	w.string(s)
}

func (w *writer) andKey(k care.Key) {
	w.sql(`,`)
	w.key(k)
}

// of begins a statement about rows of the partition.
func (w *writer) of(sql string) string {
	var t text
	t.sql(sql)
	t.sql(` WHERE partition = `)
	t.int(w.partition)
	return string(t)
}

// records writes the records. A new one must not be there, whatever was seen: a visitor
// may have made it since.
func (w *writer) records(commits []care.Commit, versions []care.Version) {
	const insert = `INSERT INTO {records} (partition, shop, customer, version, wake_at, lists, state) VALUES `
	write := func(i int) {
		c := &commits[i]
		w.row()
		w.andKey(c.Key)
		w.and(int64(versions[i]))
		w.and(c.WakeAt)
		w.and(int64(c.Lists))
		w.andBytes(c.State)
		w.sql(`)`)
	}
	w.list(len(commits), insert, ``, func(i int) bool {
		if commits[i].State == nil || commits[i].If != 0 {
			return false
		}
		write(i)
		return true
	})
	w.list(len(commits), insert, ` ON DUPLICATE KEY UPDATE version = VALUES(version), wake_at = VALUES(wake_at), lists = VALUES(lists), state = VALUES(state)`, func(i int) bool {
		if commits[i].State == nil || commits[i].If == 0 {
			return false
		}
		write(i)
		return true
	})
	w.deleteOf(`{records}`, commits, func(c *care.Commit) bool { return c.State == nil && c.If != 0 })
}

// deleteOf deletes the rows of the customers of some commits.
func (w *writer) deleteOf(table string, commits []care.Commit, is func(*care.Commit) bool) {
	w.list(len(commits), w.of(`DELETE FROM `+table)+` AND (shop, customer) IN (`, `)`, func(i int) bool {
		if !is(&commits[i]) {
			return false
		}
		w.sql(`(`)
		w.key(commits[i].Key)
		w.sql(`)`)
		return true
	})
}
