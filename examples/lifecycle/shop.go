package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A shop is a history as it was known on one day, and what the sections share.
type shop struct {
	*history
	invented bool
	on       loyalty.Day
	now      time.Time // the last second of that day
	view     loyalty.View
	known    []*order           // placed by now, by time
	net      []loyalty.Purchase // lines that stand
	buyers   []loyalty.History

	ladder    lifecycle.Ladder
	standings map[string]lifecycle.Standing
	delivery  lifecycle.DeliveryDays
	parcels   []lifecycle.DeliveryParcel
	rhythms   lifecycle.Rhythms
}

// open makes the shop of a history as of a day; the zero day is the last of the log.
func open(h *history, on loyalty.Day) (*shop, error) {
	s := &shop{history: h, on: on}
	if on == 0 {
		for _, o := range h.orders {
			s.on = max(s.on, loyalty.DayOf(o.placed, calendar.China), loyalty.DayOf(o.paid, calendar.China))
		}
	}
	s.view = loyalty.View{Until: s.on, Zone: calendar.China}
	s.now = dateOf(s.on).AddDays(1).Start(calendar.China).Add(-time.Second)
	for _, o := range h.orders {
		if !o.placed.After(s.now) {
			s.known = append(s.known, o)
		}
	}
	slices.SortStableFunc(s.known, func(a, b *order) int {
		return cmp.Or(a.placed.Compare(b.placed), cmp.Compare(a.row, b.row))
	})
	if len(s.known) == 0 {
		return nil, fmt.Errorf("%s: there is no order by %s", h.name, s.on)
	}
	if err := s.buy(); err != nil {
		return nil, err
	}
	return s, s.fit()
}

// buy finds the purchases that stand.
func (s *shop) buy() error {
	var log loyalty.Log
	var rows, refundRows []int
	for _, o := range s.known {
		if o.paid.IsZero() || o.paid.After(s.now) {
			continue
		}
		for j := range o.lines {
			l := &o.lines[j]
			p := loyalty.Purchase{Customer: o.customer, Order: o.id, At: o.paid, Amount: l.amount, List: l.list, Units: l.pieces, Category: l.category}
			if o.id != "" {
				p.Line = strconv.Itoa(j + 1)
			}
			whole := l.back > 0 && l.back == l.amount
			switch {
			case l.back == 0:
			case o.id == "" || l.backAt.IsZero():
				// It is not known of what, or when: then it counts as paid back from the beginning.
				if whole {
					continue
				}
				p.Refunded = l.back
			default:
				log.Refunds = append(log.Refunds, loyalty.Refund{Order: o.id, Line: p.Line, At: l.backAt, Amount: l.back, Whole: whole})
				refundRows = append(refundRows, l.row)
			}
			log.Purchases = append(log.Purchases, p)
			rows = append(rows, l.row)
		}
	}
	if len(log.Purchases) == 0 {
		return fmt.Errorf("%s: nobody had paid by %s", s.name, s.on)
	}
	var bad faults
	for _, f := range log.Check() {
		row := 0
		switch {
		case f.Table == "refunds" && f.Row < len(refundRows):
			row = refundRows[f.Row]
		case f.Table == "" && f.Row < len(rows):
			row = rows[f.Row]
		}
		bad = append(bad, fault{line: row, problem: f.Subject + " " + f.Problem})
	}
	if err := bad.err(s.name); err != nil {
		return err
	}
	var err error
	if s.net, err = log.Net(s.view); err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	s.buyers = loyalty.Histories(s.net, s.view)
	return nil
}

// fit finds what several sections rest on.
func (s *shop) fit() error {
	var err error
	if s.ladder, err = (lifecycle.Policy{}).Fit(s.buyers, s.now); err != nil {
		return fmt.Errorf("%s: stages: %w", s.name, err)
	}
	s.standings = make(map[string]lifecycle.Standing, len(s.buyers))
	for _, h := range s.buyers {
		if s.standings[h.Customer], err = s.ladder.Policy.Replay(h.Days, s.now); err != nil {
			return fmt.Errorf("%s: stage of %s: %w", s.name, h.Customer, err)
		}
	}
	if s.rhythms, err = lifecycle.FitRhythms(s.net, s.view); err != nil {
		return fmt.Errorf("%s: rhythm: %w", s.name, err)
	}
	return s.learnDelivery()
}

// recentParcels is how far back parcels are looked at: carriers change.
const recentParcels = 120

func (s *shop) learnDelivery() error {
	for _, o := range s.known {
		if o.shipped.IsZero() || o.shipped.After(s.now) || s.on-loyalty.DayOf(o.shipped, calendar.China) > recentParcels {
			continue
		}
		s.parcels = append(s.parcels, lifecycle.DeliveryParcel{ID: o.id, Carrier: o.carrier, Province: o.province, Shipped: o.shipped, Signed: o.signed, Ended: o.ended})
	}
	if len(s.parcels) == 0 {
		return nil
	}
	var err error
	if s.delivery, err = lifecycle.LearnDeliveryDays(s.parcels, s.now, lifecycle.DeliveryOptions{}); err != nil {
		return fmt.Errorf("%s: delivery days: %w", s.name, err)
	}
	return nil
}

// dateOf is a day as a date.
func dateOf(d loyalty.Day) calendar.Date { return calendar.DateOf(d.Time(), time.UTC) }
