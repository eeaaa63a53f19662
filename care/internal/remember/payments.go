package remember

import "github.com/tiexin-go/tiexin"

// What is known of single payments, for statements.

// listOf is what an order would have cost without discounts, freight included; 0: not
// known.
func listOf(o *tiexin.Order) tiexin.Money {
	if o.Goods == 0 && o.Discount == 0 {
		return 0
	}
	return max(o.Goods, o.Amount+o.Discount)
}

// A Payment is what a customer paid for one order.
type Payment struct {
	Order  string
	At     int64        // in milliseconds since 1970
	Amount tiexin.Money // 0: nobody told
	List   tiexin.Money // without discounts; 0: not known
	Back   tiexin.Money // of Amount, paid back since
}

// Payments are those that are known one by one, by time.
func (t *Tally) Payments() []Payment {
	all := make([]Payment, len(t.paid))
	for i, p := range t.paid {
		all[i] = Payment{Order: p.order, At: p.at, Amount: p.amount, List: p.list}
		for _, r := range t.back {
			if r.order == p.order {
				all[i].Back = min(p.amount, all[i].Back+r.amount)
			}
		}
		if t.returned(p.order) {
			all[i].Back = p.amount
		}
	}
	return all
}

// AllSince says that every payment since an instant, as far as anybody knows of one, is
// known by itself: the customer's own totals count no more.
func (t *Tally) AllSince(at int64) bool { return t.unlisted == 0 || t.unlistedTo < at }

// AllEver says that the customer's own totals count nothing but the payments that are
// known one by one.
func (t *Tally) AllEver() bool { return t.asOf != 0 && t.unlisted == 0 }

// relist counts anew the orders of the base that are not among the payments. A new one
// was paid before the base was told. It says whether anything changed.
func (t *Tally) relist() (changed bool) {
	unlisted, was, to := t.countUnlisted(), t.unlisted, t.unlistedTo
	switch {
	case unlisted == 0:
		t.unlistedTo = 0
	case unlisted > t.unlisted:
		t.unlistedTo = t.asOf
	}
	t.unlisted = unlisted
	return unlisted != was || t.unlistedTo != to
}

// countUnlisted counts the orders of the base that are not among the payments. One that
// was wholly paid back is still one, so that another cannot hide in its place.
func (t *Tally) countUnlisted() int {
	if t.asOf == 0 {
		return 0
	}
	listed, amount := 0, tiexin.Money(0)
	for _, p := range t.paid {
		if p.at <= t.asOf {
			listed, amount = listed+1, amount+p.amount
		}
	}
	returned := 0
	for _, r := range t.back {
		switch {
		case !r.whole || r.at > t.asOf:
		case t.knows(r.order):
			listed--
		default:
			returned++
		}
	}
	if t.orders == 0 && t.spent > amount {
		return 1 + returned // nobody told how many there were
	}
	return max(0, t.orders-listed) + returned
}
