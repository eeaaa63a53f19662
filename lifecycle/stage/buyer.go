package stage

import (
	"math"

	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
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
	model   buyerModel
	silent  [2]loyalty.Day // the day of death by silence, and that of 'leave'; 0: not asked yet
}

func (p *Policy) buyer(h *History) buyer {
	b := buyer{policy: p, history: h, last: h.Last(), days: h.Days(), gaps: h.Gaps()}
	if b.gaps.N > 0 {
		b.own = b.gaps.Sum / float64(b.gaps.N)
	}
	if p.Rung == BuyProbability {
		b.model = newBuyerModel(p, b.days-1, b.gaps.Sum)
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
	return b.model.buysLessThan(b.policy.band(d, leave), b.floor(d, leave))
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
	probability := b.model.at(t).buys
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

// nextDay is the first day after one on which the degree d of that day is another.
func (b *buyer) nextDay(after loyalty.Day, d degree) loyalty.Day {
	next := base.LastClockDay + 1
	if d < lost {
		from := int32(0)
		if b.byModel() { // the days up to that one are known to be before
			from = b.model.buysLessThan(b.policy.band(d+1, false), max(b.floor(d+1, false), int32(after-b.last)))
		} else {
			from = b.from(d+1, false)
		}
		next = min(next, b.last+loyalty.Day(from))
	}
	if d < dead {
		next = min(next, b.dead(false))
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
	ease, day := 1.0, &b.silent[0]
	if leave {
		ease, day = ease-b.policy.Slack, &b.silent[1]
	}
	if *day == 0 {
		days := b.policy.Days.Dead * ease
		if b.policy.Rung == BuyProbability {
			days = min(days, b.model.aliveFor(b.policy.band(dead, leave)))
		}
		*day = b.last + loyalty.Day(beyond(max(days, ownGaps[dead]*b.own*ease)))
	}
	return *day
}
