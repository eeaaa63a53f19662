package care

import (
	"time"

	"github.com/tiexin-go/tiexin"
)

// The fields of a customer and an order that are remembered. The position of a
// field in its list is its number in the blob: new fields go to the end, and
// none is ever removed.

type (
	customerPicture = picture[tiexin.Customer]
	orderPicture    = picture[tiexin.Order]
)

var customerFields = []field[tiexin.Customer]{
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.Nick }),
	of(boolCodec, func(c *tiexin.Customer) *bool { return &c.NickMasked }),
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.Name }),
	of(textCodec[tiexin.Gender](), func(c *tiexin.Customer) *tiexin.Gender { return &c.Gender }),
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.Province }),
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.City }),
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.District }),
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.Wangwang }),
	of(phoneCodec, func(c *tiexin.Customer) *tiexin.Phone { return &c.Mobile }),
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.WeChat }),
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.Email }),
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.Grade }),
	of(numberCodec[int64](), func(c *tiexin.Customer) *int64 { return &c.Points }),
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.Discount }),
	of(textsCodec, func(c *tiexin.Customer) *[]string { return &c.Tags }),
	of(timeCodec, func(c *tiexin.Customer) *time.Time { return &c.JoinedAt }),
	of(boolCodec, func(c *tiexin.Customer) *bool { return &c.Blocked }),
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.BlockedBy }),
	of(timeCodec, func(c *tiexin.Customer) *time.Time { return &c.FirstOrderAt }),
	of(timeCodec, func(c *tiexin.Customer) *time.Time { return &c.LastOrderAt }),
	of(attrCodec, func(c *tiexin.Customer) *map[string]string { return &c.Attr }),
	of(jsonCodec(func(v []tiexin.Identifier) bool { return len(v) > 0 }), func(c *tiexin.Customer) *[]tiexin.Identifier { return &c.IDs }),
	of(jsonCodec(func(v tiexin.Date) bool { return v != tiexin.Date{} }), func(c *tiexin.Customer) *tiexin.Date { return &c.Birthday }),
	of(jsonCodec(func(v []tiexin.Child) bool { return len(v) > 0 }), func(c *tiexin.Customer) *[]tiexin.Child { return &c.Children }),
	of(jsonCodec(func(v []tiexin.Dated) bool { return len(v) > 0 }), func(c *tiexin.Customer) *[]tiexin.Dated { return &c.Dates }),
}

var orderFields = []field[tiexin.Order]{
	of(textCodec[tiexin.Platform](), func(o *tiexin.Order) *tiexin.Platform { return &o.Platform }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.Source }),
	of(textCodec[tiexin.OrderKind](), func(o *tiexin.Order) *tiexin.OrderKind { return &o.Kind }),
	of(textCodec[tiexin.OrderStatus](), func(o *tiexin.Order) *tiexin.OrderStatus { return &o.Status }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.CreatedAt }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.DepositAt }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.PaidAt }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.ShippedAt }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.SignedAt }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.SucceededAt }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.ClosedAt }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.ClosesAt }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.ConfirmsAt }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.ShipsBy }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.ArrivesBy }),
	of(numberCodec[tiexin.Money](), func(o *tiexin.Order) *tiexin.Money { return &o.Amount }),
	of(numberCodec[tiexin.Money](), func(o *tiexin.Order) *tiexin.Money { return &o.Goods }),
	of(numberCodec[tiexin.Money](), func(o *tiexin.Order) *tiexin.Money { return &o.Discount }),
	of(numberCodec[tiexin.Money](), func(o *tiexin.Order) *tiexin.Money { return &o.Deposit }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.Title }),
	of(numberCodec[int](), func(o *tiexin.Order) *int { return &o.Quantity }),
	of(itemsCodec, func(o *tiexin.Order) *[]tiexin.Item { return &o.Items }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.Receiver }),
	of(phoneCodec, func(o *tiexin.Order) *tiexin.Phone { return &o.Mobile }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.Province }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.City }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.District }),
	of(boolCodec, func(o *tiexin.Order) *bool { return &o.Gift }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.Message }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.Reason }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.PayURL }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.URL }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.TrackURL }),
	of(attrCodec, func(o *tiexin.Order) *map[string]string { return &o.Attr }),
}
