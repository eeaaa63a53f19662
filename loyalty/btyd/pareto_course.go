package btyd

import "math"

// The search for a Pareto/NBD goes by two numbers of each clock that the likelihood
// takes to be nearly independent: how far it has run by the mean age A of the base, and
// how much it slows until then,
//
//	course = shape · slowing, slowing = ln(1 + A/scale)
//
// in logarithms. Where all rates are one, shape and scale grow for ever and course
// stays; where many leave at once the scale falls by factors of 1e10 without an end and
// slowing by tens. Either way the edge is as near as any other.

// A course is the logarithms of course and slowing of one clock, of which slowing counts
// no further than a bottom and a top.
type course struct{ age, top float64 }

// bottom is where a clock does not slow any more that could be seen.
const bottom = -38

// logs are the logarithms of shape and scale, with the derivative of the scale's by that
// of the slowing; and whether the slowing counts.
func (c course) logs(run, slowing float64) (shape, scale, slope float64, counts bool) {
	at := min(max(slowing, bottom), c.top)
	slow := math.Exp(at)
	grown := -math.Expm1(-slow) // 1 − e^−slow
	return run - at, math.Log(c.age) - slow - math.Log(grown), -slow / grown, at == slowing
}

// of is the course of a clock.
func (c course) of(shape, scale float64) (run, slowing float64) {
	slow := min(math.Log1p(c.age/scale), math.Exp(c.top))
	return math.Log(shape) + math.Log(slow), math.Log(slow)
}

// courses are those of the two clocks of a base: the purchase and the departure.
func (h *history) courses() (buy, leave course) {
	lowest := func(k int) float64 { return math.Log(-h.bounds()[k][0]) }
	return course{h.meanAge, lowest(1)}, course{h.meanAge, lowest(3)}
}

// onCourse makes a function of courses of one of logarithms of r, α, s, β.
func (h *history) onCourse(likelihood func(logParams, gradient []float64) float64) func(courses, gradient []float64) float64 {
	buy, leave := h.courses()
	return func(at, gradient []float64) float64 {
		var logs, slopes [4]float64
		var counts [2]bool
		for k, c := range [2]course{buy, leave} {
			logs[2*k], logs[2*k+1], slopes[k], counts[k] = c.logs(at[2*k], at[2*k+1])
		}
		f := likelihood(logs[:], gradient)
		for k, counts := range counts {
			byShape, byScale := gradient[2*k], gradient[2*k+1]
			gradient[2*k+1] = 0
			if counts {
				gradient[2*k+1] = byScale*slopes[k] - byShape
			}
		}
		return f
	}
}

// coursesOf is where a search begins that knows a model.
func (h *history) coursesOf(m paretoModel) []float64 {
	buy, leave := h.courses()
	at := make([]float64, 4)
	at[0], at[1] = buy.of(m.R, m.Alpha)
	if m.Beta == 0 {
		at[2], at[3] = math.Log(m.S), math.Log(slowEnough)
		return at
	}
	at[2], at[3] = leave.of(m.S, m.Beta)
	return at
}

// slowEnough is a slowing at which a departure is nearly at once or never.
const slowEnough = 20

// logsOf are the logarithms of r, α, s, β of courses.
func (h *history) logsOf(at []float64) []float64 {
	buy, leave := h.courses()
	logs := make([]float64, 4)
	logs[0], logs[1], _, _ = buy.logs(at[0], at[1])
	logs[2], logs[3], _, _ = leave.logs(at[2], at[3])
	return logs
}
