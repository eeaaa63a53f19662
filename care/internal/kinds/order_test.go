package kinds

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
)

var (
	coat = tiexin.Order{ID: "T1", Amount: 199_00, Items: []tiexin.Item{{ID: "I1", Title: "羽绒服", Category: "女装", Quantity: 2}, {ID: "I2", Title: "围巾", Category: "配饰", Quantity: 1}}}
	bare = tiexin.Order{ID: "T1"}
	box  = tiexin.Parcel{ID: "P1", OrderID: "T1", Carrier: "zhongtong", Number: "751", Region: tiexin.Region{Province: "浙江", City: "杭州"}}
)

func TestOrder_每个词都从它该来的地方来(t *testing.T) {
	o := coat
	o.Source, o.Kind, o.Gift, o.Message, o.Region, o.Attr = "live", tiexin.COD, true, "快点", tiexin.Region{Province: "新疆", City: "伊犁"}, map[string]string{"仓": "一号"}
	o.CreatedAt, o.PaidAt, o.ShippedAt, o.SignedAt, o.Status = hour(0), hour(1), hour(2), hour(3), tiexin.Signed
	v := scene(t, 4, happens(tiexin.EventOrderCreated, 0, o), happens(tiexin.EventReviewCreated, 3.5, bare), happens(tiexin.EventParcelShipped, 2, box)).seen(t, ask.Order, "T1")
	assert.Equal(t, ask.OrderFacts{
		ID: "T1", Source: "live", Kind: "cod", Status: "signed", Amount: 199, Quantity: 3, Items: 2, Titles: []string{"羽绒服", "围巾"}, Categories: []string{"女装", "配饰"},
		Province: "新疆", City: "伊犁", Remote: true, COD: true, Gift: true, Paid: true, Shipped: true, Signed: true, Reviewed: true, Parcels: 1, Message: "快点",
		CreatedAt: hour(0), PaidAt: hour(1), ShippedAt: hour(2), SignedAt: hour(3), Attr: map[string]string{"仓": "一号"},
	}, v.Facts.Order)
	assert.True(t, v.Has.Has(ask.ThingOrder))
	assert.Equal(t, "T1", v.OrderThing().ID)
	assert.Equal(t, "signed", v.Status())
}

// The clocks, the life and the end of an order, along its way.
func TestOrder_一单从头到尾(t *testing.T) {
	live := coat
	live.Source = "live"
	tail := tiexin.Order{ID: "T1", Kind: tiexin.Presale, Status: tiexin.DepositPaid}
	own := coat
	own.ClosesAt, own.ShipsBy = hour(5), hour(9)
	created, paid := happens(tiexin.EventOrderCreated, 0, coat), happens(tiexin.EventOrderPaid, 1, bare)
	for name, tt := range map[string]struct {
		events              []tiexin.Event
		clocks, life, ended string
		status              string
	}{
		"等付款":      {[]tiexin.Event{created}, "unpaid 0 to 24, to_close 24 to 24", "born 0, ends 24", "", "unpaid"},
		"直播关得早":    {[]tiexin.Event{happens(tiexin.EventOrderCreated, 0, live)}, "unpaid over, to_close over, unshipped over, to_ship over, since_signed over, since_confirmed over", "born 0, over at 0.5", "closing time", "cancelled"},
		"自己说几时关":   {[]tiexin.Event{happens(tiexin.EventOrderCreated, 0, own)}, "unpaid 0 to 5, to_close 5 to 5", "born 0, ends 5", "", "unpaid"},
		"定金付了":     {[]tiexin.Event{happens(tiexin.EventOrderCreated, 0, tail)}, "unpaid 0", "born 0, lasts", "deposit", "deposit"},
		"正在付":      {[]tiexin.Event{happens(tiexin.EventOrderCreated, 0, tiexin.Order{ID: "T1", Status: tiexin.Paying})}, "", "born 0, lasts", "paying", "paying"},
		"付了":       {[]tiexin.Event{created, paid}, "unpaid over, to_close over, unshipped 1, to_ship 49, since_order 1, since_first_order 1", "born 0, ends 2881", "order.paid", "paid"},
		"说好几时发":    {[]tiexin.Event{happens(tiexin.EventOrderCreated, 0, own), paid}, "unpaid over, to_close over, unshipped 1, to_ship 9, since_order 1, since_first_order 1", "born 0, ends 2881", "order.paid", "paid"},
		"在退款":      {[]tiexin.Event{created, paid, happens(tiexin.EventOrderRefundOpened, 2, bare, tiexin.Refund{ID: "R", Amount: 1_00})}, "unpaid over, to_close over, since_order 1, since_first_order 1", "born 0, ends 2881", "order.refund_opened", "paid"},
		"发了":       {[]tiexin.Event{created, paid, happens(tiexin.EventOrderShipped, 2, bare)}, "unpaid over, to_close over, unshipped over, to_ship over, since_order 1, since_first_order 1", "born 0, ends 2881", "order.shipped", "shipped"},
		"包裹走了就是发了": {[]tiexin.Event{created, paid, happens(tiexin.EventParcelShipped, 2, box)}, "unpaid over, to_close over, unshipped over, to_ship over, since_order 1, since_first_order 1", "born 0, ends 2881", "parcel.shipped", "paid"},
		"包裹都签了":    {[]tiexin.Event{created, paid, happens(tiexin.EventParcelShipped, 2, box), happens(tiexin.EventParcelSigned, 3, box)}, "unpaid over, to_close over, unshipped over, to_ship over, since_signed 3, since_order 1, since_first_order 1", "born 0, ends 2881", "parcel.shipped", "paid"},
		"成功了":      {[]tiexin.Event{created, paid, happens(tiexin.EventOrderSucceeded, 3, bare)}, "unpaid over, to_close over, unshipped over, to_ship over, since_confirmed 3, since_order 1, since_first_order 1", "born 0, ends 2163", "order.succeeded", "succeeded"},
		"关了":       {[]tiexin.Event{created, happens(tiexin.EventOrderClosed, 2, bare)}, "unpaid over, to_close over, unshipped over, to_ship over, since_signed over, since_confirmed over", "born 0, over at 2", "order.closed", "cancelled"},
		"全退了":      {[]tiexin.Event{created, paid, happens(tiexin.EventOrderRefunded, 3, bare, tiexin.Refund{ID: "R", Amount: 199_00, Full: true})}, "unpaid over, to_close over, unshipped over, to_ship over, since_signed over, since_confirmed over", "born 0, over at 3", "order.refunded", "closed"},
	} {
		t.Run(name, func(t *testing.T) {
			v := scene(t, 4, tt.events...).seen(t, ask.Order, "T1")
			assert.Equal(t, tt.clocks, clocks(v))
			assert.Equal(t, tt.life, life(v))
			assert.Equal(t, tt.ended, v.WhatEnded(ask.NoClock))
			assert.Equal(t, tt.status, v.Facts.Order.Status)
			assert.Equal(t, tt.status == "cancelled" || tt.status == "closed", v.Facts.Order.Closed)
		})
	}
}

// What the parcels of an order tell, while nobody told of the order itself.
func TestOrder_包裹说得准的才算(t *testing.T) {
	two := box
	two.ID, two.Number = "P2", "752"
	known := func(events ...tiexin.Event) ask.Things { return scene(t, 9, events...).seen(t, ask.Order, "T1").Has }
	assert.Zero(t, known(happens(tiexin.EventReviewCreated, 0, tiexin.Review{OrderID: "T1"})))
	assert.Equal(t, ask.ThingsOf(ask.PartParcels), known(happens(tiexin.EventParcelOutOfArea, 0, box)))
	assert.Equal(t, ask.ThingsOf(ask.PartParcels, ask.PartShipped), known(happens(tiexin.EventParcelShipped, 0, box)))
	assert.Equal(t, ask.ThingsOf(ask.PartParcels, ask.PartShipped), known(happens(tiexin.EventParcelSigned, 1, box), happens(tiexin.EventParcelShipped, 0, two)))
	assert.Equal(t, ask.ThingsOf(ask.PartParcels, ask.PartShipped, ask.PartSigned), known(happens(tiexin.EventParcelSigned, 1, box), happens(tiexin.EventParcelSigned, 2, two)))
	assert.Equal(t, ask.ThingsOf(ask.ThingOrder), known(happens(tiexin.EventOrderPaid, 1, bare)))
}
