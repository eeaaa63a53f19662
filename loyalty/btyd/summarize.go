package btyd

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A Summary is a log of purchases as the models want it: one Customer for each
// who had bought by the end of the calibration. The slices run side by side.
type Summary struct {
	Customers []Customer
	IDs       []string    // who they are, in ascending order
	LogGaps   []float64   // Σ ln of the gaps between purchase days, in the unit; for [FitCNBD]
	Holdout   []int       // purchase days after the end, within Horizon; nil without a holdout
	Horizon   float64     // the length of the holdout, in the unit; 0 without one
	Before    []Before    // what one could have seen a horizon earlier; nil without a holdout
	Daily     []int       // repeat purchases of these customers by day from Start to the end of the holdout
	Start     loyalty.Day // of the first purchase of all
	End       loyalty.Day // the last day of the calibration
	Unit      Unit
}

// Before is how a customer stood a horizon before the end of the calibration, and
// what came of it by the end: what a rule about silence can learn from without
// looking at the holdout.
type Before struct {
	Silence float64 // time since the last purchase then, in the unit
	Bought  bool    // within the horizon that followed
}

// Options are those of a fit on the summary: its unit.
func (s Summary) Options() Options { return Options{Unit: s.Unit} }

// LogOptions say how a log is read. The zero LogOptions reads all of it, in weeks.
type LogOptions struct {
	// Unit is what times are counted in. Default: Week.
	Unit Unit
	// Zone decides when a day begins: the shop's. Default: the zone in which each
	// time is written.
	Zone *time.Location
	// End is the last day of the calibration; later purchases are not known to the
	// model. Default: the day of the last purchase, less Holdout.
	End loyalty.Day
	// Holdout is for how many days after End purchases are counted, to see whether
	// the model foretold them. Default: 0, none.
	Holdout int
}

// Summarize reads a log of purchases in any order, in one pass. A customer's
// purchases of one day count once; the first day is the start, later ones are
// repeat purchases. Customers whose first purchase lies after the end are left
// out. Of each purchase only Customer and At are read: pass what
// [loyalty.Log.Net] returns, so that orders paid back in whole are out.
//
// All purchases without a customer, without a time, or of a day before 1970 or
// after 2149 are returned as [loyalty.Faults]; an empty log as
// [loyalty.ErrNothing], and so is one that has nobody before the end.
func Summarize(purchases iter.Seq[loyalty.Purchase], o LogOptions) (Summary, error) {
	if o.Unit.Days() == 0 {
		o.Unit = Week
	}
	var faults loyalty.Faults
	days := make(map[string][]loyalty.Day)
	row, last := 0, loyalty.Day(math.MinInt32)
	for p := range purchases {
		switch {
		case p.Customer == "":
			faults = append(faults, loyalty.Fault{Row: row, Problem: "no customer; give every purchase its customer's id"})
		case p.At.IsZero():
			faults = append(faults, loyalty.Fault{Row: row, Subject: p.Customer, Problem: "no time; give every purchase the time when it was paid"})
		case p.At.Year() < firstYear || p.At.Year() > lastYear:
			faults = append(faults, loyalty.Fault{Row: row, Subject: p.Customer, Problem: fmt.Sprintf(
				"paid in the year %d; give the time when it was paid", p.At.Year())})
		default:
			day := loyalty.DayOf(p.At, o.Zone)
			last = max(last, day)
			days[p.Customer] = insert(days[p.Customer], day)
		}
		row++
	}
	if o.Holdout < 0 || o.Holdout > longestHoldout {
		return Summary{}, &HoldoutError{fmt.Sprintf("a holdout of %d days; give its length, from 0 to %d", o.Holdout, longestHoldout)}
	}
	if err := faults.Err(); err != nil {
		return Summary{}, err
	}
	if o.End == 0 {
		o.End = last - loyalty.Day(o.Holdout)
	}
	return summary(days, o)
}

const (
	firstYear, lastYear = 1970, 2149
	longestHoldout      = 36525
)

// insert puts a day where it belongs, once. Logs mostly run forward in time.
func insert(days []loyalty.Day, day loyalty.Day) []loyalty.Day {
	if len(days) == 0 || days[len(days)-1] < day {
		return append(days, day)
	}
	at, there := slices.BinarySearch(days, day)
	if there {
		return days
	}
	return slices.Insert(days, at, day)
}

func summary(days map[string][]loyalty.Day, o LogOptions) (Summary, error) {
	s := Summary{Unit: o.Unit, End: o.End, Horizon: o.Unit.Count(float64(o.Holdout), Day)}
	holdoutEnd := o.End + loyalty.Day(o.Holdout)
	for id, bought := range days {
		if bought[0] <= o.End {
			s.IDs = append(s.IDs, id)
		}
	}
	if len(s.IDs) == 0 {
		return Summary{}, loyalty.ErrNothing
	}
	slices.Sort(s.IDs)
	s.Customers, s.LogGaps = make([]Customer, len(s.IDs)), make([]float64, len(s.IDs))
	if o.Holdout > 0 {
		s.Holdout = make([]int, len(s.IDs))
	}
	s.Start = days[s.IDs[0]][0]
	for _, id := range s.IDs {
		s.Start = min(s.Start, days[id][0])
	}
	s.Daily = make([]int, holdoutEnd-s.Start+1)
	span := func(from, to loyalty.Day) float64 { return o.Unit.Count(float64(to-from), Day) }
	for i, id := range s.IDs {
		bought := days[id]
		first, latest := bought[0], bought[0]
		for _, day := range bought[1:] {
			if day <= o.End {
				s.Customers[i].X++
				s.LogGaps[i] += math.Log(span(latest, day))
				latest = day
			} else if day <= holdoutEnd && o.Holdout > 0 {
				s.Holdout[i]++
			}
			if day <= holdoutEnd {
				s.Daily[day-s.Start]++
			}
		}
		s.Customers[i].Tx, s.Customers[i].T = span(first, latest), span(first, o.End)
		if b, known := before(bought, o, span); known {
			s.Before = append(s.Before, b)
		}
	}
	return s, nil
}

// before looks at a customer's days from a horizon before the end.
func before(bought []loyalty.Day, o LogOptions, span func(from, to loyalty.Day) float64) (Before, bool) {
	then := o.End - loyalty.Day(o.Holdout)
	if o.Holdout == 0 || bought[0] > then {
		return Before{}, false
	}
	next := 0
	for next < len(bought) && bought[next] <= then {
		next++
	}
	return Before{
		Silence: span(bought[next-1], then),
		Bought:  next < len(bought) && bought[next] <= o.End,
	}, true
}
