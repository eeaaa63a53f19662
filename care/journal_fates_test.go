package care

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

const fateful = `
limits: {caps: {lots: {at_most: 99, per: day}}}
flows:
  pay: {title: 催付, about: order, while: unpaid, purpose: notice, via: [wangwang], rules: [{name: r, if: minutes_unpaid > 5, send: hello}]}
  call: {title: 回访, about: order, when: order.shipped, until: order.succeeded, purpose: service, rules: [{name: r, send: {task: hello, via: [phone], within: 2h}}]}
  look: {title: 先看, about: order, when: order.paid, purpose: notice, via: [wangwang], rules: [{name: r, review: true, send: hello}]}
texts: {hello: 您好}
`

// What became of a message or a task is written, each in its own word.
func Test每种去向_日志里都有(t *testing.T) {
	const pay, call, look = "v1:/xiaowang/pay/r/T1/0/1", "v1:/xiaowang/call/r/T1/0/1", "v1:/xiaowang/look/r/T1/0/1"
	asks := func(s *shop) { s.hears(shipped("T1")); s.delivers() }
	reviews := func(s *shop) { s.hears(paid("T1")) }
	for _, tt := range []struct {
		name  string
		lives func(*shop)
		line  string
	}{
		{"没发就付了款", func(s *shop) { s.hears(created("T1")); s.wakes("+6m"); s.at("+7m").hears(paid("T1")) }, "10:07 taken-back " + pay + " wangwang"},
		{"交给发送方", func(s *shop) { s.hears(created("T1")); s.wakes("+6m"); s.delivers() }, "10:06 handed-over " + pay + " wangwang"},
		{"发不出去", func(s *shop) {
			s.fails = func(string, channel.Kind) error { return &channel.Final{Reason: "closed"} }
			s.hears(created("T1"))
			s.wakes("+6m")
			s.delivers()
		}, "10:06 failed " + pay + " wangwang final closed"},
		{"后来说没送到", func(s *shop) {
			s.hears(created("T1"))
			s.wakes("+6m")
			s.delivers()
			s.at("+7m").hears(reports(tiexin.EventMessageFailed, pay, func(e *tiexin.Event) { e.Message.Reason = "busy" }))
		}, "10:07 failed " + pay + " busy"},
		{"过了时限", func(s *shop) {
			s.busy()
			asks(s)
			s.now.Add(int64(26 * time.Hour / time.Millisecond))
			s.delivers()
		}, "11-12 12:00 too-late " + call + " phone"},
		{"任务交出", asks, "10:00 handed-over " + call + " phone"},
		{"任务做完", func(s *shop) {
			asks(s)
			s.at("+1m").hears(reports(tiexin.EventTaskDone, call, func(e *tiexin.Event) { e.Task.Outcome = "reached" }))
		}, "10:01 done " + call + " reached"},
		{"任务有人接", func(s *shop) {
			asks(s)
			s.at("+1m").hears(reports(tiexin.EventTaskClaimed, call, func(e *tiexin.Event) { e.Task.By = "小李" }))
		}, "10:01 claimed " + call},
		{"任务放下了", func(s *shop) {
			asks(s)
			s.at("+1m").hears(reports(tiexin.EventTaskClaimed, call, func(e *tiexin.Event) { e.Task.By = "小李" }))
			s.at("+2m").hears(reports(tiexin.EventTaskClaimed, call))
		}, "10:02 given-back " + call},
		{"任务没做成", func(s *shop) { asks(s); s.at("+1m").hears(reports(tiexin.EventTaskFailed, call)) }, "10:01 not-done " + call},
		{"谢绝", func(s *shop) { asks(s); s.at("+1m").hears(reports(tiexin.EventTaskRefused, call)) }, "10:01 refused " + call},
		{"任务撤回", func(s *shop) { asks(s); s.at("+1m").hears(ofOrder(tiexin.EventOrderSucceeded, "T1", nil)) }, "10:01 taken-back " + call},
		{"审核通过", func(s *shop) { reviews(s); s.at("+1m").hears(reports(tiexin.EventMessageApproved, look)) }, "10:01 approved " + look},
		{"审核不通过", func(s *shop) { reviews(s); s.at("+1m").hears(reports(tiexin.EventMessageDeclined, look)) }, "10:01 declined " + look},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := opensJournal(t, fateful)
			tt.lives(s)
			all := s.journalOf("xiaowang")
			n := 0
			for _, line := range all {
				if matches := len(line) >= len(tt.line) && line[:len(tt.line)] == tt.line; matches {
					n++
				}
			}
			assert.Equal(t, 1, n, "%q in %q", tt.line, all)
		})
	}
}

// Somebody else's message is not the customer's journal's business.
func Test别处的消息_不进日志(t *testing.T) {
	s := opensJournal(t, fateful)
	s.hears(created("T1"))
	for i, id := range []string{"host-77", "v1:/other/pay/r/T1/0/1", "v1:shop/xiaowang/pay/r/T1/0/1"} {
		s.at(fmt.Sprintf("+%dm", i+1)).hears(reports(tiexin.EventMessageDelivered, id))
	}
	for _, line := range s.journalOf("xiaowang") {
		assert.NotContains(t, line, "delivered")
	}
}
