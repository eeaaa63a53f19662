package btyd

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
)

// leaversAtOnce are so many customers who came once, and so many who go on: each of these
// has bought 4 to 8 times in 52 weeks, and last within the last seven.
func leaversAtOnce(once, others int) []Customer {
	var all []Customer
	for i := range once {
		all = append(all, Customer{T: float64(40 + i%13)})
	}
	for i := range others {
		all = append(all, Customer{X: 4 + i%5, Tx: float64(45 + i%7), T: 52})
	}
	return all
}

// Eighty of a hundred came once and the others go on: none of the others left, and what
// fits best is that the eighty left at once. Nothing inside the model comes as near.
func TestWhereManyLeaveAtOnceTheFitIsAtTheEdge(t *testing.T) {
	all := leaversAtOnce(80, 20)
	fit, err := ParetoNBD.Fit(Summary{Customers: all}, Options{})
	require.NoError(t, err)
	assert.Equal(t, []loyalty.Flag{loyalty.RateNotIdentified, loyalty.SpreadNotIdentified}, fit.Flags, "at once or never, and all others at one rate")
	assert.Zero(t, fit.Model.Beta)
	assert.Nil(t, fit.StdErr)
	near(t, sumLog(fit.Model, all), fit.LogLikelihood, 1e-9, "the model is what the likelihood is of")

	// The limit, told without the model: a share that never comes, and one rate.
	silent := func(rate, gone float64) float64 {
		sum := 0.0
		for _, c := range all {
			stays := float64(c.X)*math.Log(rate) - rate*c.T
			if c.X == 0 {
				sum += math.Log(gone + (1-gone)*math.Exp(stays))
			} else {
				sum += math.Log(1-gone) + stays
			}
		}
		return sum
	}
	best, rate, gone := math.Inf(-1), .12, .75
	for width := .05; width > 1e-5; width /= 5 {
		middle := [2]float64{rate, gone}
		for i := -10; i <= 10; i++ {
			for j := -10; j <= 10; j++ {
				r, g := middle[0]+width*float64(i)/10, middle[1]+width*float64(j)/10
				if v := silent(r, g); v > best {
					best, rate, gone = v, r, g
				}
			}
		}
	}
	assert.InDelta(t, best, fit.LogLikelihood, 1e-4)
	assert.InDelta(t, -429.06616, fit.LogLikelihood, 1e-4)

	once, regular := Customer{T: 45}, Customer{X: 6, Tx: 44, T: 45}
	assert.Less(t, fit.Model.PAlive(once), .01)
	assert.InDelta(t, 1, fit.Model.PAlive(regular), 0)
	assert.InEpsilon(t, fit.Model.R/fit.Model.Alpha*10, fit.Model.Expected(regular, 10), 1e-6)
	again, err := ParetoNBD.Fit(Summary{Customers: all}, Options{Start: fit.Model})
	require.NoError(t, err)
	assert.InDelta(t, fit.LogLikelihood, again.LogLikelihood, 1e-6, "tomorrow's fit starts at the edge")
}

func TestOtherBasesOfLeaversAtOnceEndNoLower(t *testing.T) {
	for _, once := range []int{5, 20, 60, 80, 300, 2000} {
		for _, others := range []int{2, 5, 20, 80, 300, 700} {
			all := leaversAtOnce(once, others)
			fit, err := ParetoNBD.Fit(Summary{Customers: all}, Options{})
			require.NoError(t, err)
			name := fmt.Sprint(once, " leave at once and ", others, " go on")
			h, err := compact(all)
			require.NoError(t, err)
			passes := 0
			edge, _ := h.edge(h.edgeLikelihood(), &passes)
			assert.GreaterOrEqual(t, fit.LogLikelihood, -edge.F-1e-4, name)
			nbd, err := NBD.Fit(Summary{Customers: all}, Options{})
			require.NoError(t, err)
			assert.GreaterOrEqual(t, fit.LogLikelihood, nbd.LogLikelihood-1e-4, name)
			assert.NotContains(t, fit.Flags, loyalty.NotConverged, name)
			if 20*once > others { // else so few came once that they may as well be late
				assert.NotContains(t, fit.Flags, loyalty.DropoutNotIdentified, name)
			}
		}
	}
}

// At the edge the model is a customer who is there for good or never comes, and its
// neighbours go to it.
func TestTheEdgeOfParetoIsTheLimitOfItsNeighbours(t *testing.T) {
	edge := modelPareto(1.3, 8, .9, 0)
	require.NoError(t, edge.Validate())
	require.Error(t, modelPareto(1.3, 8, 0, 0).Validate())
	for _, c := range []Customer{{}, {T: 5}, {T: 60}, {X: 1, Tx: 20, T: 60}, {X: 7, Tx: 50, T: 50}} {
		var before [4]float64
		for i, slowing := range []float64{100, 600} {
			m := modelPareto(1.3, 8, .9/slowing, 20*math.Exp(-slowing))
			off := [4]float64{
				m.LogLikelihood(c) - edge.LogLikelihood(c), m.PAlive(c) - edge.PAlive(c),
				m.PBuy(c, 9) - edge.PBuy(c, 9), m.Expected(c, 9) - edge.Expected(c, 9),
			}
			for k := range off {
				assert.Less(t, math.Abs(off[k]), .1, "%v: number %d", c, k)
				if i > 0 {
					assert.LessOrEqual(t, math.Abs(off[k]), math.Abs(before[k])/5+1e-12, "%v: number %d", c, k)
				}
			}
			before = off
		}
		finite(t, edge, c, 9)
		paretoIsFinite(t, edge, c, 1e15)
		d, longer := edge.Discounted(c, .01, 50), edge.Discounted(c, .01, math.Inf(1))
		assert.True(t, d > 0 && d < edge.Expected(c, 50) && longer > d, "%v: %v and %v", c, d, longer)
	}
	sum, mean := 0.0, 0.0
	for n := range 400 {
		p := edge.PMF(n, 30)
		sum += p
		mean += float64(n) * p
	}
	near(t, 1, sum, 1e-10, "the counts are a distribution")
	near(t, edge.Expected(Customer{}, 30), mean, 1e-9, "with the expected mean")
	near(t, 1-edge.PMF(0, 30), edge.PBuy(Customer{}, 30), 1e-10, "and a purchase is what is not none")

	scorer, err := NewScorer(edge, 9)
	require.NoError(t, err)
	for _, c := range []Customer{{}, {T: 5}, {X: 7, Tx: 50, T: 50}} {
		assert.Equal(t, Score{PAlive: edge.PAlive(c), PBuy: edge.PBuy(c, 9), Expected: edge.Expected(c, 9), OK: true}, scorer.Score(c))
	}

	s, err := Simulate(edge, Simulation{Customers: 40_000, Calibration: 20, Holdout: 15, Seed: 6})
	require.NoError(t, err)
	expected, actual := 0.0, 0.0
	for i, c := range s.Customers {
		expected += edge.Expected(c, 15)
		actual += float64(s.Holdout[i])
	}
	assert.InEpsilon(t, actual, expected, .03)
}

// Courses are another way to write a model, and the gradient on them is that of the
// likelihood along them; so is the one at the edge.
func TestCoursesLeadThereAndBack(t *testing.T) {
	h, err := compact(leaversAtOnce(60, 40))
	require.NoError(t, err)
	random := rand.New(rand.NewPCG(2, 7))
	slopes := func(name string, f func(p, g []float64) float64, at []float64) {
		t.Helper()
		g, scrap := make([]float64, len(at)), make([]float64, len(at))
		value := f(at, g)
		for k := range at {
			const step = 1e-4
			by := func(d float64) float64 {
				q := slices.Clone(at)
				q[k] += d
				return f(q, scrap)
			}
			slope := (8*(by(step)-by(-step)) - by(2*step) + by(-2*step)) / (12 * step)
			assert.InDelta(t, slope, g[k], 1e-7*(1+math.Abs(value)), "%s at %v, by %d", name, at, k)
		}
	}
	for range 40 {
		m := modelPareto(
			math.Exp(random.NormFloat64()), 20*math.Exp(2*random.NormFloat64()), math.Exp(2*random.NormFloat64()),
			20*math.Exp(3*random.NormFloat64()-60*random.Float64()))

		at := h.coursesOf(m.pareto())
		for k, v := range h.logsOf(at) {
			assert.InDelta(t, math.Log(m.params()[k]), v, 1e-9, "%v", m)
		}
		slopes("courses", h.onCourse(h.paretoLikelihood()), at)
		slopes("edge", h.edgeLikelihood(), []float64{at[0], random.NormFloat64() + 2, random.NormFloat64()})
	}
	edge := modelPareto(2, 20, .8, 0)
	all := leaversAtOnce(60, 40)
	near(t, -sumLog(edge, all), h.edgeLikelihood()([]float64{math.Log(2), math.Log(20), math.Log(.8)}, make([]float64, 3)), 1e-11, "the edge")
}

// However small the scale of the departure, the likelihood takes about as many steps.
func TestTheLikelihoodNearTheEdgeTakesNoMoreSteps(t *testing.T) {
	steps := func(slowing float64) (n int) {
		m := modelPareto(1.3, 8, .9/slowing, 40/math.Expm1(slowing))
		walk, _ := panelsOf(m.pareto().purchase(0), m.pareto().departure(), 0, 40)
		var p panel
		for walk.next(&p) {
			n++
		}
		return n
	}
	usual := steps(1)
	for _, slowing := range []float64{3, 10, 30, 100, 300, 650} {
		assert.LessOrEqual(t, steps(slowing), usual+6, "β is e^-%v of the age", slowing)
	}
}
