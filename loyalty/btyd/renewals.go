package btyd

import (
	"math"
	"math/cmplx"
)

// renewals is the expected number of purchases within a time of a customer who is
// there and whose gaps are Erlang-k: with j of k waiting times already done since
// the last purchase, N more of them make ⌊(N+j)/k⌋ purchases, of which the n-th is
// made if none before it was the last:
//
//	E = Σⱼ P(j) Σₘ P(N = m | j) Σₙ (b')ₙ₋₁/(a+b')ₙ₋₁, n ≤ ⌊(m+j)/k⌋
//
// j has weights (R)ⱼ/j! ((T-Tx)/(α+T))ʲ and N is negative binomial with R+j.
//
// Of N + j = n stages together the sum over j is a binomial one, so that one walk over n
// adds up all:
//
//	E·S = Σₙ (R)ₙ/n! (1-z)ᴿ Σⱼ (n over j) gʲ zⁿ⁻ʲ · purchases of ⌊n/k⌋
//
// with z = ratio/(1+ratio) and g = (1-z)(T-Tx)/(α+T).
func (f *family) renewals(o outlook, stay float64) float64 {
	if o.ratio == 0 {
		return 0
	}
	mean := (o.shape + float64(f.stages)) * o.ratio // stages in the time ahead
	if most := mean + 9*math.Sqrt(mean*(1+o.ratio)) + 40*(1+o.ratio); most > float64(len(reciprocal)) {
		return f.renewalsByStage(o, stay)
	}
	z, g := o.ratio/(1+o.ratio), o.silent/(1+o.ratio)
	made, next := 0.0, 1.0 // purchases made by then; chance that the next one still is
	sum, stays := 0.0, stay
	buys := func(all, byTime float64) (over bool) {
		made += next
		next *= stays / (f.a + stays)
		stays++
		return all == 0 || byTime < 1 && all*(made+1) <= 1e-15*(1-byTime)*sum
	}
	if f.stages == 2 { // most that is regular is so, and its two summands fit into registers
		none, one := o.none, 0.0
		for n := 2; n < len(reciprocal); n += 2 {
			grow := (o.shape + float64(n-2)) * reciprocal[n-1]
			none, one = grow*z*none, grow*(z*one+g*none)
			sum += (none + one) * made
			grow = (o.shape + float64(n-1)) * reciprocal[n]
			none, one = grow*z*none, grow*(z*one+g*none)
			if buys(none+one, grow*z) {
				break
			}
			sum += (none + one) * made
		}
		return sum / o.ways
	}
	var part [MaxRegularity]float64 // the summands over j for the n at hand
	part[0] = o.none
	left := f.stages
	for n := 1; n < len(reciprocal); n++ {
		grow := (o.shape + float64(n-1)) * reciprocal[n]
		all := 0.0
		for j := f.stages - 1; j > 0; j-- {
			part[j] = grow * (z*part[j] + g*part[j-1])
			all += part[j]
		}
		part[0] *= grow * z
		all += part[0]
		if left--; left == 0 {
			left = f.stages
			if buys(all, grow*z) {
				break
			}
		}
		sum += all * made
	}
	return sum / o.ways
}

// renewalsByStage adds the sums over j up one by one, where so much may happen in the
// time ahead that they are long.
func (f *family) renewalsByStage(o outlook, stay float64) float64 {
	last := o.shape + float64(f.stages)
	long := last*o.ahead > 600 || last*o.ratio+40*(1+o.ratio) > 4000
	var sum, mass float64
	weight := 1.0
	for j := range f.stages {
		var e float64
		if long {
			e = f.renewalsByQuadrature(j, o.shape+float64(j), o.ratio, stay)
		} else {
			e = f.renewalsBySum(j, o.shape+float64(j), o.ratio, o.ahead, stay)
		}
		sum += weight * e
		mass += weight
		weight *= (o.shape + float64(j)) / float64(j+1) * o.silent
		if weight == 0 {
			break
		}
		if weight > 1e150 { // shares are all that counts
			sum, mass, weight = sum/weight, mass/weight, 1
		}
	}
	return sum / mass
}

func (f *family) renewalsBySum(j int, shape, ratio, ahead, stay float64) float64 {
	z := ratio / (1 + ratio)
	chance := math.Exp(-shape * ahead) // of exactly m waiting times
	made, next := 0.0, 1.0             // purchases made by then; chance that the next one still is
	sum, bought := 0.0, 0.0
	for m := 0.0; m < 20000; m++ {
		if j == f.stages {
			j = 0
			made += next
			next *= (stay + bought) / (f.a + stay + bought)
			bought++
		}
		j++
		sum += chance * made
		grow := (shape + m) / (m + 1) * z
		if grow < 1 && chance*(made+1) <= 1e-16*(1-grow)*sum {
			break
		}
		chance *= grow
		if chance == 0 {
			break
		}
	}
	return sum
}

// renewalsByQuadrature takes the mean over p of (1 - E sᴹ)/p, where M is the
// purchases that could be made and s = 1-p. With u = sᶦᐟᵏ, i = 1, the roots of
// unity ω pick the remainders: the part of ω = 1 is a mean of k powers of u, the
// others are each a multiple of p.
func (f *family) renewalsByQuadrature(j int, shape, ratio, stay float64) float64 {
	k := float64(f.stages)
	count := func(p float64) float64 {
		p = min(max(p, 1e-290), 1-1e-7)
		root := math.Log1p(-p) / k // ln u
		power := -shape * math.Log1p(-math.Expm1(root)*ratio)
		sum := 0.0
		for rest := range f.stages {
			sum -= math.Expm1(float64(j-rest)*root+power) / (k * p)
		}
		for l := 1; l < f.stages; l++ {
			turn := cmplx.Rect(math.Exp(root), 2*math.Pi*float64(l)/k)
			e := cmplx.Pow(turn, complex(float64(j), 0)) * cmplx.Exp(complex(-shape, 0)*cmplx.Log(1+(1-turn)*complex(ratio, 0)))
			sum += real(e/(1-1/turn)) / (k * (1 - p))
		}
		return sum
	}
	return betaMean(f.a, stay, count(0), count)
}
