package report

import (
	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

// Counts are the numbers and averages of a base. Days are written 2006-01-02, and
// empty if there are none.
type Counts struct {
	First       string          `json:"first"` // day of the first order
	Last        string          `json:"last"`  // day of the last order
	Customers   int             `json:"customers"`
	Orders      int             `json:"orders"`       // valid orders
	Undone      int             `json:"undone"`       // fully refunded orders, which do not count
	Refunds     int             `json:"refunds"`      // partly refunded orders
	Gross       tiexin.Money    `json:"gross"`        // of all orders, fully refunded ones too
	Refunded    tiexin.Money    `json:"refunded"`     // refunds of these
	Net         tiexin.Money    `json:"net"`          // Gross less Refunded
	OrderSize   loyalty.Measure `json:"order_size"`   // mean spend of an order in yuan (客单价); base: orders
	PerCustomer loyalty.Measure `json:"per_customer"` // mean orders of a customer; base: customers
	Spend       loyalty.Measure `json:"spend"`        // mean spend of a customer in yuan; base: customers
	Discounted  loyalty.Measure `json:"discounted"`   // share of orders below list price; base: orders with a known list price
	TopFifth    loyalty.Measure `json:"top_fifth"`    // share of all spend that the top 20 % of customers bring; base: customers
}

func countsOf(log loyalty.Log, b *base) Counts {
	c := Counts{Customers: len(b.ids), Orders: len(b.orders)}
	var sizes, per, spends []float64
	var values []tiexin.Money
	for i := range b.orders {
		o := &b.orders[i]
		c.Net += o.Spend()
		sizes = append(sizes, o.Spend().Yuan())
		if o.Refunded > 0 {
			c.Refunds++
		}
	}
	if len(b.ids) > 0 {
		first, last := b.on, loyalty.Day(0)
		for _, id := range b.ids {
			s := b.summaries[id]
			first, last = min(first, s.First()), max(last, s.Last())
			per, spends = append(per, float64(s.Orders())), append(spends, s.Spend().Yuan())
			values = append(values, s.Spend())
		}
		c.First, c.Last = first.String(), last.String()
	}
	for _, o := range loyalty.Orders(b.known(log)) {
		c.Gross += o.Amount
		c.Undone++
	}
	c.Undone -= c.Orders
	c.Refunded = c.Gross - c.Net
	c.OrderSize = amountOf(loyalty.MeanOf(sizes, loyalty.Level, "mean spend of an order"))
	c.PerCustomer = amountOf(loyalty.MeanOf(per, loyalty.Level, "mean orders of a customer"))
	c.Spend = amountOf(loyalty.MeanOf(spends, loyalty.Level, "mean spend of a customer"))
	_, shop := loyalty.DiscountsOf(b.orders)
	c.Discounted = shop.Share()
	c.TopFifth = loyalty.Unknown(loyalty.ZeroBase, 0, "share of value, Lorenz curve")
	if m, err := loyalty.ParetoShare(values, .2); err == nil {
		c.TopFifth = m
	}
	return c
}

// amountOf keeps the interval of something that cannot be less than nothing where it
// can be.
func amountOf(m loyalty.Measure) loyalty.Measure {
	if m.Value >= 0 {
		m.Lo = max(m.Lo, 0)
	}
	return m
}

// known are the shop's own purchases by the day of the base, undone ones too.
func (b *base) known(log loyalty.Log) []loyalty.Purchase {
	var known []loyalty.Purchase
	for _, p := range log.Purchases {
		if (b.brand == "" || p.Brand == b.brand) && loyalty.DayOf(p.At, b.view.Zone) <= b.on {
			known = append(known, p)
		}
	}
	return known
}
