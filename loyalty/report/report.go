package report

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

// Input is the data of a base.
type Input struct {
	Log loyalty.Log
	// Brand is the shop's own brand, if the log has purchases of other brands too:
	// the share of a customer's need is then known. Empty: all purchases are the
	// shop's.
	Brand string
	// Survey is the customers' answers. Default, nil: no survey.
	Survey *Answers
	// Earlier is the previous survey, for the moves between types. Default, nil:
	// attitudes are assumed to be unchanged, and the moves say so.
	Earlier *Answers
	// Signals are the shop's further data of customers: contracts, stored value,
	// other sellers. Orders, discounts, rhythm and attitude are filled in if they
	// are missing.
	Signals []loyalty.Signals
}

// Answers are a survey with customer ids as respondents.
type Answers struct {
	Questionnaire *survey.Questionnaire
	Responses     survey.Responses
	Options       survey.Options
	Attitude      survey.AttitudeOptions // blocks for the attitude
}

// Options configure a report. The zero Options reports on all of the log.
type Options struct {
	// On is the day of the analysis; later facts are not known yet. Default: the
	// last day of the log.
	On loyalty.Day
	// Zone is the shop's zone: it decides when a day begins. Default:
	// Asia/Shanghai.
	Zone *time.Location
	// Before is the first day of the moves. Default: 90 days before On.
	Before loyalty.Day
	// RFM are the scores of recency, frequency and monetary value. Default:
	// quintiles of the base.
	RFM loyalty.RFMOptions
	// Segments names the scores. Default: loyalty.GrowthSegments. The scores of
	// loyalty.EightTypes are against the base's means, if RFM has no other cuts.
	Segments loyalty.Segmentation
	// Tiers are levels of value. Default: loyalty.ParetoTiers.
	Tiers []loyalty.Tier
	// Attitude is the scale of attitudes with its threshold. Default: 0 to 100, high
	// from 50.
	Attitude loyalty.Axis
	// Least is the least probability of a stated type. Default: 0.6.
	Least float64
	// Causes are the values at which the evidence for a cause is complete.
	Causes loyalty.CauseOptions
	// Holdout is the number of last days that the models of the test do not see.
	// Default: a third of the log, at most 182.
	Holdout int
	// Horizon is the number of days of the forecast. Default: 365.
	Horizon int
	// Soon is the number of days for a customer's probability of a purchase.
	// Default: 90 days.
	Soon int
	// Yearly is the discount rate of future money, 0.1 for 10 % a year. Default: 0.
	Yearly float64
	// Margin is the shop's gross margin on a yuan of spend. Default: 1, and value is
	// turnover.
	Margin float64
	// Rounds is the number of bootstrap rounds for the intervals of the forecast,
	// from 20; each takes a fit. All cores work at the same time, each on its own
	// copy of the base. Default: 100.
	Rounds int
	// Seed is the seed of the bootstrap.
	Seed uint64
}

func (o Options) filled() (Options, error) {
	if o.Segments.Rules == nil {
		o.Segments = loyalty.GrowthSegments()
	}
	if o.Tiers == nil {
		o.Tiers = loyalty.ParetoTiers()
	}
	if o.Attitude == (loyalty.Axis{}) {
		o.Attitude = loyalty.Axis{Max: 100}
	}
	for _, d := range []struct {
		value   *int
		def     int
		from    int
		to      int
		problem string
	}{
		{&o.Horizon, 365, 1, 36525, "Horizon is %d days; look %d to %d days ahead"},
		{&o.Soon, 90, 1, 36525, "Soon is %d days; look %d to %d days ahead"},
		{&o.Rounds, 100, 20, 100_000, "Rounds is %d; draw the base %d to %d times"},
	} {
		if *d.value == 0 {
			*d.value = d.def
		}
		if *d.value < d.from || *d.value > d.to {
			return o, fmt.Errorf("report: "+d.problem, *d.value, d.from, d.to)
		}
	}
	for i, day := range []loyalty.Day{o.On, o.Before} {
		if day < 0 || day > lastDay {
			return o, fmt.Errorf("report: %s is %s; give a day from 1970 to 2149", []string{"On", "Before"}[i], day)
		}
	}
	if o.Holdout < 0 || o.Holdout > 36525 {
		return o, fmt.Errorf("report: Holdout is %d days; give its length, from 0 to 36525", o.Holdout)
	}
	return o, errors.Join(o.Segments.Validate(), o.terms().Validate())
}

// lastDay is the last that a log may have.
const lastDay = loyalty.Day(1<<16 - 1)

// terms are those of the models' value.
func (o Options) terms() btyd.Terms {
	return btyd.Terms{Unit: unit, Yearly: o.Yearly, Horizon: float64(o.Horizon), HorizonUnit: btyd.Day, Margin: o.Margin}
}

// A Report is a shop's base as of one day.
type Report struct {
	On       string   `json:"on"`     // the day of the analysis
	Before   string   `json:"before"` // the first day of the moves
	Counts   Counts   `json:"counts"`
	Repeat   Repeat   `json:"repeat"`
	Cohorts  Cohorts  `json:"cohorts"`
	RFM      RFM      `json:"rfm"`
	Types    Types    `json:"types"`
	Causes   Causes   `json:"causes"`
	Survey   Survey   `json:"survey"`
	Forecast Forecast `json:"forecast"`
	Moves    Moves    `json:"moves"`
	// Customers are a line for each customer, by customer id. They are in the table
	// of customers, and not in the JSON.
	Customers []Customer `json:"-"`
}

// Of makes the report. Impossible purchases, refunds, answers or signals are
// [loyalty.Problems], all of them at once. Too few data are no error: an empty log
// gives a report in which everything is unknown, with the reasons.
func Of(in Input, o Options) (*Report, error) {
	o, err := o.filled()
	if err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	view := loyalty.View{Until: o.On, Zone: o.Zone}
	view.Until = in.Log.Until(view)
	if o.Before == 0 {
		o.Before = cmp.Or(view.Until-90, -1) // a View without an end has the day 0, 1970-01-01
	}
	if len(in.Log.Purchases) > 0 && o.Before >= view.Until {
		return nil, fmt.Errorf("report: Before is %s, which is not before %s", o.Before, view.Until)
	}
	now, err := baseOf(in, o, view.Until)
	if err != nil {
		return nil, err
	}
	then, err := baseOf(in, o, o.Before)
	if err != nil {
		return nil, err
	}
	r := &Report{}
	if len(in.Log.Purchases) > 0 {
		r.On, r.Before = view.Until.String(), o.Before.String()
	}
	r.Counts = countsOf(in.Log, now)
	r.Repeat = repeatOf(now)
	r.Cohorts = cohortsOf(now)
	answers, err := scored(in.Survey)
	if err != nil {
		return nil, err
	}
	earlier := answers
	if in.Earlier != nil {
		if earlier, err = scored(in.Earlier); err != nil {
			return nil, err
		}
	}
	r.Survey = surveyOf(in.Survey, answers, now)
	if err := now.classify(o, answers); err != nil {
		return nil, err
	}
	if err := then.classify(o, earlier); err != nil {
		return nil, err
	}
	r.RFM = rfmOf(o, now)
	if r.Types, err = typesOf(o, now, answers); err != nil {
		return nil, err
	}
	if r.Causes, err = causesOf(in.Signals, o, now); err != nil {
		return nil, err
	}
	future := forecastOf(o, now)
	r.Forecast = future.Forecast
	r.Moves = movesOf(o, then, now, in.Earlier == nil)
	r.Customers = customersOf(now, future)
	return r, nil
}

// check finds what is wrong with the log and the answers, in one pass.
func (in Input) check() error {
	var problems []error
	if err := in.Log.Validate(); err != nil {
		problems = append(problems, fmt.Errorf("report: the log: %w", err))
	}
	for _, a := range []struct {
		name    string
		answers *Answers
	}{{"the survey", in.Survey}, {"the earlier survey", in.Earlier}} {
		if a.answers == nil {
			continue
		}
		if a.answers.Questionnaire == nil {
			problems = append(problems, fmt.Errorf("report: %s has no questionnaire; answers need the questions", a.name))
		} else if err := a.answers.Questionnaire.ValidateResponses(a.answers.Responses); err != nil {
			problems = append(problems, fmt.Errorf("report: %s: %w", a.name, err))
		}
	}
	return errors.Join(problems...)
}

// WriteJSON writes the report, indented, without its customers. Lists without
// entries are written as such, and not as null.
func (r *Report) WriteJSON(w io.Writer) error {
	whole := *r
	emptyLists(reflect.ValueOf(&whole).Elem())
	r = &whole
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(r)
}

// emptyLists makes lists of nothing of those that are not there.
func emptyLists(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if !strings.Contains(v.Type().Field(i).Tag.Get("json"), "omitempty") {
				emptyLists(v.Field(i))
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		for i := range v.Len() {
			emptyLists(v.Index(i))
		}
	}
}
