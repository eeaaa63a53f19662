package btyd

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// One walk over the stages that are done adds up what the sums for each number of
// stages on the way do one by one.
func TestOneWalkIsTheSumsOverAllStages(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 12))
	between := func(lo, hi float64) float64 { return math.Exp(lo + (hi-lo)*r.Float64()) }
	for range 4000 {
		f := betaModel{process: process{drop: afterEvery, stages: 2 + r.IntN(maxRegularity-1)}, r: between(-3, 3), alpha: between(-3, 4), a: between(-6, 4), b: between(-6, 4)}
		c := Customer{X: r.IntN(30), T: between(-2, 5)}
		if c.X > 0 {
			c.Tx = c.T * r.Float64()
		}
		o := f.outlook(c, between(-20, 6))
		stay := f.b + float64(c.X+1)
		near(t, f.renewalsByStage(o, stay), f.renewals(o, stay), 1e-12, "%+v %v %+v", f, c, o)
	}
}

// What is said of a purchase agrees with the probability of no waiting time in it, also
// where hardly anything can happen, and never leaves what can be.
func TestErlangProbabilitiesAreSumsOfWaitingTimes(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 12))
	between := func(lo, hi float64) float64 { return math.Exp(lo + (hi-lo)*r.Float64()) }
	for range 2000 {
		f := betaModel{process: process{drop: afterEvery, stages: 2 + r.IntN(4)}, r: between(-3, 3), alpha: between(-2, 4), a: 1, b: 1}
		c := Customer{X: 1 + r.IntN(9), T: between(0, 4)}
		c.Tx = c.T * r.Float64()
		o := f.outlook(c, between(-8, 4))
		p := f.buyAlive(o)
		assert.True(t, p >= 0 && p <= 1)
		// j of k waiting times are done since the last purchase; k − j more make one.
		none, mass, weight := 0.0, 0.0, 1.0
		for j := range f.stages {
			chance := math.Exp(-(o.shape + float64(j)) * o.ahead)
			for m := range f.stages - j {
				none += weight * chance
				chance *= (o.shape + float64(j+m)) / float64(m+1) * o.ratio / (1 + o.ratio)
			}
			mass += weight
			weight *= (o.shape + float64(j)) / float64(j+1) * o.silent
		}
		assert.InDelta(t, 1-none/mass, p, 1e-13, "%+v %v", f, c)
	}
	for _, k := range []int{2, 12} {
		for _, size := range []float64{1e-100, 1e-9, 1, 1e9, 1e100} {
			m := modelCNBD(k, size, 1/size, 1, 1e-100)
			finite(t, m, Customer{X: 100_000, Tx: 1e-9, T: 52}, 52)
			finite(t, m, Customer{X: 3, Tx: 1, T: maxAge}, math.MaxFloat64)
		}
	}
}
