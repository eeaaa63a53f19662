package main

// What can go wrong with a parcel.
const (
	fine uint8 = iota
	stuck
	missed
	broken
	gone
	refused
)

// buys invents an order and what comes before and after it.
func (l *life) buys(at int64) {
	g := weighted(l.Rand, goods, func(g *good) int { return g.weight })
	p := purchase{buyer: l.buyer, good: uint8(g), pieces: 1, gift: l.chance(.03)}
	if l.chance(.2) {
		p.pieces = uint8(2 + l.IntN(3))
	}
	switch {
	case presale.holds(at) && l.chance(.5):
		p.presale = true
	case l.chance(.06):
		p.hurry = true
	}
	p.split = [...]uint8{fine, stuck, missed, broken, gone, refused}[l.trouble()]
	n := int32(len(l.purchases))
	l.purchases = append(l.purchases, p)
	if l.chance(.12) {
		l.add(at-l.within(hour, 30*hour), carted, n, 0)
	}
	if l.chance(.22) {
		l.chats(at-l.within(2*minute, 40*minute), n)
	}
	l.add(at, created, n, 0)
	pays, ok := l.pays(at, &p, n)
	if !ok {
		return
	}
	l.add(pays, paid, n, 0)
	if l.chance(.03) { // changed their mind before it was sent
		l.refund(pays+l.soon(5*hour), n, true)
		return
	}
	l.sends(pays, &p, n)
}

// trouble is one of the things that can go wrong on the way: mostly nothing.
func (l *life) trouble() int {
	switch v := l.Float64(); {
	case v < .012:
		return 1
	case v < .022:
		return 2
	case v < .025:
		return 3
	case v < .026:
		return 4
	case v < .031:
		return 5
	}
	return 0
}

func (l *life) chats(at int64, n int32) {
	l.add(at, chatOpened, n, 0)
	l.add(at+20, chatAsked, n, 0)
	l.add(at+20+l.soon(40), chatReplied, n, 0)
	if l.chance(.08) {
		l.add(at+3*minute, chatDear, n, 0)
	}
	l.add(at+l.within(5*minute, 12*minute), chatClosed, n, 0)
}

// pays is when an order is paid in full, if it is.
func (l *life) pays(at int64, p *purchase, n int32) (int64, bool) {
	if p.presale {
		if !l.chance(.93) {
			l.add(at+day, closed, n, 0)
			return 0, false
		}
		l.add(at+l.soon(3*minute), deposited, n, 0)
		if l.chance(.92) {
			return balances.from + int64(float64(day-10*minute)*l.Float64()*l.Float64()), true
		}
		l.add(balances.to, closed, n, 0)
		return 0, false
	}
	closes := at + day
	if p.hurry {
		closes = at + 30*minute
	}
	later := at + l.soon(40)
	switch v := l.Float64(); {
	case v < .12:
		later = closes
	case v < .2:
		later = at + l.soon(5*hour)
	case v < .3:
		later = at + l.soon(25*minute)
	}
	if later < closes {
		return later, true
	}
	if l.chance(.3) { // closed by hand
		closes = at + l.within(hour/4, closes-at)
	}
	l.add(closes, closed, n, 0)
	return 0, false
}

// sends invents a parcel and the time after it.
func (l *life) sends(pays int64, p *purchase, n int32) {
	ships := l.ships(pays)
	l.add(ships, shipped, n, 0)
	b := &l.buyers[l.buyer]
	near := places[b.place].days
	arrives := ships + int64(near)*day + l.within(-8*hour, 14*hour)
	switch p.split {
	case stuck:
		l.add(ships+day, stalled, n, 0)
		arrives += 3 * day
	case gone:
		l.add(arrives+5*day, lost, n, 0)
		l.refund(arrives+6*day, n, false)
		return
	}
	l.add(arrives, arrived, n, 0)
	goesOut := morning(arrives) + l.within(0, 3*hour)
	if l.chance(.45) {
		l.add(goesOut, atStation, n, 0)
		goesOut += l.soon(26 * hour)
	} else {
		l.add(goesOut, out, n, 0)
		goesOut += l.within(hour, 5*hour)
	}
	switch p.split {
	case missed:
		l.add(goesOut, failed, n, 0)
		goesOut += day
	case refused:
		l.add(goesOut, rejected, n, 0)
		l.refund(goesOut+4*day, n, false)
		return
	case broken:
		l.add(goesOut, damaged, n, 0)
	}
	l.add(goesOut, signed, n, 0)
	l.after(goesOut, n)
}

// ships is when an order leaves: in working hours, later after a rush, and not in the
// Spring Festival.
func (l *life) ships(pays int64) int64 {
	at := pays + l.soon(7*hour)
	if pays > balances.from-2*day && pays < balances.to+day {
		at += l.soon(26 * hour)
	}
	if springOff.holds(at) {
		at = springOff.to + l.within(9*hour, 30*hour)
	}
	if hourOf := (at + 8*hour) % day / hour; hourOf < 9 || hourOf > 19 {
		at = morning(at) + l.within(0, 4*hour)
	}
	return at
}

// morning is the next nine o'clock.
func morning(at int64) int64 {
	since := (at + 8*hour - 9*hour) % day
	return at - since + day
}

// after invents what the customer makes of it.
func (l *life) after(signs int64, n int32) {
	back := l.chance(.08)
	if back {
		l.refund(signs+l.soon(30*hour), n, false)
	} else {
		l.add(signs+l.within(5*day, 10*day), succeeded, n, 0)
	}
	if l.chance(.11) {
		l.add(signs+l.soon(4*day), reviewed, n, uint8(l.IntN(100)))
	}
	if l.chance(.02) {
		l.add(signs+l.within(7*day, 9*day), answered, n, uint8(1+min(l.IntN(14), 4)))
	}
	if l.chance(.004) {
		at := signs + l.soon(day)
		l.add(at, chatOpened, n, 1)
		l.add(at+minute, chatComplained, n, 1)
		l.add(at+hour, chatClosed, n, 1)
	}
}

// refund invents a claim, and that it is paid out.
func (l *life) refund(at int64, n int32, early bool) {
	l.add(at, refundOpened, n, uint8(l.IntN(100)))
	days := l.within(day, 3*day)
	if early {
		days = l.soon(2 * hour)
	}
	l.add(at+days, refunded, n, 0)
}
