package btyd

// NBD is the model without dropout: a customer buys at their own rate, Gamma
// distributed with shape R and rate Alpha. The other models approach it if there
// is no sign of customers leaving. Source: Ehrenberg 1959, Applied Statistics
// 8(1), 26–41.
type NBD struct{ R, Alpha float64 }

// FitNBD finds the NBD of highest likelihood, with the errors of [FitBG].
func FitNBD(customers []Customer, o Options) (Fit[NBD], error) {
	return fitted(customers, o, nbdProcess, func(p point) NBD { return NBD{p[0], p[1]} })
}

var nbdProcess = process{drop: never, stages: 1}

func (m NBD) family() family { return family{process: nbdProcess, r: m.R, alpha: m.Alpha} }

// Params are R and Alpha.
func (m NBD) Params() []float64 { return []float64{m.R, m.Alpha} }

// Valid returns an error that names an impossible parameter.
func (m NBD) Valid() error {
	f := m.family()
	return f.fault("NBD")
}

// LogLikelihood is the log of the density of the customer's past.
func (m NBD) LogLikelihood(c Customer) float64 {
	f := m.family()
	return f.logLikelihood(c)
}

// PAlive is 1: no customer leaves.
func (m NBD) PAlive(c Customer) float64 {
	f := m.family()
	return f.alive(c)
}

// PBuy is the probability of at least one purchase within the next h.
func (m NBD) PBuy(c Customer, h float64) float64 {
	f := m.family()
	return f.buy(c, h)
}

// Expected is the expected number of purchases within the next t.
func (m NBD) Expected(c Customer, t float64) float64 {
	f := m.family()
	return f.expected(c, t)
}

// ExpectedNew is the expected number of repeat purchases within t after the first.
func (m NBD) ExpectedNew(t float64) float64 {
	f := m.family()
	return f.expectedNew(t)
}

// PMF is the probability of exactly n repeat purchases within t after the first.
func (m NBD) PMF(n int, t float64) float64 {
	f := m.family()
	return f.pmf(n, t)
}

func (m NBD) prepare(h float64) func(Customer) Score { return m.family().prepare(h) }
