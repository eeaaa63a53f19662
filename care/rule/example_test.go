package rule_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/care/rule"
)

const payment = `version: 1
shop: {name: 小鹿家}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: sms
    rules:
      - name: hurry
        if: order.source == 'juhuasuan' && minutes_unpaid > 15
        send: pay.hurry
texts:
  pay.hurry: "#买家昵称|亲#，您抢的#商品名称#还没付款，#剩余付款时间#后自动关闭"
`

// A file becomes rules.
func ExampleLoad() {
	set, problems := rule.Load(rule.File{Name: "payment.yaml", Data: []byte(payment)})
	fmt.Println(len(problems), "problems")
	for _, flow := range set.Flows {
		for _, r := range flow.Rules {
			fmt.Println(r.Path(), "says", r.Steps[0].Text.Name, "by", r.Via)
		}
	}
	for _, q := range set.Quiets {
		fmt.Println(q.Title)
	}
	// Output:
	// 0 problems
	// payment/hurry says pay.hurry by [sms]
	// 通知免打扰 21:00–08:00
	// 关怀免打扰 20:00–09:00
	// 营销免打扰 20:00–09:00
	// 调研免打扰 20:00–09:00
	// 夜间不营销 22:00–08:00
	// 清明、哀悼日等静默日
}

// What is wrong is said all at once, each fault under the very characters.
func ExampleLoad_problems() {
	_, problems := rule.Load(rule.File{Name: "payment.yaml", Data: []byte(`version: 1
flows:
  payment:
    title: 催付
    about: order
    purpose: notice
    via: [sms, 旺旺]
    rules:
      - name: hurry
        if: has_tag('贵宾') && minutes_unpaid == 15
        send: pay.hury
texts:
  pay.hurry: 亲爱的#买家妮称|亲#,您的订单还在等您
`)})
	fmt.Println(problems.Err())
	// Output:
	// payment.yaml:7:16: "旺旺" is not possible here; write wangwang
	//     via: [sms, 旺旺]
	//                ^~~~
	// payment.yaml:10:30: a clock is a real number and equals another only for an instant; write minutes_unpaid >= 15, or > and <
	//         if: has_tag('贵宾') && minutes_unpaid == 15
	//                                ^~~~~~~~~~~~~~~~~~~~
	// payment.yaml:11:15: unknown text "pay.hury"; did you mean "pay.hurry"?
	//         send: pay.hury
	//               ^~~~~~~~
	// payment.yaml:13:18: unknown placeholder "买家妮称"; did you mean "买家昵称"?
	//   pay.hurry: 亲爱的#买家妮称|亲#,您的订单还在等您
	//                     ^~~~~~~~
}

// The vocabulary, as a person reads it.
func ExampleWords() {
	for _, w := range rule.Words() {
		switch w.Name {
		case "order.amount", "has_tag(tag)", "minutes_unpaid", "in_festival(name)":
			fmt.Printf("%s (%s): %s\n", w.Name, w.Type, w.Meaning)
		}
	}
	// Output:
	// order.amount (number): 付款金额, what the buyer pays
	// has_tag(tag) (yes/no): the customer has the tag
	// in_festival(name) (yes/no): today is a day of the festival, named as in the calendar: 春节 is 初一 alone and 国庆 1 October, not the days off around it
	// minutes_unpaid (clock): runs while the order waits for payment: time since it was placed
}

// The reference of the rule file comes from what the loader reads by.
func ExampleKeys() {
	for _, k := range rule.Keys() {
		if k.Place == "limits.caps.NAME" {
			fmt.Printf("%s: %s; needed: %t; else: %q\n", k.Name, k.Value, k.Required, k.Absent)
		}
	}
	// Output:
	// title: a text; needed: false; else: "its name"
	// at_most: a whole number from 0 to 1000000; needed: true; else: ""
	// within: a duration such as 15m; needed: false; else: ""
	// per: one of day, week, month; needed: false; else: ""
	// channel: one of wangwang, sms, wechat, mms, email, phone, visit; needed: false; else: "all"
	// purposes: one of service, notice, care, marketing, survey or a list of such; needed: false; else: "all"
	// flow: a text; needed: false; else: "all"
	// then: one of wait, drop; needed: false; else: "drop"
}
