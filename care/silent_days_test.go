package care

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// The thirteenth of December is 国家公祭日; 11-13 is one of the shop's own days.
const mournful = `
calendar: {days: {店主家事: {name: 店主家事, dates: [2026-11-13], suppress: 店主家有丧事}}}
limits: {quiet: {night: {hours: "21:00-08:30"}}, caps: {lots: {at_most: 99, per: day}}}
flows:
  visit:
    title: 来过
    about: customer
    when: customer.signed_in
    purpose: care
    via: [wangwang]
    choose: all
    rules:
      - {name: care, again: 1m, send: hello}
      - {name: grave, again: 1m, exempt: [default-silent-days], send: grave}
  ad:
    title: 推销
    about: customer
    when: customer.signed_in
    purpose: marketing
    via: [wangwang]
    rules: [{name: ad, again: 1m, send: ad}]
  ask:
    title: 调研
    about: customer
    when: customer.signed_in
    purpose: survey
    via: [wangwang]
    rules: [{name: ask, again: 1m, send: ask}]
  help:
    title: 服务
    about: customer
    when: customer.signed_in
    purpose: service
    via: [wangwang]
    rules: [{name: help, again: 1m, send: help}]
texts: {hello: 您好呀, grave: 清明时节多保重, ad: 新品上架, ask: 满意吗, help: 有事找我}
`

func signsIn(when string) tiexin.Event {
	return at(when, happening(tiexin.EventCustomerSignedIn, nil))
}

func Test静默日_关怀和营销等到第二天早上(t *testing.T) {
	for day, next := range map[string]string{"12-13": "12-14", "11-13": "11-14"} {
		t.Run(day, func(t *testing.T) {
			tell(t, mournful, at("+0m", grants("")), signsIn(day+" 10:00")).
				says(day+" 10:00 ask/ask wangwang 满意吗", day+" 10:00 help/help wangwang 有事找我", day+" 10:00 visit/grave wangwang 清明时节多保重",
					next+" 08:30 ad/ad wangwang 新品上架", next+" 08:30 visit/care wangwang 您好呀").
				withheld(day+" 10:00 visit/care wait quiet-hours default-silent-days until "+next+" 08:30",
					day+" 10:00 ad/ad wait quiet-hours default-silent-days until "+next+" 08:30")
		})
	}
	t.Run("前一天和后一天照发", func(t *testing.T) {
		for _, day := range []string{"12-12", "12-14"} {
			tell(t, mournful, at("+0m", grants("")), signsIn(day+" 10:00")).says(
				day+" 10:00 ad/ad wangwang 新品上架", day+" 10:00 ask/ask wangwang 满意吗", day+" 10:00 help/help wangwang 有事找我",
				day+" 10:00 visit/care wangwang 您好呀", day+" 10:00 visit/grave wangwang 清明时节多保重")
		}
	})
	t.Run("前一晚等天亮_天亮了是静默日_再等一天", func(t *testing.T) {
		tell(t, mournful, at("+0m", grants("")), signsIn("12-12 22:00")).says(
			"12-13 08:30 ask/ask wangwang 满意吗", "12-13 08:30 help/help wangwang 有事找我", "12-13 08:30 visit/grave wangwang 清明时节多保重",
			"12-14 08:30 ad/ad wangwang 新品上架", "12-14 08:30 visit/care wangwang 您好呀")
	})
}

func Test静默日_等不到就算了(t *testing.T) {
	tell(t, `
flows: {ad: {title: 没付款的推荐, about: order, while: unpaid, purpose: marketing, via: [sms], rules: [{name: ad, if: minutes_unpaid > 5, send: ad}]}}
texts: {ad: 新品上架}
`, at("+0m", grants("")), at("12-13 08:00", created("T1"))).silent().withheld("12-13 08:05 ad/ad T1 skip too-late default-silent-days")
}

// What is in the outbox when the day begins stays there until it is over, and what goes
// before says until when it is worth sending.
func Test静默日_已经排队的也等_期限不进静默日(t *testing.T) {
	file := `
limits: {quiet: {nap: {hours: "03:00-03:01"}}, caps: {lots: {at_most: 99, per: day}}}
flows:
  hello: {title: 问候, about: order, when: order.paid, purpose: care, via: [sms], rules: [{name: hello, send: hello}]}
  call: {title: 回访, about: order, when: order.paid, purpose: care, via: [phone], rules: [{name: call, send: {task: hello, form: call, within: 8h}}]}
texts: {hello: 您好呀}
`
	s := opens(t, file)
	s.at("12-12 20:00").hears(grants(""), paid("T1"))
	s.delivers()
	require.Len(t, s.sent, 1)
	require.Len(t, s.tasks, 1)
	midnight := timeAt("12-13 00:00")
	assert.True(t, midnight.Equal(s.sent[0].NotAfter), "%s", s.sent[0].NotAfter)
	assert.True(t, midnight.Equal(s.tasks[0].Deadline), "%s", s.tasks[0].Deadline)

	s = opens(t, file)
	s.at("12-12 23:58").hears(grants(""), paid("T1"))
	s.at("12-13 00:02").delivers()
	s.handed()
	s.wakes("12-14 00:00")
	s.delivers()
	s.handed("sms T1 您好呀", "task:phone T1 您好呀")
}
