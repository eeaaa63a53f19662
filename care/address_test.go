package care

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

const byNumber = `
flows:
  note: {title: 通知, about: order, when: order.paid, purpose: notice, via: [sms, wangwang], rules: [{name: r, send: hello}]}
  call: {title: 回访, about: order, when: order.shipped, purpose: service, via: [phone, wangwang], rules: [{name: r, send: {task: hello}}]}
  pack: {title: 备货, about: order, when: order.price_changed, purpose: service, rules: [{name: r, send: {task: hello, form: other, owner: 仓库}}]}
texts: {hello: 您好}
`

func mobile(number string) detail {
	return who(func(c *tiexin.Customer) { c.Mobile = tiexin.Phone{Number: number} })
}

// A privacy number is the order's own, and somebody else's when it has expired.
func privacy(number, expires string) detail {
	return thing(func(o *tiexin.Order) {
		o.Mobile = tiexin.Phone{Number: number, Private: true, Extension: "123", Expires: timeAt(expires)}
	})
}

// retriesAt lets what waits fail once, and then go at a time: by which channel, and where
// to.
func (s *shop) retriesAt(when string, meanwhile ...tiexin.Event) (numbers []string) {
	s.t.Helper()
	s.fails = func(string, channel.Kind) error { return errors.New("busy") }
	require.Equal(s.t, 1, s.delivers().Retrying)
	s.at("+1m").hears(meanwhile...)
	s.fails = nil
	s.at(when).delivers()
	for _, m := range s.sent {
		numbers = append(numbers, m.Kind.String()+" "+m.Address.To)
	}
	for _, task := range s.tasks {
		numbers = append(numbers, task.Kind.String()+" "+task.Address.To)
	}
	return numbers
}

func Test等着的消息发到那时知道的号码(t *testing.T) {
	for _, tt := range []struct {
		name      string
		event     tiexin.Event
		meanwhile []tiexin.Event
		goes      string
	}{
		{"没换号", paid("T1"), nil, "sms 13800000000"},
		{"换了号", paid("T1"), []tiexin.Event{customerIs(mobile("13911112222"))}, "sms 13911112222"},
		{"任务也打新号", shipped("T1"), []tiexin.Event{customerIs(mobile("13911112222"))}, "phone 13911112222"},
		{"隐私号没过期", paid("T1", privacy("17000000000", "+2h")), nil, "sms 17000000000"},
		{"隐私号过期了_发本人的", paid("T1", privacy("17000000000", "+30m")), nil, "sms 13800000000"},
		{"隐私号过期了_任务打本人的", shipped("T1", privacy("17000000000", "+30m")), nil, "phone 13800000000"},
		{"隐私号换了一个", paid("T1", privacy("17000000000", "+30m")), []tiexin.Event{updated("T1", privacy("17011112222", "+5h"))}, "sms 17011112222"},
		{"没有号码了_换一个渠道", paid("T1", privacy("17000000000", "+30m"), mobile("")), nil, "wangwang 小王2008"},
		{"没有号码了_任务换一个渠道", shipped("T1", privacy("17000000000", "+30m"), mobile("")), nil, "wangwang 小王2008"},
		{"店里人自己的任务_没有号码", ofOrder(tiexin.EventOrderPriceChanged, "T1", []detail{mobile("")}), nil, "none "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := opens(t, byNumber)
			s.hears(tt.event)
			assert.Equal(t, []string{tt.goes}, s.retriesAt("+1h", tt.meanwhile...))
			s.at("+50h").delivers()
			assert.Equal(t, 1, len(s.sent)+len(s.tasks), "once")
		})
	}
	t.Run("一条路也没有了_说为什么", func(t *testing.T) {
		s := opens(t, `
flows: {note: {title: 通知, about: order, when: order.paid, purpose: notice, via: [sms], rules: [{name: r, send: hello}]}}
texts: {hello: 您好}
`)
		s.hears(paid("T1", privacy("17000000000", "+30m"), mobile("")))
		assert.Empty(t, s.retriesAt("+1h"))
		assert.Zero(t, s.waiting())
		last := s.observed[len(s.observed)-1]
		assert.Equal(t, "11:00 note/r T1 skip no-way", told(&last))
		require.Len(t, last.Ways, 1)
		assert.Equal(t, channel.NoAddress, last.Ways[0].Closed)
		assert.Empty(t, s.remembers("xiaowang").Slots, "the slot is free again")
	})
}
