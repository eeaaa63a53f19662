package btyd

// BG is the BG/NBD model: a customer buys at a rate of their own, Gamma
// distributed with shape R and rate Alpha, and after each repeat purchase leaves
// for good with a probability of their own, Beta distributed with A and B (Fader,
// Hardie & Lee 2005, Marketing Science 24(2), 275–284).
//
//	P(alive) = 1 / (1 + a/(b+x-1) · ((α+T)/(α+tx))^(r+x)),  1 for x = 0
//	P(buys within h) = P(alive) · (1 - ((α+T)/(α+T+h))^(r+x))
//
// A customer who bought once has had no chance to leave: PAlive is 1 for ever. To
// decide who is still there take [MBG]; PBuy is good in both.
type BG struct{ R, Alpha, A, B float64 }

// FitBG finds the BG of highest likelihood. It returns [loyalty.ErrNothing],
// [ErrNoExposure], the [loyalty.Faults] of all customers that are not Valid, or a
// [StartError].
func FitBG(customers []Customer, o Options) (Fit[BG], error) {
	return fitted(customers, o, bgProcess, func(p point) BG { return BG{p[0], p[1], p[2], p[3]} })
}

var bgProcess = process{drop: afterLater, stages: 1}

func (m BG) family() family {
	return family{process: bgProcess, r: m.R, alpha: m.Alpha, a: m.A, b: m.B}
}

// Params are R, Alpha, A, B.
func (m BG) Params() []float64 { return []float64{m.R, m.Alpha, m.A, m.B} }

// Valid returns a [ParameterError] that names a parameter that cannot be.
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

// PBuy is the probability of at least one purchase within h from now.
func (m BG) PBuy(c Customer, h float64) float64 {
	f := m.family()
	return f.buy(c, h)
}

// Expected is the expected number of purchases within t from now.
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
