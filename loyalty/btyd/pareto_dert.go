package btyd

import (
	"math"
	"math/rand/v2"
)

// discounted is, for ever, the closed form of Fader, Hardie & Lee, "RFM and CLV", JMR 42(4),
// 2005, with Tricomi's function Ψ written as its integral:
//
//	P(alive) (r+x)/(α+T) ∫ e^(−δu) ((β+T)/(β+T+u))^s du  over u > 0
func (m paretoModel) discounted(c Customer, delta, horizon float64) float64 {
	if !c.ok() || !m.valid() || !discountable(delta, horizon) {
		return 0
	}
	if delta == 0 {
		return m.expected(c, horizon)
	}
	p := m.alive(c)
	if p == 0 {
		return 0
	}
	return capped(p * (m.R + float64(c.X)) / (m.Alpha + c.T) * m.departure().discounted(c.T, delta, horizon))
}

// discountable tells whether a discount and a horizon go together.
func discountable(delta, horizon float64) bool {
	return delta >= 0 && delta <= math.MaxFloat64 && horizon >= 0 && (delta > 0 || horizon <= math.MaxFloat64)
}

// discounted is ∫ e^(−δu) (b/(b+u))^s du over (0, horizon], with the scale b at an age,
// by panels that grow with the distance to the pole at −b.
func (c clock) discounted(from, delta, horizon float64) float64 {
	if c.scale == 0 {
		return -math.Exp(c.still(from, horizon)) * math.Expm1(-delta*horizon) / delta
	}
	s, b := c.shape, c.scale+from
	sum := 0.0
	for u := 0.0; u < horizon; {
		h := min(0.4*(b+u), 2.5/(delta+s/(b+u)), horizon-u)
		for _, n := range legendre8 {
			for _, at := range [2]float64{u + h*(0.5-0.5*n.x), u + h*(0.5+0.5*n.x)} {
				sum += 0.5 * h * n.w * math.Exp(-delta*at-s*math.Log1p(at/b))
			}
		}
		next := u + h
		if next == u || delta*next+s*math.Log1p(next/b) > faded {
			break
		}
		u = next
	}
	return sum
}

// draw draws a customer, for [Simulate].
func (m paretoModel) draw(random *rand.Rand) life {
	if m.Beta == 0 {
		life := life{Rate: gamma(m.R, m.Alpha, random), K: 1}
		if random.Float64() > math.Exp(-m.S) {
			life.Span = math.SmallestNonzeroFloat64
		}
		return life
	}
	return life{Rate: gamma(m.R, m.Alpha, random), K: 1, Span: random.ExpFloat64() / gamma(m.S, m.Beta, random)}
}
