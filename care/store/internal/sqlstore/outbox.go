package sqlstore

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/care"
)

// A placed is a posting with its place in the order of the commits.
type placed struct {
	care.Posting
	place int64
}

// Pending implements care.Outbox. Every lane is asked by itself: what waits in one is
// not read for another.
func (l *lease) Pending(ctx context.Context, now int64, limit int, lanes ...string) (pending []care.Posting, next int64, err error) {
	var all []placed
	err = l.store.within(ctx, func(ctx context.Context) error {
		if len(lanes) == 0 {
			if lanes, err = l.lanes(ctx); err != nil {
				return err
			}
		}
		if len(lanes) == 0 {
			return l.stands(ctx)
		}
		sql, args := l.pending(now, limit, lanes)
		err := l.store.db.Query(ctx, sql, args, func(r Row) error {
			var one placed
			var attempt int64
			err := r.Scan(&one.place, &one.ID, &one.Key.Shop, &one.Key.Customer, &one.Lane, &one.Body, &one.At, &one.NotAfter, &attempt, &one.RetryAt)
			one.Attempt = int(attempt)
			all = append(all, one)
			return err
		})
		if err == nil && len(all) == 0 {
			err = l.stands(ctx)
		}
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	slices.SortFunc(all, func(a, b placed) int { return cmp.Compare(a.place, b.place) })
	for i := range all {
		switch m := &all[i]; {
		case m.RetryAt > now && (next == 0 || m.RetryAt < next):
			next = m.RetryAt
		case m.RetryAt <= now && len(pending) < limit:
			pending = append(pending, m.Posting)
		}
	}
	return pending, next, nil
}

// pending asks each lane for what nobody tried yet, for what is to be tried again by
// now, and for the first that is to be tried again later.
func (l *lease) pending(now int64, limit int, lanes []string) (string, []any) {
	where, guard := l.where(mine)
	var sql strings.Builder
	var args []any
	for _, lane := range lanes {
		for _, part := range []struct {
			body, rest string
			args       []any
		}{
			{`body`, ` AND retry_at = 0 ORDER BY place LIMIT ?`, []any{limit}},
			{`body`, ` AND retry_at > 0 AND retry_at <= ? ORDER BY place LIMIT ?`, []any{now, limit}},
			{`NULL`, ` AND retry_at > ? ORDER BY retry_at LIMIT 1`, []any{now}},
		} {
			if sql.Len() > 0 {
				sql.WriteString(` UNION ALL `)
			}
			sql.WriteString(`(SELECT place, id, shop, customer, lane, ` + part.body + `, at, not_after, attempt, retry_at FROM {postings}` + where + ` AND lane = ?` + part.rest + `)`)
			args = append(append(append(args, guard...), lane), part.args...)
		}
	}
	return sql.String(), args
}

// lanes are those in which anything waits: each is a step in the index, however much
// waits.
func (l *lease) lanes(ctx context.Context) (lanes []string, err error) {
	for more, last := true, ""; more && err == nil; {
		more = false
		after := ``
		args := []any{l.Partition}
		if len(lanes) > 0 {
			after = ` AND lane > ?`
			args = append(args, last)
		}
		err = l.store.db.Query(ctx, `SELECT lane FROM {postings} WHERE partition = ?`+after+` ORDER BY lane LIMIT 1`, args, func(r Row) error {
			more = true
			err := r.Scan(&last)
			lanes = append(lanes, last)
			return err
		})
	}
	return lanes, err
}

// Resolve implements care.Outbox.
func (l *lease) Resolve(ctx context.Context, done []care.Resolution) error {
	return l.store.within(ctx, func(ctx context.Context) error {
		switch {
		case l.IsVisitor():
			return errVisitor
		case len(done) == 0:
			return l.stands(ctx)
		case len(done) == 1:
			return l.resolve(ctx, l.store.db, done)
		}
		return l.store.db.Transact(ctx, func(t Session) error { return l.resolve(ctx, t, done) })
	})
}

// longestFault is how much of a provider's words is kept, in bytes.
const longestFault = 500

func (l *lease) resolve(ctx context.Context, t Session, done []care.Resolution) error {
	where, guard := l.where(held)
	changed := int64(0)
	exec := func(sql string, args ...any) error {
		n, err := t.Exec(ctx, sql, args...)
		changed += n
		return err
	}
	args := slices.Clone(guard)
	for _, d := range done {
		if d.RetryAt == 0 {
			args = append(args, d.ID)
			continue
		}
		err := exec(`UPDATE {postings} SET retry_at = ?, attempt = attempt + 1, fault = ?`+where+` AND id = ?`,
			append(append([]any{d.RetryAt, Text(d.Err, longestFault)}, guard...), d.ID)...)
		if err != nil {
			return err
		}
	}
	if n := len(args) - len(guard); n > 0 {
		if err := exec(`DELETE FROM {postings}`+where+` AND id IN (`+marks(n)+`)`, args...); err != nil {
			return err
		}
	}
	if changed == 0 {
		return l.stands(ctx)
	}
	return nil
}

// Text is what a database takes of words that come from anywhere: without NUL, valid,
// and cut after so many bytes.
func Text(s string, longest int) string {
	s = strings.ReplaceAll(s, "\x00", "")
	return strings.ToValidUTF8(s[:min(longest, len(s))], "")
}

// Len implements care.Outbox.
func (l *lease) Len(ctx context.Context) (n int, oldest int64, err error) {
	err = l.store.within(ctx, func(ctx context.Context) error {
		var count int64
		err := l.read(ctx, `count(*), coalesce(min(at), 0) FROM {postings}`, ``, nil, func(r Row) error { return r.Scan(&count, &oldest) })
		if n = int(count); err == nil && n == 0 {
			err = l.stands(ctx)
		}
		return err
	})
	return n, oldest, err
}
