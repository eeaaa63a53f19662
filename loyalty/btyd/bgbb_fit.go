package btyd

import (
	"cmp"
	"math"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/internal/optimum"
)

// FitBGBB fits the BG/BB by maximum likelihood. Cells with Count 0 or N 0 have no effect;
// cells with the same past are joined. In the fit, Customers is the sum of the counts and
// Distinct the number of different cells.
//
// The flags are
//
//   - loyalty.DropoutNotIdentified: no customer leaves;
//   - loyalty.RateNotIdentified: all buy with one probability, or none buys;
//   - loyalty.SpreadNotIdentified: all leave with one probability, or at once or never.
//
// StdErr is then nil. The error is [loyalty.ErrNothing], [ErrNoExposure] or
// [loyalty.Problems] with the number of every impossible row.
func FitBGBB(cells []Cell) (Fit[BGBB], error) {
	if err := validateCells(cells); err != nil {
		return Fit[BGBB]{}, err
	}
	fit := Fit[BGBB]{}
	var joined cellList
	for _, c := range cells {
		fit.Customers += c.Count
		if c.X > 0 {
			fit.Returning += c.Count
		}
		if c.Count > 0 && c.N > 0 {
			joined = append(joined, c)
		}
	}
	if fit.Customers == 0 {
		return Fit[BGBB]{}, loyalty.ErrNothing
	}
	if len(joined) == 0 {
		return Fit[BGBB]{}, ErrNoExposure
	}
	joined = joined.join()
	fit.Distinct = len(joined)
	eval := func(p, g []float64) float64 { return joined.likelihood(p, g) }
	var best optimum.Point
	for i, start := range joined.starts() {
		found := optimum.Minimise(optimum.Logs(start), eval)
		fit.Passes += found.Passes
		if !found.Converged {
			found = optimum.Minimise(found.At, eval)
			fit.Passes += found.Passes
		}
		if i == 0 || found.F < best.F {
			best = found
		}
	}
	fit.Model, _ = bgbbAt(best.At)
	fit.LogLikelihood = -best.F
	fit.Flags = bgbbEdges(best, eval, fit.Returning == 0, &fit.Passes)
	if len(fit.Flags) == 0 {
		fit.StdErr = best.StandardErrors()
	}
	if !best.Converged {
		fit.Flags = append(fit.Flags, loyalty.NotConverged)
	}
	return fit, nil
}

// farBeta is how far the logarithms of α, β, γ, δ may go.
const farBeta = 25

func bgbbAt(logParams []float64) (m BGBB, held [4]bool) {
	var p [4]float64
	for k, v := range logParams {
		held[k] = math.Abs(v) > farBeta
		p[k] = math.Exp(min(max(v, -farBeta), farBeta))
	}
	return BGBB{p[0], p[1], p[2], p[3]}, held
}

func bgbbEdges(o optimum.Point, eval func(p, g []float64) float64, silent bool, passes *int) []loyalty.Flag {
	const far, level = 7, 1e-3
	edge := func(moves ...float64) bool {
		*passes++
		p := make([]float64, 4)
		for k := range p {
			p[k] = o.At[k] + moves[k]
		}
		return eval(p, make([]float64, 4)) <= o.F+level
	}
	var flags []loyalty.Flag
	if silent || edge(0, 0, -far, 0) {
		flags = append(flags, loyalty.DropoutNotIdentified)
	}
	top := float64(farBeta - far)
	if silent || max(o.At[0], o.At[1]) > top || edge(far, far, 0, 0) {
		flags = append(flags, loyalty.RateNotIdentified)
	}
	if !silent && (max(o.At[2], o.At[3]) > top || edge(0, 0, far, far) || edge(0, 0, -far, -far)) {
		flags = append(flags, loyalty.SpreadNotIdentified)
	}
	return flags
}

type cellList []Cell

// starts are where searches begin: customers buy alike or each with their own
// probability, and leave soon or late, alike, each in their own way, or at once or never.
func (l cellList) starts() [][]float64 {
	bought, could := 1.0, 2.0
	for _, c := range l {
		bought += float64(c.Count) * float64(c.X)
		could += float64(c.Count) * float64(max(c.Tx, 1))
	}
	share := bought / could
	var starts [][]float64
	for _, buy := range [][2]float64{{1, 1}, {0.5, 2}, {50 * share, 50 * (1 - share)}} {
		for _, leave := range [][2]float64{{0.5, 3}, {0.1, 1}, {5, 50}, {0.05, 0.05}, {0.002, 0.1}} {
			starts = append(starts, []float64{buy[0], buy[1], leave[0], leave[1]})
		}
	}
	return starts
}

// join puts cells with the same past together, in order.
func (l cellList) join() cellList {
	slices.SortFunc(l, func(a, b Cell) int {
		return cmp.Or(cmp.Compare(a.N, b.N), cmp.Compare(a.X, b.X), cmp.Compare(a.Tx, b.Tx))
	})
	out := l[:0]
	for _, c := range l {
		if last := len(out) - 1; last >= 0 && out[last].X == c.X && out[last].Tx == c.Tx && out[last].N == c.N {
			out[last].Count += c.Count
			continue
		}
		out = append(out, c)
	}
	return out
}

// likelihood is the negative log-likelihood with its gradient in the logarithms of
// α, β, γ, δ. The silence since the last purchase is walked once, with the
// derivatives of what it multiplies.
func (l cellList) likelihood(logParams, gradient []float64) float64 {
	m, held := bgbbAt(logParams)
	p := m.params()
	sums := make([][5]float64, len(l))
	inParallel(len(l), func(i int) { sums[i] = m.cell(l[i]) })
	f := 0.0
	clear(gradient)
	for i, c := range l {
		n := float64(c.Count)
		f += n * sums[i][0]
		for k := range p {
			if !held[k] {
				gradient[k] -= n * p[k] * sums[i][1+k]
			}
		}
	}
	return -f
}

// cell is the log-likelihood of a cell's customer and its derivatives by α, β, γ, δ.
func (m BGBB) cell(c Cell) (sum [5]float64) {
	bought, byAlpha := lnRisingSlope(m.Alpha, c.X)
	skipped, byBeta := lnRisingSlope(m.Beta, c.Tx-c.X)
	all, byBoth := lnRisingSlope(m.Alpha+m.Beta, c.Tx)
	stayed, byDelta := lnRisingSlope(m.Delta, c.Tx)
	could, byEnd := lnRisingSlope(m.Gamma+m.Delta, c.Tx)

	there, left := 1.0, 0.0
	var d, dLeft [4]float64 // of ln there, and of left
	for j := c.Tx; j < c.N; j++ {
		n := float64(j)
		end, both := 1/(m.Gamma+m.Delta+n), 1/(m.Alpha+m.Beta+n)
		goes := there * m.Gamma * end
		left += goes
		dLeft[0] += goes * d[0]
		dLeft[1] += goes * d[1]
		dLeft[2] += goes * (d[2] + 1/m.Gamma - end)
		dLeft[3] += goes * (d[3] - end)
		there *= m.stays(j) * m.skips(c.X, j)
		d[0] -= both
		d[1] += 1/(m.Beta+n-float64(c.X)) - both
		d[2] -= end
		d[3] += 1/(m.Delta+n) - end
	}
	total := there + left
	sum[0] = bought + skipped - all + stayed - could + math.Log(total)
	past := [4]float64{byAlpha - byBoth, byBeta - byBoth, -byEnd, byDelta - byEnd}
	for k := range d {
		sum[1+k] = past[k] + (there*d[k]+dLeft[k])/total
	}
	return sum
}
