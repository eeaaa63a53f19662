package remember

import "github.com/tiexin-go/tiexin"

// The fields of a tally, which are fields of its customer.
const (
	tallyAsOfKey  = 28 << 1
	tallyCountKey = 29 << 1
	tallySpentKey = 30 << 1
	tallyFirstKey = 31 << 1
	tallyLastKey  = 32 << 1
	paidKey       = 33<<1 | 1
	backKey       = 34<<1 | 1
	boughtKey     = 35<<1 | 1
	unlistedKey   = 43 << 1
	unlistedToKey = 44 << 1

	wholeKey  = 1 << 1 // of what was paid back
	listKey   = 1 << 1 // of what was paid: how much more, and one, the list price is
	piecesKey = 1 << 1 // of what was bought
)

func (t *Tally) put(w *Writer, known *knownOrders) {
	w.at(tallyAsOfKey, t.asOf)
	w.signed(tallyCountKey, int64(t.orders))
	w.signed(tallySpentKey, int64(t.spent))
	w.at(tallyFirstKey, t.first)
	w.at(tallyLastKey, t.last)
	w.number(unlistedKey, uint64(t.unlisted))
	w.at(unlistedToKey, t.unlistedTo)
	for i := range t.paid {
		p := &t.paid[i]
		at := w.Field(paidKey)
		known.put(p.order)
		w.instant(p.at)
		w.Int(int64(p.amount))
		if p.list != 0 {
			w.number(listKey, uint64(p.list-p.amount)+1)
		}
		w.End(at, p.unknown)
	}
	for i := range t.back {
		p := &t.back[i]
		at := w.Field(backKey)
		known.put(p.order)
		w.instant(p.at)
		w.Int(int64(p.amount))
		w.yes(wholeKey, p.whole)
		w.End(at, p.unknown)
	}
	for i := range t.bought {
		p := &t.bought[i]
		at := w.Field(boughtKey)
		w.Text(p.category)
		known.put(p.order)
		w.instant(p.at)
		w.number(piecesKey, uint64(p.pieces))
		w.End(at, p.unknown)
	}
}

func (t *Tally) take(key uint64, r *Reader, known []*Order) bool {
	switch key {
	case tallyAsOfKey:
		t.asOf = r.instant()
	case tallyCountKey:
		t.orders = int(r.Int())
	case tallySpentKey:
		t.spent = tiexin.Money(r.Int())
	case tallyFirstKey:
		t.first = r.instant()
	case tallyLastKey:
		t.last = r.instant()
	case paidKey:
		around := r.Enter()
		t.paid = append(t.paid, getPayment(r, known))
		r.Leave(around)
	case unlistedKey:
		t.unlisted = int(r.Uint())
	case unlistedToKey:
		t.unlistedTo = r.instant()
	case backKey:
		t.back = append(t.back, getRepayment(r, known))
	case boughtKey:
		if t.bought == nil {
			t.bought = make([]Purchase, 0, 4)
		}
		t.bought = append(t.bought, getPurchase(r, known))
	default:
		return false
	}
	return true
}

func getPurchase(r *Reader, known []*Order) Purchase {
	around := r.Enter()
	p := Purchase{category: r.Text(), order: r.orderOf(known), at: r.instant()}
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		if key == piecesKey {
			p.pieces = int(r.Uint())
		} else {
			r.Unknown(key, &p.unknown)
		}
	}
	r.Leave(around)
	return p
}

func getRepayment(r *Reader, known []*Order) repayment {
	around := r.Enter()
	p := repayment{order: r.orderOf(known), at: r.instant(), amount: tiexin.Money(r.Int())}
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		if key == wholeKey {
			p.whole = r.Uint() != 0
		} else {
			r.Unknown(key, &p.unknown)
		}
	}
	r.Leave(around)
	return p
}

func getPayment(r *Reader, known []*Order) payment {
	p := payment{order: r.orderOf(known), at: r.instant(), amount: tiexin.Money(r.Int())}
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		if key == listKey {
			if more := r.Uint(); more != 0 {
				p.list = p.amount + tiexin.Money(more-1)
			}
		} else {
			r.Unknown(key, &p.unknown)
		}
	}
	return p
}
