package btyd

import (
	"math"
	"slices"
)

// The likelihood of a whole base asks, for every customer, how likely the departure
// comes first in (t_x, T]. Customers with the same number of purchases ask the same
// integral between different ages, so it is taken once between neighbouring ages
// and put together from the oldest age down:
//
//	left(τ) = first(τ → τ') + neither(τ → τ') · left(τ')
//
// where left(τ) is the probability that the departure comes first in (τ, oldest].
// All are probabilities and their sums positive: nothing overflows or cancels. A
// customer is then two look-ups,
//
//	P(no purchase in (t_x, T]) = neither(t_x → T) · (1 − left(T)) + left(t_x)

// An age is where some customer of its X bought last, or stands now.
type age struct {
	tau    float64
	la, lb float64    // ln(1+τ/α), ln(1+τ/β)
	left   [5]float64 // left(τ) and its derivatives by ln r, ln α, ln s, ln β
}

// A pair is a row, as places in the ages.
type pair struct {
	tx, t int32
	many  float64
}

// A paretoGrid is a history on its ages: those of xs[i] are ages[from[i]:from[i+1]].
type paretoGrid struct {
	h     *history
	ages  []age
	place []int32 // of each age: which X
	from  []int
	pairs []pair
}

func (h *history) grid() *paretoGrid {
	g := &paretoGrid{h: h, pairs: make([]pair, len(h.rows)), from: []int{0}}
	var taus []float64
	lo := 0
	for x := range h.xs {
		hi := lo
		taus = taus[:0]
		for ; hi < len(h.rows) && h.rows[hi].x == x; hi++ {
			taus = append(taus, h.rows[hi].tx, h.rows[hi].t)
		}
		slices.Sort(taus)
		taus = slices.Compact(taus)
		base := len(g.ages)
		for _, tau := range taus {
			g.ages = append(g.ages, age{tau: tau})
			g.place = append(g.place, int32(x))
		}
		for i := lo; i < hi; i++ {
			tx, _ := slices.BinarySearch(taus, h.rows[i].tx)
			t, _ := slices.BinarySearch(taus, h.rows[i].t)
			g.pairs[i] = pair{tx: int32(base + tx), t: int32(base + t), many: h.rows[i].many}
		}
		g.from = append(g.from, len(g.ages))
		lo = hi
	}
	return g
}

// bounds are how far the logarithms of r, α, s, β may go, the times in units of the
// mean age. Beyond them nothing changes any more, except that a β towards 0 and an s
// towards 0 together go on improving by ever less: that edge has a model of its own
// ([paretoModel] with Beta 0), and β stays among the numbers.
func (h *history) bounds() [4][2]float64 {
	least := min(max(-650, -690-math.Log(h.meanAge)), -45)
	return [4][2]float64{{-45, 40}, {-45, 50}, {-45, 40}, {least, 50}}
}

// clamp is the model at a point of the search, and which parameters are at a bound.
func (h *history) clamp(logParams []float64) (m paretoModel, held [4]bool) {
	var p [4]float64
	bounds := h.bounds()
	for k, v := range logParams {
		lo, hi := bounds[k][0], bounds[k][1]
		if k%2 == 1 {
			lo, hi = lo+math.Log(h.meanAge), hi+math.Log(h.meanAge)
		}
		held[k] = v < lo || v > hi
		p[k] = math.Exp(min(max(v, lo), hi))
	}
	return paretoModel{p[0], p[1], p[2], p[3]}, held
}

// paretoLikelihood is what fitPareto minimises: the negative log-likelihood, with
// its gradient in ln r, ln α, ln s, ln β.
func (h *history) paretoLikelihood() func(logParams, gradient []float64) float64 {
	const chunk = 1024
	g := h.grid()
	sums := make([][5]float64, (len(g.pairs)+chunk-1)/chunk)
	return func(logParams, gradient []float64) float64 {
		m, held := h.clamp(logParams)
		inParallel((len(g.ages)+chunk-1)/chunk, func(i int) {
			for j := i * chunk; j < min((i+1)*chunk, len(g.ages)); j++ {
				g.step(m, j)
			}
		})
		inParallel(len(h.xs), func(i int) { g.chain(m, i) })
		inParallel(len(sums), func(i int) {
			sums[i] = g.sum(m, i*chunk, min((i+1)*chunk, len(g.pairs)))
		})
		total := g.h.shared(m)
		for i := range sums {
			for k := range total {
				total[k] += sums[i][k]
			}
		}
		for k := range gradient {
			gradient[k] = -total[1+k]
			if held[k] {
				gradient[k] = 0
			}
		}
		if math.IsNaN(total[0]) {
			return math.Inf(1)
		}
		return -total[0]
	}
}

// shared is what depends on the X alone: ln Γ(r+x)/Γ(r) − x ln α.
func (h *history) shared(m paretoModel) (sum [5]float64) {
	logAlpha := math.Log(m.Alpha)
	for i, x := range h.xs {
		n := h.many[i]
		value, slope := lnRisingSlope(m.R, x)
		sum[0] += n * (value - float64(x)*logAlpha)
		sum[1] += n * m.R * slope
		sum[2] -= n * float64(x)
	}
	return sum
}

// step writes what happens between an age and the next one of the same X.
func (g *paretoGrid) step(m paretoModel, i int) {
	a := &g.ages[i]
	a.la, a.lb = math.Log1p(a.tau/m.Alpha), math.Log1p(a.tau/m.Beta)
	a.left = [5]float64{}
	if i+1 == len(g.ages) || g.place[i+1] != g.place[i] {
		return
	}
	x := g.h.xs[g.place[i]]
	buy, leave := m.purchase(x), m.departure()
	walk, before := panelsOf(buy, leave, a.tau, g.ages[i+1].tau-a.tau)
	da, db := walk.da, walk.db
	if before > 0 { // and its derivatives; the purchase clock has no part in it
		lb := math.Log1p(walk.at / db)
		a.left[0] = before
		a.left[3] = (1 - before) * m.S * lb
		a.left[4] = -(1 - before) * m.S * m.Beta / db * walk.at / (db + walk.at)
	}
	var p panel
	for walk.next(&p) {
		for j, t := range p.t[:p.n] {
			la, lb := math.Log1p(t/da), math.Log1p(t/db)
			v := p.w[j] * m.S / (db + t) * math.Exp(-buy.shape*la-m.S*lb)
			a.left[0] += v
			a.left[1] -= v * m.R * la
			a.left[2] += v * buy.shape * m.Alpha / da * t / (da + t)
			a.left[3] += v * (1 - m.S*lb)
			a.left[4] += v * m.Beta / (db + t) * (m.S*t/db - 1)
		}
	}
}

// between is neither(lo → hi), and the derivatives of its logarithm.
func (g *paretoGrid) between(m paretoModel, shape float64, lo, hi *age) (p float64, d [4]float64) {
	la, lb, span := hi.la-lo.la, hi.lb-lo.lb, hi.tau-lo.tau
	d = [4]float64{
		-m.R * la,
		shape * m.Alpha / (m.Alpha + lo.tau) * span / (m.Alpha + hi.tau),
		-m.S * lb,
		m.S * m.Beta / (m.Beta + lo.tau) * span / (m.Beta + hi.tau),
	}
	return math.Exp(-shape*la - m.S*lb), d
}

// chain puts the steps of one X together, from the oldest age down.
func (g *paretoGrid) chain(m paretoModel, x int) {
	shape := m.R + float64(g.h.xs[x])
	for i := g.from[x+1] - 2; i >= g.from[x]; i-- {
		a, next := &g.ages[i], &g.ages[i+1]
		p, d := g.between(m, shape, a, next)
		a.left[0] += p * next.left[0]
		for k := range d {
			a.left[1+k] += p * (next.left[1+k] + d[k]*next.left[0])
		}
	}
}

// sum adds up the customers of some rows.
func (g *paretoGrid) sum(m paretoModel, lo, hi int) (sum [5]float64) {
	for i := lo; i < hi; i++ {
		c := &g.pairs[i]
		tx, t := &g.ages[c.tx], &g.ages[c.t]
		shape := m.R + float64(g.h.xs[g.place[c.tx]])
		p, d := g.between(m, shape, tx, t)
		there := 1 - t.left[0]
		quiet := p*there + tx.left[0]
		sum[0] += c.many * (math.Log(quiet) - shape*tx.la - m.S*tx.lb)
		past := [4]float64{-m.R * tx.la, shape * tx.tau / (m.Alpha + tx.tau), -m.S * tx.lb, m.S * tx.tau / (m.Beta + tx.tau)}
		for k := range d {
			sum[1+k] += c.many * (past[k] + (p*(d[k]*there-t.left[1+k])+tx.left[1+k])/quiet)
		}
	}
	return sum
}
