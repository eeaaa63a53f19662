package loyalty

import (
	"cmp"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
)

// Net returns the valid purchases as of the view. It leaves out purchases of a
// later day and fully refunded ones, and puts partial refunds in Refunded. It keeps
// the order of the log and does not change the log. Most functions here take the
// result of Net; from other purchases they leave out those without a possible time.
//
// The error is [Problems] with all that [Log.Validate] finds, or [ErrNothing].
func (l Log) Net(v View) ([]Purchase, error) {
	if len(l.Purchases) == 0 && len(l.Refunds) == 0 {
		return nil, ErrNothing
	}
	faults, rows := checkPurchases(l.Purchases)
	if len(l.Refunds) > 0 {
		faults = append(faults, checkRefunds(l, rows)...)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	back := make(map[orderKey]tiexin.Money)
	undone := make(map[orderKey]bool)
	for _, r := range l.Refunds {
		if v.later(DayOf(r.At, v.Zone)) {
			continue
		}
		if r.Whole {
			undone[orderKey{r.Order, r.Line}] = true
		} else {
			back[orderKey{r.Order, r.Line}] += r.Amount
		}
	}
	stand := make([]Purchase, 0, len(l.Purchases))
	for _, p := range l.Purchases {
		if v.later(DayOf(p.At, v.Zone)) {
			continue
		}
		if p.Order != "" && len(l.Refunds) > 0 {
			key := orderKey{p.Order, p.Line}
			if undone[key] {
				continue
			}
			p.Refunded += back[key]
		}
		stand = append(stand, p)
	}
	return stand, nil
}

// later tells whether a day comes after those that count.
func (v View) later(d Day) bool { return v.Until != 0 && d > v.Until }

// sees is the day of an instant, where it is a possible one that counts.
func (v View) sees(at time.Time) (Day, bool) {
	if timeProblem(at) != "" {
		return 0, false
	}
	d := DayOf(at, v.Zone)
	return d, !v.later(d)
}

// Until is the last day of the log, purchases and refunds, in the view's zone, or
// the view's own.
func (l Log) Until(v View) Day {
	if v.Until != 0 {
		return v.Until
	}
	last := lastPurchase(l.Purchases, v)
	for _, r := range l.Refunds {
		if d, ok := v.sees(r.At); ok {
			last = max(last, d)
		}
	}
	return last
}

// lastPurchase is the view's last day, by default that of the last purchase.
func lastPurchase(purchases []Purchase, v View) Day {
	if v.Until != 0 {
		return min(v.Until, lastDay)
	}
	var last Day
	for i := range purchases {
		if d, ok := v.sees(purchases[i].At); ok {
			last = max(last, d)
		}
	}
	return last
}

// Orders joins the lines of orders: rows of one customer with the same order id
// become one purchase. It has the earliest time, the sums of money and units, and
// category, brand and session if all lines agree. A sum of list prices or units is
// unknown if one of them is. Rows without an order id stay unchanged. The order is
// that of the first lines.
func Orders(lines []Purchase) []Purchase {
	type owned struct{ customer, order string }
	at := make(map[owned]int)
	var orders []Purchase
	for _, line := range lines {
		key := owned{line.Customer, line.Order}
		i, seen := at[key]
		if line.Order == "" || !seen {
			at[key] = len(orders)
			line.Line = ""
			orders = append(orders, line)
			continue
		}
		joinLine(&orders[i], line)
	}
	return orders
}

func joinLine(o *Purchase, line Purchase) {
	if line.At.Before(o.At) {
		o.At = line.At
	}
	if o.List == 0 || line.List == 0 {
		o.List = 0
	} else {
		o.List += line.List
	}
	if o.Units == 0 || line.Units == 0 {
		o.Units = 0
	} else {
		o.Units += line.Units
	}
	o.Amount += line.Amount
	o.Refunded += line.Refunded
	o.Category = agreed(o.Category, line.Category)
	o.Brand = agreed(o.Brand, line.Brand)
	o.Session = agreed(o.Session, line.Session)
}

func agreed(a, b string) string {
	if a == b {
		return a
	}
	return ""
}

// A History is one customer's days of purchase, each once, in order. Days of
// another source may come in any order, and more than once.
type History struct {
	Customer string
	Days     []Day
}

// inOrder is each day once, in order.
func (h History) inOrder() []Day {
	for i := 1; i < len(h.Days); i++ {
		if h.Days[i-1] >= h.Days[i] {
			days := slices.Clone(h.Days)
			slices.Sort(days)
			return slices.Compact(days)
		}
	}
	return h.Days
}

// Histories are the purchase days of every customer, by customer id. Purchases
// after the view's last day are left out.
func Histories(purchases []Purchase, v View) []History {
	days := make(map[string][]Day)
	for i := range purchases {
		if d, ok := v.sees(purchases[i].At); ok {
			days[purchases[i].Customer] = append(days[purchases[i].Customer], d)
		}
	}
	all := make([]History, 0, len(days))
	for customer, d := range days {
		slices.Sort(d)
		all = append(all, History{customer, slices.Compact(d)})
	}
	slices.SortFunc(all, func(a, b History) int { return cmp.Compare(a.Customer, b.Customer) })
	return all
}
