package rule_test

import (
	"fmt"
	"time"

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
  pay.hurry: 亲爱的#买家昵称|亲#,您抢到的「#商品名称#」还有#剩余付款时间#就要关闭了
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
	// 通知时段 08:00–21:00
	// 关怀时段 09:00–20:00
	// 营销时段 09:00–20:00
	// 调研时段 09:00–20:00
	// 夜间不营销 22:00–08:00
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
	// payment.yaml:7:16: "旺旺" is not possible here; possible: wangwang, sms, wechat, mms, email, phone, visit
	//     via: [sms, 旺旺]
	//                ^~~~
	// payment.yaml:10:30: a clock is a real number and is equal to another only for an instant; write minutes_unpaid >= 15, or > and <
	//         if: has_tag('贵宾') && minutes_unpaid == 15
	//                                ^~~~~~~~~~~~~~~~~~~~
	// payment.yaml:11:15: no text is called "pay.hury"; did you mean "pay.hurry"?
	//         send: pay.hury
	//               ^~~~~~~~
	// payment.yaml:13:18: no placeholder is called "买家妮称"; did you mean "买家昵称"?
	//   pay.hurry: 亲爱的#买家妮称|亲#,您的订单还在等您
	//                     ^~~~~~~~
}

// A condition is answered for all time at once.
func ExampleCondition_Ask() {
	set, _ := rule.Load(rule.File{Name: "payment.yaml", Data: []byte(payment)})
	hurry, _ := set.Rule("payment/hurry")
	ordered := time.Date(2026, 11, 11, 10, 0, 0, 0, set.Shop.Zone)

	var view rule.View // the order, as it stands
	view.Facts.Order.Source = "juhuasuan"
	view.Clocks[rule.Unpaid] = rule.Reading{Phase: rule.Runs, Origin: ordered.UnixMilli(), End: rule.InstantOf(ordered.Add(30 * time.Minute))}

	answer := hurry.If.Ask(&view)
	now := rule.InstantOf(ordered.Add(5 * time.Minute))
	next, ok := answer.Next(now)
	fmt.Println("at 10:05:", answer.At(now))
	fmt.Println("becomes true:", ok, next.Time(set.Shop.Zone).Format("15:04:05"))
	fmt.Println("at 10:15:00 itself:", answer.At(rule.At(next.Millis())))
	fmt.Println("right after it:", answer.At(rule.After(next.Millis())))
	// Output:
	// at 10:05: false
	// becomes true: true 10:15:00
	// at 10:15:00 itself: false
	// right after it: true
}

// What a condition looked at, and what it saw.
func ExampleCondition_Seen() {
	set, _ := rule.Load(rule.File{Name: "payment.yaml", Data: []byte(payment)})
	hurry, _ := set.Rule("payment/hurry")
	var view rule.View
	view.Facts.Order.Source = "live"
	view.Clocks[rule.Unpaid] = rule.Reading{Phase: rule.Runs, Origin: 0, End: rule.Forever}
	for _, part := range hurry.If.Seen(&view, rule.At(20*60_000)) {
		fmt.Println(part.Yes, part.Text, part.Values)
	}
	// Output:
	// false order.source == 'juhuasuan' [order.source = 'live']
	// true minutes_unpaid > 15 [minutes_unpaid = 20]
}

// The vocabulary, as a person reads it.
func ExampleWords() {
	for _, w := range rule.Words() {
		switch w.Name {
		case "order.amount", "has_tag(tag)", "minutes_unpaid", "in_festival(name)":
			fmt.Printf("%s (%s): %s\n", w.Name, w.Type, w.Meaning)
			if w.Later != "" {
				fmt.Println("  " + w.Later)
			}
		}
	}
	// Output:
	// order.amount (number): 付款金额, what the buyer pays
	// has_tag(tag) (yes/no): the customer has the tag
	// in_festival(name) (yes/no): today belongs to the festival
	//   the calendar is not built yet
	// minutes_unpaid (clock): runs while the order waits for payment; counted from its creation
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
