package care

import (
	"testing"

	"github.com/tiexin-go/tiexin"
)

const aboutGoods = `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  sent: {title: 发货, about: parcel, when: parcel.shipped, purpose: service, via: [wangwang], rules: [{name: r, if: order.items == 2, send: sent}]}
  came: {title: 签收, about: parcel, when: parcel.signed, purpose: service, merge: 1h, via: [wangwang], rules: [{name: r, after: 30m, send: came}]}
  back: {title: 退款, about: order, when: [order.refund_opened, order.closed], purpose: service, via: [wangwang], rules: [{name: r, send: back}]}
  bad: {title: 差评, about: order, when: review.created, purpose: service, via: [wangwang], rules: [{name: r, send: bad}]}
  whole: {title: 整单, about: order, when: order.refund_opened, purpose: service, via: [wangwang], rules: [{name: r, if: refund.full, send: back}]}
texts:
  sent: "#商品名称#（#件数#件：#商品列表#，#商品链接|#）共#付款金额#元，#运单号#"
  came: "#商品名称|您的包裹#已签收"
  back: "#商品名称|您买的东西#退款#退款金额|#"
  bad: "#商品名称#怎么了"
`

// bought is an order of a coat and two scarves.
func bought(e *tiexin.Event) {
	e.Order.Amount = 1200_00
	e.Order.Items = []tiexin.Item{{ID: "i1", Title: "羊毛大衣", URL: "tb.cn/i1"}, {ID: "i2", Title: "围巾", Quantity: 2, URL: "tb.cn/i2"}}
}

func packs(items ...string) func(*tiexin.Parcel) {
	return func(p *tiexin.Parcel) { p.Items = items }
}

func TestT4_包裹里有什么_就说什么(t *testing.T) {
	sent := func(when, id string, items ...string) tiexin.Event {
		return at(when, befalls(tiexin.EventParcelShipped, id, "T1", packs(items...)))
	}
	signed := func(when, id string) tiexin.Event { return at(when, befalls(tiexin.EventParcelSigned, id, "T1")) }
	coat, scarves := "羊毛大衣（1件：羊毛大衣，tb.cn/i1）共1200元，75P2", "围巾（2件：围巾，tb.cn/i2）共1200元，75P1"
	all := "羊毛大衣等3件（3件：羊毛大衣、围巾，tb.cn/i1）共1200元，75P1"
	order := at("+0m", paid("T1", bought))

	tell(t, aboutGoods, order, sent("+1h", "P1", "i2"), sent("+2h", "P2", "i1"), signed("+24h", "P1"), signed("+48h", "P2")).says(
		"11:00 sent/r P1 wangwang "+scarves, "12:00 sent/r P2 wangwang "+coat,
		"11-12 10:30 came/r P1 wangwang 围巾已签收", "11-13 10:30 came/r P2 wangwang 羊毛大衣已签收")
	for name, items := range map[string][]string{"没说装了什么": nil, "都在里面": {"i1", "i2"}, "说的件订单里没有": {"i9"}} {
		t.Run(name, func(t *testing.T) {
			tell(t, aboutGoods, order, sent("+1h", "P1", items...)).says("11:00 sent/r P1 wangwang " + all)
		})
	}
	t.Run("几个包裹一起说,合起来是什么就说什么", func(t *testing.T) {
		tell(t, aboutGoods, order, sent("+1h", "P1", "i2"), sent("+2h", "P2", "i2"), signed("+24h", "P1"), signed("+24h", "P2")).says(
			"11:00 sent/r P1 wangwang", "12:00 sent/r P2 wangwang", "11-12 10:30 came/r P1 wangwang +P2 围巾已签收")
		tell(t, aboutGoods, order, sent("+1h", "P1", "i2"), sent("+2h", "P2"), signed("+24h", "P1"), signed("+24h", "P2")).says(
			"11:00 sent/r P1 wangwang", "12:00 sent/r P2 wangwang", "11-12 10:30 came/r P1 wangwang +P2 羊毛大衣等3件已签收")
	})
	t.Run("那一件没有名字,就不拿别的来说", func(t *testing.T) {
		nameless := at("+0m", paid("T1", bought, thing(func(o *tiexin.Order) { o.Items[1].Title = "" })))
		tell(t, aboutGoods, nameless, signed("+24h", "P1"), sent("+1h", "P1", "i2")).
			says("11-12 10:30 came/r P1 wangwang 您的包裹已签收")
	})
}

func TestE2_退哪件_评哪件_就说哪件(t *testing.T) {
	order := at("+0m", paid("T1", bought))
	for _, tt := range []struct {
		name, text string
		refund     tiexin.Refund
	}{
		{"退一件", "围巾退款300", tiexin.Refund{ID: "R1", ItemID: "i2", Amount: 300_00}},
		{"退一部分,没说哪件", "羊毛大衣等3件退款300", tiexin.Refund{ID: "R1", Amount: 300_00}},
		{"那一件订单里没有", "羊毛大衣等3件退款300", tiexin.Refund{ID: "R1", ItemID: "i9", Amount: 300_00}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tell(t, aboutGoods, order, at("+1h", refundOpened("T1", refunds(tt.refund)))).says("11:00 back/r T1 wangwang " + tt.text)
		})
	}
	t.Run("不是退款引起的,说整单", func(t *testing.T) {
		said := at("+1h", updated("T1", refunds(tiexin.Refund{ID: "R1", ItemID: "i2", Amount: 300_00})))
		tell(t, aboutGoods, order, said, at("+2h", closed("T1"))).says("12:00 back/r T1 wangwang 羊毛大衣等3件退款300")
	})
	t.Run("几张订单的退款一起说", func(t *testing.T) {
		const together = `
flows: {back: {title: 退款, about: order, when: order.refund_opened, merge: 1h, purpose: service, via: [wangwang], rules: [{name: r, after: 30m, send: back}]}}
texts: {back: "#商品名称#（#商品列表#）在退了"}
`
		one := at("+1h", refundOpened("T1", refunds(tiexin.Refund{ID: "R1", ItemID: "i2"})))
		other := at("+1h", refundOpened("T2", refunds(tiexin.Refund{ID: "R2", ItemID: "i1"})))
		tell(t, together, order, at("+0m", paid("T2", bought)), one, other).says("11:30 back/r T1 wangwang +T2 围巾等3件（围巾、羊毛大衣）在退了")
	})
	t.Run("差评", func(t *testing.T) {
		rated := func(item string) tiexin.Event {
			return at("+1h", happening(tiexin.EventReviewCreated, []detail{func(e *tiexin.Event) {
				e.Review = &tiexin.Review{OrderID: "T1", ItemID: item, Rating: tiexin.Bad}
			}}))
		}
		tell(t, aboutGoods, order, rated("i2")).says("11:00 bad/r T1 wangwang 围巾怎么了")
		tell(t, aboutGoods, order, rated("")).says("11:00 bad/r T1 wangwang 羊毛大衣等3件怎么了")
	})
}
