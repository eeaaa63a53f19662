package btyd

import "math"

// The Pareto/NBD is a race. A customer bought at some instant; two clocks run: the
// next purchase and the departure. Among customers with a history the first has
// the survival function ((α+τ₀)/(α+τ))^(r+x), the second ((β+τ₀)/(β+τ))^s. Every
// number of the model is a probability about which clock rings first, and when.

// A clock rings after a time whose rate is gamma distributed among customers: a
// Lomax, or Pareto II, law. It has not rung by age τ, given that it had not by τ₀,
// with probability ((scale+τ₀)/(scale+τ))^shape.
//
// With scale 0 it rings at once, with probability 1 − e^−shape, or never: the limit of
// clocks whose scale goes to 0 and whose shape does so like shape/ln(1/scale).
type clock struct{ shape, scale float64 }

// still is the logarithm of the probability that a clock that has not rung by
// age from does not within span. Spans are passed, not ends: a day after three
// years keeps its digits.
func (c clock) still(from, span float64) float64 {
	switch {
	case c.scale > 0:
		return -c.shape * growth(span, c.scale+from)
	case from == 0 && span > 0:
		return -c.shape
	}
	return 0
}

// growth is ln(1 + t/d), also where the quotient has outgrown float64.
func growth(t, d float64) float64 {
	if ratio := t / d; ratio <= math.MaxFloat64 {
		return math.Log1p(ratio)
	}
	return math.Log(t) - math.Log(d*0x1p100) + 100*math.Ln2 // d may have lost digits that Log wants
}

// neither is the probability that of two clocks, silent at from, none rings within span.
func neither(a, b clock, from, span float64) float64 {
	return math.Exp(a.still(from, span) + b.still(from, span))
}

// first is the probability that of two clocks, silent at age from, b rings within
// span, and before a:
//
//	∫ b/(B+τ) ((A+from)/(A+τ))^a ((B+from)/(B+τ))^b dτ  over (from, from+span]
//
// The integral from τ to infinity is a Gauss hypergeometric function; after Euler's
// transformation (Abramowitz & Stegun 15.3.3) it is, for A ≥ B,
//
//	b/(a+b) ₂F₁(1, a; a+b+1; (A−B)/(A+τ))
//
// and for A < B, with the same prefactor times (A+τ)/(B+τ), ₂F₁(1, b+1; a+b+1; (B−A)/(B+τ)):
// positive, at most 1 in product, and without powers that overflow. The answer is
// the difference of two of them. Where they would cancel, or an argument is so near
// 1 that the fraction is slow, Gauss-Legendre panels answer.
func first(a, b clock, from, span float64) float64 {
	switch {
	case !(span > 0):
		return 0
	case b.scale == 0:
		return -math.Expm1(b.still(from, span))
	case a.scale == 0:
		return -math.Exp(a.still(from, span)) * math.Expm1(b.still(from, span))
	case slow(a, b, from):
		return firstByPanels(a, b, from, span)
	}
	return firstOf(a, b, from, span, neither(a, b, from, span), eventually(a, b, from), eventually(a, b, from+span))
}

// firstOf is [first] for who knows already that neither rings with probability
// still, and what happens eventually, seen from both ends.
func firstOf(a, b clock, from, span, still, atFrom, atTo float64) float64 {
	p := atFrom - still*atTo
	if p < 1e-3*atFrom {
		return firstByPanels(a, b, from, span)
	}
	return min(p, 1)
}

// slow says that the continued fraction would need many terms at age from.
func slow(a, b clock, from float64) bool {
	lo, hi := min(a.scale, b.scale)+from, max(a.scale, b.scale)+from
	return lo < 1e-3*hi
}

// eventually is the probability that b rings before a at any time after age from.
func eventually(a, b clock, from float64) float64 {
	sum := a.shape + b.shape
	share := b.shape / sum
	if a.scale >= b.scale {
		return share * gauss1(a.shape, sum+1, (a.scale-b.scale)/(a.scale+from))
	}
	shift := (a.scale + from) / (b.scale + from)
	return share * shift * gauss1(b.shape+1, sum+1, (b.scale-a.scale)/(b.scale+from))
}

// gauss1 is ₂F₁(1, b; c; z) for 0 < b ≤ c and 0 ≤ z < 1: by its series, whose terms
// are positive, for z < ½, and by Gauss's continued fraction above (Abramowitz &
// Stegun 15.2, Wall 1948 §89), summed forward by Steed's method, whose terms are
// positive too.
func gauss1(b, c, z float64) float64 {
	if z < 0.5 {
		sum, term := 1.0, 1.0
		for k := 0.0; term > 1e-17*sum; k++ {
			term *= (b + k) / (c + k) * z
			sum += term
		}
		return sum
	}
	d, step, sum := 1.0, 1.0, 1.0
	part := b / c * z
	for n := 1.0; n < 1e6; n++ {
		d = 1 / (1 - part*d)
		step *= d - 1
		sum += step
		part = n / (c + 2*n - 2) * ((c - b + n - 1) / (c + 2*n - 1)) * z
		d = 1 / (1 - part*d)
		step *= d - 1
		sum += step
		if step <= 1e-17*sum {
			break
		}
		part = (b + n) / (c + 2*n) * ((c - 1 + n) / (c - 1 + 2*n)) * z
	}
	return sum
}
