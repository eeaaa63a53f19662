package loyalty

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"github.com/tiexin-go/tiexin/loyalty/internal/optimum"
)

// A GapFit is a gap model fitted to a shop's customers.
type GapFit struct {
	GapModel
	LogLikelihood float64
	StdErr        []float64 // of K, A, B; nil if a limit was reached
	Customers     int       // customers with a gap
	Gaps          int
	Passes        int    // evaluations of the likelihood over all customers
	Flags         []Flag // NoSpread: no difference between customers is visible; PerfectlyRegular; BelowMinBase under 30 customers
}

// minGapCustomers is below how many customers a fit is flagged.
const minGapCustomers = 30

// Where the fit stops: parameters beyond change no forecast.
const (
	maxGapK = 1e4
	maxGapA = 1e6
	minGap  = 1e-3 // of K and A
)

// FitGaps fits the model by maximum likelihood. With n gaps of sum S for a customer,
// the likelihood without constant factors is
//
//	Π gᴷ⁻¹ / Γ(K)ⁿ · Bᴬ Γ(A + K·n) / (Γ(A) (B + S)^(A + K·n))
//
// The gaps are completed ones. A model at a limit (customers do not differ; gaps do
// not vary) is a result with a flag. The error is [Problems] for impossible gaps,
// [ErrNothing], or [ErrGapData].
func FitGaps(rhythms []Rhythm) (GapFit, error) {
	data, err := gather(rhythms)
	if err != nil {
		return GapFit{}, err
	}
	fit := GapFit{Customers: data.customers, Gaps: data.gaps}
	// K, A and B/A, on the scale of logarithms: what is typical and how far customers
	// spread about it are nearly independent.
	unclamp := func(x []float64) (k, a, b float64) {
		k = clampTo(math.Exp(x[0]), minGap, maxGapK)
		a = clampTo(math.Exp(x[1]), minGap, maxGapA)
		return k, a, a * math.Exp(x[2])
	}
	slope := make([]float64, 3)
	lowest := optimum.Descend([]float64{0, math.Log(3), math.Log(data.sum / float64(data.gaps))}, optimum.Flat, func(x, gradient []float64) float64 {
		k, a, b := unclamp(x)
		value := data.cost([]float64{k, a, b}, slope)
		gradient[0], gradient[1], gradient[2] = k*slope[0], a*slope[1]+b*slope[2], b*slope[2]
		if k >= maxGapK || k <= minGap {
			gradient[0] = 0
		}
		if a >= maxGapA || a <= minGap {
			gradient[1] = 0
		}
		return value
	})
	fit.Passes = lowest.Passes
	fit.K, fit.A, fit.B = unclamp(lowest.At)
	at := []float64{fit.K, fit.A, fit.B}
	fit.LogLikelihood = -data.cost(at, slope)
	if fit.A > maxGapA/10 {
		fit.Flags = append(fit.Flags, NoSpread)
	}
	if fit.K > maxGapK/10 {
		fit.Flags = append(fit.Flags, PerfectlyRegular)
	}
	if len(fit.Flags) == 0 {
		fit.StdErr = optimum.StandardErrors(at, data.cost)
	}
	if fit.Customers < minGapCustomers {
		fit.Flags = append(fit.Flags, BelowMinBase)
	}
	if !fit.valid() || !isFinite(fit.LogLikelihood) {
		return GapFit{}, ErrGapData
	}
	return fit, nil
}

// gapData is what the likelihood needs: customers with the same number and sum of
// gaps are one cell.
type gapData struct {
	cells           []gapCell
	most            int // gaps of one customer
	customers, gaps int
	sum, sumLog     float64
}

type gapCell struct {
	n      int
	sum    float64
	weight float64
}

func gather(rhythms []Rhythm) (*gapData, error) {
	if len(rhythms) == 0 {
		return nil, ErrNothing
	}
	var faults Problems
	d := &gapData{}
	cells := make(map[GapState]float64)
	for row, r := range rhythms {
		switch {
		case r.N < 0 || r.N > 1<<24 || r.N == 0 && (r.Sum != 0 || r.SumLog != 0):
			faults = append(faults, faultf(row, r.Customer, "%d gaps with sum %v; write down none, or all", r.N, r.Sum))
			continue
		case r.N == 0:
			continue
		case !(r.Sum > 0) || !isFinite(r.Sum) || !isFinite(r.SumLog):
			faults = append(faults, faultf(row, r.Customer, "gaps with sum %v and sum of logarithms %v; every gap is positive and finite", r.Sum, r.SumLog))
			continue
		case r.SumLog > float64(r.N)*math.Log(r.Sum/float64(r.N))+1e-6*float64(r.N):
			faults = append(faults, faultf(row, r.Customer, "%d gaps with sum %v cannot have the sum of logarithms %v", r.N, r.Sum, r.SumLog))
			continue
		}
		d.customers++
		d.gaps += r.N
		d.most = max(d.most, r.N)
		d.sum += r.Sum
		d.sumLog += r.SumLog
		cells[r.GapState]++
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	if d.customers < 2 || d.most < 2 || !isFinite(d.sum) {
		return nil, ErrGapData
	}
	for s, w := range cells {
		d.cells = append(d.cells, gapCell{s.N, s.Sum, w})
	}
	slices.SortFunc(d.cells, func(a, b gapCell) int {
		return cmp.Or(cmp.Compare(a.n, b.n), cmp.Compare(a.sum, b.sum))
	})
	return d, nil
}

// cost is the negative log-likelihood at K, A, B, with its gradient.
func (d *gapData) cost(at, gradient []float64) float64 {
	k, a, b := at[0], at[1], at[2]
	lnB, gammaA, psiA := math.Log(b), lgamma(a), mathext.Digamma(a)
	n := float64(d.gaps)
	value := (k-1)*d.sumLog - n*lgamma(k)
	dk, da, db := d.sumLog-n*mathext.Digamma(k), 0.0, 0.0
	number := -1 // whose table holds now
	var shape, gammaShape, psiShape float64
	for _, c := range d.cells { // sorted by n
		if c.n != number {
			number = c.n
			shape = a + k*float64(c.n)
			gammaShape, psiShape = lgamma(shape)-gammaA, mathext.Digamma(shape)
		}
		ln := math.Log1p(c.sum / b) // ln(b+S) − ln b
		value += c.weight * (gammaShape - shape*ln - k*float64(c.n)*lnB)
		dk += c.weight * float64(c.n) * (psiShape - ln - lnB)
		da += c.weight * (psiShape - psiA - ln)
		db += c.weight * (a/b - shape/(b+c.sum))
	}
	gradient[0], gradient[1], gradient[2] = -dk, -da, -db
	return -value
}

func lgamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}
