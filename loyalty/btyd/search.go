package btyd

import (
	"cmp"
	"math"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/internal/optimum"
)

// A found point is where the likelihood of a process is highest.
type found struct {
	at     point
	log    float64
	stdErr []float64
	passes int
	flags  []loyalty.Flag
}

// fitBeta finds the parameters of a model whose customers leave after a purchase, or never.
func fitBeta(s Summary, model Model, p process, start []float64) (Fit[Model], error) {
	h, err := compact(s.Customers)
	if err != nil {
		return Fit[Model]{}, err
	}
	starts, err := h.start(p, start)
	if err != nil {
		return Fit[Model]{}, err
	}
	f := h.find(p, starts...)
	model.R, model.Alpha = f.at[0], f.at[1]
	if p.drop != never {
		model.A, model.B = f.at[2], f.at[3]
	}
	return Fit[Model]{
		Model: model, Unit: s.Unit, LogLikelihood: f.log, StdErr: f.stdErr, Customers: h.customers,
		Returning: h.repeaters, Distinct: len(h.rows), Passes: f.passes, Flags: f.flags,
	}, nil
}

// usual is where a search starts that knows nothing: r = 1, α = half the mean age,
// a = 1, b = 2, in logarithms.
func (h *history) usual(p process) []float64 {
	return []float64{0, math.Log(h.meanAge / 2), 0, math.Log(2)}[:p.params()]
}

// near moves a point that lies far out towards the usual one: from a boundary
// there is no way back.
func (h *history) near(p process, at []float64) []float64 {
	const far = 6
	from := h.usual(p)
	for i, v := range from {
		from[i] = min(max(at[i], v-far), v+far)
	}
	return from
}

// start is where the search starts, in logarithms: at an earlier fit, or wherever
// a look around finds that it may be worth it.
func (h *history) start(p process, from []float64) ([][]float64, error) {
	if from == nil {
		return h.lookAround(p), nil
	}
	logs := make([]float64, len(from))
	for i, v := range from {
		logs[i] = math.Log(v)
		if !isParameter(v) {
			return nil, startError(from)
		}
	}
	starts := [][]float64{h.near(p, logs)}
	if len(h.rows) <= fewRows { // where a likelihood may have several tops, and looking is cheap
		starts = append(starts, h.lookAround(p)...)
	}
	return starts, nil
}

// fewRows is how many different customers a look around goes by.
const fewRows = 500

// around are the ways from the usual start that lookAround takes. A likelihood of
// few customers may have several tops: all leave alike or each in their own way,
// all buy alike or each at their own rate.
var around = [][4]float64{
	{0, 0, 0, 0},
	{0, 0, -4, -4},
	{-2, -2, 4, 4},
	{3, 3, 1, -2},
	{-1, -1, -4, 0},
	{-2, -2, -1, -2},
}

// lookAround searches a thinned history from several starts and returns the tops
// that are about as high as the highest: one, as a rule.
func (h *history) lookAround(p process) [][]float64 {
	if p.drop == never { // has one top only
		return [][]float64{h.usual(p)}
	}
	eval := h.thinned(fewRows).likelihood(p)
	var tops []optimum.Point
	for _, way := range around {
		at := h.usual(p)
		for i := range at {
			at[i] += way[i]
		}
		top := optimum.Newton(at, 1e-6, eval)
		top.At = h.near(p, top.At)
		tops = append(tops, top)
	}
	slices.SortStableFunc(tops, func(a, b optimum.Point) int { return cmp.Compare(a.F, b.F) })
	starts := [][]float64{tops[0].At}
	for _, top := range tops[1:] {
		if top.F < tops[0].F+3 && !slices.ContainsFunc(starts, func(at []float64) bool { return sameTop(at, top.At) }) {
			starts = append(starts, top.At)
		}
	}
	return starts
}

// sameTop tells whether two points lie under the same top.
func sameTop(a, b []float64) bool {
	for i := range a {
		if math.Abs(a[i]-b[i]) > 0.7 {
			return false
		}
	}
	return true
}

// isParameter tells whether v can be a parameter: positive, finite, and not so
// extreme that its neighbours are not.
func isParameter(v float64) bool { return v >= 1e-100 && v <= 1e100 }

// find searches for the highest likelihood. Where the surface is not clearly
// curved at the end, it lies on the boundary, and the flags say on which.
func (h *history) find(p process, starts ...[]float64) found {
	const curved = 0.05 // a log-parameter known to a factor of e⁴ or so
	eval := h.likelihood(p)
	var best optimum.Point
	passes := 0
	for i, start := range starts {
		top := optimum.Newton(start, optimum.Flat, eval)
		passes += top.Passes
		if i == 0 || top.F < best.F {
			best = top
		}
	}
	best.Passes = passes
	var flags []loyalty.Flag
	if values, _, ok := optimum.Eigen(best.Hessian); !ok || values[0] < curved || !best.Converged {
		flags = h.boundary(p, eval, &best)
	}
	f := found{log: -best.F, passes: best.Passes, flags: flags}
	for i, v := range best.At {
		f.at[i] = math.Exp(v)
	}
	if len(flags) == 0 {
		f.stdErr = best.StandardErrors()
	}
	return f
}
