package caretest_test

import (
	"cmp"
	"context"
	"fmt"
	"testing/fstest"
	"time"

	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/channel"
)

// What the tool `care test` does.
func ExampleTest() {
	files := fstest.MapFS{
		"paid.yaml": {Data: []byte(`version: 1
shop: {name: 小鹿家}
flows:
  paid:
    title: 付款关怀
    about: order
    purpose: service
    when: order.paid
    via: [wangwang]
    rules:
      - {name: thanks, title: 谢谢, if: order.amount >= 100, send: thanks}
texts:
  thanks: 谢谢#买家昵称|亲#,#商品名称#马上安排
`)},
		"paid_test.yaml": {Data: []byte(`rules: paid.yaml
start: 2026-11-11 10:00
customers:
  xiaowang: {nick: 小王, wangwang: 小王2008}
tests:
  - name: 付了款就说谢谢
    given:
      - {at: +5m, event: order.paid, customer: xiaowang, order: {id: T1, amount: 199, title: 羽绒服}}
    expect:
      - {at: +5m, rule: paid/thanks, via: wangwang, text: "谢谢小王,羽绒服马上安排"}
  - name: 小单也谢一声
    given:
      - {at: +5m, event: order.paid, customer: xiaowang, order: {id: T1, amount: 19, title: 袜子}}
    expect:
      - {at: +5m, rule: paid/thanks}
`)},
	}
	results, err := caretest.Test(files, "*_test.yaml")
	if err != nil {
		fmt.Println(err)
	}
	for _, r := range results {
		fmt.Println(r.Name, r.Passed)
		fmt.Println(r.Failure)
	}
	// Output:
	// 付了款就说谢谢 true
	//
	// 小单也谢一声 false
	// paid_test.yaml:15:9: expected, not sent:
	//     {at: +5m, rule: paid/thanks}  # 10:05:00
	//
	// timeline:
	// 2026-11-11 10:05:00  xiaowang  T1  paid/thanks  谢谢  skip  condition-off
	//         no   order.amount >= 100  [order.amount = 19]
}

// A passing test may notice too little: nobody ordered for exactly 100 yuan.
func ExampleMutate() {
	files := fstest.MapFS{
		"paid.yaml": {Data: []byte(`version: 1
shop: {name: 小鹿家}
flows:
  paid:
    title: 付款关怀
    about: order
    purpose: service
    when: order.paid
    via: [wangwang]
    rules:
      - {name: thanks, if: order.amount >= 100, send: thanks}
texts:
  thanks: 谢谢#买家昵称|亲#
`)},
		"paid_test.yaml": {Data: []byte(`rules: paid.yaml
start: 2026-11-11 10:00
customers:
  xiaowang: {nick: 小王, wangwang: 小王2008}
tests:
  - name: 付了款就说谢谢
    given:
      - {at: +5m, event: order.paid, customer: xiaowang, order: {id: T1, amount: 199, title: 羽绒服}}
      - {at: +6m, event: order.paid, customer: xiaowang, order: {id: T2, amount: 19, title: 袜子}}
    expect:
      - {at: +5m, rule: paid/thanks, via: wangwang, text: 谢谢小王}
`)},
	}
	m, err := caretest.Mutate(files, caretest.MutateOptions{}, "*_test.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.Killed, "of", m.Mutants, "changes are noticed")
	for _, s := range m.Survivors {
		fmt.Printf("%s:%d:%d %s\n", s.File, s.Line, s.Column, s.What)
	}
	// Output:
	// 1 of 4 changes are noticed
	// paid.yaml:11:41 rule paid/thanks: >= becomes >
	// paid.yaml:11:44 rule paid/thanks: 100 becomes 101
	// paid.yaml:11:44 rule paid/thanks: 100 becomes 99
}

// Which pieces of the rules no test has seen both ways.
func ExampleCoverage() {
	files := fstest.MapFS{
		"paid.yaml": {Data: []byte(`version: 1
shop: {name: 小鹿家}
flows:
  paid:
    title: 付款关怀
    about: order
    purpose: service
    when: order.paid
    via: [wangwang]
    rules:
      - {name: thanks, if: order.amount >= 100, send: thanks}
texts:
  thanks: 谢谢#买家昵称|亲#
`)},
		"paid_test.yaml": {Data: []byte(`rules: paid.yaml
start: 2026-11-11 10:00
customers:
  xiaowang: {nick: 小王, wangwang: 小王2008}
tests:
  - name: 付了款就说谢谢
    given:
      - {at: +5m, event: order.paid, customer: xiaowang, order: {id: T1, amount: 199, title: 羽绒服}}
    expect:
      - {at: +5m, rule: paid/thanks, via: wangwang, text: 谢谢小王}
`)},
	}
	var coverage caretest.Coverage
	if _, err := (caretest.Options{Coverage: &coverage}).Test(files, "*_test.yaml"); err != nil {
		fmt.Println(err)
		return
	}
	for _, piece := range coverage.Parts() {
		fmt.Println(piece.Name()+":", cmp.Or(piece.Missing(), "covered"))
	}
	// Output:
	// rule paid/thanks: always sent
	// order.amount >= 100 in paid/thanks: was never false
}

// A host's test of its own wiring looks at what went.
func ExampleRecorder() {
	ctx := context.Background()
	var recorder caretest.Recorder
	recorder.Fail(caretest.Failure{Channel: channel.SMS, Times: 1, Err: &channel.RetryAfter{After: time.Minute}})

	sms := channel.Message{ID: "v1:/xiaowang/paid/thanks/T1/0/1", Kind: channel.SMS, CustomerID: "xiaowang", Text: "谢谢小王"}
	for range 3 {
		_, err := recorder.Send(ctx, sms)
		fmt.Println("sent:", err)
	}
	fmt.Println(recorder.Attempts(sms.ID), "attempts,", len(recorder.Messages()), "message:", recorder.Messages()[0].Text)
	// Output:
	// sent: throttled, to be tried again after 1m0s
	// sent: <nil>
	// sent: <nil>
	// 3 attempts, 1 message: 谢谢小王
}
