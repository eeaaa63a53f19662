package care_test

import (
	"time"

	"github.com/tiexin-go/tiexin"
)

// Two unpaid orders of one customer become one message (合并). The second is said to
// have gone with the first.
func Example_merge() {
	shop := shopAt("2026-11-11 10:00", `version: 1
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    merge: 1h
    via: [wangwang]
    rules: [{name: gentle, if: minutes_unpaid > 30, send: gentle}]
texts: {gentle: "您的#商品名称#还没付款，共#订单金额#元"}
`)
	shop.Post(of(tiexin.EventOrderCreated, "T1", "大衣"))
	shop.Advance(10 * time.Minute)
	shop.Post(of(tiexin.EventOrderCreated, "T2", "围巾"))
	printWhy(shop.Advance(25 * time.Minute))
	printAll(shop.Went())
	// Output:
	// 11-11 10:30 T2 payment/gentle skip merged-into T1
	// 11-11 10:30 T1 payment/gentle send due -
	// 11-11 10:30 wangwang T1 payment/gentle 您的大衣等2件还没付款，共398元
}
