package care

import (
	"testing"

	"github.com/tiexin-go/tiexin"
)

// A shop whose host tells of parcels only.
const parcelsAlone = `
limits:
  quiet: {n: {hours: "03:00-03:01"}}
  caps: {c: {at_most: 99, per: day}}
  never:
    many: {title: 包裹太多由客服说, if: order.parcels > 2}
flows:
  left: {title: 发出, about: order, when: parcel.shipped, purpose: service, via: [wangwang], choose: all, rules: [
    {name: left, if: order.shipped, send: hello},
    {name: not-left, if: not order.shipped, send: hello},
    {name: one, if: order.parcels == 1, send: hello},
    {name: paid, if: order.paid, send: hello}]}
  all: {title: 签收, about: order, when: parcel.signed, purpose: service, via: [wangwang], choose: all, rules: [
    {name: all, if: order.signed, send: hello, again: 1s},
    {name: when, if: "hour(order.signed_at) == 12", send: hello, again: 1s},
    {name: not-all, if: not order.signed, send: hello, again: 1s}]}
  later: {title: 签收之后, about: order, while: since_signed, purpose: service, via: [wangwang], rules: [{name: r, if: order.signed && hours_since_signed > 2, send: hello}]}
  far: {title: 到不了, about: order, when: parcel.out_of_area, purpose: service, via: [wangwang], choose: all, rules: [
    {name: left, if: order.shipped, send: hello},
    {name: not-left, if: not order.shipped, send: hello},
    {name: known, if: order.parcels == 1, send: hello}]}
  asked: {title: 来问, about: chat, when: chat.asked, purpose: service, via: [wangwang], rules: [{name: r, if: order.shipped && order.parcels == 1, send: hello}]}
texts: {hello: 您好}
`

func TestT5_只说包裹的店_包裹告诉的_订单也就知道(t *testing.T) {
	s := opens(t, parcelsAlone)
	hasLines(t, s.hears(befalls(tiexin.EventParcelShipped, "P1", "T1")),
		"10:00 left/left T1 wangwang 您好",
		"10:00 left/not-left T1 skip condition-off",
		"10:00 left/one T1 wangwang 您好",
		"10:00 left/paid T1 skip condition-off order.paid")
	hasLines(t, s.at("+1h").hears(says(tiexin.EventChatAsked, func(c *tiexin.Chat) { c.OrderID = "T1" })), "11:00 asked/r C1 wangwang 您好")
	hasLines(t, s.at("+2h").hears(befalls(tiexin.EventParcelSigned, "P1", "T1")),
		"12:00 all/all T1 wangwang 您好",
		"12:00 all/when T1 wangwang 您好",
		"12:00 all/not-all T1 skip condition-off",
		"12:00 later/r T1 wait not-yet until 14:00")
	hasLines(t, s.wakes("+5h"), "15:00 later/r T1 wangwang 您好")
}

func TestT5_只说包裹的店_包裹说不准的_仍然不知道(t *testing.T) {
	t.Run("还有一件没签收", func(t *testing.T) {
		s := opens(t, parcelsAlone)
		s.hears(befalls(tiexin.EventParcelShipped, "P1", "T1"), befalls(tiexin.EventParcelShipped, "P2", "T1"))
		hasLines(t, s.at("+2h").hears(befalls(tiexin.EventParcelSigned, "P1", "T1")),
			"12:00 all/all T1 skip condition-off order.signed",
			"12:00 all/when T1 skip condition-off hour(order.signed_at) == 12",
			"12:00 all/not-all T1 skip condition-off order.signed")
	})
	t.Run("还没有一件离开", func(t *testing.T) {
		s := opens(t, parcelsAlone)
		hasLines(t, s.hears(befalls(tiexin.EventParcelOutOfArea, "P1", "T1")),
			"10:00 far/left T1 skip condition-off order.shipped",
			"10:00 far/not-left T1 skip condition-off order.shipped",
			"10:00 far/known T1 wangwang 您好")
	})
	t.Run("一件包裹也没有", func(t *testing.T) {
		s := opens(t, parcelsAlone)
		hasLines(t, s.hears(says(tiexin.EventChatAsked, func(c *tiexin.Chat) { c.OrderID = "T1" })), "10:00 asked/r C1 skip condition-off order.shipped")
	})
}

func TestE9_只说包裹的店_看包裹数的承诺也作数(t *testing.T) {
	s := opens(t, parcelsAlone)
	hasLines(t, s.hears(befalls(tiexin.EventParcelOutOfArea, "P1", "T1")), "10:00 far/known T1 wangwang 您好")
	s.hears(befalls(tiexin.EventParcelOutOfArea, "P2", "T1"))
	hasLines(t, s.hears(befalls(tiexin.EventParcelShipped, "P3", "T1")), "10:00 left/left T1 skip forbidden many")
}
