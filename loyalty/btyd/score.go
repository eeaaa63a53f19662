package btyd

import (
	"fmt"
	"math"
)

// A Score is a model's forecast for one customer within a horizon.
type Score struct {
	PAlive   float64 // probability that the customer has not left for good
	PBuy     float64 // probability of at least one purchase within the horizon
	Expected float64 // expected purchases within the horizon
	OK       bool    // false: the customer is not valid, or the Scorer not made by NewScorer, and the numbers are 0
}

// A Scorer scores many customers with one model and one horizon, for a nightly run over
// the whole base. It allocates nothing per customer, and computes once what depends on
// the model alone. Any number of goroutines may use it.
type Scorer struct {
	score func(Customer) Score
}

// NewScorer prepares a model for the horizon h, in the model's unit of time. It refuses a
// model that is not valid ([ErrParameter]), and a horizon that is negative or not finite
// ([ErrHorizon]).
func NewScorer(m Model, h float64) (Scorer, error) {
	if err := m.Validate(); err != nil {
		return Scorer{}, err
	}
	if !isTime(h) {
		return Scorer{}, newError(ErrHorizon, fmt.Sprintf("the horizon is %v; it must be 0 or more and finite", h))
	}
	return Scorer{score: m.prepare(h)}, nil
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
