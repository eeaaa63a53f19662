package btyd

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A Summary is a log of purchases in the form of the models. It has one Customer for
// each with a purchase by the end of the calibration. The slices have the same
// order.
type Summary struct {
	Customers []Customer
	IDs       []string    // the customers' ids, in ascending order
	Spends    []Spend     // of their repeat purchases; for [FitGammaGamma]
	LogGaps   []float64   // Σ ln of the gaps between purchase days, in the unit; for [CNBD]
	Holdout   []int       // purchase days after the end, within Horizon; nil without a holdout
	Horizon   float64     // the length of the holdout, in the unit; 0 without one
	Before    []Before    // the data of a horizon earlier; nil without a holdout
	Daily     []int       // repeat purchases of these customers by day from Start to the end of the holdout
	Start     loyalty.Day // of the first purchase of all
	End       loyalty.Day // the last day of the calibration
	Unit      Unit
}

// Before is a customer's silence a horizon before the end of the calibration, and
// the result by the end. A rule about silence can learn from it without the holdout.
type Before struct {
	Silence float64 // time since the last purchase at that time, in the unit
	Bought  bool    // within the following horizon
}

// Buyers are the customers with their spend, for a [Valuer]; without Spends it is
// unknown.
func (s Summary) Buyers() []Buyer {
	buyers := make([]Buyer, len(s.Customers))
	for i, c := range s.Customers {
		buyers[i].Customer = c
		if i < len(s.Spends) {
			buyers[i].Spend = s.Spends[i]
		}
	}
	return buyers
}

// LogOptions configure the reading of a log. The zero LogOptions reads all of it, in
// weeks.
type LogOptions struct {
	// Unit is the unit of times. Default: Week.
	Unit Unit
	// Zone is the shop's zone: it decides when a day begins. Default:
	// Asia/Shanghai.
	Zone *time.Location
	// End is the last day of the calibration; the model does not see later
	// purchases. Default: the day of the last purchase, less Holdout.
	End loyalty.Day
	// Holdout is the number of days after End whose purchases are counted, to test
	// the model's forecast. Default: 0, none.
	Holdout int
}

// Summarise reads a log of purchases in any order, in one pass. A customer's
// purchases of one day count once; the first day is the start, later ones are repeat
// purchases. Customers whose first purchase is after the end are left out. Pass the
// result of [loyalty.Log.Net], which is without refunds.
//
// The error is [loyalty.Problems] with all that [loyalty.Purchase.Validate] finds,
// [loyalty.ErrNothing] for a log without a purchase before the end, or none at all, or
// [ErrHoldout].
func Summarise(purchases iter.Seq[loyalty.Purchase], o LogOptions) (Summary, error) {
	if o.Unit.days() == 0 {
		o.Unit = Week
	}
	var faults loyalty.Problems
	days := make(map[string][]bought)
	row, last := 0, loyalty.Day(math.MinInt32)
	if purchases == nil {
		return Summary{}, loyalty.ErrNothing
	}
	for p := range purchases {
		var wrong loyalty.Problems
		if errors.As(p.Validate(), &wrong) {
			for i := range wrong {
				wrong[i].Row = row
			}
			faults = append(faults, wrong...)
		} else {
			day := bought{loyalty.DayOf(p.At, o.Zone), p.Spend()}
			last = max(last, day.on)
			days[p.Customer] = insert(days[p.Customer], day)
		}
		row++
	}
	if o.Holdout < 0 || o.Holdout > longestHoldout {
		return Summary{}, newError(ErrHoldout, fmt.Sprintf("a holdout of %d days; give its length, from 0 to %d", o.Holdout, longestHoldout))
	}
	if err := faults.Err(); err != nil {
		return Summary{}, err
	}
	if o.End < 0 || o.End > lastEnd {
		return Summary{}, newError(ErrHoldout, fmt.Sprintf("the calibration ends on %s; give a day from 1970 to 2149", o.End))
	}
	if len(days) == 0 {
		return Summary{}, loyalty.ErrNothing
	}
	if o.End == 0 {
		o.End = last - loyalty.Day(o.Holdout)
	}
	return summary(days, o)
}

const (
	longestHoldout = 36525
	lastEnd        = loyalty.Day(1<<16 - 1)
)

// A bought is a day on which a customer bought, and for how much.
type bought struct {
	on    loyalty.Day
	spend tiexin.Money
}

// insert puts a day where it belongs, once. Logs mostly run forward in time.
func insert(days []bought, day bought) []bought {
	if len(days) == 0 || days[len(days)-1].on < day.on {
		return append(days, day)
	}
	at, there := slices.BinarySearchFunc(days, day.on, func(b bought, on loyalty.Day) int { return cmp.Compare(b.on, on) })
	if there {
		days[at].spend += day.spend
		return days
	}
	return slices.Insert(days, at, day)
}

func summary(days map[string][]bought, o LogOptions) (Summary, error) {
	s := Summary{Unit: o.Unit, End: o.End, Horizon: o.Unit.Count(float64(o.Holdout), Day)}
	holdoutEnd := o.End + loyalty.Day(o.Holdout)
	for id, all := range days {
		if all[0].on <= o.End {
			s.IDs = append(s.IDs, id)
		}
	}
	if len(s.IDs) == 0 {
		return Summary{}, fmt.Errorf("no customer had bought by %s, where the calibration ends: %w", o.End, loyalty.ErrNothing)
	}
	slices.Sort(s.IDs)
	n := len(s.IDs)
	s.Customers, s.LogGaps, s.Spends = make([]Customer, n), make([]float64, n), make([]Spend, n)
	if o.Holdout > 0 {
		s.Holdout = make([]int, n)
	}
	s.Start = days[s.IDs[0]][0].on
	for _, id := range s.IDs {
		s.Start = min(s.Start, days[id][0].on)
	}
	s.Daily = make([]int, holdoutEnd-s.Start+1)
	span := func(from, to loyalty.Day) float64 { return o.Unit.Count(float64(to-from), Day) }
	for i, id := range s.IDs {
		all := days[id]
		first, latest := all[0].on, all[0].on
		var spend tiexin.Money
		for _, b := range all[1:] {
			if b.on <= o.End {
				s.Customers[i].X++
				s.LogGaps[i] += math.Log(span(latest, b.on))
				latest = b.on
				spend += b.spend
			} else if b.on <= holdoutEnd && o.Holdout > 0 {
				s.Holdout[i]++
			}
			if b.on <= holdoutEnd {
				s.Daily[b.on-s.Start]++
			}
		}
		s.Customers[i].Tx, s.Customers[i].T = span(first, latest), span(first, o.End)
		s.Spends[i] = spendOf(s.Customers[i].X, spend.Yuan())
		if b, known := before(all, o, span); known {
			s.Before = append(s.Before, b)
		}
	}
	return s, nil
}

// before looks at a customer's days from a horizon before the end.
func before(all []bought, o LogOptions, span func(from, to loyalty.Day) float64) (Before, bool) {
	then := o.End - loyalty.Day(o.Holdout)
	if o.Holdout == 0 || all[0].on > then {
		return Before{}, false
	}
	next := 0
	for next < len(all) && all[next].on <= then {
		next++
	}
	return Before{
		Silence: span(all[next-1].on, then),
		Bought:  next < len(all) && all[next].on <= o.End,
	}, true
}
