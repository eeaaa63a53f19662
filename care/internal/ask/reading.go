package ask

import "time"

// How the words are read without expr: for what a clock is compared with, for
// explanations, and to know of each what values it can have.

var textWords = map[string]func(*Facts) string{
	"customer.id":       func(f *Facts) string { return f.Customer.ID },
	"customer.nick":     func(f *Facts) string { return f.Customer.Nick },
	"customer.name":     func(f *Facts) string { return f.Customer.Name },
	"customer.gender":   func(f *Facts) string { return f.Customer.Gender },
	"customer.grade":    func(f *Facts) string { return f.Customer.Grade },
	"customer.province": func(f *Facts) string { return f.Customer.Province },
	"customer.city":     func(f *Facts) string { return f.Customer.City },

	"order.id":       func(f *Facts) string { return f.Order.ID },
	"order.source":   func(f *Facts) string { return f.Order.Source },
	"order.kind":     func(f *Facts) string { return f.Order.Kind },
	"order.status":   func(f *Facts) string { return f.Order.Status },
	"order.province": func(f *Facts) string { return f.Order.Province },
	"order.city":     func(f *Facts) string { return f.Order.City },
	"order.message":  func(f *Facts) string { return f.Order.Message },

	"shop.name":     func(f *Facts) string { return f.Shop.Name },
	"shop.timezone": func(f *Facts) string { return f.Shop.Timezone },

	"flow":    func(f *Facts) string { return f.Flow },
	"rule":    func(f *Facts) string { return f.Rule },
	"channel": func(f *Facts) string { return f.Channel },
	"purpose": func(f *Facts) string { return f.Purpose },
}

var listWords = map[string]func(*Facts) []string{
	"customer.tags":    func(f *Facts) []string { return f.Customer.Tags },
	"order.titles":     func(f *Facts) []string { return f.Order.Titles },
	"order.categories": func(f *Facts) []string { return f.Order.Categories },
	"shop.remote":      func(f *Facts) []string { return f.Shop.Remote },
}

var yesWords = map[string]func(*Facts) bool{
	"customer.talking":     func(f *Facts) bool { return f.Customer.Talking },
	"customer.complaining": func(f *Facts) bool { return f.Customer.Complaining },

	"order.remote":    func(f *Facts) bool { return f.Order.Remote },
	"order.cod":       func(f *Facts) bool { return f.Order.COD },
	"order.gift":      func(f *Facts) bool { return f.Order.Gift },
	"order.paid":      func(f *Facts) bool { return f.Order.Paid },
	"order.shipped":   func(f *Facts) bool { return f.Order.Shipped },
	"order.closed":    func(f *Facts) bool { return f.Order.Closed },
	"order.refunding": func(f *Facts) bool { return f.Order.Refunding },
}

// A numberWord says of a number what values it can have.
type numberWord struct {
	read   func(*Facts) float64
	counts bool // whole
	signed bool // may be less than nothing
}

var numberWords = map[string]numberWord{
	"customer.points":        {read: func(f *Facts) float64 { return float64(f.Customer.Points) }, counts: true, signed: true},
	"customer.paid_orders":   {read: func(f *Facts) float64 { return float64(f.Customer.PaidOrders) }, counts: true},
	"customer.spent":         {read: func(f *Facts) float64 { return f.Customer.Spent }},
	"customer.average_order": {read: func(f *Facts) float64 { return f.Customer.AverageOrder }},

	"order.amount":   {read: func(f *Facts) float64 { return f.Order.Amount }},
	"order.quantity": {read: func(f *Facts) float64 { return float64(f.Order.Quantity) }, counts: true},
	"order.items":    {read: func(f *Facts) float64 { return float64(f.Order.Items) }, counts: true},

	"shop.usual_minutes_to_pay": {read: func(f *Facts) float64 { return f.Shop.UsualMinutesToPay }},
}

var timeWords = map[string]func(*Facts) time.Time{
	"order.created_at": func(f *Facts) time.Time { return f.Order.CreatedAt },
	"order.paid_at":    func(f *Facts) time.Time { return f.Order.PaidAt },
	"order.shipped_at": func(f *Facts) time.Time { return f.Order.ShippedAt },
}

var namedWords = map[string]func(*Facts) map[string]string{
	"customer.attr": func(f *Facts) map[string]string { return f.Customer.Attr },
	"order.attr":    func(f *Facts) map[string]string { return f.Order.Attr },
	"shop.offers":   func(f *Facts) map[string]string { return f.Shop.Offers },
	"shop.links":    func(f *Facts) map[string]string { return f.Shop.Links },
}
