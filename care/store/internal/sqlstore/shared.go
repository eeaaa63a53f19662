package sqlstore

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

// Meet implements care.Shared.
func (s *Store) Meet(ctx context.Context, m care.Member, ttl time.Duration) (care.Meeting, error) {
	found := care.Meeting{Owners: make([]string, s.parts)}
	err := s.within(ctx, func(ctx context.Context) error {
		n, err := s.db.Exec(ctx, `UPDATE {members} SET ready = ?, until = {now} + ? WHERE owner = ?`, m.Ready, lasting(ttl), m.Owner)
		if err == nil && n == 0 {
			_, err = s.db.Exec(ctx, `{insert new} INTO {members} (owner, ready, until) VALUES (?, ?, {now} + ?) {if none}`, m.Owner, m.Ready, lasting(ttl))
		}
		if err != nil {
			return err
		}
		if err := s.members(ctx, &found); err != nil {
			return err
		}
		return s.db.Query(ctx, `SELECT number, owner FROM {partitions} WHERE owner <> '' AND until > {now}`, nil, func(r Row) error {
			var number int64
			var owner string
			err := r.Scan(&number, &owner)
			if number >= 0 && number < int64(s.parts) {
				found.Owners[number] = owner
			}
			return err
		})
	})
	return found, err
}

// members are those whose time is not over; the others are removed.
func (s *Store) members(ctx context.Context, found *care.Meeting) error {
	late := false
	err := s.db.Query(ctx, `SELECT owner, ready, until, {now} FROM {members} ORDER BY owner`, nil, func(r Row) error {
		var one care.Member
		var until, now int64
		err := r.Scan(&one.Owner, &one.Ready, &until, &now)
		found.Now = time.UnixMilli(now)
		if until > now {
			found.Members = append(found.Members, one)
		} else {
			late = true
		}
		return err
	})
	if err == nil && late {
		_, err = s.db.Exec(ctx, `DELETE FROM {members} WHERE until <= {now}`)
	}
	return err
}

// Leave implements care.Shared.
func (s *Store) Leave(ctx context.Context, owner string) error {
	return s.exec(ctx, `DELETE FROM {members} WHERE owner = ?`, owner)
}

func (s *Store) exec(ctx context.Context, sql string, args ...any) error {
	return s.within(ctx, func(ctx context.Context) error {
		_, err := s.db.Exec(ctx, sql, args...)
		return err
	})
}

// mostLetters is how many letters one statement brings.
const mostLetters = 500

// InsertLetters is the statement that puts letters into their inboxes.
func InsertLetters(letters []care.Letter) (sql string, args []any) {
	args = make([]any, 0, 2*len(letters))
	for i := range letters {
		args = append(args, letters[i].Partition, letters[i].Body)
	}
	return `INSERT INTO {letters} (partition, body) VALUES ` + strings.TrimSuffix(strings.Repeat(`(?, ?), `, len(letters)), `, `), args
}

// Post implements care.Shared.
func (s *Store) Post(ctx context.Context, letters ...care.Letter) error {
	for i := range letters {
		if err := s.has(letters[i].Partition); err != nil {
			return err
		}
	}
	if len(letters) == 0 {
		return nil
	}
	err := s.within(ctx, func(ctx context.Context) error {
		if len(letters) <= mostLetters {
			sql, args := InsertLetters(letters)
			_, err := s.db.Exec(ctx, sql, args...)
			return err
		}
		return s.db.Transact(ctx, func(t Session) error { return postAll(ctx, t, letters) })
	})
	if err == nil {
		s.nudge()
	}
	return err
}

func postAll(ctx context.Context, t Session, letters []care.Letter) error {
	for len(letters) > 0 {
		n := min(len(letters), mostLetters)
		sql, args := InsertLetters(letters[:n])
		if _, err := t.Exec(ctx, sql, args...); err != nil {
			return err
		}
		letters = letters[n:]
	}
	return nil
}

// nudge has Await of this process look at once.
func (s *Store) nudge() {
	select {
	case s.posted <- struct{}{}:
	default:
	}
}

// How often Await looks: often at first, then more and more rarely.
const (
	shortestLook = 20 * time.Millisecond
	longestLook  = 200 * time.Millisecond
)

// Await implements care.Shared. It asks again and again: a connection that listens would
// need a server process of its own, and no pooler lends one.
func (s *Store) Await(ctx context.Context, partitions []int) ([]int, error) {
	for look := shortestLook; ; look = min(look*3/2, longestLook) {
		have, err := s.withLetters(ctx, partitions)
		if err != nil || len(have) > 0 {
			return have, err
		}
		timer := time.NewTimer(look)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil, ctx.Err()
		case <-s.posted:
			timer.Stop()
		case <-timer.C:
		}
	}
}

func (s *Store) withLetters(ctx context.Context, partitions []int) (have []int, err error) {
	if len(partitions) == 0 {
		return nil, ctx.Err()
	}
	args := make([]any, len(partitions))
	for i, p := range partitions {
		args[i] = p
	}
	err = s.within(ctx, func(ctx context.Context) error {
		return s.db.Query(ctx, `SELECT number FROM {partitions} p WHERE number IN (`+marks(len(args))+`)
			AND EXISTS (SELECT 1 FROM {letters} l WHERE l.partition = p.number) ORDER BY number`, args, func(r Row) error {
			var number int64
			err := r.Scan(&number)
			have = append(have, int(number))
			return err
		})
	})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return have, err
}

// Lock implements care.Shared.
func (s *Store) Lock(ctx context.Context, name, owner string, ttl time.Duration) error {
	return s.within(ctx, func(ctx context.Context) error {
		n, err := s.db.Exec(ctx, `UPDATE {locks} SET owner = ?, until = {now} + ? WHERE name = ? AND (owner = ? OR until <= {now})`, owner, lasting(ttl), name, owner)
		if err == nil && n == 0 {
			n, err = s.db.Exec(ctx, `{insert new} INTO {locks} (name, owner, until) VALUES (?, ?, {now} + ?) {if none}`, name, owner, lasting(ttl))
		}
		if err == nil && n == 0 {
			err = fmt.Errorf("%s: the lock %s: %w", s.about.Name, name, care.ErrHeld)
		}
		return err
	})
}

// Unlock implements care.Shared.
func (s *Store) Unlock(ctx context.Context, name, owner string) error {
	return s.exec(ctx, `DELETE FROM {locks} WHERE name = ? AND owner = ?`, name, owner)
}

// Serial implements care.Shared.
func (s *Store) Serial(ctx context.Context, name string) (uint64, error) {
	var value int64
	err := s.within(ctx, func(ctx context.Context) error {
		return s.db.Query(ctx, `SELECT value FROM {serials} WHERE name = ?`, []any{name}, func(r Row) error { return r.Scan(&value) })
	})
	return uint64(value), err
}

// Notes implements care.Shared.
func (s *Store) Notes(ctx context.Context, name string) ([][]byte, error) {
	notes := make([][]byte, s.parts)
	err := s.within(ctx, func(ctx context.Context) error {
		return s.db.Query(ctx, `SELECT partition, state FROM {notes} WHERE name = ?`, []any{name}, func(r Row) error {
			var partition int64
			var state []byte
			err := r.Scan(&partition, &state)
			if partition >= 0 && partition < int64(s.parts) {
				notes[partition] = state
			}
			return err
		})
	})
	return notes, err
}
