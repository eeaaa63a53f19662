package btyd

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// A life is one customer's behaviour, drawn from a model.
type life struct {
	Rate         float64 // of waiting times, by the model's unit of time
	K            int     // waiting times in one gap between purchases; 1 in most models
	Leave        float64 // probability of leaving after a purchase
	LeaveAtFirst bool    // also after the first purchase
	Span         float64 // time after which the customer leaves in any case; 0: never
}

// Simulation configures the customers and their observation. Times are in the
// model's unit.
type Simulation struct {
	Customers   int     // number of customers; must be above 0
	Calibration float64 // observation of the first of them; must be above 0
	Arrive      float64 // they arrive evenly within this time. Default: all at once
	Holdout     float64 // later observation of all of them. Default: none
	Grid        float64 // a day, whose purchases count once. Default: time has no grid
	Unit        Unit    // unit in the summary. Default: unknown
	Seed        uint64  // the same seed gives the same customers
}

// Simulate draws customers from a model and observes them. The data have known
// parameters: use them to test what a model finds, the necessary size of a base,
// or a possible next year. Customers have no IDs. On a grid, X counts the days of
// purchase. If customers buy nearly daily, a fit then finds a slightly lower rate
// than the simulated one.
func Simulate(m Model, s Simulation) (Summary, error) {
	if err := m.Validate(); err != nil {
		return Summary{}, err
	}
	if err := s.valid(); err != nil {
		return Summary{}, err
	}
	out := Summary{
		Customers: make([]Customer, s.Customers), LogGaps: make([]float64, s.Customers),
		Unit: s.Unit, Horizon: s.floor(s.Holdout),
	}
	if s.Holdout > 0 {
		out.Holdout = make([]int, s.Customers)
	}
	random := rand.New(rand.NewPCG(s.Seed, 0x7469657869))
	for i := range out.Customers {
		age := s.floor(s.Calibration) - s.floor(s.Arrive*float64(i)/float64(s.Customers))
		c, logGaps, later, ok := s.watch(m.draw(random), age, out.Horizon, random)
		if !ok {
			return Summary{}, fmt.Errorf("btyd: simulation: customer %d would buy more than a million times; check the unit of the model's times", i)
		}
		out.Customers[i], out.LogGaps[i] = c, logGaps
		if later > 0 {
			out.Holdout[i] = later
		}
	}
	return out, nil
}

// finestGrid is as fine as a grid may be, by all the time that is watched.
const finestGrid = 1e-9

func (s Simulation) valid() error {
	var problems []error
	report := func(problem string, args ...any) {
		problems = append(problems, fmt.Errorf("btyd: simulation: "+problem, args...))
	}
	if s.Customers < 1 {
		report("%d customers; simulate one or more", s.Customers)
	}
	if !isTime(s.Calibration) || s.Calibration == 0 || s.Calibration > maxAge {
		report("a calibration of %v; it must be above 0 and finite", s.Calibration)
	}
	if !isTime(s.Arrive) || s.Arrive > s.Calibration {
		report("arrival within %v; it must be within the calibration of %v", s.Arrive, s.Calibration)
	}
	if !isTime(s.Holdout) || s.Holdout > maxAge {
		report("a holdout of %v; it must be 0 or more and finite", s.Holdout)
	}
	if !isTime(s.Grid) || s.Grid > s.Calibration || s.Grid > 0 && s.Grid < finestGrid*(s.Calibration+s.Holdout) {
		report("a grid of %v; it must be 0, or from a billionth of the calibration to all of it", s.Grid)
	}
	return errors.Join(problems...)
}

// floor is t on the grid.
func (s Simulation) floor(t float64) float64 {
	if s.Grid == 0 {
		return t
	}
	return s.Grid * math.Floor(t/s.Grid*(1+1e-12))
}

// mostPurchases is how many purchases of one life are watched.
const mostPurchases = 1_000_000

// watch lives through one life. It is false for one with too many purchases.
func (s Simulation) watch(l life, age, horizon float64, random *rand.Rand) (c Customer, logGaps float64, later int, ok bool) {
	c.T = age
	now, last, waits := 0.0, 0.0, 0
	for gone := l.LeaveAtFirst && random.Float64() < l.Leave; !gone; gone = random.Float64() < l.Leave {
		for range l.K {
			now += random.ExpFloat64() / l.Rate
		}
		if waits++; waits > mostPurchases {
			return c, logGaps, later, false
		}
		day := s.floor(now)
		if !(day <= age+horizon) || l.Span > 0 && now > l.Span {
			break
		}
		if day <= last { // the same day again, which counts once
			continue
		}
		if day <= age {
			c.X++
			c.Tx = day
			logGaps += math.Log(day - last)
		} else {
			later++
		}
		last = day
	}
	return c, logGaps, later, true
}

func gamma(shape, rate float64, random *rand.Rand) float64 {
	return distuv.Gamma{Alpha: shape, Beta: rate, Src: random}.Rand()
}

func beta(a, b float64, random *rand.Rand) float64 {
	return distuv.Beta{Alpha: a, Beta: b, Src: random}.Rand()
}
