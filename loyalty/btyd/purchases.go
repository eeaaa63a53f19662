package btyd

import "math"

// purchases is the expected number of purchases within a time of a customer who
// is there, leaves after each with a probability p ~ Beta(a, stay), and buys at a
// rate of the Gamma shape given; ratio is the time by the rate's α+T, and ahead
// is ln(1+ratio). It is the mean of (1-(1+p·ratio)⁻ˢʰᵃᵖᵉ)/p over p.
//
// With c = a+stay-1, A = c-shape, z = ratio/(1+ratio), L = ln(1-z), y = (a-1)L:
//
//	E = -cL·(eʸ-1)/y - eʸ·Σ (A)ₖ (a)ₖ₋₁ zᵏ / ((c+1)ₖ₋₁ k!), k ≥ 1
//
// which is Euler's transformation of the hypergeometric form that Fader, Hardie &
// Lee (2005) give; it does not overflow and has no hole at a = 1. Where its two
// terms all but cancel, or the sum is long, the mean is taken by quadrature.
func purchases(a, stay, shape, ratio, ahead float64) float64 {
	if ratio == 0 {
		return 0
	}
	const longest = 2000
	c, z := a+stay-1, ratio/(1+ratio)
	if z > 0.95 || c > 1e9 {
		return purchasesByQuadrature(a, stay, shape, ratio)
	}
	y := -(a - 1) * ahead
	first := c * ahead
	if y != 0 {
		first *= math.Expm1(y) / y
	}
	top := c - shape
	term := top * z
	sum, size := term, math.Abs(term)
	enough := 1e-16 * (1 - z)
	k := 1.0
	for ; k < longest; k++ {
		term *= (top + k) * (a + k - 1) * z / ((c + k) * (k + 1))
		sum += term
		size += math.Abs(term)
		if math.Abs(term) <= enough*size {
			break
		}
	}
	grown := math.Exp(y)
	e := first - grown*sum
	if k < longest && e > 1e-4*(math.Abs(first)+grown*size) { // never so where a term has overflowed
		return e
	}
	return purchasesByQuadrature(a, stay, shape, ratio)
}

// purchasesByQuadrature takes the mean over p as it is defined.
func purchasesByQuadrature(a, stay, shape, ratio float64) float64 {
	return betaMean(a, stay, shape*ratio, func(p float64) float64 {
		s := p * ratio
		if s*max(shape, 1) < 1e-15 {
			return shape * ratio
		}
		return -math.Expm1(-shape*math.Log1p(s)) / p
	})
}
