package care

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// BenchmarkJournal handles the same events without a journal and with one, in turns, and
// says what the journal costs: the ratio of the times, and the bytes of what is written.
func BenchmarkJournal(b *testing.B) {
	file := rulesFrom(b, unpaid)
	ctx := context.Background()
	now := morning
	open := func(o *JournalOptions) (*Engine, *Memory) {
		store := NewMemoryOf(8)
		engine, err := New(file, Options{Store: store, Journal: o, Now: func() time.Time { return now }})
		require.NoError(b, err)
		return engine, store
	}
	none, _ := open(nil)
	kept, store := open(&JournalOptions{})
	var spent [2]time.Duration
	live := func(which int, e *Engine, i int) {
		began := time.Now()
		who := by(fmt.Sprint("c", i))
		for _, event := range [...]func() error{
			func() error { _, err := e.Handle(ctx, at("+0m", created("T1", who))); return err },
			func() error { _, err := e.Handle(ctx, at("+5m", updated("T1", who))); return err },
			func() error { _, err := e.Handle(ctx, at("+10m", paid("T1", who))); return err },
		} {
			if err := event(); err != nil {
				b.Fatal(err)
			}
		}
		spent[which] += time.Since(began)
	}
	for i := range b.N {
		live(0, none, i)
		live(1, kept, i)
	}
	lines, bytes := 0, 0
	for _, p := range store.parts {
		for _, entries := range p.journals {
			for _, one := range entries {
				lines, bytes = lines+1, bytes+len(one.Body)
			}
		}
	}
	b.ReportMetric(float64(spent[1])/float64(spent[0]), "ratio")
	b.ReportMetric(float64(spent[0])/float64(3*b.N), "ns/event-without")
	b.ReportMetric(float64(spent[1])/float64(3*b.N), "ns/event-with")
	b.ReportMetric(float64(bytes)/float64(lines), "B/line")
	b.ReportMetric(float64(lines)/float64(3*b.N), "lines/event")
}
