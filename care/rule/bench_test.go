package rule

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
	"github.com/stretchr/testify/require"
)

// manyRules is a file of so many rules with three comparisons each, every one
// with constants of its own, and a hundred texts.
func manyRules(n int) File {
	var b strings.Builder
	b.WriteString("version: 1\nshop: {name: 小鹿家}\nflows:\n  payment:\n    title: 催付\n    about: order\n    while: unpaid\n    purpose: notice\n    via: [wangwang, sms]\n    rules:\n")
	for i := range n {
		fmt.Fprintf(&b, "      - name: r%d\n        title: 规则%d\n        if: order.source == 'live%d' && minutes_unpaid > %d && order.amount >= %d\n        send: t%d\n", i, i, i, i%1000, i*3+1, i%100)
	}
	b.WriteString("texts:\n")
	for i := range 100 {
		fmt.Fprintf(&b, "  t%d: 亲爱的#买家昵称|亲#,您的「#商品名称#」还有#剩余付款时间#就要关闭了,第%d号。\n", i, i)
	}
	return File{"rules.yaml", []byte(b.String())}
}

func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{10, 100, 1_000} {
		b.Run(fmt.Sprintf("rules=%d", n), func(b *testing.B) {
			file := manyRules(n)
			b.SetBytes(int64(len(file.Data)))
			b.ReportAllocs()
			for b.Loop() {
				if set, problems := Load(file); set == nil {
					b.Fatal(problems)
				}
			}
			if n == 1_000 { // it is to take 300 ms at most: 1 and more is enough
				b.ReportMetric(0.3*float64(b.N)/b.Elapsed().Seconds(), "x-of-goal")
			}
		})
	}
}

// BenchmarkAsk asks the conditions of the example about new facts, and reports
// each also in runs of one comparison by expr, measured just before.
func BenchmarkAsk(b *testing.B) {
	v := &View{LastBought: func(string) (int64, bool) { return 5, true }}
	v.Facts.Order = OrderFacts{Source: "juhuasuan", Amount: 199, Titles: []string{"羽绒服"}, Categories: []string{"女装"}}
	v.Facts.Customer = CustomerFacts{Grade: "gold", Spent: 2500, PaidOrders: 3, Tags: []string{"新客"}}
	v.Facts.Shop.UsualMinutesToPay = 30
	v.Clocks[Unpaid] = Reading{Phase: Runs, Origin: 1_800_000_000_000, End: At(1_800_086_400_000)}
	v.Clocks[SinceOrder] = Reading{Phase: Runs, Origin: 1_800_000_000_000, End: Forever}
	c := newConditions(map[string]*Segment{})
	compile := func(source string, where scope) *Condition {
		condition, faults := c.compile(source, where)
		require.Empty(b, faults)
		return condition
	}
	for i, s := range []struct{ name, source string }{
		{"vip", "customer.grade in ['gold', 'diamond'] || customer.spent >= 2000"}, {"asleep", "days_since_order > 180 && !bought('羽绒服', 365)"},
	} {
		c.segments[s.name] = &Segment{Name: s.name, If: compile(s.source, scope{segment: true}), number: i}
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
		condition := compile(bb.source, scope{about: AboutOrder})
		for _, again := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/again=%t", bb.name, again), func(b *testing.B) {
				condition.Ask(v)
				b.ReportAllocs()
				for b.Loop() {
					if !again {
						clear(v.known)
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
