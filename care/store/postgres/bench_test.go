package postgres

import (
	"flag"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/crash"
)

// benchCustomers is how many customers a benchmark's shop has.
const benchCustomers = 20_000

// benchEvents are new orders, each of the next customer.
func benchEvents(from, n int) []tiexin.Event {
	events := make([]tiexin.Event, n)
	for i := range events {
		events[i] = benchEvent(from + i)
	}
	return events
}

func benchEvent(order int) tiexin.Event {
	return crash.Event(0, order, order%benchCustomers, false, crash.Day(0))
}

// benchEngine is an engine of the shop of the crash test.
func benchEngine(b testing.TB, s care.Store) *care.Engine {
	b.Helper()
	engine, err := crash.Engine(s, func() time.Time { return crash.Day(0) }, func(string) {})
	require.NoError(b, err)
	return engine
}

// BenchmarkDecisions takes in new orders in batches, and compares that with a bare loop
// that writes the same rows: of-bare is how much of its speed is left.
func BenchmarkDecisions(b *testing.B) {
	for _, partitions := range []int{16, 64} {
		b.Run(fmt.Sprintf("partitions=%d", partitions), func(b *testing.B) {
			s, pool, _ := newStore(b, partitions)
			engine := benchEngine(b, s)
			_, err := engine.HandleAll(ctx, benchEvents(0, benchCustomers))
			require.NoError(b, err)
			const batch = 4096
			next := benchCustomers
			for b.Loop() {
				b.StopTimer()
				events := benchEvents(next, batch)
				b.StartTimer()
				_, err := engine.HandleAll(ctx, events)
				require.NoError(b, err)
				next += batch
			}
			decided := float64(next-benchCustomers) / b.Elapsed().Seconds()
			bare := bareRows(b, s, pool, min(next-benchCustomers, 50_000), 256)
			b.ReportMetric(decided, "decisions/s")
			b.ReportMetric(bare, "bare-rows/s")
			b.ReportMetric(decided/bare, "of-bare")
		})
	}
}

// bareRows copies the store's rows into a table, and says how many a second one loop
// writes once more over them, so many in a transaction.
func bareRows(b *testing.B, s *Store, pool *pgxpool.Pool, n, batch int) float64 {
	b.Helper()
	var rows []care.Record
	for i := range s.Partitions() {
		p, err := s.Visit(ctx, i)
		require.NoError(b, err)
		for after := (care.Key{}); ; after = rows[len(rows)-1].Key {
			page, err := p.Scan(ctx, after, 1000)
			require.NoError(b, err)
			if rows = append(rows, page...); len(page) == 0 {
				break
			}
		}
	}
	records := func(name string) string { return s.db.texts.of("{" + name + "}") }
	bare := pgx.Identifier{s.db.schema, "bare"}.Sanitize()
	_, err := pool.Exec(ctx, "CREATE TABLE "+bare+" (LIKE "+records("records")+" INCLUDING ALL)")
	require.NoError(b, err)
	sql := "INSERT INTO " + bare + ` (partition, shop, customer, version, wake_at, lists, state) VALUES (0, $1, $2, $3, $4, 0, $5)
		ON CONFLICT (partition, shop, customer) DO UPDATE SET version = excluded.version, wake_at = excluded.wake_at, state = excluded.state`
	write := func(n, batch int) {
		for i := 0; i < n; i += batch {
			var all pgx.Batch
			for j := i; j < min(i+batch, n); j++ {
				r := &rows[j*7919%len(rows)] // in no order, as customers come
				all.Queue(sql, r.Key.Shop, r.Key.Customer, int64(r.Version)+int64(j), r.WakeAt+int64(j), r.State)
			}
			require.NoError(b, pool.SendBatch(ctx, &all).Close())
		}
	}
	write(len(rows), 256)
	began := time.Now()
	write(n, batch)
	return float64(n) / time.Since(began).Seconds()
}

// BenchmarkHandle takes in one event after the other: each waits for the disk.
func BenchmarkHandle(b *testing.B) {
	for _, prepare := range []bool{false, true} {
		b.Run(fmt.Sprintf("prepare=%v", prepare), func(b *testing.B) { benchHandle(b, prepare) })
	}
}

func benchHandle(b *testing.B, prepare bool) {
	_, pool, o := newStore(b, 64)
	o.Prepare = prepare
	s, err := Open(ctx, pool, o)
	require.NoError(b, err)
	engine := benchEngine(b, s)
	_, err = engine.HandleAll(ctx, benchEvents(0, benchCustomers))
	require.NoError(b, err)
	next := benchCustomers
	for b.Loop() {
		_, err := engine.Handle(ctx, benchEvent(next))
		require.NoError(b, err)
		next++
	}
	handled := float64(next-benchCustomers) / b.Elapsed().Seconds()
	bare := bareRows(b, s, pool, 2000, 1)
	b.ReportMetric(handled, "events/s")
	b.ReportMetric(bare, "bare-rows/s")
	b.ReportMetric(handled/bare, "of-bare")
}

var waiting = flag.Int("waiting", 0, "with how many waiting customers BenchmarkStart starts; 0: it is left out")

// BenchmarkStart opens the store and an engine over a crowd of waiting customers, and has
// it look who is due.
func BenchmarkStart(b *testing.B) {
	if *waiting == 0 {
		b.Skip("it needs -waiting 1000000")
	}
	_, pool, o := newStore(b, 64)
	start := func() {
		s, err := Open(ctx, pool, o)
		require.NoError(b, err)
		engine := benchEngine(b, s)
		_, err = engine.Advance(ctx, crash.Day(0))
		require.NoError(b, err)
		require.NoError(b, engine.Close(ctx))
	}
	execute(b, pool, "INSERT INTO "+named(o, "records")+` (partition, shop, customer, version, wake_at, lists, state)
		SELECT n % 64, '', 'c' || n, n, $1::bigint + n, 0, convert_to(repeat('x', 600), 'UTF8') FROM generate_series(1, $2) n`, crash.Day(0).AddDate(0, 0, 1).UnixMilli(), *waiting)
	start() // asks everybody, and notes by which rules
	for b.Loop() {
		start()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/1e6, "MB")
}
