package pdd

import (
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/field"
)

// topics are what Pinduoduo's messages mean; empty: nothing to an order's buyer.
var topics = map[string]tiexin.EventType{
	"pdd_trade_TradeConfirmed":               tiexin.EventOrderPaid,
	"pdd_trade_TradeSellerShip":              tiexin.EventOrderShipped,
	"pdd_trade_TradeSuccess":                 tiexin.EventOrderSucceeded,
	"pdd_trade_TradeLogisticsAddressChanged": tiexin.EventOrderAddressChanged,
	"pdd_trade_TradeRiskChanged":             tiexin.EventOrderUpdated,
	"pdd_refund_RefundCreated":               tiexin.EventOrderRefundOpened,
	"pdd_refund_RefundAgreeAgreement":        tiexin.EventOrderRefundOpened,
	"pdd_refund_RefundClosed":                tiexin.EventOrderRefundClosed,
	"pdd_chat_OrderPromise":                  "", // what an agent promised in the chat
	"pdd_trade_TradeMemoModified":            "",
	"pdd_goods_GoodsAdd":                     "",
	"pdd_goods_GoodsUpdate":                  "",
	"pdd_goods_GoodsOnShelf":                 "",
	"pdd_goods_GoodsOffShelf":                "",
}

// content is what a message says.
type content struct {
	Mall     field.Text `json:"mall_id"`
	Order    field.Text `json:"tid"`
	Refund   field.Text `json:"refund_id"`
	Fee      field.Text `json:"refund_fee"` // fen
	Modified field.Text `json:"modified"`   // thousandths of seconds since 1970
}

// order is an order as pdd.order.information.get gives it.
type order struct {
	SN       field.Text `json:"order_sn"`
	Status   field.Text `json:"order_status"`
	Group    field.Text `json:"group_status"`
	Refund   field.Text `json:"refund_status"`
	Trade    field.Text `json:"trade_type"`
	Presale  field.Text `json:"is_pre_sale"`
	PayType  field.Text `json:"pay_type"`
	Created  field.Text `json:"created_time"`
	Paid     field.Text `json:"pay_time"`
	Confirm  field.Text `json:"confirm_time"`
	Shipped  field.Text `json:"shipping_time"`
	Received field.Text `json:"receive_time"`
	Updated  field.Text `json:"updated_at"`
	ShipsBy  field.Text `json:"last_ship_time"`
	Amount   field.Text `json:"pay_amount"` // yuan
	Goods    field.Text `json:"goods_amount"`
	Discount field.Text `json:"discount_amount"`
	Postage  field.Text `json:"postage"`
	Memo     field.Text `json:"buyer_memo"`
	Name     field.Text `json:"receiver_name_mask"`
	Phone    field.Text `json:"receiver_phone_mask"`
	Province field.Text `json:"province"`
	City     field.Text `json:"city"`
	Town     field.Text `json:"town"`
	Carrier  field.Text `json:"logistics_id"`
	Number   field.Text `json:"tracking_number"`
	Extra    []parcel   `json:"extra_delivery_list"`
	Items    []item     `json:"item_list"`
	Gifts    []item     `json:"gift_list"`
}

type parcel struct {
	Carrier field.Text `json:"logistics_id"`
	Number  field.Text `json:"tracking_number"`
}

type item struct {
	Goods   field.Text `json:"goods_id"`
	SKU     field.Text `json:"sku_id"`
	OuterID field.Text `json:"outer_id"`
	Name    field.Text `json:"goods_name"`
	Count   field.Text `json:"goods_count"`
	Price   field.Text `json:"goods_price"`
}

// A reading reads one message.
type reading struct {
	field.Reader
	unknown []feed.Word
}

func (in *reading) detail(doc []byte, o *order) error {
	var answer struct {
		order
		Response struct {
			Info order `json:"order_info"`
		} `json:"order_info_get_response"`
		Info *order `json:"order_info"`
	}
	if err := in.Decode(doc, &answer); err != nil {
		return err
	}
	switch {
	case answer.Response.Info.SN != "":
		*o = answer.Response.Info
	case answer.Info != nil:
		*o = *answer.Info
	default:
		*o = answer.order
	}
	return nil
}

// event is a message as an event.
func (in *reading) event(t tiexin.EventType, fr frame, c *content, o *order) tiexin.Event {
	e := tiexin.Event{ID: "pdd " + string(fr.ID), Type: t, At: in.Unix("content.modified", c.Modified)}
	if e.At.IsZero() {
		e.At = in.Unix("sendTime", fr.SendTime)
	}
	if fr.ID == "" {
		e.ID = strings.Join([]string{"pdd", string(fr.Message.Type), string(c.Order), string(c.Refund), string(c.Modified)}, " ")
	}
	e.Order = in.order(c, o)
	if e.Order.Version.IsZero() {
		e.Order.Version = e.At
	}
	in.status(e.Order, t, o)
	if strings.HasPrefix(string(fr.Message.Type), "pdd_refund_") {
		e.Refund = &tiexin.Refund{ID: string(c.Refund), Status: tiexin.RefundWaitSeller, Amount: in.Fen("content.refund_fee", c.Fee), ZeroAmount: field.Zero(c.Fee), At: e.At}
		switch {
		case fr.Message.Type == "pdd_refund_RefundAgreeAgreement":
			e.Refund.Status = tiexin.RefundWaitGoods
		case t == tiexin.EventOrderRefundClosed:
			e.Refund.Status = tiexin.RefundClosed
		}
		if o.Refund == refundDone {
			e.Type, e.Refund.Status = tiexin.EventOrderRefunded, tiexin.RefundSucceeded
			e.Refund.Full = e.Order.Amount > 0 && e.Refund.Amount >= e.Order.Amount
		}
	}
	return e
}

// What refund_status, group_status, trade_type and pay_type say.
const (
	refundNone   = "1"
	refundDone   = "4"
	groupFilling = "0"
	tradeDeposit = "1"
)

func (in *reading) order(c *content, o *order) *tiexin.Order {
	made := &tiexin.Order{
		ID: string(c.Order), Platform: tiexin.Pinduoduo, Version: in.Clock("updated_at", o.Updated),
		CreatedAt: in.Clock("created_time", o.Created), PaidAt: in.Clock("pay_time", o.Paid), ShippedAt: in.Clock("shipping_time", o.Shipped),
		SignedAt: in.Clock("receive_time", o.Received), ShipsBy: in.Clock("last_ship_time", o.ShipsBy),
		Amount: in.Yuan("pay_amount", o.Amount), ZeroAmount: field.Zero(o.Amount), Goods: in.Yuan("goods_amount", o.Goods), Discount: in.Yuan("discount_amount", o.Discount),
		Freight: in.Yuan("postage", o.Postage), Message: string(o.Memo), Receiver: field.Shown(o.Name), Mobile: field.Mobile(o.Phone),
		Region: tiexin.NormalRegion(string(o.Province), string(o.City), string(o.Town)),
	}
	switch {
	case o.SN == "": // the message does not say
	case o.Trade == tradeDeposit || o.Presale == "1":
		made.Kind = tiexin.Presale
	case o.Group != "":
		made.Kind = tiexin.Group
	default:
		made.Kind = tiexin.Normal
	}
	if made.PaidAt.IsZero() {
		made.PaidAt = in.Clock("confirm_time", o.Confirm)
	}
	add := func(list string, items []item, gift bool) {
		for _, i := range items {
			made.Items = append(made.Items, tiexin.Item{
				ProductID: string(field.ID(i.Goods)), SKU: field.First(i.OuterID, field.ID(i.SKU)), Title: string(i.Name),
				Quantity: in.Count(list+".goods_count", i.Count), Price: in.Yuan(list+".goods_price", i.Price), FreeGift: gift,
			})
		}
	}
	add("item_list", o.Items, false)
	add("gift_list", o.Gifts, true)
	return made
}

// status tells how the order stands: as the order that was asked for says, else the message.
func (in *reading) status(made *tiexin.Order, t tiexin.EventType, o *order) {
	made.PlatformStatus = string(o.Status)
	switch status, known := tiexin.StatusOf(tiexin.Pinduoduo, string(o.Status)); {
	case known:
		made.Status = status
	case field.ID(o.Status) != "":
		made.Status = tiexin.UnknownStatus
		in.unknown = append(in.unknown, feed.Word{Field: "order_status", Word: string(o.Status)})
	case t == tiexin.EventOrderPaid:
		made.Status = tiexin.Paid
	case t == tiexin.EventOrderShipped:
		made.Status = tiexin.Shipped
	case t == tiexin.EventOrderSucceeded:
		made.Status = tiexin.Succeeded
	}
	switch {
	case o.Refund == refundDone:
		made.Status = tiexin.Closed
	case o.Group == groupFilling && made.Status == tiexin.Paid:
		made.Status = tiexin.Held
	case t == tiexin.EventOrderSucceeded && made.Status != tiexin.UnknownStatus:
		made.Status = tiexin.Succeeded
	}
}

// parcels are events for the parcels that an order went in.
func (in *reading) parcels(of tiexin.Event, o *order, carriers map[string]string) []tiexin.Event {
	if of.Type != tiexin.EventOrderShipped {
		return nil
	}
	var all []tiexin.Event
	for _, p := range append([]parcel{{o.Carrier, o.Number}}, o.Extra...) {
		if p.Number == "" {
			continue
		}
		e := of
		e.ID, e.Type, e.Order, e.Warnings = of.ID+" "+string(p.Number), tiexin.EventParcelShipped, nil, nil
		e.Parcel = &tiexin.Parcel{
			OrderID: of.Order.ID, Carrier: carriers[string(p.Carrier)], Number: string(p.Number), Region: of.Order.Region, ShippedAt: of.At,
		}
		all = append(all, e)
	}
	return all
}
