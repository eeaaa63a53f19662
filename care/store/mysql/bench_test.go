package mysql

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/crash"
)

// benchCustomers is how many customers a benchmark's shop has.
const benchCustomers = 20_000

// benchEngine is an engine of the shop of the crash test that knows all its customers.
func benchEngine(b *testing.B) (*Store, *care.Engine) {
	b.Helper()
	s := made(b, base(b), Options{Partitions: 16})
	engine, err := crash.Engine(s, func() time.Time { return crash.Day(0) }, func(string) {})
	require.NoError(b, err)
	_, err = engine.HandleAll(ctx, benchEvents(0, benchCustomers))
	require.NoError(b, err)
	return s, engine
}

// benchEvents are new orders, each of the next customer.
func benchEvents(from, n int) []tiexin.Event {
	events := make([]tiexin.Event, n)
	for i := range events {
		events[i] = crash.Event(0, from+i, (from+i)%benchCustomers, false, crash.Day(0))
	}
	return events
}

// BenchmarkDecisions takes in new orders in batches.
func BenchmarkDecisions(b *testing.B) {
	compare(b, 4096, 256, func(engine *care.Engine, events []tiexin.Event) error {
		_, err := engine.HandleAll(ctx, events)
		return err
	})
}

// BenchmarkHandle takes in one event after the other: each waits for the disk.
func BenchmarkHandle(b *testing.B) {
	compare(b, 1, 1, func(engine *care.Engine, events []tiexin.Event) error {
		_, err := engine.Handle(ctx, events[0])
		return err
	})
}

// compare compares an engine that takes in so many events at a time with a bare loop that
// writes the same rows in transactions of a size. The two take turns: of-bare is how much
// of the loop's speed is left.
func compare(b *testing.B, events, rows int, take func(*care.Engine, []tiexin.Event) error) {
	b.Helper()
	s, engine := benchEngine(b)
	bare := newBare(b, s)
	next := benchCustomers
	var taking, writing time.Duration
	for b.Loop() {
		batch := benchEvents(next, events)
		began := time.Now()
		require.NoError(b, take(engine, batch))
		taking += time.Since(began)
		began = time.Now()
		for n := 0; n < events; n += rows {
			bare.write(b, rows)
		}
		writing += time.Since(began)
		next += events
	}
	b.ReportMetric(float64(next-benchCustomers)/taking.Seconds(), "events/s")
	b.ReportMetric(float64(writing)/float64(taking), "of-bare")
}

// A bare loop writes the store's rows once more into a table that is like the store's.
type bare struct {
	s    *Store
	rows []care.Record
	next int
}

func newBare(b *testing.B, s *Store) *bare {
	b.Helper()
	l := &bare{s: s}
	for n := range s.Partitions() {
		p, err := s.Visit(ctx, n)
		require.NoError(b, err)
		for after := (care.Key{}); ; after = l.rows[len(l.rows)-1].Key {
			page, err := p.Scan(ctx, after, 1000)
			require.NoError(b, err)
			if l.rows = append(l.rows, page...); len(page) == 0 {
				break
			}
		}
	}
	_, err := s.db.pool.Exec("CREATE TABLE bare LIKE " + quoted("care_records"))
	require.NoError(b, err)
	for len(l.rows) > l.next {
		l.write(b, 256)
	}
	return l
}

// write writes some rows, in one transaction.
func (l *bare) write(b *testing.B, n int) {
	b.Helper()
	w := &writer{text: text{words: l.s.db.words}, send: func(sql string) error {
		_, err := l.s.db.pool.ExecContext(ctx, sql)
		return err
	}}
	w.list(n, `INSERT INTO bare (partition, shop, customer, version, wake_at, lists, state) VALUES `, `, `, ` ON DUPLICATE KEY UPDATE version = VALUES(version), wake_at = VALUES(wake_at), lists = VALUES(lists), state = VALUES(state)`, func(int) bool {
		r := &l.rows[l.next*7919%len(l.rows)] // in no order, as customers come
		l.next++
		w.row()
		w.andKey(r.Key)
		w.and(int64(l.next))
		w.and(r.WakeAt + int64(l.next))
		w.and(0)
		w.andBytes(r.State)
		w.char(')')
		return true
	})
	w.flush()
	require.NoError(b, w.err)
}

// BenchmarkEnqueue compares a transaction of a host that tells the engine with one that
// writes the same bytes into a table of its own: of-insert is how much longer the first
// takes.
func BenchmarkEnqueue(b *testing.B) {
	config := base(b)
	s := made(b, config, Options{})
	host := pool(b, config)
	_, err := host.Exec("CREATE TABLE orders (id BIGINT AUTO_INCREMENT PRIMARY KEY, number INT, body LONGBLOB, KEY (number))")
	require.NoError(b, err)
	event := benchEvents(0, 1)[0]
	letters, err := care.LettersOf(1, event)
	require.NoError(b, err)
	transaction := func(do func(SQLTx) error) time.Duration {
		began := time.Now()
		tx, err := host.BeginTx(ctx, nil)
		require.NoError(b, err)
		require.NoError(b, do(tx))
		require.NoError(b, tx.Commit())
		return time.Since(began)
	}
	var inserting, telling time.Duration
	for b.Loop() {
		inserting += transaction(func(tx SQLTx) error {
			_, err := tx.ExecContext(ctx, "INSERT INTO orders (number, body) VALUES (?, ?)", 1, letters[0].Body)
			return err
		})
		telling += transaction(func(tx SQLTx) error { return s.Enqueue(ctx, tx, event) })
	}
	b.ReportMetric(float64(telling)/float64(inserting), "of-insert")
}
