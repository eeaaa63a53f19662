package btyd

import (
	"math"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A Period is a week, or any other span, of a cohort's life: a model's expected
// repeat purchases, and the actual ones.
type Period struct {
	Until       float64 // end of the period, counted from the day of the cohort's first purchase
	Expected    float64 // repeat purchases in the period
	CumExpected float64 // up to its end
	Actual      int     // repeat purchases, counted as days of purchase
	CumActual   int
	Observed    bool // the period was over when the log ended; otherwise Actual and CumActual are 0
	Calibration bool // the period had ended by the end of the calibration
}

// maxPeriods bounds a table of periods.
const maxPeriods = 100_000

// Track follows a cohort from its first purchase through so many periods of the
// length step, in the summary's unit. The periods cover calibration, holdout, and the
// time after. Customers arrive as they did, each with their first purchase. The
// expectation uses the model but no customer's past: Σ Expected(Customer{}, age).
//
// It is nil if the summary is empty or has a customer that is not valid. It is also
// nil if the step is not positive, or periods is outside 1 to 100,000.
func Track(m Model, s Summary, step float64, periods int) []Period {
	if len(s.Customers) == 0 || !(step > 0) || periods < 1 || periods > maxPeriods || !(step*float64(periods) <= maxAge) ||
		validateCustomers(s.Customers) != nil {
		return nil
	}
	ages, many := agesOf(s.Customers)
	day := s.Unit.Count(1, Day)
	if s.Daily == nil {
		day = 0
	}
	// The calibration ends with its last day, and so lies a day after its oldest age.
	calibration := ages[len(ages)-1] + day
	table := make([]Period, periods)
	for i := range table {
		p := &table[i]
		p.Until = step * float64(i+1)
		for j, age := range ages {
			if t := age + p.Until - calibration; t > 0 {
				p.CumExpected += many[j] * m.Expected(Customer{}, t)
			}
		}
		p.Calibration = p.Until <= calibration*(1+1e-12)
		if days := math.Round(Day.Count(p.Until, s.Unit)); day > 0 && days <= float64(len(s.Daily)) {
			p.Observed = true
			for _, n := range s.Daily[:int(days)] {
				p.CumActual += n
			}
		}
		p.Expected, p.Actual = p.CumExpected, p.CumActual
		if i > 0 && p.Observed {
			p.Actual -= table[i-1].CumActual
		}
		if i > 0 {
			p.Expected -= table[i-1].CumExpected
		}
	}
	return table
}

// agesOf are the different T, ascending, and how many customers have each.
func agesOf(customers []Customer) (ages, many []float64) {
	all := make([]float64, 0, len(customers))
	for _, c := range customers {
		if c.ok() {
			all = append(all, c.T)
		}
	}
	slices.Sort(all)
	for _, t := range all {
		if len(ages) == 0 || ages[len(ages)-1] != t {
			ages, many = append(ages, t), append(many, 0)
		}
		many[len(many)-1]++
	}
	if len(ages) == 0 {
		return []float64{0}, []float64{0}
	}
	return ages, many
}

// A Bin is the customers with X repeat purchases, or X or more, at the end of the
// calibration. It has the expected and the actual purchases in the holdout. The
// numbers are means by customer.
type Bin struct {
	X         int
	OrMore    bool
	Customers int
	Actual    float64
	Expected  float64
	PAlive    float64
}

const mostBins = 1000

// ByRepeats compares the holdout with the model's expectations for the customers with
// 0, 1, … and top or more repeat purchases; top is at most 1,000. Bins without
// customers have means of 0. It is an error if the summary has no holdout.
func ByRepeats(m Model, s Summary, top int) ([]Bin, error) {
	if err := s.validHoldout(); err != nil {
		return nil, err
	}
	if err := m.Validate(); err != nil {
		return nil, err
	}
	bins := make([]Bin, min(max(top, 0), mostBins)+1)
	for i := range bins {
		bins[i].X, bins[i].OrMore = i, i == len(bins)-1
	}
	for i, c := range s.Customers {
		b := &bins[min(c.X, len(bins)-1)]
		b.Customers++
		b.Actual += float64(s.Holdout[i])
		b.Expected += m.Expected(c, s.Horizon)
		b.PAlive += m.PAlive(c)
	}
	for i := range bins {
		if n := float64(bins[i].Customers); n > 0 {
			bins[i].Actual /= n
			bins[i].Expected /= n
			bins[i].PAlive /= n
		}
	}
	return bins, nil
}

// validHoldout tells whether the summary can show what came after its end.
func (s Summary) validHoldout() error {
	switch {
	case len(s.Customers) == 0:
		return loyalty.ErrNothing
	case len(s.Holdout) == 0:
		return newError(ErrHoldout, "the summary has no holdout; Summarise the log with LogOptions.Holdout")
	case len(s.Holdout) != len(s.Customers):
		return newError(ErrHoldout, "the summary's Holdout and Customers differ in length; they run side by side")
	case !isTime(s.Horizon) || s.Horizon == 0:
		return newError(ErrHoldout, "the summary's Horizon must be above 0: it is how long the holdout lasted")
	}
	faults := problemsOf(s.Customers)
	for i, n := range s.Holdout {
		if n < 0 {
			faults = append(faults, loyalty.Problem{Row: i, Message: "fewer than 0 purchases in the holdout; they are counted from 0"})
		}
	}
	return faults.Err()
}
