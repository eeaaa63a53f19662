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

// changeIs says what would have to change, in both languages.
func changeIs(t *testing.T, r ExplainRule, english, chinese string) {
	t.Helper()
	assert.Equal(t, english, r.Change)
	assert.Equal(t, chinese, r.ChangeChinese)
}

func (x Explanation) inChinese(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, x.WriteChinese(&b))
	return b.String()
}

func TestE7_说明_决定了_交出去了_送到了_是三回事(t *testing.T) {
	s := opens(t, oneWord)
	out := s.hears(paid("T1"))
	for _, stage := range []struct {
		then    func()
		status  string
		english string
		chinese string
	}{
		{func() {}, "decided", "nothing: it is decided and waits to be sent by wangwang", "不用改，这条已决定发，等着交给旺旺"},
		{func() { s.delivers() }, "handed-over", "nothing: it has been sent by wangwang", "不用改，这条已交给旺旺"},
		{func() { s.hears(reports(tiexin.EventMessageDelivered, out[0].Said.ID)) }, "delivered", "nothing: it has been delivered by wangwang", "不用改，这条已由旺旺送达"},
	} {
		stage.then()
		x := s.explains()
		require.Len(t, x.Said, 1)
		assert.Equal(t, stage.status, x.Said[0].Status)
		r := x.about(t, "order", "T1", "r")
		assert.Equal(t, AlreadySaid, r.Reason)
		changeIs(t, r, stage.english, stage.chinese)
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
	changeIs(t, r, "nothing: it is decided and waits to be sent by sms", "不用改，这条已决定发，等着交给短信")
	require.Len(t, r.Ways, 1)
	assert.Equal(t, "wangwang closed: undeliverable (no such buyer)", r.Ways[0].String())

	s.fails = func(string, channel.Kind) error { return &channel.Final{Reason: "empty number"} }
	s.at("+1h").delivers()
	x = s.explains()
	assert.Empty(t, x.Said, "what failed does not count")
	r = x.about(t, "order", "T1", "r")
	assert.Equal(t, "skip no-way", r.Verdict.String()+" "+r.Reason.String())
	changeIs(t, r, "nothing changes this; the decision is final", "改不了，这次不会再发")
	assert.Contains(t, x.written(t), "    wangwang closed: undeliverable (no such buyer)\n    sms closed: undeliverable (empty number)\n")
	assert.Contains(t, x.inChinese(t), "    旺旺不能用：没送到（no such buyer）\n    短信不能用：没送到（empty number）\n")
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
    needs: nothing changes this; the decision is final
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
		assert.Equal(t, "nothing changes this; no channel was open", r.Change)
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
	s.delivers()
	r := s.explains().about(t, "order", "T1", "r")
	changeIs(t, r, "nothing: a person has the task until 2026-11-11 12:00:00", "不用改，有人在办，到11月11日 12:00为止")
	s.at("+1h").hears(report(tiexin.EventTaskDone, out[0].Said.ID))
	r = s.explains().about(t, "order", "T1", "r")
	changeIs(t, r, "time until 2026-11-11 12:00:00", "等到11月11日 12:00")
	s.wakes("+2h")
	out = s.observed
	s.at("+3h").hears(report(tiexin.EventTaskDone, out[len(out)-1].Said.ID))
	r = s.explains().about(t, "order", "T1", "r")
	changeIs(t, r, "nothing: a person has done it", "不用改，这条有人办过了")
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
	changeIs(t, r, "approval of v1:/xiaowang/f/big/T1/0/1", "要有人审核通过 v1:/xiaowang/f/big/T1/0/1")
	require.NotNil(t, r.Said)
	assert.Equal(t, "小王，您的羽绒服还没付款", r.Said.Text)
	assert.Contains(t, x.written(t), "    wangwang: 小王，您的羽绒服还没付款\n")
}

func TestE7_说明_整页的中文(t *testing.T) {
	s := opens(t, watched)
	s.hears(created("T1", yuan(900)), grants("marketing"))
	s.wakes("+16m")
	chinese := s.explains().inChinese(t)
	assert.Equal(t, `顾客 xiaowang，2026年11月11日 10:16
  下次自动检查：11月12日 10:00
  同意各个渠道发营销消息，2026年11月11日 10:00

订单 T1（待付款，11月12日 10:00自动关闭）
  催付（f/plain）：不发，归前面的规则管「big」
    要发的话：要排在前面的规则「big」不再适用
    ✓ minutes_unpaid > 10   [minutes_unpaid = 16]
  催付（f/big）：等待，等人审核
    要发的话：要有人审核通过 v1:/xiaowang/f/big/T1/0/1
    旺旺：小王，您的羽绒服还没付款
    ✓ order.amount >= 500   [order.amount = 900]
    ✓ minutes_unpaid > 15   [minutes_unpaid = 16]
`, chinese)
	noEnglish(t, chinese)
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
	changeIs(t, x.about(t, "order", "T1", "now"), "the next event: the rule is not checked before", "不用改，下一个事件来了才检查")
	changeIs(t, x.about(t, "order", "T1", "later"), "time until 2026-11-11 11:30:00, and the next event: the rule is not checked before", "等到11月11日 11:30，但下一个事件来了才检查")
	s.hears(at("+1h", created("T1", yuan(20), func(e *tiexin.Event) { e.ID = "again" })))
	x = s.explains()
	changeIs(t, x.about(t, "order", "T1", "later"), "time until 2026-11-11 11:30:00", "等到11月11日 11:30")
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
	changeIs(t, chat, "a fix: the condition could not be evaluated: chat.score > 3", "条件算不出来：「chat.score > 3」")
	text := x.written(t)
	assert.Contains(t, text, "\norder X1 (")
	assert.Contains(t, text, "\nparcel X1 (")
	assert.Contains(t, text, "\nthe chat\n")
	assert.Contains(t, text, "\nthe customer\n")
	assert.Contains(t, text, "    ? chat.score > 3   [chat.score = unknown]   unknown\n")
	chinese := x.inChinese(t)
	noEnglish(t, chinese)
	assert.Contains(t, chinese, "\n订单 X1（")
	assert.Contains(t, chinese, "\n包裹 X1（")
	assert.Contains(t, chinese, "\n聊天\n")
	assert.Contains(t, chinese, "\n顾客本人\n")
	assert.Contains(t, chinese, "  会话（h/chat）：不发，条件不符「chat.score > 3」\n")
	data, err := json.Marshal(x)
	require.NoError(t, err)
	assert.Contains(t, string(data), `"unknown":true`)
	assert.Contains(t, string(data), `"change_chinese":"条件算不出来：`)

	var read Explanation
	require.NoError(t, json.Unmarshal(data, &read))
	assert.Contains(t, read.inChinese(t), "要发的话：条件算不出来", "也读得回来")
}

func TestE7_说明_跟着别人的话走的(t *testing.T) {
	s := opens(t, strings.Replace(unpaid, "purpose: notice", "purpose: notice\n    merge: 2h", 1))
	s.hears(created("T1", yuan(20)), created("T2", yuan(30)))
	s.wakes("+15m")
	r := s.explains().about(t, "order", "T2", "gentle")
	changeIs(t, r, "nothing: the message about T1 covers it and waits to be sent", "不用改，这条由 T1 的消息一起说，等着交出")
	s.delivers()
	r = s.explains().about(t, "order", "T2", "gentle")
	changeIs(t, r, "nothing: the message about another order covered it", "不用改，这条由另一个订单的消息一起说了")
}

func TestE7_说明_先发了一条_后来的订单不再发(t *testing.T) {
	s := opens(t, strings.Replace(unpaid, "purpose: notice", "purpose: notice\n    merge: 2h", 1))
	s.hears(created("T1", yuan(20)))
	s.wakes("+15m")
	s.delivers()
	s.at("+30m").hears(created("T2", yuan(30)))
	s.wakes("+45m")
	s.handed("wangwang T1 小王，您的羽绒服还没付款")
	r := s.explains().about(t, "order", "T2", "gentle")
	changeIs(t, r, "nothing: the message about T1 went before, and within the span of merge only one goes", "不用改，T1 的消息先发了，merge 的时间里只发一条")
}

func TestE7_说明_同一流程里别的规则说过了(t *testing.T) {
	s := opens(t, strings.Replace(unpaid, "rules:\n", "rules:\n      - {name: dear, if: order.amount > 500 && minutes_unpaid > 1, send: pay}\n", 1))
	s.hears(created("T1", yuan(20)))
	s.wakes("+15m")
	s.hears(at("+15m", updated("T1", yuan(900))))
	r := s.explains().about(t, "order", "T1", "gentle")
	changeIs(t, r, "nothing: rule dear is decided and waits to be sent by wangwang", "不用改，规则「dear」已决定发，等着交给旺旺")
}
