package care

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// refusedBy lists the channels that a customer has refused.
func refusedBy(s *shop) (all []string) {
	for _, c := range s.remembers("xiaowang").Consents {
		if c.Refused {
			all = append(all, c.Channel)
		}
	}
	return all
}

func repliesTD(e *tiexin.Event) { e.Message.Text = "TD" }

// The SMS went, and the provider said that it had failed; nothing else had gone when the
// customer answered.
func TestE9_换路的时候客户回了TD_回的是已经发出去的那条(t *testing.T) {
	const file = `
flows: {f: {title: 谢谢, about: order, purpose: notice, via: [sms, wangwang, wechat], rules: [{name: r, when: order.paid, send: hi}]}}
texts: {hi: 您好}
`
	s := opens(t, file)
	id := s.hears(paid("T1"))[0].Said.ID
	s.delivers()
	s.fails = func(string, channel.Kind) error { return errors.New("busy") }
	s.at("+1m").hears(reports(tiexin.EventMessageFailed, id, failedFor(channel.SMS)))
	s.delivers()
	s.at("+2m").hears(reports(tiexin.EventMessageReplied, id, repliesTD))
	assert.Contains(t, refusedBy(s), "sms")
	assert.NotContains(t, refusedBy(s), "wechat")
	t.Run("没有失败过,只拒绝正在走的那条", func(t *testing.T) {
		s := opens(t, file)
		id := s.hears(paid("T1"))[0].Said.ID
		s.hears(reports(tiexin.EventMessageReplied, id, repliesTD)) // before Send has returned
		assert.Equal(t, []string{"sms"}, refusedBy(s))
	})
	t.Run("换成了,只拒绝换的那条", func(t *testing.T) {
		s := opens(t, file)
		id := s.hears(paid("T1"))[0].Said.ID
		s.delivers()
		s.at("+1m").hears(reports(tiexin.EventMessageFailed, id, failedFor(channel.SMS)))
		s.delivers()
		s.at("+2m").hears(reports(tiexin.EventMessageReplied, id, repliesTD))
		assert.Equal(t, []string{"wangwang"}, refusedBy(s))
	})
}

// The task was the step before; what was decided after it never went.
func TestE9_前一步的任务客户说别打了_拒绝的是电话(t *testing.T) {
	const file = `
flows: {f: {title: 回访, about: order, purpose: notice, rules: [{name: r, when: order.paid, send: [{task: hi, via: [phone], within: 15m}, {text: hi, via: [sms]}]}]}}
texts: {hi: 您好}
`
	for name, then := range map[string]func(*shop){
		"还没轮到": func(*shop) {},
		"等着发":  func(s *shop) { s.wakes("+16m") },
		"发不出去": func(s *shop) {
			s.fails = func(string, channel.Kind) error { return channel.ErrUndeliverable }
			s.wakes("+16m")
			s.delivers()
		},
		"收回来了": func(s *shop) {
			s.wakes("+16m")
			s.hears(chats(tiexin.EventChatComplained))
		},
		"发出去了": func(s *shop) {
			s.wakes("+16m")
			s.delivers()
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := opens(t, file)
			id := s.hears(paid("T1"))[0].Said.ID
			s.delivers()
			then(s)
			require.Empty(t, refusedBy(s))
			s.at("+20m").hears(reports(tiexin.EventTaskRefused, id))
			assert.Equal(t, []string{"phone"}, refusedBy(s))
		})
	}
}

// The receipt of the step before names its channel, whatever was decided since and taken
// back.
func TestE10_后一步收回了_前一步的失败回执还是前一步的(t *testing.T) {
	s := opens(t, `
flows: {f: {title: 谢谢, about: order, purpose: notice, via: [sms, wechat], rules: [{name: r, when: order.paid, send: [hi, {text: hi, after: 10m, via: [wangwang]}]}]}}
texts: {hi: 您好}
`)
	id := s.hears(paid("T1", following))[0].Said.ID
	s.delivers()
	s.wakes("+10m")
	s.hears(chats(tiexin.EventChatComplained))
	s.at("+11m").hears(reports(tiexin.EventMessageFailed, id, failedFor(channel.SMS)))
	s.at("+20m").hears(chats(tiexin.EventChatClosed))
	s.delivers()
	s.handed("sms T1 您好", "wechat T1 您好")
}
