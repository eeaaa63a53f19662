package btyd

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

func exampleTransactions(t testing.TB) Summary {
	t.Helper()
	var log []loyalty.Purchase
	for _, row := range readTable(t, sharedFile(t, "example_transactions.csv")) {
		at, err := time.Parse(time.DateTime, row[0])
		require.NoError(t, err)
		log = append(log, loyalty.Purchase{Customer: row[1], At: at})
	}
	s, err := Summarise(slices.Values(log), LogOptions{Unit: Day})
	require.NoError(t, err)
	return s
}

// totals are Σx, Σtx and ΣT in days.
func totals(s Summary) (customers, x int, tx, age int) {
	for _, c := range s.Customers {
		x += c.X
		tx += int(math.Round(Day.Count(c.Tx, s.Unit)))
		age += int(math.Round(Day.Count(c.T, s.Unit)))
	}
	return len(s.Customers), x, tx, age
}

func TestLogsBecomeTheKnownSummaries(t *testing.T) {
	t.Run("CDNOW", func(t *testing.T) {
		s := cdnow(t)
		n, x, tx, age := totals(s)
		assert.Equal(t, [4]int{2357, 2457, 112949, 539779}, [4]int{n, x, tx, age})
		later := 0
		for _, n := range s.Holdout {
			later += n
		}
		assert.Equal(t, 1882, later)
		assert.Equal(t, 39.0, s.Horizon)
		for i, row := range readTable(t, sharedFile(t, "cdnow_sample_summary.csv")) {
			assert.Equal(t, row[1], strconv.Itoa(s.Customers[i].X))
			assert.InDelta(t, num(t, row[2]), s.Customers[i].Tx, 1e-9)
			assert.InDelta(t, num(t, row[3]), s.Customers[i].T, 1e-9)
			assert.Equal(t, row[4], strconv.Itoa(s.Holdout[i]))
			assert.InDelta(t, num(t, row[5]), s.Spends[i].Mean, 1e-9)
		}
	})
	t.Run("synthetic", func(t *testing.T) {
		n, x, tx, age := totals(exampleTransactions(t))
		assert.Equal(t, [4]int{5000, 9270, 121356, 1211978}, [4]int{n, x, tx, age})
	})
}

func day(month time.Month, d, hour int) time.Time {
	return time.Date(2026, month, d, hour, 0, 0, 0, time.UTC)
}

func TestTheShopsClockDecidesWhatOneDayIs(t *testing.T) {
	log := []loyalty.Purchase{ // 23:00 and 01:00 in Shanghai
		{Customer: "lin", At: day(3, 1, 15)},
		{Customer: "lin", At: day(3, 1, 17)},
		{Customer: "lin", At: day(3, 1, 18)},
	}
	utc, err := Summarise(slices.Values(log), LogOptions{Unit: Day, Zone: time.UTC})
	require.NoError(t, err)
	assert.Equal(t, []Customer{{}}, utc.Customers, "one day in UTC")
	shanghai, err := Summarise(slices.Values(log), LogOptions{Unit: Day, Zone: time.FixedZone("CST", 8*3600)})
	require.NoError(t, err)
	assert.Equal(t, []Customer{{X: 1, Tx: 1, T: 1}}, shanghai.Customers, "two days in the shop")
}

func TestWhatLiesAfterTheEndIsHoldout(t *testing.T) {
	log := []loyalty.Purchase{
		{Customer: "lin", At: day(1, 1, 9), Amount: 999_00},
		{Customer: "lin", At: day(1, 8, 9), Amount: 20_00},
		{Customer: "lin", At: day(1, 8, 20), Amount: 15_00, Refunded: 5_00}, // the same day
		{Customer: "lin", At: day(1, 12, 9), Amount: 70_00},                 // holdout
		{Customer: "lin", At: day(1, 17, 9)},                                // its last day
		{Customer: "lin", At: day(1, 18, 9)},                                // beyond
		{Customer: "wang", At: day(1, 3, 9)},
		{Customer: "new", At: day(1, 11, 9)}, // first seen after the end
	}
	end := loyalty.DayOf(day(1, 10, 0), nil)
	s, err := Summarise(slices.Values(log), LogOptions{Unit: Day, Zone: time.UTC, End: end, Holdout: 7})
	require.NoError(t, err)
	assert.Equal(t, Summary{
		IDs:       []string{"lin", "wang"},
		Customers: []Customer{{X: 1, Tx: 7, T: 9}, {T: 7}},
		Spends:    []Spend{{1, 30}, {}},
		LogGaps:   []float64{math.Log(7), 0},
		Holdout:   []int{2, 0},
		Horizon:   7,
		Before:    []Before{{Silence: 2, Bought: true}, {Silence: 0, Bought: false}},
		Daily:     []int{7: 1, 11: 1, 16: 1},
		Start:     loyalty.DayOf(day(1, 1, 0), nil),
		End:       end,
		Unit:      Day,
	}, s)
}

func TestTheOrderOfTheLogDoesNotMatter(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var log []loyalty.Purchase
	for range 3000 {
		log = append(log, loyalty.Purchase{Customer: strconv.Itoa(random.IntN(200)), At: day(1, 1+random.IntN(200), random.IntN(24))})
	}
	o := LogOptions{Holdout: 30}
	first, err := Summarise(slices.Values(log), o)
	require.NoError(t, err)
	random.Shuffle(len(log), func(i, j int) { log[i], log[j] = log[j], log[i] })
	second, err := Summarise(slices.Values(log), o)
	require.NoError(t, err)
	assert.Equal(t, first, second)
	require.NoError(t, validateCustomers(first.Customers))
}

func TestBadRowsAreToldAllAtOnce(t *testing.T) {
	_, err := Summarise(slices.Values([]loyalty.Purchase{
		{At: day(1, 1, 0)},
		{Customer: "lin"},
		{Customer: "lin", At: day(1, 1, 0)},
		{Customer: "wang", At: time.Date(26, 1, 1, 0, 0, 0, 0, time.UTC)},
		{Customer: "wang", At: day(1, 1, 0), Amount: -1, Refunded: 1},
	}), LogOptions{})
	require.EqualError(t, err, `row 0: no customer; give every purchase its customer's id
row 1 (lin): no time; a purchase or refund without one cannot be counted
row 3 (wang): the time 0026-01-01 00:00:00 lies outside 1970 to 2149; check its unit
row 4 (wang): the amount is -¥0.01; money is not negative, what is paid back is a refund
row 4 (wang): ¥0.01 refunded of -¥0.01; a refund is at most what was paid`)
	_, err = Summarise(slices.Values([]loyalty.Purchase(nil)), LogOptions{})
	require.ErrorIs(t, err, loyalty.ErrNothing)
	_, err = Summarise(nil, LogOptions{})
	require.ErrorIs(t, err, loyalty.ErrNothing)
	_, err = Summarise(slices.Values([]loyalty.Purchase{{Customer: "lin", At: day(2, 1, 0)}}), LogOptions{End: loyalty.DayOf(day(1, 1, 0), nil)})
	require.ErrorIs(t, err, loyalty.ErrNothing)
	require.ErrorContains(t, err, "no customer had bought by 2026-01-01, where the calibration ends")
	for _, o := range []LogOptions{{Holdout: -1}, {Holdout: math.MaxInt}, {End: -1}, {End: math.MaxInt32}, {End: math.MaxInt32, Holdout: 9}} {
		_, err = Summarise(slices.Values([]loyalty.Purchase{{Customer: "lin", At: day(2, 1, 0)}}), o)
		require.ErrorIs(t, err, ErrHoldout, "%+v", o)
	}
}

// Kept up to date order by order, summarised from a log, or read by the models: the
// customers are the same.
func TestSummariesOfCustomersAreTheSameCustomers(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 5))
	var log loyalty.Log
	for i := range 2000 {
		log.Purchases = append(log.Purchases, loyalty.Purchase{
			Customer: strconv.Itoa(random.IntN(300)), Order: strconv.Itoa(i),
			At: day(1, 1+random.IntN(200), random.IntN(24)), Amount: tiexin.Money(random.IntN(3) * random.IntN(50_000)),
		})
	}
	for i := 0; i < 2000; i += 9 {
		p := log.Purchases[i]
		log.Refunds = append(log.Refunds, loyalty.Refund{Order: p.Order, At: p.At, Whole: i%2 == 0, Amount: max(p.Amount/2, 1)})
		if p.Amount < 2 {
			log.Refunds[len(log.Refunds)-1].Whole = true
		}
	}
	today := loyalty.View{Until: loyalty.DayOf(day(7, 25, 0), nil)}
	net, err := log.Net(today)
	require.NoError(t, err)
	want, err := Summarise(slices.Values(net), LogOptions{Unit: Month, End: today.Until})
	require.NoError(t, err)
	base, err := loyalty.Summarise(log, today)
	require.NoError(t, err)
	base["nobody"] = loyalty.Summary{}
	got, err := SummaryOf(base, today.Until, Month)
	require.NoError(t, err)
	assert.Nil(t, got.LogGaps)
	want.LogGaps, want.Daily = nil, nil
	assert.Equal(t, want, got)
	assert.NoError(t, validateBuyers(got.Buyers()))
	assert.Len(t, Summary{Customers: make([]Customer, 3)}.Buyers(), 3, "without spend")

	_, err = SummaryOf(nil, today.Until, Week)
	require.ErrorIs(t, err, loyalty.ErrNothing)
	_, err = SummaryOf(base, today.Until-100, Week)
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.ErrorContains(t, err, "after 2026-04-16; summarise as of that day, or take a later one")
	_, ok := BuyerOf(base["nobody"], today.Until, Week)
	assert.False(t, ok)
	_, ok = BuyerOf(base["1"], today.Until, 0)
	assert.False(t, ok, "without a unit nothing is counted")
}

func TestUnits(t *testing.T) {
	assert.InDelta(t, 90./7, Week.Count(90, Day), 1e-12)
	assert.InDelta(t, 12, Month.Count(1, Year), 1e-12)
	assert.Equal(t, 5.0, Unit(0).Count(5, Day))
	assert.Equal(t, 5.0, Day.Count(5, Unit(99)))
	assert.Equal(t, "week", Week.String())
	assert.Equal(t, "unit 99", Unit(99).String())
}

func TestSimulations(t *testing.T) {
	same := Simulation{Customers: 500, Calibration: 52, Arrive: 12, Holdout: 12, Grid: 1. / 7, Seed: 9}
	a, err := Simulate(modelMBG(0.8, 5, 0.8, 2), same)
	require.NoError(t, err)
	b, err := Simulate(modelMBG(0.8, 5, 0.8, 2), same)
	require.NoError(t, err)
	assert.Equal(t, a, b, "the same seed, the same customers")
	assert.NoError(t, validateCustomers(a.Customers))
	for _, c := range a.Customers {
		assert.InDelta(t, math.Round(c.T*7), c.T*7, 1e-9, "on the grid")
		assert.InDelta(t, math.Round(c.Tx*7), c.Tx*7, 1e-9, "on the grid")
	}
	_, err = Simulate(modelMBG(0.8, 5, 0.8, 0), same)
	require.Error(t, err)
	_, err = Simulate(modelMBG(0.8, 5, 0.8, 2), Simulation{Calibration: -1, Arrive: 3, Holdout: math.NaN(), Grid: math.Inf(1)})
	require.EqualError(t, err, `btyd: simulation: 0 customers; simulate one or more
btyd: simulation: a calibration of -1; it must be above 0 and finite
btyd: simulation: arrival within 3; it must be within the calibration of -1
btyd: simulation: a holdout of NaN; it must be 0 or more and finite
btyd: simulation: a grid of +Inf; it must be 0, or from a billionth of the calibration to all of it`)
	_, err = Simulate(modelNBD(1e6, 1e-6), Simulation{Customers: 1, Calibration: 1})
	require.ErrorContains(t, err, "would buy more than a million times")
	_, err = Simulate(modelNBD(1, 1), Simulation{Customers: 1, Calibration: 1, Grid: 5e-324})
	require.ErrorContains(t, err, "a grid of 5e-324")
}
