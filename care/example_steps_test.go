package care_test

import (
	"time"

	"github.com/tiexin-go/tiexin"
)

// A rule may speak several times about one thing: each step counts its delay from the
// one before it, and has a condition and channels of its own.
func Example_steps() {
	shop := shopAt("2026-11-11 10:00", `version: 1
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: [wangwang]
    rules:
      - name: gentle
        if: minutes_unpaid > 30
        send:
          - gentle
          - {title: 两小时后, after: 2h, text: again}
          - {title: 关闭前, if: minutes_to_close < 60, text: last, via: [sms]}
texts:
  gentle: "#商品名称#给您留着呢"
  again: 付款上有不清楚的随时问我
  last: "您的#商品名称#，#关闭时间#前付款都来得及"
`)
	shop.Post(of(tiexin.EventOrderCreated, "T1", "大衣"))
	shop.Advance(24 * time.Hour)
	printAll(shop.Went())
	// Output:
	// 11-11 10:30 wangwang T1 payment/gentle 大衣给您留着呢
	// 11-11 12:30 wangwang T1 payment/gentle 付款上有不清楚的随时问我
	// 11-12 09:00 sms T1 payment/gentle 您的大衣，10:00前付款都来得及
}
