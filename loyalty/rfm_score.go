package loyalty

import (
	"fmt"
	"math"
	"slices"

	"github.com/tiexin-go/tiexin"
)

// An RFMScore is the three scores of a customer, each from 1 (worst) to the number of buckets
// (best). The zero RFMScore is of a customer who never bought.
type RFMScore struct {
	R uint8 `json:"r"` // recency
	F uint8 `json:"f"` // frequency
	M uint8 `json:"m"` // monetary value
}

// fm is the mean of frequency and monetary score, in halves.
func (s RFMScore) fm() float64 { return (float64(s.F) + float64(s.M)) / 2 }

// String is "543", and "10-4-3" once a score has two digits.
func (s RFMScore) String() string {
	if max(s.R, s.F, s.M) > 9 {
		return fmt.Sprintf("%d-%d-%d", s.R, s.F, s.M)
	}
	return fmt.Sprintf("%d%d%d", s.R, s.F, s.M)
}

// RFMCuts are the edges between scores, each list ascending; n edges make n+1 scores. A value equal to
// an edge is above it. 4 purchases reach the edge 4, and a customer who bought 30 days ago is beyond
// the edge of 30 days. So 'within 30 days' is the edge 31.
type RFMCuts struct {
	Recency   []float64 `json:"recency"`   // in days; fewer days, higher score
	Frequency []float64 `json:"frequency"` // in purchases
	Monetary  []float64 `json:"monetary"`  // in fen
}

// maxBuckets is the highest score there is.
const maxBuckets = 100

// Score is the scores of one customer. It also works for customers outside the base of the edges.
func (c RFMCuts) Score(row RFM) RFMScore {
	return RFMScore{
		R: uint8(len(c.Recency) + 1 - reached(c.Recency, float64(row.DaysSince))),
		F: uint8(1 + reached(c.Frequency, float64(row.Purchases))),
		M: uint8(1 + reached(c.Monetary, float64(row.Amount))),
	}
}

// Top are the highest possible scores.
func (c RFMCuts) Top() RFMScore {
	return RFMScore{R: uint8(len(c.Recency) + 1), F: uint8(len(c.Frequency) + 1), M: uint8(len(c.Monetary) + 1)}
}

// validate returns an error for edges that are not numbers, do not ascend, or are too many. Equal
// edges are allowed: no customer gets the score between them.
func (c RFMCuts) validate() error {
	var faults Problems
	for i, cuts := range [][]float64{c.Recency, c.Frequency, c.Monetary} {
		name := [...]string{"recency", "frequency", "monetary"}[i]
		if len(cuts) >= maxBuckets {
			faults = append(faults, Problem{Row: i, Subject: name, Message: fmt.Sprintf("has %d edges; %d is the most", len(cuts), maxBuckets-1)})
		}
		for j, cut := range cuts {
			switch {
			case math.IsNaN(cut) || math.IsInf(cut, 0):
				faults = append(faults, Problem{Row: i, Subject: name, Message: fmt.Sprintf("edge %d is not a number", j+1)})
			case j > 0 && cut < cuts[j-1]:
				faults = append(faults, Problem{Row: i, Subject: name, Message: fmt.Sprintf("edge %d is %v, below the one before it, %v; order them ascending", j+1, cut, cuts[j-1])})
			}
		}
	}
	return faults.Err()
}

// reached counts the edges at or below a value.
func reached(cuts []float64, value float64) int {
	n := 0
	for n < len(cuts) && cuts[n] <= value {
		n++
	}
	return n
}

// RFMOptions configure the scores. The zero RFMOptions are quintiles of the base.
type RFMOptions struct {
	// Buckets is the number of scores, 2 to 100. Default: 5.
	Buckets int
	// Cuts are fixed edges. A dimension without edges gets those of the base.
	// Default: all from the base.
	Cuts RFMCuts
	// Interpolated finds the edges as the R package rfm does. An edge is Hyndman and Fan's
	// quantile of type 7, which lies between two customers, plus one day, one purchase or one
	// Unit. The result depends on the unit of money. Default: false, edges by rank.
	Interpolated bool
	// Unit is added to edges of money if Interpolated. Default: one yuan.
	Unit tiexin.Money
}

// ScoreRFM returns the scores of every row, and their edges.
//
// A score s of n means that at least (s−1)/n of the base is strictly worse: s = 1 + ⌊n·worse/N⌋.
// worse is the number of customers who bought longer ago, less often or for less. So equal
// customers have equal scores, and the order of rows and the unit of money do not matter. A common
// value never gets a top score: if six in ten bought once, they get 1, and customers with two
// purchases begin at 4.
//
// Rows with negative days, without purchases, named twice or out of range are [Problems], without
// any score; no rows at all are [ErrNothing].
func ScoreRFM(rows []RFM, o RFMOptions) ([]RFMScore, RFMCuts, error) {
	cuts, err := o.cuts(rows)
	if err != nil {
		return nil, RFMCuts{}, err
	}
	scores := make([]RFMScore, len(rows))
	for i, row := range rows {
		scores[i] = cuts.Score(row)
	}
	return scores, cuts, nil
}

// cuts are the fixed edges, and those of the base where none are fixed.
func (o RFMOptions) cuts(rows []RFM) (RFMCuts, error) {
	if o.Buckets == 0 {
		o.Buckets = 5
	}
	if o.Buckets < 2 || o.Buckets > maxBuckets {
		return RFMCuts{}, fmt.Errorf("loyalty: %d buckets; 2 to %d are possible", o.Buckets, maxBuckets)
	}
	if o.Unit == 0 {
		o.Unit = 100
	}
	if o.Unit < 0 {
		return RFMCuts{}, fmt.Errorf("loyalty: the unit of money is %s; it is a positive amount", o.Unit)
	}
	if err := o.Cuts.validate(); err != nil {
		return RFMCuts{}, err
	}
	// Whether a customer comes twice takes as long as sorting; they share nothing.
	faults := make(chan error, 1)
	go func() { faults <- faultsOfRFM(rows) }()
	cuts := o.Cuts
	if len(rows) > 0 {
		values := make([]int64, len(rows))
		if len(cuts.Recency) == 0 {
			sortedInto(values, rows, func(row *RFM) int64 { return int64(row.DaysSince) })
			cuts.Recency = o.edges(values, 1, true)
		}
		if len(cuts.Frequency) == 0 {
			sortedInto(values, rows, func(row *RFM) int64 { return int64(row.Purchases) })
			cuts.Frequency = o.edges(values, 1, false)
		}
		if len(cuts.Monetary) == 0 {
			sortedInto(values, rows, func(row *RFM) int64 { return int64(row.Amount) })
			cuts.Monetary = o.edges(values, int64(o.Unit), false)
		}
	}
	if err := <-faults; err != nil {
		return RFMCuts{}, err
	}
	return cuts, nil
}

// sortedInto puts one dimension of all rows into values and sorts them.
func sortedInto(values []int64, rows []RFM, of func(*RFM) int64) {
	for i := range rows {
		values[i] = of(&rows[i])
	}
	slices.Sort(values)
}

// edges are the edges of one dimension, from its ascending values.
func (o RFMOptions) edges(values []int64, unit int64, fewerIsBetter bool) []float64 {
	edges := make([]float64, o.Buckets-1)
	n, last := o.Buckets, len(values)-1
	for k := 1; k < n; k++ {
		edge := &edges[k-1]
		switch {
		case o.Interpolated:
			at, part := k*last/n, k*last%n
			*edge = float64(values[at] + unit)
			if part > 0 {
				*edge += float64(int64(part)*(values[at+1]-values[at])) / float64(n)
			}
		case fewerIsBetter:
			// Who bought more recently than the customer at this rank beats (n−k)/n of the base.
			*edge = float64(values[last+1-rfmRank(n-k, n, last+1)])
		default:
			// Values are whole: what is more than the value at the rank is at least one more.
			*edge = float64(values[rfmRank(k, n, last+1)-1] + 1)
		}
	}
	return edges
}

// rfmRank is ⌈k·count/n⌉.
func rfmRank(k, n, count int) int { return (k*count + n - 1) / n }
