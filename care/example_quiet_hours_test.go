package care_test

import (
	"time"

	"github.com/tiexin-go/tiexin"
)

// A reminder that is due at night waits for the morning (免打扰时段). A payment
// meanwhile would have ended it.
func Example_quietHours() {
	shop := shopAt("2026-11-11 21:10", `version: 1
limits:
  quiet:
    night: {title: 夜间免打扰, hours: "21:30-09:00"}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: [wangwang]
    rules: [{name: gentle, if: minutes_unpaid > 30, send: gentle}]
texts: {gentle: "#买家昵称|亲#，您的#商品名称#还没付款"}
`)
	shop.Post(of(tiexin.EventOrderCreated, "T1", "大衣"))
	printWhy(shop.Advance(time.Hour))
	shop.Advance(12 * time.Hour)
	printAll(shop.Went())
	// Output:
	// 11-11 21:40 T1 payment/gentle wait quiet-hours night
	// 11-12 09:00 wangwang T1 payment/gentle 小鱼，您的大衣还没付款
}
