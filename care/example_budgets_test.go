package care_test

import (
	"github.com/tiexin-go/tiexin"
)

// SMS may cost ten fen a day (预算), which is two of them. The third goes by a channel
// that costs nothing.
func Example_budgets() {
	shop := shopAt("2026-11-11 10:00", `version: 1
limits:
  budgets:
    sms: {title: 每天短信费, at_most: 0.10, per: day, channel: sms}
flows:
  thanks:
    title: 付款致谢
    about: order
    when: order.paid
    purpose: notice
    via: [sms, wangwang]
    rules: [{name: all, send: thanks}]
texts: {thanks: "#商品名称#正在打包"}
`)
	for _, id := range []string{"T1", "T2", "T3"} {
		shop.Post(of(tiexin.EventOrderPaid, id, "大衣"))
	}
	printWays(shop.Outcomes()[2])
	printAll(shop.Went())
	// Output:
	// T3 send due [sms closed: over-budget by sms wangwang open]
	// 11-11 10:00 sms T1 thanks/all 大衣正在打包
	// 11-11 10:00 sms T2 thanks/all 大衣正在打包
	// 11-11 10:00 wangwang T3 thanks/all 大衣正在打包
}
