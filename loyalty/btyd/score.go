package btyd

import "math"

// A Model forecasts a customer's purchases. The models of this package are plain values
// ([BG], [MBG], [ParetoNBD], [NBD], [CNBD]) that may be stored, compared and used by
// any number of goroutines.
//
// Times are in the unit of the model's fit; see [Fit.Horizon]. No result is ever NaN or
// infinite; times beyond 1e15 count as 1e15. A customer or a model that is not Valid
// gives 0 for all results, and the lowest float64 as the log-likelihood. So does a time
// that is negative or not a number. Call Valid first, or use [NewScorer], whose scores
// have OK.
type Model interface {
	// Valid returns an error that names an impossible parameter.
	Valid() error
	// Params are the parameters in the order of the model's fields.
	Params() []float64
	// LogLikelihood is the log of the density of the customer's past.
	LogLikelihood(c Customer) float64
	// PAlive is the probability that the customer has not left for good (存活概率).
	PAlive(c Customer) float64
	// PBuy is the probability of at least one purchase within the next h.
	PBuy(c Customer, h float64) float64
	// Expected is the expected number of purchases within the next t.
	Expected(c Customer, t float64) float64
	// ExpectedNew is the expected number of repeat purchases of a new customer within t
	// after the first purchase.
	ExpectedNew(t float64) float64
}

// A Score is a model's forecast for one customer within a horizon.
type Score struct {
	PAlive   float64 // probability that the customer has not left for good
	PBuy     float64 // probability of at least one purchase within the horizon
	Expected float64 // expected purchases within the horizon
	OK       bool    // false: the customer is not Valid, or the Scorer not made by NewScorer, and the numbers are 0
}

// joint is a model that answers all three at once, sharing what they share.
type joint interface {
	prepare(h float64) func(Customer) Score
}

// A Scorer scores many customers with one model and one horizon, for a nightly run over
// the whole base. It allocates nothing per customer, and computes once what depends on
// the model alone. Any number of goroutines may use it.
type Scorer struct {
	score func(Customer) Score
}

// NewScorer prepares a model for the horizon h, in the model's unit of time. It
// refuses a model that is not Valid and a horizon that is negative or not finite.
func NewScorer(m Model, h float64) (Scorer, error) {
	if m == nil {
		return Scorer{}, errNoModel
	}
	if err := m.Valid(); err != nil {
		return Scorer{}, err
	}
	if !isTime(h) {
		return Scorer{}, &horizonError{Horizon: h}
	}
	if j, ok := m.(joint); ok {
		return Scorer{score: j.prepare(h)}, nil
	}
	return Scorer{score: func(c Customer) Score {
		return Score{PAlive: m.PAlive(c), PBuy: m.PBuy(c, h), Expected: m.Expected(c, h), OK: true}
	}}, nil
}

// Score scores one customer.
func (s Scorer) Score(c Customer) Score {
	if s.score == nil || !c.ok() {
		return Score{}
	}
	return s.score(c)
}

// Append scores the customers in their order and appends the scores to dst.
func (s Scorer) Append(dst []Score, customers []Customer) []Score {
	for _, c := range customers {
		dst = append(dst, s.Score(c))
	}
	return dst
}

// isTime tells whether t can be a span of time.
func isTime(t float64) bool { return t >= 0 && t <= math.MaxFloat64 }

// impossible is the log-likelihood of what cannot be.
const impossible = -math.MaxFloat64
