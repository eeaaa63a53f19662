package invent

import (
	"math"
	"slices"
	"time"
)

// An order is what became of one order; a zero time has not come, or not by the end of
// the year.
type order struct {
	customer, source, province, carrier string
	refuses                             bool

	placed, paid, closed   time.Time
	shipped, signed, ended time.Time
	rating                 int // 0: none given
	complained, settled    time.Time
	lines                  []line
}

// A line is one good of an order.
type line struct {
	good       *good
	pieces     int
	list, paid int64 // fen
	back       int64
	backAt     time.Time
	reason     string
}

func (l *life) order(placed time.Time, pieces int, sale bool) order {
	o := order{customer: l.id, source: l.from.name, refuses: l.refuses, placed: placed, province: l.home.province}
	if l.is(.25) { // not everybody always comes the same way
		other := &sources[l.pick(len(sources), func(i int) float64 { return sources[i].share })]
		o.source = other.name
	}
	discount := 1.0
	switch {
	case sale:
		discount = saleDiscount
	case l.is(.2):
		discount = usualDiscount
	}
	o.add(l.leads, pieces, discount)
	for _, along := range l.leads.with {
		if l.is(along.chance) {
			g := goodNamed[along.good]
			o.add(g, g.pieces[l.IntN(len(g.pieces))], discount)
		}
	}
	if l.is(.05) {
		if g := &goods[l.IntN(len(goods))]; !slices.ContainsFunc(o.lines, func(x line) bool { return x.good == g }) {
			o.add(g, g.pieces[0], discount)
		}
	}
	l.seen = 0
	l.pay(&o, sale)
	if !o.paid.IsZero() {
		l.bring(&o, sale)
		l.after(&o)
	}
	return o
}

func (o *order) add(g *good, pieces int, discount float64) {
	yuan := g.yuan
	if g.category == priceRiseOf && !o.placed.Before(priceRise) {
		yuan = math.Round(yuan * priceRiseBy)
	}
	list := int64(math.Round(yuan * 100 * float64(pieces)))
	o.lines = append(o.lines, line{good: g, pieces: pieces, list: list, paid: int64(math.Round(float64(list) * discount))})
}

// pay: at once, after a while, or not at all.
func (l *life) pay(o *order, sale bool) {
	s := &sources[slices.IndexFunc(sources, func(s source) bool { return s.name == o.source })]
	unpaid, atOnce := s.unpaid, s.atOnce
	night := o.placed.Hour() >= 23 || o.placed.Hour() < 6
	if night {
		atOnce -= .18
	}
	if sale {
		unpaid *= .8
	}
	closes := o.placed.Add(s.closes)
	if !l.is(unpaid) {
		wait := minutes(l.around(s.minutes, .95))
		if !l.is(atOnce) {
			wait = hours(l.around(2.6, .9))
			if night {
				wait = hours(7 + 4*l.Float64())
			}
		}
		if paid := o.placed.Add(max(wait, 4*time.Second)); paid.Before(closes) {
			o.paid = paid
			return
		}
	}
	o.closed = closes
	if l.is(.3) {
		if cancelled := o.placed.Add(minutes(l.around(25, 1.1))); cancelled.Before(closes) {
			o.closed = cancelled
		}
	}
}

// bring is the parcel's way.
func (l *life) bring(o *order, sale bool) {
	by := carriers[l.pick(len(carriers), func(i int) float64 { return carriers[i].share })]
	o.carrier = by.name
	wait := hours(3 + 22*l.Float64())
	if sale {
		wait += hours(30 * l.Float64())
	}
	o.shipped = daytime(o.paid.Add(wait), 9, 21)
	road := l.home.days * by.pace * l.even(14)
	switch {
	case sale:
		road += .8 * l.even(3)
	case l.season.resting(o.shipped):
		road += 5 * l.even(6)
	}
	if l.is(by.stuck) {
		road += 4 + 8*l.Float64()
	}
	if road > l.home.days*1.8+1 {
		l.seen += .25
	}
	end := daytime(o.shipped.Add(days(max(road, .4))), 9, 20)
	if l.is(.005) {
		o.ended = end
		l.refund(o, end.Add(days(.5+2*l.Float64())), "拒收")
		return
	}
	o.signed = end
}

// daytime moves an instant of the night to the next morning.
func daytime(at time.Time, from, to int) time.Time {
	switch h := at.Hour(); {
	case h < from:
		return at.Add(time.Duration(from-h) * time.Hour)
	case h >= to:
		return at.Add(time.Duration(24-h+from) * time.Hour)
	}
	return at
}

// after is what comes after the goods: a rating, a complaint, money back.
func (l *life) after(o *order) {
	if o.signed.IsZero() {
		return
	}
	bad := l.seen
	if l.is(.015 + .12*bad) {
		bad++
		o.complained = o.signed.Add(hours(1 + 60*l.Float64()))
		if !l.is(.06) {
			o.settled = o.complained.Add(days(l.around(1.5, .7)))
		}
	}
	switch p := l.Float64(); {
	case p < .013:
		bad += .8
		l.refund(o, o.signed.Add(days(.5+5*l.Float64())), "质量问题")
	case p < .030:
		l.refund(o, o.signed.Add(days(.5+6*l.Float64())), "不想要了")
	case p < .042: // a little of it for a bump or a spill
		first := &o.lines[0]
		first.back, first.backAt, first.reason = first.paid/10, o.signed.Add(days(1+2*l.Float64())), "差价补偿"
	}
	if l.is(.35) {
		o.rating = 5
		switch {
		case bad >= .8:
			o.rating = 1 + l.IntN(3)
		case bad > 0 || l.is(.12):
			o.rating = 3 + l.IntN(2)
		}
	}
	l.seen = min(bad, 1)
}

func (l *life) refund(o *order, at time.Time, reason string) {
	for i := range o.lines {
		line := &o.lines[i]
		line.back, line.backAt, line.reason = line.paid, at, reason
	}
}
