package care_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// printSent simulates events, given as one line of JSON each, for ten days, and prints
// the messages and tasks.
func printSent(rules, lines string) {
	var events []tiexin.Event
	for event, err := range tiexin.ReadEvents(strings.NewReader(lines), nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		events = append(events, event)
	}
	end := events[0].At.Add(10 * 24 * time.Hour)
	for o := range care.Simulate(loaded(rules), events, care.SimOptions{Until: end}) {
		if o.Goes() {
			fmt.Println(o.At.Format("01-02 15:04"), o.Subject, o.Path(), o.Said.Via, o.Said.Text)
		}
	}
}

// The agent asks again when the customer has gone quiet. A complaint reaches the
// supervisor at once, and other notices wait until the conversation is over.
func ExampleSimulate_chat() {
	printSent(`version: 1
shop: {name: 青禾家, agent: 小禾}
flows:
  quiet:
    title: 问了没回
    about: chat
    while: silent
    purpose: service
    via: wangwang
    rules: [{name: again, if: "!chat.ordered && minutes_silent > 5", send: quiet.again}]
  complaint:
    title: 投诉
    about: chat
    when: chat.complained
    purpose: service
    rules: [{name: boss, send: {task: complaint.boss, owner: 主管, within: 30m}}]
  points:
    title: 积分通知
    about: customer
    when: customer.signed_in
    purpose: notice
    via: wangwang
    rules: [{name: told, send: points.told}]
texts:
  quiet.again: "#客服#还在，您看看还有什么想问的"
  complaint.boss: 半小时内给顾客回话
  points.told: 签到积分到账了
`, `{"id": "m1", "event": "chat.asked", "at": "2026-11-11 10:00", "customer": {"id": "c1", "wangwang": "小鱼"}, "chat": {"id": "C1"}}
{"id": "m2", "event": "chat.replied", "at": "2026-11-11 10:01", "customer": "c1", "chat": {"id": "C1"}}
{"id": "m3", "event": "chat.complained", "at": "2026-11-11 10:20", "customer": "c1", "chat": {"id": "C1"}}
{"id": "m4", "event": "customer.signed_in", "at": "2026-11-11 10:25", "customer": "c1"}
{"id": "m5", "event": "chat.closed", "at": "2026-11-11 11:00", "customer": "c1", "chat": {"id": "C1"}}`)
	// Output:
	// 11-11 10:06 C1 quiet/again wangwang 小禾还在，您看看还有什么想问的
	// 11-11 10:20 C1 complaint/boss none 半小时内给顾客回话
	// 11-11 11:00  points/told wangwang 签到积分到账了
}

// Rules know what the event brought that began them. Without stars the number is
// unknown, and an unknown comparison is not true, whichever way it is asked.
func ExampleSimulate_brought() {
	printSent(`version: 1
flows:
  review:
    title: 评价以后
    about: order
    when: review.created
    purpose: service
    choose: all
    rules:
      - {name: few,  if: review.stars <= 2, send: {task: review.few, owner: 店长}}
      - {name: many, if: not (review.stars <= 2), send: {task: review.many, owner: 店长}}
      - {name: bad,  if: review.stars <= 2 || review.rating == 'bad', send: {task: review.bad, owner: 店长}}
texts:
  review.few: 两星以下
  review.many: 三星以上
  review.bad: "#评价结果#：#评价详情|没有写#"
`, `{"id": "m1", "event": "review.created", "at": "2026-11-11 10:00", "customer": "c1", "review": {"order_id": "T1", "rating": "bad", "text": "线头多"}}`)
	// Output:
	// 11-11 10:00 T1 review/bad none 差评：线头多
}
