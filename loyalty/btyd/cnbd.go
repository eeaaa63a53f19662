package btyd

import (
	"fmt"

	"github.com/tiexin-go/tiexin/loyalty"
)

// CNBD is the MBG/CNBD-k model. It differs from [MBG] in that the gaps between a
// customer's purchases are more regular than random. A gap is K waiting times at
// the customer's rate, an Erlang-K time, with mean K divided by the rate. K = 1 is
// MBG; consumable products, such as milk and contact lenses, need K of 2 or 3.
// Source: Platzer & Reutterer 2016, Marketing Science 35(5), 779–799.
type CNBD struct {
	K        int
	R, Alpha float64
	A, B     float64
}

// MaxRegularity is the highest K of a CNBD.
const MaxRegularity = 12

// A RegularityError is about a K outside 1 to [MaxRegularity].
type RegularityError struct{ K int }

func (e *RegularityError) Error() string {
	return fmt.Sprintf("btyd: MBG/CNBD: K is %d; it must be from 1 to %d", e.K, MaxRegularity)
}

// A GapsError means that the regularity cannot be found, since the gaps between
// purchases are unknown.
type GapsError struct{ Customers, LogGaps int }

func (e *GapsError) Error() string {
	return fmt.Sprintf("btyd: %d customers with %d sums of log gaps: to compare regularities, every customer's gaps must be known; "+
		"Summarise the log, or fit a given K", e.Customers, e.LogGaps)
}

// FitCNBDk finds the CNBD of highest likelihood for a given k. Its log-likelihood
// leaves out (k-1)·Σ ln gap, which is not in the customers' data and depends on no
// parameter: compare different k by [FitCNBD]. Errors are those of [FitBG], and a
// [*RegularityError] for a k outside 1 to [MaxRegularity].
func FitCNBDk(customers []Customer, k int, o Options) (Fit[CNBD], error) {
	if k < 1 || k > MaxRegularity {
		return Fit[CNBD]{}, &RegularityError{K: k}
	}
	return fitted(customers, o, process{drop: afterEvery, stages: k}, func(p point) CNBD {
		return CNBD{K: k, R: p[0], Alpha: p[1], A: p[2], B: p[3]}
	})
}

// FitCNBD fits every K from 1 to top and returns the fit of highest likelihood, with
// the lowest K of equal ones. 4 is a good top. Its log-likelihood includes the gaps
// and is comparable with those of [FitMBG] and [FitBG] on the same customers. The
// unit is the summary's. Errors are those of [FitCNBDk], and a
// [*GapsError] for a summary without the gaps between purchases.
func FitCNBD(s Summary, top int, o Options) (Fit[CNBD], error) {
	if len(s.LogGaps) != len(s.Customers) {
		return Fit[CNBD]{}, &GapsError{Customers: len(s.Customers), LogGaps: len(s.LogGaps)}
	}
	if top < 1 || top > MaxRegularity {
		return Fit[CNBD]{}, &RegularityError{K: top}
	}
	logGaps := 0.0
	for i, v := range s.LogGaps {
		if v != v || v-v != 0 {
			fault := loyalty.Problem{Row: i, Message: fmt.Sprintf("the sum of log gaps is %v; it must be a finite number", v)}
			return Fit[CNBD]{}, loyalty.Problems{fault}.Err()
		}
		logGaps += v
	}
	o.Unit = s.Unit
	var best Fit[CNBD]
	for k := 1; k <= top; k++ {
		f, err := FitCNBDk(s.Customers, k, o)
		if err != nil {
			return Fit[CNBD]{}, err
		}
		f.LogLikelihood += float64(k-1) * logGaps
		if k == 1 || f.LogLikelihood > best.LogLikelihood {
			best = f
		}
	}
	return best, nil
}

func (m CNBD) family() family {
	return family{process: process{drop: afterEvery, stages: m.K}, r: m.R, alpha: m.Alpha, a: m.A, b: m.B}
}

// Params are R, Alpha, A, B.
func (m CNBD) Params() []float64 { return []float64{m.R, m.Alpha, m.A, m.B} }

// Validate returns a [RegularityError], or a [ParameterError] that names an impossible
// parameter.
func (m CNBD) Validate() error {
	f := m.family()
	return f.fault("MBG/CNBD")
}

// LogLikelihood is the log of the density of the customer's past without (k-1)·Σ ln
// gap, which a Customer does not have.
func (m CNBD) LogLikelihood(c Customer) float64 {
	f := m.family()
	return f.logLikelihood(c)
}

// PAlive is the probability that the customer has not left for good.
func (m CNBD) PAlive(c Customer) float64 {
	f := m.family()
	return f.alive(c)
}

// PBuy is the probability of at least one purchase within the next h.
func (m CNBD) PBuy(c Customer, h float64) float64 {
	f := m.family()
	return f.buy(c, h)
}

// Expected is the expected number of purchases within the next t.
func (m CNBD) Expected(c Customer, t float64) float64 {
	f := m.family()
	return f.expected(c, t)
}

// ExpectedNew is the expected number of repeat purchases within t after the first.
func (m CNBD) ExpectedNew(t float64) float64 {
	f := m.family()
	return f.expectedNew(t)
}

// PMF is the probability of exactly n repeat purchases within t after the first.
func (m CNBD) PMF(n int, t float64) float64 {
	f := m.family()
	return f.pmf(n, t)
}

func (m CNBD) prepare(h float64) func(Customer) Score { return m.family().prepare(h) }
