package care_test

import (
	"time"

	"github.com/tiexin-go/tiexin"
)

// A customer hears from the shop once a day (频次上限). What comes after that is
// dropped; with then: wait it would go the next day.
func Example_caps() {
	shop := shopAt("2026-11-11 10:00", `version: 1
limits:
  caps:
    daily: {title: 每人每天最多一条, at_most: 1, per: day}
flows:
  thanks:
    title: 付款致谢
    about: order
    when: order.paid
    purpose: notice
    via: [wangwang]
    rules: [{name: all, send: thanks}]
texts: {thanks: "#商品名称#正在打包"}
`)
	shop.Post(of(tiexin.EventOrderPaid, "T1", "大衣"))
	shop.Advance(3 * time.Hour)
	printWhy(shop.Post(of(tiexin.EventOrderPaid, "T2", "围巾")))
	shop.Advance(24 * time.Hour)
	shop.Post(of(tiexin.EventOrderPaid, "T3", "手套"))
	printAll(shop.Went())
	// Output:
	// 11-11 13:00 T2 thanks/all skip enough-already daily
	// 11-11 10:00 wangwang T1 thanks/all 大衣正在打包
	// 11-12 13:00 wangwang T3 thanks/all 手套正在打包
}
