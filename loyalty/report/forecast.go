package report

import (
	"errors"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// Forecast is the forecast for the customers, with its tests.
type Forecast struct {
	// Models are fitted on all of the log. The first is the one used, MBG/NBD;
	// Pareto/NBD is for comparison.
	Models []Model `json:"models"`
	// Calibration and Holdout are the last days of the log that the models of the
	// test saw, and of the test.
	Calibration string `json:"calibration"`
	Holdout     string `json:"holdout"`
	// Tracking is the base week by week from its first purchase: the expectation
	// of the first model, fitted up to Calibration, and the actual purchases.
	Tracking []Week `json:"tracking"`
	Tests    []Test `json:"tests"` // of the models, in their order
	// Untested is the reason why there is no test.
	Untested loyalty.Flag `json:"untested,omitempty"`
	NextYear NextYear     `json:"next_year"`
	Why      loyalty.Flag `json:"why,omitempty"`
}

// A Model is a buy-till-you-die model of the base; times are in weeks.
type Model struct {
	Name          string         `json:"name"`
	Params        []Param        `json:"params"`
	LogLikelihood float64        `json:"log_likelihood"`
	Customers     int            `json:"customers"`
	Returning     int            `json:"returning"`
	Flags         []loyalty.Flag `json:"flags,omitempty"` // parameters that are not identified, such as no sign of customers leaving
	Why           loyalty.Flag   `json:"why,omitempty"`   // the reason why there is no model
	Problem       string         `json:"problem,omitempty"`
}

// A Param is one parameter of a model.
type Param struct {
	Name   string  `json:"name"`
	Value  float64 `json:"value"`
	StdErr float64 `json:"std_err"` // 0: unknown, see the flags of the model
}

// A Week is one week of tracking.
type Week struct {
	Week        int     `json:"week"`
	Expected    float64 `json:"expected"` // repeat purchases in the week
	Actual      int     `json:"actual"`
	CumExpected float64 `json:"cum_expected"` // up to its end
	CumActual   int     `json:"cum_actual"`
	Calibration bool    `json:"calibration"` // within the data of the model
}

// The size of base from which models are relied on without a warning.
const manyCustomers, manyRepeaters = 500, 100

// unit is what the models count time in.
const unit = btyd.Week

// A fitted model, or why there is none.
type fitted struct {
	Model
	model *btyd.Model
}

// future is a forecast with what is behind it.
type future struct {
	Forecast
	summary btyd.Summary
	best    *fitted
	buyers  []btyd.Buyer
	valuer  *btyd.Valuer
	scores  []btyd.Score // within Options.Horizon
	soon    []btyd.Score // within Options.Soon
}

func forecastOf(o Options, b *base) *future {
	f := &future{}
	var err error
	f.summary, err = btyd.Summarise(slices.Values(b.orders), btyd.LogOptions{Unit: unit, Zone: o.Zone, End: b.on})
	if err != nil {
		f.Why, f.Untested = whyOf(err), loyalty.ZeroBase
		f.NextYear = nothingNext(f.Why, len(b.ids), o)
		return f
	}
	models := fit(f.summary)
	for _, m := range models {
		f.Models = append(f.Models, m.Model)
	}
	f.best = &models[0]
	if f.best.model == nil {
		f.Why, f.Untested = f.best.Why, f.best.Why
		f.NextYear = nothingNext(f.Why, len(b.ids), o)
		return f
	}
	f.test(o, b)
	f.next(o, b)
	return f
}

// fit finds the models, the preferred one first.
func fit(s btyd.Summary) []fitted {
	mbg, err := btyd.MBG.Fit(s, btyd.Options{})
	m := &mbg.Model
	first := of("MBG/NBD", mbg, err, Param{Name: "r", Value: m.R}, Param{Name: "alpha", Value: m.Alpha}, Param{Name: "a", Value: m.A}, Param{Name: "b", Value: m.B})
	pareto, err := btyd.ParetoNBD.Fit(s, btyd.Options{})
	m = &pareto.Model
	second := of("Pareto/NBD", pareto, err, Param{Name: "r", Value: m.R}, Param{Name: "alpha", Value: m.Alpha}, Param{Name: "s", Value: m.S}, Param{Name: "beta", Value: m.Beta})
	return []fitted{first, second}
}

func of(name string, f btyd.Fit[btyd.Model], err error, params ...Param) fitted {
	out := fitted{Model: Model{Name: name, Customers: f.Customers, Returning: f.Returning}}
	if err != nil {
		out.Why, out.Problem = whyOf(err), err.Error()
		return out
	}
	out.model, out.LogLikelihood, out.Flags = &f.Model, f.LogLikelihood, f.Flags
	out.Params = withErrors(params, f.StdErr)
	if f.Customers < manyCustomers || f.Returning < manyRepeaters {
		out.Flags = append(slices.Clone(out.Flags), loyalty.BelowMinBase)
	}
	return out
}

// withErrors are the parameters with their standard errors, which are nil where unknown.
func withErrors(params []Param, stdErr []float64) []Param {
	for i := range stdErr {
		params[i].StdErr = stdErr[i]
	}
	return params
}

func whyOf(err error) loyalty.Flag {
	switch {
	case errors.Is(err, loyalty.ErrNothing):
		return loyalty.ZeroBase
	case errors.Is(err, btyd.ErrNoExposure):
		return loyalty.Immature
	}
	return loyalty.Impossible
}
