package care

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// timesOfOrders has a rule for every time that an event or a status may imply.
const timesOfOrders = `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  pay: {title: 催付, about: order, while: unpaid, purpose: service, via: [wangwang], rules: [{name: r, if: minutes_unpaid > 15, send: hello}]}
  ship: {title: 发货, about: order, purpose: service, via: [wangwang], rules: [{name: r, if: hours_unshipped > 24, send: hello}]}
  closed: {title: 关闭, about: order, when: order.closed, purpose: service, via: [wangwang], rules: [{name: r, after: 2h, send: hello}]}
  confirmed: {title: 确认, about: order, purpose: service, via: [wangwang], rules: [{name: r, if: days_since_confirmed > 1, send: hello}]}
  shipped: {title: 已发, about: order, when: order.shipped, purpose: service, via: [wangwang], rules: [{name: r, send: when}]}
  member: {title: 会员, about: customer, when: customer.signed_in, purpose: service, via: [wangwang], rules: [{name: r, if: customer.paid_orders >= 2, send: hello}]}
texts: {hello: 您好, when: "#发货时间#"}
`

func paidAt(when string) detail {
	return thing(func(o *tiexin.Order) { o.PaidAt = timeAt(when) })
}

func TestE2_只是又说一遍状态_不改时间(t *testing.T) {
	for _, tt := range []struct {
		name   string
		events []tiexin.Event
		says   []string
	}{
		{"付款从第一次说起算", []tiexin.Event{at("+0m", paid("T1", status(tiexin.Paid))), at("+10h", updated("T1", status(tiexin.Paid)))}, []string{"11-12 10:00 ship/r T1 wangwang 您好"}},
		{"说了付款时间,就是那个时间", []tiexin.Event{at("+0m", paid("T1", status(tiexin.Paid))), at("+10h", updated("T1", paidAt("+1h")))}, []string{"11-12 11:00 ship/r T1 wangwang 您好"}},
		{"先说付款时间,后说状态", []tiexin.Event{at("+0m", paid("T1", paidAt("+0m"))), at("+10h", updated("T1", status(tiexin.Paid)))}, []string{"11-12 10:00 ship/r T1 wangwang 您好"}},
		{"关闭", []tiexin.Event{at("+0m", created("T1")), at("+10m", closed("T1", status(tiexin.Cancelled))), at("+1h", updated("T1", status(tiexin.Cancelled)))}, []string{"12:10 closed/r T1 wangwang 您好"}},
		{"确认收货", []tiexin.Event{at("+0m", ofOrder(tiexin.EventOrderSucceeded, "T1", nil)), at("+23h", updated("T1", status(tiexin.Succeeded)))}, []string{"11-12 10:00 confirmed/r T1 wangwang 您好"}},
		{"下单又来一遍", []tiexin.Event{at("+0m", created("T1")), at("+14m", created("T1"))}, []string{"10:15 pay/r T1 wangwang 您好"}},
		{
			"发货时间是第一个包裹的",
			[]tiexin.Event{at("+0m", ofOrder(tiexin.EventOrderPartlyShipped, "T1", []detail{status(tiexin.PartlyShipped)})), at("+24h", shipped("T1", status(tiexin.Shipped)))},
			[]string{"11-12 10:00 shipped/r T1 wangwang 11月11日10:00"},
		},
		{
			"一单不算成两单",
			[]tiexin.Event{
				at("+0m", paid("T1", status(tiexin.Paid))), at("+1h", customerIs(who(func(c *tiexin.Customer) { c.PaidOrders, c.Spent = 1, 199_00 }))),
				at("+2h", updated("T1", status(tiexin.Paid))), at("+3h", happening(tiexin.EventCustomerSignedIn, nil)), at("+4h", shipped("T1")),
			},
			[]string{"14:00 shipped/r T1 wangwang 11月11日14:00"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tellUntil(t, "11-14 10:00", timesOfOrders, tt.events...).says(tt.says...)
		})
	}
}

func TestE2_说的和猜的_先来后到一样(t *testing.T) {
	guess := at("+10m", paid("T1"))
	later := at("+40m", updated("T1", status(tiexin.Paid)))
	said := at("+50m", updated("T1", paidAt("+20m")))
	for _, order := range [][]tiexin.Event{{guess, later, said}, {said, later, guess}, {later, said, guess}, {said, guess, later}, {guess, said, later}} {
		m := recalls(t, order...)
		assert.Equal(t, timeAt("+20m"), m.Orders[0].Thing.PaidAt.In(tiexin.Shanghai()))
		assert.Equal(t, timeAt("+20m").UnixMilli(), m.Tally.FirstPaid())
	}
	for _, order := range [][]tiexin.Event{{guess, later}, {later, guess}} {
		assert.Equal(t, timeAt("+10m"), recalls(t, order...).Orders[0].Thing.PaidAt.In(tiexin.Shanghai()))
	}
}

// recalls is what is remembered after some events, in the order in which they are
// given; after each it was written and read again.
func recalls(t testing.TB, events ...tiexin.Event) *remember.Customer {
	t.Helper()
	m := new(remember.Customer)
	for i := range events {
		e := events[i]
		if e.Order != nil {
			o := *e.Order
			e.Order = &o
		}
		e.Normalise()
		require.NoError(t, e.Validate())
		m.Hear(&e, "")
		read, err := remember.Decode(m.Encode())
		require.NoError(t, err)
		require.Equal(t, m.Encode(), read.Encode())
		m = opened(t, read)
	}
	return m
}

func TestE2_买过什么_按订单最后的样子(t *testing.T) {
	of := func(category string) detail {
		return thing(func(o *tiexin.Order) { o.Items = []tiexin.Item{{ID: "1", Title: "x", Category: category}} })
	}
	bought := at("+0m", paid("T1", of("coat")))
	changed := at("+10m", updated("T1", of("shoe"), paidAt("+5m")))
	for _, order := range [][]tiexin.Event{{bought, changed}, {changed, bought}} {
		last := recalls(t, order...).Tally.LastBought()
		_, coat := last("coat")
		shoe, _ := last("shoe")
		assert.False(t, coat)
		assert.Equal(t, timeAt("+5m").UnixMilli(), shoe)
	}
}

// An event knows better how far the order has come than a word beside it that is
// older, or the nearest that a platform has.
func TestB2_消息说到哪一步_状态就是哪一步(t *testing.T) {
	file := `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  f: {title: 状态, about: order, choose: all, purpose: service, via: [wangwang], rules: [
    {name: part, when: order.partly_shipped, if: order.status == 'part_ship', send: hello}, {name: whole, when: order.shipped, if: order.status == 'shipped', send: hello},
    {name: tail, when: order.deposit_paid, if: order.status == 'deposit', send: hello}]}
texts: {hello: 您好}
`
	for _, word := range []tiexin.OrderStatus{"", tiexin.Paid, tiexin.Held, tiexin.Shipped, tiexin.PartlyShipped} {
		part := ofOrder(tiexin.EventOrderPartlyShipped, "T1", []detail{status(word)})
		tellUntil(t, "+1h", file, at("+0m", paid("T1", status(tiexin.Paid))), at("+5m", part)).says("10:05 f/part T1 wangwang 您好")
		tellUntil(t, "+1h", file, at("+0m", paid("T1", status(tiexin.Paid))), at("+5m", part), at("+9m", shipped("T1"))).
			says("10:05 f/part T1 wangwang 您好", "10:09 f/whole T1 wangwang 您好")
	}
	for _, word := range []tiexin.OrderStatus{"", tiexin.Unpaid, tiexin.Paid, tiexin.DepositPaid} {
		tellUntil(t, "+1h", file, at("+0m", created("T1")), at("+5m", ofOrder(tiexin.EventOrderDepositPaid, "T1", []detail{status(word)}))).
			says("10:05 f/tail T1 wangwang 您好")
	}
}
