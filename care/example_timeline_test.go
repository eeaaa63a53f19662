package care_test

import (
	"fmt"
	"os"
	"slices"
	"testing/fstest"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// What a paid order led to, drawn for a person and added up for a report.
func ExampleWriteTimeline() {
	rules, err := care.Load(fstest.MapFS{"paid.yaml": {Data: []byte(`version: 1
shop: {name: 小鹿家}
flows:
  paid:
    title: 付款关怀
    about: order
    purpose: service
    when: order.paid
    via: [sms]
    rules:
      - {name: big, title: 大单, if: order.amount >= 1000, send: big}
      - {name: thanks, title: 谢谢, send: thanks}
texts:
  big: 谢谢#买家昵称|您#，我们亲自装箱
  thanks: 谢谢#买家昵称|您#
`)}}, "paid.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	at := time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())
	events := []tiexin.Event{{
		ID: "e1", Type: tiexin.EventOrderPaid, At: at, Order: &tiexin.Order{ID: "T1", Amount: 19900},
		Customer: tiexin.Customer{ID: "xiaowang", Nick: "小王", Mobile: tiexin.Phone{Number: "13800000000"}},
	}}
	outcomes := slices.Collect(care.Simulate(rules, events, care.SimOptions{Until: at.Add(time.Hour), Seen: true}))
	if err := care.WriteTimeline(os.Stdout, slices.Values(outcomes), care.TimelineOptions{Seen: true}); err != nil {
		fmt.Println(err)
	}

	var sum care.Summary
	for i := range outcomes {
		sum.Add(&outcomes[i])
	}
	fmt.Println()
	if err := sum.Write(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 2026-11-11 10:00:00  xiaowang  T1  paid/big     大单  skip  condition-off
	//         no   order.amount >= 1000  [order.amount = 199]
	// 2026-11-11 10:00:00  xiaowang  T1  paid/thanks  谢谢  send  due            sms  谢谢小王
	//
	// what      rule           via  times  parts   cost
	// sent      paid/thanks    sms      1      1  0.045
	// total     *              sms      1      1  0.045
	// withheld  condition-off  -        1      -      -
	// all       messages       *        1      1  0.045
}
