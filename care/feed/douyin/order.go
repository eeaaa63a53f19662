package douyin

import (
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/field"
)

// tags are what Douyin's tags mean; empty: nothing to an order's buyer.
var tags = map[string]tiexin.EventType{
	"100": tiexin.EventOrderCreated,
	"101": tiexin.EventOrderPaid,
	"102": tiexin.EventOrderShipped,
	"103": tiexin.EventOrderSucceeded,
	"104": tiexin.EventOrderUpdated, // the waybill was changed
	"105": tiexin.EventOrderAddressChanged,
	"106": tiexin.EventOrderClosed,
	"108": tiexin.EventOrderPartlyShipped,
	"109": tiexin.EventOrderPriceChanged,
	"110": tiexin.EventOrderUpdated, // paid, and may be prepared now
	"111": "",                       // the buyer asks for another address
	"113": "",                       // the seller's memo
	"126": tiexin.EventOrderUpdated, // the promised time of shipping

	"200": tiexin.EventOrderRefundOpened,
	"201": tiexin.EventOrderRefundOpened, // agreed to
	"202": tiexin.EventOrderRefundOpened, // the return agreed to
	"203": tiexin.EventOrderRefundOpened, // the goods are on their way back
	"204": tiexin.EventOrderRefundClosed, // refused
	"205": tiexin.EventOrderRefundClosed, // the return refused
	"206": tiexin.EventOrderRefunded,
	"207": tiexin.EventOrderRefundClosed,
	"208": tiexin.EventOrderRefundOpened, // modified
	"209": "", "211": "", "212": "", "213": "", "214": "", "215": "", "216": "", "217": "", "218": "",
	"224": "", "225": "", "226": "", "227": "",
	"137": "", "138": "", "400": "", "417": "", // goods and pictures
}

// refunds are what a tag says of how a refund stands.
var refunds = map[string]tiexin.RefundStatus{
	"200": tiexin.RefundWaitSeller, "208": tiexin.RefundWaitSeller, "201": tiexin.RefundWaitGoods, "202": tiexin.RefundWaitReturn,
	"203": tiexin.RefundWaitGoods, "204": tiexin.RefundRefused, "205": tiexin.RefundRefused,
	"206": tiexin.RefundSucceeded, "207": tiexin.RefundClosed,
}

// data is what a message says.
type data struct {
	Order  field.Text   `json:"p_id"`
	Items  []field.Text `json:"s_ids"`
	Item   field.Text   `json:"s_id"` // of a refund
	Shop   field.Text   `json:"shop_id"`
	Status field.Text   `json:"order_status"`

	Created   field.Text `json:"create_time"` // each in seconds since 1970
	Paid      field.Text `json:"pay_time"`
	Updated   field.Text `json:"update_time"`
	Completed field.Text `json:"complete_time"`
	Cancelled field.Text `json:"cancel_time"`
	Modified  field.Text `json:"modify_time"`
	Applied   field.Text `json:"apply_time"`
	Agreed    field.Text `json:"agree_time"`
	Refused   field.Text `json:"refuse_time"`
	Succeeded field.Text `json:"success_time"`
	Closed    field.Text `json:"close_time"`

	CancelReason field.Text `json:"cancel_reason"`
	RefundID     field.Text `json:"aftersale_id"`
	RefundAmount field.Text `json:"refund_amount"` // fen, without freight
	RefundPost   field.Text `json:"refund_post_amount"`

	Logistics struct {
		Company field.Text `json:"express_company_id"`
		Number  field.Text `json:"logistics_code"`
		Shipped []struct {
			Item field.Text `json:"shipped_order_id"`
		} `json:"shipped_order_info"`
	} `json:"logistics_msg"`
}

// detail is an order as order.orderDetail gives it.
type detail struct {
	ID           field.Text `json:"order_id"`
	Status       field.Text `json:"order_status"`
	Type         field.Text `json:"order_type"`
	TradeType    field.Text `json:"trade_type"`
	PayType      field.Text `json:"pay_type"`
	OpenID       field.Text `json:"doudian_open_id"`
	Created      field.Text `json:"create_time"`
	Paid         field.Text `json:"pay_time"`
	Shipped      field.Text `json:"ship_time"`
	Finished     field.Text `json:"finish_time"`
	Updated      field.Text `json:"update_time"`
	ShipsBy      field.Text `json:"exp_ship_time"`
	Expires      field.Text `json:"order_expire_time"` // seconds from the creation, or an instant
	Amount       field.Text `json:"order_amount"`      // fen
	PayAmount    field.Text `json:"pay_amount"`
	PromotionPay field.Text `json:"promotion_pay_amount"` // what the platform pays
	Post         field.Text `json:"post_amount"`
	Promotion    field.Text `json:"promotion_amount"`
	BuyerWords   field.Text `json:"buyer_words"`
	CancelReason field.Text `json:"cancel_reason"`
	Receiver     field.Text `json:"mask_post_receiver"`
	Tel          field.Text `json:"mask_post_tel"`
	Address      struct {
		Province named `json:"province"`
		City     named `json:"city"`
		Town     named `json:"town"`
	} `json:"mask_post_addr"`
	Items []struct {
		ID       field.Text `json:"order_id"`
		Product  field.Text `json:"product_id"`
		SKU      field.Text `json:"sku_id"`
		Code     field.Text `json:"code"`
		Name     field.Text `json:"product_name"`
		Number   field.Text `json:"item_num"`
		Price    field.Text `json:"origin_amount"`
		Pay      field.Text `json:"pay_amount"`
		Platform field.Text `json:"promotion_pay_amount"`
		Given    field.Text `json:"given_product_type"`
	} `json:"sku_order_list"`
	Logistics []struct {
		Number  field.Text `json:"tracking_no"`
		Company field.Text `json:"company"`
		Shipped field.Text `json:"ship_time"`
		Items   []struct {
			ID field.Text `json:"sku_order_id"`
		} `json:"product_info"`
	} `json:"logistics_info"`
}

type named struct {
	Name field.Text `json:"name"`
}

// What order_type, trade_type and pay_type say of the kind.
const (
	typeVirtual  = "2"
	typeCoupon   = "4"
	tradeGroup   = "1"
	tradeDeposit = "2" // 定金预售
	payOnSight   = "0"
)

// A reading reads one message.
type reading struct {
	field.Reader
	unknown []feed.Word
}

func (in *reading) detail(doc []byte, o *detail) error {
	var answer struct {
		detail
		Data struct {
			detail
			Order *detail `json:"shop_order_detail"`
		} `json:"data"`
		Order *detail `json:"shop_order_detail"`
	}
	if err := in.Decode(doc, &answer); err != nil {
		return err
	}
	switch {
	case answer.Data.Order != nil:
		*o = *answer.Data.Order
	case answer.Order != nil:
		*o = *answer.Order
	default:
		*o = answer.detail
	}
	return nil
}

// event is a message as an event.
func (in *reading) event(t tiexin.EventType, p push, d *data, o *detail) tiexin.Event {
	e := tiexin.Event{ID: "douyin " + string(p.ID), Type: t, At: in.at(d, o), Customer: tiexin.Customer{ID: string(field.ID(o.OpenID))}}
	if p.ID == "" {
		e.ID = strings.Join([]string{"douyin", string(p.Tag), string(d.Order), string(d.RefundID), e.At.UTC().Format(time.RFC3339)}, " ")
	}
	e.Order = in.order(d, o)
	if o.ID == "" {
		e.Order.Version = e.At
	}
	in.status(&e, string(p.Tag), d, o)
	if status, ok := refunds[string(p.Tag)]; ok {
		e.Refund = &tiexin.Refund{
			ID: string(field.ID(d.RefundID)), ItemID: string(field.ID(d.Item)), Status: status, At: e.At,
			Amount: in.Fen("data.refund_amount", d.RefundAmount) + in.Fen("data.refund_post_amount", d.RefundPost),
		}
		e.Refund.ZeroAmount = e.Refund.Amount == 0 && field.Zero(d.RefundAmount)
		e.Refund.Full = status == tiexin.RefundSucceeded && e.Order.Amount > 0 && e.Refund.Amount >= e.Order.Amount
	}
	return e
}

// at is when it happened: each tag has a time of its own.
func (in *reading) at(d *data, o *detail) time.Time {
	for _, t := range []field.Text{ // a message has one of them
		d.Cancelled, d.Completed, d.Modified, d.Applied, d.Agreed, d.Refused, d.Succeeded, d.Closed, d.Paid, d.Created,
	} {
		if at := in.Unix("data", t); !at.IsZero() {
			return at
		}
	}
	if at := in.Unix("data.update_time", d.Updated); !at.IsZero() {
		return at
	}
	return in.Unix("update_time", o.Updated)
}

func (in *reading) order(d *data, o *detail) *tiexin.Order {
	pay := in.Fen("pay_amount", o.PayAmount)
	order := &tiexin.Order{
		ID: string(d.Order), Platform: tiexin.Douyin, Kind: kind(o), Version: in.Unix("update_time", o.Updated),
		CreatedAt: in.Unix("create_time", o.Created), PaidAt: in.Unix("pay_time", o.Paid), ShippedAt: in.Unix("ship_time", o.Shipped),
		SucceededAt: in.Unix("finish_time", o.Finished), ShipsBy: in.Unix("exp_ship_time", o.ShipsBy),
		Goods: in.Fen("order_amount", o.Amount), Freight: in.Fen("post_amount", o.Post), Discount: in.Fen("promotion_amount", o.Promotion),
		Amount:   pay - in.Fen("promotion_pay_amount", o.PromotionPay),
		Receiver: field.Shown(o.Receiver), Mobile: field.Mobile(o.Tel), Message: string(o.BuyerWords),
		Region: tiexin.NormalRegion(string(o.Address.Province.Name), string(o.Address.City.Name), string(o.Address.Town.Name)),
	}
	order.ZeroAmount = order.Amount == 0 && (pay > 0 || field.Zero(o.PayAmount))
	if order.CreatedAt.IsZero() {
		order.CreatedAt = in.Unix("data.create_time", d.Created)
	}
	if order.PaidAt.IsZero() {
		order.PaidAt = in.Unix("data.pay_time", d.Paid)
		order.ClosesAt = in.expires(o, order.CreatedAt)
	}
	for _, i := range o.Items {
		order.Items = append(order.Items, tiexin.Item{
			ID: string(i.ID), ProductID: string(i.Product), SKU: field.First(i.Code, field.ID(i.SKU)), Title: string(i.Name),
			Quantity: in.Count("sku_order_list.item_num", i.Number), Price: in.Fen("sku_order_list.origin_amount", i.Price),
			Amount:   in.Fen("sku_order_list.pay_amount", i.Pay) - in.Fen("sku_order_list.promotion_pay_amount", i.Platform),
			FreeGift: i.Given == "FREE",
		})
	}
	return order
}

// expires is when an unpaid order closes: Douyin gives a span in seconds, or an instant.
func (in *reading) expires(o *detail, created time.Time) time.Time {
	span := in.Count("order_expire_time", o.Expires)
	switch {
	case span <= 0 || created.IsZero():
		return time.Time{}
	case span < 400*24*3600:
		return created.Add(time.Duration(span) * time.Second)
	}
	return in.Unix("order_expire_time", o.Expires)
}

func kind(o *detail) tiexin.OrderKind {
	switch {
	case o.ID == "":
		return "" // the message does not say
	case o.Type == typeVirtual, o.Type == typeCoupon:
		return tiexin.Virtual
	case o.TradeType == tradeDeposit:
		return tiexin.Presale
	case o.TradeType == tradeGroup:
		return tiexin.Group
	case o.PayType == payOnSight:
		return tiexin.COD
	}
	return tiexin.Normal
}

// status tells how the order stands: as the order that was asked for says, else the message.
func (in *reading) status(e *tiexin.Event, tag string, d *data, o *detail) {
	order := e.Order
	word := field.First(o.Status, d.Status)
	order.PlatformStatus = word
	switch status, known := tiexin.StatusOf(tiexin.Douyin, word); {
	case known:
		order.Status = status
	case word == "4" || word == "21" || word == "22" || word == "39":
		order.Status = tiexin.Cancelled
		if !order.PaidAt.IsZero() || word != "4" {
			order.Status = tiexin.Closed
		}
	case word != "":
		order.Status = tiexin.UnknownStatus
		in.unknown = append(in.unknown, feed.Word{Field: "order_status", Word: word})
	}
	switch {
	case tag == "106":
		order.ClosedAt, order.Reason = e.At, field.First(d.CancelReason, o.CancelReason)
		if order.Status != tiexin.Closed {
			order.Status = tiexin.Cancelled
		}
		if !order.PaidAt.IsZero() {
			order.Status = tiexin.Closed
		}
	case tag == "101" && order.Status == tiexin.Unpaid:
		order.Status = tiexin.Held
	}
}

// parcels are events for the parcels that an order went in.
func (in *reading) parcels(of tiexin.Event, d *data, o *detail) []tiexin.Event {
	if of.Type != tiexin.EventOrderShipped && of.Type != tiexin.EventOrderPartlyShipped && d.Logistics.Number == "" {
		return nil
	}
	var all []tiexin.Event
	add := func(company, number field.Text, shipped time.Time, items []string) {
		if number == "" {
			return
		}
		e := of
		e.ID, e.Type, e.Order, e.Warnings = of.ID+" "+string(number), tiexin.EventParcelShipped, nil, nil
		e.Parcel = &tiexin.Parcel{OrderID: of.Order.ID, Items: items, Carrier: string(company), Number: string(number), Region: of.Order.Region, ShippedAt: shipped}
		all = append(all, e)
	}
	for _, l := range o.Logistics {
		var items []string
		for _, i := range l.Items {
			if i.ID != "" {
				items = append(items, string(i.ID))
			}
		}
		shipped := in.Unix("logistics_info.ship_time", l.Shipped)
		if shipped.IsZero() {
			shipped = of.At
		}
		add(l.Company, l.Number, shipped, items)
	}
	if len(o.Logistics) == 0 {
		var items []string
		for _, i := range d.Logistics.Shipped {
			if i.Item != "" && i.Item != d.Order {
				items = append(items, string(i.Item))
			}
		}
		add(d.Logistics.Company, d.Logistics.Number, of.At, items)
	}
	return all
}
