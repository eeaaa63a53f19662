package loyalty

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// betaShare is the regularised incomplete beta function I(x; a, b), the share of
// Beta(a, b) up to x, where rest is 1 − x with all its digits. It is the continued
// fraction of DLMF 8.17.22 by Lentz's method, from the end at which it converges, and
// keeps ten digits and more also where a and b are in the thousands.
func betaShare(a, b, x, rest float64) float64 {
	switch {
	case !(x > 0):
		return 0
	case !(rest > 0):
		return 1
	case x > (a+1)/(a+b+2):
		return clampTo(1-betaTail(b, a, rest, x), 0, 1)
	}
	return clampTo(betaTail(a, b, x, rest), 0, 1)
}

func betaTail(a, b, x, rest float64) float64 {
	front := math.Exp(a*math.Log(x)+b*math.Log(rest)-mathext.Lbeta(a, b)) / a
	const tiny = 1e-300
	guarded := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	c, d := 1.0, 1/guarded(1-(a+b)*x/(a+1))
	fraction := d
	for i := range 20_000 {
		m := float64(i + 1)
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d, c = 1/guarded(1+even*d), guarded(1+even/c)
		fraction *= d * c
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d, c = 1/guarded(1+odd*d), guarded(1+odd/c)
		step := d * c
		fraction *= step
		if math.Abs(step-1) < 1e-15 {
			break
		}
	}
	return front * fraction
}

// betaQuantile is the p-quantile of Beta(a, b), p strictly between 0 and 1.
func betaQuantile(a, b, p float64) float64 {
	odds := betaOdds(a, b, p)
	return 1 / (1 + 1/odds)
}

// betaOdds is X/(1 − X) for the p-quantile X of Beta(a, b), exact also where X is
// next to 0 or 1: it is polished on the scale of log odds by Newton's steps, with
// dI/du = Xᵃ·(1−X)ᵇ / B(a, b), and searched for where these do not arrive.
func betaOdds(a, b, p float64) float64 {
	x := mathext.InvRegIncBeta(a, b, p)
	u := math.Log(x) - math.Log1p(-x)
	if !isFinite(u) { // the other way round
		y := mathext.InvRegIncBeta(b, a, 1-p)
		u = math.Log1p(-y) - math.Log(y)
	}
	for range 5 {
		miss, x, rest := betaMiss(a, b, p, u)
		step := miss / math.Exp(a*math.Log(x)+b*math.Log(rest)-mathext.Lbeta(a, b))
		if math.Abs(step) < 1e-13*max(1, math.Abs(u)) {
			return math.Exp(u)
		}
		if !(math.Abs(step) < 0.5) {
			break
		}
		u += step
	}
	if miss, _, _ := betaMiss(a, b, p, u); math.Abs(miss) < 1e-10*min(p, 1-p) {
		return math.Exp(u)
	}
	low, high := -745.0, 709.0 // the logarithms that numbers have
	for range 70 {
		u = (low + high) / 2
		if miss, _, _ := betaMiss(a, b, p, u); miss > 0 {
			low = u
		} else {
			high = u
		}
	}
	return math.Exp(u)
}

// betaMiss is by how much the distribution falls short of p at log odds u, taken
// from the end at which less is lost, with X and 1 − X.
func betaMiss(a, b, p, u float64) (miss, x, rest float64) {
	x, rest = 1/(1+math.Exp(-u)), 1/(1+math.Exp(u))
	if p > 0.5 {
		return betaShare(b, a, rest, x) - (1 - p), x, rest
	}
	return p - betaShare(a, b, x, rest), x, rest
}
