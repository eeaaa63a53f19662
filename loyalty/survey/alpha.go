package survey

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/tiexin-go/tiexin/loyalty"
)

// Reliability (信度) is how consistently some items measure one thing.
type Reliability struct {
	// Alpha is Cronbach's alpha with Feldt's interval; at most 1, and negative if items contradict each
	// other. Its base is people.
	Alpha loyalty.Measure
	// Standardised is alpha from the correlations, as for items of equal variance.
	Standardised loyalty.Measure
	// Items are the items one by one, in the order of the table.
	Items []ItemReliability
}

// ItemReliability is the effect of one item on the scale.
type ItemReliability struct {
	Item     string
	Answered int // number of valid answers
	// ItemRest is the correlation of the item with the sum of the others. Below zero it is flagged
	// [loyalty.NegativeItemRest]: most often the item is reverse-worded and not declared so.
	ItemRest loyalty.Measure
	// Dropped is alpha without the item.
	Dropped loyalty.Measure
}

// Suspects are the items that contradict the others. If one of three or four items is reverse-worded, a
// sound one may be among them.
func (r Reliability) Suspects() []string {
	var names []string
	for _, i := range r.Items {
		if i.ItemRest.Has(loyalty.NegativeItemRest) {
			names = append(names, i.Item)
		}
	}
	return names
}

// Cronbach is the reliability of the items of a table: for k items with variances σ²ᵢ and the variance σ²ₜ
// of their sum
//
//	α = k/(k−1) · (1 − Σσ²ᵢ/σ²ₜ)
//
// (Cronbach 1951, Psychometrika 16(3)). The interval is Feldt's (1965, Psychometrika 30(3)): (1 − α̂)/(1 −
// α) is F-distributed with n−1 and (n−1)(k−1) degrees of freedom. With Pairwise, n is the smallest number
// of people of a covariance. Items that agree entirely have the alpha 1 and no interval, since its
// precision is unknown.
//
// Alpha is unknown with fewer than two items ([loyalty.TooFewItems]), with fewer than two people
// ([loyalty.BelowMinBase]) and for a sum without variance ([loyalty.ZeroVariance]). With Pairwise it is also
// unknown if the covariances of different people contradict each other ([loyalty.Impossible]). Rows of
// another length and answers that are not numbers are [loyalty.Problems].
func Cronbach(t Table, o Options) (Reliability, error) {
	level, err := levelOr(o.Level)
	if err != nil {
		return Reliability{}, err
	}
	s, err := t.spread(o.Missing)
	if err != nil {
		return Reliability{}, err
	}
	how := ", complete answers"
	if s.missing {
		how = ", " + string(Listwise)
		if o.Missing == Pairwise {
			how = ", " + string(Pairwise)
		}
	}
	all := without(len(t.Items), -1)
	r := Reliability{Alpha: s.alpha(all, level, "Cronbach's alpha"+how), Standardised: s.standardised(all, "standardised alpha"+how)}
	for i, item := range t.Items {
		rest := without(len(t.Items), i)
		one := ItemReliability{Item: item, Answered: s.answered[i], Dropped: s.alpha(rest, level, "Cronbach's alpha without the item"+how), ItemRest: s.itemRest(i, rest, "item-rest correlation"+how)}
		if one.ItemRest.Has(loyalty.NegativeItemRest) {
			r.Alpha, r.Standardised = r.Alpha.With(loyalty.NegativeItemRest), r.Standardised.With(loyalty.NegativeItemRest)
		}
		r.Items = append(r.Items, one)
	}
	return r, nil
}

// without are the numbers below k but one.
func without(k, one int) []int {
	var all []int
	for i := range k {
		if i != one {
			all = append(all, i)
		}
	}
	return all
}

// undefined is why nothing can be said of some items; empty: something can.
func (s spread) undefined(items []int) loyalty.Flag {
	switch {
	case len(items) < 2:
		return loyalty.TooFewItems
	case s.base == 0:
		return loyalty.ZeroBase
	case s.base < 2:
		return loyalty.BelowMinBase
	}
	return ""
}

func (s spread) alpha(items []int, level float64, method string) loyalty.Measure {
	trace, total := s.sums(items)
	why := s.undefined(items)
	if why == "" && total <= tiny*trace {
		why = loyalty.ZeroVariance
	}
	if why != "" {
		return s.noted(loyalty.Unknown(why, s.base, method))
	}
	k, n := float64(len(items)), float64(s.base)
	a := k / (k - 1) * (1 - trace/total)
	switch {
	case a > 1+tiny:
		return s.noted(loyalty.Unknown(loyalty.Impossible, s.base, method))
	case a > 1-tiny: // the law of Feldt has no width there
		return s.noted(loyalty.Measure{OK: true, Value: 1, Base: s.base, Method: method})
	}
	m := loyalty.Measure{OK: true, Value: a, Base: s.base, Level: level, Method: method + ", Feldt interval"}
	tail, df1, df2 := (1-level)/2, n-1, (n-1)*(k-1)
	m.Lo = 1 - (1-a)/(distuv.F{D1: df2, D2: df1}).Quantile(tail)
	m.Hi = 1 - (1-a)*(distuv.F{D1: df1, D2: df2}).Quantile(tail)
	if math.IsNaN(m.Lo) || math.IsInf(m.Lo, 0) || math.IsNaN(m.Hi) {
		m.Lo, m.Hi, m.Level, m.Method = 0, 0, 0, method
	}
	return s.noted(m)
}

// standardised is k·r̄/(1 + (k−1)·r̄), r̄ being the mean correlation.
func (s spread) standardised(items []int, method string) loyalty.Measure {
	why := s.undefined(items)
	sum := 0.0
	for _, i := range items {
		for _, j := range items {
			if v := math.Sqrt(s.cov[i][i]) * math.Sqrt(s.cov[j][j]); v == 0 {
				why = firstFlag(why, loyalty.ZeroVariance)
			} else if i != j {
				sum += s.cov[i][j] / v
			}
		}
	}
	k := float64(len(items))
	total := k + sum
	if why == "" && total <= tiny*k {
		why = loyalty.ZeroVariance
	}
	if why != "" {
		return s.noted(loyalty.Unknown(why, s.base, method))
	}
	a := k / (k - 1) * (1 - k/total)
	if a > 1+tiny {
		return s.noted(loyalty.Unknown(loyalty.Impossible, s.base, method))
	}
	return s.noted(loyalty.Measure{OK: true, Value: min(a, 1), Base: s.base, Method: method})
}

func (s spread) itemRest(i int, rest []int, method string) loyalty.Measure {
	why := s.undefined(append(rest[:len(rest):len(rest)], i))
	trace, total := s.sums(rest)
	if why == "" && (s.cov[i][i] <= 0 || total <= tiny*trace) {
		why = loyalty.ZeroVariance
	}
	if why != "" {
		return s.noted(loyalty.Unknown(why, s.base, method))
	}
	with := 0.0
	for _, j := range rest {
		with += s.cov[i][j]
	}
	r := with / (math.Sqrt(s.cov[i][i]) * math.Sqrt(total)) // the product of tiny variances would be zero
	if math.Abs(r) > 1+tiny {
		return s.noted(loyalty.Unknown(loyalty.Impossible, s.base, method))
	}
	m := loyalty.Measure{OK: true, Value: min(max(r, -1), 1), Base: s.base, Method: method}
	if r < -tiny {
		m = m.With(loyalty.NegativeItemRest)
	}
	return s.noted(m)
}

func (s spread) noted(m loyalty.Measure) loyalty.Measure {
	if s.missing {
		m = m.With(loyalty.MissingAnswers)
	}
	return m
}

func firstFlag(a, b loyalty.Flag) loyalty.Flag {
	if a != "" {
		return a
	}
	return b
}
