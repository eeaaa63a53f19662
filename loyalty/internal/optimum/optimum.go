package optimum

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A Point is where a search for the lowest point ended. All is in the
// parameters of the search, which for the models are the logarithms of theirs.
type Point struct {
	At        []float64
	F         float64
	Gradient  []float64
	Hessian   *mat.SymDense // at At
	Passes    int           // evaluations
	Converged bool
}

const (
	maxSteps   = 200
	firstReach = 1.5   // how far the first step may go in any direction: a factor of 4.5 in a parameter
	maxReach   = 4     // and any later one
	Flat       = 1e-10 // promise of a full step, where a search ends that is to be exact
	wiggle     = 1e-4  // step of a finite difference in a log-parameter
)

// Minimise finds a low point of eval, which returns its value and writes its
// gradient. The curvature is found by differences of the gradient at the start
// and at the end, and is kept up to date on the way by the formula of Broyden,
// Fletcher, Goldfarb and Shanno in Powell's damped form.
func Minimise(start []float64, eval func(logParams, gradient []float64) float64) Point {
	best := Descend(start, Flat, eval)
	Differences(best.At, best.Gradient, best.Hessian, eval)
	best.Passes += len(best.At)
	return best
}

// Descend is Minimise, up to enough, with the Hessian that the way has left, which may
// be far off.
func Descend(start []float64, enough float64, eval func(logParams, gradient []float64) float64) Point {
	passes := 0
	count := func(p, g []float64) float64 { passes++; return eval(p, g) }
	s := search{
		enough: enough,
		eval:   func(p, g []float64, _ *mat.SymDense) float64 { return count(p, g) },
		curvature: func(p, g []float64, h *mat.SymDense) {
			Differences(p, g, h, count)
		},
	}
	best := s.run(start)
	best.Passes = passes
	return best
}

// An Objective returns its value and writes its gradient and its Hessian.
type Objective func(logParams, gradient []float64, hessian *mat.SymDense) float64

// Newton finds a low point of eval, up to enough.
func Newton(start []float64, enough float64, eval Objective) Point {
	passes := 0
	s := search{enough: enough, eval: func(p, g []float64, h *mat.SymDense) float64 { passes++; return eval(p, g, h) }}
	best := s.run(start)
	best.Passes = passes
	return best
}

// Differences writes the Hessian at p, where the gradient is g.
func Differences(p, g []float64, h *mat.SymDense, eval func(p, g []float64) float64) {
	n := len(p)
	rows := make([][]float64, n)
	for i := range n {
		q, there := append([]float64(nil), p...), make([]float64, n)
		q[i] += wiggle
		eval(q, there)
		for j := range there {
			there[j] = (there[j] - g[j]) / wiggle
		}
		rows[i] = there
	}
	for i := range n {
		for j := i; j < n; j++ {
			h.SetSym(i, j, (rows[i][j]+rows[j][i])/2)
		}
	}
}

// A search goes downhill by Newton steps. Where the surface is curved the wrong
// way, the step follows the size of the curvature and ignores its sign, so that
// saddles repel; and no step reaches farther than the last ones have proved good.
type search struct {
	eval   Objective
	enough float64 // the search ends where a full step promises less
	// curvature is asked once at the start, for an eval that writes no Hessian.
	curvature func(p, g []float64, h *mat.SymDense)
}

func (s search) run(start []float64) Point {
	n := len(start)
	here := Point{At: append([]float64(nil), start...), Gradient: make([]float64, n), Hessian: mat.NewSymDense(n, nil)}
	next := Point{At: make([]float64, n), Gradient: make([]float64, n), Hessian: mat.NewSymDense(n, nil)}
	here.F = s.eval(here.At, here.Gradient, here.Hessian)
	if s.curvature != nil {
		s.curvature(here.At, here.Gradient, here.Hessian)
	}
	reach, failed, still := float64(firstReach), 0, 0
	for range maxSteps {
		step, promise := downhill(here.Gradient, here.Hessian, s.curvature != nil)
		if promise <= s.enough || still > 5 && promise <= 1e-5+1e-10*math.Abs(here.F) {
			here.Converged = true
			break
		}
		length := shorten(step, reach)
		for i := range n {
			next.At[i] = here.At[i] + step[i]
		}
		next.F = s.eval(next.At, next.Gradient, next.Hessian)
		noise := 1e-13 * (1 + math.Abs(here.F))
		if !(next.F <= here.F+noise) {
			reach = length / 4
			if failed++; failed > 30 || reach < 1e-12 {
				here.Converged = promise <= 1e-5+1000*noise // it drowns in rounding
				break
			}
			continue
		}
		failed = 0
		if still++; next.F < here.F-noise {
			still = 0
		}
		if length >= reach*0.99 {
			reach = min(2*reach, maxReach)
		}
		if s.curvature != nil {
			update(here, next)
		}
		here, next = next, here
	}
	return here
}

// downhill is the step to where the quadratic surface has its lowest point, and
// how much lower that is. Where the Hessian is only an estimate, it is mended in
// place to what the step has used.
func downhill(g []float64, h *mat.SymDense, mend bool) (step []float64, promise float64) {
	n := len(g)
	step = make([]float64, n)
	values, vectors, ok := Eigen(h)
	if !ok {
		for i := range n {
			step[i] = -g[i]
			promise += g[i] * g[i]
		}
		return step, promise
	}
	steepest := 0.0
	for _, v := range values {
		steepest = max(steepest, math.Abs(v))
	}
	least := max(1e-13*steepest, 1e-300)
	mended := false
	for k, v := range values {
		along := 0.0
		for i := range n {
			along += vectors.At(i, k) * g[i]
		}
		size := max(math.Abs(v), least)
		mended = mended || size != v
		values[k] = size
		promise += along * along / size / 2
		for i := range n {
			step[i] -= vectors.At(i, k) * along / size
		}
	}
	if mend && mended {
		for i := range n {
			for j := i; j < n; j++ {
				sum := 0.0
				for k, v := range values {
					sum += vectors.At(i, k) * v * vectors.At(j, k)
				}
				h.SetSym(i, j, sum)
			}
		}
	}
	return step, promise
}

// Eigen has the eigenvalues of h, ascending, and their vectors; false if h has a number that is
// not finite.
func Eigen(h *mat.SymDense) (values []float64, vectors *mat.Dense, ok bool) {
	for i := range h.SymmetricDim() {
		for j := range i + 1 {
			if v := h.At(i, j); math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, nil, false
			}
		}
	}
	var e mat.EigenSym
	if !e.Factorize(h, true) {
		return nil, nil, false
	}
	vectors = new(mat.Dense)
	e.VectorsTo(vectors)
	return e.Values(nil), vectors, true
}

// shorten cuts the step to the reach and returns its length, the largest of its parts.
func shorten(step []float64, reach float64) float64 {
	length := 0.0
	for _, v := range step {
		length = max(length, math.Abs(v))
	}
	if length <= reach {
		return length
	}
	for i := range step {
		step[i] *= reach / length
	}
	return reach
}

// update carries the curvature estimate from here to next.
func update(here, next Point) {
	n := len(here.At)
	s, y := mat.NewVecDense(n, nil), mat.NewVecDense(n, nil)
	for i := range n {
		s.SetVec(i, next.At[i]-here.At[i])
		y.SetVec(i, next.Gradient[i]-here.Gradient[i])
	}
	next.Hessian.CopySym(here.Hessian)
	var bs mat.VecDense
	bs.MulVec(here.Hessian, s)
	sbs, sy := mat.Dot(s, &bs), mat.Dot(s, y)
	if !(sbs > 0) {
		return
	}
	if sy < 0.2*sbs {
		theta := 0.8 * sbs / (sbs - sy)
		y.ScaleVec(theta, y)
		y.AddScaledVec(y, 1-theta, &bs)
		sy = mat.Dot(s, y)
	}
	next.Hessian.SymRankOne(next.Hessian, 1/sy, y)
	next.Hessian.SymRankOne(next.Hessian, -1/sbs, &bs)
}

// StandardErrors are those of the parameters themselves, found by the curvature
// in their logarithms; nil where the surface is flat in some direction.
func (o Point) StandardErrors() []float64 {
	values, vectors, ok := Eigen(o.Hessian)
	if !ok {
		return nil
	}
	for _, v := range values {
		if !(v > 1e-9) {
			return nil
		}
	}
	errors := make([]float64, len(o.At))
	for i := range errors {
		variance := 0.0
		for k, v := range values {
			variance += vectors.At(i, k) * vectors.At(i, k) / v
		}
		errors[i] = math.Exp(o.At[i]) * math.Sqrt(variance)
	}
	return errors
}

// Logs are the logarithms of v.
func Logs(v []float64) []float64 {
	out := make([]float64, len(v))
	for i := range v {
		out[i] = math.Log(v[i])
	}
	return out
}
