package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin/loyalty"
)

// measures are all numbers that stand alone, a line each.
func (r *Report) measures() Table {
	t := Table{Name: "measures", Header: []string{"part", "measure", "value", "lo", "hi", "level", "base", "method", "why", "flags"}}
	add := func(part, name string, m loyalty.Measure) {
		c := measure(m)
		level := ""
		if m.OK && m.Level > 0 {
			level = number(m.Level)
		}
		t.Rows = append(t.Rows, []string{part, name, c[0], c[1], c[2], level, c[3], m.Method, c[4], flags(m.Flags)})
	}
	count := func(part, name, value string) {
		t.Rows = append(t.Rows, []string{part, name, value, "", "", "", "", "count", "", ""})
	}
	c := r.Counts
	count("counts", "first order", c.First)
	count("counts", "last order", c.Last)
	count("counts", "customers", strconv.Itoa(c.Customers))
	count("counts", "orders", strconv.Itoa(c.Orders))
	count("counts", "orders undone", strconv.Itoa(c.Undone))
	count("counts", "orders refunded in part", strconv.Itoa(c.Refunds))
	count("counts", "gross", c.Gross.Decimal())
	count("counts", "refunded", c.Refunded.Decimal())
	count("counts", "net", c.Net.Decimal())
	add("counts", "order size", c.OrderSize)
	add("counts", "orders per customer", c.PerCustomer)
	add("counts", "spend per customer", c.Spend)
	add("counts", "discounted orders", c.Discounted)
	add("counts", "share of the top fifth", c.TopFifth)
	count("repeat", "repeat purchases", strconv.Itoa(r.Repeat.Repeats))
	count("repeat", "customer years", number(r.Repeat.Years))
	add("repeat", "repeat buyers", r.Repeat.Buyers)
	add("repeat", "repeat rate", r.Repeat.Rate)
	for _, w := range r.Repeat.Within {
		add("repeat", fmt.Sprintf("again within %d days", w.Days), w.Share)
	}
	for _, f := range r.Repeat.Frequency {
		name := strconv.Itoa(f.Days)
		if f.OrMore {
			name += " or more"
		}
		count("repeat", "customers with "+name+" purchase days", strconv.Itoa(f.Customers))
	}
	for _, n := range r.Repeat.Next {
		for _, w := range n.Within {
			add("repeat", fmt.Sprintf("from purchase %d to the next within %d days", n.From, w.Days), w.Share)
		}
		add("repeat", fmt.Sprintf("days from purchase %d to the next", n.From), n.Median)
	}
	for months, m := range r.Cohorts.Retention {
		add("cohorts", fmt.Sprintf("retention in month %d", months), m)
	}
	add("types", "high behaviour", r.Types.Behaviour.High)
	add("types", "high attitude", r.Types.Attitude.High)
	add("survey", "answered", r.Survey.Asked)
	add("survey", "attitude", r.Survey.Attitude)
	y := r.Forecast.NextYear
	in := fmt.Sprintf(" in %d days", y.Days)
	add("forecast", "buyers"+in, y.Buyers)
	add("forecast", "purchases"+in, y.Purchases)
	add("forecast", "value"+in, y.Value)
	add("forecast", "value per customer"+in, y.PerHead)
	add("forecast", "correlation of frequency and spend", y.Spend.Correlation)
	for _, test := range r.Forecast.Tests {
		add("forecast", test.Model+" bias in the test", test.Bias)
		add("forecast", test.Model+" AUC in the test", test.ByModel.AUC)
		add("forecast", "days since the last order AUC in the test", test.ByRule.AUC)
	}
	add("moves", "stayed in their segment", r.Moves.Segments.Stayed)
	add("moves", "stayed in their type", r.Moves.Types.Stayed)
	return t
}

func (r *Report) cohorts() Table {
	t := Table{Name: "cohorts", Header: header("cohort", "customers", "month", "active", "*share", "revenue", "mature")}
	for _, c := range r.Cohorts.Rows {
		for months, cell := range c.Cells {
			t.Rows = append(t.Rows, row(c.Month, c.Customers, months, cell.Active, cell.Share, cell.Revenue, cell.Mature))
		}
	}
	return t
}

func (r *Report) cells() Table {
	t := Table{Name: "rfm-cells", Header: header("r", "f", "m", "segment", "customers", "spend")}
	for _, c := range r.RFM.Cells {
		t.Rows = append(t.Rows, row(int(c.Score.R), int(c.Score.F), int(c.Score.M), c.Segment, c.Customers, c.Spend))
	}
	return t
}

func (r *Report) segments() Table {
	t := Table{Name: "segments", Header: header("segment", "chinese", "customers", "*share", "spend", "*spend_share", "*days_since", "*purchases")}
	for _, s := range r.RFM.Segments {
		t.Rows = append(t.Rows, row(s.Name, s.Chinese, s.Customers, s.Share, s.Spend, s.SpendShare, s.DaysSince, s.Purchases))
	}
	return t
}

func (r *Report) tiers() Table {
	t := Table{Name: "tiers", Header: header("tier", "customers", "*share", "spend", "*spend_share", "least")}
	for _, s := range r.RFM.Tiers {
		t.Rows = append(t.Rows, row(s.Name, s.Customers, s.Share, s.Spend, s.SpendShare, s.Least))
	}
	return t
}

func (r *Report) types() Table {
	t := Table{Name: "types", Header: header("type", "chinese", "customers", "*share", "*expected", "spend", "*spend_share")}
	for _, s := range r.Types.Rows {
		cells := row(s.Type.String(), s.Chinese, s.Customers, s.Share, s.Expected, s.Spend, s.SpendShare)
		if s.Why != "" {
			for i, name := range t.Header {
				if name == "customers" || name == "spend" {
					cells[i] = ""
				}
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

func (r *Report) causes() Table {
	t := Table{Name: "causes", Header: header("cause", "chinese", "*strong", "*score", "missing")}
	for _, c := range r.Causes.Rows {
		t.Rows = append(t.Rows, row(string(c.Cause), c.Chinese, c.Strong, c.Score, strings.Join(c.Missing, " ")))
	}
	return t
}

func (r *Report) survey() Table {
	t := Table{Name: "survey", Header: header("block", "item", "chinese", "english", "number", "*value", "flags")}
	for _, b := range r.Survey.Blocks {
		add := func(number string, m loyalty.Measure) {
			t.Rows = append(t.Rows, row(b.Name, "", b.Title.Chinese, b.Title.English, number, m, m.Flags))
		}
		add(string(b.Measure), b.Headline)
		add("top box of persons", b.TopBox)
		add("alpha", b.Alpha)
		for _, i := range b.Items {
			add := func(number string, m loyalty.Measure) {
				t.Rows = append(t.Rows, row(b.Name, i.Name, i.Text.Chinese, i.Text.English, number, m, m.Flags))
			}
			add("mean", i.Mean)
			add("top box", i.TopBox)
			add("item-rest correlation", i.ItemRest)
		}
	}
	return t
}

func (r *Report) models() Table {
	t := Table{Name: "models", Header: header("model", "parameter", "value", "std_err", "log_likelihood", "customers", "returning", "flags", "why")}
	for _, m := range r.Forecast.Models {
		for _, p := range m.Params {
			t.Rows = append(t.Rows, row(m.Name, p.Name, p.Value, p.StdErr, m.LogLikelihood, m.Customers, m.Returning, m.Flags, m.Why))
		}
		if len(m.Params) == 0 {
			t.Rows = append(t.Rows, row(m.Name, "", "", "", "", m.Customers, m.Returning, m.Flags, m.Why))
		}
	}
	s := r.Forecast.NextYear.Spend
	for _, p := range s.Params {
		t.Rows = append(t.Rows, row("Gamma-Gamma", p.Name, p.Value, p.StdErr, s.LogLikelihood, s.Customers, s.Customers, s.Flags, s.Why))
	}
	if len(s.Params) == 0 {
		t.Rows = append(t.Rows, row("Gamma-Gamma", "", "", "", "", s.Customers, s.Customers, s.Flags, s.Why))
	}
	return t
}

func (r *Report) tracking() Table {
	t := Table{Name: "tracking", Header: header("week", "expected", "actual", "cum_expected", "cum_actual", "calibration")}
	for _, w := range r.Forecast.Tracking {
		t.Rows = append(t.Rows, row(w.Week, w.Expected, w.Actual, w.CumExpected, w.CumActual, w.Calibration))
	}
	return t
}

func (r *Report) deciles() Table {
	t := Table{Name: "calibration", Header: header("model", "decile", "customers", "predicted", "*bought", "expected", "counted")}
	for _, test := range r.Forecast.Tests {
		for i, d := range test.Deciles {
			t.Rows = append(t.Rows, row(test.Model, i+1, d.Customers, d.Predicted, d.Bought, d.Expected, d.Counted))
		}
	}
	return t
}

func (r *Report) bins() Table {
	t := Table{Name: "by-repeats", Header: header("model", "repeats", "or_more", "customers", "expected", "actual")}
	for _, test := range r.Forecast.Tests {
		for _, b := range test.Bins {
			t.Rows = append(t.Rows, row(test.Model, b.Repeats, b.OrMore, b.Customers, b.Expected, b.Actual))
		}
	}
	return t
}

func (r *Report) moves(name string, m Move) Table {
	t := Table{Name: name, Header: []string{"from"}}
	for _, n := range m.Names {
		t.Header = append(t.Header, n.Name)
	}
	for i, counts := range m.Counts {
		cells := []string{m.Names[i].Name}
		for _, n := range counts {
			cells = append(cells, strconv.Itoa(n))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

func (r *Report) customers() Table {
	t := Table{Name: "customers", Header: header(
		"customer", "first", "last", "orders", "days", "spend", "days_since", "rfm", "segment", "tier", "behaviour", "attitude", "type", "chance",
		"p_alive", "p_buy", "expected", "value",
	)}
	for _, c := range r.Customers {
		t.Rows = append(t.Rows, row(
			c.ID, c.First, c.Last, c.Orders, c.Days, c.Spend, c.DaysSince, c.Score.String(), c.Segment, c.Tier,
			measure(c.Behaviour)[0], measure(c.Attitude)[0], c.Type.String(), c.chance(),
			c.known(c.PAlive), c.known(c.PBuy), c.known(c.Expected), measure(c.Value)[0],
		))
	}
	return t
}

// chance is that of the type, empty where nobody can have one.
func (c Customer) chance() string {
	if c.Chance == 0 {
		return ""
	}
	return number(c.Chance)
}

// known is a number of the forecast, empty where there is none.
func (c Customer) known(v float64) string {
	if !c.Forecast {
		return ""
	}
	return number(v)
}
