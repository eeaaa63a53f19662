package btyd

import (
	"math"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/internal/optimum"
)

// An edgeModel is a model with Beta 0, and its negative log-likelihood.
type edgeModel struct {
	model paretoModel
	F     float64
}

// beyond looks at the edge where customers leave at once or never. It is false where
// some model inside is as good, and where a clean maximum was found for many.
func (s *paretoSearch) beyond() (edge edgeModel, flags []loyalty.Flag, ok bool) {
	if s.h.repeaters == 0 || len(s.h.rows) > fewRows && len(s.flags) == 0 {
		return edge, nil, false
	}
	const good = 1e-6
	likelihood := s.h.edgeLikelihood()
	edge, o := s.h.edge(likelihood, &s.passes)
	if edge.F >= s.best.F-good {
		return edge, nil, false
	}
	s.from(s.h.coursesOf(edge.model)) // where some leave nearly at once it may be higher still
	if edge.F >= s.best.F-good {
		return edge, nil, false
	}
	const far, level = 7, 1e-3
	if o.At[0] > s.h.bounds()[0][1]-far || likelihood([]float64{o.At[0] + far, o.At[1] + far, o.At[2]}, make([]float64, 3)) <= o.F+level {
		flags = append(flags, loyalty.RateNotIdentified)
	}
	return edge, append(flags, loyalty.SpreadNotIdentified), true
}

// edge is the best model with Beta 0; o is the point in the logarithms of r, α, s.
func (h *history) edge(likelihood func(logParams, gradient []float64) float64, passes *int) (best edgeModel, o optimum.Point) {
	once, bought := 0.0, 0.0 // customers who bought once, and repeat purchases of the others
	for i, x := range h.xs {
		if x == 0 {
			once = h.many[i]
		}
		bought += h.many[i] * float64(x)
	}
	others := float64(h.customers) - once
	leave := math.Log(float64(h.customers)) - math.Log(others+once/10)
	for i, r := range []float64{1, 10} {
		found := optimum.Descend([]float64{math.Log(r), math.Log(r * h.meanAge * others / bought), math.Log(max(leave, 1e-3))}, optimum.Flat, likelihood)
		*passes += found.Passes
		if i == 0 || found.F < o.F {
			o = found
		}
	}
	m, _ := h.clamp([]float64{o.At[0], o.At[1], o.At[2], 0})
	m.Beta = 0
	return edgeModel{m, o.F}, o
}

// edgeLikelihood is the negative log-likelihood of models with Beta 0, with its gradient
// in ln r, ln α, ln s. Who came again stayed, with probability e^−s, and buys as in the
// NBD; who did not left at once or has not yet come.
func (h *history) edgeLikelihood() func(logParams, gradient []float64) float64 {
	const chunk = 4096
	sums := make([][4]float64, (len(h.rows)+chunk-1)/chunk)
	return func(logParams, gradient []float64) float64 {
		m, held := h.clamp([]float64{logParams[0], logParams[1], logParams[2], 0})
		inParallel(len(sums), func(i int) {
			sums[i] = h.edgeSum(m, h.rows[i*chunk:min((i+1)*chunk, len(h.rows))])
		})
		total := h.shared(m)
		for i := range sums {
			for k, v := range sums[i] {
				total[k] += v
			}
		}
		for k := range gradient {
			gradient[k] = -total[1+k]
			if held[k] {
				gradient[k] = 0
			}
		}
		return -total[0]
	}
}

// edgeSum adds up some rows: the log-likelihood less what [history.shared] has, and its
// derivatives.
func (h *history) edgeSum(m paretoModel, rows []row) (sum [4]float64) {
	stay, gone := math.Exp(-m.S), -math.Expm1(-m.S)
	for i := range rows {
		c := &rows[i]
		x := float64(h.xs[c.x])
		late, pull := math.Log1p(c.t/m.Alpha), (m.R+x)*c.t/(m.Alpha+c.t)
		if x > 0 {
			sum[0] -= c.many * ((m.R+x)*late + m.S)
			sum[1] -= c.many * m.R * late
			sum[2] += c.many * pull
			sum[3] -= c.many * m.S
			continue
		}
		silent := stay * math.Exp(-m.R*late)
		all := gone + silent
		sum[0] += c.many * math.Log(all)
		sum[1] -= c.many * silent / all * m.R * late
		sum[2] += c.many * silent / all * pull
		sum[3] += c.many * m.S * (stay - silent) / all
	}
	return sum
}
