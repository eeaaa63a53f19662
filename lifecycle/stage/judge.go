package stage

import (
	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A verdict is a stage with what decided.
type verdict struct {
	stage  Stage
	reason Reason
	degree degree // of buyers
}

// A degree is how far a buyer has gone from the shop.
type degree uint8

const (
	often   degree = iota // buys often
	quiet                 // less than that
	lapsing               //
	lost                  //
	dead                  //
)

// judge is the stage on a day. The policy is ready.
func (p *Policy) judge(h *History, today loyalty.Day) verdict {
	if v, ok := p.judgeWithout(h, today); ok {
		return v
	}
	b := p.buyer(h)
	return b.judge(today)
}

// judge is the verdict where silence decides.
func (b *buyer) judge(today loyalty.Day) verdict { return b.stageOf(b.degree(today, false), today) }

// judgeWithout is the stage where silence has no say.
func (p *Policy) judgeWithout(h *History, today loyalty.Day) (verdict, bool) {
	switch {
	case h.Closed != 0 && today >= h.Closed:
		return verdict{stage: Dead, reason: AccountClosed, degree: dead}, true
	case h.Blocked != 0 && today >= h.Blocked:
		return verdict{stage: Dead, reason: IsBlocked, degree: dead}, true
	case today < h.known():
		return verdict{reason: ClockBehind}, true
	case h.Bought():
		return verdict{}, false
	case h.Contacted == 0:
		return verdict{reason: NothingKnown}, true
	case today >= h.Contacted+loyalty.Day(p.InterestDays):
		return verdict{reason: InterestFaded}, true
	}
	return verdict{stage: Interested, reason: RecentContact}, true
}

// stageOf is the stage of a buyer of that degree.
func (b *buyer) stageOf(d degree, today loyalty.Day) verdict {
	v := verdict{degree: d}
	switch {
	case d == dead && today < b.deadBySilence(false):
		v.stage, v.reason = Dead, NothingAnswered
	case d == dead:
		v.stage, v.reason = Dead, TooSilent
	case d == lost:
		v.stage, v.reason = Lost, TooSilent
	case d == lapsing:
		v.stage, v.reason = Lapsing, TooSilent
	case b.days == 1:
		v.stage, v.reason = New, OnePurchase
	case d == quiet:
		v.stage, v.reason = SecondPurchase, CameBack
	default:
		v.stage, v.reason = b.often()
	}
	return v
}

// often is the stage of who buys often: loyal if also long enough and mostly here.
func (b *buyer) often() (Stage, Reason) {
	if b.days < b.policy.LoyalOrders {
		return Active, BuysOften
	}
	if b.history.Category > 0 {
		loyal, m := b.policy.Majority.Loyal(b.share())
		switch {
		case m.OK && loyal:
			return Loyal, BuysMostlyHere
		case m.OK:
			return Active, BuysOften
		}
	}
	return Loyal, ManyPurchases
}

func (b *buyer) share() loyalty.Share {
	return loyalty.Share{Own: int(b.history.Own), Category: int(b.history.Category)}
}

// nextDay is the next day after one on which the verdict may be another. The stages
// in between are all the same.
func (p *Policy) nextDay(h *History, after loyalty.Day) (loyalty.Day, bool) {
	if !h.Bought() {
		return (&buyer{}).nextVerdict(p, h, after, often)
	}
	b := p.buyer(h)
	return b.nextVerdict(p, h, after, b.degree(after, false))
}

// nextVerdict is nextDay for a buyer whose degree on that day is known.
func (b *buyer) nextVerdict(p *Policy, h *History, after loyalty.Day, d degree) (loyalty.Day, bool) {
	next := base.LastClockDay + 1
	consider := func(d loyalty.Day) {
		if d > after {
			next = min(next, d)
		}
	}
	if h.Closed != 0 {
		consider(h.Closed)
	}
	if h.Blocked != 0 {
		consider(h.Blocked)
	}
	closed := h.Closed != 0 && after >= h.Closed || h.Blocked != 0 && after >= h.Blocked
	switch {
	case closed:
		return 0, false
	case after < h.known():
		consider(h.known())
	case h.Bought():
		consider(b.nextDay(after, d))
	case h.Contacted != 0:
		consider(h.Contacted + loyalty.Day(p.InterestDays))
	}
	return next, next <= base.LastClockDay
}
