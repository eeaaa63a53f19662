package care

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
)

// A refusal, a block, a complaint reaches everything that has not been heard yet: what
// the relay holds in its hand, what people have on their desks, what is decided in the
// same batch.

// The relay reads many postings at once. One that it has read before its channel was
// refused does not go: the message goes by the next channel, or not at all.
func TestE9_已经读出来准备发的_拒绝了也不发(t *testing.T) {
	for _, tt := range []struct {
		name    string
		refused tiexin.Event
		handed  []string
	}{
		{"短信", revokes("sms", by("second")), []string{"sms T1 新品到了", "wechat T1 新品到了"}},
		{"都拒绝", revokes("", by("second")), []string{"sms T1 新品到了"}},
		{"换的渠道也拒绝了", revokes("marketing", by("second")), []string{"sms T1 新品到了"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := opens(t, adverts)
			s.store = NewMemoryOf(1) // both customers in one partition
			s.restart(adverts)
			wechat := who(func(c *tiexin.Customer) { c.WeChat = "o-1" })
			for _, c := range []string{"first", "second"} {
				s.hears(grants("", by(c)), paid("T1", by(c), wechat, who(func(p *tiexin.Customer) { p.ID = c })))
			}
			s.wakes("+1m")
			require.Equal(t, 2, s.waiting())
			heard := false
			s.during = func(string) { // while the first customer's message is on its way
				if !heard {
					heard = true
					s.hears(tt.refused)
				}
			}
			s.delivers()
			s.delivers()
			s.handed(tt.handed...)
		})
	}
}

const adverts = `
flows: {ad: {title: 新品, about: order, when: order.paid, purpose: marketing, via: [sms, wechat], rules: [{name: now, after: 1m, send: ad}]}}
texts: {ad: 新品到了}
`

const calls = `
limits: {caps: {lots: {at_most: 99, per: day}}}
flows: {call: {title: 回访, about: order, when: order.paid, purpose: %s, via: [phone, visit], rules: [{name: now, send: %s}]}}
texts: {hi: 您好}
`

// atDesk is a shop whose desk takes tasks back.
func atDesk(t *testing.T, file string) (*shop, *returning) {
	s := opens(t, file)
	desk := &returning{shop: s}
	s.engine.options.Tasks = desk
	return s, desk
}

func TestE9_人手里的任务也收回来(t *testing.T) {
	blocked := customerIs(who(func(c *tiexin.Customer) { c.Blocked, c.BlockedBy = true, "老板" }))
	inPicture := customerIs(who(func(c *tiexin.Customer) { c.Consents = []tiexin.Consent{{Refused: true}} }))
	for _, purpose := range []string{"marketing", "care", "notice", "service"} {
		for _, tt := range []struct {
			name  string
			event tiexin.Event
			why   string
		}{
			{"拒绝一切", revokes(""), "refused"},
			{"拒绝电话", revokes("phone"), "refused"},
			{"拒绝这一类", revokes(purpose), "refused"},
			{"资料里写着拒绝", inPicture, "refused"},
			{"加进黑名单", blocked, "blocked"},
		} {
			for _, when := range []string{"+0m", "+1m"} { // in the millisecond of the decision, and later
				t.Run(purpose+tt.name+when, func(t *testing.T) {
					s, desk := atDesk(t, fmt.Sprintf(calls, purpose, "{task: hi, form: call, within: 2h}"))
					s.hears(grants(""), paid("T1"))
					if when != "+0m" {
						s.delivers()
						s.handed("task:phone T1 您好")
					}
					out := s.at(when).hears(tt.event)
					assert.Contains(t, lines(out)[len(out)-1], "call/now T1 skip "+tt.why)
					s.delivers()
					if when == "+0m" {
						s.handed()
					} else {
						assert.Equal(t, []string{"v1:/xiaowang/call/now/T1/0/1 " + tt.why}, desk.back)
					}
					s.wakes("+3h")
					s.delivers()
					assert.LessOrEqual(t, len(s.tasks), 1, "nobody visits who does not want to be called")
				})
			}
		}
	}
	t.Run("投诉了先收回,处理完了再派", func(t *testing.T) {
		s, desk := atDesk(t, fmt.Sprintf(calls, "notice", "{task: hi, form: call}"))
		s.hears(paid("T1"))
		s.delivers()
		s.at("+5m").hears(chats(tiexin.EventChatComplained))
		s.delivers()
		assert.Equal(t, []string{"v1:/xiaowang/call/now/T1/0/1 in-conversation"}, desk.back)
		s.at("+30m").hears(chats(tiexin.EventChatClosed))
		s.delivers()
		s.handed("task:phone T1 您好", "task:phone T1 您好")
	})
	t.Run("台子没收到收回,就先派了,不再收回", func(t *testing.T) {
		s, desk := atDesk(t, fmt.Sprintf(calls, "notice", "{task: hi, form: call}"))
		s.hears(paid("T1"))
		s.delivers()
		s.at("+5m").hears(chats(tiexin.EventChatComplained))
		s.at("+6m").hears(chats(tiexin.EventChatClosed))
		s.delivers()
		assert.Empty(t, desk.back, "a withdrawal that comes after the task is wanted again would lose it")
	})
	t.Run("过了期限的,没有人会做,不用收回", func(t *testing.T) {
		s, desk := atDesk(t, fmt.Sprintf(calls, "notice", "{task: hi, form: call, within: 2h}"))
		s.hears(paid("T1"))
		s.delivers()
		s.at("+3h").hears(revokes(""))
		s.delivers()
		assert.Empty(t, desk.back)
	})
	t.Run("仓库自己的事不收回", func(t *testing.T) {
		s, desk := atDesk(t, `
flows: {pack: {title: 打包, about: order, when: order.paid, purpose: notice, rules: [{name: now, send: {task: hi, form: other, owner: 仓库}}]}}
texts: {hi: 打包}
`)
		s.hears(paid("T1"))
		s.delivers()
		s.at("+5m").hears(revokes(""), chats(tiexin.EventChatComplained), customerIs(who(func(c *tiexin.Customer) { c.Blocked = true })))
		s.delivers()
		assert.Empty(t, desk.back)
	})
}

// A refusal closes the channel that it was said on: that of the message or task that it
// answers, whatever the rule has done since.
func TestE9_在哪里拒绝的_就关哪里(t *testing.T) {
	t.Run("回微信的消息", func(t *testing.T) {
		s := opens(t, `
flows: {f: {title: 通知, about: order, when: order.paid, purpose: notice, via: [wechat], rules: [{name: r, send: hi}]}}
texts: {hi: 您好}
`)
		out := s.hears(paid("T1", who(func(c *tiexin.Customer) { c.WeChat = "o-1" })))
		s.delivers()
		s.at("+5m").hears(reports(tiexin.EventMessageReplied, out[0].Said.ID, func(e *tiexin.Event) { e.Message.Text = "退订" }))
		assert.Equal(t, channel.Refused, s.permits(channel.WeChat))
		assert.Equal(t, channel.Open, s.permits(channel.SMS))
	})
	file := `
flows:
  f: {title: 回访, about: order, when: order.paid, purpose: notice, rules: [{name: a, send: [{task: hi, form: call, via: [%s], within: 10m}, {text: hi, via: [sms], after: 10m}, {text: hi, via: [email], after: 10m}]}]}
texts: {hi: 您好}
`
	for _, when := range []string{"+5m", "+15m", "+25m", "+2h"} { // the task open, its time over, and one and two steps later
		t.Run("打电话时说的,规则已经走到"+when, func(t *testing.T) {
			s := opens(t, fmt.Sprintf(file, "phone"))
			s.hears(paid("T1", who(func(c *tiexin.Customer) { c.Email = "wang@example.com" })))
			s.delivers()
			for _, to := range []string{"+10m", "+20m", "+30m"} {
				if timeAt(to).Before(timeAt(when)) {
					s.wakes(to)
					s.delivers()
				}
			}
			s.wakes(when)
			s.delivers()
			s.hears(reports(tiexin.EventTaskRefused, s.tasks[0].ID))
			assert.Equal(t, channel.Refused, s.permits(channel.Phone))
			assert.Equal(t, channel.Open, s.permits(channel.SMS))
			assert.Equal(t, channel.Open, s.permits(channel.Email))
		})
	}
	t.Run("打电话时说的,短信正等着发", func(t *testing.T) {
		s := opens(t, fmt.Sprintf(file, "phone"))
		s.hears(paid("T1"))
		s.delivers()
		s.wakes("+20m")
		require.Equal(t, 1, s.waiting())
		s.hears(reports(tiexin.EventTaskRefused, s.tasks[0].ID))
		assert.Equal(t, channel.Refused, s.permits(channel.Phone))
		assert.Equal(t, channel.Open, s.permits(channel.SMS))
	})
	t.Run("早先的任务可能是电话也可能是上门_都关", func(t *testing.T) {
		s := opens(t, fmt.Sprintf(file, "phone, visit"))
		s.hears(paid("T1"))
		s.delivers()
		for _, to := range []string{"+10m", "+20m"} {
			s.wakes(to)
			s.delivers()
		}
		s.hears(reports(tiexin.EventTaskRefused, s.tasks[0].ID))
		assert.Equal(t, channel.Refused, s.permits(channel.Phone))
		assert.Equal(t, channel.Refused, s.permits(channel.Visit))
		assert.Equal(t, channel.Open, s.permits(channel.SMS))
	})
	t.Run("短信回了TD_彩信也不发", func(t *testing.T) {
		s := opens(t, `
flows: {f: {title: 通知, about: order, when: order.paid, purpose: notice, choose: all, via: [sms, mms], rules: [{name: r, send: hi}, {name: later, after: 1h, send: hi}]}}
texts: {hi: 您好}
`)
		s.hears(paid("T1"))
		s.delivers()
		s.at("+5m").hears(reports(tiexin.EventMessageReplied, s.sent[0].ID, func(e *tiexin.Event) { e.Message.Text = "TD" }))
		s.wakes("+1h")
		s.delivers()
		s.handed("sms T1 您好")
	})
}

// permits says what the customer allows by a channel now.
func (s *shop) permits(k channel.Kind) channel.Closed {
	return channel.Permission(s.remembers("xiaowang").Consents, k, tiexin.Notice, s.clock())
}

// A batch that catches up says nothing that the same batch takes back, also where the
// outcomes are the hand-over.
func TestE9_补课的时候_先听完再说(t *testing.T) {
	for _, tt := range []struct {
		name   string
		file   string
		events []tiexin.Event
	}{
		{"付款", unpaid, []tiexin.Event{at("+1h", created("T1")), at("+90m", updated("T1")), at("+110m", paid("T1"))}},
		{"关闭", unpaid, []tiexin.Event{at("+1h", created("T1")), at("+110m", closed("T1"))}},
		{"拒绝", unpaid, []tiexin.Event{at("+1h", created("T1")), at("+110m", revokes(""))}},
		{"黑名单", unpaid, []tiexin.Event{at("+1h", created("T1")), at("+110m", customerIs(who(func(c *tiexin.Customer) { c.Blocked = true })))}},
		{"投诉", unpaid, []tiexin.Event{at("+1h", created("T1")), at("+110m", chats(tiexin.EventChatComplained))}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := opens(t, tt.file).at("+2h")
			engine, err := New(s.engine.Rules(), Options{Now: s.clock})
			require.NoError(t, err)
			out, err := engine.HandleAll(t.Context(), tt.events)
			require.NoError(t, err)
			for i := range out {
				assert.False(t, out[i].Goes(), "%s", &out[i])
				assert.NotEqual(t, Regret, out[i].Verdict)
			}
		})
	}
	t.Run("没有什么收回的,照样说,只说一次", func(t *testing.T) {
		s := opens(t, unpaid).at("+2h")
		engine, err := New(s.engine.Rules(), Options{Now: s.clock})
		require.NoError(t, err)
		again := at("+100m", updated("T1"))
		_, err = engine.HandleAll(t.Context(), []tiexin.Event{again})
		require.NoError(t, err)
		out, err := engine.HandleAll(t.Context(), []tiexin.Event{at("+1h", created("T1")), at("+90m", created("T2", by("other"))), at("+95m", updated("T1")), again})
		require.NoError(t, err)
		saysOf(t, out, "12:00 other payment/gentle T2 wangwang other，您的羽绒服还没付款", "12:00 payment/gentle T1 wangwang 小王，您的羽绒服还没付款")
	})
}

// Marketing is over when the night begins: nobody is left with a call or a message to
// be made after that.
func TestE9_到了夜里_推销的事就没有了(t *testing.T) {
	const file = `
limits: {caps: {lots: {at_most: 99, per: day}}, quiet: {nap: {hours: "12:30-13:30", purposes: [marketing]}}}
flows:
  call: {title: 回访, about: order, when: order.paid, purpose: marketing, via: [phone], rules: [{name: now, send: {task: ad, form: call, within: 2h}}]}
  sms: {title: 新品, about: order, when: order.paid, purpose: marketing, via: [sms], rules: [{name: now, send: ad}]}
texts: {ad: 新品到了}
`
	for _, tt := range []struct{ when, call, sms string }{
		{"21:50", "22:00", "22:00"},
		{"20:00", "22:00", "22:00"},
		{"19:30", "21:30", "22:00"},
		{"11:00", "12:30", "12:30"}, // it would be done at 13:00, in the shop's own nap
		{"10:00", "12:00", "12:30"},
		{"13:30", "15:30", "22:00"},
	} {
		t.Run(tt.when, func(t *testing.T) {
			s := opens(t, file)
			s.at(tt.when).hears(grants(""), paid("T1"))
			s.delivers()
			require.Len(t, s.tasks, 1)
			require.Len(t, s.sent, 1)
			assert.Equal(t, tt.call, s.tasks[0].Deadline.Format("15:04"))
			assert.Equal(t, tt.sms, s.sent[0].NotAfter.Format("15:04"))
		})
	}
	t.Run("发不出去,早上再发", func(t *testing.T) {
		for _, why := range []error{errors.New("busy"), fmt.Errorf("gave up: %w", channel.ErrTooLate)} {
			s := opens(t, file)
			s.at("21:50").hears(grants(""), paid("T1"))
			s.fails = func(string, channel.Kind) error { return why }
			s.delivers()
			s.fails = nil
			s.at("21:59").delivers()
			s.sent, s.tasks = nil, nil
			s.wakes("22:00")
			s.at("22:30").delivers()
			s.handed()
			s.wakes("11-12 08:00")
			s.delivers()
			if errors.Is(why, channel.ErrTooLate) {
				s.handed("sms T1 新品到了")
				assert.Equal(t, "12:30", s.sent[0].NotAfter.Format("15:04"))
			}
		}
	})
}

// What a store kept of a task that people have is withdrawn the same after a restart.
func TestE9_重启以后_任务照样收回(t *testing.T) {
	file := fmt.Sprintf(calls, "notice", "{task: hi, form: call, within: 2h}")
	s, _ := atDesk(t, file)
	s.hears(paid("T1"))
	s.delivers()
	s.restart(file)
	desk := &returning{shop: s}
	s.engine.options.Tasks = desk
	s.at("+5m").hears(revokes("phone"))
	s.delivers()
	assert.Equal(t, []string{"v1:/xiaowang/call/now/T1/0/1 refused"}, desk.back)
	f := firings(s.remembers("xiaowang"))
	require.Len(t, f, 1)
	assert.Equal(t, remember.UsedUp, f[0].State())
	assert.True(t, f[0].Until < timeAt("+3h").UnixMilli() && time.UnixMilli(f[0].Until).After(timeAt("+1h")))
}
