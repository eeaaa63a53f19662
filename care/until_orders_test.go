package care

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
)

const forgotten = `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  cart: {title: 购物车, about: customer, when: customer.carted, until: [order.created, parcel.signed], purpose: service, via: [wangwang], rules: [{name: r, after: 1h, send: hello}]}
texts: {hello: 您好}
`

func parcelSigned(order string) tiexin.Event {
	return happening(tiexin.EventParcelSigned, []detail{func(e *tiexin.Event) { e.Parcel = &tiexin.Parcel{ID: "P1", OrderID: order} }})
}

func Test顾客下了单_关于顾客的话就不说了(t *testing.T) {
	carted := at("+0m", happening(tiexin.EventCustomerCarted, nil))
	t.Run("没下单,说", func(t *testing.T) {
		tell(t, forgotten, carted).says("11:00 cart/r wangwang 您好")
	})
	t.Run("下了单,不说", func(t *testing.T) {
		tell(t, forgotten, carted, at("+10m", created("T1"))).silent().withheld("10:10 cart/r skip ended order.created")
	})
	t.Run("包裹签收了,也不说", func(t *testing.T) {
		tell(t, forgotten, carted, at("+10m", parcelSigned("T1"))).silent()
	})
	t.Run("从前的单不算", func(t *testing.T) {
		tell(t, forgotten, at("+0m", created("T1")), at("+10m", happening(tiexin.EventCustomerCarted, nil))).says("11:10 cart/r wangwang 您好")
	})
	t.Run("先听说下单,后听说加购", func(t *testing.T) {
		tell(t, forgotten, at("+10m", created("T1")), late("+20m", "+0m", happening(tiexin.EventCustomerCarted, nil))).silent()
	})
	t.Run("下单的消息来晚了,从前的还是不算", func(t *testing.T) {
		tell(t, forgotten, at("+10m", happening(tiexin.EventCustomerCarted, nil)), late("+20m", "+0m", created("T1"))).says("11:10 cart/r wangwang 您好")
	})
	t.Run("在发件箱里的收回来", func(t *testing.T) {
		s := opens(t, forgotten)
		s.hears(carted)
		s.wakes("+1h")
		assert.Equal(t, 1, s.waiting())
		s.at("+61m").hears(created("T1"))
		assert.Zero(t, s.waiting())
	})
	t.Run("开头和结尾是同一种事,后来的才算结尾", func(t *testing.T) {
		file := strings.Replace(strings.Replace(forgotten, "customer.carted", "order.paid", 1), "order.created", "order.paid", 1)
		tell(t, file, at("+0m", paid("T1"))).says("11:00 cart/r wangwang 您好")
		tell(t, file, at("+0m", paid("T1")), at("+30m", paid("T2"))).silent()
	})
}

func Test别的订单的事_不算这张订单的结尾(t *testing.T) {
	file := strings.Replace(forgotten, "about: customer, when: customer.carted", "about: order, when: order.paid", 1)
	tell(t, file, at("+0m", paid("T1")), at("+10m", created("T2"))).says("11:00 cart/r T1 wangwang 您好")
}

func Test没有开头的流程_只有说过头一步以后的单才算结尾(t *testing.T) {
	file := `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  back: {title: 唤回, about: customer, until: [order.created], purpose: service, via: [wangwang], rules: [{name: r, if: days_since_order > 30, again: 40d, send: [hello, {text: hello, after: 10d}]}]}
texts: {hello: 您好}
`
	bought := at("+0m", paid("T1"))
	tellUntil(t, "12-31 10:00", file, at("+0m", created("T1")), bought).says("12-11 10:00 back/r#1 wangwang 您好", "12-21 10:00 back/r#2 wangwang 您好")
	tellUntil(t, "12-31 10:00", file, bought, at("12-15 10:00", created("T2"))).says("12-11 10:00 back/r#1 wangwang 您好")
}
