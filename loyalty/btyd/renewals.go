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
//	E·S = Σₙ (R)ₙ/n! (1-z)ᴿ zⁿ Σⱼ (n over j) yʲ · purchases of ⌊n/k⌋
//
// with z = ratio/(1+ratio) and y = (T-Tx)/(α+T)/ratio.
func (f *betaModel) renewals(o outlook, stay float64) float64 {
	if o.ratio == 0 {
		return 0
	}
	mean := (o.shape + float64(f.stages)) * o.ratio // stages in the time ahead
	most := mean + 9*math.Sqrt(mean*(1+o.ratio)) + 40*(1+o.ratio)
	z, y := o.ratio/(1+o.ratio), o.silent/o.ratio // y = g/z
	if !(most < float64(len(reciprocal)) && y < 1e20) {
		return f.renewalsByStage(o, stay)
	}
	term := o.none         // (R)ₙ/n! (1-z)ᴿ zⁿ
	made, next := 0.0, 1.0 // purchases made by then; chance that the next one still is
	sum, n, m := 0.0, 0, 0.0
	for n+f.stages < len(reciprocal) {
		for range f.stages - 1 {
			term *= (o.shape + m) * reciprocal[n+1] * z
			n, m = n+1, m+1
			ways := 1 + m*y
			if f.stages > 2 {
				ways = f.waysOf(m, y)
			}
			sum += term * ways * made
		}
		grow := (o.shape + m) * reciprocal[n+1] * z
		n, m = n+1, m+1
		term *= grow
		made += next
		next *= stay / (f.a + stay)
		stay++
		all := term * (1 + m*y)
		if f.stages > 2 {
			all = term * f.waysOf(m, y)
		}
		if all*(made+1) <= 1e-15*(1-grow)*sum {
			break
		}
		sum += all * made
	}
	return sum / o.ways
}

// waysOf is Σⱼ (n over j) yʲ over j < k.
func (f *betaModel) waysOf(n, y float64) float64 {
	ways := 1.0
	for j := f.stages - 1; j > 1; j-- {
		ways = 1 + (n-float64(j-1))*reciprocal[j]*y*ways
	}
	return 1 + n*y*ways
}

// renewalsByStage adds the sums over j up one by one, where so much may happen in the
// time ahead that they are long.
func (f *betaModel) renewalsByStage(o outlook, stay float64) float64 {
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

func (f *betaModel) renewalsBySum(j int, shape, ratio, ahead, stay float64) float64 {
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
func (f *betaModel) renewalsByQuadrature(j int, shape, ratio, stay float64) float64 {
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
