package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/delivery"
	"github.com/tiexin-go/tiexin/lifecycle/restock"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A shop is a log as it was known on one day, and what the sections share.
type shop struct {
	page.Language
	log      *orderlog.Log
	invented bool
	on       loyalty.Day
	now      time.Time // the last second of that day
	view     loyalty.View
	known    []*orderlog.Order  // placed by now, by time
	net      []loyalty.Purchase // lines that stand
	buyers   []loyalty.History

	ladder    stage.Ladder
	standings map[string]stage.Standing
	delivery  delivery.Days
	parcels   []delivery.Parcel
	rhythms   restock.Rhythms
}

// open makes the shop of a log as of a day; the zero day is the last of the log.
func open(log *orderlog.Log, on loyalty.Day) (*shop, error) {
	s := &shop{log: log, on: on}
	if on == 0 {
		for _, o := range log.Orders {
			s.on = max(s.on, loyalty.DayOf(o.Placed, calendar.China), loyalty.DayOf(o.Paid, calendar.China))
		}
	}
	s.view = loyalty.View{Until: s.on, Zone: calendar.China}
	s.now = dateOf(s.on).AddDays(1).Start(calendar.China).Add(-time.Second)
	for _, o := range log.Orders {
		if !o.Placed.After(s.now) {
			s.known = append(s.known, o)
		}
	}
	slices.SortStableFunc(s.known, func(a, b *orderlog.Order) int {
		return cmp.Or(a.Placed.Compare(b.Placed), cmp.Compare(a.Row, b.Row))
	})
	if len(s.known) == 0 {
		return nil, fmt.Errorf("no orders by %s; name a later day with -on", s.on)
	}
	if err := s.buy(); err != nil {
		return nil, err
	}
	return s, s.fit()
}

// buy finds the purchases that stand.
func (s *shop) buy() error {
	var paid []*orderlog.Order
	for _, o := range s.known {
		if !o.Paid.IsZero() && !o.Paid.After(s.now) {
			paid = append(paid, o)
		}
	}
	if len(paid) == 0 {
		return fmt.Errorf("no customer had paid by %s; name a later day with -on", s.on)
	}
	var err error
	if s.net, err = orderlog.Purchases(paid).Net(s.view); err != nil {
		return err
	}
	s.buyers = loyalty.Histories(s.net, s.view)
	return nil
}

// fit finds what several sections rest on.
func (s *shop) fit() error {
	var err error
	if s.ladder, err = (stage.Policy{}).Fit(s.buyers, s.now); err != nil {
		return fmt.Errorf("stages: %w", err)
	}
	s.standings = make(map[string]stage.Standing, len(s.buyers))
	for _, h := range s.buyers {
		if s.standings[h.Customer], err = s.ladder.Policy.Replay(h.Days, s.now); err != nil {
			return fmt.Errorf("stage of %s: %w", h.Customer, err)
		}
	}
	if s.rhythms, err = restock.FitRhythms(s.net, s.view); err != nil {
		return fmt.Errorf("rhythm: %w", err)
	}
	return s.learnDelivery()
}

// recentParcels is how far back parcels are looked at: carriers change.
const recentParcels = 120

func (s *shop) learnDelivery() error {
	for _, o := range s.known {
		if o.Shipped.IsZero() || o.Shipped.After(s.now) || s.on-loyalty.DayOf(o.Shipped, calendar.China) > recentParcels {
			continue
		}
		s.parcels = append(s.parcels, delivery.Parcel{ID: o.ID, Carrier: o.Carrier, Province: o.Province, Shipped: o.Shipped, Signed: o.Signed, Ended: o.Returned})
	}
	if len(s.parcels) == 0 {
		return nil
	}
	var err error
	if s.delivery, err = delivery.Learn(s.parcels, s.now, delivery.Options{}); err != nil {
		return fmt.Errorf("delivery days: %w", err)
	}
	return nil
}

// dateOf is a day as a date.
func dateOf(d loyalty.Day) calendar.Date { return calendar.DateOf(d.Time(), time.UTC) }
