package jd

import (
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/field"
)

// states are the states that are asked for: all that a shop's orders can have.
var states = []string{
	"WAIT_SELLER_STOCK_OUT", "WAIT_GOODS_RECEIVE_CONFIRM", "WAIT_SELLER_DELIVERY", "SEND_TO_DISTRIBUTION_CENER",
	"DISTRIBUTION_CENTER_RECEIVED", "RECEIPTS_CONFIRM", "POP_ORDER_PAUSE", "PAUSE", "FINISHED_L", "TRADE_CANCELED", "LOCKED",
}

// fields are those of an order that are asked for.
var fields = []string{
	"orderId", "venderId", "orderState", "orderType", "payType", "pin", "open_id_buyer", "orderStartTime", "paymentConfirmTime",
	"orderEndTime", "modified", "orderTotalPrice", "orderPayment", "orderSellerPrice", "freightPrice", "sellerDiscount",
	"orderRemark", "orderSource", "consigneeInfo", "itemInfoList", "logisticsId", "waybill", "outBoundDate",
}

// order is an order as a page holds it.
type order struct {
	ID       field.Text `json:"orderId"`
	Vender   field.Text `json:"venderId"`
	State    field.Text `json:"orderState"`
	Pay      field.Text `json:"payType"` // "4-在线支付"
	Pin      field.Text `json:"pin"`
	OpenID   field.Text `json:"open_id_buyer"`
	Started  field.Text `json:"orderStartTime"`
	Paid     field.Text `json:"paymentConfirmTime"`
	Shipped  field.Text `json:"outBoundDate"`
	Ended    field.Text `json:"orderEndTime"`
	Modified field.Text `json:"modified"`
	Total    field.Text `json:"orderTotalPrice"` // yuan
	Payment  field.Text `json:"orderPayment"`
	Freight  field.Text `json:"freightPrice"`
	Discount field.Text `json:"sellerDiscount"`
	Remark   field.Text `json:"orderRemark"`
	Source   field.Text `json:"orderSource"`
	Waybill  field.Text `json:"waybill"`
	To       struct {
		Name     field.Text `json:"fullname"`
		Mobile   field.Text `json:"mobile"`
		Province field.Text `json:"province"`
		City     field.Text `json:"city"`
		County   field.Text `json:"county"`
	} `json:"consigneeInfo"`
	Items []struct {
		SKU     field.Text `json:"skuId"`
		OuterID field.Text `json:"outerSkuId"`
		Ware    field.Text `json:"wareId"`
		Name    field.Text `json:"skuName"`
		Total   field.Text `json:"itemTotal"`
		Price   field.Text `json:"jdPrice"`
	} `json:"itemInfoList"`
}

const payOnSight = "1-" // 1-货到付款

// order makes the events of one order.
func (f *Source) order(whole []byte) feed.Reading {
	var in field.Reader
	var o order
	if err := in.Decode(whole, &o); err != nil {
		return f.parked(o, whole, "it is no JSON document")
	}
	buyer := field.First(o.OpenID, o.Pin)
	switch {
	case field.ID(o.ID) == "":
		return f.parked(o, whole, "it has no number")
	case buyer == "":
		return f.parked(o, whole, "it names no buyer: neither open_id_buyer nor pin")
	}
	made := &tiexin.Order{
		ID: string(o.ID), Platform: tiexin.JD, Kind: tiexin.Normal, Source: string(o.Source), PlatformStatus: string(o.State),
		Version:   in.Clock("modified", o.Modified),
		CreatedAt: in.Clock("orderStartTime", o.Started), PaidAt: in.Clock("paymentConfirmTime", o.Paid), ShippedAt: in.Clock("outBoundDate", o.Shipped),
		Amount: in.Yuan("orderPayment", o.Payment), ZeroAmount: field.Zero(o.Payment), Goods: in.Yuan("orderTotalPrice", o.Total), Freight: in.Yuan("freightPrice", o.Freight),
		Discount: in.Yuan("sellerDiscount", o.Discount), Message: string(o.Remark),
		Receiver: field.Shown(o.To.Name), Mobile: field.Mobile(o.To.Mobile),
		Region: tiexin.NormalRegion(string(o.To.Province), string(o.To.City), string(o.To.County)),
	}
	if strings.HasPrefix(string(o.Pay), payOnSight) {
		made.Kind = tiexin.COD
	}
	for _, i := range o.Items {
		made.Items = append(made.Items, tiexin.Item{
			ID: string(i.SKU), ProductID: string(i.Ware), SKU: field.First(i.OuterID, i.SKU), Title: string(i.Name),
			Quantity: in.Count("itemInfoList.itemTotal", i.Total), Price: in.Yuan("itemInfoList.jdPrice", i.Price),
		})
	}
	r := feed.Reading{Sellers: field.List(o.Vender)}
	status, known := tiexin.StatusOf(tiexin.JD, string(o.State))
	switch {
	case known:
		made.Status = status
	case o.State == "TRADE_CANCELED":
		made.Status, made.ClosedAt = tiexin.Cancelled, in.Clock("orderEndTime", o.Ended)
		if !made.PaidAt.IsZero() {
			made.Status = tiexin.Closed
		}
	default:
		made.Status = tiexin.UnknownStatus
		r.Unknown = append(r.Unknown, feed.Word{Field: "orderState", Word: string(o.State)})
	}
	if made.Status == tiexin.Succeeded {
		made.SucceededAt = in.Clock("orderEndTime", o.Ended)
	}
	at := made.Version
	if at.IsZero() {
		at = made.CreatedAt
	}
	e := tiexin.Event{
		ID: strings.Join([]string{"jd", made.ID, string(o.State), string(o.Modified)}, " "), Type: tiexin.EventOrderUpdated, Shop: f.Shop, At: at,
		Customer: tiexin.Customer{ID: buyer}, Order: made, Warnings: in.Problems,
	}
	r.Events = append(r.Events, e)
	if o.Waybill != "" && !made.ShippedAt.IsZero() {
		p := e
		p.ID, p.Type, p.Order, p.Warnings = e.ID+" "+string(o.Waybill), tiexin.EventParcelShipped, nil, nil
		p.Parcel = &tiexin.Parcel{OrderID: made.ID, Carrier: "jd", Number: string(o.Waybill), Region: made.Region, ShippedAt: made.ShippedAt}
		r.Events = append(r.Events, p)
	}
	return r
}

func (f *Source) parked(o order, whole []byte, why string) feed.Reading {
	return feed.Reading{Parked: []feed.Parked{{Source: "jd", ID: string(o.ID), Reason: why, Body: whole}}}
}
