package report_test

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/report"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

// habits are the ways in which the customers of a random shop buy: the days of one
// customer, from the first.
var habits = map[string]func(random *rand.Rand, days int) []int{
	"regular": func(random *rand.Rand, days int) []int { // about every so many days, until they leave
		gap, leave := 3+40*random.Float64(), .3*random.Float64()
		var at []int
		for day := random.IntN(days); day < days; day += 1 + int(gap*(.7+.6*random.Float64())) {
			at = append(at, day)
			if random.Float64() < leave {
				break
			}
		}
		return at
	},
	"subscription": func(random *rand.Rand, days int) []int { // to the day
		gap := []int{7, 13, 14, 28, 30}[random.IntN(5)]
		var at []int
		for day, n := random.IntN(days), 1+random.IntN(12); day < days && n > 0; day, n = day+gap, n-1 {
			at = append(at, day)
		}
		return at
	},
	"one-timers": func(random *rand.Rand, days int) []int { return []int{random.IntN(days)} },
	"daily": func(random *rand.Rand, days int) []int {
		var at []int
		for day, n := random.IntN(days), 1+random.IntN(60); day < days && n > 0; day, n = day+1, n-1 {
			at = append(at, day)
		}
		return at
	},
	"random": func(random *rand.Rand, days int) []int {
		var at []int
		for range 1 + random.IntN(10) {
			at = append(at, random.IntN(days))
		}
		return at
	},
	"rare": func(random *rand.Rand, days int) []int { return []int{0, days - 1}[:1+random.IntN(2)] },
}

// anyShop is a sound log of some random shop: of one habit or of several, with one
// price or many, with refunds, bulk, other brands and a survey, or without.
func anyShop(t *testing.T, seed uint64) (report.Input, report.Options, string) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 1956))
	names := slices.Sorted(maps.Keys(habits))
	alike := random.IntN(3) == 0 // all have one habit, and one gap or day may be everybody's
	kinds := names
	if random.IntN(2) == 0 {
		kinds = names[random.IntN(len(names)):][:1]
	}
	customers := []int{1, 2, 3, 10, 30, 80}[random.IntN(6)]
	days := []int{1, 20, 90, 365, 700}[random.IntN(5)]
	onePrice, bulk, refunds, brands, asked := random.IntN(3) == 0, random.IntN(4) == 0, random.IntN(3) == 0, random.IntN(5) == 0, random.IntN(3) == 0
	story := fmt.Sprintf("shop %d: %d customers over %d days, %v, alike %v, one price %v, bulk %v, refunds %v, brands %v, asked %v",
		seed, customers, days, kinds, alike, onePrice, bulk, refunds, brands, asked)

	start := time.Date(2025, 1, 1, 10, 0, 0, 0, tiexin.Shanghai())
	in := report.Input{}
	if brands {
		in.Brand = "ours"
	}
	same := habits[kinds[0]](random, days)
	for c := range customers {
		at := same
		if !alike {
			at = habits[kinds[random.IntN(len(kinds))]](random, days)
		}
		id, usual := fmt.Sprintf("c%03d", c), tiexin.Money(100+random.IntN(30_000))
		for n, day := range at {
			p := loyalty.Purchase{Customer: id, Order: fmt.Sprintf("%s-%d", id, n), At: start.AddDate(0, 0, day), Amount: 5900, Units: 1}
			if !onePrice {
				p.Amount = usual/2 + tiexin.Money(random.IntN(int(usual)))
				p.List = p.Amount * tiexin.Money(1+random.IntN(2))
			}
			if bulk && random.IntN(8) == 0 {
				p.Units = 1000 * (1 + random.IntN(50))
				p.Amount *= tiexin.Money(p.Units)
				p.List *= tiexin.Money(p.Units)
			}
			if brands {
				p.Brand = []string{"ours", "ours", "theirs"}[random.IntN(3)]
			}
			in.Log.Purchases = append(in.Log.Purchases, p)
			if refunds && random.IntN(4) == 0 {
				back := loyalty.Refund{Order: p.Order, At: p.At.AddDate(0, 0, random.IntN(20)), Whole: true}
				if random.IntN(2) == 0 {
					back.Whole, back.Amount = false, tiexin.Money(random.Int64N(int64(p.Amount)+1))
				}
				if back.Whole || back.Amount > 0 {
					in.Log.Refunds = append(in.Log.Refunds, back)
				}
			}
		}
	}
	if asked {
		in.Survey = anyAnswers(t, random, customers)
	}
	o := report.Options{Zone: tiexin.Shanghai(), Margin: .3 * float64(random.IntN(2)), Seed: seed}
	if random.IntN(10) == 0 { // to discount takes long
		o.Yearly = .1
	}
	if random.IntN(4) == 0 {
		o.Segments = loyalty.EightTypes()
	}
	return in, o, story
}

// anyAnswers are a survey in which many give the best or the worst answer to all.
func anyAnswers(t *testing.T, random *rand.Rand, customers int) *report.Answers {
	t.Helper()
	questions, err := survey.ReadyQuestionnaire([]string{"attitude", "satisfaction", "nps"}[random.IntN(3)])
	require.NoError(t, err)
	responses := survey.Responses{}
	for c := range customers {
		if random.IntN(2) == 0 {
			continue
		}
		answers, mood := map[string]float64{}, random.IntN(4)
		for _, item := range questions.Items {
			scale, ok := questions.Scale(item.Scale)
			require.True(t, ok)
			answer := scale.Min + float64(random.IntN(1+int(scale.Max-scale.Min)))
			if mood == 0 {
				answer = scale.Min
			}
			if mood == 1 {
				answer = scale.Max
			}
			answers[item.Name] = answer
		}
		responses[fmt.Sprintf("c%03d", c)] = answers
	}
	return &report.Answers{Questionnaire: questions, Responses: responses}
}

// A sound log is never refused, whatever the shop: there is a report, every number is in
// its range, and counts add up. TIEXIN_LONG=1 tries ten thousand shops.
func TestASoundLogOfAnyShopHasAReport(t *testing.T) {
	shops := uint64(300)
	switch {
	case os.Getenv("TIEXIN_LONG") != "":
		shops = 10_000
	case testing.Short():
		shops = 60
	}
	for seed := range shops {
		in, o, story := anyShop(t, seed)
		o.Rounds = 20
		r, err := report.Of(in, o)
		if !assert.NoError(t, err, story) {
			continue
		}
		if problems := oddities(r); !assert.Empty(t, problems, story) {
			continue
		}
	}
}

// shares are the measures that lie from 0 to 1, by the end of their place; other
// measures are at least 0, but for those named.
var (
	shares = []string{
		"Buyers", "Share", "SpendShare", "Expected", "High", "Retention", "Discounted", "TopFifth", "Strong", "Score", "Stayed", "Asked", "TopBox", "AUC", "Bought",
	}
	anySign = []string{"Bias", "Correlation", "Headline", "Alpha", "ItemRest", "Attitude", "Mean"}
)

// oddities are what is wrong with a report of a log that was sound.
func oddities(r *report.Report) (found []string) {
	say := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	var walk func(place string, v reflect.Value)
	walk = func(place string, v reflect.Value) {
		if m, ok := v.Interface().(loyalty.Measure); ok {
			name := place[strings.LastIndexByte(place, '.')+1:]
			isShare := slices.Contains(shares, name) && place != "report.Forecast.NextYear.Buyers"
			switch {
			case m.OK == (m.Why != ""):
				say("%s is known or says why: %v", place, m)
			case m.OK && m.Level > 0 && !(m.Lo <= m.Value && m.Value <= m.Hi) && !m.Has(loyalty.IntervalOnly):
				say("%s is not inside its interval: %v", place, m)
			case m.OK && isShare && (m.Value < 0 || m.Value > 1 || m.Lo < 0 || m.Hi > 1):
				say("%s is a share: %v", place, m)
			case m.OK && !slices.Contains(anySign, name) && m.Value < 0:
				say("%s is below 0: %v", place, m)
			case m.Why == loyalty.Impossible:
				say("%s is called impossible: %v", place, m)
			}
		}
		switch v.Kind() {
		case reflect.Float64:
			if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
				say("%s is %v", place, f)
			}
		case reflect.String:
			if v.String() == string(loyalty.Impossible) {
				say("%s is called impossible", place)
			}
		case reflect.Pointer:
			if !v.IsNil() {
				walk(place, v.Elem())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				walk(place+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case reflect.Slice, reflect.Array:
			for i := range v.Len() {
				walk(place, v.Index(i))
			}
		}
	}
	walk("report", reflect.ValueOf(r).Elem())

	n := r.Counts.Customers
	count := func(what string, customers int, spend tiexin.Money) {
		if n > 0 && (customers != n || spend != r.Counts.Net) {
			say("%s add up to %d customers and %s of %d and %s", what, customers, spend, n, r.Counts.Net)
		}
	}
	count("cells", sum(r.RFM.Cells, func(c report.RFMCell) int { return c.Customers }), sum(r.RFM.Cells, func(c report.RFMCell) tiexin.Money { return c.Spend }))
	count("segments", sum(r.RFM.Segments, func(c report.Segment) int { return c.Customers }), sum(r.RFM.Segments, func(c report.Segment) tiexin.Money { return c.Spend }))
	count("tiers", sum(r.RFM.Tiers, func(c report.Tier) int { return c.Customers }), sum(r.RFM.Tiers, func(c report.Tier) tiexin.Money { return c.Spend }))
	count("types", sum(r.Types.Rows, func(c report.TypeRow) int { return c.Customers }), sum(r.Types.Rows, func(c report.TypeRow) tiexin.Money { return c.Spend }))
	count("customers", len(r.Customers), sum(r.Customers, func(c report.Customer) tiexin.Money { return c.Spend }))
	count("frequencies", sum(r.Repeat.Frequency, func(f report.Frequency) int { return f.Customers }), r.Counts.Net)
	count("cohorts", sum(r.Cohorts.Rows, func(c report.Cohort) int { return c.Customers }), sum(r.Cohorts.Rows, func(c report.Cohort) tiexin.Money {
		return sum(c.Cells, func(cell report.CohortCell) tiexin.Money { return cell.Revenue })
	}))
	if r.Counts.Gross-r.Counts.Refunded != r.Counts.Net {
		say("%s less %s are not %s", r.Counts.Gross, r.Counts.Refunded, r.Counts.Net)
	}
	if n > 0 && r.Forecast.Why == "" {
		expected := sum(r.Customers, func(c report.Customer) float64 { return c.Expected })
		if total := r.Forecast.NextYear.Purchases.Value; math.Abs(expected-total) > 1e-9*(1+total) {
			say("customers are expected to buy %v times, and all of them %v times", expected, total)
		}
	}
	for _, c := range r.Customers {
		for _, p := range []float64{c.Chance, c.PAlive, c.PBuy} {
			if !(p >= 0 && p <= 1) || c.Expected < 0 {
				say("customer %s has the chances %v, %v, %v and %v purchases to come", c.ID, c.Chance, c.PAlive, c.PBuy, c.Expected)
			}
		}
	}
	return found
}

// sum adds up what rows have.
func sum[R any, N int | float64 | tiexin.Money](rows []R, of func(R) N) (total N) {
	for _, r := range rows {
		total += of(r)
	}
	return total
}
