package postgres

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

// benchCustomers is how many customers a benchmark's shop has.
const benchCustomers = 20_000

// An order that waits for payment is reminded after two minutes.
const benchRules = `version: 1
shop: {name: 青禾家}
limits:
  caps:
    many: {at_most: 1000, within: 7d}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: sms
    rules:
      - {name: gentle, if: minutes_unpaid > 2 && customer.paid_orders >= 0, send: gentle}
texts:
  gentle: "#买家昵称|亲#，「#商品名称#」在待付款里等您"
`

var benchDay = time.Date(2026, 11, 1, 10, 0, 0, 0, tiexin.Shanghai())

func benchEngine(b testing.TB, s care.Store) *care.Engine {
	b.Helper()
	rules, err := care.Load(fstest.MapFS{"rules.yaml": {Data: []byte(benchRules)}}, "*.yaml")
	require.NoError(b, err)
	engine, err := care.New(rules, care.Options{Store: s, Now: func() time.Time { return benchDay }, Senders: map[channel.Kind]channel.Sender{
		channel.SMS: channel.SenderFunc(func(context.Context, channel.Message) (channel.Receipt, error) { return channel.Receipt{}, nil }),
	}})
	require.NoError(b, err)
	return engine
}

// benchEvents are new orders, each of the next customer.
func benchEvents(from, n int) []tiexin.Event {
	events := make([]tiexin.Event, n)
	for i := range events {
		events[i] = benchEvent(from + i)
	}
	return events
}

func benchEvent(order int) tiexin.Event {
	return tiexin.Event{
		ID: fmt.Sprintf("e%d", order), Type: tiexin.EventOrderCreated, At: benchDay,
		Customer: tiexin.Customer{ID: fmt.Sprintf("c%d", order%benchCustomers), Nick: "小鱼", Mobile: tiexin.Phone{Number: "13800000000"}},
		Order:    &tiexin.Order{ID: fmt.Sprintf("o%d", order), Amount: 8900, Title: "羊绒围巾", CreatedAt: benchDay},
	}
}

// BenchmarkDecisions takes in new orders in batches, and compares that with a bare loop
// that writes the same rows: of-bare is how much of its speed is left.
func BenchmarkDecisions(b *testing.B) {
	for _, partitions := range []int{16, 64} {
		b.Run(fmt.Sprintf("partitions=%d", partitions), func(b *testing.B) {
			s, pool, _ := newStore(b, partitions)
			engine := benchEngine(b, s)
			ctx := context.Background()
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
	ctx := context.Background()
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
	records := func(name string) string { return (&session{words: s.db.words}).text("{" + name + "}") }
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
	s, pool, _ := newStore(b, 64)
	engine := benchEngine(b, s)
	ctx := context.Background()
	_, err := engine.HandleAll(ctx, benchEvents(0, benchCustomers))
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
