package btyd

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/tiexin-go/tiexin/loyalty/internal/optimum"
)

var processes = map[string]process{
	"NBD": NBD.process(0), "BG": BG.process(0), "MBG": MBG.process(0), "k=2": {afterEvery, 2}, "k=4": {afterEvery, 4},
}

func someCustomers(t *testing.T) []Customer {
	s, err := Simulate(modelMBG(1, 5, 0.8, 2), Simulation{Customers: 300, Calibration: 40, Arrive: 10, Grid: 1. / 7, Seed: 5})
	require.NoError(t, err)
	return append(s.Customers, Customer{X: 5000, Tx: 39, T: 40}, Customer{}, Customer{X: 3, Tx: 7, T: 7})
}

func TestTheLikelihoodIsTheSumOverCustomers(t *testing.T) {
	customers := someCustomers(t)
	h, err := compact(customers)
	require.NoError(t, err)
	for name, p := range processes {
		f := betaModel{process: p, r: 0.7, alpha: 3, a: 0.9, b: 1.7}
		sum := 0.0
		for _, c := range customers {
			sum += f.logLikelihood(c)
		}
		at := []float64{math.Log(0.7), math.Log(3), math.Log(0.9), math.Log(1.7)}[:p.params()]
		got := h.likelihood(p)(at, make([]float64, len(at)), mat.NewSymDense(len(at), nil))
		assert.InEpsilon(t, -sum, got, 1e-12, name)
	}
}

func TestGradientAndHessianAreThoseOfTheFunction(t *testing.T) {
	h, err := compact(someCustomers(t))
	require.NoError(t, err)
	for name, p := range processes {
		eval := h.likelihood(p)
		for _, at := range [][]float64{{-0.3, 1, -0.1, 0.5}, {2, 4, 3, 1}, {-2, -1, -3, 0}} {
			n := p.params()
			at = at[:n]
			g, hessian := make([]float64, n), mat.NewSymDense(n, nil)
			eval(at, g, hessian)
			const step = 1e-4
			for i := range n {
				up, down := append([]float64(nil), at...), append([]float64(nil), at...)
				up[i] += step
				down[i] -= step
				gUp, gDown, scrap := make([]float64, n), make([]float64, n), mat.NewSymDense(n, nil)
				slope := (eval(up, gUp, scrap) - eval(down, gDown, scrap)) / (2 * step)
				place := fmt.Sprintf("%s at %v, parameter %d", name, at, i)
				assert.InDelta(t, slope, g[i], 1e-5*(1+math.Abs(slope)), place)
				for j := range n {
					bend := (gUp[j] - gDown[j]) / (2 * step)
					assert.InDelta(t, bend, hessian.At(i, j), 1e-6*(1+math.Abs(hessian.At(i, i))+math.Abs(hessian.At(j, j))), "%s, by %d", place, j)
				}
			}
		}
	}
}

func TestEqualCustomersAreCountedNotRepeated(t *testing.T) {
	a, b := Customer{X: 2, Tx: 5, T: 9}, Customer{T: 9}
	h, err := compact([]Customer{a, b, b, a, b, {X: 7, Tx: 3, T: 9}})
	require.NoError(t, err)
	assert.Equal(t, []int{0, 2, 7}, h.xs)
	assert.Equal(t, []float64{3, 2, 1}, h.many)
	assert.Equal(t, []row{{tx: 0, t: 9, many: 3, x: 0}, {tx: 5, t: 9, many: 2, x: 1}, {tx: 3, t: 9, many: 1, x: 2}}, h.rows)
	assert.Equal(t, [2]int{6, 3}, [2]int{h.customers, h.repeaters})
}

// The search with differences and the one with the exact Hessian end at one point.
func TestBothSearchesFindTheSameTop(t *testing.T) {
	s, err := Simulate(modelMBG(1, 5, 0.8, 2), Simulation{Customers: 1000, Calibration: 40, Seed: 5})
	require.NoError(t, err)
	h, err := compact(s.Customers)
	require.NoError(t, err)
	eval := h.likelihood(MBG.process(0))
	exact := optimum.Newton(h.usual(MBG.process(0)), optimum.Flat, eval)
	scrap := mat.NewSymDense(4, nil)
	rough := optimum.Minimise(h.usual(MBG.process(0)), func(at, g []float64) float64 { return eval(at, g, scrap) })
	require.True(t, exact.Converged && rough.Converged)
	assert.InDelta(t, exact.F, rough.F, 1e-8)
	assert.InDeltaSlice(t, exact.At, rough.At, 1e-5)
	assert.InEpsilonSlice(t, exact.StandardErrors(), rough.StandardErrors(), 1e-3)
}
