package btyd

// BG is the BG/NBD model. A customer buys at their own rate, Gamma distributed
// with shape R and rate Alpha. After each repeat purchase they leave for good with
// their own probability, Beta distributed with A and B. Source: Fader, Hardie &
// Lee 2005, Marketing Science 24(2), 275–284.
//
//	P(alive) = 1 / (1 + a/(b+x-1) · ((α+T)/(α+tx))^(r+x)),  1 for x = 0
//	P(buys within h) = P(alive) · (1 - ((α+T)/(α+T+h))^(r+x))
//
// A customer with one purchase has had no chance to leave: PAlive is always 1. Use
// [MBG] to decide who is still a customer; PBuy is good in both.
type BG struct{ R, Alpha, A, B float64 }

// FitBG finds the BG of highest likelihood. The error is [loyalty.ErrNothing],
// [ErrNoExposure], the [loyalty.Faults] of all customers that are not Valid, or one
// that says what Options.Start must be.
func FitBG(customers []Customer, o Options) (Fit[BG], error) {
	return fitted(customers, o, bgProcess, func(p point) BG { return BG{p[0], p[1], p[2], p[3]} })
}

var bgProcess = process{drop: afterLater, stages: 1}

func (m BG) family() family {
	return family{process: bgProcess, r: m.R, alpha: m.Alpha, a: m.A, b: m.B}
}

// Params are R, Alpha, A, B.
func (m BG) Params() []float64 { return []float64{m.R, m.Alpha, m.A, m.B} }

// Valid returns an error that names an impossible parameter.
func (m BG) Valid() error {
	f := m.family()
	return f.fault("BG/NBD")
}

// LogLikelihood is the log of the density of the customer's past.
func (m BG) LogLikelihood(c Customer) float64 {
	f := m.family()
	return f.logLikelihood(c)
}

// PAlive is the probability that the customer has not left for good.
func (m BG) PAlive(c Customer) float64 {
	f := m.family()
	return f.alive(c)
}

// PBuy is the probability of at least one purchase within the next h.
func (m BG) PBuy(c Customer, h float64) float64 {
	f := m.family()
	return f.buy(c, h)
}

// Expected is the expected number of purchases within the next t.
func (m BG) Expected(c Customer, t float64) float64 {
	f := m.family()
	return f.expected(c, t)
}

// ExpectedNew is the expected number of repeat purchases within t after the first.
func (m BG) ExpectedNew(t float64) float64 {
	f := m.family()
	return f.expectedNew(t)
}

// PMF is the probability of exactly n repeat purchases within t after the first.
func (m BG) PMF(n int, t float64) float64 {
	f := m.family()
	return f.pmf(n, t)
}

func (m BG) prepare(h float64) func(Customer) Score { return m.family().prepare(h) }
