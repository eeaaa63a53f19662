package btyd

import (
	"math"

	"github.com/tiexin-go/tiexin/loyalty"
)

// FitPareto fits the Pareto/NBD by maximum likelihood. Customers with the same
// past are counted, not repeated, and the work is divided over all cores; the
// answer does not depend on how many there are.
//
// Where the likelihood is highest at the edge of the model, the fit says so by its
// flags: DropoutNotIdentified (nobody leaves, or everybody at once),
// RateNotIdentified (all buy at one rate, or nobody buys) and SpreadNotIdentified
// (all leave at one rate); StdErr is then nil. The error is [loyalty.ErrNothing],
// [ErrNoExposure], a [*StartError] or [loyalty.Faults] with the number of every
// row that cannot be.
func FitPareto(customers []Customer, o Options) (Fit[ParetoNBD], error) {
	h, err := compact(customers)
	if err != nil {
		return Fit[ParetoNBD]{}, err
	}
	starts := [][]float64{
		{1, h.meanAge / 2, 1, h.meanAge / 2},
		{0.3, h.meanAge / 4, 0.1, h.meanAge / 20},
		{3, h.meanAge, 5, h.meanAge * 5},
	}
	if o.Start != nil {
		if (ParetoNBD{}).from(o.Start).Valid() != nil || len(o.Start) != 4 {
			return Fit[ParetoNBD]{}, &StartError{Start: o.Start, Want: 4}
		}
		starts = append([][]float64{o.Start}, starts...)
	}
	likelihood := h.paretoLikelihood()
	fit := Fit[ParetoNBD]{Unit: o.Unit, Customers: h.customers, Repeaters: h.repeaters, Distinct: len(h.rows)}
	var best optimum
	for i, start := range starts {
		found := minimise(logs(start), likelihood)
		fit.Passes += found.Passes
		if !found.Converged {
			found = minimise(found.At, likelihood)
			fit.Passes += found.Passes
		}
		if i == 0 || found.F < best.F {
			best = found
		}
		fit.Flags = h.paretoEdges(best, likelihood, &fit.Passes)
		// A clean inner maximum of many is the answer. At an edge, and for a few
		// customers, look from elsewhere too.
		if best.Converged && len(fit.Flags) == 0 && h.customers >= manyRows {
			break
		}
	}
	fit.Model, _ = h.clamp(best.At)
	fit.LogLikelihood = -best.F
	if len(fit.Flags) == 0 {
		fit.StdErr = best.standardErrors()
	}
	if !best.Converged {
		fit.Flags = append(fit.Flags, NotConverged)
	}
	return fit, nil
}

func (ParetoNBD) from(p []float64) ParetoNBD {
	if len(p) != 4 {
		return ParetoNBD{}
	}
	return ParetoNBD{R: p[0], Alpha: p[1], S: p[2], Beta: p[3]}
}

func logs(v []float64) []float64 {
	out := make([]float64, len(v))
	for i := range v {
		out[i] = math.Log(v[i])
	}
	return out
}

// paretoEdges looks from the optimum towards every edge of the model, and names
// those that are no worse than the optimum by a thousandth of a unit.
func (h *history) paretoEdges(o optimum, likelihood func(p, g []float64) float64, passes *int) []loyalty.Flag {
	const far, level = 7, 1e-3 // a factor of a thousand
	edge := func(r, alpha, s, beta float64) bool {
		*passes++
		p := []float64{o.At[0] + r, o.At[1] + alpha, o.At[2] + s, o.At[3] + beta}
		return likelihood(p, make([]float64, 4)) <= o.F+level
	}
	var flags []loyalty.Flag
	if h.repeaters == 0 || edge(0, 0, -far, 0) {
		flags = append(flags, DropoutNotIdentified)
	}
	if h.repeaters == 0 || o.At[0] > bounds[0][1]-far || edge(far, far, 0, 0) {
		flags = append(flags, RateNotIdentified)
	}
	atOnceOrNever := o.At[3] < math.Log(h.meanAge)-40
	if h.repeaters > 0 && (atOnceOrNever || o.At[2] > bounds[2][1]-far || edge(0, 0, far, far)) {
		flags = append(flags, SpreadNotIdentified)
	}
	return flags
}
