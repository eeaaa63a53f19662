package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/lifecycle"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A trace is what an order log remembers of one customer that may be why she left.
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
	discounted, priced := 0, 0
	for _, o := range s.known {
		t := all[o.customer]
		if t == nil {
			t = &trace{prices: prices}
			all[o.customer] = t
		}
		t.refused = t.refused || o.refuses
		if o.paid.IsZero() || o.paid.After(s.now) {
			continue
		}
		if d := o.discounted(); d.Known {
			priced++
			t.priced = true
			if d.Value > 0 {
				discounted++
				t.discounted++
			}
		}
		t.orders++
		t.last = loyalty.DayOf(o.paid, calendar.China)
		t.see(o)
		if err := s.wait(o, t); err != nil {
			return nil, err
		}
		if !o.complained.IsZero() && !o.complained.After(s.now) {
			if s.on-loyalty.DayOf(o.complained, calendar.China) <= complaintDays {
				t.complaints++
			}
			t.open = t.open || o.settled.IsZero() || o.settled.After(s.now)
		}
		if o.rating > 0 {
			t.rating, t.rated = o.rating, true
		}
	}
	for _, t := range all {
		if priced > 0 {
			t.shopDiscounted = float64(discounted) / float64(priced)
		}
	}
	return all, nil
}

// discounted says whether an order was below its list price.
func (o *order) discounted() loyalty.Signal {
	var list, paid float64
	for j := range o.lines {
		if o.lines[j].list == 0 {
			return loyalty.Signal{}
		}
		list += o.lines[j].list.Yuan()
		paid += o.lines[j].amount.Yuan()
	}
	if paid < list {
		return loyalty.Seen(1)
	}
	return loyalty.Seen(0)
}

// see looks at what was bought, at what price, and whether it went back as faulty.
func (t *trace) see(o *order) {
	faulty := false
	for j := range o.lines {
		l := &o.lines[j]
		faulty = faulty || l.back > 0 && strings.Contains(l.backWhy, "质量")
		if l.item == "" || l.list == 0 || l.pieces == 0 {
			continue
		}
		yuan := l.list.Yuan() / float64(l.pieces)
		t.prices[l.item] = append(t.prices[l.item], price{t.last, yuan})
		if j == 0 {
			t.item, t.paid = l.item, yuan
		}
	}
	if faulty {
		t.defects++
	}
}

// wait counts the parcels that were late.
func (s *shop) wait(o *order, t *trace) error {
	if o.shipped.IsZero() || o.signed.IsZero() || o.signed.After(s.now) {
		return nil
	}
	t.parcels++
	usual := s.delivery.Usual(o.carrier, o.province)
	if o.signed.Sub(o.shipped).Hours()/24 > usual.Late.Value {
		t.late++
	}
	return nil
}

// signals are the trace as the library reads it; what the log does not say is unknown.
func (t *trace) signals(s *shop) lifecycle.WinBackSignals {
	var w lifecycle.WinBackSignals
	if t.rated {
		w.ServiceRating = loyalty.Seen(t.rating)
	}
	if s.header.has(complainedAt) {
		w.Complaints = loyalty.Seen(float64(t.complaints))
	}
	if s.header.has(refundWhy) && t.orders > 0 {
		w.DefectReturns = loyalty.Seen(float64(t.defects) / float64(t.orders))
	}
	if t.parcels > 0 {
		w.LateParcels = loyalty.Seen(float64(t.late) / float64(t.parcels))
	}
	// Of one order it cannot be said whether she only buys at a discount.
	if t.priced && t.orders > 1 {
		w.OnlyDiscounted = loyalty.Seen(float64(t.discounted)/float64(t.orders) - t.shopDiscounted)
	}
	// A rise keeps away whom it meets when she wants the goods again, not who had left.
	if again, ok := t.priceOn(t.last + loyalty.Day(s.ladder.Median.Value)); ok && t.paid > 0 && s.ladder.Median.OK {
		w.PriceRise = loyalty.Seen(again / t.paid)
	}
	return w
}
