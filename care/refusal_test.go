package care

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

const everyPurpose = `
flows:
  service: {title: 服务, about: order, purpose: service, via: [wangwang, sms], rules: [{name: r, if: minutes_unpaid > 15, send: hello}]}
  notice: {title: 通知, about: order, purpose: notice, via: [wangwang, sms], rules: [{name: r, if: minutes_unpaid > 15, send: hello}]}
  care: {title: 关怀, about: order, purpose: care, via: [wangwang, sms], rules: [{name: r, if: minutes_unpaid > 15, send: hello}]}
  marketing: {title: 营销, about: order, purpose: marketing, via: [wangwang, sms], rules: [{name: r, if: minutes_unpaid > 15, send: hello}]}
  survey: {title: 调研, about: order, purpose: survey, via: [wangwang, sms], rules: [{name: r, if: minutes_unpaid > 15, send: hello}]}
limits: {caps: {lots: {at_most: 99, per: day}}}
texts: {hello: 你好}
`

func TestE9_没有同意的证据就不营销(t *testing.T) {
	tell(t, everyPurpose, at("+0m", created("T1"))).says(
		"10:15 notice/r T1 wangwang 你好",
		"10:15 service/r T1 wangwang 你好",
	).withheld(
		"10:15 care/r T1 skip no-consent care",
		"10:15 marketing/r T1 skip no-consent marketing",
		"10:15 survey/r T1 skip no-consent survey",
	)
	t.Run("同意了才发,只发同意的", func(t *testing.T) {
		tell(t, everyPurpose, at("+0m", created("T1")), at("+5m", grants("sms/marketing"))).says(
			"10:15 marketing/r T1 sms 你好 拒收请回复R",
			"10:15 notice/r T1 wangwang 你好",
			"10:15 service/r T1 wangwang 你好",
		)
	})
	t.Run("同意过期了", func(t *testing.T) {
		expires := func(e *tiexin.Event) { e.Consent.Expires = timeAt("+10m") }
		tell(t, everyPurpose, at("+0m", created("T1")), at("+5m", grants("marketing", expires))).withheld("10:15 marketing/r T1 skip no-consent marketing")
	})
	t.Run("后来的同意救不回来", func(t *testing.T) {
		tell(t, everyPurpose, at("+0m", created("T1")), at("+20m", grants(""))).withheld("10:20 marketing/r T1 skip no-consent marketing").
			never("marketing/r T1 wangwang", "marketing/r T1 sms")
	})
}

func TestE9_拒绝马上算数(t *testing.T) {
	t.Run("什么都拒绝", func(t *testing.T) {
		tell(t, everyPurpose, at("+0m", created("T1")), at("+1m", grants("")), at("+15m", revokes(""))).silent().
			withheld("10:15 service/r T1 skip refused", "10:15 notice/r T1 skip refused", "10:15 marketing/r T1 skip refused")
	})
	t.Run("只拒绝短信,还有旺旺", func(t *testing.T) {
		tell(t, everyPurpose, at("+0m", created("T1")), at("+14m", revokes("sms"))).says("10:15 notice/r T1 wangwang 你好", "10:15 service/r T1 wangwang 你好")
	})
	t.Run("旺旺拒绝了,走短信", func(t *testing.T) {
		tell(t, everyPurpose, at("+0m", created("T1")), at("+14m", revokes("wangwang"))).says("10:15 notice/r T1 sms 你好", "10:15 service/r T1 sms 你好")
	})
	t.Run("一个拒绝一个没同意,不算拒绝", func(t *testing.T) {
		tell(t, everyPurpose, at("+0m", created("T1")), at("+14m", revokes("sms"))).withheld("10:15 marketing/r T1 skip no-consent marketing")
	})
	t.Run("事件里带着的客户说拒绝", func(t *testing.T) {
		said := who(func(c *tiexin.Customer) { c.Consents = []tiexin.Consent{{Refused: true}} })
		tell(t, everyPurpose, at("+0m", created("T1")), at("+10m", customerIs(said))).silent()
	})
	t.Run("任务也不派", func(t *testing.T) {
		file := `
flows: {f: {title: 跟进, about: order, purpose: service, rules: [{name: r, if: minutes_unpaid > 15, send: {task: ask, via: [phone]}}]}}
texts: {ask: 问问}
`
		tell(t, file, at("+0m", created("T1")), at("+14m", revokes(""))).silent().withheld("10:15 f/r T1 skip refused")
	})
	t.Run("后来又同意了,以后的可以发", func(t *testing.T) {
		tell(t, everyPurpose, at("+0m", created("T1")), at("+1m", revokes("")), at("+2m", grants("notice"))).says("10:15 notice/r T1 wangwang 你好")
	})
}

// What waits in the outbox is taken back, and stays so.
func TestE9_发件箱里等着的也收回来(t *testing.T) {
	for _, tt := range []struct {
		name  string
		event func() tiexin.Event
		why   string
	}{
		{"拒绝一切", func() tiexin.Event { return revokes("") }, "refused"},
		{"加进黑名单", func() tiexin.Event { return customerIs(who(func(c *tiexin.Customer) { c.Blocked = true })) }, "blocked"},
		{"投诉", func() tiexin.Event { return chats(tiexin.EventChatComplained) }, "in-conversation"},
		{"付款", func() tiexin.Event { return paid("T1") }, "ended"},
		{"关闭", func() tiexin.Event { return closed("T1") }, "ended"},
	} {
		for _, when := range []string{"+15m", "+16m"} { // in the same millisecond, and later
			t.Run(tt.name+when, func(t *testing.T) {
				s := opens(t, unpaid)
				s.hears(created("T1"))
				saysOf(t, s.wakes("+15m"), "10:15 payment/gentle T1 wangwang 小王，您的羽绒服还没付款")
				require.Equal(t, 1, s.waiting())
				out := s.at(when).hears(tt.event())
				assert.Zero(t, s.waiting(), "it is no longer in the outbox")
				out = append(out, s.wakes(when)...)
				assert.Contains(t, lines(out)[len(out)-1], tt.why)
				s.at("+20m").delivers()
				s.handed()
				assert.Empty(t, s.remembers("xiaowang").Slots, "the slot is free again")
			})
		}
	}
	t.Run("聊完了,再问一遍,还没付才发", func(t *testing.T) {
		s := opens(t, unpaid)
		s.hears(created("T1"))
		s.wakes("+15m")
		s.at("+16m").hears(chats(tiexin.EventChatPaymentTrouble))
		s.at("+30m").hears(chats(tiexin.EventChatClosed))
		s.delivers()
		s.handed("wangwang T1 小王，您的羽绒服还没付款")
	})
	t.Run("只拒绝了这个渠道,换一个", func(t *testing.T) {
		s := opens(t, unpaid)
		s.hears(created("T1"))
		s.wakes("+15m")
		s.at("+16m").hears(revokes("wangwang"))
		s.delivers()
		s.handed("sms T1 小王，您的羽绒服还没付款")
	})
}

func TestE9_回复R就是拒绝(t *testing.T) {
	file := `
flows: {f: {title: 谢谢, about: order, purpose: notice, via: [sms, wangwang], choose: all, rules: [{name: a, when: [order.paid], send: hello}, {name: b, when: [order.shipped], send: hello}]}}
texts: {hello: 你好}
`
	for _, reply := range []struct {
		text, then string
	}{{"R", "wangwang"}, {" 退订 ", "wangwang"}, {"td", "wangwang"}, {"请退订", "wangwang"}, {"我要退订", "wangwang"}, {"别再发了", "sms"}, {"好的", "sms"}, {"什么时候到", "sms"}} {
		t.Run(reply.text, func(t *testing.T) {
			s := opens(t, file)
			out := s.hears(paid("T1"))
			s.delivers()
			s.at("+5m").hears(reports(tiexin.EventMessageReplied, out[0].Said.ID, func(e *tiexin.Event) { e.Message.Text = reply.text }))
			s.at("+1h").hears(shipped("T1"))
			s.delivers()
			s.handed("sms T1 你好", reply.then+" T1 你好")
		})
	}
}

// The words are the customer's: the log names ids only.
func TestE9_像拒绝又不算的回复_日志说一声(t *testing.T) {
	file := `
flows: {f: {title: 谢谢, about: order, purpose: notice, via: [sms], rules: [{name: a, when: order.paid, send: hello}]}}
texts: {hello: 你好}
`
	for text, warned := range map[string]bool{"别再发了，王小明": true, "请勿打扰": true, "退订": false, "退订金吗": false, "T恤还有吗": false} {
		s := opens(t, file)
		out := s.hears(paid("T1"))
		s.delivers()
		s.at("+5m").hears(reports(tiexin.EventMessageReplied, out[0].Said.ID, func(e *tiexin.Event) { e.Message.Text = text }))
		assert.Equal(t, warned, strings.Contains(s.log.String(), "looks like a refusal"), text)
		assert.Equal(t, warned, strings.Contains(s.log.String(), `,"customer":"xiaowang","message":"`+out[0].Said.ID+`"`), text)
		assert.NotContains(t, s.log.String(), text)
	}
}

func TestE9_客户在电话里拒绝了_不再打(t *testing.T) {
	file := `
flows:
  f:
    title: 跟进
    about: order
    purpose: service
    choose: all
    rules:
      - {name: a, when: [order.paid], send: {task: ask, via: [phone], within: 30m}}
      - {name: b, when: [order.shipped], send: {task: ask, via: [phone]}}
texts: {ask: 问问}
`
	for _, when := range []string{"+5m", "+1h"} { // in time, and after the task's within
		t.Run(when, func(t *testing.T) {
			s := opens(t, file)
			out := s.hears(paid("T1"))
			s.delivers()
			s.wakes(when)
			s.hears(reports(tiexin.EventTaskRefused, out[0].Said.ID))
			hasLines(t, s.at("+2h").hears(shipped("T1")), "12:00 f/b T1 skip refused")
		})
	}
	t.Run("订单已经完了,还是听见", func(t *testing.T) {
		s := opens(t, file)
		out := s.hears(paid("T1"))
		s.delivers()
		s.at("+3m").hears(closed("T1"))
		s.at("+5m").hears(reports(tiexin.EventTaskRefused, out[0].Said.ID))
		hasLines(t, s.at("+2h").hears(paid("T2")), "12:00 f/a T2 skip refused")
	})
}

func TestE9_忘掉一个人_只留下拒绝(t *testing.T) {
	s := opens(t, everyPurpose)
	s.hears(created("T1"), grants("marketing"))
	s.at("+5m").hears(revokes("sms", func(e *tiexin.Event) { e.Consent.Proof, e.Consent.Source = "别再发了,我叫王小明", "sms_reply" }))
	s.wakes("+15m")
	require.NotZero(t, s.waiting())
	require.NoError(t, s.engine.Forget(t.Context(), Key{Customer: "xiaowang"}))
	assert.Zero(t, s.waiting(), "what waited to go is gone")
	m := s.remembers("xiaowang")
	require.Len(t, m.Consents, 1)
	assert.True(t, m.Consents[0].Refused)
	assert.Empty(t, m.Consents[0].Proof, "the customer's own words are personal")
	assert.NotContains(t, string(m.Encode()), "小王")
	assert.NotContains(t, string(m.Encode()), "13800000000")
	assert.Empty(t, m.Orders)
	assert.Empty(t, firings(m))
	assert.True(t, m.Wake().Time(time.UTC).Year() > 3000, "nothing wakes any more")
	s.at("+1h").hears(created("T2"))
	s.wakes("+2h")
	s.delivers()
	s.handed("wangwang T2 你好", "wangwang T2 你好")
}
