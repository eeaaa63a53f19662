package loyalty

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// A ProductView is one look at a product page, or one search.
type ProductView struct {
	Customer string
	Session  string // the visit; empty: unknown
	Category string
	Brand    string // only if views of other brands are known too
	At       time.Time
}

// Deciding defines which views are part of one decision. Views and orders must be of one
// customer and of one category, in the same spelling.
type Deciding struct {
	// Window is the longest time within one decision from one view of a category to the next
	// view or to the order. Default: 30 days.
	Window time.Duration
	// SameSession limits a decision to one visit: from its first view to its order. Views
	// without a session are then left out.
	SameSession bool
	// Until is the end of the observation. Default: the last view or purchase.
	Until time.Time
}

// A DecisionTime is the time from a customer's first view of a category to the order
// (决策时间, 挑选时间), in hours. The times spread over minutes and weeks, so middle and
// quartiles are those of their logarithms.
type DecisionTime struct {
	Bought    int // decisions with an order
	Abandoned int // decisions without an order, observed until the last view
	Open      int // abandoned ones still within the window on the last day

	Median Measure // of decisions with an order, with the interval of its order statistics
	Lower  Measure // their lower quartile
	Upper  Measure // their upper quartile
	// Waiting is the median over all decisions by the curve of Kaplan and Meier. Abandoned
	// ones count for the time of their observation.
	Waiting Measure
	Curve   Curve
}

const decisionWindow = 30 * 24 * time.Hour

// shortest is what a decision of no measurable time counts for.
const shortest = time.Second

// DecisionTimes finds the decisions in the views and orders of customers. An order without a
// view before it is left out. Without views all is unknown with ZeroBase. The error is
// [Problems]; those about views have the Table "views".
func DecisionTimes(views []ProductView, purchases []Purchase, d Deciding) (DecisionTime, error) {
	if err := checkViews(views, purchases).Err(); err != nil {
		return DecisionTime{}, err
	}
	spells, open := d.spells(views, purchases)
	t := DecisionTime{Open: open}
	var logs []float64
	for _, s := range spells {
		if s.Ended {
			t.Bought++
			logs = append(logs, math.Log(s.Time))
		} else {
			t.Abandoned++
		}
	}
	slices.Sort(logs)
	t.Lower = logQuantile(logs, 0.25)
	t.Median = logQuantile(logs, 0.5)
	t.Upper = logQuantile(logs, 0.75)
	t.Waiting = Unknown(ZeroBase, 0, "Kaplan-Meier quantile, log interval")
	if len(spells) > 0 {
		curve, err := KaplanMeier(spells)
		if err != nil {
			return DecisionTime{}, err
		}
		t.Curve, t.Waiting = curve, curve.Quantile(.5)
	}
	return t, nil
}

func checkViews(views []ProductView, purchases []Purchase) Problems {
	faults, _ := checkPurchases(purchases)
	for row, v := range views {
		if v.Customer == "" {
			faults = append(faults, Problem{Table: "views", Row: row, Message: "no customer; leave out views of strangers"})
		}
		if problem := timeProblem(v.At); problem != "" {
			faults = append(faults, Problem{Table: "views", Row: row, Subject: v.Customer, Message: problem})
		}
	}
	return faults
}

// spells are the decisions in hours.
func (d Deciding) spells(views []ProductView, purchases []Purchase) (spells []Spell, open int) {
	window := d.Window
	if window <= 0 {
		window = decisionWindow
	}
	type thread struct{ customer, category, session string }
	type step struct {
		at    time.Time
		order bool
	}
	threads := make(map[thread][]step)
	until := d.Until
	add := func(customer, category, session string, at time.Time, order bool) {
		if !d.Until.IsZero() && at.After(d.Until) || d.SameSession && session == "" {
			return
		}
		if at.After(until) {
			until = at
		}
		if !d.SameSession {
			session = ""
		}
		key := thread{customer, category, session}
		threads[key] = append(threads[key], step{at, order})
	}
	for _, v := range views {
		add(v.Customer, v.Category, v.Session, v.At, false)
	}
	for i := range purchases {
		p := &purchases[i]
		add(p.Customer, p.Category, p.Session, p.At, true)
	}
	for _, steps := range threads {
		slices.SortStableFunc(steps, func(a, b step) int {
			if c := a.at.Compare(b.at); c != 0 {
				return c
			}
			// A look comes before an order of the same instant.
			return cmp.Compare(boolInt(a.order), boolInt(b.order))
		})
		var first, last time.Time
		looking := false
		abandon := func() {
			spells = append(spells, Spell{Time: hours(last.Sub(first))})
			if until.Sub(last) <= window {
				open++
			}
		}
		for _, s := range steps {
			if looking && s.at.Sub(last) > window {
				abandon()
				looking = false
			}
			switch {
			case s.order && looking:
				spells = append(spells, Spell{Time: hours(s.at.Sub(first)), Ended: true})
				looking = false
			case s.order:
			case looking:
				last = s.at
			default:
				first, last, looking = s.at, s.at, true
			}
		}
		if looking {
			abandon()
		}
	}
	return spells, open
}

func hours(d time.Duration) float64 { return max(d, shortest).Hours() }

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// logQuantile is a quantile of sorted logarithms, as the number itself, with the
// distribution-free interval of its order statistics: the ranks are the binomial's
// quantiles in their normal approximation.
func logQuantile(logs []float64, p float64) Measure {
	m := QuantileOf(logs, p)
	m.Method = "quantile on the log scale, interval of order statistics"
	if !m.OK {
		return m
	}
	m.Value = math.Exp(m.Value)
	n := float64(len(logs))
	half := normalWidth(Level) * math.Sqrt(n*p*(1-p))
	lo, hi := int(math.Floor(n*p-half)), int(math.Ceil(n*p+half))
	if lo >= 0 && hi < len(logs) {
		m.Lo, m.Hi, m.Level = math.Exp(logs[lo]), math.Exp(logs[hi]), Level
	}
	return m.finite()
}

// AttentionOf is the attention paid to a brand (对本竞品的关注): the share of visits to a
// category in which the customers viewed it, with Wilson's interval; the empty category is
// everything. A visit is a session; if the session is unknown, each view is one. It is unknown with NoCategoryData if no view is of another
// brand.
func AttentionOf(views []ProductView, category, brand string) Measure {
	type visit struct{ customer, session string }
	seen := make(map[visit]bool) // whether the brand was looked at in it
	own, all, known := 0, 0, false
	for _, v := range views {
		if category != "" && v.Category != category {
			continue
		}
		known = known || v.Brand != "" && v.Brand != brand
		is := v.Brand == brand
		if v.Session == "" {
			all++
			own += boolInt(is)
			continue
		}
		key := visit{v.Customer, v.Session}
		seen[key] = seen[key] || is
	}
	for _, is := range seen {
		all++
		own += boolInt(is)
	}
	m := Proportion(own, all, Level)
	m.Method = "attention share, Wilson interval"
	if !known && all > 0 {
		return Unknown(NoCategoryData, all, m.Method)
	}
	return m
}
