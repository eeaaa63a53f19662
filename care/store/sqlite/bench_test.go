package sqlite

import (
	"fmt"
	"path/filepath"
	"slices"
	"sync"
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
			w := newBare(b, s)
			bare := float64(next-benchCustomers) / w.write(next-benchCustomers, 256).Seconds()
			b.ReportMetric(decided, "decisions/s")
			b.ReportMetric(bare, "bare-rows/s")
			b.ReportMetric(decided/bare, "of-bare")
		})
	}
}

// A bare loop writes rows like those of a store, and nothing else.
type bare struct {
	b    *testing.B
	f    *file
	rows []care.Record
	next int
}

// newBare copies the store's rows into a table.
func newBare(b *testing.B, s *Store) *bare {
	b.Helper()
	f, err := openFile(filepath.Join(b.TempDir(), "bare.db"))
	require.NoError(b, err)
	b.Cleanup(func() { _ = f.close() })
	require.NoError(b, f.prepare())
	require.NoError(b, f.create(identity{partitions: 1, files: 1}, 1))
	w := &bare{b: b, f: f}
	for i := range s.Partitions() {
		p := leased(b, s, i)
		for after := (care.Key{}); ; after = w.rows[len(w.rows)-1].Key {
			page, err := p.Scan(ctx, after, 1000)
			require.NoError(b, err)
			if w.rows = append(w.rows, page...); len(page) == 0 {
				break
			}
		}
	}
	w.write(len(w.rows), 256)
	return w
}

// write writes n rows once more, so many in a transaction, in no order, as customers come.
// It says how long that took.
func (w *bare) write(n, most int) time.Duration {
	began := time.Now()
	for i := 0; i < n; i += most {
		require.NoError(w.b, w.f.transact(&job{do: func() error {
			for range min(most, n-i) {
				r := &w.rows[w.next*7919%len(w.rows)]
				w.next++
				err := w.f.exec(`INSERT INTO records (partition, shop, customer, version, wake_at, lists, state) VALUES (0, ?, ?, ?, ?, 0, ?)
					ON CONFLICT DO UPDATE SET version = excluded.version, wake_at = excluded.wake_at, state = excluded.state`,
					r.Key.Shop, r.Key.Customer, int64(r.Version)+int64(w.next), r.WakeAt+int64(w.next), r.State)
				if err != nil {
					return err
				}
			}
			return nil
		}}))
	}
	return time.Since(began)
}

// BenchmarkHandle takes in one event after the other: each waits for the disk, as each row
// of the bare loop does. The two take turns, so that they meet the same disk.
func BenchmarkHandle(b *testing.B) {
	s := opened(b, b.TempDir(), Options{})
	defer s.Close()
	_, err := benchEngine(b, s).HandleAll(ctx, benchEvents(0, benchCustomers))
	require.NoError(b, err)
	w := newBare(b, s)
	engine := benchEngine(b, s) // the loop had the partitions
	const chunk = 64
	alone, next := time.Duration(0), benchCustomers
	for b.Loop() {
		if next%chunk == 0 {
			b.StopTimer()
			alone += w.write(chunk, 1)
			b.StartTimer()
		}
		_, err := engine.Handle(ctx, benchEvents(next, 1)[0])
		require.NoError(b, err)
		next++
	}
	handled := float64(next-benchCustomers) / b.Elapsed().Seconds()
	bare := float64((next-benchCustomers+chunk-1)/chunk*chunk) / alone.Seconds()
	b.ReportMetric(handled, "events/s")
	b.ReportMetric(bare, "bare-rows/s")
	b.ReportMetric(handled/bare, "of-bare")
}

// BenchmarkCallers has 64 webhooks take in events at the same time, and says how long the
// slowest of a hundred waited.
func BenchmarkCallers(b *testing.B) {
	s := opened(b, b.TempDir(), Options{})
	defer s.Close()
	engine := benchEngine(b, s)
	_, err := engine.HandleAll(ctx, benchEvents(0, benchCustomers))
	require.NoError(b, err)
	const callers, each = 64, 32
	var waited []time.Duration
	next := benchCustomers
	for b.Loop() {
		b.StopTimer()
		events, took := benchEvents(next, callers*each), make([]time.Duration, callers*each)
		b.StartTimer()
		var wg sync.WaitGroup
		for c := range callers {
			wg.Go(func() {
				for i := c * each; i < (c+1)*each; i++ {
					began := time.Now()
					if _, err := engine.Handle(ctx, events[i]); err != nil {
						b.Error(err)
					}
					took[i] = time.Since(began)
				}
			})
		}
		wg.Wait()
		next += len(events)
		waited = append(waited, took...)
	}
	slices.Sort(waited)
	b.ReportMetric(float64(len(waited))/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(waited[len(waited)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(waited[len(waited)*99/100].Microseconds())/1000, "p99-ms")
}
