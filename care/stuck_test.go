package care

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
)

// What waits in the outbox has not been sent, and the reason is told while it lasts.
func Test卡在发件箱里的_不算发了_说清楚为什么(t *testing.T) {
	const (
		waits  = "\n  no message was sent; 1 message waits to be sent\n"
		waitZh = "\n  没有发消息，1 条消息还没发出去，等着发\n"
	)
	for _, tt := range []struct {
		name             string
		answer           error
		english, chinese string // why; empty: nobody knows more than that it waits
		now              string
	}{
		{
			"没余额", fmt.Errorf("%w: no balance", channel.ErrStopped),
			"\n    sms is stopped until 2026-11-11 10:10:00: no balance\n", "\n    短信停了，11月11日 10:10再试（no balance）\n",
			"by sms: sms is stopped until 2026-11-11 10:10:00: no balance",
		},
		{
			"文案没过审", fmt.Errorf("%w: template not approved", channel.ErrWording),
			"\n    the text hi by sms is stopped until 2026-11-11 10:10:00: template not approved\n", "\n    短信的文案「hi」停了，11月11日 10:10再试（template not approved）\n",
			"by sms: the text hi by sms is stopped until 2026-11-11 10:10:00: ",
		},
		{"忙", &channel.RetryAfter{}, "", "", "by sms"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := opensJournal(t, thankYou)
			s.fails = func(string, channel.Kind) error { return tt.answer }
			s.hears(paid("T1"))
			s.delivers()
			s.at("+24h")
			english, chinese := s.past()
			assert.Contains(t, english, waits)
			assert.Contains(t, english, "send by sms\n    waits to be handed over\n")
			assert.Contains(t, english, tt.english)
			assert.Contains(t, chinese, waitZh)
			assert.Contains(t, chinese, "\n    还没发出去，等着发\n")
			assert.Contains(t, chinese, tt.chinese)
			_, text := s.explained()
			assert.Contains(t, text, "nothing: it is decided and waits to be sent "+tt.now)

			s.fails = nil
			s.engine.Resume(channel.SMS)
			s.delivers()
			english, chinese = s.past()
			assert.Contains(t, english, "\n  1 message was sent\n")
			assert.NotContains(t, english, "stopped until")
			assert.Contains(t, chinese, "\n  发了 1 条消息\n")
		})
	}
}

// One text is stopped, and what waits has another; one channel is stopped, and what waits
// goes by another.
func Test卡住的原因_只说和它有关的(t *testing.T) {
	s := opensJournal(t, `
flows:
  f: {title: 谢谢, about: order, when: order.paid, purpose: notice, via: [sms], rules: [{name: r, send: hi}]}
  g: {title: 发货, about: order, when: order.shipped, purpose: notice, via: [sms], rules: [{name: r, send: gone}]}
  h: {title: 旺旺, about: order, when: order.paid, purpose: notice, via: [wangwang], rules: [{name: r, send: hi}]}
texts: {hi: 您好, gone: 发货了}
`)
	s.fails = func(id string, k channel.Kind) error {
		switch {
		case k == channel.Wangwang:
			return channel.ErrStopped
		case id == thankYouID:
			return channel.ErrWording
		}
		return &channel.RetryAfter{}
	}
	s.hears(paid("T1"))
	s.delivers()
	s.at("+1h").hears(shipped("T1"))
	s.delivers()
	x, err := s.engine.ExplainAt(context.Background(), Key{Customer: "xiaowang"}, timeAt("+30m"), timeAt("+2h"))
	require.NoError(t, err)
	english, _ := aloud(t, x)
	assert.Contains(t, english, "\n  no message was sent; 1 message waits to be sent\n")
	assert.Empty(t, x.Stopped)
	x, err = s.engine.ExplainAt(context.Background(), Key{Customer: "xiaowang"}, timeAt("+0m"), timeAt("+30m"))
	require.NoError(t, err)
	require.Len(t, x.Stopped, 2)
	assert.Equal(t, []string{"hi", ""}, []string{x.Stopped[0].Wording, x.Stopped[1].Wording})
}

// Without senders the decision is the hand-over; and a journal in a file says the same as
// the engine, but for the reason.
func Test卡在发件箱里的_没有发送器就是发了_文件里的日志也分得清(t *testing.T) {
	s := opensJournal(t, thankYou)
	s.hears(paid("T1"))
	lines, err := s.engine.Journal(context.Background(), Key{Customer: "xiaowang"}, morning, timeAt("+1h"))
	require.NoError(t, err)
	read := imported(t, rulesFrom(t, thankYou), exported(t, lines))
	x, err := PastOf(nil, Key{Customer: "xiaowang"}, read, morning, timeAt("+1h"))
	require.NoError(t, err)
	english, _ := aloud(t, x)
	assert.Contains(t, english, "1 message waits to be sent")

	engine, err := New(rulesFrom(t, thankYou), Options{Store: NewMemoryOf(1), Journal: &JournalOptions{}, Now: s.clock})
	require.NoError(t, err)
	_, err = engine.Handle(context.Background(), at("+0m", paid("T1")))
	require.NoError(t, err)
	x, err = engine.ExplainAt(context.Background(), Key{Customer: "xiaowang"}, morning, timeAt("+1h"))
	require.NoError(t, err)
	english, _ = aloud(t, x)
	assert.Contains(t, english, "\n  1 message was sent\n")
	assert.NotContains(t, english, "waits")
}

// A desk that is stopped has not got the task.
func Test卡在发件箱里的任务_没交给人(t *testing.T) {
	s := opensJournal(t, withTasks)
	s.fails = func(string, channel.Kind) error { return channel.ErrStopped }
	s.hears(created("T1"))
	s.wakes("+5m")
	s.delivers()
	english, chinese := s.past()
	assert.Contains(t, english, "\n  no message was sent; 1 task waits to be handed over\n    the desk of tasks is stopped until 2026-11-11 10:15:00\n")
	assert.Contains(t, chinese, "\n  没有发消息，1 件事还没交给人，等着交\n    派任务停了，11月11日 10:15再试\n")
}

// What has arrived has arrived, whatever is reported later.
func Test送到以后又说失败_还是算发了(t *testing.T) {
	s := opensJournal(t, thankYou)
	s.hears(paid("T1"))
	s.delivers()
	s.at("+1h").hears(reports("message.delivered", thankYouID), reports("message.failed", thankYouID, failedFor(channel.SMS)))
	english, _ := s.past()
	assert.Contains(t, english, "\n  1 message was sent\n")
}
