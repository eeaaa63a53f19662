package care_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// rulesOf makes a rule file of n rules as a shop has them: of every ten, four
// remind of payment, two follow each of two events, and two are about the
// customer; by source, segment and amount, each reminder with a clock.
func rulesOf(tb testing.TB, n int) *care.Rules {
	tb.Helper()
	return mustLoad(tb, ruleFileOf(n))
}

func ruleFileOf(n int) string {
	var b strings.Builder
	b.WriteString("version: 1\nshop: {name: 小鹿家}\nsegments:\n  vip: {if: customer.spent >= 2000}\nflows:\n")
	flow := func(name, about, more string, rules ...string) {
		fmt.Fprintf(&b, "  %s:\n    title: %s\n    about: %s\n    purpose: notice\n    via: [wangwang, sms]\n%s    rules:\n", name, name, about, more)
		for _, r := range rules {
			fmt.Fprintf(&b, "      - %s\n", r)
		}
	}
	for i := 0; i < n; i += 10 {
		var pay []string
		for k := i; k < i+4; k++ {
			pay = append(pay, fmt.Sprintf("{name: r%d, if: \"order.source == 'source%d' && (segment.vip || order.amount > %d) && minutes_unpaid > %d\", send: say}", k, k%17, k%300, 5+k%20))
		}
		flow(fmt.Sprintf("payment%d", i), "order", "    while: unpaid\n", pay...)
		for _, event := range []string{"paid", "shipped"} {
			flow(fmt.Sprintf("%s%d", event, i), "order", "    when: order."+event+"\n    choose: all\n",
				fmt.Sprintf("{name: near, if: \"order.province in ['浙江', '上海', '江苏'] && order.amount > %d\", send: say}", i),
				fmt.Sprintf("{name: far, if: \"order.remote && order.quantity > %d\", send: say}", i%5))
		}
		flow(fmt.Sprintf("member%d", i), "customer", "    when: customer.grade_changed\n    choose: all\n",
			fmt.Sprintf("{name: gold, if: \"customer.grade == 'gold%d'\", send: say}", i), fmt.Sprintf("{name: many, if: customer.paid_orders > %d, send: say}", i))
	}
	b.WriteString("texts:\n  say: 亲爱的#买家昵称|亲#，您好\n")
	return b.String()
}

// remindersOf makes a rule file in which every event about an order asks every
// one of n rules: the hardest case.
func remindersOf(tb testing.TB, n int) *care.Rules {
	tb.Helper()
	var b strings.Builder
	b.WriteString("version: 1\nshop: {name: 小鹿家}\nsegments:\n  vip: {if: customer.spent >= 2000}\nflows:\n")
	for i := range n {
		if i%10 == 0 {
			fmt.Fprintf(&b, "  flow%d:\n    title: 催付%d\n    about: order\n    while: unpaid\n    purpose: notice\n    via: [wangwang, sms]\n    rules:\n", i/10, i/10)
		}
		fmt.Fprintf(&b, "      - {name: r%d, if: \"order.source == 'source%d' && (segment.vip || order.amount > %d) && minutes_unpaid > %d\", send: say}\n", i, i%17, i%300, 5+i%20)
	}
	b.WriteString("texts:\n  say: 亲爱的#买家昵称|亲#，您的#商品名称#还没付款\n")
	return mustLoad(tb, b.String())
}

func orderEvent(i int, at time.Time) tiexin.Event {
	return tiexin.Event{
		ID: fmt.Sprintf("e%d", i), Type: tiexin.EventOrderCreated, At: at,
		Customer: tiexin.Customer{ID: fmt.Sprintf("customer%d", i), Nick: "小王", Wangwang: "小王2008"},
		Order: &tiexin.Order{
			ID: fmt.Sprintf("39000000000%08d", i), Source: fmt.Sprintf("source%d", i%23), Amount: 19900, Title: "羽绒服", PayURL: "tb.cn/p1",
		},
	}
}

// BenchmarkHandle takes in new orders: through the rules of a shop, and through
// rules that are all asked.
func BenchmarkHandle(b *testing.B) {
	now := time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())
	for _, set := range []struct {
		name  string
		rules *care.Rules
	}{
		{"shop/rules=10", rulesOf(b, 10)},
		{"shop/rules=50", rulesOf(b, 50)},
		{"shop/rules=100", rulesOf(b, 100)},
		{"reminders/rules=50", remindersOf(b, 50)},
	} {
		b.Run(set.name, func(b *testing.B) {
			engine, err := care.New(set.rules, care.Options{Now: func() time.Time { return now }})
			if err != nil {
				b.Fatal(err)
			}
			events := make([]tiexin.Event, 20_000)
			for i := range events {
				events[i] = orderEvent(i, now)
			}
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				e := &events[i%len(events)]
				e.ID = strconv.Itoa(i)
				if _, err := engine.Handle(context.Background(), *e); err != nil {
					b.Fatal(err)
				}
				i++
			}
			report(b, float64(b.N)/b.Elapsed().Seconds(), "events/s", 100_000)
		})
	}
}

// BenchmarkHandleDay takes in what happens to orders, step by step, as a platform
// pushes it: created, paid, shipped, succeeded.
func BenchmarkHandleDay(b *testing.B) {
	start := time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())
	now := start
	engine, err := care.New(rulesOf(b, 50), care.Options{Now: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	steps := []tiexin.EventType{tiexin.EventOrderCreated, tiexin.EventOrderPaid, tiexin.EventOrderShipped, tiexin.EventOrderSucceeded}
	const orders = 20_000
	events := make([]tiexin.Event, orders*len(steps))
	for i := range events {
		step, order := i/orders, i%orders
		e := orderEvent(order, start.Add(time.Duration(step)*time.Hour))
		if e.Type = steps[step]; step > 0 {
			e.Customer, e.Order = tiexin.Customer{ID: e.Customer.ID}, &tiexin.Order{ID: e.Order.ID}
		}
		events[i] = e
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		e, round := &events[i%len(events)], i/len(events)
		e.ID = strconv.Itoa(i)
		e.Order.ID = fmt.Sprint(round, "-", i%orders)
		e.At = start.AddDate(0, 0, 200*round).Add(time.Duration(i%len(events)/orders) * time.Hour)
		now = e.At
		if _, err := engine.Handle(context.Background(), *e); err != nil {
			b.Fatal(err)
		}
		i++
	}
	report(b, float64(b.N)/b.Elapsed().Seconds(), "events/s", 100_000)
}

// BenchmarkWakeUp wakes customers for whom nothing goes when the reminder is due: the
// customer has an open payment problem, or the hours are quiet until the morning.
func BenchmarkWakeUp(b *testing.B) {
	evening := time.Date(2026, 11, 11, 22, 30, 0, 0, tiexin.Shanghai())
	b.Run("conversation", func(b *testing.B) { wakesUp(b, evening.Add(-12*time.Hour), true) })
	b.Run("quiet-hours", func(b *testing.B) { wakesUp(b, evening, false) })
}

func wakesUp(b *testing.B, start time.Time, trouble bool) {
	b.Helper()
	rules := mustLoad(b, `
version: 1
shop: {name: 小鹿家}
limits: {quiet: {night: {hours: "22:00-08:00"}}}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: [wangwang]
    rules:
      - {name: late, if: order.amount >= 20 && minutes_unpaid > 15, send: pay}
texts:
  pay: 亲爱的#买家昵称|亲#，您的#商品名称#还没付款
`)
	now := start
	engine, err := care.New(rules, care.Options{Now: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	takesIn := func(e tiexin.Event) {
		if _, err := engine.Handle(ctx, e); err != nil {
			b.Fatal(err)
		}
	}
	const customers = 200_000
	woken := 0
	b.ReportAllocs()
	b.StopTimer()
	b.ResetTimer()
	for day := 0; woken < b.N; day++ {
		now = start.AddDate(0, 0, 3*day)
		for i := range min(customers, b.N-woken) {
			if trouble {
				chat := orderEvent(i, now)
				chat.ID, chat.Type, chat.Order, chat.Chat = fmt.Sprintf("c%d-%d", day, i), tiexin.EventChatPaymentTrouble, nil, &tiexin.Chat{ID: "chat"}
				takesIn(chat)
			}
			order := orderEvent(i, now)
			order.ID, order.Order.ID = fmt.Sprintf("o%d-%d", day, i), fmt.Sprintf("%d-%d", day, i)
			takesIn(order)
		}
		now = now.Add(15 * time.Minute)
		b.StartTimer()
		out, err := engine.Advance(ctx, now)
		b.StopTimer()
		if err != nil || len(out) != min(customers, b.N-woken) {
			b.Fatal(len(out), err)
		}
		if woken += len(out); out[0].Verdict != care.Wait {
			b.Fatal(out[0])
		}
		for range 2 { // the morning comes, and the orders close
			now = now.Add(24 * time.Hour)
			if _, err := engine.Advance(ctx, now.Add(-12*time.Hour)); err != nil {
				b.Fatal(err)
			}
		}
	}
	report(b, float64(b.N)/b.Elapsed().Seconds(), "wake-ups/s", 500_000)
}

// BenchmarkSimulate lets a large shop's day pass: 100,000 orders through 50 rules, three of
// four paid, which makes 175,000 events. One simulation has every rule that is evaluated
// answer, as it does by default; one leaves out those whose condition is off.
func BenchmarkSimulate(b *testing.B) {
	start := time.Date(2026, 11, 11, 8, 0, 0, 0, tiexin.Shanghai())
	rules := rulesOf(b, 50)
	const orders = 100_000
	var events []tiexin.Event
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
	for _, without := range []bool{false, true} {
		b.Run(fmt.Sprint("without-condition-off=", without), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				n := 0
				for range care.Simulate(rules, events, care.SimOptions{WithoutConditionOff: without, Fault: func(err error) { b.Fatal(err) }}) {
					n++
				}
				b.ReportMetric(float64(n), "outcomes")
			}
			b.ReportMetric(orders*float64(b.N)/b.Elapsed().Seconds(), "orders/s")
			report(b, float64(len(events)*b.N)/b.Elapsed().Seconds(), "events/s", 250_000)
		})
	}
}

// BenchmarkMemory keeps waiting orders, each of another customer, and reports the bytes
// that each takes after a collection of garbage, index and wake-up included. It is to take
// 350 at most. The environment variable MEMORY_ORDERS says how many there are, else a
// million.
func BenchmarkMemory(b *testing.B) {
	now := time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())
	rules := rulesOf(b, 10)
	orders := 1_000_000
	if n, err := strconv.Atoi(os.Getenv("MEMORY_ORDERS")); err == nil {
		orders = n
	}
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		engine, err := care.New(rules, care.Options{Now: func() time.Time { return now }})
		if err != nil {
			b.Fatal(err)
		}
		for i := range orders {
			e := orderEvent(i, now)
			e.Order.Source = "source3" // one rule of the ten waits for it
			if _, err := engine.Handle(context.Background(), e); err != nil {
				b.Fatal(err)
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		each := float64(after.HeapAlloc-before.HeapAlloc) / float64(orders)
		b.ReportMetric(each, "B/order")
		b.ReportMetric(350/each, "x-of-goal")
		runtime.KeepAlive(engine)
	}
}

// report gives a rate, and how it stands to the rate that is asked of the engine:
// 1 and more is enough.
func report(b *testing.B, rate float64, unit string, goal float64) {
	b.ReportMetric(rate, unit)
	b.ReportMetric(rate/goal, "x-of-goal")
}

func mustLoad(tb testing.TB, file string) *care.Rules {
	tb.Helper()
	rules, err := care.Load(fstest.MapFS{"rules.yaml": {Data: []byte(file)}}, "rules.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	return rules
}
