package btyd

import "math"

// legendre8 are the positive nodes and the weights of the 8-point Gauss-Legendre
// rule on [-1, 1], legendre4 those of the 4-point rule.
var (
	legendre8 = []node{
		{0.1834346424956498, 0.3626837833783620},
		{0.5255324099163290, 0.3137066458778873},
		{0.7966664774136267, 0.2223810344533745},
		{0.9602898564975363, 0.1012285362903763},
	}
	legendre4 = []node{
		{0.3399810435848563, 0.6521451548625461},
		{0.8611363115940526, 0.3478548451374538},
	}
)

type node struct{ x, w float64 }

// faded is the number of e-foldings after which nothing is left to integrate.
const faded = 45

// panels walk over the time in which of two clocks, silent at age from, b may ring
// before a. The walk is over ln(1 + t/d) with d the smaller scale at that age: on it
// the integrand has no pole nearer than π, however far the scales lie apart, so that a
// clock that rings at once takes few steps more than any other.
type panels struct {
	a, b   clock
	da, db float64 // scales at age from
	d      float64 // the smaller one
	span   float64
	at     float64 // how far the walk has come
	over   bool
}

// A panel is a stretch of the walk: times after from, and what each weighs.
type panel struct {
	t, w [8]float64
	n    int
}

// panelsOf begins a walk, and returns the probability that b rings in the part that is
// left out: the first instants, as long as a cannot have rung in them.
func panelsOf(a, b clock, from, span float64) (p panels, before float64) {
	p = panels{a: a, b: b, da: a.scale + from, db: b.scale + from, span: span}
	p.d = min(p.da, p.db)
	if quick := 1e-13 * p.da / a.shape; p.db < quick {
		p.at = min(quick, span)
		before = -math.Expm1(b.still(from, p.at))
	}
	return p, before
}

// next is the next panel; false: the walk is over.
func (p *panels) next(out *panel) bool {
	if p.over || p.at >= p.span {
		return false
	}
	scale := p.d + p.at
	reach := p.reach()
	width, to := growth(p.span-p.at, scale), p.span
	rule := legendre8
	switch {
	case width > reach:
		width = reach
		to = p.at + scale*math.Expm1(width)
	case width <= reach/8:
		rule = legendre4
	}
	out.n = 0
	for _, n := range rule {
		for _, y := range [2]float64{width * (0.5 - 0.5*n.x), width * (0.5 + 0.5*n.x)} {
			step := scale * math.Expm1(y)
			out.t[out.n], out.w[out.n] = p.at+step, 0.5*width*n.w*(scale+step)
			out.n++
		}
	}
	p.over = to <= p.at || p.a.shape*growth(to, p.da)+p.b.shape*growth(to, p.db) > faded
	p.at = to
	return true
}

// reach is how far the 8-point rule is exact from here: until the clock of the smaller
// scale has fallen by so many e-foldings, at a constant rate on this walk, or the other
// one, at a rate that grows with the time, and well short of the pole.
func (p *panels) reach() float64 {
	constant, growing, larger := p.b.shape, p.a.shape, p.da
	if p.da < p.db {
		constant, growing, larger = math.Abs(p.a.shape-1), p.b.shape+1, p.db
	}
	early := (p.d + p.at) / (larger + p.at) // how far from the time at which the larger scale counts
	return min(2.5/constant, math.Log1p(2/(growing*early)), max(1.5, -0.4*math.Log(max(growing, 1)*max(early, 1e-300))))
}

// firstByPanels is [first] by quadrature.
func firstByPanels(a, b clock, from, span float64) float64 {
	walk, sum := panelsOf(a, b, from, span)
	var p panel
	for walk.next(&p) {
		for i, t := range p.t[:p.n] {
			fall := a.shape*growth(t, walk.da) + b.shape*growth(t, walk.db)
			sum += p.w[i] * b.shape * math.Exp(-fall) / (walk.db + t)
		}
	}
	return min(sum, 1)
}
