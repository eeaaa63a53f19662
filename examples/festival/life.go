package main

import (
	"math/rand/v2"
	"slices"
)

// A happening is what happens to a customer at an instant, in a small room: there are
// millions.
type happening struct {
	at    int64 // Unix seconds
	buyer int32
	order int32 // in shop.purchases; -1: none
	kind  kind
	extra uint8 // what else there is to say of it
}

// A kind is what happens.
type kind uint8

// The kinds, in the order in which they happen at one instant.
const (
	joined kind = iota
	graded
	carted
	chatOpened
	chatAsked
	chatReplied
	chatDear
	chatComplained
	chatClosed
	created
	deposited
	paid
	closed
	shipped
	arrived
	stalled
	failed
	out
	atStation
	rejected
	lost
	damaged
	signed
	succeeded
	reviewed
	answered
	refundOpened
	refunded
	tagged
	revoked
)

// Spans in seconds.
const (
	minute = 60
	hour   = 60 * minute
	day    = 24 * hour
)

// A life is one customer's year while it is invented.
type life struct {
	*shop
	rhythm
	*rand.Rand
	buyer int32
}

func (l *life) chance(p float64) bool { return l.Float64() < p }

// within is a number of seconds between two.
func (l *life) within(from, to int64) int64 { return from + l.Int64N(to-from+1) }

// soon is a number of seconds that is on average so long, and at least a few.
func (l *life) soon(mean int64) int64 { return 5 + int64(l.ExpFloat64()*float64(mean)) }

func (l *life) add(at int64, k kind, order int32, extra uint8) {
	if at < nextYear {
		l.happens = append(l.happens, happening{at, l.buyer, order, k, extra})
	}
}

// live invents the customer and the year.
func (l *life) live() {
	b := &l.buyers[l.buyer]
	*b = buyer{female: l.chance(.8), masked: l.chance(.35), wechat: l.chance(.3), consents: l.chance(.35), place: uint8(weighted(l.Rand, places, func(p *place) int { return p.weight }))}
	if l.chance(.4) {
		b.before = uint8(1 + l.IntN(9))
	}
	if l.chance(.55) {
		b.children = uint8(1 + l.IntN(2))
		b.born = [2]uint16{uint16(30 + l.IntN(1500)), uint16(1800 + l.IntN(2000))}
	}
	if l.chance(.25) {
		b.birthday = uint16(1 + l.IntN(365))
	}
	var days []int64
	for range many(l.Rand) {
		days = append(days, l.draw(l.Rand))
	}
	slices.Sort(days)
	if l.chance(.2) {
		l.add(days[0]+l.soon(20*minute), joined, -1, 0)
		if len(days) > 5 {
			l.add(days[5]+day, graded, -1, 0)
		}
	}
	last := int64(0)
	for _, at := range days {
		if at < last+10*minute && l.chance(.5) {
			at = last + l.within(minute, 10*minute)
		}
		l.buys(at)
		last = at
	}
	if b.consents && l.chance(.04) {
		l.add(l.draw(l.Rand), revoked, -1, 0)
	}
	if l.chance(.004) {
		l.add(last+l.within(5*day, 20*day), tagged, -1, 0)
	}
}
