package btyd

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// A betaModel is a model with its parameters in which customers leave after a purchase, with a
// Beta distributed probability, or never: BG, MBG, NBD and CNBD.
type betaModel struct {
	process
	r, alpha, a, b float64
}

// valid tells whether all that the process needs is there.
func (f *betaModel) valid() bool {
	return f.stages >= 1 && f.stages <= maxRegularity && isParameter(f.r) && isParameter(f.alpha) &&
		(f.drop == never || isParameter(f.a) && isParameter(f.b))
}

// fault names the first parameter that cannot be.
func (f *betaModel) fault(model string) error {
	if f.stages < 1 || f.stages > maxRegularity {
		return newError(ErrParameter, fmt.Sprintf("%s: K is %d; it must be from 1 to %d", model, f.stages, maxRegularity))
	}
	names := [...]string{"R", "Alpha", "A", "B"}
	values := point{f.r, f.alpha, f.a, f.b}
	for i, v := range values[:f.params()] {
		if !isParameter(v) {
			return parameterError(model, names[i], v)
		}
	}
	return nil
}

// shape is R, the shape of what is known of the customer's rate.
func (f *betaModel) shape(c Customer) float64 { return f.r + float64(f.stages)*float64(c.X) }

// logLikelihood is the logarithm of the formula at [history.likelihood].
func (f *betaModel) logLikelihood(c Customer) float64 {
	if !f.valid() || !c.ok() {
		return impossible
	}
	kx := f.stages * c.X
	sum := -f.shape(c)*math.Log1p(c.T/f.alpha) - float64(kx)*math.Log(f.alpha)
	sum += logRising(f.r, kx) + f.onTheWay(c)
	if f.stages > 1 {
		sum -= float64(c.X) * lgamma(float64(f.stages))
	}
	if m := f.drop.chances(c.X); m > 0 {
		there, _ := softplus(f.odds(c))
		sum += there + logStay(f.a, f.b, m)
	}
	return sum
}

// odds are the log odds that the customer has left. There was a chance to.
func (f *betaModel) odds(c Customer) float64 {
	last := f.b + float64(f.drop.chances(c.X)-1)
	return math.Log(f.a/last) + f.shape(c)*math.Log1p((c.T-c.Tx)/(f.alpha+c.Tx)) - f.onTheWay(c)
}

// onTheWay is ln S: 0 for exponential gaps.
func (f *betaModel) onTheWay(c Customer) float64 {
	if f.stages == 1 {
		return 0
	}
	return math.Log(f.ways(f.shape(c), (c.T-c.Tx)/(f.alpha+c.T)))
}

// ways is S = Σ (R)ⱼ/j! qʲ over j < k, where q is the silence by α and the age.
func (f *betaModel) ways(shape, q float64) float64 {
	sum, term := 1.0, 1.0
	for j := 1; j < f.stages; j++ {
		term *= (shape + float64(j-1)) * q * reciprocal[j]
		sum += term
	}
	return min(sum, 1e300)
}

// reciprocal are 1/n.
var reciprocal = func() (list [256]float64) {
	for n := 1; n < len(list); n++ {
		list[n] = 1 / float64(n)
	}
	return list
}()

// An outlook is a customer on the eve of some time ahead.
type outlook struct {
	shape  float64
	ratio  float64 // the time ahead by α+T
	ahead  float64 // ln(1 + ratio)
	silent float64 // the silence by α+T
	ways   float64 // S
	none   float64 // probability that no waiting time ends in the time ahead
}

func (f *betaModel) outlook(c Customer, h float64) outlook {
	end := f.alpha + c.T
	o := outlook{shape: f.shape(c), ratio: h / end, silent: (c.T - c.Tx) / end, ways: 1}
	o.ahead = math.Log1p(o.ratio)
	if f.stages > 1 {
		o.ways = f.ways(o.shape, o.silent)
		o.none = math.Exp(-o.shape * o.ahead)
	}
	return o
}

func (f *betaModel) alive(c Customer) float64 {
	if !f.valid() || !c.ok() {
		return 0
	}
	return f.stillThere(c, f.outlook(c, 0))
}

func (f *betaModel) stillThere(c Customer, o outlook) float64 {
	m := f.drop.chances(c.X)
	if m == 0 {
		return 1
	}
	last := f.b + float64(m-1)
	return 1 / (1 + f.a/last*math.Exp(o.shape*math.Log1p((c.T-c.Tx)/(f.alpha+c.Tx)))/o.ways)
}

func (f *betaModel) buy(c Customer, h float64) float64 {
	if !f.valid() || !c.ok() || !isTime(h) {
		return 0
	}
	o := f.outlook(c, min(h, maxAge))
	return f.stillThere(c, o) * f.buyAlive(o)
}

// buyAlive is the probability of a purchase in the time ahead of a customer who is
// there. With Erlang gaps none is bought while the stages on the way are not all done:
// with probability (1+ratio)⁻ᴿ·S of then / S of now.
func (f *betaModel) buyAlive(o outlook) float64 {
	if f.stages == 1 {
		return -math.Expm1(-o.shape * o.ahead)
	}
	then := f.ways(o.shape, (o.silent+o.ratio)/(1+o.ratio))
	return min(max(1-o.none*then/o.ways, 0), 1)
}

func (f *betaModel) expected(c Customer, t float64) float64 {
	if !f.valid() || !c.ok() || !isTime(t) {
		return 0
	}
	o := f.outlook(c, min(t, maxAge))
	return f.stillThere(c, o) * f.expectedAlive(c, o)
}

func (f *betaModel) expectedAlive(c Customer, o outlook) float64 {
	var e float64
	switch stay := f.b + float64(f.drop.chances(c.X)); {
	case f.stages > 1:
		e = f.renewals(o, stay)
	case f.drop == never:
		e = o.shape * o.ratio
	default:
		e = purchases(f.a, stay, o.shape, o.ratio, o.ahead)
	}
	return min(max(e, 0), math.MaxFloat64)
}

// pmf is the probability of exactly n repeat purchases of a new customer by t: of
// n and still there, and of having left after the n-th.
func (f *betaModel) pmf(n int, t float64) float64 {
	if !f.valid() || !isTime(t) || n < 0 || n > maxCount {
		return 0
	}
	t = min(t, maxAge)
	first, z := f.stages*n, t/(f.alpha+t)
	exactly, term := 0.0, f.stagesDone(first, t)
	for j := range f.stages {
		exactly += term
		term *= (f.r + float64(first+j)) / float64(first+j+1) * z
	}
	m := f.drop.chances(n)
	if m == 0 {
		return min(exactly, 1)
	}
	atLeast := 1.0
	if n > 0 {
		atLeast = 0
		if z > 0 {
			atLeast = mathext.RegIncBeta(float64(first), f.r, min(z, 1))
		}
	}
	stay := math.Exp(logStay(f.a, f.b, m))
	leave := stay * f.a / (f.b + float64(m-1))
	return min(stay*exactly+leave*atLeast, 1)
}

// stagesDone is the probability of exactly n waiting times done by t: negative
// binomial.
func (f *betaModel) stagesDone(n int, t float64) float64 {
	if t/f.alpha == 0 { // also where t is next to 0
		if n == 0 {
			return 1
		}
		return 0
	}
	late := math.Log1p(t / f.alpha)
	return math.Exp(logRising(f.r, n) - lgamma(float64(n)+1) + float64(n)*(math.Log(t/f.alpha)-late) - f.r*late)
}

// prepare is the scoring of many customers at one horizon.
func (f betaModel) prepare(h float64) func(Customer) Score {
	h = min(h, maxAge)
	return func(c Customer) Score {
		o := f.outlook(c, h)
		there := f.stillThere(c, o)
		return Score{
			PAlive:   there,
			PBuy:     there * f.buyAlive(o),
			Expected: there * f.expectedAlive(c, o),
			OK:       true,
		}
	}
}
