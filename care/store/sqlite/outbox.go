package sqlite

import (
	"cmp"
	"context"
	"slices"

	"github.com/tiexin-go/tiexin/care"
)

// post puts a posting into the outbox, behind all others. One of the same id makes room.
func (l *lease) post(f *file, m *care.Posting) error {
	body := m.Body
	if body == nil {
		body = []byte{}
	}
	return f.exec(`INSERT OR REPLACE INTO postings (partition, id, shop, customer, lane, body, at, not_after, attempt, retry_at, fault) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '')`,
		l.part.number, m.ID, m.Key.Shop, m.Key.Customer, m.Lane, body, m.At, m.NotAfter, m.Attempt)
}

// A placed is a posting with its place in the order of the commits.
type placed struct {
	care.Posting
	place int64
}

// Pending implements care.Outbox. Every lane is asked by itself: what waits in one is
// not read for another.
func (l *lease) Pending(ctx context.Context, now int64, limit int, lanes ...string) (pending []care.Posting, next int64, err error) {
	err = l.read(ctx, func(f *file) error {
		if len(lanes) == 0 {
			if lanes, err = l.lanes(f); err != nil {
				return err
			}
		}
		var all []placed
		for _, lane := range lanes {
			if all, err = l.inLane(f, all, now, limit, lane); err != nil {
				return err
			}
			err = f.each(`SELECT min(retry_at) FROM postings WHERE partition = ? AND lane = ? AND retry_at > ?`, args{l.part.number, lane, now}, func(r row) {
				if at := r.int(0); at != 0 && (next == 0 || at < next) {
					next = at
				}
			})
			if err != nil {
				return err
			}
		}
		slices.SortFunc(all, func(a, b placed) int { return cmp.Compare(a.place, b.place) })
		for _, m := range all[:min(limit, len(all))] {
			pending = append(pending, m.Posting)
		}
		return nil
	})
	return pending, next, err
}

// lanes are those in which anything waits: each is a step in the index, however much
// waits.
func (l *lease) lanes(f *file) (lanes []string, err error) {
	more := true
	see := func(r row) {
		if more = !r.null(0); more {
			lanes = append(lanes, r.text(0))
		}
	}
	err = f.each(`SELECT min(lane) FROM postings WHERE partition = ?`, args{l.part.number}, see)
	for err == nil && more {
		err = f.each(`SELECT min(lane) FROM postings WHERE partition = ? AND lane > ?`, args{l.part.number, lanes[len(lanes)-1]}, see)
	}
	return lanes, err
}

// inLane adds what of a lane may be tried: what nobody tried yet, and what was to be
// tried again by now.
func (l *lease) inLane(f *file, all []placed, now int64, limit int, lane string) ([]placed, error) {
	see := func(r row) {
		all = append(all, placed{place: r.int(0), Posting: care.Posting{
			ID: r.text(1), Key: care.Key{Shop: r.text(2), Customer: r.text(3)}, Lane: lane, Body: r.blob(4), At: r.int(5), NotAfter: r.int(6), Attempt: int(r.int(7)), RetryAt: r.int(8),
		}})
	}
	err := f.each(`SELECT place, id, shop, customer, body, at, not_after, attempt, retry_at FROM postings
		WHERE partition = ? AND lane = ? AND retry_at = 0 ORDER BY place LIMIT ?`, args{l.part.number, lane, limit}, see)
	if err != nil {
		return nil, err
	}
	return all, f.each(`SELECT place, id, shop, customer, body, at, not_after, attempt, retry_at FROM postings
		WHERE partition = ? AND lane = ? AND retry_at > 0 AND retry_at <= ? ORDER BY place LIMIT ?`, args{l.part.number, lane, now, limit}, see)
}

// Resolve implements care.Outbox.
func (l *lease) Resolve(ctx context.Context, done []care.Resolution) error {
	return l.write(ctx, func(f *file) error {
		for _, d := range done {
			var err error
			if d.RetryAt == 0 {
				err = f.exec(`DELETE FROM postings WHERE partition = ? AND id = ?`, l.part.number, d.ID)
			} else {
				err = f.exec(`UPDATE postings SET retry_at = ?, attempt = attempt + 1, fault = ? WHERE partition = ? AND id = ?`, d.RetryAt, d.Err, l.part.number, d.ID)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Len implements care.Outbox.
func (l *lease) Len(ctx context.Context) (n int, oldest int64, err error) {
	err = l.read(ctx, func(f *file) error {
		return f.each(`SELECT count(*), min(at) FROM postings WHERE partition = ?`, args{l.part.number}, func(r row) { n, oldest = int(r.int(0)), r.int(1) })
	})
	return n, oldest, err
}
