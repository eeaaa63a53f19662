package care_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// BenchmarkDiff compares 50 rules over 100,000 events, where few messages change and where
// all do, and reports how many simulations of the same events that takes.
func BenchmarkDiff(b *testing.B) {
	start := time.Date(2026, 11, 11, 8, 0, 0, 0, tiexin.Shanghai())
	var events []tiexin.Event
	const orders = 57_143 // with 42,857 payments
	for i := range orders {
		created := orderEvent(i, start.Add(time.Duration(i)*12*time.Hour/orders))
		events = append(events, created)
		if i%4 != 0 {
			events = append(events, tiexin.Event{
				ID: created.ID + "p", Type: tiexin.EventOrderPaid, At: created.At.Add(time.Duration(1+i%40) * time.Minute),
				Customer: tiexin.Customer{ID: created.Customer.ID}, Order: &tiexin.Order{ID: created.Order.ID},
			})
		}
	}
	old, file := rulesOf(b, 50), ruleFileOf(50)
	for _, of := range []struct{ name, from, to string }{
		{"few", "minutes_unpaid > 7", "minutes_unpaid > 9"},
		{"all", "您好", "您好呀"},
	} {
		b.Run(of.name, func(b *testing.B) {
			changed := strings.Replace(file, of.from, of.to, 1)
			if changed == file {
				b.Fatal("nothing is changed")
			}
			new := mustLoad(b, changed)
			var once, both time.Duration
			for b.Loop() {
				began := time.Now()
				n := 0
				for range care.Simulate(old, events, care.SimOptions{}) {
					n++
				}
				once += time.Since(began)
				began = time.Now()
				d, err := care.Diff(old, new, events, care.DiffOptions{Fault: func(err error) { b.Fatal(err) }})
				if err != nil || len(d.Changes) == 0 {
					b.Fatal(fmt.Sprint("nothing changes: ", err))
				}
				both += time.Since(began)
				b.ReportMetric(float64(len(d.Changes)), "changes")
			}
			b.ReportMetric(both.Seconds()/once.Seconds(), "simulations")
		})
	}
}
