package report

import (
	"math"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// The measures of the axis of behaviour.
const (
	// ShareOfNeed is the share of category requirements: own purchases divided by all
	// of the customer's purchases. It needs a log with other brands' purchases.
	ShareOfNeed = "share-of-category-requirements"
	// RepeatsAYear is the number of repeat purchases in a year since the first
	// purchase. It leans on the shop's other customers while there are few data, and is
	// high from the shop's average. It needs only the shop's own orders.
	RepeatsAYear = "repeat-purchases-a-year"
)

// A behaviour is one axis for the whole base.
type behaviour struct {
	basis     string
	scale     float64 // what one on the axis is in Measures
	threshold float64 // on the axis, which goes from 0 to 1
	known     []loyalty.Measure
	beliefs   []loyalty.Beta
	why       loyalty.Flag
}

// behave finds out what customers do, from the category if it is known.
func (b *base) behave() {
	if len(b.ids) == 0 {
		b.behaviour.why = loyalty.ZeroBase
		return
	}
	if b.brand != "" {
		if shares, known := loyalty.Shares(b.all, "", b.brand); known {
			b.shareOfNeed(shares)
			return
		}
	}
	b.repeatsAYear()
}

func (b *base) shareOfNeed(shares []loyalty.Share) {
	b.behaviour = behaviour{basis: ShareOfNeed, scale: 1, threshold: .5}
	prior, err := loyalty.FitShares(shares)
	of := make(map[string]loyalty.Share, len(shares))
	for _, s := range shares {
		of[s.Customer] = s
	}
	for _, id := range b.ids {
		s := of[id]
		m, belief := s.Requirement(), loyalty.Beta{}
		if err == nil {
			m = prior.Shrunk(s)
			belief = loyalty.Beta{A: prior.A + float64(s.Own), B: prior.B + float64(s.Category-s.Own)}.Bounded()
		}
		b.behaviour.known = append(b.behaviour.known, m)
		b.behaviour.beliefs = append(b.behaviour.beliefs, belief)
	}
}

// repeatsAYear takes every day since the first purchase as an occasion to buy again.
// With rates of R and Alpha among customers (NBD, in days) the mean rate of one of them
// is (R + x)/(Alpha + T), and so is the mean of Beta(R + x, Alpha + T − R − x), the
// share of days with a purchase. Where all customers are alike there is no end to how
// sure of it they make, so beliefs are bounded.
func (b *base) repeatsAYear() {
	b.behaviour = behaviour{basis: RepeatsAYear, scale: loyalty.Year}
	rate := loyalty.RepeatRate(b.summaries, b.on)
	customers := make([]btyd.Customer, len(b.ids))
	for i, id := range b.ids {
		s := b.summaries[id]
		customers[i] = btyd.Customer{X: s.Repeats(), Tx: float64(s.Recency()), T: float64(s.Age(b.on))}
	}
	fit, err := btyd.NBD.Fit(btyd.Summary{Customers: customers, Unit: btyd.Day}, btyd.Options{})
	if err != nil || !rate.OK || rate.Value <= 0 {
		b.behaviour.why = loyalty.Immature
		return
	}
	b.behaviour.threshold = min(rate.Value/loyalty.Year, 1-1e-6) // which who buys every day does reach
	for _, c := range customers {
		belief := loyalty.Beta{A: fit.Model.R + float64(c.X), B: fit.Model.Alpha - fit.Model.R + c.T - float64(c.X)}.Bounded()
		m := belief.Measure(loyalty.Level, c.X, "repeat purchases in a year, leaning on the shop's")
		m.Value, m.Lo, m.Hi = m.Value*loyalty.Year, m.Lo*loyalty.Year, m.Hi*loyalty.Year
		m.Lo, m.Hi = min(m.Lo, m.Value), max(m.Hi, m.Value)
		b.behaviour.known = append(b.behaviour.known, m)
		b.behaviour.beliefs = append(b.behaviour.beliefs, belief)
	}
}

// at is one customer's behaviour, in the unit of the basis.
func (a behaviour) at(i int) loyalty.Measure {
	if a.known == nil {
		return loyalty.Unknown(a.why, 0, string(a.basis))
	}
	return a.known[i]
}

// input is the same on the axis from 0 to 1, where the types are told.
func (a behaviour) input(i int) (loyalty.Measure, loyalty.Beta) {
	m := a.at(i)
	if !m.OK {
		return m, loyalty.Beta{}
	}
	m.Value, m.Lo, m.Hi = math.Min(m.Value/a.scale, 1), math.Min(m.Lo/a.scale, 1), math.Min(m.Hi/a.scale, 1)
	return m, a.beliefs[i]
}
