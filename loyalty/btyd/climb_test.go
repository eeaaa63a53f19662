package btyd

import (
	"math"
	"math/rand/v2"
	"slices"
)

// climb is the highest point that a search by nothing but heights finds, from many
// starts and again from the best of them: it shares no line with the fits. The starts
// are logarithms of what height takes.
func climb(height func(p []float64) float64, starts [][]float64) (top float64, at []float64) {
	depth := func(x []float64) float64 {
		p := make([]float64, len(x))
		for i := range x {
			p[i] = math.Exp(x[i])
		}
		if v := height(p); v > -math.MaxFloat64 && !math.IsNaN(v) {
			return -v
		}
		return math.Inf(1)
	}
	lowest, at := math.Inf(1), starts[0]
	from := func(x []float64, size float64) {
		if f, found := simplex(depth, x, size); f < lowest {
			lowest, at = f, found
		}
	}
	for _, x := range starts {
		from(x, 1)
	}
	for _, size := range []float64{2, .5, .1} {
		from(at, size)
	}
	return -lowest, at
}

// startsAround are random starts about a point, in logarithms.
func startsAround(random *rand.Rand, n int, point ...float64) [][]float64 {
	starts := make([][]float64, n)
	for i := range starts {
		for _, v := range point {
			starts[i] = append(starts[i], math.Log(v)+2.5*random.NormFloat64())
		}
	}
	return starts
}

// simplex is the search of Nelder & Mead 1965 (The Computer Journal 7).
func simplex(depth func(x []float64) float64, start []float64, size float64) (lowest float64, at []float64) {
	type corner struct {
		f float64
		x []float64
	}
	corners := []corner{{depth(start), start}}
	for i := range start {
		x := slices.Clone(start)
		x[i] += size
		corners = append(corners, corner{depth(x), x})
	}
	for asked := len(corners); asked < 1200; {
		slices.SortStableFunc(corners, func(a, b corner) int { return compare(a.f, b.f) })
		best, worst := corners[0], corners[len(corners)-1]
		if worst.f-best.f < 1e-9 {
			break
		}
		middle := make([]float64, len(start))
		for _, c := range corners[:len(corners)-1] {
			for i, v := range c.x {
				middle[i] += v / float64(len(start))
			}
		}
		beyond := func(by float64) corner {
			x := make([]float64, len(start))
			for i := range x {
				x[i] = middle[i] + by*(middle[i]-worst.x[i])
			}
			asked++
			return corner{depth(x), x}
		}
		next := beyond(1)
		switch {
		case next.f < best.f:
			if farther := beyond(2); farther.f < next.f {
				next = farther
			}
		case next.f >= corners[len(corners)-2].f:
			if nearer := beyond(-.5); nearer.f < min(worst.f, next.f) {
				next = nearer
			} else if !(next.f < worst.f) { // all draw in to the best
				for i := 1; i < len(corners); i++ {
					for j := range start {
						corners[i].x[j] = (corners[i].x[j] + best.x[j]) / 2
					}
					corners[i].f = depth(corners[i].x)
					asked++
				}
				continue
			}
		}
		corners[len(corners)-1] = next
	}
	slices.SortStableFunc(corners, func(a, b corner) int { return compare(a.f, b.f) })
	return corners[0].f, corners[0].x
}
