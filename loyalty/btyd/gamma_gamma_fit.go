package btyd

import (
	"cmp"
	"math"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/internal/optimum"
)

// FitGammaGamma fits the Gamma-Gamma model by maximum likelihood. A row with X 0 is not
// counted. In the fit, StdErr is of P, Q, V. The error is [loyalty.ErrNothing] if all rows have X 0, or [loyalty.Problems] with
// the number of every impossible row: spend must be positive.
func FitGammaGamma(rows []Spend) (Fit[GammaGamma], error) {
	if err := validateSpend(rows); err != nil {
		return Fit[GammaGamma]{}, err
	}
	h := spendHistory(rows)
	if len(h.rows) == 0 {
		return Fit[GammaGamma]{}, loyalty.ErrNothing
	}
	fit := Fit[GammaGamma]{Customers: len(h.rows), Correlation: h.correlation()}
	likelihood := h.likelihood()
	var best optimum.Point
	for i, start := range [][]float64{
		{2, 3, h.mean}, {20, 3, h.mean / 10}, {0.5, 20, 20 * h.mean}, {5, 0.3, math.Exp(h.sumLog/float64(len(h.rows))) / 10},
	} {
		found := optimum.Minimise(optimum.Logs(start), likelihood)
		fit.Passes += found.Passes
		if !found.Converged {
			found = optimum.Minimise(found.At, likelihood)
			fit.Passes += found.Passes
		}
		if i == 0 || found.F < best.F {
			best = found
		}
		fit.Flags = h.edges(best, likelihood, &fit.Passes)
		// A clean inner maximum of many is the answer; a few may have several.
		if best.Converged && len(fit.Flags) == 0 && len(h.rows) >= manyRows {
			break
		}
	}
	fit.Model, _ = h.clamp(best.At)
	fit.LogLikelihood = -best.F
	if len(fit.Flags) == 0 {
		fit.StdErr = best.StandardErrors()
	}
	if fit.Model.Q <= 1 {
		fit.Flags = append(fit.Flags, loyalty.InfiniteMean)
	}
	if c := fit.Correlation; c.OK && (c.Lo > 0.1 || c.Hi < -0.1) {
		fit.Flags = append(fit.Flags, loyalty.SpendFollowsFrequency)
	}
	if !best.Converged {
		fit.Flags = append(fit.Flags, loyalty.NotConverged)
	}
	return fit, nil
}

// manyRows is how many customers have one maximum.
const manyRows = 300

// A spends is the rows that say something, ordered by X.
type spends struct {
	rows   []Spend
	xs     []int // different X
	from   []int // rows of xs[i] are rows[from[i]:from[i+1]]
	mean   float64
	sumLog float64 // of the means
}

func spendHistory(all []Spend) *spends {
	h := &spends{}
	for _, s := range all {
		if s.X > 0 {
			h.rows = append(h.rows, s)
		}
	}
	slices.SortFunc(h.rows, func(a, b Spend) int {
		return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Mean, b.Mean))
	})
	for i, s := range h.rows {
		h.mean += s.Mean / float64(len(h.rows))
		h.sumLog += math.Log(s.Mean)
		if i == 0 || s.X != h.rows[i-1].X {
			h.xs, h.from = append(h.xs, s.X), append(h.from, i)
		}
	}
	h.from = append(h.from, len(h.rows))
	return h
}

// farSpend is how far the logarithms of p, q and v, the last in units of the mean
// spend, may go: beyond, the model is at an edge and does not change any more.
const farSpend = 20

// clamp is the model at a point of the search, and which parameters are at a bound.
func (h *spends) clamp(logParams []float64) (g GammaGamma, held [3]bool) {
	var p [3]float64
	for k, v := range logParams {
		shift := 0.0
		if k == 2 {
			shift = math.Log(h.mean)
		}
		held[k] = math.Abs(v-shift) > farSpend
		p[k] = math.Exp(min(max(v, shift-farSpend), shift+farSpend))
	}
	return GammaGamma{p[0], p[1], p[2]}, held
}

// likelihood is the negative log-likelihood with its gradient in ln p, ln q, ln v.
// Only ln(1+xz̄/v) is asked of every row; the rest depends on X alone.
func (h *spends) likelihood() func(logParams, gradient []float64) float64 {
	const chunk = 4096
	type part struct{ i, lo, hi int } // rows of one X
	var parts []part
	for i := range h.xs {
		for lo := h.from[i]; lo < h.from[i+1]; lo += chunk {
			parts = append(parts, part{i, lo, min(lo+chunk, h.from[i+1])})
		}
	}
	sums := make([][3]float64, len(parts)) // Σ ln(1+1/t), Σ ln(1+t), Σ t/(1+t)
	return func(logParams, gradient []float64) float64 {
		g, held := h.clamp(logParams)
		inParallel(len(parts), func(i int) {
			var sum [3]float64
			scale := float64(h.xs[parts[i].i]) / g.V
			for _, s := range h.rows[parts[i].lo:parts[i].hi] {
				t := scale * s.Mean
				below := math.Log1p(t)
				if t > 1e5 { // where ln(1+1/t) would be a difference of large numbers
					sum[0] += math.Log1p(1 / t)
				} else {
					sum[0] += below - math.Log(t)
				}
				sum[1] += below
				sum[2] += t / (1 + t)
			}
			sums[i] = sum
		})
		f := -h.sumLog
		var d [3]float64
		for i, p := range parts {
			n, px, s := float64(p.hi-p.lo), g.P*float64(h.xs[p.i]), sums[i]
			value, byP, byQ := lnBeta(px, g.Q)
			f += -n*value - px*s[0] - g.Q*s[1]
			d[0] += px * (-n*byP - s[0])
			d[1] += g.Q * (-n*byQ - s[1])
			d[2] += g.Q*s[2] - px*(n-s[2])
		}
		for k := range gradient {
			gradient[k] = -d[k]
			if held[k] {
				gradient[k] = 0
			}
		}
		return -f
	}
}

// edges names what cannot be told apart from an edge of the model: no spread
// between customers (q and v grow without end) or none within them (p does).
func (h *spends) edges(o optimum.Point, likelihood func(p, g []float64) float64, passes *int) []loyalty.Flag {
	const far, level = 5, 1e-3
	edge := func(p, q, v float64) bool {
		*passes++
		at := []float64{o.At[0] + p, o.At[1] + q, o.At[2] + v}
		return likelihood(at, make([]float64, 3)) <= o.F+level
	}
	nearBound := false
	for k, v := range o.At {
		if k == 2 {
			v -= math.Log(h.mean)
		}
		nearBound = nearBound || math.Abs(v) > farSpend-far
	}
	if nearBound || edge(0, far, far) || edge(far, 0, -far) || edge(far, far, 0) {
		return []loyalty.Flag{loyalty.SpendNotIdentified}
	}
	return nil
}

func (h *spends) correlation() loyalty.Measure {
	const method = "Pearson correlation of purchases and mean spend, Fisher interval"
	n := float64(len(h.rows))
	if n < 4 {
		return loyalty.Unknown(loyalty.BelowMinBase, len(h.rows), method)
	}
	meanX := 0.0
	for _, s := range h.rows {
		meanX += float64(s.X) / n
	}
	var xx, xm, mm float64
	for _, s := range h.rows {
		dx, dm := float64(s.X)-meanX, s.Mean-h.mean
		xx, xm, mm = xx+dx*dx, xm+dx*dm, mm+dm*dm
	}
	if !(xx > 0 && mm > 1e-24*n*h.mean*h.mean) {
		return loyalty.Unknown(loyalty.ZeroBase, len(h.rows), method)
	}
	r := min(max(xm/math.Sqrt(xx)/math.Sqrt(mm), -1), 1)
	z, half := math.Atanh(min(max(r, -1+1e-15), 1-1e-15)), z95/math.Sqrt(n-3)
	return loyalty.Measure{
		OK: true, Value: r, Base: len(h.rows),
		Lo: math.Tanh(z - half), Hi: math.Tanh(z + half), Level: loyalty.Level, Method: method,
	}
}

// lnBeta is ln Γ(a)Γ(b)/Γ(a+b) and its derivatives, without the difference of two
// large numbers where one of a and b is large.
func lnBeta(a, b float64) (value, byA, byB float64) {
	ratioA, slopeA := gammaRatio(a, b)
	ratioB, slopeB := gammaRatio(b, a)
	if a > b {
		return lgamma(b) - ratioA, -slopeA, -slopeB
	}
	return lgamma(a) - ratioB, -slopeA, -slopeB
}

// gammaRatio is ln Γ(a+b)/Γ(a), and its derivative by a, ψ(a+b) − ψ(a): by recurrence
// up to 15, and by Stirling's series from there.
func gammaRatio(a, b float64) (value, slope float64) {
	for ; a < 15; a++ {
		value += math.Log(a / (a + b))
		slope += 1/a - 1/(a+b)
	}
	far, ratio := a+b, math.Log1p(b/a)
	value += b*math.Log(far) + (a-0.5)*ratio - b + stirling(far) - stirling(a)
	slope += ratio + 0.5*b/a/far + stirlingSlope(far) - stirlingSlope(a)
	return value, slope
}
