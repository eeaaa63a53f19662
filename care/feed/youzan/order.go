package youzan

import (
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/field"
)

// topics are what Youzan's topics mean.
var topics = map[string]tiexin.EventType{
	"trade_TradeCreate":                              tiexin.EventOrderCreated,
	"trade_TradePaid":                                tiexin.EventOrderUpdated, // money has come; it may not ship yet
	"trade_TradeBuyerPay":                            tiexin.EventOrderPaid,
	"trade_TradePartlySellerShip":                    tiexin.EventOrderPartlyShipped,
	"trade_TradeSellerShip":                          tiexin.EventOrderShipped,
	"trade_TradeSuccess":                             tiexin.EventOrderSucceeded,
	"trade_TradeClose":                               tiexin.EventOrderClosed,
	"trade_MessagesTheChangeAddresses":               tiexin.EventOrderAddressChanged,
	"trade_refund_BuyerCreated":                      tiexin.EventOrderRefundOpened,
	"trade_refund_RefundSellerAgree":                 tiexin.EventOrderRefundOpened,
	"trade_refund_RefundClosed":                      tiexin.EventOrderRefundClosed,
	"trade_refund_RefundSuccess":                     tiexin.EventOrderRefunded,
	"trade_refund_SysRefund":                         tiexin.EventOrderRefunded,
	"youzan_trade_RefundCreated":                     tiexin.EventOrderRefundOpened,
	"youzan_trade_RefundSellerAgree":                 tiexin.EventOrderRefundOpened,
	"youzan_trade_RefundClosed":                      tiexin.EventOrderRefundClosed,
	"youzan_trade_RefundSuccess":                     tiexin.EventOrderRefunded,
	"youzan_trade_MessagesTheChangeAddressesByBuyer": tiexin.EventOrderAddressChanged,
}

// A message is what stands in msg, and what youzan.trade.get gives.
type message struct {
	Tid         field.Text `json:"tid"`
	UpdateTime  field.Text `json:"update_time"`
	CloseReason field.Text `json:"close_reason"`

	RefundID     field.Text `json:"refund_id"`
	RefundedFee  field.Text `json:"refunded_fee"` // yuan
	RefundReason field.Text `json:"refund_reason"`

	Full     fullOrder  `json:"full_order_info"`
	Delivery []delivery `json:"delivery_order"`
}

type fullOrder struct {
	Info struct {
		Tid        field.Text `json:"tid"`
		Status     field.Text `json:"status"`
		Type       field.Text `json:"type"`
		PayType    field.Text `json:"pay_type"`
		Created    field.Text `json:"created"`
		PayTime    field.Text `json:"pay_time"`
		Consigned  field.Text `json:"consign_time"`
		Success    field.Text `json:"success_time"`
		UpdateTime field.Text `json:"update_time"`
		Expires    field.Text `json:"expired_time"` // unpaid it is closed then
	} `json:"order_info"`
	Pay struct {
		Payment  field.Text   `json:"payment"` // yuan
		TotalFee field.Text   `json:"total_fee"`
		PostFee  field.Text   `json:"post_fee"`
		Phases   []field.Text `json:"phase_payments"`
	} `json:"pay_info"`
	Buyer struct {
		ID    field.Text `json:"yz_open_id"`
		Phone field.Text `json:"buyer_phone"`
		Nick  field.Text `json:"fans_nickname"`
	} `json:"buyer_info"`
	Address struct {
		Name     field.Text `json:"receiver_name"`
		Tel      field.Text `json:"receiver_tel"`
		Province field.Text `json:"delivery_province"`
		City     field.Text `json:"delivery_city"`
		District field.Text `json:"delivery_district"`
	} `json:"address_info"`
	Remark struct {
		Buyer field.Text `json:"buyer_message"`
	} `json:"remark_info"`
	Items []struct {
		ID       field.Text `json:"oid"`
		Product  field.Text `json:"item_id"`
		SKU      field.Text `json:"sku_id"`
		OuterSKU field.Text `json:"outer_sku_id"`
		Title    field.Text `json:"title"`
		Number   field.Text `json:"num"`
		Price    field.Text `json:"price"`
		Payment  field.Text `json:"payment"`
		Present  bool       `json:"is_present"`
	} `json:"orders"`
}

// A delivery is one shipment of an order, of one parcel or several.
type delivery struct {
	Items []struct {
		ID field.Text `json:"oid"`
	} `json:"oids"`
	Parcels []struct {
		Express struct {
			ID     field.Text `json:"express_id"`
			Number field.Text `json:"express_no"`
		} `json:"express_info"`
	} `json:"dists"`
}

// What order_info.type says of the kind. Others are ordinary.
const (
	typeGift       = "1"
	typeGroup      = "10"
	typeHotel      = "35"
	typeKnowledge  = "75"
	typeGiftCard   = "81"
	payTypeOnSight = "9" // 货到付款
)

// A reading reads one push.
type reading struct {
	field.Reader
	unknown []feed.Word
}

// detail reads what youzan.trade.get gave into the message.
func (in *reading) detail(doc []byte, m *message) error {
	var answer struct {
		message
		Data     *message `json:"data"`
		Response *message `json:"response"`
	}
	if err := in.Decode(doc, &answer); err != nil {
		return err
	}
	found := &answer.message
	for _, inside := range []*message{answer.Data, answer.Response} {
		if inside != nil {
			found = inside
		}
	}
	m.Full = found.Full
	if len(found.Delivery) > 0 {
		m.Delivery = found.Delivery
	}
	return nil
}

// event is a push as an event.
func (in *reading) event(t tiexin.EventType, p push, m *message, tid string) tiexin.Event {
	version := in.Unix("version", p.Version)
	e := tiexin.Event{ID: id(p), Type: t, At: in.Clock("msg.update_time", m.UpdateTime)}
	if e.At.IsZero() {
		e.At = version
	}
	if e.At.IsZero() {
		e.At = in.Clock("order_info.update_time", m.Full.Info.UpdateTime)
	}
	in.customer(&e.Customer, &m.Full)
	e.Order = in.order(&m.Full, tid)
	e.Order.Version = version
	in.status(&e, p, m)
	if strings.Contains(string(p.Type), "efund") {
		e.Refund = in.refund(t, m, e.At)
		e.Refund.Full = t == tiexin.EventOrderRefunded && e.Order.Amount > 0 && e.Refund.Amount >= e.Order.Amount
	}
	return e
}

func id(p push) string {
	if p.MsgID != "" {
		return "youzan " + string(p.MsgID)
	}
	return strings.Join([]string{"youzan", string(p.Type), string(p.Shop), string(p.ID), string(p.Version)}, " ")
}

func (in *reading) customer(c *tiexin.Customer, o *fullOrder) {
	c.ID = string(o.Buyer.ID)
	c.Nick, c.NickMasked = field.Shown(o.Buyer.Nick), field.Masked(o.Buyer.Nick)
	c.Mobile = field.Mobile(o.Buyer.Phone)
}

func (in *reading) order(o *fullOrder, tid string) *tiexin.Order {
	order := &tiexin.Order{
		ID: tid, Platform: tiexin.Youzan, Kind: kind(o),
		CreatedAt:   in.Clock("order_info.created", o.Info.Created),
		PaidAt:      in.Clock("order_info.pay_time", o.Info.PayTime),
		ShippedAt:   in.Clock("order_info.consign_time", o.Info.Consigned),
		SucceededAt: in.Clock("order_info.success_time", o.Info.Success),
		Amount:      in.Yuan("pay_info.payment", o.Pay.Payment),
		ZeroAmount:  field.Zero(o.Pay.Payment),
		Goods:       in.Yuan("pay_info.total_fee", o.Pay.TotalFee),
		Freight:     in.Yuan("pay_info.post_fee", o.Pay.PostFee),
		Receiver:    field.Shown(o.Address.Name), Mobile: field.Mobile(o.Address.Tel),
		Region:  tiexin.NormalRegion(string(o.Address.Province), string(o.Address.City), string(o.Address.District)),
		Message: string(o.Remark.Buyer), Gift: o.Info.Type == typeGift,
	}
	if order.PaidAt.IsZero() {
		order.ClosesAt = in.Clock("order_info.expired_time", o.Info.Expires)
	}
	for _, i := range o.Items {
		order.Items = append(order.Items, tiexin.Item{
			ID: string(i.ID), ProductID: string(i.Product), SKU: field.First(i.OuterSKU, field.ID(i.SKU)), Title: string(i.Title),
			Quantity: in.Count("orders.num", i.Number), Price: in.Yuan("orders.price", i.Price), Amount: in.Yuan("orders.payment", i.Payment),
			FreeGift: i.Present,
		})
	}
	return order
}

func kind(o *fullOrder) tiexin.OrderKind {
	switch o.Info.Type {
	case typeGroup:
		return tiexin.Group
	case typeHotel, typeKnowledge, typeGiftCard:
		return tiexin.Virtual
	}
	switch {
	case o.Info.PayType == payTypeOnSight:
		return tiexin.COD
	case len(o.Pay.Phases) > 0:
		return tiexin.Presale
	case o.Info.Type != "":
		return tiexin.Normal
	}
	return "" // the push does not bring the order
}

// status tells how the order stands. The topic decides; the order may have been asked for
// before it changed.
func (in *reading) status(e *tiexin.Event, p push, m *message) {
	word := field.First(m.Full.Info.Status, p.Status)
	o := e.Order
	o.PlatformStatus = word
	status, known := tiexin.StatusOf(tiexin.Youzan, word)
	switch {
	case word == "TRADE_CLOSED":
		status, known = tiexin.Cancelled, true
		if !o.PaidAt.IsZero() || !o.ShippedAt.IsZero() {
			status = tiexin.Closed
		}
	case word != "" && !known:
		in.unknown = append(in.unknown, feed.Word{Field: "status", Word: word})
		status = tiexin.UnknownStatus
	}
	switch {
	case p.Type == "trade_TradePaid" && o.Kind == tiexin.Virtual:
		e.Type, status = tiexin.EventOrderPaid, tiexin.Paid
	case p.Type == "trade_TradePaid" && (status == tiexin.Unpaid || status == tiexin.Held || !known):
		status, o.PaidAt = tiexin.Held, time.Time{}
	case e.Type == tiexin.EventOrderPaid && (status == tiexin.Unpaid || status == tiexin.Held):
		status = tiexin.Paid
	}
	o.Status = status
	if e.Type == tiexin.EventOrderClosed {
		o.ClosedAt, o.Reason = e.At, string(m.CloseReason)
	}
}

func (in *reading) refund(t tiexin.EventType, m *message, at time.Time) *tiexin.Refund {
	r := &tiexin.Refund{ID: string(m.RefundID), Amount: in.Yuan("msg.refunded_fee", m.RefundedFee), ZeroAmount: field.Zero(m.RefundedFee), Reason: string(m.RefundReason), At: at}
	switch t {
	case tiexin.EventOrderRefunded:
		r.Status = tiexin.RefundSucceeded
	case tiexin.EventOrderRefundClosed:
		r.Status = tiexin.RefundClosed
	default:
		r.Status = tiexin.RefundWaitSeller
	}
	return r
}

// parcels are events for the parcels that an order went in.
func (in *reading) parcels(of tiexin.Event, m *message, carriers map[string]string) []tiexin.Event {
	if of.Type != tiexin.EventOrderShipped && of.Type != tiexin.EventOrderPartlyShipped {
		return nil
	}
	var all []tiexin.Event
	for _, d := range m.Delivery {
		var items []string
		for _, i := range d.Items {
			if i.ID != "" {
				items = append(items, string(i.ID))
			}
		}
		for _, p := range d.Parcels {
			if p.Express.Number == "" {
				continue
			}
			e := of
			e.ID, e.Type, e.Order, e.Warnings = of.ID+" "+string(p.Express.Number), tiexin.EventParcelShipped, nil, nil
			e.Parcel = &tiexin.Parcel{
				OrderID: of.Order.ID, Items: items, Carrier: carriers[string(p.Express.ID)], Number: string(p.Express.Number),
				Region: of.Order.Region, ShippedAt: of.At,
			}
			all = append(all, e)
		}
	}
	return all
}
