package care_test

import (
	"errors"
	"fmt"
	"testing/fstest"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// An editor underlines what is wrong: each problem has its place, the fact and the fix, in
// English and in Chinese.
func ExampleProblems() {
	_, err := care.Load(fstest.MapFS{"paid.yaml": {Data: []byte(`version: 1
shop: {name: 小鹿家}
flows:
  paid:
    title: 付款关怀
    about: order
    purpose: service
    when: order.payed
    via: [wangwang]
    rules: [{name: thanks, send: thank}]
texts: {thanks: 谢谢#买家昵称|您#}
`)}}, "paid.yaml")
	var problems care.Problems
	if !errors.As(err, &problems) {
		return
	}
	for _, p := range problems {
		fmt.Printf("%s:%d:%d %s: %s\n", p.File, p.Line, p.Column, p.Severity, p.Message)
		fmt.Println("  ", p.Hint)
		fmt.Println("  ", p.InChinese().Message)
	}
	// Output:
	// paid.yaml:8:11 error: unknown event "order.payed"
	//    did you mean "order.paid"?
	//    没有叫「order.payed」的事件
	// paid.yaml:10:34 error: unknown text "thank"
	//    did you mean "thanks"?
	//    没有叫「thank」的文案
}

// A host writes letters to the engine's inbox in the transaction that changes its own
// order, so that none is lost. All letters of a customer go to one partition.
func ExampleLettersOf() {
	letters, err := care.LettersOf(64, tiexin.Event{
		ID: "e1", Type: tiexin.EventOrderPaid, At: time.Date(2026, 11, 11, 12, 0, 0, 0, tiexin.Shanghai()), Order: &tiexin.Order{ID: "T1"}, Customer: tiexin.Customer{ID: "xiaowang"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range letters {
		fmt.Println(l.Partition == care.PartitionOf(care.Key{Customer: "xiaowang"}, 64), string(l.Body))
	}
	// Output:
	// true {"event":{"id":"e1","event":"order.paid","at":"2026-11-11T12:00:00+08:00","customer":{"id":"xiaowang"},"order":{"id":"T1","customer_id":"xiaowang"}}}
}
