package care_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/ask/exprloop"
)

// begunRules makes a rule file of n rules that four kinds of events begin, ten a flow,
// each for orders of one source.
func begunRules(tb testing.TB, n int) *care.Rules {
	tb.Helper()
	return mustLoad(tb, begunFileOf(n))
}

func begunFileOf(n int) string {
	events := []string{"order.created", "order.paid", "order.shipped", "order.succeeded"}
	var b strings.Builder
	b.WriteString("version: 1\nshop: {name: 小鹿家}\nflows:\n")
	for i := range n {
		if i%10 == 0 {
			fmt.Fprintf(&b, "  flow%d:\n    title: 流程\n    about: order\n    purpose: service\n    choose: all\n    when: %s\n    via: [wangwang]\n    rules:\n", i/10, events[i/10%4])
		}
		fmt.Fprintf(&b, "      - {name: r%d, if: \"order.source == 'source%d'\", send: say}\n", i, i%(n/3+1))
	}
	b.WriteString("texts:\n  say: 亲爱的#买家昵称|亲#，您好\n")
	return b.String()
}

// BenchmarkLoad loads ten thousand rules and makes an engine of them, index included: rules
// as a shop has them, rules that events begin, and one flow of rules that all differ. It is
// to take a second at most, and to keep 50 MB. Then it loads rules that somebody made to be
// slow: a thousand with eighty alternatives each, and twenty with long lists.
func BenchmarkLoad(b *testing.B) {
	const n = 10_000
	oneFlow := "version: 1\nshop: {name: 小鹿家}\nflows:\n  payment:\n    title: 催付\n    about: order\n    while: unpaid\n    purpose: notice\n    via: [wangwang, sms]\n    rules:\n"
	for i := range n {
		oneFlow += fmt.Sprintf("      - {name: r%d, if: \"order.source == 'live%d' && minutes_unpaid > %d && order.amount >= %d\", send: say}\n", i, i, i%1000, i*3+1)
	}
	oneFlow += "texts: {say: 您好}\n"
	parts := func(n int, part, by string) string { return strings.Join(slices.Repeat([]string{part}, n), by) }
	made := func(n int, condition func(i int) string) string {
		file := "version: 1\nshop: {name: 小鹿家}\nflows:\n  payment:\n    title: 催付\n    about: order\n    purpose: notice\n    via: [sms]\n    rules:\n"
		for i := range n {
			file += fmt.Sprintf("      - {name: r%d, if: \"%s\", send: say}\n", i, numbered(condition(i)))
		}
		return file + "texts: {say: 您好}\n"
	}
	wide := made(1_000, func(i int) string { return parts(80, fmt.Sprintf("order.source == 's%d-#'", i), " || ") })
	lists := made(20, func(i int) string {
		return fmt.Sprintf("order.amount > %d && order.source in [%s]", 100-i, parts(4_000, "'#'", ","))
	})
	for _, set := range []struct{ name, file string }{{"shop", ruleFileOf(n)}, {"begun", begunFileOf(n)}, {"one-flow", oneFlow}, {"wide", wide}, {"lists", lists}} {
		b.Run(set.name, func(b *testing.B) {
			b.ReportAllocs()
			kept := 0.0
			for b.Loop() {
				var before, after runtime.MemStats
				b.StopTimer()
				runtime.GC()
				runtime.ReadMemStats(&before)
				b.StartTimer()
				engine, err := care.New(mustLoad(b, set.file), care.Options{})
				if err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				runtime.GC()
				runtime.ReadMemStats(&after)
				kept = float64(after.HeapAlloc-before.HeapAlloc) / 1e6
				runtime.KeepAlive(engine)
				b.StartTimer()
			}
			b.ReportMetric(kept, "MB")
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "x-of-goal")
		})
	}
}

// numbered numbers the signs # of a condition.
func numbered(condition string) string {
	var b strings.Builder
	for i, part := range strings.Split(condition, "#") {
		if i > 0 {
			b.WriteString(strconv.Itoa(i))
		}
		b.WriteString(part)
	}
	return b.String()
}

// BenchmarkRules takes in what happens to orders through rules of which each event begins
// a quarter and three match: by an engine that asks only the rules which the facts leave
// open, by one that asks all, and, for comparison, by a bare loop that runs every condition
// by expr and does nothing else.
func BenchmarkRules(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		rules := begunRules(b, n)
		b.Run(fmt.Sprint("engine/rules=", n), func(b *testing.B) { takesIn(b, rules, care.Options{}) })
		b.Run(fmt.Sprint("all/rules=", n), func(b *testing.B) { takesIn(b, rules, care.Options{ConditionOff: true}) })
		b.Run(fmt.Sprint("expr/rules=", n), func(b *testing.B) {
			var sources []string
			for _, f := range rules.Flows {
				for _, r := range f.Rules {
					sources = append(sources, r.If.Source)
				}
			}
			loop, err := exprloop.Compile(sources)
			require.NoError(b, err)
			facts := ask.Facts{Order: ask.OrderFacts{Source: "source1"}}
			require.Positive(b, loop.Run(facts))
			b.ReportAllocs()
			for b.Loop() {
				loop.Run(facts)
			}
		})
	}
}

// BenchmarkLife takes in the life of an order, of which each event asks every reminder that
// waits for its clock, until the clocks are over.
func BenchmarkLife(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		rules := remindersOf(b, n)
		b.Run(fmt.Sprint("engine/rules=", n), func(b *testing.B) { takesIn(b, rules, care.Options{}) })
		b.Run(fmt.Sprint("all/rules=", n), func(b *testing.B) { takesIn(b, rules, care.Options{ConditionOff: true}) })
	}
}

// BenchmarkClocks takes in the life of an order through rules of which each waits for one
// of four clocks: only those that run cost anything.
func BenchmarkClocks(b *testing.B) {
	clocks := []string{"minutes_unpaid", "hours_unshipped", "hours_since_signed", "days_since_confirmed"}
	for _, n := range []int{100, 1_000, 10_000} {
		var file strings.Builder
		file.WriteString("version: 1\nshop: {name: 小鹿家}\nflows:\n")
		for i := range n {
			if i%10 == 0 {
				fmt.Fprintf(&file, "  flow%d:\n    title: 流程\n    about: order\n    purpose: notice\n    via: [wangwang]\n    rules:\n", i/10)
			}
			fmt.Fprintf(&file, "      - {name: r%d, if: \"order.source == 'source%d' && %s > %d\", send: say}\n", i, i%17, clocks[i/10%4], 5+i%20)
		}
		file.WriteString("texts:\n  say: 亲爱的#买家昵称|亲#，您好\n")
		rules := mustLoad(b, file.String())
		b.Run(fmt.Sprint("rules=", n), func(b *testing.B) { takesIn(b, rules, care.Options{}) })
	}
}

// BenchmarkMoments takes in the life of an order of a customer to whom birthdays and
// festivals come for so many rules.
func BenchmarkMoments(b *testing.B) {
	moments := []string{"birthday at 10:00", "birthday - 3d at 10:00", "qixi at 10:00", "every week on mon at 10:00"}
	for _, n := range []int{100, 1_000, 10_000} {
		var file strings.Builder
		file.WriteString("version: 1\nshop: {name: 小鹿家}\nflows:\n")
		for i := range n {
			if i%10 == 0 {
				fmt.Fprintf(&file, "  flow%d:\n    title: 流程\n    about: customer\n    when: %s\n    purpose: care\n    via: [wangwang]\n    rules:\n", i/10, moments[i/10%4])
			}
			fmt.Fprintf(&file, "      - {name: r%d, if: \"customer.grade == 'g%d'\", send: say}\n", i, i)
		}
		file.WriteString("texts:\n  say: 亲爱的#买家昵称|亲#，您好\n")
		rules := mustLoad(b, file.String())
		b.Run(fmt.Sprint("rules=", n), func(b *testing.B) { takesIn(b, rules, care.Options{Store: care.NewMemoryOf(1)}) })
	}
}

// warms takes in an order each of a thousand customers, so that every partition has learnt
// what the rules wait for: that happens once.
func warms(b *testing.B, engine *care.Engine, now time.Time) {
	b.Helper()
	for i := range 1_000 {
		e := orderEvent(i, now)
		e.ID, e.Customer.ID = fmt.Sprint("warm", i), fmt.Sprint("warm", i)
		_, err := engine.Handle(context.Background(), e)
		require.NoError(b, err)
	}
}

// takesIn takes in four events of one order after the other.
func takesIn(b *testing.B, rules *care.Rules, o care.Options) {
	b.Helper()
	start := time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())
	types := []tiexin.EventType{tiexin.EventOrderCreated, tiexin.EventOrderPaid, tiexin.EventOrderShipped, tiexin.EventOrderSucceeded}
	now := start
	o.Now = func() time.Time { return now }
	engine, err := care.New(rules, o)
	require.NoError(b, err)
	warms(b, engine, start)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		e := orderEvent(i/4, start.Add(time.Duration(i%4)*time.Hour))
		e.ID, e.Type, e.Order.Source = fmt.Sprint("e", i), types[i%4], "source1"
		now = e.At
		if _, err := engine.Handle(context.Background(), e); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPayments takes in one payment of a customer who has paid for so many orders
// before, one a day, and of whom nothing else is heard.
func BenchmarkPayments(b *testing.B) {
	rules := mustLoad(b, "version: 1\nshop: {name: 青禾家}\nflows:\n  thx: {title: 谢, about: order, when: order.paid, purpose: service, via: [wangwang], rules: [{name: thx, send: t}]}\ntexts: {t: 谢谢}\n")
	start := time.Date(2025, 1, 1, 10, 0, 0, 0, tiexin.Shanghai())
	pays := func(engine *care.Engine, customer string, i int, now *time.Time) {
		*now = start.AddDate(0, 0, i)
		e := tiexin.Event{
			ID: fmt.Sprint(customer, "-", i), Type: tiexin.EventOrderPaid, At: *now,
			Customer: tiexin.Customer{ID: customer, Wangwang: "w"}, Order: &tiexin.Order{ID: fmt.Sprint("T", i), Amount: 100},
		}
		if _, err := engine.Handle(context.Background(), e); err != nil {
			b.Fatal(err)
		}
	}
	for _, before := range []int{9, 399} {
		b.Run(fmt.Sprint("before=", before), func(b *testing.B) {
			var now time.Time
			const customers = 200
			engine, err := care.New(rules, care.Options{Store: care.NewMemoryOf(1), Now: func() time.Time { return now }})
			if err != nil {
				b.Fatal(err)
			}
			for c := range customers {
				for i := range before {
					pays(engine, fmt.Sprint("c", c), i, &now)
				}
			}
			b.ReportAllocs()
			b.ResetTimer()
			for i := range b.N { // each customer pays a few times more
				pays(engine, fmt.Sprint("c", i%customers), before+i/customers, &now)
			}
		})
	}
}

// BenchmarkManyUnpaid takes in events of a customer who has a thousand orders that wait
// for payment, with merge: an order that comes to them, and the reminder.
func BenchmarkManyUnpaid(b *testing.B) {
	rules := mustLoad(b, "version: 1\nshop: {name: 青禾家}\nlimits: {caps: {c: {at_most: 100000, per: day}}}\nflows:\n  pay: {title: 催, about: order, while: unpaid, merge: 24h, purpose: notice, via: [sms], rules: [{name: r, if: minutes_unpaid > 30, send: t}]}\ntexts: {t: \"#商品列表#还没付款\"}\n")
	start := time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())
	const orders = 1_000
	for _, what := range []string{"another order", "the reminder"} {
		b.Run(strings.ReplaceAll(what, " ", "-"), func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				now := start
				engine, err := care.New(rules, care.Options{Store: care.NewMemoryOf(1), Now: func() time.Time { return now }})
				if err != nil {
					b.Fatal(err)
				}
				hears := func(i int) {
					e := orderEvent(0, now)
					e.ID, e.Order.ID, e.Customer.Mobile.Number = fmt.Sprint("e", i), fmt.Sprint("T", i), "13800000000"
					if _, err := engine.Handle(context.Background(), e); err != nil {
						b.Fatal(err)
					}
				}
				for i := range orders {
					now = start.Add(time.Duration(i) * time.Second)
					hears(i)
				}
				b.StartTimer()
				if what == "another order" {
					hears(orders)
					continue
				}
				now = start.Add(31 * time.Minute)
				if _, err := engine.Advance(context.Background(), now); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkTrack takes in the track of a parcel of thirty nodes: a node a push, and
// all so far with every push.
func BenchmarkTrack(b *testing.B) {
	rules := mustLoad(b, "version: 1\nshop: {name: 青禾家}\nflows:\n  late: {title: 晚, about: parcel, while: in_transit, purpose: service, via: [wangwang], rules: [{name: r, if: hours_since_scan > 48, send: t}]}\ntexts: {t: 晚到}\n")
	start := time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())
	for _, whole := range []bool{false, true} {
		b.Run(fmt.Sprint("whole=", whole), func(b *testing.B) {
			now := start
			engine, err := care.New(rules, care.Options{Store: care.NewMemoryOf(1), Now: func() time.Time { return now }})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				var track []tiexin.Node
				for i := range 30 {
					now = start.Add(time.Duration(i) * time.Hour)
					track = append(track, tiexin.Node{At: now, Status: tiexin.ParcelInTransit, Text: "到达中转站", Region: tiexin.Region{Province: "浙江", City: "杭州"}})
					pushed := track[i:]
					if whole {
						pushed = track
					}
					e := tiexin.Event{
						ID: fmt.Sprint(n, "-", i), Type: tiexin.EventParcelMoved, At: now, Customer: tiexin.Customer{ID: fmt.Sprint("c", n), Wangwang: "w"},
						Parcel: &tiexin.Parcel{ID: "P", OrderID: "T", Number: "75311112222", Carrier: "zhongtong", Track: pushed},
					}
					if _, err := engine.Handle(context.Background(), e); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// BenchmarkMemoryOfParcels keeps customers of whom each waits for a parcel, and reports
// the bytes that each takes, order, parcel, index and wake-up included.
func BenchmarkMemoryOfParcels(b *testing.B) {
	rules := mustLoad(b, "version: 1\nshop: {name: 青禾家}\nflows:\n  late: {title: 晚, about: parcel, while: in_transit, purpose: service, via: [wangwang], rules: [{name: r, if: hours_since_scan > 48, send: t}]}\ntexts: {t: 晚到}\n")
	const orders = 200_000
	for b.Loop() {
		now := time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		engine, err := care.New(rules, care.Options{Now: func() time.Time { return now }})
		if err != nil {
			b.Fatal(err)
		}
		for i := range orders {
			paid := orderEvent(i, now)
			paid.Type, paid.Order.Status = tiexin.EventOrderPaid, tiexin.Paid
			left := tiexin.Event{
				ID: fmt.Sprint("p", i), Type: tiexin.EventParcelShipped, At: now, Customer: paid.Customer,
				Parcel: &tiexin.Parcel{ID: fmt.Sprint("P", i), OrderID: paid.Order.ID, Carrier: "zhongtong", Number: fmt.Sprint(75311110000 + i)},
			}
			for _, e := range []tiexin.Event{paid, left} {
				if _, err := engine.Handle(context.Background(), e); err != nil {
					b.Fatal(err)
				}
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/orders, "B/order")
		runtime.KeepAlive(engine)
	}
}

// silentShop is an engine with customers who bought two years ago, and new rules for
// them: those who have been silent for more than so many days. The environment variable
// SWEEP_CUSTOMERS says how many there are, else fifty thousand.
func silentShop(b *testing.B) (engine *care.Engine, customers int, now time.Time, rules func(days int) *care.Rules) {
	b.Helper()
	customers = 50_000
	if n, err := strconv.Atoi(os.Getenv("SWEEP_CUSTOMERS")); err == nil {
		customers = n
	}
	rules = func(days int) *care.Rules {
		return mustLoad(b, fmt.Sprintf("version: 1\nshop: {name: 青禾家}\nflows:\n  back: {title: 回访, about: customer, purpose: care, via: [wangwang], rules: [{name: year, if: days_since_order > %d, send: t}]}\ntexts: {t: 好久不见}\n", days))
	}
	now = time.Date(2024, 1, 1, 10, 0, 0, 0, tiexin.Shanghai())
	engine, err := care.New(rules(400), care.Options{Now: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	for i := range customers {
		e := tiexin.Event{
			ID: fmt.Sprint(i), Type: tiexin.EventOrderPaid, At: now,
			Customer: tiexin.Customer{ID: fmt.Sprint("c", i), Wangwang: "w"}, Order: &tiexin.Order{ID: fmt.Sprint("T", i), Amount: 100},
		}
		if _, err := engine.Handle(context.Background(), e); err != nil {
			b.Fatal(err)
		}
	}
	now = now.AddDate(2, 0, 0)
	if _, err := engine.Advance(context.Background(), now); err != nil {
		b.Fatal(err)
	}
	return engine, customers, now, rules
}

// BenchmarkSweep asks everybody by new rules at once.
func BenchmarkSweep(b *testing.B) {
	engine, customers, now, rules := silentShop(b)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		if err := engine.Swap(rules(800 + i)); err != nil {
			b.Fatal(err)
		}
		if _, err := engine.Advance(context.Background(), now); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*customers)/b.Elapsed().Seconds(), "customers/s")
}

// BenchmarkSweepMeanwhile asks everybody by new rules in the background, while one
// caller brings event after event. It reports how many customers are asked a second, and
// what share of their rate the events keep.
func BenchmarkSweepMeanwhile(b *testing.B) {
	engine, customers, now, rules := silentShop(b)
	ctx, end := context.WithCancel(context.Background())
	defer end()
	go func() { _ = engine.Run(ctx) }()
	heard := 0
	hears := func(until func() bool) (rate float64) {
		began, before := time.Now(), heard
		for !until() {
			e := orderEvent(heard%10_000, now)
			e.ID = fmt.Sprint("e", heard)
			if _, err := engine.Handle(ctx, e); err != nil {
				b.Fatal(err)
			}
			heard++
		}
		return float64(heard-before) / time.Since(began).Seconds()
	}
	hears(func() bool { return heard == 20_000 }) // everybody is known
	alone, meanwhile := 0.0, 0.0
	b.ResetTimer()
	for i := range b.N {
		b.StopTimer()
		from := heard
		alone += hears(func() bool { return heard == from+20_000 })
		b.StartTimer()
		if err := engine.Swap(rules(800 + i)); err != nil {
			b.Fatal(err)
		}
		meanwhile += hears(func() bool { s := engine.Sweep(); return s.Done == s.Partitions })
	}
	b.ReportMetric(float64(b.N*customers)/b.Elapsed().Seconds(), "customers/s")
	b.ReportMetric(meanwhile/alone, "x-of-rate")
}
