package care

import (
	"testing"

	"github.com/tiexin-go/tiexin"
)

// slower reminds of an order later than most payers of its source take.
const slower = `
shop: {usual_minutes_to_pay: {live: 8, wap: 45, default: 20}}
limits: {quiet: {open: {hours: "04:00-04:01"}}}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: [wangwang]
    rules: [{name: late, if: minutes_unpaid >= shop.usual_minutes_to_pay, send: pay}]
  known:
    title: 有人进店
    about: customer
    when: customer.updated
    purpose: service
    via: [wangwang]
    rules: [{name: quick, if: shop.usual_minutes_to_pay < 20, send: quick}, {name: slow, send: slow}]
texts: {pay: 还没付款, quick: 很快, slow: 不急}
`

func Test多数人付款要多久_各来源各算各的(t *testing.T) {
	from := func(id, source string) tiexin.Event {
		return created(id, thing(func(o *tiexin.Order) { o.Source = source }))
	}
	tell(t, slower, at("+0m", from("T1", "live"))).says("10:08 payment/late T1 wangwang 还没付款")
	tell(t, slower, at("+0m", from("T1", "wap"))).says("10:45 payment/late T1 wangwang 还没付款")
	tell(t, slower, at("+0m", from("T1", "app"))).says("10:20 payment/late T1 wangwang 还没付款")
	tell(t, slower, at("+0m", from("T1", ""))).says("10:20 payment/late T1 wangwang 还没付款")

	t.Run("没有订单可看_就用默认的", func(t *testing.T) {
		tell(t, slower, at("+0m", happening(tiexin.EventCustomerUpdated, nil))).says("10:00 known/slow wangwang 不急")
	})
	t.Run("同一位顾客的两个订单_一个的分钟数不算到另一个头上", func(t *testing.T) {
		tell(t, slower, at("+0m", from("T1", "live")), at("+1m", from("T2", "wap"))).
			says("10:08 payment/late T1 wangwang 还没付款", "10:46 payment/late T2 wangwang 还没付款")
	})
}
