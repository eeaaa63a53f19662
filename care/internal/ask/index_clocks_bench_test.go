package ask

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// denseSource makes up a condition as shops write them: two to five comparisons of
// different words, a quarter of them with a choice. About one of sixty is true.
func denseSource(r *rand.Rand) string {
	one := func(of ...string) string { return of[r.IntN(len(of))] }
	words := []func() string{
		func() string { return fmt.Sprintf("order.source == 's%d'", r.IntN(20)) },
		func() string {
			return fmt.Sprintf("order.province in ['p%d', 'p%d', 'p%d']", r.IntN(31), r.IntN(31), r.IntN(31))
		},
		func() string { return fmt.Sprintf("customer.grade != 'g%d'", r.IntN(5)) },
		func() string { return fmt.Sprintf("customer.grade in ['g%d', 'g%d']", r.IntN(5), r.IntN(5)) },
		func() string { return fmt.Sprintf("order.amount %s %d", one(">", "<="), 50*r.IntN(20)) },
		func() string { return fmt.Sprintf("order.items > %d", r.IntN(5)) },
		func() string { return fmt.Sprintf("customer.paid_orders >= %d", r.IntN(8)) },
		func() string { return one("order.cod", "not order.gift") },
	}
	r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	var parts []string
	n := 2 + r.IntN(4)
	for i := range n {
		if r.IntN(12) == 0 {
			parts = append(parts, "("+words[i]()+" || "+words[i+1]()+")")
		} else {
			parts = append(parts, words[i]())
		}
	}
	return strings.Join(parts, " && ")
}

func denseView(r *rand.Rand) *View {
	v := &View{Has: ThingsOf(ThingOrder)}
	f := &v.Facts
	f.Order.Source, f.Order.Province, f.Customer.Grade = fmt.Sprint("s", r.IntN(20)), fmt.Sprint("p", r.IntN(31)), fmt.Sprint("g", r.IntN(5))
	f.Order.Amount, f.Order.Items, f.Customer.PaidOrders = float64(r.IntN(1000)), r.IntN(5), r.IntN(10)
	f.Order.COD, f.Order.Gift = r.IntN(4) == 0, r.IntN(4) == 0
	return v
}

// BenchmarkNextTurn finds when the first of many conditions with clocks turns next: by the
// index, and by asking each.
func BenchmarkNextTurn(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		r := rand.New(rand.NewPCG(1, 1))
		c := NewCompiler()
		var all []IndexedCondition
		for i := range n {
			clock := []string{"minutes_unpaid", "hours_unshipped", "hours_since_signed"}[i%3]
			source := fmt.Sprintf("%s && %s > %d && %s < %d", denseSource(r), clock, r.IntN(30), clock, 30+r.IntN(60))
			condition := compiled(b, c, source, Scope{Kind: Order})
			clocked, _ := condition.Stems.Only()
			all = append(all, IndexedCondition{If: condition, Gates: []string{""}, Clock: clocked})
		}
		var views []*View
		for range 256 {
			v := denseView(r)
			v.Clocks[Unpaid] = Reading{Phase: Runs, Origin: 1_800_000_000_000, End: Forever}
			views = append(views, v)
		}
		now := At(1_800_000_000_000 + 40*60_000)
		sooner := func(next Instant, t *Times) Instant {
			if turns, ok := t.Turns(now); ok {
				return min(next, turns)
			}
			return next
		}
		x := NewIndex(all)
		b.Run(fmt.Sprintf("index/rules=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			var o Opening
			var t Times
			for i := 0; b.Loop(); i++ {
				v, next := views[i%len(views)], Forever
				x.Begin(&o)
				x.Gate(&o, "")
				for _, n := range x.Open(v, now, &o) {
					x.Answer(n, v, &t)
					next = sooner(next, &t)
				}
			}
		})
		b.Run(fmt.Sprintf("each/rules=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			var t Times
			for i := 0; b.Loop(); i++ {
				v, next := views[i%len(views)], Forever
				v.Reset()
				for j := range all {
					all[j].If.AskInto(v, &t)
					next = sooner(next, &t)
				}
			}
		})
	}
}
