package btyd

import "math"

// discounted is ∫ e^(−δt) dE(t) over (0, horizon], where E(t) are the purchases expected
// within t. By parts that is e^(−δH)E(H) + δ∫ e^(−δt)E(t) dt, computed to nine digits by
// quadrature with bisection at bends of E. "For ever" ends where e^(−δt) is 1e-16.
func discounted(expected func(t float64) float64, delta, horizon float64) float64 {
	if delta == 0 {
		return expected(horizon)
	}
	end := min(horizon, 37/delta, math.MaxFloat64/4)
	if end == 0 {
		return 0
	}
	last := expected(end)
	worth := func(t float64) float64 { return delta * math.Exp(-delta*t) * expected(t) }
	halvings := 4096 // what no smooth E needs; one that trembles in its last digits never has enough
	inner := bisect(worth, 0, end, legendre(worth, 0, end), 1e-12*last, 48, &halvings)
	return capped(math.Exp(-delta*end)*last + inner)
}

// legendre is ∫ f over (lo, hi) by the 8-point rule.
func legendre(f func(float64) float64, lo, hi float64) float64 {
	middle, half := (lo+hi)/2, (hi-lo)/2
	sum := 0.0
	for _, n := range legendre8 {
		sum += n.w * (f(middle-half*n.x) + f(middle+half*n.x))
	}
	return half * sum
}

// bisect improves whole, the rule's answer for (lo, hi), until halves agree with it, or
// so deep, or until no halvings are left.
func bisect(f func(float64) float64, lo, hi, whole, tolerance float64, depth int, halvings *int) float64 {
	middle := (lo + hi) / 2
	left, right := legendre(f, lo, middle), legendre(f, middle, hi)
	*halvings--
	if depth == 0 || *halvings <= 0 || math.Abs(left+right-whole) <= max(tolerance, 1e-10*(left+right)) {
		return left + right
	}
	return bisect(f, lo, middle, left, tolerance, depth-1, halvings) + bisect(f, middle, hi, right, tolerance, depth-1, halvings)
}
