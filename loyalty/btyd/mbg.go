package btyd

// MBG is the modified BG/NBD model. It differs from [BG] in that a customer may
// also leave after the first purchase. One-time buyers then fade like all others,
// so it is the model to start with. Source: Batislam, Denizel & Filiztekin 2007,
// International Journal of Research in Marketing 24(3), 201–209.
//
//	P(alive) = 1 / (1 + a/(b+x) · ((α+T)/(α+tx))^(r+x))
//	P(buys within h) = P(alive) · (1 - ((α+T)/(α+T+h))^(r+x))
type MBG struct{ R, Alpha, A, B float64 }

// FitMBG finds the MBG of highest likelihood, with the errors of [FitBG].
func FitMBG(customers []Customer, o Options) (Fit[MBG], error) {
	return fitted(customers, o, mbgProcess, func(p point) MBG { return MBG{p[0], p[1], p[2], p[3]} })
}

var mbgProcess = process{drop: afterEvery, stages: 1}

func (m MBG) family() family {
	return family{process: mbgProcess, r: m.R, alpha: m.Alpha, a: m.A, b: m.B}
}

// Params are R, Alpha, A, B.
func (m MBG) Params() []float64 { return []float64{m.R, m.Alpha, m.A, m.B} }

// Valid returns an error that names an impossible parameter.
func (m MBG) Valid() error {
	f := m.family()
	return f.fault("MBG/NBD")
}

// LogLikelihood is the log of the density of the customer's past.
func (m MBG) LogLikelihood(c Customer) float64 {
	f := m.family()
	return f.logLikelihood(c)
}

// PAlive is the probability that the customer has not left for good.
func (m MBG) PAlive(c Customer) float64 {
	f := m.family()
	return f.alive(c)
}

// PBuy is the probability of at least one purchase within the next h.
func (m MBG) PBuy(c Customer, h float64) float64 {
	f := m.family()
	return f.buy(c, h)
}

// Expected is the expected number of purchases within the next t.
func (m MBG) Expected(c Customer, t float64) float64 {
	f := m.family()
	return f.expected(c, t)
}

// ExpectedNew is the expected number of repeat purchases within t after the first.
func (m MBG) ExpectedNew(t float64) float64 {
	f := m.family()
	return f.expectedNew(t)
}

// PMF is the probability of exactly n repeat purchases within t after the first.
func (m MBG) PMF(n int, t float64) float64 {
	f := m.family()
	return f.pmf(n, t)
}

func (m MBG) prepare(h float64) func(Customer) Score { return m.family().prepare(h) }
