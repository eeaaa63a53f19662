package care_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/ask/byhand"
	"github.com/tiexin-go/tiexin/care/internal/ask/exprloop"
)

// ofOrders are the events that begin the rules of a benchmark.
var ofOrders = []tiexin.EventType{tiexin.EventOrderCreated, tiexin.EventOrderPaid, tiexin.EventOrderShipped, tiexin.EventOrderSucceeded}

func shapeOf(n int, sparse bool) byhand.Shape {
	s := byhand.Shape{Rules: n, Sparse: sparse}
	for _, e := range ofOrders {
		s.Events = append(s.Events, string(e))
	}
	return s
}

// BenchmarkMatching finds the rules whose conditions the facts of an event leave open, and
// does nothing else: by the index; by Go written by hand, with maps from the event and the
// source to the rules; by Go written by hand that tries rule after rule; by expr.
func BenchmarkMatching(b *testing.B) {
	for _, sparse := range []bool{true, false} {
		for _, n := range []int{100, 1_000, 10_000} {
			shape := shapeOf(n, sparse)
			rules, facts := shape.Make(), shape.Facts(1_024)
			matches := func(way string, match func(event string, i int) int) {
				kind := "dense"
				if sparse {
					kind = "sparse"
				}
				b.Run(fmt.Sprintf("%s-%s/rules=%d", kind, way, n), func(b *testing.B) {
					b.ReportAllocs()
					found := 0
					for i := 0; b.Loop(); i++ {
						found += match(shape.Events[i%len(shape.Events)], i%len(facts))
					}
					b.ReportMetric(float64(found)/float64(b.N), "matches/op")
				})
			}
			index, views := indexOf(b, rules), make([]ask.View, len(facts))
			for i, f := range facts {
				views[i] = ask.View{Has: ask.ThingsOf(ask.ThingOrder), Facts: f}
			}
			var o ask.Opening
			matches("index", func(event string, i int) int {
				index.Begin(&o)
				index.Gate(&o, event)
				return len(index.Open(&views[i], ask.At(0), &o))
			})
			hand, plain := byhand.NewIndexed(rules), byhand.NewPlain(rules)
			var numbers []int32
			matches("hand", func(event string, i int) int {
				numbers = hand.Match(numbers[:0], event, &facts[i])
				return len(numbers)
			})
			matches("plain", func(event string, i int) int {
				numbers = plain.Match(numbers[:0], event, &facts[i])
				return len(numbers)
			})
			loops := loopsOf(b, rules)
			matches("expr", func(event string, i int) int { return loops[event].Run(facts[i]) })
		}
	}
}

func indexOf(tb testing.TB, rules []byhand.Rule) *ask.Index {
	tb.Helper()
	c := ask.NewCompiler()
	var all []ask.IndexedCondition
	for _, r := range rules {
		condition, problems := c.Compile(r.If, ask.Scope{Kind: ask.Order})
		require.Empty(tb, problems, r.If)
		all = append(all, ask.IndexedCondition{If: condition, Gates: []string{r.Event}})
	}
	return ask.NewIndex(all)
}

// loopsOf are a loop of expr for each event.
func loopsOf(tb testing.TB, rules []byhand.Rule) map[string]*exprloop.Loop {
	tb.Helper()
	sources, loops := map[string][]string{}, map[string]*exprloop.Loop{}
	for _, r := range rules {
		sources[r.Event] = append(sources[r.Event], r.If)
	}
	for event, all := range sources {
		loop, err := exprloop.Compile(all)
		require.NoError(tb, err)
		loops[event] = loop
	}
	return loops
}

// denseRules makes a rule file whose conditions share their sources: the more there are,
// the more of them are true for an event. Each event begins three flows, in which the first
// true rule speaks; or flows of ten rules, in which all speak.
func denseRules(tb testing.TB, n int, choose string) *care.Rules {
	tb.Helper()
	rules := map[string][]string{}
	for i, r := range shapeOf(n, false).Make() {
		rules[r.Event] = append(rules[r.Event], fmt.Sprintf("      - {name: r%d, if: \"%s\", send: say}\n", i, r.If))
	}
	var b strings.Builder
	b.WriteString("version: 1\nshop: {name: 小鹿家}\nlimits: {caps: {daily: {at_most: 3, per: day}}}\nflows:\n")
	for e, event := range ofOrders {
		size := 10
		if choose == "first" {
			size = len(rules[string(event)])/3 + 1
		}
		for i, flow := range slices.Collect(slices.Chunk(rules[string(event)], size)) {
			fmt.Fprintf(&b, "  flow%d-%d:\n    title: 流程\n    about: order\n    purpose: service\n    choose: %s\n    when: %s\n    via: [wangwang]\n    rules:\n%s", e, i, choose, event, strings.Join(flow, ""))
		}
	}
	b.WriteString("texts:\n  say: 亲爱的#买家昵称|亲#，您好\n")
	return mustLoad(tb, b.String())
}

// BenchmarkDense takes in what happens to orders through rules of which one or two of a
// hundred are true for an event. It reports how many outcomes an event has: a few where the
// first true rule of a flow speaks, and one for each true rule where all speak.
func BenchmarkDense(b *testing.B) {
	for _, choose := range []string{"first", "all"} {
		for _, n := range []int{100, 1_000, 10_000} {
			rules, facts := denseRules(b, n, choose), shapeOf(n, false).Facts(1_024)
			b.Run(fmt.Sprintf("%s/rules=%d", choose, n), func(b *testing.B) {
				now := time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())
				engine, err := care.New(rules, care.Options{Now: func() time.Time { return now }})
				require.NoError(b, err)
				warms(b, engine, now)
				outcomes := 0
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					e := orderEvent(i/len(ofOrders), now)
					e.ID, e.Type = fmt.Sprint("e", i), ofOrders[i%len(ofOrders)]
					suit(&e, &facts[i/len(ofOrders)%len(facts)])
					out, err := engine.Handle(context.Background(), e)
					if err != nil {
						b.Fatal(err)
					}
					outcomes += len(out)
				}
				b.ReportMetric(float64(outcomes)/float64(b.N), "outcomes/op")
			})
		}
	}
}

// suit makes an event about the order and the customer of some facts.
func suit(e *tiexin.Event, f *ask.Facts) {
	e.Customer.Grade, e.Customer.PaidOrders = f.Customer.Grade, f.Customer.PaidOrders
	e.Order.Source, e.Order.Amount = f.Order.Source, tiexin.Money(f.Order.Amount*100)
	e.Order.Province, e.Order.Gift = f.Order.Province, f.Order.Gift
	if f.Order.COD {
		e.Order.Kind = tiexin.COD
	}
	for range f.Order.Items {
		e.Order.Items = append(e.Order.Items, tiexin.Item{Title: "羽绒服", Quantity: 1})
	}
}
