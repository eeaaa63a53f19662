package btyd

import "math"

// pmf is the probability that a new customer makes exactly x repeat purchases
// within t after the first. With N_x(τ) the NBD probability of x purchases within τ
// it is
//
//	N_x(t) (β/(β+t))^s + ∫ s/(β+τ) (β/(β+τ))^s N_x(τ) dτ  over (0, t]
//
// (Fader & Hardie, "Deriving an expression for P(X(t)=x) under the Pareto/NBD
// model", 2006). Over ln τ the integrand has one peak and falls ever faster on both
// sides. Gauss-Legendre panels integrate outwards from the peak, to ten digits.
func (m paretoModel) pmf(x int, t float64) float64 {
	if x < 0 || x > maxCount || !m.valid() || !isTime(t) {
		return 0
	}
	if t == 0 {
		if x == 0 {
			return 1
		}
		return 0
	}
	c := counting{m: m, x: float64(x), ways: lnRising(m.R, x) - lgamma(float64(x)+1)}
	if m.Beta == 0 {
		stays := counting{m: paretoModel{m.R, m.Alpha, 0, 1}, x: c.x, ways: c.ways}
		p := math.Exp(stays.silent(t) - m.S)
		if x == 0 {
			p -= math.Expm1(-m.S)
		}
		return min(capped(p), 1)
	}
	end := min(math.Log(t), 709)
	sum := math.Exp(c.silent(t))
	peak := c.peak(end)
	sum += m.S * (c.walk(peak, end, 1) + c.walk(peak, -745, -1))
	return min(capped(sum), 1)
}

// counting is the integrand for x purchases, over u = ln τ.
type counting struct {
	m       paretoModel
	x, ways float64
}

// silent is ln N_x(τ) (β/(β+τ))^s.
func (c counting) silent(tau float64) float64 {
	sum := c.ways - c.m.R*math.Log1p(tau/c.m.Alpha) - c.m.S*math.Log1p(tau/c.m.Beta)
	if c.x > 0 {
		sum -= c.x * math.Log1p(c.m.Alpha/tau)
	}
	return sum
}

// at is the integrand, without the factor s.
func (c counting) at(u float64) float64 {
	tau := math.Exp(u)
	return math.Exp(c.silent(tau)) / (1 + c.m.Beta/tau)
}

// bend is the first and second derivative of its logarithm.
func (c counting) bend(u float64) (slope, curve float64) {
	p := 1 / (1 + math.Exp(math.Log(c.m.Alpha)-u))
	q := 1 / (1 + math.Exp(math.Log(c.m.Beta)-u))
	slope = c.x + 1 - (c.x+c.m.R)*p - (c.m.S+1)*q
	return slope, (c.x+c.m.R)*p*(1-p) + (c.m.S+1)*q*(1-q)
}

// peak is where the integrand is highest, not above end.
func (c counting) peak(end float64) float64 {
	if slope, _ := c.bend(end); slope >= 0 {
		return end
	}
	lo, hi := -745.0, end
	for range 60 {
		middle := (lo + hi) / 2
		if slope, _ := c.bend(middle); slope > 0 {
			lo = middle
		} else {
			hi = middle
		}
	}
	return lo
}

// mostPanels is more than any model needs whose rates are not all but infinite.
const mostPanels = 20_000

// walk integrates from the peak towards end, in the direction of sign.
func (c counting) walk(u, end, sign float64) float64 {
	sum := 0.0
	for step, top := 0, c.at(u); sign*(end-u) > 0 && step < mostPanels; step++ {
		slope, curve := c.bend(u)
		h := min(1, 1.5/math.Sqrt(curve), 2.5/math.Abs(slope), sign*(end-u))
		part := 0.0
		for _, n := range legendre8 {
			part += 0.5 * h * n.w * (c.at(u+sign*h*(0.5-0.5*n.x)) + c.at(u+sign*h*(0.5+0.5*n.x)))
		}
		sum += part
		next := u + sign*h
		if next == u || !(c.at(next) > 1e-18*top) {
			break
		}
		u = next
	}
	return sum
}
