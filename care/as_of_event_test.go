package care

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// thanksByTheDay thanks for a payment in words that depend on the day.
const thanksByTheDay = `
limits: {quiet: {open: {hours: "04:00-04:01"}}}
flows:
  paid:
    title: 付款确认
    about: order
    when: order.paid
    purpose: service
    via: [wangwang]
    rules:
      - {name: festival, if: in_festival('双11'), send: slow}
      - {name: lapsing, if: "customer.stage in ['lapsing', 'lost']", send: back}
      - {name: day-off, if: not is_workday(), send: rest}
      - {name: all, send: thanks}
texts: {slow: 双11期间发货稍慢, back: 好久不见, rest: 客服周一处理, thanks: 已收到付款}
`

func Test付款那天不是双11_当天就确认_不等到双11(t *testing.T) {
	for _, c := range []struct{ name, paid, says string }{
		{"平常的周二", "09-01 11:00", "09-01 11:00 paid/all T1 wangwang 已收到付款"},
		{"周六", "09-05 11:00", "09-05 11:00 paid/day-off T1 wangwang 客服周一处理"},
		{"双11", "11-11 11:00", "11:00 paid/festival T1 wangwang 双11期间发货稍慢"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tellUntil(t, "12-31 00:00", thanksByTheDay, at(c.paid, paid("T1")), at("12-20 10:00", happening(tiexin.EventCustomerUpdated, nil))).says(c.says)
		})
	}
}

func Test晚到的付款_按付款那天说(t *testing.T) {
	tellUntil(t, "12-31 00:00", thanksByTheDay, late("11-11 11:00", "09-05 11:00", paid("T1"))).says("11:00 paid/day-off T1 wangwang 客服周一处理")
}

// What the rule says a while after the event goes by the day then.
func Test付款三小时后_按那时候的日子(t *testing.T) {
	file := strings.Replace(thanksByTheDay, "{name: day-off, if", "{name: day-off, after: 3h, if", 1)
	tellUntil(t, "12-31 00:00", file, at("09-04 22:30", paid("T1"))).says("09-05 01:30 paid/day-off T1 wangwang 客服周一处理")
	tellUntil(t, "12-31 00:00", file, at("09-04 20:30", paid("T1"))).says("09-04 20:30 paid/all T1 wangwang 已收到付款")
}

// A message that waits for the morning still goes by the day of its event, whatever is heard
// meanwhile.
func Test双11深夜付款_第二天早上照样按双11说(t *testing.T) {
	file := strings.Replace(thanksByTheDay, `hours: "04:00-04:01"`, `hours: "22:00-09:00"`, 1)
	tellUntil(t, "12-31 00:00", file, at("11-11 23:30", paid("T1")), at("11-12 08:00", happening(tiexin.EventCustomerUpdated, nil))).
		says("11-12 09:00 paid/festival T1 wangwang 双11期间发货稍慢")
}

// A clock or a while says that the rule is to wait: then it waits for the day, too.
func Test写了时钟_就等到上班的那天(t *testing.T) {
	for _, c := range []struct{ name, from, to string }{
		{"时钟", "if: not is_workday()", "if: is_workday() && hours_unshipped > 24"},
		{"while", "if: not is_workday()", "while: unshipped, if: is_workday()"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := strings.NewReplacer(c.from, c.to, "- {name: all, send: thanks}", "- {name: all, if: order.paid && order.amount > 99999999, send: thanks}").Replace(thanksByTheDay)
			tellUntil(t, "09-30 00:00", file, at("09-04 23:00", paid("T1"))).says(map[string]string{
				"时钟":    "09-07 00:00 paid/day-off T1 wangwang 客服周一处理",
				"while": "09-04 23:00 paid/day-off T1 wangwang 客服周一处理",
			}[c.name])
		})
	}
}

// A rule test and an explanation see what the condition saw: the day of the event.
func Test付款那天看到的_也是那天的日子(t *testing.T) {
	rules := rulesFrom(t, thanksByTheDay)
	events := []tiexin.Event{late("11-11 11:00", "09-05 11:00", paid("T1"))}
	for o := range Simulate(rules, events, SimOptions{Seen: true, Until: timeAt("11-12 00:00")}) {
		if o.Rule != "festival" {
			continue
		}
		seen := o.Seen()
		require.Len(t, seen, 1)
		assert.Equal(t, "no", seen[0].Answer(), "the day of the payment, and not that of its arrival")
		assert.Zero(t, seen[0].Turns, "and nothing is waited for")
	}
}
