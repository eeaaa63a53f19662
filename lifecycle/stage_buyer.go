package lifecycle

import (
	"math"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// A buyer is a customer under a policy: from which day of silence on they are how far
// gone. Every degree but dead is reached by silence alone, the farther the later, so
// each is a number of days. A degree is left again only below its 'leave' threshold,
// which is reached earlier: see [Policy.Advance].
type buyer struct {
	policy  *Policy
	history *History
	last    loyalty.Day
	days    int // of purchase
	gaps    loyalty.GapState
	own     float64 // mean of the customer's own gaps in days; 0 without
}

func (p *Policy) buyer(h *History) buyer {
	b := buyer{policy: p, history: h, last: h.Last(), days: h.Days(), gaps: h.Gaps()}
	if b.gaps.N > 0 {
		b.own = b.gaps.Sum / float64(b.gaps.N)
	}
	return b
}

// never is a silence that no clock reaches.
const never = math.MaxInt32 / 4

// How much of their own mean gap must have passed before somebody is how far gone: a
// customer who buys once a year is not lapsing after a month, whatever the shop's
// other customers do.
var ownGaps = [...]float64{lapsing: 1, lost: 1.5, dead: 3}

// beyond is the first whole day of silence after so many days.
func beyond(days float64) int32 {
	if !(days < never) {
		return never
	}
	return int32(max(math.Floor(days), -1)) + 1
}

// byModel tells whether the probability of buying decides. A first purchase is judged
// by the shop's curve of second ones on every rung.
func (b *buyer) byModel() bool { return b.policy.Rung == BuyProbability && b.days > 1 }

// silence is the days of silence after which a buyer is of a degree, quiet to lost,
// on the rungs that count days.
func (b *buyer) silence(d degree, leave bool) float64 {
	p := b.policy
	ease := 1.0
	if leave {
		ease -= p.Slack
	}
	if d == quiet {
		if !b.buysOften(ease) {
			return -1
		}
		d = lapsing
	}
	var days float64
	switch {
	case b.days == 1 && d == lapsing:
		days = p.Days.NewLapsing
	case b.days == 1:
		days = p.Days.NewLost
	case p.Rung == GapQuantiles:
		days = p.gapQuantile(b.gaps, d)
	case d == lapsing:
		days = p.Days.Lapsing
	default:
		days = p.Days.Lost
	}
	return max(days, ownGaps[d]*b.own) * ease
}

// buysOften compares the customer's rhythm with what is often in this shop.
func (b *buyer) buysOften(ease float64) bool {
	if b.days < b.policy.ActiveOrders || b.days < 2 {
		return false
	}
	rhythm := b.own
	if b.policy.Rung == GapQuantiles {
		rhythm = b.policy.gapQuantile(b.gaps, often)
	}
	return rhythm <= b.policy.Days.Often*ease
}

// from is the first day of silence of a degree, quiet to lost. It never falls from
// one degree to the next.
func (b *buyer) from(d degree, leave bool) int32 {
	if !b.byModel() {
		return beyond(b.silence(d, leave))
	}
	if d == quiet && b.days < b.policy.ActiveOrders {
		return 0
	}
	return b.buysLessThan(b.policy.band(d, leave), b.floor(d, leave))
}

func (b *buyer) floor(d degree, leave bool) int32 {
	if d == quiet {
		return 0
	}
	ease := 1.0
	if leave {
		ease -= b.policy.Slack
	}
	return beyond(ownGaps[d] * b.own * ease)
}

// degree is how far a buyer is gone on a day that is not before the last purchase.
func (b *buyer) degree(today loyalty.Day, leave bool) degree {
	if today >= b.dead(leave) {
		return dead
	}
	t := int32(today - b.last)
	if !b.byModel() {
		for d := lost; d > often; d-- {
			if t >= b.from(d, leave) {
				return d
			}
		}
		return often
	}
	probability := b.buys(t)
	for d := lost; d > quiet; d-- {
		if t >= b.floor(d, leave) && probability < b.policy.band(d, leave) {
			return d
		}
	}
	if b.days < b.policy.ActiveOrders || probability < b.policy.band(quiet, leave) {
		return quiet
	}
	return often
}

// nextDay is the first day after one on which the degree is another.
func (b *buyer) nextDay(after loyalty.Day, leave bool) loyalty.Day {
	next := lastClockDay + 1
	d := b.degree(after, leave)
	if d < lost {
		next = min(next, b.last+loyalty.Day(b.from(d+1, leave)))
	}
	if d < dead {
		next = min(next, b.dead(leave))
	}
	return next
}

// dead is the day from which on a buyer is dead: after long silence, or lost and
// without an answer to the shop's messages; not while they show signs of life.
func (b *buyer) dead(leave bool) loyalty.Day {
	day := b.deadBySilence(leave)
	if last, ok := b.history.unanswered(); ok {
		gone := b.last + loyalty.Day(b.from(lost, leave))
		day = min(day, max(gone, last+loyalty.Day(b.policy.AnswerDays)))
	}
	if sign := max(b.history.Contacted, b.history.Answered); sign > b.last {
		day = max(day, sign+loyalty.Day(b.policy.InterestDays))
	}
	return day
}

func (b *buyer) deadBySilence(leave bool) loyalty.Day {
	ease := 1.0
	if leave {
		ease -= b.policy.Slack
	}
	days := b.policy.Days.Dead * ease
	if b.policy.Rung == BuyProbability {
		days = min(days, b.aliveFor(b.policy.band(dead, leave)))
	}
	return b.last + loyalty.Day(beyond(max(days, ownGaps[dead]*b.own*ease)))
}

// past is the customer after so many days of silence, as the model wants it.
func (b *buyer) past(silence int32) btyd.Customer {
	return btyd.Customer{X: b.days - 1, Tx: b.gaps.Sum, T: b.gaps.Sum + float64(silence)}
}

// buys is the probability of a purchase within the horizon after so many days of
// silence. It falls with silence: the customer is less likely to be there, and has
// shown less wish to buy.
func (b *buyer) buys(silence int32) float64 {
	return b.policy.Model.PBuy(b.past(silence), b.policy.Horizon)
}

// aliveFor is the silence after which the probability that the customer is there
// falls below p: [btyd.MBG.PAlive] solved for T.
func (b *buyer) aliveFor(p float64) float64 {
	m, x := b.policy.Model, float64(b.days-1)
	odds := (1 - p) / p * (m.B + x) / m.A
	if odds <= 1 {
		return -1
	}
	return (m.Alpha + b.gaps.Sum) * math.Expm1(math.Log(odds)/(m.R+x))
}

// buysLessThan is the first day of silence, not before a floor, on which the
// probability of buying is below p. It falls nearly as a power of α+T, so the line
// through two points in logarithms finds it in a few steps.
func (b *buyer) buysLessThan(p float64, floor int32) int32 {
	lo, above := floor, b.buys(floor)
	if above < p {
		return floor
	}
	m, shape := b.policy.Model, b.policy.Model.R+float64(b.days-1)
	// P(buy) < (r+x)·H/(α+T), and P(buy) < P(alive) < (b+x)/a·((α+tx)/(α+T))^(r+x).
	base := m.Alpha + b.gaps.Sum
	far := min(shape*b.policy.Horizon/p-base, base*math.Expm1(math.Log((m.B+float64(b.days-1))/(m.A*p))/shape))
	hi := beyond(max(far, float64(floor)) + 1)
	if hi >= never {
		return never
	}
	below := b.buys(hi)
	for below >= p && hi < never/2 { // by a last digit
		hi *= 2
		below = b.buys(hi)
	}
	at := func(t int32) float64 { return math.Log(base + float64(t)) }
	ulo, flo := at(lo), math.Log(above/p)
	uhi, fhi := at(hi), math.Log(below/p)
	side := 0
	for step := 0; hi-lo > 1; step++ {
		mid := lo + (hi-lo)/2
		if guess := math.Round(math.Exp(ulo+(uhi-ulo)*flo/(flo-fhi)) - base); step < 12 && guess-guess == 0 {
			mid = int32(min(max(guess, float64(lo+1)), float64(hi-1)))
		}
		value := b.buys(mid)
		f := math.Log(value / p)
		if value < p {
			hi, uhi, fhi = mid, at(mid), f
			if side < 0 {
				flo /= 2
			}
			side = -1
		} else {
			lo, ulo, flo = mid, at(mid), f
			if side > 0 {
				fhi /= 2
			}
			side = 1
		}
	}
	return hi
}
