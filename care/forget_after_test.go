package care

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// What comes back begins nothing: the store says nothing more about the customer, and
// nobody is written to.
func TestE15_忘掉以后再来的旧事_什么也不开始(t *testing.T) {
	for _, tt := range []struct {
		name string
		back func(id string) tiexin.Event
	}{
		{"同一个事件再来一遍", func(string) tiexin.Event { return at("+0m", paid("T1")) }},
		{"换了编号再来", func(string) tiexin.Event { e := at("+0m", paid("T1")); e.ID = "another"; return e }},
		{"迟到的旧事", func(string) tiexin.Event { return at("+9m", paid("T2")) }},
		{"忘掉的那一刻", func(string) tiexin.Event { return at("+10m", paid("T2")) }},
		{"忘掉前的同意", func(string) tiexin.Event { return at("+9m", grants("marketing")) }},
		{"回执", func(id string) tiexin.Event { return reports(tiexin.EventMessageDelivered, id) }},
		{"失败的回执", func(id string) tiexin.Event {
			return reports(tiexin.EventMessageFailed, id, func(e *tiexin.Event) { e.Message.Final = true })
		}},
		{"回复", func(id string) tiexin.Event {
			return reports(tiexin.EventMessageReplied, id, func(e *tiexin.Event) { e.Message.Text = "好的" })
		}},
		{"任务做完了", func(string) tiexin.Event { return reports(tiexin.EventTaskDone, "v1:/xiaowang/call/r/T1/0/1") }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := opens(t, toForget)
			id := saidIn(t, s.hears(paid("T1")))
			s.delivers()
			s.at("+10m").forgets()
			then := s.stored().state
			said := len(s.sent)
			assert.Empty(t, s.at("+20m").hears(tt.back(id)))
			assert.Equal(t, then, s.stored().state)
			s.wakes("+5h")
			s.delivers()
			assert.Len(t, s.sent, said)
		})
	}
	t.Run("快照里的旧事", func(t *testing.T) {
		s := opens(t, toForget)
		s.hears(paid("T1"))
		s.at("+10m").forgets()
		told := thing(func(o *tiexin.Order) { o.Status, o.PaidAt = tiexin.Paid, timeAt("+0m") })
		saysOf(t, s.at("+20m").hears(updated("T1", told)))
		saysOf(t, s.at("+30m").hears(paid("T2")), "10:30 thanks/r T2 sms 小王，您好") // and what is new begins anew
	})
	t.Run("时钟快的店报过的事", func(t *testing.T) {
		s := opens(t, toForget)
		e := at("+8h", paid("T1")) // a zone was left out
		s.hears(e)
		s.at("+10m").forgets()
		assert.Empty(t, s.at("+20m").hears(e))
	})
	t.Run("没写时间的同意_不算新的", func(t *testing.T) {
		s := opens(t, everyPurpose)
		s.hears(created("T1"))
		s.at("+1m").forgets()
		allows := who(func(c *tiexin.Customer) { c.Consents = []tiexin.Consent{{Purpose: tiexin.Marketing}} })
		s.at("+2m").hears(created("T2", allows))
		hasLines(t, s.wakes("+17m"), "10:17 marketing/r T2 skip no-consent marketing")
		s.at("+20m").hears(created("T3"), grants("marketing"))
		saysOf(t, s.wakes("+35m"), "10:35 marketing/r T3 wangwang 你好", "10:35 notice/r T3 wangwang 你好", "10:35 service/r T3 wangwang 你好")
	})
}

// What is said after the forgetting has an identity of its own, so that neither a
// provider nor a late receipt takes it for what was said before.
func TestE15_忘掉以后再说的话_不和从前的混(t *testing.T) {
	signsIn := func() tiexin.Event {
		return happening(tiexin.EventCustomerSignedIn, []detail{who(func(c *tiexin.Customer) { c.WeChat = "openid" })})
	}
	failed := func(id string) tiexin.Event {
		return reports(tiexin.EventMessageFailed, id, func(e *tiexin.Event) { e.Message.Final = true })
	}
	s := opens(t, toForget)
	var ids []string
	for _, when := range []string{"+0h", "+10h", "+20h"} {
		id := saidIn(t, s.at(when).hears(signsIn()))
		assert.NotContains(t, ids, id)
		for _, old := range ids { // it waits in the outbox, and the receipts of the others come
			s.hears(at(when[:len(when)-1]+"h5m", reports(tiexin.EventMessageDelivered, old)), at(when[:len(when)-1]+"h6m", failed(old)))
		}
		require.Equal(t, 1, s.waiting())
		s.delivers()
		ids = append(ids, id)
		require.Equal(t, id, s.sent[len(s.sent)-1].ID)
		s.hears(at(when[:len(when)-1]+"h7m", reports(tiexin.EventMessageDelivered, id)))
		why, err := s.engine.Explain(t.Context(), xiaowangs)
		require.NoError(t, err)
		require.Len(t, why.Said, 1)
		assert.Equal(t, "delivered", why.Said[0].Status, "its own receipt is heard")
		var b strings.Builder
		require.NoError(t, why.Write(&b))
		assert.Contains(t, b.String(), "it has been delivered")
		s.at(when[:len(when)-1] + "h30m").forgets()
	}
}

// A refusal is heard whatever the engine has forgotten.
func TestE9_忘掉以后再来的拒绝_还是拒绝(t *testing.T) {
	replies := func(text string, more ...detail) func(string) tiexin.Event {
		return func(id string) tiexin.Event {
			return reports(tiexin.EventMessageReplied, id, append([]detail{func(e *tiexin.Event) { e.Message.Text = text }}, more...)...)
		}
	}
	for _, tt := range []struct {
		name   string
		event  tiexin.Event
		back   func(id string) tiexin.Event
		closes string
	}{
		{"退订_说了渠道", paid("T1"), replies("退订", func(e *tiexin.Event) { e.Message.Channel = "sms" }), "sms"},
		{"退订_规则有两个渠道_两个都关", paid("T1"), replies("退订"), "sms wangwang"},
		{"退订_规则只有一个渠道", happening(tiexin.EventCustomerSignedIn, []detail{who(func(c *tiexin.Customer) { c.WeChat = "openid" })}), replies("退订"), "wechat"},
		{"电话里拒绝", shipped("T1"), func(id string) tiexin.Event { return reports(tiexin.EventTaskRefused, id) }, "phone"},
		{"规则没了_全关", shipped("T1"), func(id string) tiexin.Event {
			return reports(tiexin.EventTaskRefused, strings.Replace(id, "call", "gone", 1))
		}, ""},
		{"不认得的编号_全关", shipped("T1"), func(string) tiexin.Event { return at("+10m", reports(tiexin.EventTaskRefused, "call-77")) }, ""},
		{"迟到的撤回", paid("T1"), func(string) tiexin.Event { return at("+5m", revokes("sms")) }, "sms"},
		{"快照里的拒绝", paid("T1"), func(string) tiexin.Event {
			return at("+5m", customerIs(who(func(c *tiexin.Customer) {
				c.Consents = []tiexin.Consent{{Channel: "sms", Refused: true, Proof: "我是王小明"}, {Purpose: tiexin.Marketing}}
			})))
		}, "sms"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := opens(t, toForget)
			id := saidIn(t, s.hears(tt.event))
			s.delivers()
			s.at("+10m").forgets()
			begun := len(s.sent)
			s.at("+20m").hears(tt.back(id))
			s.delivers()
			assert.Len(t, s.sent, begun, "it begins nothing")
			m := s.remembers("xiaowang")
			var closed []string
			for _, c := range m.Consents {
				assert.True(t, c.Refused)
				closed = append(closed, c.Channel)
			}
			require.NotEmpty(t, closed)
			assert.Equal(t, tt.closes, strings.Join(closed, " "))
			assert.NotContains(t, string(m.Encode()), "小王")
			assert.NotContains(t, string(m.Encode()), "王小明")
		})
	}
	t.Run("订单一百天以后忘了", func(t *testing.T) {
		s := opens(t, toForget)
		id := saidIn(t, s.hears(shipped("T1")))
		s.delivers()
		s.at("+1h").hears(closed("T1"))
		s.at("+3000h").hears(customerIs())
		require.Nil(t, s.remembers("xiaowang").Order("T1"))
		s.hears(reports(tiexin.EventTaskRefused, id))
		hasLines(t, s.at("+3001h").hears(shipped("T2")), "03-16 11:00 call/r T2 skip refused")
	})
	t.Run("仓库的任务被拒_和顾客无关", func(t *testing.T) {
		s := opens(t, `
flows: {f: {title: 备货, about: order, when: order.paid, purpose: service, rules: [{name: r, send: {task: pack, form: other, owner: 仓库}}]}}
texts: {pack: 快备货}
`)
		id := saidIn(t, s.hears(paid("T1")))
		s.at("+1m").forgets()
		s.at("+2m").hears(reports(tiexin.EventTaskRefused, id))
		assert.Empty(t, s.remembers("xiaowang").Consents)
	})
	t.Run("新的消息等着_迟到的拒绝马上收回它", func(t *testing.T) {
		s := opens(t, toForget)
		s.hears(created("T1"))
		s.at("+1m").forgets()
		s.at("+2m").hears(paid("T2"))
		require.Equal(t, 1, s.waiting())
		s.at("+3m").hears(at("+0m", revokes("sms")))
		assert.Equal(t, []string{"v1:/xiaowang/thanks/r/T2/1000000/1@wangwang"}, s.outbox())
		s.delivers()
		s.handed("wangwang T2 小王，您好")
	})
}
