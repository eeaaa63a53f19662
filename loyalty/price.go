package loyalty

import (
	"cmp"
	"math"
	"slices"
)

// Discounts counts the purchases at a discount of one customer, or of the shop.
type Discounts struct {
	Customer   string // empty: the shop
	Discounted int    // purchases below their list price
	Purchases  int    // purchases with a known list price
}

// DiscountsOf counts for every customer, by customer id, and for the shop as a whole.
// Purchases without a list price are left out. A later refund is not a discount.
func DiscountsOf(purchases []Purchase) (customers []Discounts, shop Discounts) {
	at := make(map[string]int)
	for i := range purchases {
		p := &purchases[i]
		if p.List <= 0 {
			continue
		}
		n, seen := at[p.Customer]
		if !seen {
			n = len(customers)
			at[p.Customer] = n
			customers = append(customers, Discounts{Customer: p.Customer})
		}
		below := boolInt(p.Amount < p.List)
		customers[n].Purchases++
		customers[n].Discounted += below
		shop.Purchases++
		shop.Discounted += below
	}
	slices.SortFunc(customers, func(a, b Discounts) int { return cmp.Compare(a.Customer, b.Customer) })
	return customers, shop
}

// Share is the share of purchases at a discount, with Wilson's interval.
func (d Discounts) Share() Measure {
	m := Proportion(d.Discounted, d.Purchases, Level)
	m.Method = "share of purchases at a discount, Wilson interval"
	return m
}

// Lift compares the customer's price sensitivity (价格敏感度) with the shop's: their
// share of purchases at a discount divided by that of the other customers. Above 1 is
// more than usual; in a shop that always sells at a discount it cannot be above 1. The
// interval is Wilson's divided by the others' share, which is taken as known. Below three
// purchases the value is flagged BelowMinBase. The base is the customer's purchases.
func (d Discounts) Lift(shop Discounts) Measure {
	const method = "discount share over the shop's, Wilson interval"
	k, n := shop.Discounted-d.Discounted, shop.Purchases-d.Purchases
	switch {
	case d.Purchases == 0:
		return Unknown(ZeroBase, 0, method)
	case k < 0 || n < 0 || k > n || !possible(d.Discounted, d.Purchases, Level):
		return Unknown(Impossible, d.Purchases, method)
	case k == 0: // nobody else had a discount: there is nothing to compare with
		return Unknown(ZeroBase, d.Purchases, method)
	}
	m := d.Share()
	others := float64(k) / float64(n)
	m.Value, m.Lo, m.Hi, m.Method = m.Value/others, m.Lo/others, m.Hi/others, method
	if d.Purchases < minShareBase {
		m = m.With(BelowMinBase)
	}
	return m
}

// A PricePoint is the sales of one item at one price in one period.
type PricePoint struct {
	Item  string // prices and units are compared only within an item
	Price float64
	Units float64
}

// PricePoints are the units and the mean price per unit, in yuan, of each category in each
// period with sales. A period has the given days. The order is by category and period.
// Purchases with unknown units are left out. A period without a sale has no price and is left
// out, which makes customers look less sensitive than they are.
func PricePoints(purchases []Purchase, days int, v View) []PricePoint {
	if days < 1 {
		return nil
	}
	type cell struct {
		item   string
		period int
	}
	type sum struct {
		units, yuan float64
	}
	sums := make(map[cell]sum)
	for i := range purchases {
		p := &purchases[i]
		d, ok := v.sees(p.At)
		if p.Units < 1 || !ok {
			continue
		}
		c := cell{p.Category, int(d) / days}
		s := sums[c]
		sums[c] = sum{s.units + float64(p.Units), s.yuan + p.Amount.Yuan()}
	}
	cells := make([]cell, 0, len(sums))
	for c := range sums {
		cells = append(cells, c)
	}
	slices.SortFunc(cells, func(a, b cell) int {
		return cmp.Or(cmp.Compare(a.item, b.item), cmp.Compare(a.period, b.period))
	})
	var points []PricePoint
	for _, c := range cells {
		if s := sums[c]; s.yuan > 0 {
			points = append(points, PricePoint{c.item, s.yuan / s.units, s.units})
		}
	}
	return points
}

// Elasticity is the own-price elasticity (价格弹性): the change of sales in percent for a
// price that is one percent higher, usually below zero. It is the slope of ln units on ln
// price by least squares within items, with Student's interval. The base is points.
// Prices change for reasons (a season, a campaign) that change sales as well. So it is a
// description and not a forecast, and is flagged Estimated.
//
// It is unknown with BelowMinBase if points exceed items by fewer than three, and with
// NoSpread if prices do not vary. The error is [Problems].
func Elasticity(points []PricePoint) (Measure, error) {
	const method = "log-log least squares within items, Student interval"
	var faults Problems
	type mean struct{ n, x, y float64 }
	items := make(map[string]mean)
	for row, p := range points {
		if !(p.Price > 0) || !(p.Units > 0) || !isFinite(p.Price) || !isFinite(p.Units) {
			faults = append(faults, faultf(row, p.Item, "%v units at a price of %v; both are positive and finite", p.Units, p.Price))
			continue
		}
		m := items[p.Item]
		items[p.Item] = mean{m.n + 1, m.x + math.Log(p.Price), m.y + math.Log(p.Units)}
	}
	if err := faults.Err(); err != nil {
		return Measure{}, err
	}
	freedom := float64(len(points) - len(items) - 1)
	if freedom < 2 {
		return Unknown(BelowMinBase, len(points), method), nil
	}
	xx, xy, yy := 0.0, 0.0, 0.0
	for _, p := range points {
		m := items[p.Item]
		x, y := math.Log(p.Price)-m.x/m.n, math.Log(p.Units)-m.y/m.n
		xx, xy, yy = xx+x*x, xy+x*y, yy+y*y
	}
	if !(xx > 1e-12*float64(len(points))) {
		return Unknown(NoSpread, len(points), method), nil
	}
	slope := xy / xx
	half := studentWidth(Level, freedom) * math.Sqrt(max(yy-slope*xy, 0)/freedom/xx)
	m := Measure{
		OK: true, Value: slope, Base: len(points), Lo: slope - half, Hi: slope + half, Level: Level,
		Method: method, Flags: []Flag{Estimated},
	}
	return m.finite(), nil
}
