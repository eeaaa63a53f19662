package btyd

import (
	"fmt"
	"math/rand/v2"
)

// A Family is one of the models. The zero Family is [MBG].
type Family string

// The families. In all of them customers buy at their own rate, Gamma distributed with shape R
// and rate Alpha. They differ in how customers leave for good.
const (
	// MBG is the modified BG/NBD model, the one to begin with. After each purchase, the first
	// included, a customer leaves with their own probability, Beta distributed with A and B.
	// Source: Batislam, Denizel & Filiztekin 2007, International Journal of Research in
	// Marketing 24(3), 201–209.
	//
	//	P(alive) = 1 / (1 + a/(b+x) · ((α+T)/(α+tx))^(r+x))
	//	P(buys within h) = P(alive) · (1 - ((α+T)/(α+T+h))^(r+x))
	MBG Family = "mbg"
	// BG is the BG/NBD model: [MBG] without the chance to leave after the first purchase, so
	// one-time buyers have a PAlive of 1 for ever. PBuy is good in both. Source: Fader, Hardie
	// & Lee 2005, Marketing Science 24(2), 275–284.
	//
	//	P(alive) = 1 / (1 + a/(b+x-1) · ((α+T)/(α+tx))^(r+x)),  1 for x = 0
	BG Family = "bg"
	// NBD has no dropout. The other families approach it if there is no sign of customers
	// leaving. Source: Ehrenberg 1959, Applied Statistics 8(1), 26–41.
	NBD Family = "nbd"
	// CNBD is MBG/CNBD-k: [MBG] with gaps more regular than random. A gap is K waiting times at
	// the customer's rate, an Erlang-K time. K = 1 is MBG; consumable products, such as milk
	// and contact lenses, need 2 or 3. Source: Platzer & Reutterer 2016, Marketing Science
	// 35(5), 779–799.
	CNBD Family = "cnbd"
	// ParetoNBD is the Pareto/NBD model: a customer leaves at any time, after an exponential
	// time with their own rate, Gamma distributed with shape S and rate Beta. Source:
	// Schmittlein, Morrison & Colombo, "Counting your customers: who are they and what will
	// they do next?", Management Science 33(1), 1987, 1-24. The formulas follow Fader & Hardie,
	// "A note on deriving the Pareto/NBD model and related expressions", 2005.
	//
	// With Beta 0 the model is at its limit: after the first purchase a customer leaves at
	// once, with probability 1 − e^−S, or never. It is the limit of models whose Beta goes to 0
	// and whose S goes to 0 like S/ln(1/Beta). No representable number is near enough to it.
	ParetoNBD Family = "pareto"
)

// A Model forecasts a customer's purchases. It is a plain value that may be stored, compared
// and used by any number of goroutines. JSON without a family is read as [MBG]; JSON of
// parameters alone is read into a Model whose Family is set.
//
// Times are in the unit of the model's fit: fit.Unit.Count(90, Day) are 90 days. No result is
// ever NaN or infinite; times beyond 1e15 count as 1e15. A customer or a model that is not
// valid gives 0 for all results, and the lowest float64 as the log-likelihood. So does a time
// that is negative or not a number. Call Validate first, or use [NewScorer], whose scores have
// OK.
type Model struct {
	Family Family  `json:"family,omitempty"`
	K      int     `json:"k,omitempty"`    // waiting times in a gap, 1 to 12; of CNBD
	R      float64 `json:"r"`              // spread of the buying rates: larger is more alike
	Alpha  float64 `json:"alpha"`          // the mean buying rate is R/Alpha
	A      float64 `json:"a"`              // the mean probability to leave after a purchase is
	B      float64 `json:"b"`              // A/(A+B); of MBG, BG and CNBD
	S      float64 `json:"s,omitempty"`    // spread of the dropout rates; of ParetoNBD
	Beta   float64 `json:"beta,omitempty"` // the mean dropout rate is S/Beta; 0: customers who leave do so at once
}

func (m *Model) pareto() paretoModel { return paretoModel{m.R, m.Alpha, m.S, m.Beta} }

func (m *Model) beta() betaModel {
	return betaModel{process: m.Family.process(m.K), r: m.R, alpha: m.Alpha, a: m.A, b: m.B}
}

// process is how customers leave and how regular their gaps are; of an unknown family it has
// no stages, and so is not valid.
func (f Family) process(k int) process {
	switch f {
	case MBG, "":
		return process{drop: afterEvery, stages: 1}
	case BG:
		return process{drop: afterLater, stages: 1}
	case NBD:
		return process{drop: never, stages: 1}
	case CNBD:
		return process{drop: afterEvery, stages: k}
	}
	return process{}
}

// title is how the literature writes the family.
func (f Family) title() string {
	switch f {
	case MBG, "":
		return "MBG/NBD"
	case BG:
		return "BG/NBD"
	case NBD:
		return "NBD"
	case CNBD:
		return "MBG/CNBD"
	case ParetoNBD:
		return "Pareto/NBD"
	}
	return ""
}

// params are the parameters in the order of the fields, those of the family alone.
func (m *Model) params() []float64 {
	switch m.Family {
	case ParetoNBD:
		return []float64{m.R, m.Alpha, m.S, m.Beta}
	case NBD:
		return []float64{m.R, m.Alpha}
	}
	return []float64{m.R, m.Alpha, m.A, m.B}
}

// Validate returns an error that names an unknown family or the first impossible parameter
// ([ErrParameter]). Parameters are positive and finite.
func (m Model) Validate() error {
	title := m.Family.title()
	if title == "" {
		return newError(ErrParameter, fmt.Sprintf("unknown family %q; take MBG, BG, NBD, CNBD or ParetoNBD", m.Family))
	}
	if m.Family == ParetoNBD {
		return m.pareto().fault(title)
	}
	f := m.beta()
	return f.fault(title)
}

// LogLikelihood is the log of the density of the customer's past. That of [CNBD] is without
// (K-1)·Σ ln gap, which a Customer does not have.
func (m Model) LogLikelihood(c Customer) float64 {
	if m.Family == ParetoNBD {
		return m.pareto().logLikelihood(c)
	}
	f := m.beta()
	return f.logLikelihood(c)
}

// PAlive is the probability that the customer has not left for good (存活概率).
func (m Model) PAlive(c Customer) float64 {
	if m.Family == ParetoNBD {
		return m.pareto().alive(c)
	}
	f := m.beta()
	return f.alive(c)
}

// PBuy is the probability of at least one purchase within the next h.
func (m Model) PBuy(c Customer, h float64) float64 {
	if m.Family == ParetoNBD {
		return m.pareto().buy(c, h)
	}
	f := m.beta()
	return f.buy(c, h)
}

// Expected is the expected number of purchases within the next t. Those of a new customer,
// after the first, are Expected(Customer{}, t).
func (m Model) Expected(c Customer, t float64) float64 {
	if m.Family == ParetoNBD {
		return m.pareto().expected(c, t)
	}
	f := m.beta()
	return f.expected(c, t)
}

// PMF is the probability of exactly n repeat purchases of a new customer within t.
func (m Model) PMF(n int, t float64) float64 {
	if m.Family == ParetoNBD {
		return m.pareto().pmf(n, t)
	}
	f := m.beta()
	return f.pmf(n, t)
}

// Discounted is the discounted expected number of purchases within a horizon: a purchase after
// t counts e^(−delta·t). delta is a continuous rate in the model's unit of time ([Terms.Rate]
// converts a yearly rate). The horizon is in the same unit; +Inf is for ever, which needs a
// delta above 0, and is the DERT, the discounted expected residual transactions. Source: Fader,
// Hardie & Lee, "RFM and CLV", JMR 42(4), 2005.
func (m Model) Discounted(c Customer, delta, horizon float64) float64 {
	if m.Family == ParetoNBD {
		return m.pareto().discounted(c, delta, horizon)
	}
	f := m.beta()
	if !f.valid() || !c.ok() || !discountable(delta, horizon) {
		return 0
	}
	return discounted(func(t float64) float64 { return f.expected(c, t) }, delta, horizon)
}

// prepare is the scoring of many customers at one horizon.
func (m Model) prepare(h float64) func(Customer) Score {
	if m.Family == ParetoNBD {
		return m.pareto().prepare(h)
	}
	return m.beta().prepare(h)
}

// draw draws a customer.
func (m Model) draw(random *rand.Rand) life {
	if m.Family == ParetoNBD {
		return m.pareto().draw(random)
	}
	f := m.beta()
	l := life{Rate: gamma(m.R, m.Alpha, random), K: f.stages}
	if f.drop != never {
		l.Leave, l.LeaveAtFirst = beta(m.A, m.B, random), f.drop == afterEvery
	}
	return l
}
