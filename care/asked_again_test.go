package care

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// At night the shop is quiet: what becomes due waits until nine, and is asked
// from the top then.
const patient = `
limits:
  quiet: {night: {hours: "21:00-09:00"}}
  caps: {lots: {at_most: 9, per: day}}
  never: {vip: {if: has_tag('别打扰')}}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: [wangwang, sms]
    until: [order.address_changed]
    rules:
      - {name: r, if: order.amount >= 20 && minutes_unpaid > 15, send: pay}
      - {name: later, if: minutes_unpaid > 60, send: other}
texts:
  pay: "#商品名称#,#付款金额#元,还剩#剩余付款时间#"
  other: 还没付款
`

func TestE4_等着的发之前从头再问一遍(t *testing.T) {
	night := at("22:00", created("T1"))
	t.Run("什么也没变,早上发,字是早上的字", func(t *testing.T) {
		tell(t, patient, night).says("11-12 09:00 payment/r T1 wangwang 羽绒服,199元,还剩13小时").
			withheld("22:15 payment/r T1 wait quiet-hours night until 11-12 09:00")
	})
	for _, tt := range []struct {
		name     string
		events   []tiexin.Event
		expected string // what goes in the morning
		withheld string // why not
	}{
		{"付了款", []tiexin.Event{at("23:00", paid("T1"))}, "", "23:00 payment/r T1 skip ended order.paid"},
		{"关了", []tiexin.Event{at("23:00", closed("T1"))}, "", "23:00 payment/r T1 skip ended order.closed"},
		{"until的事发生了", []tiexin.Event{at("23:00", ofOrder(tiexin.EventOrderAddressChanged, "T1", nil))}, "", "23:00 payment/r T1 skip ended order.address_changed"},
		{"改价了,说新的价", []tiexin.Event{at("23:00", updated("T1", yuan(150)))}, "11-12 09:00 payment/r T1 wangwang 羽绒服,150元,还剩13小时", ""},
		{"改价改得太低,轮到后面的规则", []tiexin.Event{at("23:00", updated("T1", yuan(10)))}, "11-12 09:00 payment/later T1 wangwang 还没付款", "23:00 payment/r T1 skip condition-off"},
		{"拒绝了", []tiexin.Event{at("23:00", revokes(""))}, "", "23:00 payment/r T1 skip refused"},
		{"拒绝了旺旺", []tiexin.Event{at("23:00", revokes("wangwang"))}, "11-12 09:00 payment/r T1 sms 羽绒服,199元,还剩13小时", ""},
		{"上了黑名单", []tiexin.Event{at("23:00", customerIs(who(func(c *tiexin.Customer) { c.Blocked = true })))}, "", "23:00 payment/r T1 skip blocked"},
		{"答应过不打扰", []tiexin.Event{at("23:00", happening(tiexin.EventCustomerTagged, []detail{who(func(c *tiexin.Customer) { c.Tags = []string{"别打扰"} })}))}, "", "23:00 payment/r T1 skip forbidden vip"},
		{"在投诉", []tiexin.Event{at("23:00", chats(tiexin.EventChatComplained))}, "", "23:00 payment/r T1 wait in-conversation"},
		{"投诉完了", []tiexin.Event{at("23:00", chats(tiexin.EventChatComplained)), at("23:30", chats(tiexin.EventChatClosed))}, "11-12 09:00 payment/r T1 wangwang 羽绒服,199元,还剩13小时", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			told := tellUntil(t, "11-12 09:30", patient, append([]tiexin.Event{night}, tt.events...)...)
			if tt.expected == "" {
				told.silent()
			} else {
				told.says(tt.expected)
			}
			if tt.withheld != "" {
				found := false
				for _, line := range lines(told.outcomes) {
					found = found || strings.HasPrefix(line, tt.withheld)
				}
				assert.True(t, found, "%s:\n%s", tt.withheld, strings.Join(lines(told.outcomes), "\n"))
			}
		})
	}
}

// Between the decision and the hand-over everything is looked at once more.
func TestE4_交出去的那一刻再看一眼(t *testing.T) {
	for _, tt := range []struct {
		name     string
		when     string
		change   func(s *shop)
		expected []string
	}{
		{"什么也没变", "+1h", func(*shop) {}, []string{"wangwang T1 羽绒服,199元,还剩23小时"}},
		{"到了夜里", "21:30", func(*shop) {}, nil},
		{"规则换了,轮到另一条", "+1h", func(s *shop) {
			assert.NoError(s.t, s.engine.Swap(rulesFrom(s.t, strings.Replace(patient, ">= 20 ", ">= 500 ", 1))))
		}, []string{"wangwang T1 还没付款"}},
		{"规则换了,承诺不说", "+1h", func(s *shop) {
			assert.NoError(s.t, s.engine.Swap(rulesFrom(s.t, strings.Replace(patient, "has_tag('别打扰')", "order.amount > 100", 1))))
		}, nil},
		{"订单自己关了", "11-12 10:00", func(*shop) {}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := opens(t, patient)
			s.hears(created("T1"))
			s.wakes("+15m")
			assert.Equal(t, 1, s.waiting())
			tt.change(s)
			s.at(tt.when).delivers()
			s.handed(tt.expected...)
			assert.Zero(t, s.waiting())
		})
	}
	t.Run("夜里收回来的,早上再发", func(t *testing.T) {
		s := opens(t, patient)
		s.hears(created("T1"))
		s.wakes("+15m")
		s.at("21:30").delivers()
		s.wakes("11-12 09:00")
		s.delivers()
		s.handed("wangwang T1 羽绒服,199元,还剩1小时")
	})
}

// A message that waited over the night says anew until when it is worth sending: a sender
// that heeds the evening before would drop it.
func TestE4_等过一夜的_发的期限也是新的(t *testing.T) {
	s := opens(t, `
flows: {ad: {title: 新品, about: order, when: order.paid, purpose: marketing, via: [sms], rules: [{name: a, send: hi}]}}
texts: {hi: 新品上架}
`)
	s.at("19:50").hears(grants("marketing"), paid("T1"))
	s.fails = func(string, channel.Kind) error { return &channel.RetryAfter{After: 14 * time.Hour} }
	s.delivers()
	s.fails = nil
	s.at("11-12 10:00").delivers()
	require.Len(t, s.sent, 1)
	assert.Equal(t, timeAt("11-12 20:00"), s.sent[0].NotAfter.In(timeAt("10:00").Location()))
}
