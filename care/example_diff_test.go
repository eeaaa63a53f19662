package care_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// What a change of the rules would have made of the last days, and what it makes of those
// who wait now.
func ExampleDiff() {
	const file = `version: 1
shop: {name: 小鹿家}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: [wangwang, sms]
    rules:
      - {name: gentle, title: 普通催付, if: minutes_unpaid > 15, send: pay}
texts:
  pay: 您的#商品名称#还没付款
`
	before := loaded(file)
	after := loaded(strings.Replace(file, "- {name: gentle", "- {name: large, title: 大额, if: order.amount >= 500 && minutes_unpaid > 10, send: pay, via: [sms]}\n      - {name: gentle", 1))

	at := time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())
	order := func(customer, id string, amount tiexin.Money) tiexin.Event {
		return tiexin.Event{
			ID: id, Type: tiexin.EventOrderCreated, At: at, Order: &tiexin.Order{ID: id, Amount: amount, Title: "羽绒服"},
			Customer: tiexin.Customer{ID: customer, Wangwang: customer, Mobile: tiexin.Phone{Number: "13800000000"}},
		}
	}
	events := []tiexin.Event{order("xiaowang", "T1", 599_00), order("meimei", "T2", 199_00)}
	d, err := care.Diff(before, after, events, care.DiffOptions{})
	if err == nil {
		err = d.Write(os.Stdout)
	}
	fmt.Println(err)

	engine, err := care.New(before, care.Options{Now: func() time.Time { return at }})
	if err == nil {
		_, err = engine.HandleAll(context.Background(), events)
	}
	for w, err := range engine.DiffWaiting(context.Background(), after) {
		fmt.Println(w.Key.Customer, w.Rule, w.Fate, err)
	}
	fmt.Println(err)
	// Output:
	// 2 events from 2026-11-11 10:00 to 2026-11-11 10:00, under the old rules and the new ones.
	// The new rules send 2 messages and 0 tasks instead of 2 and 0, for 0.045 yuan instead of
	// 0.00 (+0.045).
	// Changes: 1 comes, 1 goes; they concern 1 customer.
	// payment/gentle gives way to payment/large 1 time (earlier-rule).
	// payment/large (大额) sent no messages before and sends some now: the old rules did not
	// have it.
	//
	// rule            title     old  new  comes  goes  customers    cost
	// payment/gentle  普通催付    2    1      -     1          1       -
	// payment/large   大额        -    1      1     -          1  +0.045
	//
	// channel   old  new  old cost  new cost  change
	// wangwang    2    1      0.00      0.00       -
	// sms         -    1      0.00     0.045  +0.045
	// all         2    2      0.00     0.045  +0.045
	//
	// payment/gentle (普通催付)
	//   goes  xiaowang  T1  2026-11-11 10:15:00 wangwang  not now: earlier-rule by large; instead payment/large at 10:10:00
	//     - 您的#商品名称#还没付款
	//
	// payment/large (大额)
	//   comes  xiaowang  T1  2026-11-11 10:10:00 sms 0.045  not before: the old rules do not have it
	//     + 您的#商品名称#还没付款
	// <nil>
	// meimei payment/gentle goes-on <nil>
	// xiaowang payment/gentle asked-anew <nil>
	// xiaowang payment/large begins <nil>
	// <nil>
}
