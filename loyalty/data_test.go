package loyalty_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

// reference reads one of the data sets that may not be in the repository.
func reference(t testing.TB, name string) []byte {
	t.Helper()
	dir := os.Getenv("TIEXIN_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "data")
	}
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Skipf("%s is not here: it may not be in the repository; set TIEXIN_DATA to the folder that has it", name)
	}
	return data
}

// table reads a reference file of comma-separated values, by the names of its head.
func table(t testing.TB, name string) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(reference(t, name))).ReadAll()
	require.NoError(t, err)
	all := make([]map[string]string, 0, len(rows)-1)
	for _, row := range rows[1:] {
		named := make(map[string]string, len(row))
		for i, value := range row {
			named[rows[0][i]] = value
		}
		all = append(all, named)
	}
	return all
}

// expected reads a part of the reference numbers: of those that need no data from
// testdata, of the others from where their data are.
func expected(t testing.TB, into any, path ...string) {
	t.Helper()
	own, err := os.ReadFile("testdata/expected.json")
	require.NoError(t, err)
	var here map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(own, &here))
	part := json.RawMessage(own)
	if _, found := here[path[0]]; !found {
		part = reference(t, "expected.json")
	}
	for _, key := range path {
		var next map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(part, &next))
		require.Contains(t, next, key)
		part = next[key]
	}
	require.NoError(t, json.Unmarshal(part, into))
}

func decimal(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	require.NoError(t, err)
	return v
}

func fen(t testing.TB, s string) tiexin.Money {
	t.Helper()
	return tiexin.Money(math.Round(decimal(t, s) * 100))
}

func moment(t testing.TB, layout, s string) time.Time {
	t.Helper()
	at, err := time.Parse(layout, s)
	require.NoError(t, err)
	return at
}

func dayAt(year int, month time.Month, day int) loyalty.Day {
	return loyalty.DayOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC), nil)
}

// cdnow is the log of the CDNOW sample.
func cdnow(t testing.TB) loyalty.Log {
	t.Helper()
	var l loyalty.Log
	for _, row := range table(t, "cdnow_sample_log.csv") {
		id, err := strconv.Atoi(row["customer_id"])
		require.NoError(t, err)
		l.Purchases = append(l.Purchases, loyalty.Purchase{
			Customer: strconv.Itoa(id), At: moment(t, "20060102", row["date"]), Amount: fen(t, row["dollars"]),
		})
	}
	return l
}

// calibration is how far the CDNOW sample is looked at.
var calibration = loyalty.View{Until: dayAt(1997, time.September, 30)}
