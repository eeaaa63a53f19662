package btyd

import "math"

// A paretoModel is a Pareto/NBD with its parameters.
type paretoModel struct{ R, Alpha, S, Beta float64 }

// maxParameter keeps sums of parameters finite.
const maxParameter = 1e300

// fault names the first parameter that is not a positive number up to 1e300; Beta may also be 0.
func (m paretoModel) fault(model string) error {
	for i, p := range [...]float64{m.R, m.Alpha, m.S, m.Beta} {
		if !(p > 0 && p <= maxParameter || i == 3 && p == 0) {
			return parameterError(model, [...]string{"R", "Alpha", "S", "Beta"}[i], p)
		}
	}
	return nil
}

func (m paretoModel) valid() bool {
	return m.R > 0 && m.Alpha > 0 && m.S > 0 && m.Beta >= 0 &&
		m.R <= maxParameter && m.Alpha <= maxParameter && m.S <= maxParameter && m.Beta <= maxParameter
}

// purchase and departure are the two clocks of a customer with x repeat purchases.
func (m paretoModel) purchase(x int) clock { return clock{m.R + float64(x), m.Alpha} }
func (m paretoModel) departure() clock     { return clock{m.S, m.Beta} }

// logLikelihood is the log of
//
//	Γ(r+x)/Γ(r) α^r β^s (α+t_x)^-(r+x) (β+t_x)^-s · P(no purchase in (t_x, T])
//
// P(no purchase) is the sum of two terms, no event and departure first, or the complement of
// one, purchase first. The more precise form is used.
func (m paretoModel) logLikelihood(c Customer) float64 {
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

// alive is the probability that neither a departure nor a purchase happened since the last
// purchase, given no purchase. It is 1 for a customer who bought today.
func (m paretoModel) alive(c Customer) float64 {
	if !c.ok() || !m.valid() {
		return 0
	}
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

// buy is the probability of at least one purchase within the next h.
//
// Divide the likelihood of x purchases until t_x and none in (t_x, T+h] by that of none in (t_x,
// T]. The result is the probability of no purchase in (T, T+h]. Between T and T+h the likelihood
// falls by the purchases, so
//
//	P(buy) = P(alive) · P(the purchase comes first, within (T, T+h])
//
// which is exact, and has no difference that could cancel.
func (m paretoModel) buy(c Customer, h float64) float64 {
	if !c.ok() || !m.valid() || !isTime(h) {
		return 0
	}
	return m.alive(c) * first(m.departure(), m.purchase(c.X), c.T, h)
}

// expected is the expected number of purchases within the next t:
//
//	P(alive) (r+x)/(α+T) ∫ ((β+T)/(β+T+u))^s du  over (0, t]
func (m paretoModel) expected(c Customer, t float64) float64 {
	if !c.ok() || !m.valid() || !isTime(t) {
		return 0
	}
	p := m.alive(c)
	if p == 0 {
		return 0
	}
	return capped(p * (m.R + float64(c.X)) / (m.Alpha + c.T) * m.departure().lifetime(c.T, t))
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
func (m paretoModel) prepare(h float64) func(Customer) Score {
	leave := m.departure()
	return func(c Customer) Score {
		buy := m.purchase(c.X)
		if m.Beta == 0 || slow(buy, leave, c.Tx) {
			return Score{PAlive: m.alive(c), PBuy: m.buy(c, h), Expected: m.expected(c, h), OK: true}
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
