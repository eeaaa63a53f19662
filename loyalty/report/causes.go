package report

import (
	"math"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
)

// Causes (忠诚的成因) are the reasons of customers who bought again.
type Causes struct {
	// Customers are the customers with purchases on two days or more: others have no
	// repeat to explain.
	Customers int          `json:"customers"`
	Rows      []CauseRow   `json:"rows"`
	Why       loyalty.Flag `json:"why,omitempty"`
}

// A CauseRow is one cause in the base. A customer can have several, or none.
type CauseRow struct {
	Cause   loyalty.Cause `json:"cause"`
	Chinese string        `json:"chinese"`
	// Strong is the share of customers with a score of one half or more, among the
	// customers with a score.
	Strong loyalty.Measure `json:"strong"`
	Score  loyalty.Measure `json:"score"` // mean score, 0 to 1; same base
	// Missing are the signals that are unknown for all customers.
	Missing []string `json:"missing,omitempty"`
}

// strong is the score from which a cause counts.
const strong = .5

var causes = []struct {
	cause   loyalty.Cause
	chinese string
}{
	{loyalty.NoChoice, "别无选择"},
	{loyalty.SwitchingCost, "转换成本"},
	{loyalty.Incentive, "激励"},
	{loyalty.Habit, "习惯"},
	{loyalty.Conviction, "真正认同"},
}

func causesOf(given []loyalty.Signals, o Options, b *base) (Causes, error) {
	signals := b.signals(given)
	c := Causes{Customers: len(signals)}
	if len(signals) == 0 {
		c.Why = loyalty.ZeroBase
		return c, nil
	}
	found, err := loyalty.CausesOf(signals, o.Causes)
	if err != nil {
		return c, err
	}
	for _, want := range causes {
		row := CauseRow{Cause: want.cause, Chinese: want.chinese}
		high := 0
		var scores []float64
		missing := map[string]int{}
		for _, d := range found {
			f := d.Of(want.cause)
			for _, field := range f.Missing {
				missing[field]++
			}
			if !f.OK {
				continue
			}
			scores = append(scores, f.Score)
			if f.Score >= strong {
				high++
			}
		}
		row.Strong = loyalty.Proportion(high, len(scores), loyalty.Level)
		row.Score = loyalty.MeanOf(scores, loyalty.Level, "mean score").Within(0, 1)
		if len(scores) == 0 {
			row.Strong.Why, row.Score.Why = loyalty.NoSignals, loyalty.NoSignals
		}
		for field, n := range missing {
			if n == len(found) {
				row.Missing = append(row.Missing, field)
			}
		}
		slices.Sort(row.Missing)
		c.Rows = append(c.Rows, row)
	}
	return c, nil
}

// signals are what is known of customers who came again: what was given, with
// orders, discounts, rhythm and attitude filled in.
func (b *base) signals(given []loyalty.Signals) []loyalty.Signals {
	known := make(map[string]loyalty.Signals, len(given))
	for _, s := range given {
		known[s.Customer] = s
	}
	perCustomer, shop := loyalty.DiscountsOf(b.orders)
	discounts := make(map[string]loyalty.Discounts, len(perCustomer))
	for _, d := range perCustomer {
		discounts[d.Customer] = d
	}
	rhythms := loyalty.Rhythms(b.histories)
	var signals []loyalty.Signals
	for i, id := range b.ids {
		sum := b.summaries[id]
		if sum.Repeats() == 0 {
			continue
		}
		s := known[id]
		s.Customer = id
		if d := discounts[id]; d.Purchases > 0 {
			if !s.Orders.Known && !s.Discounted.Known { // the two are of the same orders
				s.Orders, s.Discounted = loyalty.Seen(float64(d.Purchases)), loyalty.Seen(float64(d.Discounted))
			}
			fill(&s.ShopDiscounted, float64(shop.Discounted)/float64(shop.Purchases))
		}
		if k, ok := regularity(rhythms[i]); ok {
			fill(&s.Regularity, k)
		}
		if spend := sum.Spend(); spend > 0 {
			fill(&s.TypicalOrder, float64(spend)/float64(sum.Orders()))
		}
		if !s.Attitude.OK {
			s.Attitude = b.typed[i].Attitude
		}
		signals = append(signals, s)
	}
	return signals
}

func fill(s *loyalty.Signal, value float64) {
	if !s.Known {
		*s = loyalty.Seen(value)
	}
}

// fewGaps is how many gaps the rhythm of one customer takes.
const fewGaps = 5

// regularity is the shape k of a customer's own gaps, by the maximum likelihood of
// the gamma distribution in Thom's approximation, with s = ln(mean) − mean of ln,
//
//	k = (1 + √(1 + 4s/3)) / 4s
//
// (Thom 1958, Monthly Weather Review 86), times (n−3)/n, since few gaps look more
// even than they are.
func regularity(r loyalty.Rhythm) (k float64, ok bool) {
	if r.N < fewGaps {
		return 0, false
	}
	n := float64(r.N)
	s := math.Log(r.Sum/n) - r.SumLog/n
	if !(s > 1e-6) {
		return 1e6, true // a clockwork
	}
	return (1 + math.Sqrt(1+4*s/3)) / (4 * s) * (n - 3) / n, true
}
