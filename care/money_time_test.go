package care

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

func TestE16_花钱精确到毫(t *testing.T) {
	file := `
channels: {sms: {price: 0.0333}}
limits:
  quiet: {open: {hours: "04:00-04:01"}}
  caps: {lots: {at_most: 999, per: day}}
  budgets: {purse: {at_most: AMOUNT, per: day}}
flows:
  f: {title: 问候, about: order, purpose: notice, via: [sms], rules: [{name: r, when: [order.created], send: hello}]}
texts: {hello: 你好}
`
	for _, tt := range []struct {
		amount string
		most   int
	}{
		{"0.03", 0}, {"0.04", 1}, {"0.09", 2}, {"0.10", 3}, {"0.33", 9}, {"3.33", 100}, {"3.32", 99}, {"3.34", 100},
	} {
		t.Run(tt.amount, func(t *testing.T) {
			var events []tiexin.Event
			for i := range 120 {
				events = append(events, at("+0m", created(fmt.Sprintf("T%d", i), by(fmt.Sprintf("c%d", i)))))
			}
			told := tell(t, strings.Replace(file, "AMOUNT", tt.amount, 1), events...)
			n, sum := 0, channel.Cost(0)
			for i := range told.outcomes {
				if o := &told.outcomes[i]; o.Goes() {
					n++
					sum += o.Said.Cost
				}
			}
			assert.Equal(t, tt.most, n)
			assert.Equal(t, channel.Cost(333*tt.most), sum)
		})
	}
}

// Conditions see yuan as people write them: sums of fen do not drift.
func TestE16_条件里的金额没有误差(t *testing.T) {
	file := `
flows:
  f: {title: 问候, about: order, purpose: notice, via: [wangwang], rules: [{name: r, when: [order.shipped], if: customer.spent >= 0.3 && customer.paid_orders == 3, send: hello}]}
texts: {hello: "#消费金额#"}
limits: {caps: {lots: {at_most: 999, per: day}}}
`
	tell(t, file, at("+1m", paid("T1", yuan(0.1))), at("+2m", paid("T2", yuan(0.1))), at("+3m", paid("T3", yuan(0.1))), at("+4m", shipped("T3"))).
		says("10:04 f/r T3 wangwang 0.3")
}

func TestE16_店里的时区决定哪一天(t *testing.T) {
	old := time.Local
	time.Local = time.UTC
	t.Cleanup(func() { time.Local = old })
	file := `
shop: {name: 小鹿家, timezone: ZONE}
limits: {quiet: {night: {hours: "21:00-08:00"}}, caps: {c: {at_most: 1, per: day, then: wait}}}
flows:
  f: {title: 问候, about: order, purpose: notice, via: [wangwang], rules: [{name: r, when: [order.created], if: hour(order.created_at) < 24, send: hello}]}
texts: {hello: "#下单时间#"}
`
	inUTC := func(id, when string) tiexin.Event {
		e := at("+0m", created(id))
		at, err := time.Parse(time.RFC3339, when)
		require.NoError(t, err)
		e.At, e.ID = at, id
		return e
	}
	// 15:59 and 16:01 UTC are two days in Shanghai, and one in London.
	events := []tiexin.Event{inUTC("T1", "2026-11-11T09:00:00Z"), inUTC("T2", "2026-11-11T16:01:00Z")}
	tell(t, strings.Replace(file, "ZONE", "Asia/Shanghai", 1), events...).says(
		"17:00 f/r T1 wangwang 11月11日17:00",
		"11-12 08:00 f/r T2 wangwang 11月12日00:01",
	)
	london := tell(t, strings.Replace(file, "ZONE", "Europe/London", 1), events...)
	london.says(
		"09:00 f/r T1 wangwang 11月11日09:00",
		"11-12 08:00 f/r T2 wangwang 11月11日16:01", // the day's one slot is taken, and then it is night
	)
	// 17:00 and 01:00 UTC are two days in London, and one in Shanghai.
	events = []tiexin.Event{inUTC("T1", "2026-11-11T17:00:00Z"), inUTC("T2", "2026-11-12T01:00:00Z")}
	always := strings.Replace(file, "21:00-08:00", "20:00-20:01", 1)
	tell(t, strings.Replace(always, "ZONE", "Asia/Shanghai", 1), events...).
		says("11-12 01:00 f/r T1 wangwang 11月12日01:00", "11-13 00:00 f/r T2 wangwang 11月12日09:00")
	tell(t, strings.Replace(always, "ZONE", "Europe/London", 1), events...).
		says("17:00 f/r T1 wangwang 11月11日17:00", "11-12 01:00 f/r T2 wangwang 11月12日01:00")
	assert.Equal(t, "Europe/London", london.outcomes[0].At.Location().String(), "outcomes speak the shop's time")
}

func TestE16_夏令时那天安静时间照钟表算(t *testing.T) {
	file := `
shop: {name: Deer, timezone: Europe/London}
limits: {quiet: {night: {hours: "00:30-06:00"}}}
flows:
  f: {title: 问候, about: order, purpose: notice, via: [wangwang], rules: [{name: r, when: [order.created], send: hello}]}
texts: {hello: hi}
`
	e := at("+0m", created("T1"))
	e.At = time.Date(2026, 3, 29, 0, 45, 0, 0, time.UTC) // the clocks go forward at one o'clock
	told := tell(t, file, e)
	last := told.outcomes[len(told.outcomes)-1]
	assert.Equal(t, "2026-03-29 06:00:00 +0100 BST", last.At.String())
	e.At = time.Date(2026, 10, 25, 0, 15, 0, 0, time.UTC) // 01:15 BST; the clocks go back at two
	told = tell(t, file, e)
	assert.Equal(t, "2026-10-25 06:00:00 +0000 GMT", told.outcomes[len(told.outcomes)-1].At.String())
}
