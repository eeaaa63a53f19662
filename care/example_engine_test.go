package care_test

import (
	"context"
	"fmt"
	"os"
	"testing/fstest"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// The rules of 青禾家: an order that waits for payment is reminded once, after half
// an hour.
const reminding = `version: 1
shop: {name: 青禾家}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: sms
    rules:
      - {name: gentle, title: 半小时后说一句, if: minutes_unpaid > 30, send: gentle}
texts:
  gentle: "#买家昵称|亲#，#商品名称#还没付款，#关闭时间#前付都来得及"
`

// loaded loads rules that an example holds as text.
func loaded(text string) *care.Rules {
	rules, err := care.Load(fstest.MapFS{"rules.yaml": {Data: []byte(text)}}, "*.yaml")
	if err != nil {
		panic(err)
	}
	return rules
}

var tenOClock = time.Date(2026, 11, 5, 10, 0, 0, 0, tiexin.Shanghai())

// scarf is an order that 小鱼 has placed and not paid.
var scarf = tiexin.Event{
	ID: "m1", Type: tiexin.EventOrderCreated, At: tenOClock,
	Customer: tiexin.Customer{ID: "xiaoyu", Nick: "小鱼", Mobile: tiexin.Phone{Number: "13800000000"}},
	Order:    &tiexin.Order{ID: "T1", Amount: 8900, Title: "羊绒围巾", CreatedAt: tenOClock},
}

// An order comes in at ten, and time passes. A host that sends calls Run instead of
// Advance; this one sends nothing and reads what was decided.
func ExampleEngine() {
	ctx, now := context.Background(), tenOClock
	engine, err := care.New(loaded(reminding), care.Options{Now: func() time.Time { return now }})
	if err != nil {
		fmt.Println(err)
		return
	}
	outcomes, err := engine.Handle(ctx, scarf)
	for _, o := range outcomes {
		fmt.Println(o.At.Format("15:04"), o.Path(), o.Verdict, o.Reason, "until", o.Until.Format("15:04"))
	}
	fmt.Println(err)

	now = tenOClock.Add(time.Hour)
	outcomes, err = engine.Advance(ctx, now)
	for _, o := range outcomes {
		fmt.Println(o.Path(), o.Verdict, o.Reason, o.Said.Via, o.Said.Text)
	}
	fmt.Println(err)
	// Output:
	// 10:00 payment/gentle wait not-yet until 10:30
	// <nil>
	// payment/gentle send due sms 小鱼，羊绒围巾还没付款，明天10:00前付都来得及
	// <nil>
}

// A day of the shop in an instant: 小鱼 forgets to pay, 老周 does not.
func ExampleSimulate() {
	coat := tiexin.Event{
		ID: "m2", Type: tiexin.EventOrderCreated, At: tenOClock.Add(5 * time.Minute),
		Customer: tiexin.Customer{ID: "laozhou", Nick: "老周", Mobile: tiexin.Phone{Number: "13900000000"}},
		Order:    &tiexin.Order{ID: "T2", Amount: 128000, Title: "双面羊毛大衣"},
	}
	paid := tiexin.Event{
		ID: "m3", Type: tiexin.EventOrderPaid, At: tenOClock.Add(20 * time.Minute),
		Customer: tiexin.Customer{ID: "laozhou"}, Order: &tiexin.Order{ID: "T2"},
	}
	for o := range care.Simulate(loaded(reminding), []tiexin.Event{scarf, coat, paid}, care.SimOptions{}) {
		fmt.Println(&o)
	}
	// Output:
	// 2026-11-05 10:00:00 xiaoyu payment/gentle T1: wait not-yet until 2026-11-05 10:30:00
	// 2026-11-05 10:05:00 laozhou payment/gentle T2: wait not-yet until 2026-11-05 10:35:00
	// 2026-11-05 10:20:00 laozhou payment/gentle T2: skip ended (order.paid)
	// 2026-11-05 10:30:00 xiaoyu payment/gentle T1: send due via sms
}

// Why has 小鱼 heard nothing yet?
func ExampleEngine_Explain() {
	ctx, now := context.Background(), tenOClock
	engine, err := care.New(loaded(reminding), care.Options{Now: func() time.Time { return now }})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := engine.Handle(ctx, scarf); err != nil {
		fmt.Println(err)
	}
	now = tenOClock.Add(12 * time.Minute)
	why, err := engine.Explain(ctx, care.Key{Customer: "xiaoyu"})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := why.Write(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// customer xiaoyu at 2026-11-05 10:12:00
	//   next check: 2026-11-05 10:30:00
	//
	// order T1 (unpaid, closes at 2026-11-06 10:00:00)
	//   payment/gentle: wait not-yet
	//     needs: time until 2026-11-05 10:30:00
	//     ✗ minutes_unpaid > 30   [minutes_unpaid = 12]
}
