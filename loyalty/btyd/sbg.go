package btyd

import (
	"fmt"
	"math"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/internal/optimum"
)

// SBG is the shifted-beta-geometric model of customers under contract: members, subscribers
// (会员续费). At the end of each period a customer leaves with their own probability θ, or
// renews. Among customers θ is beta distributed with Alpha and Beta. Retention rises with age
// although no customer changes: customers with a high θ have left.
//
// For an impossible model, period or discount all results are 0.
//
// Source: Fader & Hardie, "How to project customer retention", Journal of Interactive
// Marketing 21(1), 2007, 76-90.
type SBG struct {
	Alpha float64
	Beta  float64
}

// Validate returns an error that names the first parameter that is not a positive finite number.
func (m SBG) Validate() error {
	for i, p := range [...]float64{m.Alpha, m.Beta} {
		if !(p > 0 && p <= math.MaxFloat64) {
			return parameterError("sBG", [...]string{"Alpha", "Beta"}[i], p)
		}
	}
	return nil
}

func (m SBG) valid() bool {
	const top = math.MaxFloat64 / 4
	return m.Alpha > 0 && m.Beta > 0 && m.Alpha <= top && m.Beta <= top
}

// Retention is the share of the customers alive in period t−1 who renew for period
// t = 1, 2, …: (β+t−1)/(α+β+t−1).
func (m SBG) Retention(t int) float64 {
	if t < 1 || !m.valid() {
		return 0
	}
	n := float64(t - 1)
	return (m.Beta + n) / (m.Alpha + m.Beta + n)
}

// Survival is the share of the customers still under contract in period t, after t renewals:
// B(α, β+t)/B(α, β). Survival(0) is 1.
func (m SBG) Survival(t int) float64 {
	if t < 0 || !m.valid() {
		return 0
	}
	return math.Exp(lnRising(m.Beta, t) - lnRising(m.Alpha+m.Beta, t))
}

// Lifetime is the discounted expected number of periods of a new customer, with the first
// undiscounted. It is Σ S(t)/(1+d)^t over t ≥ 0, or ₂F₁(1, β; α+β; 1/(1+d)). d is the
// discount from one period to the next, at least 1e-9.
func (m SBG) Lifetime(d float64) float64 {
	if !m.valid() || !isDiscount(d) {
		return 0
	}
	return capped(discounted1(m.Beta, m.Alpha+m.Beta, d))
}

// Residual is the discounted expected number of further periods of a customer with so many
// renewals, just before the next one, which is not discounted. It is (β+n)/(α+β+n) ₂F₁(1,
// β+n+1; α+β+n+1; 1/(1+d)). Source: Fader & Hardie, "Customer-base valuation in a contractual
// setting: the perils of ignoring heterogeneity", Marketing Science 29(1), 2010, 85-93.
func (m SBG) Residual(renewals int, d float64) float64 {
	if renewals < 0 || !m.valid() || !isDiscount(d) {
		return 0
	}
	n := float64(renewals)
	return capped(m.Retention(renewals+1) * discounted1(m.Beta+n+1, m.Alpha+m.Beta+n+1, d))
}

// FitSBG fits the model by maximum likelihood to one cohort. alive are the customers at the
// start and after each renewal, and must not increase. In the fit, Customers is their number
// at the start and Returning the number after the first renewal.
//
// The flags are loyalty.DropoutNotIdentified if no customer left, and loyalty.SpreadNotIdentified if all
// leave alike (or at once or never); StdErr is then nil. The error is [loyalty.ErrNothing]
// for an empty cohort, [ErrNoExposure] for one without a renewal date, or [loyalty.Problems]
// with the number of every impossible period.
func FitSBG(alive []int) (Fit[SBG], error) {
	var faults loyalty.Problems
	for t, n := range alive {
		switch {
		case n < 0:
			faults = append(faults, loyalty.Problem{Row: t, Message: fmt.Sprintf("%d customers are alive; it cannot be below 0", n)})
		case t > 0 && n > alive[t-1]:
			faults = append(faults, loyalty.Problem{Row: t, Message: fmt.Sprintf(
				"%d customers are alive after %d before; who joins later belongs to another cohort", n, alive[t-1])})
		}
	}
	if err := faults.Err(); err != nil {
		return Fit[SBG]{}, err
	}
	if len(alive) == 0 || alive[0] == 0 {
		return Fit[SBG]{}, loyalty.ErrNothing
	}
	if len(alive) == 1 {
		return Fit[SBG]{}, ErrNoExposure
	}
	fit := Fit[SBG]{Customers: alive[0], Returning: alive[1], Distinct: len(alive)}
	eval := func(p, g []float64) float64 { return sbgLikelihood(alive, p, g) }
	best := optimum.Minimise([]float64{0, 0}, eval)
	if other := optimum.Minimise([]float64{3, 4}, eval); other.F < best.F-1e-9 {
		other.Passes += best.Passes
		best = other
	}
	fit.Model, fit.Passes, fit.LogLikelihood = sbgAt(best.At), best.Passes, -best.F
	const far, level = 7, 1e-3
	edge := func(a, b float64) bool {
		fit.Passes++
		return eval([]float64{best.At[0] + a, best.At[1] + b}, make([]float64, 2)) <= best.F+level
	}
	if edge(-far, 0) {
		fit.Flags = append(fit.Flags, loyalty.DropoutNotIdentified)
	}
	if edge(far, far) || edge(-far, -far) {
		fit.Flags = append(fit.Flags, loyalty.SpreadNotIdentified)
	}
	if len(fit.Flags) == 0 {
		fit.StdErr = best.StandardErrors()
	}
	if !best.Converged {
		fit.Flags = append(fit.Flags, loyalty.NotConverged)
	}
	return fit, nil
}

func sbgAt(logParams []float64) SBG {
	m, _ := bgbbAt([]float64{logParams[0], logParams[1], 0, 0})
	return SBG{Alpha: m.Alpha, Beta: m.Beta}
}

// sbgLikelihood is the negative log-likelihood, a product of renewals and
// departures, with its gradient in ln α, ln β.
func sbgLikelihood(alive []int, logParams, gradient []float64) float64 {
	m := sbgAt(logParams)
	f, byAlpha, byBeta := 0.0, 0.0, 0.0
	for t := 1; t < len(alive); t++ {
		stayed, gone, n := float64(alive[t]), float64(alive[t-1]-alive[t]), float64(t-1)
		all := m.Alpha + m.Beta + n
		if stayed > 0 {
			f += stayed * math.Log1p(-m.Alpha/all)
		}
		f += gone * math.Log(m.Alpha/all)
		byAlpha += gone/m.Alpha - (stayed+gone)/all
		byBeta += stayed/(m.Beta+n) - (stayed+gone)/all
	}
	gradient[0], gradient[1] = -m.Alpha*byAlpha, -m.Beta*byBeta
	for k, v := range logParams {
		if math.Abs(v) > farBeta {
			gradient[k] = 0
		}
	}
	return -f
}
