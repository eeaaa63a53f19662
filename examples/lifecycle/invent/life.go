package invent

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// A life is one customer's year with the shop.
type life struct {
	chance
	season *season
	id     string

	home    place
	from    *source
	leads   *good   // what they come for
	pace    float64 // how fast it is used up in their family; 1 as usual
	staying bool    // they mean to stay
	refuses bool    // they want no advertising
	follows map[string]bool
	orders  []order
	seen    float64 // what counts for leaving after this order: 0 nothing bad, 1 enough
}

// live is all orders of one customer. Every customer has chances of their own, so that
// more customers do not change those there were.
func live(s *season, seed uint64, number int) []order {
	c := chance{rand.New(rand.NewPCG(seed, uint64(number)))}
	l := life{chance: c, season: s, id: fmt.Sprintf("C%05d", number+1), follows: map[string]bool{}}
	l.home = places[c.pick(len(places), func(i int) float64 { return places[i].people })]
	l.from = &sources[c.pick(len(sources), func(i int) float64 { return sources[i].share })]
	l.leads = &goods[c.pick(len(goods), func(i int) float64 { return goods[i].share })]
	l.pace = c.around(1, .22)
	l.staying = c.is(.56)
	l.refuses = c.is(.03)
	day := c.pick(len(s.crowd), func(i int) float64 { return s.crowd[i] })
	l.begin(Opening.AddDate(0, 0, day))
	return l.orders
}

// begin lives from the first order's day to the end of the year.
func (l *life) begin(day time.Time) {
	stocked := false
	if sale, ok := l.season.drawn(day); ok && sale.Equal(day) {
		stocked = true
	}
	for day.Before(Closing) {
		placed := l.hour(day, &l.from.hours)
		pieces := l.leads.pieces[l.IntN(len(l.leads.pieces))]
		if stocked {
			pieces *= 2
		}
		o := l.order(placed, pieces, stocked)
		l.orders = append(l.orders, o)
		if o.paid.IsZero() {
			// Some try again, the others have lost interest.
			if !l.is(.55) {
				return
			}
			day = l.day(placed.Add(days(.3 + 2*l.Float64())))
			continue
		}
		if l.is(l.leaving()) {
			return
		}
		l.turn()
		gap := l.around(75, .5)
		if l.leads.lasts > 0 {
			gap = float64(pieces) * l.leads.lasts * l.pace * l.even(10)
		}
		next := l.day(placed.Add(days(max(gap, 1))))
		stocked = false
		if sale, ok := l.season.drawn(next); ok && sale.After(day) && l.is(.55) {
			next, stocked = sale, true
		}
		if l.leads.category == priceRiseOf && day.Before(priceRise) && !next.Before(priceRise) && l.is(priceTooMuch) {
			return
		}
		day = next
	}
}

// leaving is the probability that this order was the last.
func (l *life) leaving() float64 {
	p := .86
	if l.staying {
		p = .055
	}
	if l.leads.lasts == 0 {
		p += .2
	}
	return min(p+.5*l.seen, .97)
}

// turn changes what they come for, as babies grow.
func (l *life) turn() {
	for _, next := range l.leads.next {
		if !l.follows[next.good] && l.is(next.chance) {
			l.follows[next.good] = true
			l.leads = goodNamed[next.good]
			return
		}
	}
}

func (l *life) day(at time.Time) time.Time {
	y, m, d := at.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, Zone)
}
