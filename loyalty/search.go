package loyalty

import "math"

// A cost is a smooth function of a few parameters; it fills in its gradient.
type cost func(x, gradient []float64) float64

// negligible is what a step must promise, in parts of the cost, to be worth it.
const negligible = 1e-13

// minimise finds the lowest point of a cost by the BFGS method with a halving line
// search (Nocedal & Wright 2006, Numerical Optimization, ch. 6), from a start where
// the cost is a number. Parameters are logarithms here, so a step is never longer
// than 2. It ends where no step lowers the cost any more, and answers how many times
// it asked for the cost.
func minimise(f cost, start []float64) (x []float64, asked int) {
	n := len(start)
	x = append([]float64(nil), start...)
	gradient, next, nextGradient := make([]float64, n), make([]float64, n), make([]float64, n)
	value := f(x, gradient)
	asked = 1
	inverse := unit(n)
	fresh := true // the inverse Hessian is the unit matrix
	for range 500 {
		step := make([]float64, n)
		slope, length := 0.0, 0.0
		for i := range n {
			for j := range n {
				step[i] -= inverse[i][j] * gradient[j]
			}
			slope += step[i] * gradient[i]
			length = max(length, math.Abs(step[i]))
		}
		if !(slope < 0) {
			if fresh {
				return x, asked
			}
			inverse, fresh = unit(n), true
			continue
		}
		if -slope < negligible*(1+math.Abs(value)) && !fresh {
			return x, asked
		}
		scale := min(1, 2/length)
		lowered := false
		for range 40 {
			for i := range n {
				next[i] = x[i] + scale*step[i]
			}
			v := f(next, nextGradient)
			asked++
			if v <= value+1e-4*scale*slope && v < value {
				value, lowered = v, true
				break
			}
			scale /= 2
		}
		if !lowered {
			if fresh {
				return x, asked
			}
			inverse, fresh = unit(n), true
			continue
		}
		improve(inverse, x, next, gradient, nextGradient, fresh)
		fresh = false
		copy(x, next)
		copy(gradient, nextGradient)
	}
	return x, asked
}

// improve is the update of the inverse Hessian by one step.
func improve(inverse [][]float64, x, next, gradient, nextGradient []float64, fresh bool) {
	n := len(x)
	moved, turned := make([]float64, n), make([]float64, n)
	product, turns := 0.0, 0.0
	for i := range n {
		moved[i], turned[i] = next[i]-x[i], nextGradient[i]-gradient[i]
		product += moved[i] * turned[i]
		turns += turned[i] * turned[i]
	}
	if !(product > 0) {
		return
	}
	if fresh { // the scale of the first step
		for i := range n {
			inverse[i][i] = product / turns
		}
	}
	through := make([]float64, n)
	curve := 0.0
	for i := range n {
		for j := range n {
			through[i] += inverse[i][j] * turned[j]
		}
		curve += through[i] * turned[i]
	}
	for i := range n {
		for j := range n {
			inverse[i][j] += (product+curve)*moved[i]*moved[j]/(product*product) - (through[i]*moved[j]+moved[i]*through[j])/product
		}
	}
}

func unit(n int) [][]float64 {
	m := make([][]float64, n)
	for i := range n {
		m[i] = make([]float64, n)
		m[i][i] = 1
	}
	return m
}

// sloped fills in the gradient of a value by differences, for small data.
func sloped(value func(x []float64) float64) cost {
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

// errorsOf are the standard errors at the lowest point of a cost that is a negative
// log-likelihood: roots of the diagonal of its inverse Hessian, which is taken from
// differences of the gradient. It is nil where the Hessian is not positive definite.
func errorsOf(f cost, at []float64) []float64 {
	n := len(at)
	x := append([]float64(nil), at...)
	up, down := make([]float64, n), make([]float64, n)
	hessian := make([][]float64, n)
	for i := range n {
		h := 1e-4 * max(math.Abs(x[i]), 1e-3)
		hessian[i] = make([]float64, n)
		x[i] = at[i] + h
		f(x, up)
		x[i] = at[i] - h
		f(x, down)
		x[i] = at[i]
		for j := range n {
			hessian[i][j] = (up[j] - down[j]) / (2 * h)
		}
	}
	// Cholesky, then the inverse column by column.
	root := make([][]float64, n)
	for i := range n {
		root[i] = make([]float64, n)
		for j := range i + 1 {
			sum := (hessian[i][j] + hessian[j][i]) / 2
			for k := range j {
				sum -= root[i][k] * root[j][k]
			}
			if i != j {
				root[i][j] = sum / root[j][j]
			} else if sum > 0 {
				root[i][i] = math.Sqrt(sum)
			} else {
				return nil
			}
		}
	}
	errs := make([]float64, n)
	for c := range n {
		column := make([]float64, n)
		for i := c; i < n; i++ {
			sum := 0.0
			if i == c {
				sum = 1
			}
			for k := c; k < i; k++ {
				sum -= root[i][k] * column[k]
			}
			column[i] = sum / root[i][i]
			errs[c] += column[i] * column[i]
		}
	}
	for i := range errs {
		errs[i] = math.Sqrt(errs[i])
		if !isFinite(errs[i]) {
			return nil
		}
	}
	return errs
}
