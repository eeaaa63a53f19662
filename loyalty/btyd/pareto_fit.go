package btyd

import (
	"cmp"
	"math"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/internal/optimum"
)

// fitPareto fits the Pareto/NBD. Customers with the same past are counted, not repeated, and
// the work is divided over all cores; the result does not depend on their number.
//
// If the likelihood is highest at a limit of the model, the fit has a flag:
//
//   - loyalty.DropoutNotIdentified: no customer leaves;
//   - loyalty.RateNotIdentified: all buy at one rate, or none buys;
//   - loyalty.SpreadNotIdentified: all leave at one rate, or at once or never (Beta is then
//     0).
//
// StdErr is then nil.
func fitPareto(base Summary, from []float64) (Fit[Model], error) {
	h, err := compact(base.Customers)
	if err != nil {
		return Fit[Model]{}, err
	}
	s := h.paretoSearch()
	if from != nil {
		start := paretoModel{from[0], from[1], from[2], from[3]}
		if start.fault("") != nil {
			return Fit[Model]{}, startError(from)
		}
		s.from(h.coursesOf(start))
	}
	// A clean maximum near the start of many is the answer. Else look around.
	if !s.any || len(h.rows) <= fewRows || len(s.flags) > 0 {
		for _, start := range s.lookAround() {
			s.from(start)
		}
	}
	fit := Fit[Model]{Unit: base.Unit, Customers: h.customers, Returning: h.repeaters, Distinct: len(h.rows)}
	if edge, flags, ok := s.beyond(); ok {
		fit.Model, fit.LogLikelihood, fit.Flags = edge.model.model(), -edge.F, flags
	} else {
		top, _ := h.clamp(s.best.At)
		fit.Model = top.model()
		fit.LogLikelihood, fit.Flags = -s.best.F, s.flags
		if len(fit.Flags) == 0 {
			fit.StdErr = s.standardErrors()
		}
		if !s.best.Converged {
			fit.Flags = append(fit.Flags, loyalty.NotConverged)
		}
	}
	fit.Passes = s.passes
	return fit, nil
}

func (m paretoModel) model() Model {
	return Model{Family: ParetoNBD, R: m.R, Alpha: m.Alpha, S: m.S, Beta: m.Beta}
}

// A paretoSearch looks for the highest likelihood of a base from several starts.
type paretoSearch struct {
	h          *history
	likelihood func(logParams, gradient []float64) float64
	best       optimum.Point  // in the logarithms of r, α, s, β
	flags      []loyalty.Flag // of the best
	any        bool           // there is a best
	passes     int
}

func (h *history) paretoSearch() *paretoSearch {
	return &paretoSearch{h: h, likelihood: h.paretoLikelihood()}
}

// lookAround searches a thinned base from many starts and returns the tops that are
// about as high as the highest, in courses: one, as a rule. Customers may buy alike or
// each at their own rate; they may leave soon or late, alike or each in their own way,
// at once or never, or not at all.
func (s *paretoSearch) lookAround() [][]float64 {
	const few = 150 // rows that show where tops are
	thin, age := s.h.thinned(few), s.h.meanAge
	objective := thin.onCourse(thin.paretoLikelihood())
	var tops []optimum.Point
	for _, buy := range [][2]float64{{1, age / 2}, {1e4, 1e4 * s.h.gap()}} {
		for _, leave := range [][2]float64{{1, age / 2}, {0.1, age / 20}, {5, 5 * age}, {0.02, age}, {0.3, age / 1e4}, {0.05, age / 1e9}} {
			top := optimum.Descend(s.h.coursesOf(paretoModel{buy[0], buy[1], leave[0], leave[1]}), 1e-4, objective)
			tops = append(tops, top)
		}
	}
	most := 3
	if thin == s.h {
		most = 6
		for _, top := range tops {
			s.passes += top.Passes
		}
	}
	slices.SortStableFunc(tops, func(a, b optimum.Point) int { return cmp.Compare(a.F, b.F) })
	var starts [][]float64
	before := math.Inf(-1)
	for _, top := range tops {
		if top.F > tops[0].F+3 || len(starts) == most {
			break
		}
		known := func(at []float64) bool { return sameTop(at, top.At) }
		if top.F > before+1e-3 && !slices.ContainsFunc(starts, known) { // one height is one top
			starts, before = append(starts, top.At), top.F
		}
	}
	return starts
}

// gap is the mean time between the purchases of those who came again.
func (h *history) gap() float64 {
	bought, time := 0.0, 0.0
	for _, r := range h.rows {
		bought += r.many * float64(h.xs[r.x])
		time += r.many * r.tx
	}
	if bought == 0 {
		return h.meanAge
	}
	return time / bought
}

// from searches from a point in courses, and keeps what it finds if it is the best so
// far.
func (s *paretoSearch) from(start []float64) {
	objective := s.h.onCourse(s.likelihood)
	found := optimum.Descend(start, optimum.Flat/1e3, objective)
	s.passes += found.Passes
	if !found.Converged {
		found = optimum.Descend(found.At, optimum.Flat/1e3, objective)
		s.passes += found.Passes
	}
	if !s.any || found.F < s.best.F {
		found.At = s.h.logsOf(found.At)
		s.best, s.any = found, true
		s.flags = s.edges()
	}
}

// standardErrors are those at the best point.
func (s *paretoSearch) standardErrors() []float64 {
	s.likelihood(s.best.At, s.best.Gradient)
	optimum.Differences(s.best.At, s.best.Gradient, s.best.Hessian, s.likelihood)
	s.passes += 1 + len(s.best.At)
	return s.best.StandardErrors()
}

// edges look from the best point towards every edge of the model, and name those that
// are no worse by a thousandth of a unit.
func (s *paretoSearch) edges() []loyalty.Flag {
	const far, level = 7, 1e-3 // a factor of a thousand
	h, o, bounds := s.h, s.best, s.h.bounds()
	edge := func(r, alpha, leave, beta float64) bool {
		s.passes++
		p := []float64{o.At[0] + r, o.At[1] + alpha, o.At[2] + leave, o.At[3] + beta}
		return s.likelihood(p, make([]float64, 4)) <= o.F+level
	}
	var flags []loyalty.Flag
	if h.repeaters == 0 || edge(0, 0, -far, 0) {
		flags = append(flags, loyalty.DropoutNotIdentified)
	}
	if h.repeaters == 0 || o.At[0] > bounds[0][1]-far || edge(far, far, 0, 0) {
		flags = append(flags, loyalty.RateNotIdentified)
	}
	atOnceOrNever := o.At[3] < math.Log(h.meanAge)-40
	if h.repeaters > 0 && (atOnceOrNever || o.At[2] > bounds[2][1]-far || edge(0, 0, far, far)) {
		flags = append(flags, loyalty.SpreadNotIdentified)
	}
	return flags
}
