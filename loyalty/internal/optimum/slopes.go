package optimum

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Sloped fills in the gradient of a value by differences, for small data.
func Sloped(value func(x []float64) float64) func(x, gradient []float64) float64 {
	return func(x, gradient []float64) float64 {
		const h = 1e-5
		for i, at := range x {
			x[i] = at + h
			up := value(x)
			x[i] = at - h
			down := value(x)
			x[i] = at
			gradient[i] = (up - down) / (2 * h)
		}
		return value(x)
	}
}

// StandardErrors are those of positive parameters at the lowest point of cost, a negative
// log-likelihood that writes its gradient; nil where it is flat in some direction.
func StandardErrors(at []float64, cost func(params, gradient []float64) float64) []float64 {
	n := len(at)
	slopes := func(i int, by float64) []float64 { // in logarithms, a step away in one of them
		params, gradient := append([]float64(nil), at...), make([]float64, n)
		params[i] *= math.Exp(by)
		cost(params, gradient)
		for j := range gradient {
			gradient[j] *= params[j]
		}
		return gradient
	}
	curved := mat.NewDense(n, n, nil)
	for i := range n {
		up, down := slopes(i, wiggle), slopes(i, -wiggle)
		for j := range n {
			curved.Set(i, j, (up[j]-down[j])/(2*wiggle))
		}
	}
	low := Point{At: Logs(at), Hessian: mat.NewSymDense(n, nil)}
	for i := range n {
		for j := i; j < n; j++ {
			low.Hessian.SetSym(i, j, (curved.At(i, j)+curved.At(j, i))/2)
		}
	}
	return low.StandardErrors()
}
