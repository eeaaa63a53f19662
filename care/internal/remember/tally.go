package remember

import (
	"cmp"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
)

// A Tally counts purchases: as a picture of the customer had it, and what was
// paid and paid back after that picture.
type Tally struct {
	asOf   int64 // instant of the picture; 0: none yet
	orders int
	spent  tiexin.Money
	first  int64       // first of the payments that were folded into the base, 0: none
	last   int64       // last of them
	paid   []payment   // sorted by instant
	back   []repayment // sorted by instant
	bought []Purchase  // sorted by category

	// Orders that the base counts and that are not among the payments, and the last
	// instant at which one of them may have been paid.
	unlisted   int
	unlistedTo int64
}

type payment struct {
	order  string
	at     int64
	amount tiexin.Money
	list   tiexin.Money // what it would have been without discounts; 0: not known

	unknown string // fields
}

type repayment struct {
	order  string
	at     int64
	amount tiexin.Money
	whole  bool // nothing of the order is left

	unknown string // fields
}

// setBase takes over what a picture of the customer says about purchases.
func (t *Tally) setBase(c *tiexin.Customer, at int64) bool {
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
func (c *Customer) count(o *Order) bool {
	t := &c.Tally
	c.tallied.changed()
	changed := t.payBack(o)
	if o.Thing.PaidAt.IsZero() {
		return changed
	}
	p := payment{order: o.ID, at: o.Thing.PaidAt.UnixMilli(), amount: o.Thing.Amount, list: listOf(&o.Thing)}
	i := slices.IndexFunc(t.paid, func(old payment) bool { return old.order == o.ID })
	if i < 0 {
		i = len(t.paid)
		t.paid = append(t.paid, payment{})
	}
	p.unknown = t.paid[i].unknown
	if old := &t.paid[i]; p.list == 0 && old.amount == p.amount { // a picture of an order long over says less
		p.list = old.list
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
func (t *Tally) knows(order string) bool {
	return slices.ContainsFunc(t.paid, func(p payment) bool { return p.order == order })
}

// payBack notes what of an order was paid back, and when: each refund that is
// done, and the rest with the one that ends the order or when a paid order is
// closed.
func (t *Tally) payBack(o *Order) bool {
	whole := o.RefundedAt()
	if !o.Thing.PaidAt.IsZero() {
		whole = o.ClosedAt()
	}
	if len(o.Refunds) == 0 && whole == 0 && len(t.back) == 0 {
		return false
	}
	var few [4]repayment
	back := few[:0]
	add := func(at int64, amount tiexin.Money) {
		if amount > 0 {
			back = append(back, repayment{order: o.ID, at: max(at, Millis(o.Thing.PaidAt)), amount: amount})
		}
	}
	for _, r := range o.Refunds {
		if r.Done != 0 {
			add(r.Done, r.Amount)
		}
	}
	sortRepayments(back)
	if left := o.Thing.Amount; left > 0 { // as far as anybody knows
		for i := range back {
			back[i].amount = min(back[i].amount, left)
			left -= back[i].amount
		}
		if whole != 0 {
			add(whole, left)
		}
	}
	back = slices.DeleteFunc(back, func(r repayment) bool { return r.amount == 0 })
	if whole != 0 {
		if len(back) == 0 { // nobody knows how much it was
			back = append(back, repayment{order: o.ID, at: max(whole, Millis(o.Thing.PaidAt))})
		}
		sortRepayments(back)
		back[len(back)-1].whole = true
	}
	sortRepayments(back)
	n := 0
	same := true
	for _, old := range t.back {
		if old.order == o.ID {
			if n < len(back) {
				back[n].unknown = old.unknown
			}
			same = same && n < len(back) && back[n] == old
			n++
		}
	}
	if same && n == len(back) {
		return false
	}
	t.back = append(slices.DeleteFunc(t.back, func(r repayment) bool { return r.order == o.ID }), back...)
	sortRepayments(t.back)
	return true
}

func sortRepayments(back []repayment) {
	slices.SortFunc(back, func(a, b repayment) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.order, b.order), cmp.Compare(a.amount, b.amount))
	})
}

// Total is the picture's count with the orders paid after it, less what was paid
// back after it.
func (t *Tally) Total() (orders int, spent tiexin.Money) {
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
			if r.whole {
				orders--
			}
		}
	}
	return max(orders, 0), max(spent, 0)
}

// takesOff says that the base, or a payment after it, holds what was paid back.
func (t *Tally) takesOff(r repayment) bool {
	return r.at > t.asOf && (t.asOf != 0 || t.knows(r.order))
}

// FirstPaid and LastPaid are the first and the last payment known of which
// something was kept, in milliseconds; 0: there is none.
func (t *Tally) FirstPaid() int64 {
	first := t.first
	for i := range t.paid {
		if p := &t.paid[i]; (first == 0 || p.at < first) && !t.returned(p.order) {
			first = p.at
		}
	}
	return first
}

// LastPaid is the last payment known of which something was kept.
func (t *Tally) LastPaid() int64 {
	last := t.last
	for i := range t.paid {
		if p := &t.paid[i]; p.at > last && !t.returned(p.order) {
			last = p.at
		}
	}
	return last
}

// PaidTimes adds when the payments known one by one were of which something was kept, in
// milliseconds, to a list.
func (t *Tally) PaidTimes(to []int64) []int64 {
	for _, p := range t.paid {
		if !t.returned(p.order) {
			to = append(to, p.at)
		}
	}
	return to
}

// Folded are the first and the last of the payments that are no longer known one by
// one, in milliseconds; 0: there is none.
func (t *Tally) Folded() (first, last int64) { return t.first, t.last }

// Returned says that an order was paid at an instant and is wholly paid back.
func (t *Tally) Returned(at int64) bool {
	return slices.ContainsFunc(t.paid, func(p payment) bool { return p.at == at && t.returned(p.order) })
}

// returned says that an order is wholly paid back.
func (t *Tally) returned(order string) bool {
	for i := range t.back {
		if r := &t.back[i]; r.whole && r.order == order {
			return true
		}
	}
	return false
}

// forget folds what was paid and paid back into the base, the oldest first, when
// no late picture will ask for it again.
func (t *Tally) forget(now int64) {
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
func (t *Tally) fold(to int64) {
	unlisted := t.countUnlisted()
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
			if r.whole {
				t.orders = max(0, t.orders-1)
			}
		}
	}
	t.first, t.last, t.asOf = t.FirstPaid(), t.lastUntil(to), max(t.asOf, to)
	t.foldBought(t.paid[:paid])
	t.paid, t.back = t.paid[paid:], t.back[back:]
	more := t.countUnlisted() - unlisted
	t.unlisted = max(0, t.unlisted+more)
	if more > 0 {
		t.unlistedTo = max(t.unlistedTo, to)
	}
}

// lastUntil is the last payment until an instant of which something was kept.
func (t *Tally) lastUntil(to int64) int64 {
	last := t.last
	for _, p := range t.paid {
		if p.at <= to && !t.returned(p.order) {
			last = max(last, p.at)
		}
	}
	return last
}
