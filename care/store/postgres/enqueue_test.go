package postgres

import (
	"database/sql"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// inbox is what lies in all inboxes.
func inbox(t testing.TB, s *Store) (letters []care.Letter) {
	t.Helper()
	for i := range s.Partitions() {
		p, err := s.Visit(ctx, i)
		require.NoError(t, err)
		some, err := p.Letters(ctx, 1_000)
		require.NoError(t, err)
		letters = append(letters, some...)
	}
	return letters
}

func Test事件跟着主人的事务走(t *testing.T) {
	s, pool, o := newStore(t, 4)
	orders := named(o, "orders of the host")
	execute(t, pool, "CREATE TABLE "+orders+" (id text)")
	for _, way := range []struct {
		name string
		do   func(commits bool, events ...tiexin.Event) error
	}{
		{"pgx", func(commits bool, events ...tiexin.Event) error {
			tx, err := pool.Begin(ctx)
			require.NoError(t, err)
			defer func() { _ = tx.Rollback(ctx) }()
			_, err = tx.Exec(ctx, "INSERT INTO "+orders+" VALUES ($1)", events[0].ID)
			require.NoError(t, err)
			if err := s.Enqueue(ctx, tx, events...); err != nil || !commits {
				return err
			}
			return tx.Commit(ctx)
		}},
		{"database/sql", func(commits bool, events ...tiexin.Event) error {
			db := stdlib.OpenDBFromPool(pool)
			defer db.Close()
			tx, err := db.BeginTx(ctx, &sql.TxOptions{})
			require.NoError(t, err)
			defer func() { _ = tx.Rollback() }()
			_, err = tx.ExecContext(ctx, "INSERT INTO "+orders+" VALUES ($1)", events[0].ID)
			require.NoError(t, err)
			if err := s.EnqueueSQL(ctx, tx, events...); err != nil || !commits {
				return err
			}
			return tx.Commit()
		}},
	} {
		t.Run(way.name, func(t *testing.T) {
			before := len(inbox(t, s))
			bad := benchEvent(1)
			bad.Order = nil
			assert.ErrorContains(t, way.do(true, benchEvent(1), bad), "event 2 of 2")
			require.NoError(t, way.do(false, benchEvent(1), benchEvent(2)))
			assert.Len(t, inbox(t, s), before, "the host has taken its transaction back")
			require.NoError(t, way.do(true, benchEvent(1), benchEvent(2)))
			letters := inbox(t, s)
			assert.Len(t, letters, before+2)
			var n int
			require.NoError(t, pool.QueryRow(ctx, "SELECT count(*) FROM "+orders).Scan(&n))
			assert.Equal(t, before/2+1, n)
			want, err := care.LettersOf(s.Partitions(), benchEvent(1))
			require.NoError(t, err)
			assert.Condition(t, func() bool {
				for _, l := range letters {
					if l.Partition == want[0].Partition && string(l.Body) == string(want[0].Body) {
						return true
					}
				}
				return false
			}, "the letter lies where the customer belongs")
		})
	}
}

func Test没有事件_就什么也不写(t *testing.T) {
	s, pool, _ := newStore(t, 4)
	require.NoError(t, pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error { return s.Enqueue(ctx, tx) }))
	assert.Empty(t, inbox(t, s))
}

// BenchmarkEnqueue puts events into the inbox in a transaction of the host, and compares
// that with bare INSERTs of the same bytes.
func BenchmarkEnqueue(b *testing.B) {
	s, pool, o := newStore(b, 64)
	execute(b, pool, "CREATE TABLE "+named(o, "bare")+" (LIKE "+named(o, "letters")+" INCLUDING ALL)")
	letters, err := care.LettersOf(s.Partitions(), benchEvent(1))
	require.NoError(b, err)
	const each = 100
	var bare, enqueued int64
	n := 0
	for b.Loop() {
		require.NoError(b, pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
			began := b.Elapsed()
			for range each {
				if _, err := tx.Exec(ctx, "INSERT INTO "+named(o, "bare")+" (partition, body) VALUES ($1, $2)", letters[0].Partition, letters[0].Body); err != nil {
					return err
				}
			}
			between := b.Elapsed()
			for i := range each {
				if err := s.Enqueue(ctx, tx, benchEvent(n+i)); err != nil {
					return err
				}
			}
			bare += int64(between - began)
			enqueued += int64(b.Elapsed() - between)
			n += each
			return nil
		}))
	}
	b.ReportMetric(float64(enqueued)/float64(n), "ns/event")
	b.ReportMetric(float64(enqueued)/float64(bare), "of-bare")
}
