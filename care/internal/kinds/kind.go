package kinds

import (
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/template"
)

// A kind is what has to be known about one kind of subject.
type kind interface {
	// see fills the view in: facts, clocks, what the subject belongs to, its life.
	see(v *View, s *Scene)
	// ended names what ended the subject for a clock; for ask.NoClock, altogether.
	ended(v *View, clock ask.Stem) string
	// value fills a placeholder about the subject.
	value(v *Values, n template.Name) (string, bool)
}

// table is the one place that lists the kinds.
var table = [ask.KindCount]kind{
	ask.Order:    order{},
	ask.Parcel:   parcel{},
	ask.Chat:     chat{},
	ask.Customer: customer{},
	ask.Child:    child{},
}

// A Scene is where subjects are looked at: one customer of one shop, now.
type Scene struct {
	Customer string // the id
	Memory   *remember.Customer
	Shop     *rule.Shop
	// Signature is what SMS begin with, as #签名# says it.
	Signature string
	Now       ask.Instant

	facts      ask.CustomerFacts // as long as they stand
	clocks     customerClocks    // likewise
	lastBought func(category string) (int64, bool)
	known      bool

	birthdays      []int64 // around now
	birthdaysKnown bool
	stage          staging
	read           []reading // of what events brought
}

// Begin makes the scene one of another customer, of whom nothing was seen.
func (s *Scene) Begin(customer string, memory *remember.Customer, shop *rule.Shop, signature string) {
	s.Customer, s.Memory, s.Shop, s.Signature, s.Now = customer, memory, shop, signature, 0
	s.birthdays, s.read = nil, nil
	s.LookAnew()
}

// Clock is now, in the shop's zone.
func (s *Scene) Clock() time.Time { return s.Now.Time(s.Shop.Zone) }

// LookAnew forgets what was seen of the customer: the facts or the time have changed.
func (s *Scene) LookAnew() {
	s.known, s.birthdaysKnown = false, false
	s.stage.told, s.stage.judged, s.stage.known = false, false, false
}

// A View is one subject as it stands: what conditions see, what texts are filled
// from, how long it lives.
type View struct {
	ask.View
	Kind    ask.Kind
	ID      string
	Subject *remember.Subject
	Now     ask.Instant

	// What the subject is or belongs to; nil: there is none, or it is not known.
	Order  *remember.Order
	Parcel *remember.Parcel
	Chat   *remember.Chat
	Child  *remember.Child
	// Parcels are those of the order, by the time of shipping.
	Parcels []*remember.Parcel

	left   bool        // a parcel of the order has left
	signed int64       // when the last of them was signed for, or the order says so, in milliseconds; 0: not all of it was
	waits  bool        // for the payment of the order
	closes ask.Instant // when it then closes by itself

	Born int64       // when the subject began, in milliseconds
	Ends ask.Instant // when it is over by time alone; Forever
	Over bool        // it is over already

	filled ask.Things // facts that the last subject left

	// Room for lists.
	parcels            []*remember.Parcel
	titles, categories []string
}

// clear takes the facts of the last subject out.
func (v *View) clear() {
	switch {
	case v.filled&^ask.ThingsOf(ask.ThingOrder) != 0:
		v.Facts = ask.Facts{}
	case v.filled != 0:
		v.Facts.Order = ask.OrderFacts{}
	}
	v.filled, v.Clocks, v.Moving = 0, [ask.StemCount]ask.Reading{}, ask.Moving{}
}

// See looks at a subject.
func (s *Scene) See(v *View, subject *remember.Subject) {
	v.Reset()
	v.clear()
	v.Kind, v.ID, v.Subject, v.Now = subject.Kind, subject.ID, subject, s.Now
	v.Order, v.Parcel, v.Chat, v.Child, v.Parcels = nil, nil, nil, nil, nil
	v.Born, v.Ends, v.Over, v.Has = 0, ask.Forever, false, 0
	if !s.known {
		s.facts, s.clocks, s.lastBought, s.known = s.customerFacts(), s.customerClocks(), s.Memory.Tally.LastBought(), true
	}
	v.Facts.Customer = s.facts
	v.Facts.Shop = s.Shop.Facts
	v.Facts.Hour = s.Shop.HourOf
	v.LastBought, v.Life, v.Stage = s.lastBought, s, s
	s.clocks.show(v)
	table[subject.Kind].see(v, s)
}

// WhatEnded names the event, or the time, that ended the subject for a clock; for
// ask.NoClock, altogether.
func (v *View) WhatEnded(clock ask.Stem) string { return table[v.Kind].ended(v, clock) }

// OrderThing is the order that the subject is or belongs to; nil: none.
func (v *View) OrderThing() *tiexin.Order {
	if v.Order == nil {
		return nil
	}
	return &v.Order.Thing
}

func running(origin int64) ask.Reading {
	return ask.Reading{Phase: ask.Runs, Origin: origin, End: ask.Forever}
}

// Status is how far the subject has come, in its own words; empty: it has none.
func (v *View) Status() string {
	switch v.Kind {
	case ask.Order:
		return v.Facts.Order.Status
	case ask.Parcel:
		return string(v.Parcel.Status())
	}
	return ""
}
