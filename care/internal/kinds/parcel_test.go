package kinds

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
)

func TestParcel_每个词都从它该来的地方来(t *testing.T) {
	second := tiexin.Parcel{ID: "P2", OrderID: "T1", Carrier: "shunfeng", CarrierName: "顺丰", Number: "S2", Region: tiexin.Region{Province: "新疆", City: "伊犁"}, SignedBy: "locker"}
	s := scene(t, 9, happens(tiexin.EventOrderPaid, 0, coat), happens(tiexin.EventParcelShipped, 1, box), happens(tiexin.EventParcelShipped, 2, second), happens(tiexin.EventParcelFailed, 3, second))
	v := s.seen(t, ask.Parcel, "P2")
	assert.Equal(t, ask.ParcelFacts{
		ID: "P2", Carrier: "shunfeng", CarrierName: "顺丰", Number: "S2", Status: "failed", Province: "新疆", City: "伊犁", Remote: true, Index: 2, Count: 2,
		Abnormal: "failed", SignedBy: "locker",
	}, v.Facts.Parcel)
	assert.Equal(t, "failed", v.Status())
	assert.Equal(t, ask.ThingsOf(ask.ThingOrder, ask.ThingParcel), v.Has)
	assert.Equal(t, 199.0, v.Facts.Order.Amount, "it belongs to its order")
	first := s.seen(t, ask.Parcel, "P1").Facts.Parcel
	assert.Equal(t, []any{"中通快递", 1, false}, []any{first.CarrierName, first.Index, first.Remote})

	t.Run("没写去哪里,就去订单去的地方", func(t *testing.T) {
		there := bare
		there.Region = tiexin.Region{Province: "新疆", City: "伊犁"}
		lost := tiexin.Parcel{ID: "P1", OrderID: "T1"}
		f := scene(t, 9, happens(tiexin.EventOrderPaid, 0, there), happens(tiexin.EventParcelShipped, 1, lost)).seen(t, ask.Parcel, "P1").Facts.Parcel
		assert.Equal(t, []any{"新疆", "伊犁", true}, []any{f.Province, f.City, f.Remote})
	})
}

// The clocks, the life and the end of a parcel, along its way.
func TestParcel_一件包裹从头到尾(t *testing.T) {
	promised, predicted, far := box, box, box
	promised.DueAt, promised.DueFrom = hour(5), "promise"
	predicted.DueAt, predicted.DueFrom = hour(6), "prediction"
	far.Carrier = "yunda"
	order := bare
	order.ArrivesBy = hour(7)
	left := happens(tiexin.EventParcelShipped, 1, box)
	const stopped, lasting = "in_transit over, overdue over, since_scan over", 90 * 24
	for name, tt := range map[string]struct {
		events              []tiexin.Event
		clocks, life, ended string
	}{
		"还没发":       {[]tiexin.Event{happens(tiexin.EventParcelOutOfArea, 1, box)}, "", "born 1, lasts", ""},
		"在路上":       {[]tiexin.Event{left, happens(tiexin.EventParcelMoved, 3, box)}, "in_transit 1, overdue 73 from 73, since_scan 3", "born 1, lasts", ""},
		"没写要几天":     {[]tiexin.Event{happens(tiexin.EventParcelShipped, 1, far)}, "in_transit 1, since_scan 1", "born 1, lasts", ""},
		"承诺的日子最先":   {[]tiexin.Event{happens(tiexin.EventOrderUpdated, 0, order), happens(tiexin.EventParcelShipped, 1, promised)}, "in_transit 1, overdue 5 from 5, since_scan 1", "born 1, lasts", ""},
		"订单的日子先于预计": {[]tiexin.Event{happens(tiexin.EventOrderUpdated, 0, order), happens(tiexin.EventParcelShipped, 1, predicted)}, "in_transit 1, overdue 7 from 7, since_scan 1", "born 1, lasts", ""},
		"预计的日子先于平常": {[]tiexin.Event{happens(tiexin.EventParcelShipped, 1, predicted)}, "in_transit 1, overdue 6 from 6, since_scan 1", "born 1, lasts", ""},
		"签收了":       {[]tiexin.Event{left, happens(tiexin.EventParcelSigned, 3, box)}, stopped + ", since_signed 3", "born 1, ends 2163", "parcel.signed"},
		"签收了但在退款":   {[]tiexin.Event{left, happens(tiexin.EventParcelSigned, 3, box), happens(tiexin.EventOrderRefundOpened, 4, bare, tiexin.Refund{ID: "R"})}, stopped, "born 1, ends 2163", "parcel.signed"},
		"拒收了":       {[]tiexin.Event{left, happens(tiexin.EventParcelRejected, 3, box)}, stopped + ", since_signed over", "born 1, lasts", "parcel.rejected"},
		"退回来了":      {[]tiexin.Event{left, happens(tiexin.EventParcelReturned, 3, box)}, stopped + ", since_signed over", "born 1, ends 2163", "parcel.returned"},
		"丢了":        {[]tiexin.Event{left, happens(tiexin.EventParcelLost, 3, box)}, stopped + ", since_signed over", "born 1, ends 2163", "parcel.lost"},
		"三个月前签收的":   {[]tiexin.Event{happens(tiexin.EventParcelSigned, -lasting, box)}, stopped + ", since_signed -2160", "born -2160, over at 0", "parcel.signed"},
	} {
		t.Run(name, func(t *testing.T) {
			v := scene(t, 9, tt.events...).seen(t, ask.Parcel, "P1")
			for stem := range ask.Stems() { // those of the order are its own affair
				if stem.Kinds().Has(ask.Order) && stem != ask.SinceSigned {
					v.Clocks[stem] = ask.Reading{}
				}
			}
			assert.Equal(t, tt.clocks, clocks(v))
			assert.Equal(t, tt.life, life(v))
			assert.Equal(t, tt.ended, v.WhatEnded(ask.NoClock))
		})
	}
}
