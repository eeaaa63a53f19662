package tiexin_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
)

func TestTitleLine几件商品合成一句话(t *testing.T) {
	coat, socks := tiexin.Item{Title: "羽绒服"}, tiexin.Item{Title: "袜子", Quantity: 2}
	gift := tiexin.Item{Title: "钥匙扣", FreeGift: true}
	for _, c := range []struct {
		order  tiexin.Order
		want   string
		pieces int
	}{
		{tiexin.Order{}, "", 0},
		{tiexin.Order{Title: "羽绒服"}, "羽绒服", 0},
		{tiexin.Order{Title: "羽绒服", Quantity: 3}, "羽绒服", 3},
		{tiexin.Order{Items: []tiexin.Item{coat}}, "羽绒服", 1},
		{tiexin.Order{Items: []tiexin.Item{socks}}, "袜子", 2},
		{tiexin.Order{Items: []tiexin.Item{coat, socks}}, "羽绒服等3件", 3},
		{tiexin.Order{Items: []tiexin.Item{gift, coat}}, "羽绒服", 2},
		{tiexin.Order{Items: []tiexin.Item{gift, coat, socks}}, "羽绒服等3件", 4},
		{tiexin.Order{Items: []tiexin.Item{gift}}, "钥匙扣", 1},
		{tiexin.Order{Items: []tiexin.Item{{}, coat}}, "羽绒服等2件", 2},
		{tiexin.Order{Title: "冬装", Items: []tiexin.Item{{}, {}}}, "冬装", 2},
		{tiexin.Order{Quantity: 9, Items: []tiexin.Item{coat, socks}}, "羽绒服等3件", 9},
	} {
		assert.Equal(t, c.want, c.order.TitleLine())
		assert.Equal(t, c.pieces, c.order.Pieces(), c.want)
	}
}

func TestRefund只有拒绝撤销退完才算了结(t *testing.T) {
	for status, open := range map[tiexin.RefundStatus]bool{
		"": true, tiexin.RefundWaitSeller: true, tiexin.RefundWaitReturn: true, tiexin.RefundWaitGoods: true, "arbitration": true,
		tiexin.RefundRefused: false, tiexin.RefundClosed: false, tiexin.RefundSucceeded: false,
	} {
		assert.Equal(t, open, tiexin.Refund{Status: status}.Open(), status)
	}
}

func TestOrderStatus不认识的词不算数(t *testing.T) {
	for _, s := range []tiexin.OrderStatus{
		tiexin.Unpaid, tiexin.Paying, tiexin.DepositPaid, tiexin.Held, tiexin.Paid, tiexin.PartlyShipped,
		tiexin.Shipped, tiexin.Signed, tiexin.Succeeded, tiexin.Cancelled, tiexin.Closed,
	} {
		assert.True(t, s.Known(), s)
	}
	for _, s := range []tiexin.OrderStatus{"", tiexin.UnknownStatus, "WAIT_BUYER_PAY", "Paid"} {
		assert.False(t, s.Known(), s)
	}
}

func TestParcelKey(t *testing.T) {
	for want, p := range map[string]tiexin.Parcel{
		"":           {Carrier: "shunfeng"},
		"P1":         {ID: "P1", Carrier: "shunfeng", Number: "SF1"},
		"shunfeng/1": {Carrier: "shunfeng", Number: "1"},
		"/1":         {Number: "1"},
		"a/b/1":      {Carrier: "a", Number: "b/1"},
		"a%2Fb/1":    {Carrier: "a/b", Number: "1"},
		"a%252Fb/1":  {Carrier: "a%2Fb", Number: "1"},
	} {
		assert.Equal(t, want, p.Key())
	}
}
