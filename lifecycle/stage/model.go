package stage

import "math"

// A buyerModel is what MBG/NBD says of one buyer, with all that does not depend on how
// long the silence is. It answers what [btyd.MBG] does, to rounding.
type buyerModel struct {
	horizon float64
	shape   float64 // r+x
	base    float64 // α+tx, in days
	log     float64 // of base
	odds    float64 // a/(b+x): of having left at the last purchase
}

func newBuyerModel(p *Policy, repeats int, span float64) buyerModel {
	m, x := &p.Model, float64(repeats)
	b := buyerModel{horizon: p.Horizon, shape: m.R + x, base: m.Alpha + span, odds: m.A / (m.B + x)}
	b.log = math.Log(b.base)
	return b
}

// An outlook is a buyer after some days of silence.
type outlook struct {
	buys  float64 // probability of a purchase within the horizon
	log   float64 // of α+T
	slope float64 // by it, of the logarithm of buys
}

// at is the outlook after so many days of silence. The probability falls with silence:
// the customer is less likely to be there, and has shown less wish to buy.
func (b *buyerModel) at(silence int32) outlook {
	now := b.base + float64(silence)
	o := outlook{log: math.Log(now)}
	none := math.Exp(b.shape * (o.log - math.Log(now+b.horizon)))
	gone := b.odds * math.Exp(b.shape*(o.log-b.log)) // odds
	o.buys = (1 - none) / (1 + gone)
	o.slope = -b.shape * (1/(1+1/gone) + none/(1-none)*b.horizon/(now+b.horizon))
	return o
}

// aliveFor is the silence after which the probability that the customer is there
// falls below p: PAlive of the model solved for T.
func (b *buyerModel) aliveFor(p float64) float64 {
	odds := (1 - p) / p / b.odds
	if odds <= 1 {
		return -1
	}
	return b.base * math.Expm1(math.Log(odds)/b.shape)
}

// buysLessThan is the first day of silence, not before a floor, on which the
// probability of buying is below p. It falls nearly as a power of α+T, so that tangents
// in logarithms find the day in a few steps.
func (b *buyerModel) buysLessThan(p float64, floor int32) int32 {
	o := b.at(floor)
	if o.buys < p {
		return floor
	}
	lo, hi := floor, int32(never)
	for step := 0; hi-lo > 1; step++ {
		mid := lo + (hi-lo)/2
		guess := math.Floor(math.Exp(o.log+math.Log(p/o.buys)/o.slope)-b.base) + 1
		if step < 12 && guess == guess {
			mid = int32(min(max(guess, float64(lo+1)), float64(hi-1)))
		}
		if o = b.at(mid); o.buys < p {
			hi = mid
		} else {
			lo = mid
		}
	}
	return hi
}
