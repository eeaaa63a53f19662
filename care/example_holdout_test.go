package care_test

import (
	"github.com/tiexin-go/tiexin"
)

// Half of the customers hear nothing, so that the flow's effect can be measured (对照组).
// Who they are depends on the customer's id and the flow, and never changes.
func Example_holdout() {
	shop := shopAt("2026-11-11 10:00", `version: 1
flows:
  thanks:
    title: 付款致谢
    about: order
    when: order.paid
    purpose: notice
    holdout: 50
    via: [wangwang]
    rules: [{name: all, send: thanks}]
texts: {thanks: 正在打包}
`)
	for _, who := range []string{"xiaoyu", "laozhou", "linjie", "dongmei"} {
		printWhy(shop.Post(tiexin.Event{
			Type:     tiexin.EventOrderPaid,
			Customer: tiexin.Customer{ID: who, Wangwang: who},
			Order:    &tiexin.Order{ID: "T-" + who},
		}))
	}
	// Output:
	// 11-11 10:00 T-xiaoyu thanks/all skip held-out thanks
	// 11-11 10:00 T-laozhou thanks/all send due -
	// 11-11 10:00 T-linjie thanks/all skip held-out thanks
	// 11-11 10:00 T-dongmei thanks/all send due -
}
