package ask

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
	"github.com/stretchr/testify/require"
)

// BenchmarkAsk asks the conditions of the example about new facts, and reports
// each also in runs of one comparison by expr, measured just before.
func BenchmarkAsk(b *testing.B) {
	v := &View{Has: ThingsOf(ThingOrder), Moving: Moving{LastBought: func(string) (int64, bool) { return 5, true }}}
	v.Facts.Order = OrderFacts{Source: "juhuasuan", Amount: 199, Titles: []string{"羽绒服"}, Categories: []string{"女装"}}
	v.Facts.Customer = CustomerFacts{Grade: "gold", Spent: 2500, PaidOrders: 3, Tags: []string{"新客"}}
	v.Facts.Shop.UsualMinutesToPay = 30
	v.Clocks[Unpaid] = Reading{Phase: Runs, Origin: 1_800_000_000_000, End: At(1_800_086_400_000)}
	v.Clocks[SinceOrder] = Reading{Phase: Runs, Origin: 1_800_000_000_000, End: Forever}
	c := NewCompiler()
	for _, s := range []struct{ name, source string }{
		{"vip", "customer.grade in ['gold', 'diamond'] || customer.spent >= 2000"}, {"asleep", "days_since_order > 180 && !bought('羽绒服', 365)"},
	} {
		c.segment(s.name, compiled(b, c, s.source, Scope{Segment: true}))
	}
	bare := bareRun(b, v.Facts)
	for _, bb := range []struct{ name, source string }{
		{"fact", "order.amount >= 20"},
		{"clock", "order.source == 'juhuasuan' && minutes_unpaid > 15"},
		{"segment", "segment.vip && order.amount >= 300 && minutes_unpaid > 20"},
		{"quantity", "order.amount >= 20 && minutes_unpaid > shop.usual_minutes_to_pay"},
		{"moving", "segment.asleep || minutes_unpaid > 15 && minutes_unpaid < 60"},
		{"search", "any(order.titles, {# contains '羽绒'}) && minutes_unpaid > 15"},
	} {
		condition := compiled(b, c, bb.source, Scope{Kind: Order})
		for _, again := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/again=%t", bb.name, again), func(b *testing.B) {
				condition.Ask(v)
				b.ReportAllocs()
				for b.Loop() {
					if !again {
						clear(v.asked)
						clear(v.answers)
					}
					condition.Ask(v)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/bare, "expr-runs/op")
			})
		}
	}
}

// bareRun is how many nanoseconds one comparison takes by expr alone: the best of
// ten measurements.
func bareRun(b *testing.B, facts Facts) float64 {
	b.Helper()
	p, err := expr.Compile("order.amount >= 20", expr.Env(Facts{}))
	require.NoError(b, err)
	var machine vm.VM
	var env any = facts
	best := math.Inf(1)
	for range 10 {
		const runs = 20_000
		start := time.Now()
		for range runs {
			_, _ = machine.Run(p, env)
		}
		best = min(best, float64(time.Since(start).Nanoseconds())/runs)
	}
	return best
}

// BenchmarkAskUnknown asks what cannot be worked out: that is usual, so it costs no
// more and allocates nothing.
func BenchmarkAskUnknown(b *testing.B) {
	v := &View{Has: ThingsOf(ThingOrder)}
	c := NewCompiler()
	for _, source := range []string{"chat.score < 3 && order.amount > 100", "order.paid_at > order.created_at", "not (chat.ordered) && minutes_unpaid > 5", "minutes_unpaid > chat.score"} {
		condition := compiled(b, c, source, Scope{Segment: true})
		b.Run(source, func(b *testing.B) {
			condition.Ask(v)
			b.ReportAllocs()
			for b.Loop() {
				v.Reset()
				condition.Ask(v)
				condition.Unknown(v, 0)
			}
		})
	}
}
