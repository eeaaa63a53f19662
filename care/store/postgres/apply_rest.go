package postgres

import (
	"strconv"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/sqlstore"
)

// arg adds an argument, and is what stands for it.
func (b *statement) arg(a any) string {
	b.args = append(b.args, a)
	return `$` + strconv.Itoa(len(b.args))
}

// postings takes postings out of the outbox and puts others in. One of the same ID is
// replaced and goes to the end.
func (b *statement) postings(commits []care.Commit, c sqlstore.Changes, first care.Version) {
	if n := len(c.Cancel); n > 0 {
		versions, ids := make([]int64, n), make([]string, n)
		for i, one := range c.Cancel {
			versions[i], ids[i] = int64(first)+int64(one.Commit), one.ID
		}
		b.with(`cancelled`, `DELETE FROM {postings} p USING unnest(?, ?) c (version, id)
			WHERE p.partition = `+b.partition+` AND p.id = c.id AND c.`+isDone, versions, ids)
	}
	n := len(c.Send)
	if n == 0 {
		return
	}
	ints, texts, bodies := make([]int64, 4*n), make([]string, 4*n), make([][]byte, n)
	versions, at, notAfter, attempts := ints[:n], ints[n:2*n], ints[2*n:3*n], ints[3*n:]
	ids, shops, customers, lanes := texts[:n], texts[n:2*n], texts[2*n:3*n], texts[3*n:]
	for i, m := range c.Send {
		versions[i], at[i], notAfter[i], attempts[i] = int64(first)+int64(m.Commit), m.At, m.NotAfter, int64(m.Attempt)
		ids[i], shops[i], customers[i], lanes[i], bodies[i] = m.ID, m.Key.Shop, m.Key.Customer, m.Lane, m.Body
	}
	b.with(`sent`, `INSERT INTO {postings} (partition, id, shop, customer, lane, body, at, not_after, attempt, retry_at, fault)
		SELECT `+b.partition+`, s.id, s.shop, s.customer, s.lane, s.body, s.at, s.not_after, s.attempt, 0, ''
		FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY s (version, id, shop, customer, lane, body, at, not_after, attempt, n)
		WHERE s.`+isDone+` ORDER BY s.n
		ON CONFLICT (partition, id) DO UPDATE SET place = excluded.place, shop = excluded.shop, customer = excluded.customer, lane = excluded.lane,
			body = excluded.body, at = excluded.at, not_after = excluded.not_after, attempt = excluded.attempt, retry_at = 0, fault = ''`,
		versions, ids, shops, customers, lanes, bodies, at, notAfter, attempts)
}

// journal empties journals and adds entries.
func (b *statement) journal(commits []care.Commit, first care.Version) {
	var erased, written rows
	for i := range commits {
		c, version := &commits[i], first+care.Version(i)
		if c.Erase {
			erased.add(c, version)
		}
		for j := range c.Journal {
			written.add(&care.Commit{Key: c.Key, WakeAt: c.Journal[j].At, State: c.Journal[j].Body}, version)
		}
	}
	if len(erased.version) > 0 {
		b.with(`erased`, `DELETE FROM {journal} j USING unnest(?, ?, ?) c (version, shop, customer)
			WHERE j.partition = `+b.partition+` AND j.shop = c.shop AND j.customer = c.customer AND c.`+isDone,
			erased.version, erased.shops, erased.customers)
	}
	if len(written.version) > 0 {
		b.with(`written`, `INSERT INTO {journal} (partition, shop, customer, at, body) SELECT `+b.partition+`, e.shop, e.customer, e.at, e.body
			FROM unnest(?, ?, ?, ?, ?) WITH ORDINALITY e (version, shop, customer, at, body, n) WHERE e.`+isDone+` ORDER BY e.n`,
			written.version, written.shops, written.customers, written.wake, written.states)
	}
}

// letters takes letters out of the inbox: those of the transaction, and those of the
// commits that are done.
func (b *statement) letters(tx *care.Tx, first care.Version) {
	if len(tx.Taken) > 0 {
		b.with(`settled`, `DELETE FROM {letters} WHERE partition = `+b.partition+` AND number = ANY(?) AND `+b.open, tx.Taken)
	}
	var versions, numbers []int64
	for i := range tx.Commits {
		for _, number := range tx.Commits[i].Taken {
			versions, numbers = append(versions, int64(first)+int64(i)), append(numbers, number)
		}
	}
	if len(numbers) > 0 {
		b.with(`taken`, `DELETE FROM {letters} l USING unnest(?, ?) c (version, number)
			WHERE l.partition = `+b.partition+` AND l.number = c.number AND c.`+isDone, versions, numbers)
	}
}

// notes writes notes; of two with the same name the second.
func (b *statement) notes(notes []care.Note) {
	last := make(map[string]int, len(notes))
	for i, n := range notes {
		last[n.Name] = i
	}
	var removed, names []string
	var states [][]byte
	for i, n := range notes {
		switch {
		case last[n.Name] != i:
		case n.State == nil:
			removed = append(removed, n.Name)
		default:
			names, states = append(names, n.Name), append(states, n.State)
		}
	}
	if len(removed) > 0 {
		b.with(`forgotten`, `DELETE FROM {notes} WHERE partition = `+b.partition+` AND name = ANY(?) AND `+b.open, removed)
	}
	if len(names) > 0 {
		b.with(`noted`, `INSERT INTO {notes} (partition, name, state) SELECT `+b.partition+`, n.* FROM unnest(?, ?) n (name, state)
			WHERE `+b.open+` ON CONFLICT (partition, name) DO UPDATE SET state = excluded.state`, names, states)
	}
}
