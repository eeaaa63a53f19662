package report_test

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/report"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

// sane walks a report: no number is NaN or infinite, and what has no value says why.
func sane(t *testing.T, place string, v reflect.Value) {
	t.Helper()
	if m, ok := v.Interface().(loyalty.Measure); ok {
		assert.Equal(t, !m.OK, m.Why != "", "%s: %v", place, m)
		if m.OK && m.Level > 0 {
			assert.LessOrEqual(t, m.Lo, m.Value, place)
			assert.LessOrEqual(t, m.Value, m.Hi, place)
		}
	}
	switch v.Kind() {
	case reflect.Float64:
		assert.False(t, math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0), place)
	case reflect.Pointer:
		if !v.IsNil() {
			sane(t, place, v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			sane(t, place+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			sane(t, place, v.Index(i))
		}
	}
}

func reportOf(t *testing.T, in report.Input, o report.Options) *report.Report {
	t.Helper()
	o.Rounds = 20
	r, err := report.Of(in, o)
	require.NoError(t, err)
	sane(t, "report", reflect.ValueOf(r))
	var out bytes.Buffer
	require.NoError(t, r.WriteJSON(&out))
	require.True(t, json.Valid(out.Bytes()))
	assert.NotContains(t, out.String(), ": null")
	for _, table := range r.Tables() {
		for _, row := range table.Rows {
			require.Len(t, row, len(table.Header), table.Name)
		}
	}
	return r
}

func on(day int) time.Time { return time.Date(2025, 3, day, 12, 0, 0, 0, tiexin.Shanghai()) }

func buy(customer, order string, day int, yuan int) loyalty.Purchase {
	return loyalty.Purchase{Customer: customer, Order: order, At: on(day), Amount: tiexin.Money(yuan * 100)}
}

func TestAnEmptyLogIsAReportInWhichAllIsUnknown(t *testing.T) {
	r := reportOf(t, report.Input{}, report.Options{})
	assert.Zero(t, r.Counts.Customers)
	for _, m := range []loyalty.Measure{
		r.Counts.OrderSize, r.Counts.TopFifth, r.Repeat.Buyers, r.Repeat.Within[0].Share,
		r.Forecast.NextYear.Value, r.Forecast.NextYear.Purchases,
	} {
		assert.False(t, m.OK)
		assert.Equal(t, loyalty.ZeroBase, m.Why)
	}
	for _, why := range []loyalty.Flag{
		r.Cohorts.Why, r.RFM.Why, r.Types.Why, r.Causes.Why, r.Forecast.Why, r.Moves.Segments.Why, r.Moves.Types.Why,
	} {
		assert.Equal(t, loyalty.ZeroBase, why)
	}
	assert.Equal(t, loyalty.NoSurvey, r.Survey.Why)
}

func TestOneCustomerWhoCameOnceToday(t *testing.T) {
	r := reportOf(t, report.Input{Log: loyalty.Log{Purchases: []loyalty.Purchase{buy("a", "1", 1, 50)}}}, report.Options{})
	assert.Equal(t, 1, r.Counts.Customers)
	assert.Equal(t, "2025-03-01", r.On)
	assert.Equal(t, loyalty.Immature, r.Forecast.Why, "nobody was watched for any time")
	assert.Equal(t, loyalty.Immature, r.Moves.Segments.Why, "90 days ago there was no shop")
	assert.Equal(t, loyalty.NoSurvey, r.Types.Why)
	require.Len(t, r.Customers, 1)
	assert.False(t, r.Customers[0].Forecast)
	assert.Equal(t, loyalty.Immature, r.Customers[0].Behaviour.Why)
}

func TestEverythingRefunded(t *testing.T) {
	r := reportOf(t, report.Input{Log: loyalty.Log{
		Purchases: []loyalty.Purchase{buy("a", "1", 1, 50), buy("b", "2", 2, 70)},
		Refunds:   []loyalty.Refund{{Order: "1", At: on(3), Whole: true}, {Order: "2", At: on(4), Whole: true}},
	}}, report.Options{})
	assert.Equal(t, 2, r.Counts.Undone)
	assert.Zero(t, r.Counts.Customers)
	assert.Equal(t, tiexin.Money(12000), r.Counts.Refunded)
	assert.Equal(t, tiexin.Money(0), r.Counts.Net)
	assert.Equal(t, loyalty.ZeroBase, r.Repeat.Buyers.Why)
}

func TestAllThatIsWrongIsToldAtOnce(t *testing.T) {
	questions, err := survey.ReadyQuestionnaire("nps")
	require.NoError(t, err)
	_, err = report.Of(report.Input{
		Log: loyalty.Log{Purchases: []loyalty.Purchase{{At: on(1)}, {Customer: "b", Amount: -5}}},
		Survey: &report.Answers{
			Questionnaire: questions, Responses: survey.Responses{"b": {"recommend": 12}},
		},
		Earlier: &report.Answers{},
	}, report.Options{})
	require.Error(t, err)
	for _, part := range []string{"no customer", "money is not negative", "no time", "12", "no questionnaire"} {
		assert.ErrorContains(t, err, part)
	}
	var faults loyalty.Problems
	assert.ErrorAs(t, err, &faults)
}

func TestOptionsThatCannotBeMeant(t *testing.T) {
	in := shop(t, 30)
	for _, c := range []struct {
		o    report.Options
		want string
	}{
		{report.Options{Rounds: 3}, "Rounds is 3"},
		{report.Options{Horizon: -1}, "Horizon is -1"},
		{report.Options{Soon: 1e6}, "Soon is 1000000"},
		{report.Options{Holdout: -1}, "Holdout is -1"},
		{report.Options{Margin: 2}, "margin"},
		{report.Options{On: 1 << 30}, "On is"},
		{report.Options{Before: -1}, "Before is 1969-12-31"},
		{report.Options{Before: loyalty.DayOf(on(1), nil), On: loyalty.DayOf(on(1), nil)}, "not before"},
		{report.Options{RFM: loyalty.RFMOptions{Buckets: 7}}, "written for scores up to 555"},
		{report.Options{Least: .1}, "0.1"},
	} {
		_, err := report.Of(in, c.o)
		assert.ErrorContains(t, err, c.want)
	}
}

func TestTheReportAddsUp(t *testing.T) {
	r := reportOf(t, shop(t, 120), report.Options{Zone: tiexin.Shanghai()})
	n := r.Counts.Customers
	require.Len(t, r.Customers, n)
	sum := func(of func(add func(customers int, spend tiexin.Money))) {
		t.Helper()
		customers, spend := 0, tiexin.Money(0)
		of(func(c int, s tiexin.Money) { customers, spend = customers+c, spend+s })
		assert.Equal(t, n, customers)
		assert.Equal(t, r.Counts.Net, spend)
	}
	sum(func(add func(int, tiexin.Money)) {
		for _, c := range r.RFM.Cells {
			add(c.Customers, c.Spend)
		}
	})
	sum(func(add func(int, tiexin.Money)) {
		for _, c := range r.RFM.Segments {
			add(c.Customers, c.Spend)
		}
	})
	sum(func(add func(int, tiexin.Money)) {
		for _, c := range r.RFM.Tiers {
			add(c.Customers, c.Spend)
		}
	})
	sum(func(add func(int, tiexin.Money)) {
		for _, c := range r.Types.Rows {
			add(c.Customers, c.Spend)
		}
	})
	sum(func(add func(int, tiexin.Money)) {
		for _, c := range r.Customers {
			add(1, c.Spend)
		}
	})
	sum(func(add func(int, tiexin.Money)) {
		for _, c := range r.Cohorts.Rows {
			revenue := tiexin.Money(0)
			for _, cell := range c.Cells {
				revenue += cell.Revenue
			}
			add(c.Customers, revenue)
		}
	})
	frequency := 0
	for _, f := range r.Repeat.Frequency {
		frequency += f.Customers
	}
	assert.Equal(t, n, frequency)
	last := r.Forecast.Tracking[len(r.Forecast.Tracking)-1]
	assert.LessOrEqual(t, last.CumActual, r.Repeat.Repeats)
	var expected float64
	for _, c := range r.Customers {
		expected += c.Expected
	}
	assert.InDelta(t, expected, r.Forecast.NextYear.Purchases.Value, 1e-6)
	var value float64
	for _, c := range r.Customers {
		value += c.Value.Value
	}
	assert.InEpsilon(t, value, r.Forecast.NextYear.Value.Value, 1e-9)
}

func TestNobodyIsLostBetweenTwoDays(t *testing.T) {
	in := shop(t, 120)
	zone := tiexin.Shanghai()
	june := loyalty.DayOf(time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC), nil)
	r := reportOf(t, in, report.Options{Zone: zone, Before: june})
	assert.Equal(t, "2025-06-01", r.Before)
	earlier := reportOf(t, in, report.Options{Zone: zone, On: june})
	newcomers := 0
	for _, n := range r.Moves.Segments.Counts[len(r.Moves.Segments.Names)-1] {
		newcomers += n
	}
	assert.Equal(t, r.Counts.Customers-earlier.Counts.Customers, newcomers-gone(r.Moves.Segments))
	assert.Greater(t, newcomers, 20)
	for _, c := range []struct {
		move report.Move
		of   func(report.Customer) string
	}{
		{r.Moves.Segments, func(c report.Customer) string { return c.Segment }},
		{r.Moves.Types, func(c report.Customer) string { return c.Type.String() }},
	} {
		for i, name := range c.move.Names[:len(c.move.Names)-1] {
			was, is := 0, 0
			for j := range c.move.Names {
				was += c.move.Counts[i][j]
				is += c.move.Counts[j][i]
			}
			count := func(r *report.Report) (n int) {
				for _, one := range r.Customers {
					if c.of(one) == name.Name {
						n++
					}
				}
				return n
			}
			assert.Equal(t, count(earlier), was, "%s on the earlier day", name.Name)
			assert.Equal(t, count(r), is, "%s on the day", name.Name)
		}
	}
	assert.Contains(t, r.Moves.Types.Flags, loyalty.Estimated, "there was one survey only")
	in.Earlier = in.Survey
	again := reportOf(t, in, report.Options{Zone: zone, Before: june})
	assert.Empty(t, again.Moves.Types.Flags)
	assert.Equal(t, r.Moves.Types.Counts, again.Moves.Types.Counts)
}

// gone are those who were there on the earlier day only.
func gone(m report.Move) (n int) {
	for _, counts := range m.Counts {
		n += counts[len(counts)-1]
	}
	return n
}

func TestABrandAmongOthersIsJudgedByItsShare(t *testing.T) {
	in := shop(t, 60)
	in.Survey = nil
	for i := range in.Log.Purchases {
		in.Log.Purchases[i].Brand = []string{"ours", "theirs"}[i%2]
	}
	r := reportOf(t, report.Input{Log: in.Log, Brand: "ours"}, report.Options{})
	assert.Equal(t, report.ShareOfNeed, r.Types.Behaviour.Basis)
	assert.Equal(t, .5, r.Types.Behaviour.Threshold)
	whole := map[string]bool{}
	for _, refund := range in.Log.Refunds {
		whole[refund.Order] = refund.Whole
	}
	own, undone := 0, 0
	for _, p := range in.Log.Purchases {
		switch {
		case p.Brand == "ours" && whole[p.Order]:
			undone++
		case p.Brand == "ours":
			own++
		}
	}
	assert.Equal(t, own, r.Counts.Orders)
	assert.Equal(t, undone, r.Counts.Undone)
}

func TestWhoBuysMuchOftenerThanTheShopIsHigh(t *testing.T) {
	r := reportOf(t, shop(t, 240), report.Options{})
	shopRate := r.Repeat.Rate.Value
	assert.InDelta(t, shopRate, r.Types.Behaviour.Threshold, 1e-9)
	slices.SortFunc(r.Customers, func(a, b report.Customer) int { return b.Days - a.Days })
	assert.Greater(t, r.Customers[0].Behaviour.Lo, shopRate)
	for _, c := range r.Customers {
		if c.Days == 1 && c.DaysSince > 300 {
			assert.Less(t, c.Behaviour.Hi, 2*shopRate, c.ID)
			assert.Less(t, c.Behaviour.Value, shopRate, c.ID)
		}
	}
}

func TestTheOrderOfRowsDoesNotMatter(t *testing.T) {
	in := shop(t, 60)
	first := reportOf(t, in, report.Options{})
	slices.Reverse(in.Log.Purchases)
	slices.Reverse(in.Log.Refunds)
	again := reportOf(t, in, report.Options{})
	write := func(r *report.Report) string {
		var out bytes.Buffer
		require.NoError(t, r.WriteJSON(&out))
		for _, table := range r.Tables() {
			require.NoError(t, table.WriteCSV(&out))
		}
		return out.String()
	}
	assert.True(t, write(first) == write(again), "two orders of the same rows make two reports")
}

func TestLinesOfAnOrderAreOneOrder(t *testing.T) {
	a, b := buy("a", "1", 1, 50), buy("a", "1", 1, 30)
	a.Line, b.Line = "1", "2"
	r := reportOf(t, report.Input{Log: loyalty.Log{Purchases: []loyalty.Purchase{a, b, buy("b", "2", 3, 10)}}}, report.Options{})
	assert.Equal(t, 2, r.Counts.Orders)
	assert.Equal(t, 0, r.Counts.Undone)
	assert.Equal(t, tiexin.Money(9000), r.Counts.Gross)
	assert.Equal(t, "80.00", r.Customers[0].Spend.Decimal())
}

func TestAForecastThatFailedItsTestSaysSo(t *testing.T) {
	in := shop(t, 240)
	good := reportOf(t, in, report.Options{})
	require.Less(t, math.Abs(good.Forecast.Tests[0].Bias.Value), .25)
	assert.NotContains(t, good.Forecast.NextYear.Value.Flags, loyalty.FailedTest)
	// In the last three months the shop was closed, but for a single order.
	closed := time.Date(2025, 9, 1, 0, 0, 0, 0, tiexin.Shanghai())
	in.Log.Refunds = nil
	in.Log.Purchases = slices.DeleteFunc(in.Log.Purchases, func(p loyalty.Purchase) bool { return p.At.After(closed) })
	last := in.Log.Purchases[0]
	last.Order, last.At = "last", time.Date(2025, 12, 31, 0, 0, 0, 0, tiexin.Shanghai())
	in.Log.Purchases = append(in.Log.Purchases, last)
	bad := reportOf(t, in, report.Options{})
	assert.Contains(t, bad.Forecast.NextYear.Value.Flags, loyalty.FailedTest)
}

func TestARhythmOfTheClockIsAHabitWhereTheAttitudeIsLow(t *testing.T) {
	questions, err := survey.ReadyQuestionnaire("satisfaction")
	require.NoError(t, err)
	in := report.Input{Survey: &report.Answers{Questionnaire: questions, Responses: survey.Responses{}}}
	for _, who := range []struct {
		id    string
		gaps  []int
		likes float64
	}{
		{"clockwork", []int{3, 3, 3, 3, 3, 3, 3}, 1},
		{"convinced", []int{3, 3, 3, 3, 3, 3, 3}, 5},
		{"random", []int{1, 6, 1, 9, 1, 2, 4}, 1},
	} {
		day := 1
		for i, gap := range append([]int{0}, who.gaps...) {
			day += gap
			in.Log.Purchases = append(in.Log.Purchases, buy(who.id, who.id+string(rune('a'+i)), day, 30))
		}
		in.Survey.Responses[who.id] = map[string]float64{"overall": who.likes, "product": who.likes, "delivery": who.likes, "service": who.likes}
	}
	r := reportOf(t, in, report.Options{})
	for _, c := range r.Causes.Rows {
		switch c.Cause {
		case loyalty.Habit:
			assert.Equal(t, 3, c.Strong.Base)
			assert.InDelta(t, 1./3, c.Strong.Value, 1e-9, "only the clockwork is one of habit")
		case loyalty.Conviction:
			assert.InDelta(t, 1./3, c.Strong.Value, 1e-9)
		case loyalty.SwitchingCost:
			assert.Equal(t, loyalty.NoSignals, c.Strong.Why)
		}
	}
	in.Signals = []loyalty.Signals{{Customer: "random", ContractDays: loyalty.Seen(365), Balance: loyalty.Seen(0)}}
	for _, c := range reportOf(t, in, report.Options{}).Causes.Rows {
		if c.Cause == loyalty.SwitchingCost {
			assert.Equal(t, 1, c.Strong.Base)
			assert.InDelta(t, 1, c.Score.Value, 1e-9)
		}
	}
}

func TestTwoOrdersOfOneDayAreOneDayAndTwoOrders(t *testing.T) {
	r := reportOf(t, report.Input{Log: loyalty.Log{Purchases: []loyalty.Purchase{
		buy("a", "1", 1, 50), buy("a", "2", 1, 30), buy("b", "3", 1, 10), buy("b", "4", 9, 10),
	}}}, report.Options{RFM: loyalty.RFMOptions{Cuts: loyalty.RFMCuts{Frequency: []float64{2, 3, 4, 5}}}})
	assert.Equal(t, 1, r.Repeat.Repeats, "b came again, a did not")
	assert.Equal(t, 1, r.Repeat.Frequency[0].Customers)
	assert.Equal(t, 2, r.Customers[0].Orders)
	assert.Equal(t, 1, r.Customers[0].Days)
	assert.Equal(t, uint8(2), r.Customers[0].Score.F, "RFM counts orders")
}

func TestEightTypesAreAgainstTheMeans(t *testing.T) {
	r := reportOf(t, shop(t, 60), report.Options{Segments: loyalty.EightTypes()})
	assert.Len(t, r.RFM.Segments, 8)
	assert.Equal(t, loyalty.RFMScore{R: 2, F: 2, M: 2}, r.RFM.Top)
}
