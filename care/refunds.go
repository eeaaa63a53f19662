package care

import (
	"cmp"
	"slices"

	"github.com/tiexin-go/tiexin"
)

// refundWord is the status that an event gives the refund it is about; empty: it
// is about none.
func refundWord(event tiexin.EventType) tiexin.RefundStatus {
	switch event {
	case tiexin.EventOrderRefundOpened:
		return tiexin.RefundWaitSeller
	case tiexin.EventOrderRefundClosed:
		return tiexin.RefundClosed
	case tiexin.EventOrderRefunded:
		return tiexin.RefundSucceeded
	}
	return ""
}

// behind says that of several refunds, which an event lists that tells of money
// paid back, none is done: the list is older than the event.
func behind(refunds []tiexin.Refund) bool {
	return len(refunds) > 1 && !slices.ContainsFunc(refunds, func(r tiexin.Refund) bool { return r.Status == "" || r.Status == tiexin.RefundSucceeded })
}

// addRefund takes over a picture of a refund. The word is what the event itself
// says of it; without one it is only mentioned, and was so at the latest.
func (o *order) addRefund(r tiexin.Refund, word tiexin.RefundStatus, at int64) {
	i, found := slices.BinarySearchFunc(o.refunds, r.ID, func(f refund, id string) int { return cmp.Compare(f.id, id) })
	if !found {
		o.refunds = slices.Insert(o.refunds, i, refund{id: r.ID})
	}
	f := &o.refunds[i]
	guess := word == "" && r.At.IsZero()
	if !r.At.IsZero() {
		at = r.At.UnixMilli()
	}
	newest(&f.amount, &f.amountAt, r.Amount, at)
	newest(&f.reason, &f.reasonAt, r.Reason, at)
	newest(&f.url, &f.urlAt, r.URL, at)
	f.item = f.item || r.ItemID != ""
	if f.at == 0 || f.atGuessed && (!guess || at < f.at) || !f.atGuessed && !guess && at > f.at {
		f.at, f.atGuessed = at, guess
	}
	settled := r.Status != "" && !r.Open()
	switch {
	case word == tiexin.RefundSucceeded || r.Status == tiexin.RefundSucceeded:
		f.ended = max(f.ended, at)
		f.full = f.full || r.Full
		if f.done == 0 || f.doneGuessed && !guess || f.doneGuessed == guess && at < f.done {
			f.done, f.doneGuessed = at, guess
		}
	case word == tiexin.RefundClosed || settled:
		f.ended = max(f.ended, at)
	default:
		f.opened = max(f.opened, at)
	}
}

// newest keeps of two values the one of the newer picture that knew it.
func newest[V cmp.Ordered](kept *V, keptAt *int64, v V, at int64) {
	var unknown V
	if v != unknown && (at > *keptAt || at == *keptAt && v > *kept) {
		*kept, *keptAt = v, at
	}
}

// refundedAt is when the order was wholly refunded, by one refund or by several
// together; 0: it was not.
func (o *order) refundedAt() int64 {
	first := int64(0)
	for i := range o.refunds {
		r := &o.refunds[i]
		if r.done != 0 && (first == 0 || r.done < first) && o.refundedBy(r) {
			first = r.done
		}
	}
	return first
}

// refundedBy says that nothing of the order is left once a refund is done.
// Without an item and without a sum that says otherwise it is for the whole
// order.
func (o *order) refundedBy(r *refund) bool {
	if r.full || !r.item && (r.amount == 0 || r.amount >= o.thing.Amount) {
		return true
	}
	sum := tiexin.Money(0)
	for i := range o.refunds {
		if other := &o.refunds[i]; other.done != 0 && other.done <= r.done {
			sum += other.amount
		}
	}
	return o.thing.Amount > 0 && sum >= o.thing.Amount
}

func (o *order) refunding() bool {
	return slices.ContainsFunc(o.refunds, func(r refund) bool { return r.done == 0 && r.opened > r.ended })
}
