package care_test

import (
	"context"
	"fmt"
	"testing/fstest"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// A person looks at what waits for approval, and approves it by the ID of the list.
func ExampleEngine_Approvals() {
	rules, err := care.Load(fstest.MapFS{"rules.yaml": {Data: []byte(`
version: 1
shop: {name: 青禾家}
flows:
  sorry:
    title: 差评致歉
    about: order
    when: review.created
    purpose: service
    via: [wangwang]
    rules: [{name: letter, if: review.rating == 'bad', review: true, send: sorry}]
texts: {sorry: "#买家昵称|您好#，这次没让您满意，对不起。您想怎么处理，回我一声就好"}
`)}}, "rules.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	noon := time.Date(2026, 11, 11, 12, 0, 0, 0, tiexin.Shanghai())
	engine, err := care.New(rules, care.Options{Now: func() time.Time { return noon }})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	xiaoyu := tiexin.Customer{ID: "c1", Nick: "小雨", Wangwang: "xiaoyu"}
	hears := func(e tiexin.Event) {
		e.At, e.Customer = noon, xiaoyu
		if _, err := engine.Handle(ctx, e); err != nil {
			fmt.Println(err)
		}
	}
	hears(tiexin.Event{ID: "e1", Type: tiexin.EventOrderPaid, Order: &tiexin.Order{ID: "T1"}})
	hears(tiexin.Event{ID: "e2", Type: tiexin.EventReviewCreated, Review: &tiexin.Review{ID: "R1", OrderID: "T1", Rating: "bad"}})

	for waits, err := range engine.Approvals(ctx, care.ListOptions{Personal: true}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(waits.Title, waits.Subject, waits.Text)
		hears(tiexin.Event{ID: "e3", Type: tiexin.EventMessageApproved, Message: &tiexin.MessageReport{ID: waits.ID, By: "店长"}})
	}
	health, err := engine.Health(ctx)
	fmt.Println(health.Events, health.Outbox, err)
	// Output:
	// 差评致歉 T1 小雨，这次没让您满意，对不起。您想怎么处理，回我一声就好
	// 3 0 <nil>
}
