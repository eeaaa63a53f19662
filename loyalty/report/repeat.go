package report

import (
	"github.com/tiexin-go/tiexin/loyalty"
)

// Repeat is the repeat purchases of the base (复购).
type Repeat struct {
	// Buyers is the share of customers with purchases on two days or more (复购率).
	// Base: all customers, including those of yesterday.
	Buyers loyalty.Measure `json:"buyers"`
	// Within accounts for new customers: the share who buy again within so many days
	// of their first purchase.
	Within []Within `json:"within"`
	// Repeats are purchases on days after a customer's first. Years is the sum of the
	// customers' observation times since their first purchase.
	Repeats int     `json:"repeats"`
	Years   float64 `json:"years"`
	// Rate is Repeats per customer and year. Base: customers.
	Rate loyalty.Measure `json:"rate"`
	// Frequency is the number of customers by number of days of purchase.
	Frequency []Frequency `json:"frequency"`
	// Next is the share of customers who continue from each purchase to the next one.
	Next []Next `json:"next"`
}

// Within is a share of customers by so many days.
type Within struct {
	Days  int             `json:"days"`
	Share loyalty.Measure `json:"share"`
}

// Frequency is the number of customers with that many days of purchase.
type Frequency struct {
	Days      int  `json:"days"`
	OrMore    bool `json:"or_more"`
	Customers int  `json:"customers"`
}

// Next is the step from a customer's n-th purchase to the one after it; its base is
// the customers with an n-th purchase. All of it is by Kaplan and Meier, so customers
// who may still buy do not count as losses.
type Next struct {
	From   int             `json:"from"`   // 1: from the first purchase to the second
	Within []Within        `json:"within"` // 90 and 365 days
	Median loyalty.Measure `json:"median"` // days until half have bought again
}

// most is up to which number purchases are counted one by one.
const most = 6

func repeatOf(b *base) Repeat {
	r := Repeat{
		Buyers: loyalty.RepeatBuyers(b.summaries, loyalty.ByDay),
		Rate:   loyalty.RepeatRate(b.summaries, b.on),
	}
	for _, days := range []int{30, 60, 90, 180, 365} {
		r.Within = append(r.Within, Within{days, loyalty.RepeatWithin(b.histories, days, b.on)})
	}
	r.Frequency = make([]Frequency, most)
	for i := range r.Frequency {
		r.Frequency[i] = Frequency{Days: i + 1, OrMore: i+1 == most}
	}
	days := 0
	for _, id := range b.ids {
		s := b.summaries[id]
		r.Repeats += s.Repeats()
		days += s.Age(b.on)
		r.Frequency[min(s.Days(), most)-1].Customers++
	}
	r.Years = float64(days) / loyalty.Year
	for n := 1; n < most; n++ {
		r.Next = append(r.Next, b.next(n))
	}
	return r
}

func (b *base) next(n int) Next {
	const share, middle = "share who bought again by then, Kaplan-Meier", "median, Kaplan-Meier"
	out := Next{From: n, Median: loyalty.Unknown(loyalty.ZeroBase, 0, middle)}
	curve, err := loyalty.KaplanMeier(loyalty.NextOrder(b.histories, n, b.on))
	for _, days := range []int{90, 365} {
		m := loyalty.Unknown(loyalty.ZeroBase, 0, share)
		if err == nil {
			m = curve.Ended(float64(days))
		}
		out.Within = append(out.Within, Within{days, m})
	}
	if err == nil {
		out.Median = curve.Quantile(.5)
	}
	return out
}
