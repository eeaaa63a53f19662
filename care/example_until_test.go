package care_test

import (
	"time"

	"github.com/tiexin-go/tiexin"
)

// An invitation ends with the review that it asks for. A review of another order
// changes nothing.
func Example_until() {
	shop := shopAt("2026-11-11 10:00", `version: 1
flows:
  invite:
    title: 邀请评价
    about: order
    when: order.succeeded
    until: review.created
    purpose: service
    via: [wangwang]
    rules: [{name: ask, after: 2d, send: ask}]
texts: {ask: "#商品名称#用着还好吗，想听您说说"}
`)
	shop.Post(of(tiexin.EventOrderSucceeded, "T1", "大衣"), of(tiexin.EventOrderSucceeded, "T2", "围巾"))
	shop.Advance(24 * time.Hour)
	printWhy(shop.Post(tiexin.Event{
		Type: tiexin.EventReviewCreated, Customer: xiaoyu,
		Review: &tiexin.Review{ID: "R1", OrderID: "T1", Rating: "good"},
	}))
	shop.Advance(2 * 24 * time.Hour)
	printAll(shop.Went())
	// Output:
	// 11-12 10:00 T1 invite/ask skip ended review.created
	// 11-13 10:00 wangwang T2 invite/ask 围巾用着还好吗，想听您说说
}
