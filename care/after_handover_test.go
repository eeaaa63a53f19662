package care

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// reminding reminds of each order, those of one evening together.
const reminding = `
shop: {name: 小鹿家, closes: {juhuasuan: 30m, default: 24h}}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    merge: 24h
    via: [wangwang, sms]
    rules: [{name: gentle, if: minutes_unpaid > 15, send: pay}]
texts: {pay: "#商品名称#还没付款，还有#剩余付款时间#"}
`

func failedFor(k channel.Kind) detail {
	return func(e *tiexin.Event) { e.Message.Final, e.Message.Channel = true, k.String() }
}

// A provider that took a message may say later that it did not arrive. Each
// channel is tried once.
func Test交出去以后才说失败_每个渠道只试一次(t *testing.T) {
	s := opens(t, strings.Replace(oneWord, "[wangwang, wechat, sms]", "[wangwang, sms]", 1))
	id := s.hears(paid("T1"))[0].Said.ID
	s.delivers()
	for i := range 4 {
		s.at(fmt.Sprintf("+%dm", 5*(i+1)))
		last := s.sent[len(s.sent)-1]
		s.hears(reports(tiexin.EventMessageFailed, id, failedFor(last.Kind)))
		s.delivers()
	}
	s.handed("wangwang T1 谢谢", "sms T1 谢谢")
}

func Test没人接的任务_换下一个渠道(t *testing.T) {
	s := opens(t, `
limits: {quiet: {open: {hours: "03:00-03:01"}}}
flows: {f: {title: 慰问, about: order, purpose: notice, via: [wangwang, phone], rules: [{name: r, when: [order.paid], send: {task: hello, form: chat}}]}}
texts: {hello: 您好}
`)
	s.fails = func(_ string, k channel.Kind) error {
		if k == channel.Wangwang {
			return channel.ErrUndeliverable
		}
		return nil
	}
	s.hears(paid("T1"))
	s.delivers()
	s.handed("task:phone T1 您好")
}

// A task whose time went by before anybody could take it is over like one that
// was taken: the next step comes, and nothing is said twice.
func Test没来得及接的任务_下一步照样来(t *testing.T) {
	s := opens(t, `
limits: {quiet: {open: {hours: "03:00-03:01"}}}
flows: {f: {title: 慰问, about: order, purpose: notice, via: [wangwang], rules: [{name: r, when: [order.paid], send: [{task: hello, form: chat, within: 10m}, hello]}]}}
texts: {hello: 您好}
`)
	s.fails = func(string, channel.Kind) error { return errors.New("down") }
	s.hears(paid("T1"))
	s.delivers()
	s.fails = nil
	s.at("+12m").delivers()
	s.wakes("+12m")
	s.delivers()
	s.handed("wangwang T1 您好")
}

func Test过期的消息_只说一次为什么(t *testing.T) {
	s := opens(t, strings.Replace(reminding, "    merge: 24h\n", "", 1))
	s.fails = func(string, channel.Kind) error { return errors.New("down") }
	s.hears(created("T1", onSource("juhuasuan")))
	s.wakes("+15m")
	s.delivers()
	assert.Len(t, s.at("+31m").delivers().Outcomes, 1)
}

// What was to go for two orders and never went leaves the other one alone.
func Test合着说_没说成的那条不算(t *testing.T) {
	t.Run("过期了", func(t *testing.T) {
		s := opens(t, reminding)
		s.hears(created("T1", onSource("juhuasuan")), created("T2"))
		s.wakes("+15m")
		s.fails = func(string, channel.Kind) error { return errors.New("down") }
		s.delivers()
		s.fails = nil
		s.at("+31m").delivers()
		s.wakes("+31m")
		s.delivers()
		s.handed("wangwang T2 羽绒服还没付款，还有23小时29分钟")
	})
	t.Run("任务收回来了", func(t *testing.T) {
		s := opens(t, strings.Replace(reminding, "send: pay", "send: {task: pay, form: chat}", 1))
		s.hears(created("T1"), created("T2"))
		s.wakes("+15m")
		s.delivers()
		s.at("+16m").hears(paid("T1"))
		s.wakes("+16m")
		s.delivers()
		s.handed("task:wangwang T1 羽绒服等2件还没付款，还有23小时45分钟", "task:wangwang T2 羽绒服还没付款，还有23小时44分钟")
	})
}

// A message that had to wait says what is true when it goes.
func TestE4_等到后来才发的_时间照后来的说(t *testing.T) {
	s := opens(t, reminding)
	s.fails = func(string, channel.Kind) error { return errors.New("down") }
	s.hears(created("T1", onSource("juhuasuan")), created("T2", onSource("juhuasuan")))
	s.wakes("+15m")
	s.delivers()
	s.fails = nil
	s.at("+24m").delivers()
	s.handed("wangwang T1 羽绒服等2件还没付款，还有6分钟")
	assert.Equal(t, "6分钟", s.sent[0].Values["剩余付款时间"])
	assert.Equal(t, 2, s.sent[0].Attempt, "it is the same message")
}

// One order of two closes by time while the message waits: the message is worded
// for the other alone, and is not lost.
func TestE4_等的时候一单自己关了_另一单照样催(t *testing.T) {
	s := opens(t, strings.Replace(reminding, "rules: [", "rules: [{name: dear, priority: 1, if: order.amount >= 500 && minutes_unpaid > 15, send: pay}, ", 1))
	s.fails = func(string, channel.Kind) error { return errors.New("down") }
	s.hears(created("T1", yuan(500)), created("T2", onSource("juhuasuan")))
	s.wakes("+15m")
	require.Equal(t, 1, s.waiting())
	s.delivers()
	s.fails = nil
	s.at("+31m").delivers()
	s.handed("wangwang T1 羽绒服还没付款，还有23小时29分钟")
	assert.Zero(t, s.waiting())
}

// The news comes late that an order, for which another's message spoke, was paid
// before: that is a regret too, and once.
func TestE2_被带着说的一单_其实早付了(t *testing.T) {
	s := opens(t, reminding)
	s.hears(created("T1"), created("T2"))
	s.wakes("+15m")
	s.delivers()
	s.at("+21m")
	assert.Len(t, firings(s.remembers("xiaowang")), 2)
	out := s.hears(late("+21m", "+14m", paid("T2")))
	var regrets []string
	for i := range out {
		if out[i].Verdict == Regret {
			regrets = append(regrets, told(&out[i]))
		}
	}
	assert.Equal(t, []string{"10:21 payment/gentle T2 regret ended order.paid 1m before"}, regrets)
}

// The platform's clock and the event's differ: a rule for the closing of an order
// is not ended by it.
func Test订单关闭了才说的_关闭时间差几秒也说(t *testing.T) {
	const file = `
flows: {f: {title: 可惜, about: order, when: order.closed, purpose: service, via: [wangwang], rules: [{name: r, after: 1h, send: sorry}]}}
texts: {sorry: 下次再来}
`
	for _, stated := range []string{"+30m", "10:29:57", "10:30:03"} {
		told := thing(func(o *tiexin.Order) { o.ClosedAt = timeAt(stated) })
		tell(t, file, at("+0m", created("T1")), at("+30m", closed("T1", told))).says("11:30 f/r T1 wangwang 下次再来")
	}
}
