package btyd

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A Spend is one customer's known spend: the mean of X purchases, in yuan as a float. A
// model of averages needs no fen; sums of payments stay in whole fen elsewhere.
type Spend struct {
	X    int     // purchases with known amounts; 0: nothing is known
	Mean float64 // mean amount of one of them, above 0; 0 if X is 0
}

func (s Spend) ok() bool {
	return s.X == 0 && s.Mean == 0 || s.X > 0 && s.Mean > 0 && s.Mean <= maxSpend && s.X <= maxCount
}

const (
	maxSpend = 1e15 // more than anything costs; it keeps sums finite
	maxCount = 1_000_000_000
)

func (s Spend) problem() string {
	switch {
	case s.ok():
		return ""
	case s.X < 0:
		return fmt.Sprintf("X is %d; purchases are counted from 0", s.X)
	case s.X > maxCount:
		return fmt.Sprintf("X is %d; that is too often to be true", s.X)
	case math.IsNaN(s.Mean) || math.IsInf(s.Mean, 0):
		return fmt.Sprintf("the mean spend is %v; it must be a finite number", s.Mean)
	case s.X == 0:
		return fmt.Sprintf("the mean spend is %v with X 0; without a purchase the mean is unknown: leave it 0", s.Mean)
	case s.Mean <= 0:
		return fmt.Sprintf("the mean spend is %v; the model knows positive amounts only: leave out refunds, gifts and returns", s.Mean)
	default:
		return fmt.Sprintf("the mean spend is %v; nothing costs that much: check the unit", s.Mean)
	}
}

// validateSpend finds every row that the model cannot use. The error is
// [loyalty.Problems].
func validateSpend(rows []Spend) error {
	var faults loyalty.Problems
	for i, s := range rows {
		if !s.ok() {
			faults = append(faults, loyalty.Problem{Row: i, Message: s.problem()})
		}
	}
	return faults.Err()
}

// GammaGamma is the Gamma-Gamma model of spend (客单价). A customer's spend on one purchase
// is gamma distributed with shape P and the customer's own rate ν. Among customers ν is
// gamma distributed with shape Q and rate V. V is in yuan. The model assumes that spend is
// independent of how often a customer buys.
//
// Source: Fader, Hardie & Lee, "RFM and CLV: using iso-value curves for customer base
// analysis", Journal of Marketing Research 42(4), 2005, 415-430. See also Fader & Hardie,
// "The Gamma-Gamma model of monetary value", note 025, 2013.
type GammaGamma struct {
	P float64 // regularity of one customer's amounts: larger is more alike
	Q float64 // similarity of the customers' means; the mean over customers exists only for Q > 1
	V float64 // yuan
}

// Validate returns an error that names the first parameter that is not a positive finite
// number.
func (g GammaGamma) Validate() error {
	for i, p := range g.params() {
		if !(p > 0 && p <= math.MaxFloat64) {
			return parameterError("Gamma-Gamma", [...]string{"P", "Q", "V"}[i], p)
		}
	}
	return nil
}

// params are P, Q, V.
func (g GammaGamma) params() []float64 { return []float64{g.P, g.Q, g.V} }

func (g GammaGamma) valid() bool {
	return g.P > 0 && g.Q > 0 && g.V > 0 &&
		g.P <= math.MaxFloat64 && g.Q <= math.MaxFloat64 && g.V <= math.MaxFloat64
}

// LogLikelihood is the log of the density of a customer's mean spend z̄ over x purchases,
//
//	Γ(px+q)/(Γ(px)Γ(q)) (xz̄/(v+xz̄))^(px) (v/(v+xz̄))^q / z̄
//
// and 0 if x is 0. An impossible spend has the lowest float64.
func (g GammaGamma) LogLikelihood(s Spend) float64 {
	if !s.ok() || !g.valid() {
		return impossible
	}
	if s.X == 0 {
		return 0
	}
	px, t := g.P*float64(s.X), float64(s.X)*s.Mean/g.V
	value, _, _ := lnBeta(px, g.Q)
	return capped(-value - px*math.Log1p(1/t) - g.Q*math.Log1p(t) - math.Log(s.Mean))
}

const spendMethod = "Gamma-Gamma, mean of the customer's own mean spend"

// Mean is the expected value of the customer's mean spend, in yuan, from the spend of the
// customer and of all others: p(v+xz̄)/(px+q−1). For [Spend]{} it is the mean over all
// customers.
//
// If px+q ≤ 1 it is infinite and has no value, for the reason [loyalty.InfiniteMean]. If Q
// ≤ 1, only customers without history have no mean, and the result has the flag. Its Base
// is X.
func (g GammaGamma) Mean(s Spend) loyalty.Measure {
	if !s.ok() || !g.valid() {
		return loyalty.Unknown(loyalty.ZeroBase, 0, spendMethod)
	}
	mean, ok := g.mean(s)
	if !ok {
		return loyalty.Unknown(loyalty.InfiniteMean, s.X, spendMethod)
	}
	m := loyalty.Measure{OK: true, Value: mean, Base: s.X, Method: spendMethod}
	if g.Q <= 1 {
		m.Flags = []loyalty.Flag{loyalty.InfiniteMean}
	}
	return m
}

func (g GammaGamma) mean(s Spend) (mean float64, ok bool) {
	shape := g.P*float64(s.X) + g.Q
	if !(shape > 1) {
		return 0, false
	}
	return capped(g.P / (shape - 1) * (g.V + float64(s.X)*s.Mean)), true
}

// Quantile is the p-quantile of the customer's own mean spend, in yuan. Quantile(s, 0.5)
// is the median, which exists also if the mean is infinite. It is 0 for p ≤ 0 and for
// impossible values.
func (g GammaGamma) Quantile(s Spend, p float64) float64 {
	if !s.ok() || !g.valid() || !(p > 0 && p < 1) {
		return 0
	}
	shape := g.P*float64(s.X) + g.Q
	return capped(g.P * (g.V + float64(s.X)*s.Mean) / gammaQuantile(shape, 1-p))
}

// gammaQuantile is the quantile of the gamma distribution with rate 1; by the
// approximation of Wilson and Hilferty where the shape is so large that it is exact.
func gammaQuantile(shape, p float64) float64 {
	if shape > 1e7 {
		c := 1 / (9 * shape)
		return shape * math.Pow(1-c+mathext.NormalQuantile(p)*math.Sqrt(c), 3)
	}
	return mathext.GammaIncRegInv(shape, p)
}
