package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
)

// newRoad are the dice of the days after. The evening has its own: it stays as it
// is, whatever happens on the road.
func newRoad() *rand.Rand { return rand.New(rand.NewPCG(2026, 1113)) }

// ends is when the story is over: the parcels that are still on the road then are
// the far and the slow ones.
var ends = time.Date(2026, 11, 15, 20, 0, 0, 0, tiexin.Shanghai())

// A sale is an order that was paid, with what its parcel needs to know.
type sale struct {
	customer tiexin.Customer
	order    *tiexin.Order
	paid     time.Time
	left     time.Time // zero: it waits in the warehouse
	refund   bool
}

// letTheParcelsTravel sends every paid order on its way. It leaves on the day of
// the festival, if it has not left already, and arrives within the usual days of its
// carrier and province. One in twenty is slow, and so is that of 阿珍爱上了强.
func (e *evening) letTheParcelsTravel() {
	road := newRoad()
	for _, s := range e.sales() {
		if s.left.IsZero() {
			s.left = clock("34:00").Add(time.Duration(road.IntN(8*3600)) * time.Second)
			e.ships(s.customer, s.order, s.left)
		}
		e.travels(s, road)
	}
}

// sales are the orders that were paid and not asked back, in the order of their
// numbers.
func (e *evening) sales() []sale {
	all := map[string]*sale{}
	nicks := map[string]string{}
	for i := range e.events {
		v := &e.events[i]
		if v.Customer.Nick != "" {
			nicks[v.Customer.ID] = v.Customer.Nick
		}
		if v.Order == nil {
			continue
		}
		s := all[v.Order.ID]
		if s == nil {
			s = &sale{}
			all[v.Order.ID] = s
		}
		switch v.Type {
		case tiexin.EventOrderCreated:
			s.order = v.Order
		case tiexin.EventOrderPaid:
			s.customer, s.paid = v.Customer, v.At
		case tiexin.EventOrderShipped:
			s.left = v.At
		case tiexin.EventOrderRefundOpened:
			s.refund = true
		}
	}
	var sold []sale
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if s := all[id]; !s.paid.IsZero() && s.order != nil && !s.refund {
			s.customer.Nick = nicks[s.customer.ID]
			sold = append(sold, *s)
		}
	}
	return sold
}

// travels lets the parcel of an order be seen on its way, until the story ends.
func (e *evening) travels(s sale, road *rand.Rand) {
	p := tiexin.Parcel{
		ID: "P" + s.order.ID[10:], OrderID: s.order.ID, Carrier: "zhongtong",
		Number: fmt.Sprintf("7531%09d", road.IntN(1e9)), Region: s.order.Region,
	}
	if s.order.Amount >= 50000 {
		p.Carrier, p.Number = "shunfeng", fmt.Sprintf("SF10%09d", road.IntN(1e9))
	}
	hours := usualHours(p.Carrier, p.Province) * (45 + road.IntN(35)) / 100
	if road.IntN(20) == 0 || s.customer.Nick == "阿珍爱上了强" {
		hours = usualHours(p.Carrier, p.Province) + 10 + road.IntN(20)
	}
	signed := morning(s.left.Add(time.Duration(hours)*time.Hour), road)
	for _, seen := range []struct {
		what   tiexin.EventType
		status tiexin.ParcelStatus
		at     time.Time
	}{
		{tiexin.EventParcelShipped, tiexin.ParcelInTransit, s.left},
		{tiexin.EventParcelArrivedCity, tiexin.ParcelArrivedCity, s.left.Add(signed.Sub(s.left) * 2 / 3)},
		{tiexin.EventParcelOutForDelivery, tiexin.ParcelOutForDelivery, signed.Add(-2 * time.Hour)},
		{tiexin.EventParcelSigned, tiexin.ParcelSigned, signed},
	} {
		if seen.at.Before(s.left) || !seen.at.Before(ends) {
			continue
		}
		news := p
		if seen.what != tiexin.EventParcelShipped {
			news = tiexin.Parcel{ID: p.ID, OrderID: p.OrderID}
		}
		news.Status, news.Version = seen.status, seen.at
		e.says(seen.what, seen.at, tiexin.Customer{ID: s.customer.ID}, nil).Parcel = &news
	}
}

// usualHours is what carriers usually take to a province, as the shop's own rules
// say.
func usualHours(carrier, province string) int {
	days := map[string]int{"浙江": 2, "江苏": 2, "新疆": 7}[province]
	if days == 0 {
		days = 3
	}
	if carrier == "shunfeng" {
		days = map[string]int{"浙江": 1, "江苏": 1, "新疆": 5}[province]
		if days == 0 {
			days = 2
		}
	}
	return 24 * days
}

// morning moves a delivery that would come at night to a time when couriers ring.
func morning(t time.Time, road *rand.Rand) time.Time {
	switch hour := t.Hour(); {
	case hour < 10:
		t = time.Date(t.Year(), t.Month(), t.Day(), 10, 0, 0, 0, t.Location())
	case hour >= 19:
		t = time.Date(t.Year(), t.Month(), t.Day(), 17, 0, 0, 0, t.Location())
	default:
		return t
	}
	return t.Add(time.Duration(road.IntN(7200)) * time.Second)
}
