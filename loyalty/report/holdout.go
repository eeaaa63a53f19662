package report

import (
	"math"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// A Test is the result of a model on the last days, which it had not seen. It is
// compared with a rule without a model: recent buyers first.
type Test struct {
	Model     string `json:"model"`
	Customers int    `json:"customers"` // customers at the start of the test
	Buyers    int    `json:"buyers"`    // customers with a purchase in the test
	Days      int    `json:"days"`
	// Expected and Actual are purchases of all customers; Bias is Expected/Actual − 1.
	Expected float64         `json:"expected"`
	Actual   int             `json:"actual"`
	Bias     loyalty.Measure `json:"bias"`
	MAE      float64         `json:"mae"` // of a customer's expected purchases
	ByModel  btyd.Forecast   `json:"by_model"`
	ByRule   btyd.Forecast   `json:"by_rule"` // days since the last order
	// Prefer is the better one to predict buyers, and Reason the reason.
	Prefer  btyd.Choice `json:"prefer"`
	Reason  string      `json:"reason"`
	Deciles []Decile    `json:"deciles"` // by the model's probability, the highest first
	Bins    []Bin       `json:"bins"`    // by repeat purchases before the test
}

// A Decile is a tenth of the customers.
type Decile struct {
	Customers int             `json:"customers"`
	Predicted float64         `json:"predicted"` // mean probability of buying
	Bought    loyalty.Measure `json:"bought"`    // share of actual buyers, with Wilson's interval
	Expected  float64         `json:"expected"`  // purchases of a customer
	Counted   float64         `json:"counted"`
}

// A Bin is the customers with the same number of repeat purchases before the test.
type Bin struct {
	Repeats   int     `json:"repeats"`
	OrMore    bool    `json:"or_more"`
	Customers int     `json:"customers"`
	Expected  float64 `json:"expected"` // purchases of a customer in the test
	Actual    float64 `json:"actual"`
}

// The least that a test takes: days to look back on, and customers.
const leastDays, leastCustomers = 28, 20

// test fits the models on the first part of the log and holds them against the rest.
func (f *future) test(o Options, b *base) {
	span := int(b.on-f.summary.Start) + 1
	days := o.Holdout
	if days == 0 {
		days = min(span/3, 182)
	}
	if days < leastDays && o.Holdout == 0 || days >= span {
		f.Untested = loyalty.Immature
		return
	}
	s, err := btyd.Summarise(slices.Values(b.orders), btyd.LogOptions{Unit: unit, Zone: o.Zone, End: b.on - loyalty.Day(days), Holdout: days})
	switch {
	case err != nil:
		f.Untested = whyOf(err)
		return
	case len(s.Customers) < leastCustomers:
		f.Untested = loyalty.BelowMinBase
		return
	}
	models := fit(s)
	if models[0].model == nil {
		f.Untested = models[0].Why
		return
	}
	f.Calibration, f.Holdout = s.End.String(), b.on.String()
	f.track(*models[0].model, s)
	for _, m := range models {
		if m.model == nil {
			continue
		}
		if t, err := testOf(m, s, days); err == nil {
			f.Tests = append(f.Tests, t)
		}
	}
	if len(f.Tests) == 0 {
		f.Untested = loyalty.Impossible
	}
}

func (f *future) track(m btyd.Model, s btyd.Summary) {
	weeks := int(math.Ceil(float64(len(s.Daily)) / 7))
	for i, p := range btyd.Track(m, s, 1, weeks) {
		if p.Observed {
			f.Tracking = append(f.Tracking, Week{i + 1, p.Expected, p.Actual, p.CumExpected, p.CumActual, p.Calibration})
		}
	}
}

func testOf(m fitted, s btyd.Summary, days int) (Test, error) {
	v, err := btyd.Backtest(*m.model, s)
	if err != nil {
		return Test{}, err
	}
	t := Test{
		Model: m.Name, Customers: v.Customers, Buyers: v.Buyers, Days: days, Expected: v.Expected, Actual: v.Actual, Bias: v.Bias, MAE: v.MAE,
		ByModel: v.Model, ByRule: v.Recency,
		Prefer: v.Prefer, Reason: v.Reason,
	}
	for _, d := range v.Deciles {
		bought := loyalty.Proportion(int(math.Round(d.Bought*float64(d.Customers))), d.Customers, loyalty.Level)
		t.Deciles = append(t.Deciles, Decile{d.Customers, d.Predicted, bought, d.Expected, d.Count})
	}
	bins, err := btyd.ByRepeats(*m.model, s, most)
	if err != nil {
		return Test{}, err
	}
	for _, one := range bins {
		t.Bins = append(t.Bins, Bin{one.X, one.OrMore, one.Customers, one.Expected, one.Actual})
	}
	return t, nil
}
