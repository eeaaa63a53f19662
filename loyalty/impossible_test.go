package loyalty_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
)

// Numbers that nobody has, as a slip of units or a broken export brings them.
func TestImpossibleNumbersAreNoMeasures(t *testing.T) {
	law := loyalty.GapModel{K: 1.1, A: 3.6, B: 140}
	for name, m := range map[string]loyalty.Measure{
		"more own than category":  loyalty.MeanRequirement([]loyalty.Share{{Own: 8, Category: 1}, {Own: 10, Category: 4}}),
		"a billion billion times": loyalty.PoissonRate(math.MaxInt, 1, 0.95),
		"curve without steps":     loyalty.Curve{Total: 3}.Waiting(1),
		"its median":              loyalty.Curve{Total: 3}.Quantile(.5),
		"gaps beyond numbers":     law.Mean(loyalty.GapState{N: 1, Sum: math.MaxFloat64}),
		"gap law beyond numbers":  loyalty.GapModel{K: math.MaxFloat64, A: 1, B: 1}.Median(loyalty.GapState{}),
		"prior beyond numbers":    loyalty.SharePrior{A: math.MaxFloat64, B: 5e-324}.Shrunk(loyalty.Share{Own: 1, Category: 2}),
	} {
		assert.False(t, m.OK, "%s: %s", name, m)
		assert.NotEmpty(t, m.Why, name)
	}
	_, ok := loyalty.SharePrior{A: 5e-324, B: 1e300}.Above(loyalty.Share{Own: 2, Category: 2}, 0.5)
	assert.False(t, ok)
	for _, w := range []loyalty.Weibull{{}, {Scale: math.NaN(), Shape: 1}, {Scale: 1, Shape: math.Inf(1)}} {
		assert.Zero(t, w.Waiting(3))
		assert.Zero(t, w.Quantile(0.5))
	}
	table, ok := law.Table(0.5, math.MaxInt)
	require.True(t, ok)
	gap, ok := table.Quantile(loyalty.GapState{Sum: math.MaxFloat64})
	assert.False(t, ok)
	assert.Zero(t, gap)
	far, ok := table.Quantile(loyalty.GapState{N: 1_000_000, Sum: 3e7})
	require.True(t, ok, "beyond the table it is worked out")
	assert.InEpsilon(t, 20, far, 0.1)

	relative, err := loyalty.RelativeAttitude(
		loyalty.Measure{OK: true, Value: 4, Lo: 3, Hi: 5, Level: 5e-324}, loyalty.Measure{OK: true, Value: 3})
	require.NoError(t, err)
	assert.Equal(t, 1.0, relative.Value)
	assert.Zero(t, relative.Level, "an interval without an end is none")

	sure := loyalty.Beta{A: 0.001, B: 1000}.Measure(0.5, 3, "belief")
	assert.LessOrEqual(t, sure.Lo, sure.Value)
	assert.GreaterOrEqual(t, sure.Hi, sure.Value)
	assert.Zero(t, loyalty.Beta{A: 1, B: 1}.Measure(2, 3, "belief").Level)

	_, err = loyalty.ReportTypes([]loyalty.Typed{{Customer: "wang", Chances: [5]float64{0, math.Inf(1)}}, {Customer: "li", Behaviour: loyalty.Chance{P: 7}}})
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, 2)
}

func TestPurchasesWithoutAPossibleTimeAreLeftOut(t *testing.T) {
	day := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	odd := []loyalty.Purchase{
		{Customer: "wang", At: day, Units: 1, Amount: 100},
		{Customer: "wang", Units: 1, Amount: 100},
		{Customer: "li", At: time.Unix(math.MaxInt64/2, 0), Units: math.MaxInt, Amount: 100},
		{Customer: "zhao", At: time.Unix(-1e12, 0), Units: 1, Amount: 100},
	}
	cohorts := loyalty.Cohorts(odd, loyalty.View{})
	require.Len(t, cohorts, 1)
	assert.Equal(t, 1, cohorts[0].Customers)
	assert.Len(t, loyalty.Cohorts(odd, loyalty.View{Until: math.MaxInt32})[0].Cells, (2149-2026)*12+4, "to the last month that a day has")
	assert.Len(t, loyalty.Histories(odd, loyalty.View{}), 1)
	assert.Len(t, loyalty.UnitRhythms(odd, loyalty.View{}), 1)
	assert.Len(t, loyalty.PricePoints(odd, 30, loyalty.View{}), 1)
	report := loyalty.ReportBrand(odd, "", "", loyalty.View{})
	assert.Equal(t, [2]loyalty.Day{loyalty.DayOf(day, nil), loyalty.DayOf(day, nil)}, [2]loyalty.Day{report.From, report.To})
	assert.Equal(t, loyalty.Day(math.MaxInt32), loyalty.DayOf(time.Unix(math.MaxInt64/2, 0), nil), "no day is another one's")
	_, err := loyalty.Log{Purchases: odd}.Net(loyalty.View{})
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults, "and Net names them")
	assert.Len(t, faults, 3)
}

func TestHistoriesOfAnotherSourceMayComeInAnyOrder(t *testing.T) {
	mixed := []loyalty.History{{Customer: "wang", Days: []loyalty.Day{20030, 20000, 20010, 20000}}}
	sorted := []loyalty.History{{Customer: "wang", Days: []loyalty.Day{20000, 20010, 20030}}}
	assert.Equal(t, loyalty.Rhythms(sorted), loyalty.Rhythms(mixed))
	assert.Equal(t, loyalty.GapDays(sorted), loyalty.GapDays(mixed))
	assert.Equal(t, loyalty.NextOrder(sorted, 2, 20040), loyalty.NextOrder(mixed, 2, 20040))
	assert.Equal(t, []loyalty.Day{20030, 20000, 20010, 20000}, mixed[0].Days, "they are left as they were")
}
