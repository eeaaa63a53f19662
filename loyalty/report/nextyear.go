package report

import (
	"errors"
	"math"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// NextYear is the forecast for the present customers within the horizon, without
// later new customers.
//
// The intervals show the variation of the expectation with other customers of the
// same kind (bootstrap, Efron 1979). They do not show the variation of the year
// itself: the test on the holdout shows the error of such a forecast.
type NextYear struct {
	Days      int             `json:"days"`
	Buyers    loyalty.Measure `json:"buyers"`    // customers with a purchase
	Purchases loyalty.Measure `json:"purchases"` // days of purchase
	Value     loyalty.Measure `json:"value"`     // in yuan: discounted, times the margin
	PerHead   loyalty.Measure `json:"per_head"`  // mean of Value per customer
	Spend     SpendModel      `json:"spend"`
}

// farOff is such a bias.
const farOff = .25

// A SpendModel is the Gamma-Gamma model of a customer's spend on a purchase.
type SpendModel struct {
	Params        []Param         `json:"params"`
	LogLikelihood float64         `json:"log_likelihood"`
	Customers     int             `json:"customers"`   // with a repeat purchase above zero
	Correlation   loyalty.Measure `json:"correlation"` // of frequency and spend; the model assumes 0
	Flags         []loyalty.Flag  `json:"flags,omitempty"`
	Why           loyalty.Flag    `json:"why,omitempty"`
}

const (
	buyersMethod    = "sum of the customers' probabilities"
	purchasesMethod = "sum of the customers' expected purchases"
	valueMethod     = "discounted expected purchases × expected spend × margin"
)

func nothingNext(why loyalty.Flag, customers int, o Options) NextYear {
	return NextYear{
		Days: o.Horizon, Buyers: loyalty.Unknown(why, customers, buyersMethod), Purchases: loyalty.Unknown(why, customers, purchasesMethod),
		Value: loyalty.Unknown(why, customers, valueMethod), PerHead: loyalty.Unknown(why, customers, valueMethod),
		Spend: SpendModel{Why: why, Correlation: loyalty.Unknown(why, 0, "Pearson correlation")},
	}
}

// next scores the customers and adds up what is expected of them.
func (f *future) next(o Options, b *base) {
	f.NextYear = nothingNext(loyalty.Impossible, len(b.ids), o)
	horizon, soon := unit.Count(float64(o.Horizon), btyd.Day), unit.Count(float64(o.Soon), btyd.Day)
	year, err := btyd.NewScorer(*f.best.model, horizon)
	quarter, err2 := btyd.NewScorer(*f.best.model, soon)
	if err := errors.Join(err, err2); err != nil {
		return
	}
	f.scores, f.soon = year.Append(nil, f.summary.Customers), quarter.Append(nil, f.summary.Customers)
	f.buyers = make([]btyd.Buyer, len(b.ids))
	spends := make([]btyd.Spend, len(b.ids))
	for i, id := range b.ids {
		s := b.summaries[id]
		f.buyers[i] = btyd.Buyer{Customer: f.summary.Customers[i]}
		if spend, ok := s.RepeatSpend(); ok && spend > 0 {
			spends[i] = btyd.Spend{X: s.Repeats(), Mean: spend}
			f.buyers[i].Spend = spends[i]
		}
	}
	y := &f.NextYear
	var spend *btyd.GammaGamma
	y.Spend, spend = spendOf(spends)
	if spend != nil {
		if v, err := btyd.NewValuer(*f.best.model, *spend, o.terms()); err == nil {
			f.valuer = &v
		}
	}
	totals, ok := totalsOf(*f.best.model, spend, f.buyers, horizon, o)
	n := float64(len(b.ids))
	y.Buyers = loyalty.Measure{OK: true, Value: totals[0], Base: len(b.ids), Method: buyersMethod}
	y.Purchases = loyalty.Measure{OK: true, Value: totals[1], Base: len(b.ids), Method: purchasesMethod}
	switch {
	case ok:
		y.Value = loyalty.Measure{OK: true, Value: totals[2], Base: len(b.ids), Method: valueMethod}
	case y.Spend.Why != "":
		y.Value.Why = y.Spend.Why
	default:
		y.Value.Why = loyalty.InfiniteMean
	}
	f.intervals(o, horizon)
	y.PerHead = y.Value
	y.PerHead.Value, y.PerHead.Lo, y.PerHead.Hi = y.Value.Value/n, y.Value.Lo/n, y.Value.Hi/n
	f.warn()
}

// warn says with every number what to know before relying on it.
func (f *future) warn() {
	y := &f.NextYear
	var warnings []loyalty.Flag
	if slices.Contains(f.best.Flags, loyalty.BelowMinBase) {
		warnings = append(warnings, loyalty.BelowMinBase)
	}
	if slices.Contains(f.best.Flags, loyalty.RateNotIdentified) {
		warnings = append(warnings, loyalty.RateNotIdentified)
	}
	if len(f.Tests) > 0 && f.Tests[0].Bias.OK && math.Abs(f.Tests[0].Bias.Value) > farOff {
		warnings = append(warnings, loyalty.FailedTest)
	}
	for _, m := range []*loyalty.Measure{&y.Buyers, &y.Purchases, &y.Value, &y.PerHead} {
		m.Flags = slices.Concat(m.Flags, warnings)
	}
}

// spendOf fits the model of spend; nil: there is none.
func spendOf(rows []btyd.Spend) (SpendModel, *btyd.GammaGamma) {
	fit, err := btyd.FitGammaGamma(rows)
	if err != nil {
		return SpendModel{Why: whyOf(err), Correlation: loyalty.Unknown(whyOf(err), 0, "Pearson correlation")}, nil
	}
	s := SpendModel{LogLikelihood: fit.LogLikelihood, Customers: fit.Customers, Correlation: fit.Correlation, Flags: fit.Flags}
	m := &fit.Model
	s.Params = withErrors([]Param{{Name: "p", Value: m.P}, {Name: "q", Value: m.Q}, {Name: "v", Value: m.V}}, fit.StdErr)
	return s, m
}

// totalsOf are expected buyers, purchases and value; ok tells whether there is a
// value.
func totalsOf(m btyd.Model, spend *btyd.GammaGamma, buyers []btyd.Buyer, horizon float64, o Options) (totals [3]float64, ok bool) {
	s, err := btyd.NewScorer(m, horizon)
	if err != nil {
		return totals, false
	}
	for _, b := range buyers {
		one := s.Score(b.Customer)
		totals[0] += one.PBuy
		totals[1] += one.Expected
	}
	if spend == nil {
		return totals, false
	}
	v, err := btyd.NewValuer(m, *spend, o.terms())
	if err != nil {
		return totals, false
	}
	value, err := v.Total(buyers)
	totals[2] = value.Value
	return totals, err == nil && value.OK
}
