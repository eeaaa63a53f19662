package care

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
)

const risky = `
limits:
  never:
    risk: {title: 高风险客户不联系, if: "int(customer.attr['risk']) >= 80"}
flows:
  pay: {title: 催付, about: order, while: unpaid, purpose: notice, via: [wangwang], rules: [{name: r, if: minutes_unpaid > 30, send: hello}]}
texts: {hello: 您好}
`

func risk(n string) detail {
	return who(func(c *tiexin.Customer) { c.Attr = map[string]string{"risk": n} })
}

func TestE9_算不出来的承诺_也不许发(t *testing.T) {
	for n, says := range map[string]string{"10": "10:30 pay/r T1 wangwang 您好", "90": "", "90.5": "", "": "", "很高": ""} {
		t.Run(n, func(t *testing.T) {
			story := tell(t, risky, at("+0m", created("T1", risk(n))))
			if says == "" {
				story.silent()
				hasLines(t, story.outcomes, "10:30 pay/r T1 skip forbidden risk")
			} else {
				story.says(says)
			}
		})
	}
}

func TestE7_算不出来的条件_说出是哪一处_日志只说一次(t *testing.T) {
	s := opens(t, `
flows:
  hi: {title: 问候, about: order, when: order.paid, purpose: service, via: [wangwang], choose: all, rules: [
    {name: level, if: "int(customer.attr['level']) > 3", send: hello},
    {name: not-level, if: "not (int(customer.attr['level']) > 3)", send: hello},
    {name: either, if: "int(customer.attr['level']) > 3 || order.amount > 50", send: hello}]}
texts: {hello: 您好}
`)
	out := s.hears(paid("T1", yuan(100)), paid("T2", yuan(10)))
	hasLines(t, out,
		"10:00 hi/level T1 skip condition-off int(customer.attr.level) > 3",
		"10:00 hi/not-level T1 skip condition-off int(customer.attr.level) > 3",
		"10:00 hi/either T1 wangwang 您好",
		"10:00 hi/either T2 skip condition-off int(customer.attr.level) > 3")
	assert.Equal(t, 1, strings.Count(s.log.String(), `"rule":"hi/level"`))
}

const perPiece = `
limits:
  never:
    luxury: {title: 单件太贵的由客服联系, if: order.amount / order.quantity > 5000}
flows:
  paid: {title: 付款感谢, about: order, when: order.paid, purpose: service, via: [wangwang], choose: all, rules: [
    {name: dear, if: order.amount / order.quantity > 100, send: hello},
    {name: not-dear, if: not (order.amount / order.quantity > 100), send: hello},
    {name: chosen, if: "order.amount / order.quantity > 100 ? true : true", send: hello},
    {name: rest, if: order.quantity % order.items == 0, send: hello},
    {name: everyone, send: hello}]}
  pay: {title: 催付, about: order, while: unpaid, purpose: notice, via: [wangwang], rules: [{name: r, if: minutes_unpaid > order.amount / order.quantity, send: hello}]}
texts: {hello: 您好}
`

func TestE9_没说件数_单价就算不出来_不当作无穷大(t *testing.T) {
	s := opens(t, perPiece)
	hasLines(t, s.hears(paid("T1", yuan(1000)), created("T2", yuan(1000))),
		"10:00 paid/dear T1 skip condition-off order.amount / order.quantity > 100",
		"10:00 paid/not-dear T1 skip condition-off order.amount / order.quantity > 100",
		"10:00 paid/chosen T1 skip condition-off order.amount / order.quantity > 100",
		"10:00 paid/rest T1 skip condition-off order.quantity % order.items == 0",
		"10:00 paid/everyone T1 skip forbidden luxury",
		"10:00 pay/r T2 skip condition-off minutes_unpaid > order.amount / order.quantity")

	known := opens(t, perPiece)
	hasLines(t, known.hears(paid("T1", yuan(1000), thing(func(o *tiexin.Order) { o.Quantity = 2 }))), "10:00 paid/dear T1 wangwang 您好", "10:00 paid/everyone T1 wangwang 您好")
}

const cheap = `
limits:
  never:
    dear: {title: 大额由客服联系, if: order.amount > 5000}
flows:
  paid: {title: 付款感谢, about: order, when: order.paid, purpose: service, via: [wangwang], choose: all, rules: [
    {name: cheap, if: order.amount < 10, send: hello},
    {name: not-dear, if: not (order.amount >= 10), send: hello},
    {name: either, if: "order.amount < 10 || order.source == 'live'", send: hello}]}
  back: {title: 退款关怀, about: order, when: order.refunded, purpose: service, via: [wangwang], rules: [{name: small, if: refund.amount < 10, send: hello}]}
texts: {hello: 您好}
`

// Nobody said what was paid: that is not 0 yuan.
func TestE9_没说金额_就不知道_不当作零元(t *testing.T) {
	s := opens(t, cheap)
	hasLines(t, s.hears(paid("T1"), paid("T2", onSource("live"))),
		"10:00 paid/cheap T1 skip condition-off order.amount < 10",
		"10:00 paid/not-dear T1 skip condition-off order.amount >= 10",
		"10:00 paid/either T1 skip condition-off order.amount < 10",
		"10:00 paid/either T2 skip forbidden dear")

	hasLines(t, opens(t, cheap).hears(paid("T1", zero)), "10:00 paid/cheap T1 wangwang 您好", "10:00 paid/not-dear T1 wangwang 您好")
	hasLines(t, opens(t, cheap).hears(refunded("T3", yuan(100), refund(tiexin.Refund{ID: "R1"}))), "10:00 back/small T3 skip condition-off refund.amount < 10")
	hasLines(t, opens(t, cheap).hears(refunded("T3", yuan(100), refund(tiexin.Refund{ID: "R1", ZeroAmount: true}))), "10:00 back/small T3 wangwang 您好")
}

// zero is an order for which nothing is paid, and that is known.
var zero = thing(func(o *tiexin.Order) { o.Amount, o.ZeroAmount = 0, true })

func refund(r tiexin.Refund) detail { return func(e *tiexin.Event) { e.Refund = &r } }

// Of two amounts the newer one counts, also where it is 0; and what a store kept says the same.
func TestE2_改成零元_再改回来_以最新的为准(t *testing.T) {
	change := func(minutes int, details ...detail) tiexin.Event {
		return at(fmt.Sprintf("+%dm", minutes), ofOrder(tiexin.EventOrderPriceChanged, "T1", details))
	}
	for _, c := range []struct {
		name  string
		tells []tiexin.Event
		says  string
	}{
		{"改成零元", []tiexin.Event{change(1, zero)}, "10:30 pay/free T1 wangwang 您好"},
		{"改成零元,后来的没说", []tiexin.Event{change(1, zero), change(2)}, "10:30 pay/free T1 wangwang 您好"},
		{"改成零元,又改回来", []tiexin.Event{change(1, zero), change(2, yuan(100))}, ""},
		{"零元是旧事", []tiexin.Event{change(2, yuan(100)), change(1, zero)}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			story := tell(t, free, append([]tiexin.Event{at("+0m", created("T1"))}, c.tells...)...)
			if c.says == "" {
				story.silent()
				return
			}
			story.says(c.says)
		})
	}
}

const free = `
flows:
  pay: {title: 催付, about: order, while: unpaid, purpose: notice, via: [wangwang], rules: [{name: free, if: minutes_unpaid > 30 && order.amount < 10, send: hello}]}
texts: {hello: 您好}
`
