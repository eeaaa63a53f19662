package loyalty

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"github.com/tiexin-go/tiexin/loyalty/internal/optimum"
)

// A SharePrior is the distribution of the customers' true shares in a shop: Beta(A,
// B). It moves the share of a customer with few purchases towards the others'
// (Beta-binomial shrinkage). It also gives a probability where the raw share would be
// 0 or 100 percent.
type SharePrior struct {
	A             float64 `json:"a"`
	B             float64 `json:"b"`
	LogLikelihood float64 `json:"log_likelihood"`
	Customers     int     `json:"customers"`       // customers of the fit: those with a purchase in the category
	Flags         []Flag  `json:"flags,omitempty"` // NoSpread: no difference between customers is visible
}

// minShareCustomers is how many customers with two purchases a prior takes.
const minShareCustomers = 10

// Where the fit stops: so wide, or so narrow, that going on changes no share.
const minShareSum, maxShareSum = 1e-3, 1e5

// What A and B of a prior may be; those of a fit are inside.
const minShare, maxShare = 1e-12, 1e9

// FitShares fits the prior by maximum likelihood of the Beta-binomial distribution
// (Skellam 1948, Journal of the Royal Statistical Society B 10). If every customer in
// the list has bought the brand, as when only its buyers are known, the likelihood is
// conditional on that.
//
// The error is [Problems] for impossible shares, [ErrNothing], or [ErrShareData].
func FitShares(shares []Share) (SharePrior, error) {
	var faults Problems
	cells := make(map[[2]int]float64)
	two, customers, sole, none, ownOnly := 0, 0, 0, 0, false
	for row, s := range shares {
		if s.ownOnly() {
			ownOnly = true
			continue
		}
		if s.Own < 0 || s.Own > s.Category {
			faults = append(faults, faultf(row, s.Customer, "%d purchases of the brand among %d in the category; the brand's are among the category's", s.Own, s.Category))
			continue
		}
		if s.Category == 0 {
			continue
		}
		if s.Category > 1 {
			two++
		}
		switch s.Own {
		case 0:
			none++
		case s.Category:
			sole++
		}
		customers++
		cells[[2]int{s.Own, s.Category}]++
	}
	switch {
	case len(faults) > 0:
		return SharePrior{}, faults
	case customers == 0 && !ownOnly:
		return SharePrior{}, ErrNothing
	case two < minShareCustomers || sole == customers || none == customers:
		return SharePrior{}, ErrShareData
	}
	counted, buyersOnly := sortedCells(cells), none == 0
	// In the mean and the sum of A and B the likelihood has the simplest shape.
	prior := func(x []float64) (a, b float64) {
		mean := 1 / (1 + math.Exp(-clampTo(x[0], -16, 16)))
		sum := math.Exp(clampTo(x[1], math.Log(minShareSum), math.Log(maxShareSum)))
		return mean * sum, (1 - mean) * sum
	}
	cost := func(x []float64) float64 {
		a, b := prior(x)
		return -betaBinomial(counted, a, b, buyersOnly)
	}
	x := optimum.Descend([]float64{0, 0.5}, optimum.Flat, optimum.Sloped(cost)).At
	a, b := prior(x)
	fit := SharePrior{A: a, B: b, LogLikelihood: -cost(x), Customers: customers}
	if a+b > maxShareSum/2 {
		fit.Flags = append(fit.Flags, NoSpread)
	}
	return fit, nil
}

// Shrunk is the customer's share of category requirements, moved towards the others'.
// It is the mean (A + own) / (A + B + category) of Beta(A + own, B + category − own),
// with its central interval. The interval is widened if a very skew one does not
// contain the mean. The base is the customer's purchases in the category; a customer
// without one has the shop's mean.
func (p SharePrior) Shrunk(s Share) Measure {
	const method = "share of category requirements, Beta-binomial shrinkage, posterior interval"
	if s.ownOnly() {
		return Unknown(NoCategoryData, s.Own, method)
	}
	a, b, ok := p.posterior(s)
	if !ok {
		return Unknown(Impossible, s.Category, method)
	}
	m := Measure{OK: true, Value: a / (a + b), Base: s.Category, Level: Level, Method: method}
	m.Lo = min(betaQuantile(a, b, (1-Level)/2), m.Value)
	m.Hi = max(betaQuantile(a, b, (1+Level)/2), m.Value)
	for _, f := range p.Flags {
		m = m.With(f)
	}
	return m.finite()
}

// Above is the probability that the customer's true share is greater than x, 0 to 1.
// It is false if share, prior or x are impossible.
func (p SharePrior) Above(s Share, x float64) (probability float64, ok bool) {
	a, b, ok := p.posterior(s)
	if !ok || !(x >= 0 && x <= 1) {
		return 0, false
	}
	return betaShare(b, a, 1-x, x), true
}

func (p SharePrior) posterior(s Share) (a, b float64, ok bool) {
	a, b = p.A+float64(s.Own), p.B+float64(s.Category-s.Own)
	ok = p.A >= minShare && p.A <= maxShare && p.B >= minShare && p.B <= maxShare && s.Own >= 0 && s.Own <= s.Category
	return a, b, ok
}

type shareCell struct {
	own, all int
	weight   float64
}

func clampTo(x, lo, hi float64) float64 { return max(lo, min(x, hi)) }

func sortedCells(cells map[[2]int]float64) []shareCell {
	list := make([]shareCell, 0, len(cells))
	for k, w := range cells {
		list = append(list, shareCell{k[0], k[1], w})
	}
	slices.SortFunc(list, func(a, b shareCell) int {
		return cmp.Or(cmp.Compare(a.all, b.all), cmp.Compare(a.own, b.own))
	})
	return list
}

// betaBinomial is the log-likelihood without the binomial coefficients, which do
// not depend on the parameters.
func betaBinomial(cells []shareCell, a, b float64, buyersOnly bool) float64 {
	sum := 0.0
	norm := mathext.Lbeta(a, b)
	for _, c := range cells {
		ll := mathext.Lbeta(a+float64(c.own), b+float64(c.all-c.own)) - norm
		if buyersOnly {
			none := mathext.Lbeta(a, b+float64(c.all)) - norm // log P(no purchase of the brand)
			ll -= math.Log(-math.Expm1(none))
		}
		sum += c.weight * ll
	}
	return sum
}
