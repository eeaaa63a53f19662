package remember

import (
	"cmp"
	"slices"

	"github.com/tiexin-go/tiexin"
)

// A Refund is put together from what events said of it: each part is as the
// newest that knew it had it.
type Refund struct {
	ID                        string
	opened, ended             int64  // when it was last said to be open, and to be settled
	Done                      int64  // when the money went back; 0: it did not
	At                        int64  // last change
	doneGuessed, atGuessed    bool   // nobody said when: it was so at the latest
	Full                      bool   // for the whole order, as the event said
	item                      string // the one item that it is for; empty: the order
	Amount                    tiexin.Money
	Reason, URL               string
	amountAt, reasonAt, urlAt int64

	unknown string // fields
}

// The fields of a refund.
const (
	refundOpenedKey = 1 << 1
	refundEndedKey  = 2 << 1
	doneKey         = 3 << 1
	doneGuessedKey  = 4 << 1
	changedKey      = 5 << 1
	atGuessedKey    = 6 << 1
	fullKey         = 7 << 1
	itemKey         = 8<<1 | 1
	amountKey       = 9 << 1
	amountAtKey     = 10 << 1
	whyKey          = 11<<1 | 1
	whyAtKey        = 12 << 1
	urlKey          = 13<<1 | 1
	urlAtKey        = 14 << 1
)

func (f *Refund) put(w *Writer) {
	at := w.Field(refundKey)
	w.Text(f.ID)
	w.at(refundOpenedKey, f.opened)
	w.at(refundEndedKey, f.ended)
	w.at(doneKey, f.Done)
	w.yes(doneGuessedKey, f.doneGuessed)
	w.at(changedKey, f.At)
	w.yes(atGuessedKey, f.atGuessed)
	w.yes(fullKey, f.Full)
	w.text(itemKey, f.item)
	w.signed(amountKey, int64(f.Amount))
	w.at(amountAtKey, f.amountAt)
	w.text(whyKey, f.Reason)
	w.at(whyAtKey, f.reasonAt)
	w.text(urlKey, f.URL)
	w.at(urlAtKey, f.urlAt)
	w.End(at, f.unknown)
}

func getRefund(r *Reader) Refund {
	around := r.Enter()
	f := Refund{ID: r.Text()}
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		f.take(key, r)
	}
	r.Leave(around)
	return f
}

func (f *Refund) take(key uint64, r *Reader) {
	switch key {
	case refundOpenedKey:
		f.opened = r.instant()
	case refundEndedKey:
		f.ended = r.instant()
	case doneKey:
		f.Done = r.instant()
	case doneGuessedKey:
		f.doneGuessed = r.Uint() != 0
	case changedKey:
		f.At = r.instant()
	case atGuessedKey:
		f.atGuessed = r.Uint() != 0
	case fullKey:
		f.Full = r.Uint() != 0
	case itemKey:
		f.item = r.Text()
	case amountKey:
		f.Amount = tiexin.Money(r.Int())
	case amountAtKey:
		f.amountAt = r.instant()
	case whyKey:
		f.Reason = r.Text()
	case whyAtKey:
		f.reasonAt = r.instant()
	case urlKey:
		f.URL = r.Text()
	case urlAtKey:
		f.urlAt = r.instant()
	default:
		r.Unknown(key, &f.unknown)
	}
}

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
func (o *Order) addRefund(r tiexin.Refund, word tiexin.RefundStatus, at int64) {
	i, found := slices.BinarySearchFunc(o.Refunds, r.ID, func(f Refund, id string) int { return cmp.Compare(f.ID, id) })
	if !found {
		o.Refunds = slices.Insert(o.Refunds, i, Refund{ID: r.ID})
	}
	f := &o.Refunds[i]
	guess := word == "" && r.At.IsZero()
	if !r.At.IsZero() {
		at = r.At.UnixMilli()
	}
	newest(&f.Amount, &f.amountAt, r.Amount, at)
	newest(&f.Reason, &f.reasonAt, r.Reason, at)
	newest(&f.URL, &f.urlAt, r.URL, at)
	f.item = cmp.Or(f.item, r.ItemID)
	if f.At == 0 || f.atGuessed && (!guess || at < f.At) || !f.atGuessed && !guess && at > f.At {
		f.At, f.atGuessed = at, guess
	}
	settled := r.Status != "" && !r.Open()
	switch {
	case word == tiexin.RefundSucceeded || r.Status == tiexin.RefundSucceeded:
		f.ended = max(f.ended, at)
		f.Full = f.Full || r.Full
		if f.Done == 0 || f.doneGuessed && !guess || f.doneGuessed == guess && at < f.Done {
			f.Done, f.doneGuessed = at, guess
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

// RefundedAt is when the order was wholly refunded, by one refund or by several
// together; 0: it was not.
func (o *Order) RefundedAt() int64 {
	first := int64(0)
	for i := range o.Refunds {
		r := &o.Refunds[i]
		if r.Done != 0 && (first == 0 || r.Done < first) && o.refundedBy(r) {
			first = r.Done
		}
	}
	return first
}

// refundedBy says that nothing of the order is left once a refund is done.
// Without an item and without a sum that says otherwise it is for the whole
// order.
func (o *Order) refundedBy(r *Refund) bool {
	if r.Full || r.item == "" && (r.Amount == 0 || r.Amount >= o.Thing.Amount) {
		return true
	}
	sum := tiexin.Money(0)
	for i := range o.Refunds {
		if other := &o.Refunds[i]; other.Done != 0 && other.Done <= r.Done {
			sum += other.Amount
		}
	}
	return o.Thing.Amount > 0 && sum >= o.Thing.Amount
}

// Refunding says that a refund is open.
func (o *Order) Refunding() bool {
	return slices.ContainsFunc(o.Refunds, func(r Refund) bool { return r.Done == 0 && r.opened > r.ended })
}
