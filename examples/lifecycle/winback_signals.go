package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/winback"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A trace is what an order log remembers of one customer that may be why they left.
type trace struct {
	orders, defects, discounted  int
	parcels, late                int
	complaints                   int
	rating                       float64
	last                         loyalty.Day
	item                         string
	paid                         float64 // yuan a piece, list price, of the last thing bought
	refused, open, priced, rated bool
	shopDiscounted               float64
	prices                       map[string][]price
}

// A price is what a piece of something cost without discount on a day.
type price struct {
	on   loyalty.Day
	yuan float64
}

// priceOn is the price of an item that a customer of that day met: that of the next
// purchase by anybody, or else the last.
func (t *trace) priceOn(on loyalty.Day) (float64, bool) {
	all := t.prices[t.item]
	if len(all) == 0 {
		return 0, false
	}
	i, _ := slices.BinarySearchFunc(all, on, func(p price, day loyalty.Day) int { return cmp.Compare(p.on, day) })
	return all[min(i, len(all)-1)].yuan, true
}

// complaintDays is how far before the last purchase complaints count.
const complaintDays = 183

// signals follows every customer's orders.
func (s *shop) signals() (map[string]*trace, error) {
	all := map[string]*trace{}
	prices := map[string][]price{} // by item, by time
	below, priced := 0, 0
	for _, o := range s.known {
		t := all[o.Customer]
		if t == nil {
			t = &trace{prices: prices}
			all[o.Customer] = t
		}
		t.refused = t.refused || o.OptOut
		if o.Paid.IsZero() || o.Paid.After(s.now) {
			continue
		}
		if d := discounted(o); d.Known {
			priced++
			t.priced = true
			if d.Value > 0 {
				below++
				t.discounted++
			}
		}
		t.orders++
		t.last = loyalty.DayOf(o.Paid, calendar.China)
		t.see(o)
		if err := s.parcel(o, t); err != nil {
			return nil, err
		}
		if !o.Complained.IsZero() && !o.Complained.After(s.now) {
			if s.on-loyalty.DayOf(o.Complained, calendar.China) <= complaintDays {
				t.complaints++
			}
			t.open = t.open || o.Settled.IsZero() || o.Settled.After(s.now)
		}
		if o.Rating > 0 {
			t.rating, t.rated = o.Rating, true
		}
	}
	for _, t := range all {
		if priced > 0 {
			t.shopDiscounted = float64(below) / float64(priced)
		}
	}
	return all, nil
}

// discounted says whether an order was below its list price.
func discounted(o *orderlog.Order) loyalty.Signal {
	var list, paid float64
	for j := range o.Lines {
		if o.Lines[j].List == 0 {
			return loyalty.Signal{}
		}
		list += o.Lines[j].List.Yuan()
		paid += o.Lines[j].Amount.Yuan()
	}
	if paid < list {
		return loyalty.Seen(1)
	}
	return loyalty.Seen(0)
}

// see looks at what was bought, at what price, and whether it went back as faulty.
func (t *trace) see(o *orderlog.Order) {
	faulty := false
	for j := range o.Lines {
		l := &o.Lines[j]
		faulty = faulty || slices.ContainsFunc(l.Refunds, func(r orderlog.Refund) bool { return strings.Contains(r.Why, "质量") })
		if l.Item == "" || l.List == 0 || l.Pieces == 0 {
			continue
		}
		yuan := l.List.Yuan() / float64(l.Pieces)
		t.prices[l.Item] = append(t.prices[l.Item], price{t.last, yuan})
		if j == 0 {
			t.item, t.paid = l.Item, yuan
		}
	}
	if faulty {
		t.defects++
	}
}

// parcel counts the parcels that were late.
func (s *shop) parcel(o *orderlog.Order, t *trace) error {
	if o.Shipped.IsZero() || o.Signed.IsZero() || o.Signed.After(s.now) {
		return nil
	}
	t.parcels++
	usual := s.delivery.Usual(o.Carrier, o.Province)
	if o.Signed.Sub(o.Shipped).Hours()/24 > usual.Late.Value {
		t.late++
	}
	return nil
}

// signals are the trace as the library reads it; what the log does not say is unknown.
func (t *trace) signals(s *shop) winback.Signals {
	var w winback.Signals
	if t.rated {
		w.ServiceRating = loyalty.Seen(t.rating)
	}
	if s.log.Columns.Has(orderlog.Complained) {
		w.Complaints = loyalty.Seen(float64(t.complaints))
	}
	if s.log.Columns.Has(orderlog.RefundReason) && t.orders > 0 {
		w.DefectReturns = loyalty.Seen(float64(t.defects) / float64(t.orders))
	}
	if t.parcels > 0 {
		w.LateParcels = loyalty.Seen(float64(t.late) / float64(t.parcels))
	}
	// Of one order it cannot be said whether they only buy at a discount.
	if t.priced && t.orders > 1 {
		w.OnlyDiscounted = loyalty.Seen(float64(t.discounted)/float64(t.orders) - t.shopDiscounted)
	}
	// A rise keeps away those whom it meets when they want the goods again, not those who had left.
	if again, ok := t.priceOn(t.last + loyalty.Day(s.ladder.Median.Value)); ok && t.paid > 0 && s.ladder.Median.OK {
		w.PriceRise = loyalty.Seen(again / t.paid)
	}
	return w
}
