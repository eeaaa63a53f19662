package care_test

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// rulesOf makes a rule file of n rules in flows of ten, as a shop would write
// them: by source, segment and amount, each with a clock.
func rulesOf(tb testing.TB, n int) *care.Rules {
	tb.Helper()
	file := "version: 1\nshop: {name: 小鹿家}\nsegments:\n  vip: {if: customer.spent >= 2000}\nflows:\n"
	for i := 0; i < n; i++ {
		if i%10 == 0 {
			file += fmt.Sprintf("  flow%d:\n    title: 催付%d\n    about: order\n    while: unpaid\n    purpose: notice\n    via: [wangwang, sms]\n    rules:\n", i/10, i/10)
		}
		file += fmt.Sprintf("      - {name: r%d, if: \"order.source == 'source%d' && (segment.vip || order.amount > %d) && minutes_unpaid > %d\", send: pay}\n", i, i%17, i%300, 5+i%20)
	}
	file += "texts:\n  pay: 亲爱的#买家昵称|亲#，您的「#商品名称#」还没付款\n"
	rules, err := care.Load(fstest.MapFS{"rules.yaml": {Data: []byte(file)}}, "rules.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	return rules
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

func BenchmarkHandle(b *testing.B) {
	now := time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())
	for _, n := range []int{10, 50, 100} {
		b.Run(fmt.Sprintf("rules=%d", n), func(b *testing.B) {
			engine, err := care.New(rulesOf(b, n), care.Options{Now: func() time.Time { return now }})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if _, err := engine.Handle(context.Background(), orderEvent(i, now)); err != nil {
					b.Fatal(err)
				}
				i++
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
