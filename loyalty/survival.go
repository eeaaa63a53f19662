package loyalty

import (
	"math"
	"slices"
	"sort"
)

// A Spell is a waiting time: until an event, or until the end of the observation (censored: no
// event by then).
type Spell struct {
	Time  float64 // in any unit; not negative
	Ended bool    // the event was at Time; false: there was none by then
}

// A Curve is Kaplan and Meier's estimate of the share still waiting, as a function of time (生存曲线). It
// is S(t) = Π (1 − dᵢ/nᵢ) over the times of events up to t, with dᵢ events of nᵢ at risk. Source: Kaplan &
// Meier 1958, Journal of the American Statistical Association 53. It needs no model. It is right where
// shares of completed spells are wrong: the longest spells are still open.
type Curve struct {
	Steps []Step // by time; one for each different time in the data
	Total int    // spells
	Ends  int    // ended spells
}

// A Step is one step of a curve.
type Step struct {
	Time     float64
	AtRisk   int     // waiting just before
	Ended    int     // ended at this time
	Censored int     // censored at this time, after the ended ones
	Survival float64 // share still waiting just after
	StdErr   float64 // of it, by Greenwood: S·√Σ d/(n(n−d)); zero once S is
}

// KaplanMeier computes the curve. The error is [Problems] for times that are negative or not a
// number, or [ErrNothing].
func KaplanMeier(spells []Spell) (Curve, error) {
	if len(spells) == 0 {
		return Curve{}, ErrNothing
	}
	if err := checkSpells(spells).Err(); err != nil {
		return Curve{}, err
	}
	sorted := slices.Clone(spells)
	sort.Slice(sorted, func(i, j int) bool { return sorted[i].Time < sorted[j].Time })
	c := Curve{Total: len(sorted)}
	survival, variance := 1.0, 0.0
	for i := 0; i < len(sorted); {
		step := Step{Time: sorted[i].Time, AtRisk: len(sorted) - i}
		for ; i < len(sorted) && sorted[i].Time == step.Time; i++ {
			if sorted[i].Ended {
				step.Ended++
			} else {
				step.Censored++
			}
		}
		n, d := float64(step.AtRisk), float64(step.Ended)
		survival *= (n - d) / n
		if d < n {
			variance += d / (n * (n - d))
			step.StdErr = survival * math.Sqrt(variance)
		}
		step.Survival = survival
		c.Ends += step.Ended
		c.Steps = append(c.Steps, step)
	}
	return c, nil
}

func checkSpells(spells []Spell) Problems {
	var faults Problems
	for row, s := range spells {
		if !(s.Time >= 0) || math.IsInf(s.Time, 1) {
			faults = append(faults, faultf(row, "", "a waiting time of %v; it is a finite number, not negative", s.Time))
		}
	}
	return faults
}

// at is the step that holds at time t.
func (c Curve) at(t float64) Step {
	i := sort.Search(len(c.Steps), func(i int) bool { return c.Steps[i].Time > t })
	if i == 0 {
		return Step{AtRisk: c.Total, Survival: 1}
	}
	return c.Steps[i-1]
}

// Waiting is the share still waiting after time t, with the interval on the log scale,
// S·exp(±z·σ/S). Before the first event σ is 0 and has no meaning; the interval is then
// Wilson's, of none among the spells observed so long. The base is spells. It is unknown with
// Extrapolated beyond the last time in the data, unless nobody is waiting by then. BelowMinBase
// means that fewer than ten were still at risk then, so that few spells decide the curve. If no
// spell was censored before, all spells count as at risk.
func (c Curve) Waiting(t float64) Measure {
	const method = "Kaplan-Meier, log interval"
	if m, ok := c.undefined(t, method); !ok {
		return m
	}
	s := c.at(t)
	m := Measure{OK: true, Value: s.Survival, Base: c.Total, Method: method}
	if c.fewAt(t) {
		m = m.With(BelowMinBase)
	}
	switch {
	case s.Survival == 1:
		watched := s.AtRisk
		if t > s.Time {
			watched -= s.Censored
		}
		_, most := Wilson(0, watched, Level)
		m.Lo, m.Hi, m.Level = 1-most, 1, Level
	case s.Survival > 0:
		m.Lo, m.Hi = logEnds(s, normalWidth(Level))
		m.Level = Level
	}
	return m
}

// leastAtRisk is how many must be at risk for a curve to be relied on.
const leastAtRisk = 10

// fewAt says that fewer than ten were at risk at time t.
func (c Curve) fewAt(t float64) bool {
	last := c.at(t)
	watched := last.AtRisk
	if t > last.Time {
		watched -= last.Ended + last.Censored
	}
	if watched >= leastAtRisk {
		return false
	}
	lost := 0
	for _, s := range c.Steps {
		if s.Time < t {
			lost += s.Censored
		}
	}
	return lost > 0 || c.Total < leastAtRisk
}

// Ended is the share with an event by time t: one less [Curve.Waiting].
func (c Curve) Ended(t float64) Measure {
	m := c.Waiting(t)
	if m.OK {
		m.Value = 1 - m.Value
	}
	if m.Level > 0 {
		m.Lo, m.Hi = 1-m.Hi, 1-m.Lo
	}
	return m
}

func (c Curve) undefined(t float64, method string) (Measure, bool) {
	switch {
	case c.Total == 0 || len(c.Steps) == 0:
		return Unknown(ZeroBase, 0, method), false
	case !(t >= 0):
		return Unknown(Impossible, c.Total, method), false
	case t > c.Steps[len(c.Steps)-1].Time && c.Steps[len(c.Steps)-1].Survival > 0:
		return Unknown(Extrapolated, c.Total, method), false
	}
	return Measure{}, true
}

func logEnds(s Step, z float64) (lo, hi float64) {
	width := z * s.StdErr / s.Survival
	return s.Survival * math.Exp(-width), min(s.Survival*math.Exp(width), 1)
}

// Quantile is the time by which a share p of all has had the event. There the curve first falls to 1 − p or below. If
// the curve is flat at exactly that level, it is the middle of the flat part. Its interval contains the times at
// which the curve's log interval reaches 1 − p (Brookmeyer & Crowley 1982, Biometrics 38). The base is spells. It is
// unknown with NotReached if the curve does not fall so low. OpenAbove means that the interval's upper end does not,
// and BelowMinBase is as in [Curve.Waiting].
func (c Curve) Quantile(p float64) Measure {
	const method = "Kaplan-Meier quantile, log interval"
	switch {
	case c.Total == 0:
		return Unknown(ZeroBase, 0, method)
	case !(p > 0 && p < 1):
		return Unknown(Impossible, c.Total, method)
	}
	z := normalWidth(Level)
	value, ok := c.crossing(1-p, func(s Step) float64 { return s.Survival })
	if !ok {
		return Unknown(NotReached, c.Total, method)
	}
	m := Measure{OK: true, Value: value, Base: c.Total, Level: Level, Method: method}
	if c.fewAt(value) {
		m = m.With(BelowMinBase)
	}
	m.Lo, _ = c.crossing(1-p, func(s Step) float64 {
		if s.Survival == 0 {
			return 0
		}
		lo, _ := logEnds(s, z)
		return lo
	})
	m.Hi, ok = c.crossing(1-p, func(s Step) float64 {
		if s.Survival == 0 {
			return 1 // there is no upper end where nobody waits
		}
		_, hi := logEnds(s, z)
		return hi
	})
	if !ok {
		m.Hi = c.Steps[len(c.Steps)-1].Time
		m = m.With(OpenAbove)
	}
	return m
}

// crossing is where a line along the curve first falls to a height, or the middle of
// the stretch on which it lies at that height.
func (c Curve) crossing(height float64, line func(Step) float64) (float64, bool) {
	const same = 1e-9
	for i, s := range c.Steps {
		if line(s) > height+same {
			continue
		}
		if line(s) < height-same {
			return s.Time, true
		}
		for _, next := range c.Steps[i+1:] {
			if next.Ended > 0 {
				return (s.Time + next.Time) / 2, true
			}
		}
		return s.Time, true
	}
	return 0, false
}
