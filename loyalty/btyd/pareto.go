package btyd

import "math"

// ParetoNBD is the Pareto/NBD model. While a customer is alive, purchases come at random with the
// customer's rate λ. The customer leaves for good after a time that is exponential with rate μ.
// Among customers λ is gamma distributed with shape R and rate Alpha, and μ independently with
// shape S and rate Beta. Alpha and Beta are times, in the unit of the fit.
//
// Source: Schmittlein, Morrison & Colombo, "Counting your customers: who are they and what will
// they do next?", Management Science 33(1), 1987, 1-24. The formulas follow Fader & Hardie, "A note
// on deriving the Pareto/NBD model and related expressions", 2005.
//
// With Beta 0 the model is at its limit: after the first purchase a customer leaves at once, with
// probability 1 − e^−S, or never. It is the limit of models whose Beta goes to 0 and whose S goes
// to 0 like S/ln(1/Beta). No representable number is near enough to it.
type ParetoNBD struct {
	R     float64 // spread of the buying rates: larger is more alike
	Alpha float64 // mean buying rate is R/Alpha
	S     float64 // spread of the dropout rates
	Beta  float64 // mean dropout rate is S/Beta; 0: customers who leave do so at once
}

var _ Model = ParetoNBD{}

// maxParameter keeps sums of parameters finite.
const maxParameter = 1e300

// Valid returns an error that names the first parameter that is not a positive number up to
// 1e300; Beta may also be 0.
func (m ParetoNBD) Valid() error {
	for i, p := range m.Params() {
		if !(p > 0 && p <= maxParameter || i == 3 && p == 0) {
			return &parameterError{Model: "Pareto/NBD", Parameter: [...]string{"R", "Alpha", "S", "Beta"}[i], Value: p}
		}
	}
	return nil
}

// Params are R, Alpha, S, Beta.
func (m ParetoNBD) Params() []float64 { return []float64{m.R, m.Alpha, m.S, m.Beta} }

func (m ParetoNBD) valid() bool {
	return m.R > 0 && m.Alpha > 0 && m.S > 0 && m.Beta >= 0 &&
		m.R <= maxParameter && m.Alpha <= maxParameter && m.S <= maxParameter && m.Beta <= maxParameter
}

// purchase and departure are the two clocks of a customer with x repeat purchases.
func (m ParetoNBD) purchase(x int) clock { return clock{m.R + float64(x), m.Alpha} }
func (m ParetoNBD) departure() clock     { return clock{m.S, m.Beta} }

// LogLikelihood is the log of
//
//	Γ(r+x)/Γ(r) α^r β^s (α+t_x)^-(r+x) (β+t_x)^-s · P(no purchase in (t_x, T])
//
// P(no purchase) is the sum of two terms, no event and departure first, or the complement of
// one, purchase first. The more precise form is used.
func (m ParetoNBD) LogLikelihood(c Customer) float64 {
	if !c.ok() || !m.valid() {
		return impossible
	}
	x, buy, leave := float64(c.X), m.purchase(c.X), m.departure()
	past := lnRising(m.R, c.X) - x*math.Log(m.Alpha+c.Tx) -
		m.R*math.Log1p(c.Tx/m.Alpha) + leave.still(0, c.Tx)
	return capped(past + quiet(buy, leave, c.Tx, c.T-c.Tx))
}

// quiet is the log of the probability that no purchase comes within span of from.
func quiet(buy, leave clock, from, span float64) float64 {
	if p := first(leave, buy, from, span); p < 0.5 {
		return math.Log1p(-p)
	}
	still := buy.still(from, span) + leave.still(from, span)
	left := first(buy, leave, from, span)
	if left == 0 {
		return still
	}
	return math.Log(left) + math.Log1p(math.Exp(still)/left)
}

// PAlive is the probability that the customer has not left for good (存活概率). In the model,
// neither a departure nor a purchase happened since the last purchase, given no purchase. It is
// 1 for a customer who bought today.
func (m ParetoNBD) PAlive(c Customer) float64 {
	if !c.ok() || !m.valid() {
		return 0
	}
	return m.alive(c)
}

func (m ParetoNBD) alive(c Customer) float64 {
	buy, leave := m.purchase(c.X), m.departure()
	return aliveOf(first(buy, leave, c.Tx, c.T-c.Tx), buy.still(c.Tx, c.T-c.Tx)+leave.still(c.Tx, c.T-c.Tx))
}

// aliveOf weighs the log-probability of neither clock against departure first.
func aliveOf(left, still float64) float64 {
	if left == 0 {
		return 1
	}
	return 1 / (1 + left*math.Exp(-still))
}

// PBuy is the probability of at least one purchase within the next h.
//
// Divide the likelihood of x purchases until t_x and none in (t_x, T+h] by that of none in (t_x,
// T]. The result is the probability of no purchase in (T, T+h]. Between T and T+h the likelihood
// falls by the purchases, so
//
//	P(buy) = P(alive) · P(the purchase comes first, within (T, T+h])
//
// which is exact, and has no difference that could cancel.
func (m ParetoNBD) PBuy(c Customer, h float64) float64 {
	if !c.ok() || !m.valid() || !isTime(h) {
		return 0
	}
	return m.alive(c) * first(m.departure(), m.purchase(c.X), c.T, h)
}

// Expected is the expected number of purchases within the next t:
//
//	P(alive) (r+x)/(α+T) ∫ ((β+T)/(β+T+u))^s du  over (0, t]
func (m ParetoNBD) Expected(c Customer, t float64) float64 {
	if !c.ok() || !m.valid() || !isTime(t) {
		return 0
	}
	p := m.alive(c)
	if p == 0 {
		return 0
	}
	return capped(p * (m.R + float64(c.X)) / (m.Alpha + c.T) * m.departure().lifetime(c.T, t))
}

// ExpectedNew is the expected number of repeat purchases within t after the first.
func (m ParetoNBD) ExpectedNew(t float64) float64 {
	if !m.valid() || !isTime(t) {
		return 0
	}
	return capped(m.R / m.Alpha * m.departure().lifetime(0, t))
}

// lifetime is the expected time until a departure clock rings, within t of an age; with
// shape s and scale b at that age b/(s−1) (1 − (b/(b+t))^(s−1)), and b ln(1+t/b) at s = 1.
func (c clock) lifetime(from, t float64) float64 {
	if c.scale == 0 {
		return t * math.Exp(c.still(from, t))
	}
	b := c.scale + from
	l := growth(t, b)
	return b * l * relativeGap((c.shape-1)*l)
}

// relativeGap is (1−e^−y)/y, and 1 at 0.
func relativeGap(y float64) float64 {
	if y == 0 {
		return 1
	}
	return -math.Expm1(-y) / y
}

// prepare shares between the three answers what they have in common.
func (m ParetoNBD) prepare(h float64) func(Customer) Score {
	leave := m.departure()
	return func(c Customer) Score {
		buy := m.purchase(c.X)
		if m.Beta == 0 || slow(buy, leave, c.Tx) {
			return Score{PAlive: m.PAlive(c), PBuy: m.PBuy(c, h), Expected: m.Expected(c, h), OK: true}
		}
		score := Score{PAlive: 1, OK: true}
		now := eventually(buy, leave, c.T)
		if c.T > c.Tx {
			span := c.T - c.Tx
			still := buy.still(c.Tx, span) + leave.still(c.Tx, span)
			left := firstOf(buy, leave, c.Tx, span, math.Exp(still), eventually(buy, leave, c.Tx), now)
			score.PAlive = aliveOf(left, still)
		}
		b := m.Beta + c.T
		l := math.Log1p(h / b)
		still := math.Exp(buy.still(c.T, h) - m.S*l)
		bought := (1 - now) - still*(1-eventually(buy, leave, c.T+h))
		if bought < 1e-3*(1-now) {
			bought = first(leave, buy, c.T, h)
		}
		score.PBuy = score.PAlive * min(max(bought, 0), 1)
		score.Expected = capped(score.PAlive * buy.shape / (m.Alpha + c.T) * b * l * relativeGap((m.S-1)*l))
		return score
	}
}

// capped keeps a number that has outgrown float64 at its largest.
func capped(v float64) float64 {
	if v != v {
		return 0
	}
	return min(max(v, -math.MaxFloat64), math.MaxFloat64)
}
