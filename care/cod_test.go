package care

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
)

const atTheDoor = `
shop: {name: 小鹿家, ships_within: 48h}
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  thanks: {title: 付款, about: order, when: order.paid, purpose: service, via: [wangwang], rules: [{name: r, send: thanks}]}
  pay: {title: 催付, about: order, while: unpaid, purpose: service, via: [wangwang], rules: [{name: r, if: minutes_unpaid > 30, send: pay}]}
  slow: {title: 没发货, about: order, while: unshipped, purpose: service, choose: all, via: [wangwang], rules: [
    {name: long, if: hours_unshipped > 10, send: slow}, {name: soon, if: hours_to_ship < 20, send: soon}]}
texts:
  thanks: 已付#实付金额#元
  pay: 还没付
  slow: "#下单时间#下的单，#付款时间|没付#，还没发，已付#实付金额|0#元"
  soon: "#最晚发货时间#前发"
`

func cod(e *tiexin.Event) { e.Order.Kind = tiexin.COD }

func Test货到付款_待发货不是付了款(t *testing.T) {
	placed := at("+0m", created("T1", cod, status(tiexin.Paid)))
	waits := []string{"20:00 slow/long T1 wangwang 11月11日10:00下的单，没付，还没发，已付0元", "11-12 14:00 slow/soon T1 wangwang 11月13日10:00前发"}
	for name, events := range map[string][]tiexin.Event{
		"下单就待发货": {placed}, "没说状态": {at("+0m", created("T1", cod))},
		"后来才待发货": {at("+0m", created("T1", cod)), at("+1h", updated("T1", status(tiexin.Paid)))},
		"还不能发":   {at("+0m", created("T1", cod)), at("+1h", updated("T1", cod, status(tiexin.Held)))},
	} {
		t.Run(name, func(t *testing.T) {
			tellUntil(t, "11-12 15:00", atTheDoor, events...).says(waits...)
			orders, spent := recalls(t, events...).Tally.Total()
			assert.Zero(t, orders)
			assert.Zero(t, spent)
		})
	}
	t.Run("发了就不等发货,签收了也没说付", func(t *testing.T) {
		events := []tiexin.Event{placed, at("+1h", shipped("T1", status(tiexin.Shipped))), at("+2h", updated("T1", status(tiexin.Signed)))}
		tellUntil(t, "11-12 15:00", atTheDoor, events...).silent()
		assert.False(t, recalls(t, events...).Orders[0].Paid())
	})
}

func Test货到付款_说付了才是付了(t *testing.T) {
	placed := at("+0m", created("T1", cod, status(tiexin.Paid)))
	tellUntil(t, "+9h", atTheDoor, placed, at("+1h", paid("T1"))).says("11:00 thanks/r T1 wangwang 已付199元")
	stated := thing(func(o *tiexin.Order) { o.PaidAt = timeAt("+1h") })
	tellUntil(t, "+9h", atTheDoor, placed, at("+2h", updated("T1", stated))).says("12:00 thanks/r T1 wangwang 已付199元")

	ended := at("+50h", ofOrder(tiexin.EventOrderSucceeded, "T1", nil))
	for name, events := range map[string][]tiexin.Event{
		"有付款时间": {placed, at("+2h", updated("T1", stated))}, "说付了": {placed, at("+1h", paid("T1"))},
		"成功了": {placed, ended}, "成功了,反着到": {ended, late("+51h", "+0m", created("T1", cod, status(tiexin.Paid)))},
		"成功了,只有状态": {placed, at("+50h", updated("T1", status(tiexin.Succeeded)))},
	} {
		t.Run(name, func(t *testing.T) {
			memory := recalls(t, events...)
			orders, spent := memory.Tally.Total()
			assert.Equal(t, 1, orders)
			assert.Equal(t, tiexin.Money(199_00), spent)
			assert.True(t, memory.Orders[0].Paid())
		})
	}
	t.Run("成功了不算刚付款", func(t *testing.T) {
		tellUntil(t, "+60h", atTheDoor, placed, at("+1h", shipped("T1")), ended).silent()
	})
}
