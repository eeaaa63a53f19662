package btyd

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Where all buy alike the rate has no bound: the likelihood goes to that of chance at
// one rate, and never beyond.
func TestLikelihoodsOfEndlessParametersAreThoseOfTheirLimits(t *testing.T) {
	for _, c := range []Customer{{X: 3, Tx: 9, T: 10}, {X: 70, Tx: 9.9, T: 10}, {X: 3000, Tx: 10, T: 10}} {
		rate := float64(c.X) / c.T
		poisson := float64(c.X)*math.Log(rate) - rate*c.T
		for _, size := range []float64{1e12, 1e30, 1e62, 1e83, 1e97} {
			near(t, poisson, modelNBD(size*rate, size).LogLikelihood(c), 1e-7, "%v at %v", c, size)
			near(t, poisson, modelPareto(size*rate, size, 1e-200, 1).LogLikelihood(c), 1e-7, "%v at %v", c, size)
			// One in four would leave after each purchase; a constant chance, however sharp.
			stay := modelMBG(size*rate, size, size/4, size*3/4).LogLikelihood(Customer{X: c.X, Tx: c.T, T: c.T})
			near(t, poisson+float64(c.X)*math.Log(.75), stay, 1e-7, "%v at %v", c, size)
		}
	}
}

// A scale so small that the age over it is no number any more is a scale all the same.
func TestParetoNearItsEdgeHasNoOverflow(t *testing.T) {
	const stays = 1.5
	for _, c := range []Customer{{T: 50}, {T: 1e9}, {X: 4, Tx: 30, T: 50}, {X: 1, Tx: 30, T: 40}} {
		edge := modelPareto(2, 20, stays, 0)
		for scale, log := range map[float64]float64{1e-290: -667.749, 1e-300: -690.776, 1e-307: -706.894, 1e-315: -725.314, 5e-324: -744.44} {
			m := modelPareto(2, 20, stays/-log, scale)
			assert.InDelta(t, edge.LogLikelihood(c), m.LogLikelihood(c), .25, "%v %v", m, c)
			beside := modelPareto(2, 20, stays/-math.Log(1e-300), 1e-300)
			assert.InDelta(t, beside.LogLikelihood(c), m.LogLikelihood(c), .02, "%v %v", m, c)
			assert.InDelta(t, edge.PAlive(c), m.PAlive(c), .05, "%v %v", m, c)
			assert.InDelta(t, edge.PBuy(c, 10), m.PBuy(c, 10), .05, "%v %v", m, c)
			assert.InEpsilon(t, edge.Expected(c, 10), m.Expected(c, 10), .05, "%v %v", m, c)
		}
	}
}
