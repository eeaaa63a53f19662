package mysql

import (
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/sqlstore"
)

// postings takes postings out of the outbox and puts others in. One of the same ID is
// replaced, and goes to the end.
func (w *writer) postings(c sqlstore.Changes) {
	w.list(len(c.Cancel), w.of(`DELETE FROM {postings}`)+` AND id IN (`, `, `, `)`, func(i int) bool {
		w.string(c.Cancel[i].ID)
		return true
	})
	w.list(len(c.Send), `REPLACE INTO {postings} (partition, shop, customer, id, lane, body, at, not_after, attempt, retry_at, fault) VALUES `, `, `, ``, func(i int) bool {
		m := c.Send[i].Posting
		w.row()
		w.andKey(m.Key)
		w.andString(m.ID)
		w.andString(m.Lane)
		w.andBytes(m.Body)
		w.and(m.At)
		w.and(m.NotAfter)
		w.and(int64(m.Attempt))
		w.sql(`, 0, '')`)
		return true
	})
}

// journal empties journals and adds entries.
func (w *writer) journal(commits []care.Commit) {
	w.deleteOf(`{journal}`, commits, func(c *care.Commit) bool { return c.Erase })
	type entry struct{ commit, entry int }
	var entries []entry
	for i := range commits {
		for j := range commits[i].Journal {
			entries = append(entries, entry{i, j})
		}
	}
	w.list(len(entries), `INSERT INTO {journal} (partition, shop, customer, at, body) VALUES `, `, `, ``, func(i int) bool {
		c := &commits[entries[i].commit]
		e := &c.Journal[entries[i].entry]
		w.row()
		w.andKey(c.Key)
		w.and(e.At)
		w.andBytes(e.Body)
		w.char(')')
		return true
	})
}

// letters takes letters out of the inbox.
func (w *writer) letters(taken []int64, commits []care.Commit) {
	numbers := taken[:len(taken):len(taken)]
	for i := range commits {
		numbers = append(numbers, commits[i].Taken...)
	}
	w.list(len(numbers), w.of(`DELETE FROM {letters}`)+` AND number IN (`, `, `, `)`, func(i int) bool {
		w.int(numbers[i])
		return true
	})
}

// notes writes notes, one after the other: of two with the same name the second stays.
func (w *writer) notes(notes []care.Note) {
	for i := range notes {
		n := &notes[i]
		if n.State == nil {
			w.list(1, w.of(`DELETE FROM {notes}`)+` AND name = `, ``, ``, func(int) bool {
				w.string(n.Name)
				return true
			})
			continue
		}
		w.list(1, `REPLACE INTO {notes} (partition, name, state) VALUES `, ``, ``, func(int) bool {
			w.row()
			w.andString(n.Name)
			w.andBytes(n.State)
			w.char(')')
			return true
		})
	}
}

// serial raises a serial whose row is locked, or makes it: two who do that at once both
// find none, and the second is refused.
func (w *writer) serial(s *care.Serial) {
	if s.If == 0 {
		w.sql(`INSERT INTO {serials} (value, name) VALUES (1, `)
		w.string(s.Name)
		w.sql(`); `)
		return
	}
	w.sql(`UPDATE {serials} SET value = value + 1 WHERE name = `)
	w.string(s.Name)
	w.sql(`; `)
}
