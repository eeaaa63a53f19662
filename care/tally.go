package care

import (
	"cmp"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
)

// setBase takes over what a picture of the customer says about purchases.
func (t *tally) setBase(c *tiexin.Customer, at int64) bool {
	if c.PaidOrders == 0 && c.Spent == 0 || at < t.asOf {
		return false
	}
	if at == t.asOf && (c.PaidOrders < t.orders || c.PaidOrders == t.orders && c.Spent <= t.spent) {
		return false
	}
	t.asOf, t.orders, t.spent = at, c.PaidOrders, c.Spent
	return true
}

// count adds an order to the tally once it is paid, and what was paid back.
func (m *memory) count(o *order) bool {
	t := &m.tally
	changed := t.payBack(o)
	if o.thing.PaidAt.IsZero() {
		return changed
	}
	p := payment{o.id, o.thing.PaidAt.UnixMilli(), o.thing.Amount}
	i := slices.IndexFunc(t.paid, func(old payment) bool { return old.order == o.id })
	if i < 0 {
		i = len(t.paid)
		t.paid = append(t.paid, payment{})
	}
	if t.paid[i] != p {
		t.paid[i] = p
		slices.SortFunc(t.paid, func(a, b payment) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.order, b.order)) })
		changed = true
	}
	changed = t.buy(o, p.at) || changed
	t.forget(p.at)
	return changed
}

// knows says that the payment of an order is among those remembered one by one.
func (t *tally) knows(order string) bool {
	return slices.ContainsFunc(t.paid, func(p payment) bool { return p.order == order })
}

// payBack notes what of an order was paid back, and when: each refund that is
// done, and the rest with the one that ends the order or when a paid order is
// closed.
func (t *tally) payBack(o *order) bool {
	whole := o.refundedAt()
	if !o.thing.PaidAt.IsZero() {
		whole = o.closedAt()
	}
	if len(o.refunds) == 0 && whole == 0 && len(t.back) == 0 {
		return false
	}
	var few [4]repayment
	back := few[:0]
	add := func(at int64, amount tiexin.Money) {
		if amount > 0 {
			back = append(back, repayment{o.id, max(at, millis(o.thing.PaidAt)), amount})
		}
	}
	for _, r := range o.refunds {
		if r.done != 0 {
			add(r.done, r.amount)
		}
	}
	sortRepayments(back)
	if left := o.thing.Amount; left > 0 { // as far as anybody knows
		for i := range back {
			back[i].amount = min(back[i].amount, left)
			left -= back[i].amount
		}
		if whole != 0 {
			add(whole, left)
		}
	}
	back = slices.DeleteFunc(back, func(r repayment) bool { return r.amount == 0 })
	sortRepayments(back)
	n := 0
	same := true
	for _, old := range t.back {
		if old.order == o.id {
			same = same && n < len(back) && back[n] == old
			n++
		}
	}
	if same && n == len(back) {
		return false
	}
	t.back = append(slices.DeleteFunc(t.back, func(r repayment) bool { return r.order == o.id }), back...)
	sortRepayments(t.back)
	return true
}

func sortRepayments(back []repayment) {
	slices.SortFunc(back, func(a, b repayment) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.order, b.order), cmp.Compare(a.amount, b.amount))
	})
}

// buy notes the categories of a paid order as they are known by now.
func (t *tally) buy(o *order, at int64) bool {
	all := categories(&o.thing)
	had := 0
	for _, p := range t.bought {
		if p.order == o.id {
			had++
			if p.at != at || !slices.Contains(all, p.category) {
				had = -1
				break
			}
		}
	}
	if had == len(all) {
		return false
	}
	bought := make([]purchase, 0, len(t.bought)+len(all)) // a new list: lastBought holds on to the old
	for _, p := range t.bought {
		if p.order != o.id {
			bought = append(bought, p)
		}
	}
	for _, c := range all {
		bought = append(bought, purchase{c, o.id, at})
	}
	t.setBought(bought)
	return true
}

func (t *tally) setBought(bought []purchase) {
	slices.SortFunc(bought, func(a, b purchase) int {
		return cmp.Or(cmp.Compare(a.category, b.category), cmp.Compare(a.order, b.order))
	})
	t.bought = bought
}

// total is the picture's count with the orders paid after it, less what was paid
// back after it.
func (t *tally) total() (orders int, spent tiexin.Money) {
	orders, spent = t.orders, t.spent
	for _, p := range t.paid {
		if p.at > t.asOf {
			orders++
			spent += p.amount
		}
	}
	for _, r := range t.back {
		if t.takesOff(r) {
			spent -= r.amount
		}
	}
	return orders, max(spent, 0)
}

// takesOff says that the base, or a payment after it, holds what was paid back.
func (t *tally) takesOff(r repayment) bool {
	return r.at > t.asOf && (t.asOf != 0 || t.knows(r.order))
}

// firstPaid is the first payment known, in milliseconds; 0: none.
func (t *tally) firstPaid() int64 {
	switch {
	case len(t.paid) == 0:
		return t.first
	case t.first == 0:
		return t.paid[0].at
	default:
		return min(t.first, t.paid[0].at)
	}
}

// lastBought looks up when a category was last paid for. It holds on to the list
// as it stands, so that it may be asked after the memory is used again.
func (t *tally) lastBought() func(category string) (int64, bool) {
	bought := t.bought
	if len(bought) == 0 {
		return nil
	}
	return func(category string) (last int64, found bool) {
		i, _ := slices.BinarySearchFunc(bought, category, func(p purchase, c string) int { return cmp.Compare(p.category, c) })
		for ; i < len(bought) && bought[i].category == category; i++ {
			last, found = max(last, bought[i].at), true
		}
		return last, found
	}
}

// forget folds what was paid and paid back into the base, the oldest first, when
// no late picture will ask for it again.
func (t *tally) forget(now int64) {
	const keep = 30 * 24 * time.Hour
	for len(t.paid)+len(t.back) > 64 {
		oldest := t.paid[0].at // there is one: an order was just counted
		if len(t.back) > 0 {
			oldest = min(oldest, t.back[0].at)
		}
		if now-oldest <= keep.Milliseconds() {
			return
		}
		t.fold(oldest)
	}
}

// fold moves the base to a later instant.
func (t *tally) fold(to int64) {
	paid := 0
	for _, p := range t.paid {
		if p.at > to {
			break
		}
		paid++
		if p.at > t.asOf {
			t.orders, t.spent = t.orders+1, t.spent+p.amount
		}
	}
	back := 0
	for _, r := range t.back {
		if r.at > to {
			break
		}
		back++
		if t.takesOff(r) {
			t.spent = max(0, t.spent-r.amount)
		}
	}
	t.first, t.asOf = t.firstPaid(), max(t.asOf, to)
	t.foldBought(t.paid[:paid])
	t.paid, t.back = t.paid[paid:], t.back[back:]
}

// foldBought keeps of the categories of some payments when each was last bought.
func (t *tally) foldBought(paid []payment) {
	bought := slices.Clone(t.bought)
	for i := range bought {
		if slices.ContainsFunc(paid, func(p payment) bool { return p.order == bought[i].order }) {
			bought[i].order = ""
		}
	}
	slices.SortFunc(bought, func(a, b purchase) int {
		return cmp.Or(cmp.Compare(a.category, b.category), cmp.Compare(a.order, b.order), cmp.Compare(b.at, a.at))
	})
	t.bought = slices.CompactFunc(bought, func(a, b purchase) bool { return a.category == b.category && a.order == b.order })
}
