package btyd

import (
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/mat"

	"github.com/tiexin-go/tiexin/loyalty/internal/optimum"
)

// A process is which of the family's models is meant: all of them have purchases
// at a rate of the customer's own, Gamma distributed with r and α, and differ in
// when a customer may leave and in how regular the gaps are.
type process struct {
	drop   dropout
	stages int // a gap is so many waiting times at the customer's rate: Erlang-k
}

type dropout int

const (
	never      dropout = iota // NBD
	afterLater                // after every repeat purchase: BG/NBD
	afterEvery                // after every purchase, the first included: MBG/NBD
)

// chances is after how many purchases a customer with X repeats could have left.
func (d dropout) chances(x int) int {
	switch d {
	case afterLater:
		return x
	case afterEvery:
		return x + 1
	}
	return 0
}

// params is how many parameters the process has.
func (p process) params() int {
	if p.drop == never {
		return 2
	}
	return 4
}

// A tally is a sum over customers: the log-likelihood, its gradient and its
// Hessian in ln r, ln α, ln a, ln b; of the Hessian the upper triangle by rows.
type tally struct {
	f float64
	g [4]float64
	h [10]float64
}

func (t *tally) add(o *tally) {
	t.f += o.f
	for i := range t.g {
		t.g[i] += o.g[i]
	}
	for i := range t.h {
		t.h[i] += o.h[i]
	}
}

// write puts the negative of the tally where the search wants it.
func (t *tally) write(g []float64, h *mat.SymDense) float64 {
	k := 0
	for i := range 4 {
		for j := i; j < 4; j++ {
			if j < len(g) {
				h.SetSym(i, j, -t.h[k])
			}
			k++
		}
		if i < len(g) {
			g[i] = -t.g[i]
		}
	}
	if math.IsNaN(t.f) {
		return math.Inf(1)
	}
	return -t.f
}

// likelihood is the function that a fit minimises: the negative log-likelihood of
// the history with gradient and Hessian.
//
// With R = r + kX and the rising factorial (z)ₘ = z(z+1)…(z+m-1), a customer's is
//
//	(r)ₖₓ αʳ (α+T)⁻ᴿ · (b)ₘ/(a+b)ₘ · (S + a/(b+m-1) · ((α+T)/(α+Tx))ᴿ) / Γ(k)ˣ
//
// where m counts the chances to leave, S = Σ (R)ⱼ/j! ((T-Tx)/(α+T))ʲ over j < k
// (1 for k = 1), and the last summand is the customer who has left; without a
// chance to leave it is missing. What depends on X alone is computed once for
// each X and times the customers who have it.
func (h *history) likelihood(p process) optimum.Objective {
	const chunk = 4096
	sums := make([]tally, (len(h.rows)+chunk-1)/chunk)
	table := make([]perX, len(h.xs))
	coefficients := make([]rise, len(h.xs)*p.stages)
	return func(logParams, g []float64, hessian *mat.SymDense) float64 {
		var at point
		for i, v := range logParams {
			at[i] = math.Exp(v)
		}
		total := h.fill(p, &at, table, coefficients)
		part := func(i int) {
			sums[i] = tally{}
			rows := h.rows[i*chunk : min((i+1)*chunk, len(h.rows))]
			if p.stages == 1 {
				sumExponential(rows, &at, table, &sums[i])
			} else {
				sumErlang(rows, &at, table, coefficients, p.stages, &sums[i])
			}
		}
		inParallel(len(sums), part)
		for i := range sums {
			total.add(&sums[i])
		}
		return total.write(g, hessian)
	}
}

// inParallel calls part with 0 … n-1 on all cores. Every part writes to a place
// of its own, so the result does not depend on how many cores there are.
func inParallel(n int, part func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers <= 1 {
		for i := range n {
			part(i)
		}
		return
	}
	var next atomic.Int64
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				part(i)
			}
		})
	}
	all.Wait()
}

// A point is the parameters r, α, a, b.
type point [4]float64

// perX is what the customers of one X share.
type perX struct {
	r      float64 // R = r + kX
	odds   float64 // ln a - ln(b+m-1): of having left, before the silence is looked at
	oddsB  float64 // its derivative by ln b
	oddsBB float64
	leaves bool // there was a chance to leave
}

// fill writes the table and sums what depends on X alone.
func (h *history) fill(p process, at *point, table []perX, coefficients []rise) tally {
	r, alpha, a, b := at[0], at[1], at[2], at[3]
	rate, stay := riser{z: r}, stayer{a: a, b: b}
	logAlpha := math.Log(alpha)
	perRepeat := lgamma(float64(p.stages))
	var sum tally
	for i, x := range h.xs {
		n, m := h.many[i], p.drop.chances(x)
		v := rate.to(p.stages * x)
		sum.f += n * (v.log - float64(p.stages*x)*logAlpha - float64(x)*perRepeat)
		sum.g[0] += n * r * v.d1
		sum.h[0] += n * (r*v.d1 + r*r*v.d2)
		sum.g[1] -= n * float64(p.stages*x)
		row := perX{r: r + float64(p.stages*x), leaves: m > 0}
		if m > 0 {
			v := stay.to(m)
			sum.f += n * v.log
			sum.g[2] -= n * a * v.all1
			sum.g[3] += n * b * v.d1
			sum.h[7] += n * (a*a*v.all2 - a*v.all1)
			sum.h[8] += n * a * b * v.all2
			sum.h[9] += n * (b*v.d1 + b*b*v.d2)
			last := b + float64(m-1)
			row.odds = math.Log(a / last)
			row.oddsB = -b / last
			row.oddsBB = -b * float64(m-1) / (last * last)
		}
		table[i] = row
		if p.stages > 1 {
			c := coefficients[i*p.stages : (i+1)*p.stages]
			c[0] = rise{v: 1}
			for j := 1; j < p.stages; j++ {
				c[j] = c[j-1].times(row.r+float64(j-1), float64(j))
			}
		}
	}
	return sum
}

// sumExponential adds up the rows of a process with exponential gaps.
func sumExponential(rows []row, at *point, table []perX, sum *tally) {
	r, alpha := at[0], at[1]
	var s tally
	for i := range rows {
		c := &rows[i]
		x := &table[c.x]
		n, end := c.many, alpha+c.t
		late := math.Log1p(c.t / alpha)
		pull := x.r * alpha / end // of α: R·α/(α+T)
		s.f -= n * x.r * late
		s.g[0] -= n * r * late
		s.g[1] += n * x.r * c.t / end
		s.h[0] -= n * r * late
		s.h[1] += n * r * c.t / end
		s.h[4] -= n * pull * c.t / end
		if !x.leaves {
			continue
		}
		seen := alpha + c.tx
		silence := c.t - c.tx
		u := math.Log1p(silence / seen)
		odds := x.odds + x.r*u
		f, left := softplus(odds)
		dr, da := r*u, -pull*silence/seen
		daa := da * (c.t*c.tx - alpha*alpha) / (end * seen)
		s.f += n * f
		s.mix(n, left, [4]float64{dr, da, 1, x.oddsB}, dr, r/x.r*da, daa, x.oddsBB)
	}
	sum.add(&s)
}

// mix adds the summand ln(1+exp(d)) of a customer who may have left with
// probability left, where d has the gradient and the second derivatives given;
// those not named are 0.
func (s *tally) mix(n, left float64, d [4]float64, rr, ra, aa, bb float64) {
	w := n * left
	v := w * (1 - left)
	s.g[0] += w * d[0]
	s.g[1] += w * d[1]
	s.g[2] += w * d[2]
	s.g[3] += w * d[3]
	s.h[0] += w*rr + v*d[0]*d[0]
	s.h[1] += w*ra + v*d[0]*d[1]
	s.h[2] += v * d[0] * d[2]
	s.h[3] += v * d[0] * d[3]
	s.h[4] += w*aa + v*d[1]*d[1]
	s.h[5] += v * d[1] * d[2]
	s.h[6] += v * d[1] * d[3]
	s.h[7] += v * d[2] * d[2]
	s.h[8] += v * d[2] * d[3]
	s.h[9] += w*bb + v*d[3]*d[3]
}

// softplus is ln(1+exp(x)) and its derivative.
func softplus(x float64) (value, slope float64) {
	if x > 0 {
		e := math.Exp(-x)
		return x + math.Log1p(e), 1 / (1 + e)
	}
	e := math.Exp(x)
	return math.Log1p(e), e / (1 + e)
}
