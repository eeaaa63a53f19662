package btyd

import (
	"fmt"
	"math"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A Cell is the number of customers with the same past at a sequence of occasions to buy.
// Occasions are a yearly appeal, a monthly box, a season's opening. Occasions are counted
// after the one of the first purchase.
type Cell struct {
	X     int // occasions with a purchase
	Tx    int // the last occasion with a purchase: 1 … N; 0 if X is 0
	N     int // occasions so far
	Count int // customers
}

// maxOccasions bounds the work on one cell.
const maxOccasions = 1_000_000

func (c Cell) ok() bool {
	return c.X >= 0 && c.X <= c.Tx && c.Tx <= c.N && c.N <= maxOccasions && (c.X > 0) == (c.Tx > 0) && c.Count >= 0
}

func (c Cell) problem() string {
	switch {
	case c.ok():
		return ""
	case c.X < 0 || c.Tx < 0 || c.N < 0 || c.Count < 0:
		return fmt.Sprintf("X, Tx, N and Count are %d, %d, %d and %d; none is below 0", c.X, c.Tx, c.N, c.Count)
	case c.N > maxOccasions:
		return fmt.Sprintf("N is %d; more than a million occasions are too many: use a model in continuous time", c.N)
	case c.Tx > c.N:
		return fmt.Sprintf("Tx is %d and N is %d; the last purchase is not after the last occasion", c.Tx, c.N)
	case c.X > c.Tx:
		return fmt.Sprintf("X is %d and Tx is %d; a customer buys at most once at each occasion", c.X, c.Tx)
	default:
		return fmt.Sprintf("X is %d and Tx is %d; one is 0 only together with the other", c.X, c.Tx)
	}
}

// validateCells finds every impossible cell. The error is [loyalty.Problems].
func validateCells(cells []Cell) error {
	var faults loyalty.Problems
	for i, c := range cells {
		if !c.ok() {
			faults = append(faults, loyalty.Problem{Row: i, Message: c.problem()})
		}
	}
	return faults.Err()
}

// BGBB is the beta-geometric/beta-Bernoulli model, for shops with fixed occasions to buy. A
// customer buys at an occasion with probability p, and leaves for good before one with
// probability θ. Among customers p is beta distributed with Alpha and Beta, and θ
// independently with Gamma and Delta.
//
// For an impossible model, cell, number of occasions or discount all results are 0, and the
// log-likelihood is the lowest float64.
//
// Source: Fader, Hardie & Shang, "Customer-base analysis in a discrete-time noncontractual
// setting", Marketing Science 29(6), 2010, 1086-1108.
type BGBB struct {
	Alpha float64
	Beta  float64
	Gamma float64
	Delta float64
}

// Validate returns an error that names the first parameter that is not a positive finite number.
func (m BGBB) Validate() error {
	for i, p := range m.params() {
		if !(p > 0 && p <= math.MaxFloat64) {
			return parameterError("BG/BB", [...]string{"Alpha", "Beta", "Gamma", "Delta"}[i], p)
		}
	}
	return nil
}

// params are Alpha, Beta, Gamma, Delta.
func (m BGBB) params() []float64 { return []float64{m.Alpha, m.Beta, m.Gamma, m.Delta} }

func (m BGBB) valid() bool {
	const top = math.MaxFloat64 / 4
	return m.Alpha > 0 && m.Beta > 0 && m.Gamma > 0 && m.Delta > 0 &&
		m.Alpha <= top && m.Beta <= top && m.Gamma <= top && m.Delta <= top
}

// buys, skips and stays are, of a customer who is alive after j occasions and
// bought at x of them, the probabilities of the next one: to buy, not to buy, and
// not to leave before it.
func (m BGBB) buys(x, j int) float64 {
	return (m.Alpha + float64(x)) / (m.Alpha + m.Beta + float64(j))
}

func (m BGBB) skips(x, j int) float64 {
	return (m.Beta + float64(j-x)) / (m.Alpha + m.Beta + float64(j))
}

func (m BGBB) stays(j int) float64 { return (m.Delta + float64(j)) / (m.Gamma + m.Delta + float64(j)) }

func (m BGBB) leaves(j int) float64 { return m.Gamma / (m.Gamma + m.Delta + float64(j)) }

// past is the log-probability of what happened until the last purchase. What
// follows in silence is added occasion by occasion, as a probability: nothing
// under- or overflows, and every summand is positive.
func (m BGBB) past(c Cell) float64 {
	return lnRising(m.Alpha, c.X) + lnRising(m.Beta, c.Tx-c.X) - lnRising(m.Alpha+m.Beta, c.Tx) +
		lnRising(m.Delta, c.Tx) - lnRising(m.Gamma+m.Delta, c.Tx)
}

// silence is the probability of no purchase after Tx until occasion N: as a
// customer who is still there, and as one who left meanwhile.
func (m BGBB) silence(c Cell) (there, left float64) {
	there = 1
	for j := c.Tx; j < c.N && there > 0; j++ {
		left += there * m.leaves(j)
		there *= m.stays(j) * m.skips(c.X, j)
	}
	return there, left
}

// LogLikelihood is the log-probability of one customer's past, a purchase at exactly those
// occasions. It ignores Count.
func (m BGBB) LogLikelihood(c Cell) float64 {
	if !c.ok() || !m.valid() {
		return impossible
	}
	there, left := m.silence(c)
	return capped(m.past(c) + math.Log(there+left))
}

// PAlive is the probability that a customer is still active at the next occasion, the one
// after N.
func (m BGBB) PAlive(c Cell) float64 {
	if !c.ok() || !m.valid() {
		return 0
	}
	there, left := m.silence(c)
	if there == 0 {
		return 0
	}
	return there * m.stays(c.N) / (there + left)
}

// PBuy is the probability that a customer buys at least once at the next n occasions.
func (m BGBB) PBuy(c Cell, n int) float64 {
	alive := m.PAlive(c)
	if n < 1 || n > maxOccasions || alive == 0 {
		return 0
	}
	sum := 0.0
	for j := c.N; j < c.N+n; j++ {
		sum += alive * m.buys(c.X, j)
		alive *= m.skips(c.X, j) * m.stays(j+1)
	}
	return min(sum, 1)
}

// Expected is the expected number of purchases of a customer at the next n occasions. Those
// of a new customer, after the first purchase, are Expected(Cell{}, n).
func (m BGBB) Expected(c Cell, n int) float64 {
	alive := m.PAlive(c)
	if n < 1 || n > maxOccasions || alive == 0 {
		return 0
	}
	sum := 0.0
	for j := c.N; j < c.N+n; j++ {
		sum += alive
		alive *= m.stays(j + 1)
	}
	return sum * m.buys(c.X, c.N)
}

// PMF is the probability that a new customer buys at exactly x of their first n occasions.
func (m BGBB) PMF(x, n int) float64 {
	if x < 0 || x > n || n > maxOccasions || !m.valid() {
		return 0
	}
	// Alive through i occasions and bought at x of them: as i grows by one, the
	// ways to place the x purchases grow by (i+1)/(i+1−x).
	at := math.Exp(lnRising(m.Alpha, x) - lnRising(m.Alpha+m.Beta, x) + lnRising(m.Delta, x) - lnRising(m.Gamma+m.Delta, x))
	sum := 0.0
	for i := x; i < n; i++ {
		sum += at * m.leaves(i)
		at *= m.stays(i) * m.skips(x, i) * float64(i+1) / float64(i+1-x)
	}
	return min(sum+at, 1)
}

// DERT is the discounted expected number of residual transactions, over all later purchases.
// A purchase at the k-th next occasion counts 1/(1+d)^k. d is the discount from one occasion
// to the next, at least 1e-9: 0.1 for 10 %.
//
//	P(alive) (α+x)/(α+β+N) Σ_k (1+d)^−k Π_{i<k} (δ+N+i)/(γ+δ+N+i)
//
// The sum is a Gauss hypergeometric function, 1/(1+d) ₂F₁(1, δ+N+1; γ+δ+N+1; 1/(1+d)).
func (m BGBB) DERT(c Cell, d float64) float64 {
	if !isDiscount(d) {
		return 0
	}
	alive := m.PAlive(c)
	if alive == 0 {
		return 0
	}
	n := float64(c.N)
	return capped(alive * m.buys(c.X, c.N) / (1 + d) * discounted1(m.Delta+n+1, m.Gamma+m.Delta+n+1, d))
}

// isDiscount tells whether d can be a discount of one occasion to the next: below
// 1e-9 the sum has too many terms to be taken.
func isDiscount(d float64) bool { return d >= 1e-9 && d <= math.MaxFloat64 }

// discounted1 is ₂F₁(1, b; c; 1/(1+d)) for b ≤ c: at most (1+d)/d.
func discounted1(b, c, d float64) float64 { return gauss1(b, c, 1/(1+d)) }
