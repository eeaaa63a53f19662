package loyalty

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// rfmData is the folder of the data that may not stand in the repository.
func rfmData(t testing.TB) string {
	t.Helper()
	folder := os.Getenv("TIEXIN_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "shared", "data")
	}
	if _, err := os.Stat(filepath.Join(folder, "rfm_orders.csv")); err != nil {
		t.Skip("the orders of R's rfm may not be stored here; name the folder that holds rfm_orders.csv in TIEXIN_DATA")
	}
	return folder
}

func rfmTable(t testing.TB, file string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(rfmData(t), file))
	require.NoError(t, err)
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	var table []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		table = append(table, row)
	}
	return table
}

func whole(t testing.TB, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	require.NoError(t, err)
	return n
}

func samplePurchases(t testing.TB) []Purchase {
	var purchases []Purchase
	for _, row := range rfmTable(t, "rfm_orders.csv") {
		at, err := time.Parse(time.DateOnly, row["order_date"])
		require.NoError(t, err)
		purchases = append(purchases, Purchase{Customer: row["customer_id"], At: at, Amount: tiexin.Money(whole(t, row["revenue"]) * 100)})
	}
	return purchases
}

func TestRFMAgreesWithRForEveryCustomer(t *testing.T) {
	purchases := samplePurchases(t)
	var expected struct {
		RFM struct {
			Customers int            `json:"customers"`
			Recency   []float64      `json:"recency_cuts_right_open"`
			Frequency []float64      `json:"frequency_cuts"`
			Monetary  []float64      `json:"monetary_cuts"`
			Segments  map[string]int `json:"segments"`
			R         map[string]int `json:"r_counts"`
			F         map[string]int `json:"f_counts"`
			M         map[string]int `json:"m_counts"`
		} `json:"rfm"`
	}
	data, err := os.ReadFile(filepath.Join(rfmData(t), "expected.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &expected))

	view := View{Until: DayOf(time.Date(2006, 12, 31, 0, 0, 0, 0, time.UTC), nil)}
	base, err := Summarise(Log{Purchases: purchases}, view)
	require.NoError(t, err)
	rows := RFMOf(base, view.Until, ByOrder)
	require.Len(t, rows, expected.RFM.Customers)
	scores, cuts, err := ScoreRFM(rows, RFMOptions{Interpolated: true})
	require.NoError(t, err)

	yuan := func(fen []float64) []float64 {
		out := slices.Clone(fen)
		for i := range out {
			out[i] /= 100
		}
		return out
	}
	assert.InDeltaSlice(t, expected.RFM.Recency, cuts.Recency, 1e-9)
	assert.InDeltaSlice(t, expected.RFM.Frequency, cuts.Frequency, 1e-9)
	assert.InDeltaSlice(t, expected.RFM.Monetary, yuan(cuts.Monetary), 1e-9)

	segments, r, f, m := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	place := map[string]int{}
	set := RSegments()
	for i, row := range rows {
		place[row.Customer] = i
		segments[set.Of(scores[i])]++
		r[fmt.Sprint(scores[i].R)]++
		f[fmt.Sprint(scores[i].F)]++
		m[fmt.Sprint(scores[i].M)]++
	}
	assert.Equal(t, expected.RFM.Segments, segments)
	assert.Equal(t, expected.RFM.R, r)
	assert.Equal(t, expected.RFM.F, f)
	assert.Equal(t, expected.RFM.M, m)

	table := rfmTable(t, "rfm_expected.csv")
	require.Len(t, table, len(rows))
	for _, want := range table {
		i := place[want["customer_id"]]
		require.Equal(t, RFM{
			Customer:  want["customer_id"],
			DaysSince: whole(t, want["recency_days"]),
			Purchases: whole(t, want["transaction_count"]),
			Amount:    tiexin.Money(whole(t, want["amount"]) * 100),
		}, rows[i])
		require.Equal(t, want["rfm_score"], scores[i].String(), want["customer_id"])
		require.Equal(t, want["segment"], set.Of(scores[i]), want["customer_id"])
	}
}

// byCounting is what the comment of ScoreRFM says, in the slowest way.
func byCounting(rows []RFM, n int) []RFMScore {
	scores := make([]RFMScore, len(rows))
	for i, row := range rows {
		var longer, fewer, less int
		for _, other := range rows {
			if other.DaysSince > row.DaysSince {
				longer++
			}
			if other.Purchases < row.Purchases {
				fewer++
			}
			if other.Amount < row.Amount {
				less++
			}
		}
		score := func(worse int) uint8 { return uint8(1 + n*worse/len(rows)) }
		scores[i] = RFMScore{score(longer), score(fewer), score(less)}
	}
	return scores
}

func randomRFM(r *rand.Rand, n int) []RFM {
	rows := make([]RFM, n)
	for i := range rows {
		rows[i] = RFM{
			Customer:  fmt.Sprint("c", i),
			DaysSince: r.IntN(1 + r.IntN(400)),
			Purchases: 1 + r.IntN(1+r.IntN(8)),
			Amount:    tiexin.Money(r.IntN(1+r.IntN(50_000)) - 1000),
		}
	}
	return rows
}

func TestScoresAreWhatCountingEverybodyGives(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		rows, n := randomRFM(r, 1+r.IntN(60)), 2+r.IntN(9)
		scores, cuts, err := ScoreRFM(rows, RFMOptions{Buckets: n})
		require.NoError(t, err)
		require.NoError(t, cuts.validate())
		require.Equal(t, byCounting(rows, n), scores, "%d scores of %v", n, rows)
	}
}

func TestScoresDoNotDependOnOrderOrUnitOfMoney(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, interpolated := range []bool{false, true} {
		for range 100 {
			rows := randomRFM(r, 1+r.IntN(80))
			o := RFMOptions{Interpolated: interpolated}
			scores, _, err := ScoreRFM(rows, o)
			require.NoError(t, err)
			of := map[string]RFMScore{}
			for i, row := range rows {
				of[row.Customer] = scores[i]
			}

			mixed := slices.Clone(rows)
			r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
			for i := range mixed {
				mixed[i].Amount *= 7 // another currency
			}
			o.Unit = 700
			again, _, err := ScoreRFM(mixed, o)
			require.NoError(t, err)
			for i, row := range mixed {
				require.Equal(t, of[row.Customer], again[i])
			}
		}
	}
}

func TestWhoBoughtMoreNeverScoresLess(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, interpolated := range []bool{false, true} {
		for range 50 {
			rows := randomRFM(r, 1+r.IntN(80))
			scores, _, err := ScoreRFM(rows, RFMOptions{Interpolated: interpolated, Buckets: 2 + r.IntN(8)})
			require.NoError(t, err)
			for i, a := range rows {
				for j, b := range rows {
					if a.DaysSince <= b.DaysSince {
						require.GreaterOrEqual(t, scores[i].R, scores[j].R)
					}
					if a.Purchases >= b.Purchases {
						require.GreaterOrEqual(t, scores[i].F, scores[j].F)
					}
					if a.Amount >= b.Amount {
						require.GreaterOrEqual(t, scores[i].M, scores[j].M)
					}
				}
			}
		}
	}
}

func TestScoresOfOrdinaryBases(t *testing.T) {
	rows := func(purchases ...int) []RFM {
		var rows []RFM
		for i, n := range purchases {
			rows = append(rows, RFM{Customer: fmt.Sprint(i), DaysSince: 10 * i, Purchases: n, Amount: tiexin.Money(n * 1000)})
		}
		return rows
	}
	tests := map[string]struct {
		rows []RFM
		o    RFMOptions
		want string
	}{
		"one customer is nobody's better":               {rows(3), RFMOptions{}, "111"},
		"all alike but for the day":                     {rows(1, 1, 1, 1, 1), RFMOptions{}, "511 411 311 211 111"},
		"five who differ in all":                        {rows(5, 4, 3, 2, 1), RFMOptions{}, "555 444 333 222 111"},
		"six in ten bought once, the others begin at 4": {rows(4, 3, 2, 2, 1, 1, 1, 1, 1, 1), RFMOptions{}, "555 555 444 444 311 311 211 211 111 111"},
		"fixed edges: reached is above, 30 days are beyond 30": {
			[]RFM{{"a", 29, 2, 10_000}, {"b", 30, 1, 9_999}},
			RFMOptions{Cuts: RFMCuts{Recency: []float64{30, 90}, Frequency: []float64{2}, Monetary: []float64{5_000, 10_000}}},
			"323 212",
		},
		"one dimension fixed, the others from the base": {rows(2, 1), RFMOptions{Buckets: 2, Cuts: RFMCuts{Recency: []float64{1, 2, 3}}}, "422 111"},
		"twenty scores":                       {rows(2, 1), RFMOptions{Buckets: 20}, "11-11-11 111"},
		"equal fixed edges leave a score out": {rows(2, 1), RFMOptions{Cuts: RFMCuts{Recency: []float64{5}, Frequency: []float64{2, 2}, Monetary: []float64{0}}}, "232 112"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			scores, _, err := ScoreRFM(test.rows, test.o)
			require.NoError(t, err)
			got := ""
			for i, s := range scores {
				if i > 0 {
					got += " "
				}
				got += s.String()
			}
			assert.Equal(t, test.want, got)
		})
	}
}

func TestEdgesScoreWhoWasNotInTheBase(t *testing.T) {
	rows := randomRFM(rand.New(rand.NewPCG(7, 8)), 200)
	scores, cuts, err := ScoreRFM(rows, RFMOptions{})
	require.NoError(t, err)
	for i, row := range rows {
		require.Equal(t, scores[i], cuts.Score(row))
	}
	assert.Equal(t, RFMScore{5, 5, 5}, cuts.Top())
	assert.Equal(t, cuts.Top(), cuts.Score(RFM{DaysSince: 0, Purchases: 1_000, Amount: 1 << 50}))
	assert.Equal(t, RFMScore{1, 1, 1}, cuts.Score(RFM{DaysSince: 9_999, Purchases: 0, Amount: -1 << 50}))
}

func TestBadRowsAreAllNamedAndNothingIsScored(t *testing.T) {
	rows := []RFM{
		{"a", 1, 1, 100},
		{"", 1, 1, 100},
		{"b", -3, 1, 100},
		{"c", 1, 0, 100},
		{"a", 2, 1, 100},
		{"d", 1, 1, maxRFMAmount + 1},
		{"e", maxRFMDays + 1, 1, 1},
		{"f", 1, maxRFMPurchases + 1, 1},
	}
	scores, _, err := ScoreRFM(rows, RFMOptions{})
	assert.Nil(t, scores)
	var faults Problems
	require.ErrorAs(t, err, &faults)
	var named []int
	for _, f := range faults {
		named = append(named, f.Row)
	}
	assert.Equal(t, []int{1, 2, 3, 4, 5, 6, 7}, named)
	assert.ErrorContains(t, err, "row 4 (a): is the same customer as row 0")
	assert.ErrorContains(t, err, "row 2 (b): last bought 3 days after the day of the analysis")

	_, _, err = ScoreRFM(nil, RFMOptions{})
	require.ErrorIs(t, err, ErrNothing)
	_, err = MeanCuts(rows)
	require.ErrorAs(t, err, &faults)
}

func TestOptionsThatCannotBeMeant(t *testing.T) {
	nan := func() float64 { var zero float64; return zero / zero }()
	for want, o := range map[string]RFMOptions{
		"1 buckets; 2 to 100 are possible": {Buckets: 1},
		"-1 buckets":                       {Buckets: -1},
		"101 buckets":                      {Buckets: 101},
		"the unit of money is -¥0.01":      {Unit: -1},
		"(recency): edge 2 is 1, below the one before it, 2": {Cuts: RFMCuts{Recency: []float64{2, 1}}},
		"(monetary): edge 1 is not a number":                 {Cuts: RFMCuts{Monetary: []float64{nan}}},
		"(frequency): has 100 edges; 99 is the most":         {Cuts: RFMCuts{Frequency: make([]float64, 100)}},
	} {
		_, _, err := ScoreRFM([]RFM{{"a", 1, 1, 1}}, o)
		assert.ErrorContains(t, err, want)
	}
}

func TestPurchasesBecomeRows(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*60*60)
	day := func(d, hour int) time.Time { return time.Date(2026, 3, d, hour, 0, 0, 0, shanghai) }
	log := Log{
		Purchases: []Purchase{
			{Customer: "林", Order: "1", At: day(1, 8), Amount: 1000},
			{Customer: "林", Order: "2", At: day(9, 23), Amount: 2000}, // yesterday, though by UTC it is the same day as now
			{Customer: "林", Order: "3", At: day(9, 10), Amount: 500},  // the same day once more
			{Customer: "林", Order: "4", At: day(11, 0), Amount: 9999}, // tomorrow
			{Customer: "周", Order: "5", At: day(2, 8), Amount: 100},
			{Customer: "吴", Order: "6", At: day(3, 8), Amount: 0}, // a gift
			{Customer: "郑", Order: "7", At: day(12, 8), Amount: 7},
		},
		Refunds: []Refund{
			{Order: "3", At: day(10, 23), Amount: 300}, // refunded today
			{Order: "2", At: day(11, 1), Amount: 900},  // tomorrow
			{Order: "5", At: day(4, 8), Whole: true},   // never was
		},
	}
	today := View{Until: DayOf(day(10, 9), nil), Zone: shanghai}
	base, err := Summarise(log, today)
	require.NoError(t, err)
	assert.Equal(t, []RFM{{"吴", 7, 1, 0}, {"林", 1, 3, 3200}}, RFMOf(base, today.Until, ByOrder))
	assert.Equal(t, []RFM{{"吴", 7, 1, 0}, {"林", 1, 2, 3200}}, RFMOf(base, today.Until, ByDay))

	slices.Reverse(log.Purchases)
	again, err := Summarise(log, today)
	require.NoError(t, err)
	assert.Equal(t, RFMOf(base, today.Until, ByDay), RFMOf(again, today.Until, ByDay), "the order of purchases does not matter")

	assert.Empty(t, RFMOf(base, today.Until-400, ByDay), "a year earlier nobody had bought")
	assert.Empty(t, RFMOf(nil, today.Until, ByDay))
	assert.Empty(t, RFMOf(map[string]Summary{"林": {}}, today.Until, ByDay), "all of it undone")
}

func TestEveryRepeatedCustomerIsFound(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for range 100 {
		rows := make([]RFM, 1+r.IntN(300))
		var want []int
		seen := map[string]bool{}
		for i := range rows {
			rows[i] = RFM{fmt.Sprint(r.IntN(400)), 1, 1, 1}
			if seen[rows[i].Customer] {
				want = append(want, i)
			}
			seen[rows[i].Customer] = true
		}
		var got []int
		var faults Problems
		if err := faultsOfRFM(rows); err != nil {
			require.ErrorAs(t, err, &faults)
		}
		for _, f := range faults {
			got = append(got, f.Row)
		}
		require.Equal(t, want, got)
	}
}
