package btyd

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/internal/optimum"
)

// same is how close two log-likelihoods are that count as equal.
func same(f float64) float64 { return 1e-5 + 1e-11*math.Abs(f) }

// boundary looks at what lies where the model ends: nobody leaves, all buy at one
// rate, all leave alike. It moves best there where that is higher or as high.
func (h *history) boundary(p process, eval optimum.Objective, best *optimum.Point) []loyalty.Flag {
	try := func(at []float64) float64 {
		best.Passes++
		return eval(at, make([]float64, len(at)), mat.NewSymDense(len(at), nil))
	}
	var flags []loyalty.Flag
	if p.drop != never && h.nobodyLeaves(p, eval, try, best) {
		flags = append(flags, loyalty.DropoutNotIdentified)
	}
	moved := func(by ...float64) bool {
		at := append([]float64(nil), best.At...)
		for i, v := range by {
			at[i] += v
		}
		return try(at) <= best.F+same(best.F)
	}
	if h.repeaters == 0 || moved(3, 3) {
		flags = append(flags, loyalty.RateNotIdentified)
	}
	if p.drop != never && !slices.Contains(flags, loyalty.DropoutNotIdentified) && (moved(0, 0, 3, 3) || moved(0, 0, -3, -3)) {
		flags = append(flags, loyalty.SpreadNotIdentified)
	}
	if !best.Converged && len(flags) == 0 {
		flags = append(flags, loyalty.NotConverged)
	}
	return flags
}

// nobodyLeaves compares with the process without dropout and, where that is as
// good, moves best to it, with a so small that nothing can tell the difference.
func (h *history) nobodyLeaves(p process, eval optimum.Objective, try func([]float64) float64, best *optimum.Point) bool {
	stay := optimum.Newton(best.At[:2], optimum.Flat, h.likelihood(process{drop: never, stages: p.stages}))
	best.Passes += stay.Passes
	if stay.F > best.F+same(best.F) {
		return false
	}
	at := append(append([]float64(nil), stay.At...), 0, 0)
	for at[2] = math.Log(1e-3); at[2] > math.Log(1e-90); at[2] -= math.Log(1e3) {
		f := try(at)
		if f < stay.F-same(stay.F) { // some do leave: it can be better than nobody
			again := optimum.Newton(at, optimum.Flat, eval)
			again.Passes += best.Passes
			*best = again
			return false
		}
		if f <= stay.F+same(stay.F)/10 {
			best.At, best.F, best.Converged = at, f, stay.Converged
			return true
		}
	}
	return false
}
