package care

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// explains is what the shop says about xiaowang now.
func (s *shop) explains() Explanation {
	s.t.Helper()
	x, err := s.engine.Explain(context.Background(), Key{Customer: "xiaowang"})
	require.NoError(s.t, err)
	return x
}

// about is how a rule stands with a subject.
func (x Explanation) about(t *testing.T, kind, id, rule string) ExplainRule {
	t.Helper()
	for _, s := range x.Subjects {
		for _, r := range s.Rules {
			if s.Kind == kind && s.ID == id && r.Rule == rule {
				return r
			}
		}
	}
	require.Fail(t, "nothing is said about it", "%s %s, rule %s: %s", kind, id, rule, x.written(t))
	return ExplainRule{}
}

func (x Explanation) written(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, x.Write(&b))
	return b.String()
}

func TestE7_说明_决定了_交出去了_送到了_是三回事(t *testing.T) {
	s := opens(t, oneWord)
	out := s.hears(paid("T1"))
	for _, stage := range []struct {
		then   func()
		status string
		change string
	}{
		{func() {}, "decided", "nothing: it is decided and waits to be handed over by wangwang"},
		{func() { s.delivers() }, "handed-over", "nothing: it has been handed over by wangwang"},
		{func() { s.hears(reports(tiexin.EventMessageDelivered, out[0].Said.ID)) }, "delivered", "nothing: it has been delivered by wangwang"},
	} {
		stage.then()
		x := s.explains()
		require.Len(t, x.Said, 1)
		assert.Equal(t, stage.status, x.Said[0].Status)
		r := x.about(t, "order", "T1", "r")
		assert.Equal(t, AlreadySaid, r.Reason)
		assert.Equal(t, stage.change, r.Change)
		assert.Contains(t, x.written(t), strings.ReplaceAll(stage.status, "-", " ")+" 2026-11-11 10:00:00 via wangwang: f")
	}
}

func TestE7_说明_失败的渠道说得出原因(t *testing.T) {
	s := opens(t, oneWord)
	s.fails = func(_ string, k channel.Kind) error {
		if k == channel.Wangwang {
			return &channel.Final{Reason: "no such buyer"}
		}
		return assert.AnError // it is tried again
	}
	s.hears(paid("T1"))
	s.delivers()
	x := s.explains()
	require.Len(t, x.Said, 1)
	assert.Equal(t, "sms", x.Said[0].Via)
	r := x.about(t, "order", "T1", "r")
	assert.Equal(t, "nothing: it is decided and waits to be handed over by sms", r.Change)
	require.Len(t, r.Ways, 1)
	assert.Equal(t, "wangwang closed: undeliverable (no such buyer)", r.Ways[0].String())

	s.fails = func(string, channel.Kind) error { return &channel.Final{Reason: "empty number"} }
	s.at("+1h").delivers()
	x = s.explains()
	assert.Empty(t, x.Said, "what failed does not count")
	r = x.about(t, "order", "T1", "r")
	assert.Equal(t, "skip no-way: nothing: this silence is final", r.Verdict.String()+" "+r.Reason.String()+": "+r.Change)
	assert.Contains(t, x.written(t), "    wangwang closed: undeliverable (no such buyer)\n    sms closed: undeliverable (empty number)\n")
}

// A rule that found no way is silent for good, and it is said of each channel why it is
// closed: what failed first, then what stands in the way now.
func TestE7_说明_没有渠道可用_每个渠道为什么(t *testing.T) {
	const file = `
flows: {f: {title: 谢谢, about: order, when: order.paid, purpose: notice, via: [wechat, email, sms, wangwang], rules: [{name: r, send: hi}]}}
texts: {hi: 您好}
`
	s := opens(t, file)
	s.fails = func(string, channel.Kind) error { return &channel.Final{Reason: "空号"} }
	s.hears(paid("T1", func(e *tiexin.Event) {
		e.Customer.Wangwang, e.Customer.Nick = "", ""
		e.Customer.Email = "a@example.com"
		e.Customer.Consents = []tiexin.Consent{{Channel: "email", Refused: true, At: morning}}
	}))
	s.delivers()
	r := s.explains().about(t, "order", "T1", "r")
	assert.Equal(t, NoWay, r.Reason)
	assert.Contains(t, s.explains().written(t), `
  f/r: skip no-way
    to change: nothing: this silence is final
    sms closed: undeliverable (空号)
    wechat closed: no-address
    email closed: refused
    wangwang closed: no-address
`)
	t.Run("后来有了地址_也不再说", func(t *testing.T) {
		s := opens(t, strings.Replace(file, "wechat, email, sms, wangwang", "wechat", 1))
		s.hears(paid("T1"))
		assert.Contains(t, s.explains().written(t), "final\n    wechat closed: no-address\n")
		s.at("+1h").hears(paid("T2", func(e *tiexin.Event) { e.Customer.WeChat = "oAbc" }))
		r := s.explains().about(t, "order", "T1", "r")
		assert.Equal(t, "nothing: no channel was open, and this silence is final", r.Change)
		assert.Empty(t, r.Ways)
	})
}

func TestE7_说明_任务在谁手里(t *testing.T) {
	s := opens(t, `
flows:
  f: {title: 回访, about: order, purpose: service, via: [phone], rules: [{name: r, when: [order.paid], send: [{task: ask, within: 2h}, {task: ask, after: 1h}]}]}
texts: {ask: 问问}
`)
	out := s.hears(paid("T1"))
	r := s.explains().about(t, "order", "T1", "r")
	assert.Equal(t, "nothing: a person has it until 2026-11-11 12:00:00", r.Change)
	s.at("+1h").hears(report(tiexin.EventTaskDone, out[0].Said.ID))
	r = s.explains().about(t, "order", "T1", "r")
	assert.Equal(t, "time: it is due at 2026-11-11 12:00:00", r.Change)
	s.wakes("+2h")
	out = s.observed
	s.at("+3h").hears(report(tiexin.EventTaskDone, out[len(out)-1].Said.ID))
	r = s.explains().about(t, "order", "T1", "r")
	assert.Equal(t, "nothing: a person had it", r.Change)
}

// report is what became of a task.
func report(event tiexin.EventType, id string) tiexin.Event {
	e := reports(tiexin.EventMessageDelivered, id)
	e.ID, e.Type, e.Message, e.Task = string(event)+" "+id, event, nil, &tiexin.TaskReport{ID: id}
	return e
}

func TestE7_说明_要人看的_说出编号和原文(t *testing.T) {
	s := opens(t, watched)
	s.hears(created("T1", yuan(900)))
	s.wakes("+16m")
	x := s.explains()
	r := x.about(t, "order", "T1", "big")
	assert.Equal(t, "somebody has to approve v1:/xiaowang/f/big/T1/0/1", r.Change)
	require.NotNil(t, r.Said)
	assert.Equal(t, "小王，您的羽绒服还没付款", r.Said.Text)
	assert.Contains(t, x.written(t), "    wangwang: 小王，您的羽绒服还没付款\n")
}

func TestE7_说明_没有人来问就不说马上走(t *testing.T) {
	const old = `
flows:
  f: {title: 一, about: order, purpose: service, via: [wangwang], rules: [{name: r, when: [order.shipped], send: hello}]}
texts: {hello: 您好}
`
	s := opens(t, old)
	s.hears(created("T1", yuan(20)))
	s.at("+1h")
	require.NoError(t, s.engine.Swap(rulesFrom(t, strings.Replace(old, "texts:", `  g: {title: 二, about: order, while: unpaid, purpose: service, via: [wangwang], rules: [{name: now, if: minutes_unpaid > 30, send: hello}]}
  h: {title: 三, about: order, while: unpaid, purpose: service, via: [wangwang], rules: [{name: later, if: minutes_unpaid > 90, send: hello}]}
texts:`, 1))))
	x := s.explains()
	assert.Equal(t, "nothing, but nobody asks before the next event", x.about(t, "order", "T1", "now").Change)
	assert.Equal(t, "time: it is due at 2026-11-11 11:30:00, but nobody asks before the next event", x.about(t, "order", "T1", "later").Change)
	s.hears(at("+1h", created("T1", yuan(20), func(e *tiexin.Event) { e.ID = "again" })))
	x = s.explains()
	assert.Equal(t, "time: it is due at 2026-11-11 11:30:00", x.about(t, "order", "T1", "later").Change)
}

func TestE7_说明_同一个编号的订单和包裹_没有编号的会话(t *testing.T) {
	s := opens(t, `
flows:
  o: {title: 订单, about: order, purpose: service, via: [wangwang], rules: [{name: order, if: order.amount > 500, send: hello}]}
  p: {title: 包裹, about: parcel, purpose: service, via: [wangwang], rules: [{name: parcel, if: parcel.carrier == 'zto', send: hello}]}
  h: {title: 会话, about: chat, purpose: service, via: [wangwang], rules: [{name: chat, if: chat.score > 3, send: hello}]}
  c: {title: 顾客, about: customer, purpose: service, via: [wangwang], rules: [{name: person, if: customer.spent > 900, send: hello}]}
texts: {hello: 您好}
`)
	shipped := paid("X1")
	shipped.ID, shipped.Type, shipped.Parcel = "ship", tiexin.EventParcelShipped, &tiexin.Parcel{ID: "X1", OrderID: "X1"}
	s.hears(shipped, says(tiexin.EventChatOpened, func(c *tiexin.Chat) { c.ID = "" }))
	x := s.explains()
	for _, subject := range x.Subjects {
		assert.Len(t, subject.Rules, 1, "%s %s", subject.Kind, subject.ID)
	}
	chat := x.about(t, "chat", "", "chat")
	assert.Equal(t, "it could not be worked out: chat.score > 3", chat.Change)
	text := x.written(t)
	assert.Contains(t, text, "\norder X1 (")
	assert.Contains(t, text, "\nparcel X1 (")
	assert.Contains(t, text, "\nthe chat\n")
	assert.Contains(t, text, "\nthe customer\n")
	assert.Contains(t, text, "    ? chat.score > 3   [chat.score = unknown]   unknown\n")
	data, err := json.Marshal(x)
	require.NoError(t, err)
	assert.Contains(t, string(data), `"unknown":true`)
}

func TestE7_说明_跟着别人的话走的(t *testing.T) {
	s := opens(t, strings.Replace(unpaid, "purpose: notice", "purpose: notice\n    merge: 2h", 1))
	s.hears(created("T1", yuan(20)), created("T2", yuan(30)))
	s.wakes("+15m")
	r := s.explains().about(t, "order", "T2", "gentle")
	assert.Equal(t, "nothing: the message about T1 speaks for it, and waits to be handed over", r.Change)
	s.delivers()
	r = s.explains().about(t, "order", "T2", "gentle")
	assert.Equal(t, "nothing: the message about another order spoke for it", r.Change)
}

func TestE7_说明_同一流程里别的规则说过了(t *testing.T) {
	s := opens(t, strings.Replace(unpaid, "rules:\n", "rules:\n      - {name: dear, if: order.amount > 500 && minutes_unpaid > 1, send: pay}\n", 1))
	s.hears(created("T1", yuan(20)))
	s.wakes("+15m")
	s.hears(at("+15m", updated("T1", yuan(900))))
	r := s.explains().about(t, "order", "T1", "gentle")
	assert.Equal(t, "nothing: rule dear is decided and waits to be handed over by wangwang", r.Change)
}
