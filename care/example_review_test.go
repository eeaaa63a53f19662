package care_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin"
)

// A letter of apology goes when a person has approved its wording (人工审核).
func Example_review() {
	shop := shopAt("2026-11-11 10:00", `version: 1
flows:
  sorry:
    title: 差评致歉
    about: order
    when: review.created
    purpose: service
    via: [wangwang]
    rules: [{name: letter, if: review.rating == 'bad', review: true, send: sorry}]
texts: {sorry: "#买家昵称|您好#，这次没让您满意，对不起"}
`)
	outcomes := shop.Post(tiexin.Event{
		Type: tiexin.EventReviewCreated, Customer: xiaoyu,
		Review: &tiexin.Review{ID: "R1", OrderID: "T1", Rating: "bad"},
	})
	printWhy(outcomes)
	fmt.Println(outcomes[0].Said.Text)

	shop.Post(tiexin.Event{
		Type: tiexin.EventMessageApproved, Customer: xiaoyu,
		Message: &tiexin.MessageReport{ID: outcomes[0].Said.ID, By: "店长"},
	})
	printAll(shop.Went())
	// Output:
	// 11-11 10:00 T1 sorry/letter wait needs-review -
	// 小鱼，这次没让您满意，对不起
	// 11-11 10:00 wangwang T1 sorry/letter 小鱼，这次没让您满意，对不起
}
