package sqlite

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// benchCustomers is how many customers a benchmark's shop has.
const benchCustomers = 20_000

// benchEngine is an engine of the shop of the crash test.
func benchEngine(b *testing.B, s *Store) *care.Engine {
	b.Helper()
	engine, err := crashEngine(s, func() time.Time { return crashDay(0) }, func(string) {})
	require.NoError(b, err)
	return engine
}

// benchEvents are new orders, each of the next customer.
func benchEvents(from, n int) []tiexin.Event {
	events := make([]tiexin.Event, n)
	for i := range events {
		events[i] = crashEvent(0, from+i, (from+i)%benchCustomers, false, crashDay(0))
	}
	return events
}

// BenchmarkDecisions takes in new orders in batches, and compares that with a bare loop
// that writes the same rows: of-bare is how much of its speed is left.
func BenchmarkDecisions(b *testing.B) {
	for _, files := range []int{1, 2} {
		b.Run(fmt.Sprintf("files=%d", files), func(b *testing.B) {
			s := opened(b, b.TempDir(), Options{Files: files})
			defer s.Close()
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
			bare := bareRows(b, s, next-benchCustomers)
			b.ReportMetric(decided, "decisions/s")
			b.ReportMetric(bare, "bare-rows/s")
			b.ReportMetric(decided/bare, "of-bare")
		})
	}
}

// bareRows copies the store's rows into a table, and says how many a second one loop
// writes once more over them, 256 in a transaction.
func bareRows(b *testing.B, s *Store, n int) float64 {
	b.Helper()
	f, err := openFile(filepath.Join(b.TempDir(), "bare.db"))
	require.NoError(b, err)
	defer f.close()
	require.NoError(b, f.prepare())
	require.NoError(b, f.create(identity{partitions: 1, files: 1}, 1))
	var rows []care.Record
	for i := range s.Partitions() {
		p := leased(b, s, i)
		for after := (care.Key{}); ; after = rows[len(rows)-1].Key {
			page, err := p.Scan(ctx, after, 1000)
			require.NoError(b, err)
			if rows = append(rows, page...); len(page) == 0 {
				break
			}
		}
	}
	write := func(n int) {
		for i := 0; i < n; i += 256 {
			require.NoError(b, f.transact(&job{do: func() error {
				for j := i; j < min(i+256, n); j++ {
					r := &rows[j*7919%len(rows)] // in no order, as customers come
					err := f.exec(`INSERT INTO records (partition, shop, customer, version, wake_at, state) VALUES (0, ?, ?, ?, ?, ?)
						ON CONFLICT DO UPDATE SET version = excluded.version, wake_at = excluded.wake_at, state = excluded.state`,
						r.Key.Shop, r.Key.Customer, int64(r.Version)+int64(j), r.WakeAt+int64(j), r.State)
					if err != nil {
						return err
					}
				}
				return nil
			}}))
		}
	}
	write(len(rows))
	began := time.Now()
	write(n)
	return float64(n) / time.Since(began).Seconds()
}

// BenchmarkHandle takes in one event after the other: each waits for the disk.
func BenchmarkHandle(b *testing.B) {
	s := opened(b, b.TempDir(), Options{})
	defer s.Close()
	engine := benchEngine(b, s)
	_, err := engine.HandleAll(ctx, benchEvents(0, benchCustomers))
	require.NoError(b, err)
	next := benchCustomers
	for b.Loop() {
		_, err := engine.Handle(ctx, benchEvents(next, 1)[0])
		require.NoError(b, err)
		next++
	}
	b.ReportMetric(float64(next-benchCustomers)/b.Elapsed().Seconds(), "events/s")
}
