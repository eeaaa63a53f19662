package btyd

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

// sharedFile is a file of data that may not be committed, or skips the test.
func sharedFile(t testing.TB, name string) string {
	t.Helper()
	folder := os.Getenv("TIEXIN_DATA")
	if folder == "" {
		at, err := os.Getwd()
		require.NoError(t, err)
		for ; at != filepath.Dir(at); at = filepath.Dir(at) {
			if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
				break
			}
		}
		folder = filepath.Join(filepath.Dir(at), "shared", "data")
	}
	path := filepath.Join(folder, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s is not there: set TIEXIN_DATA to the folder with the shared data", path)
	}
	return path
}

func readTable(t testing.TB, path string) [][]string {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	return rows[1:]
}

func num(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	require.NoError(t, err)
	return v
}

// cdnowLog is the sample of CDNOW's customers who first bought in early 1997.
func cdnowLog(t testing.TB) []loyalty.Purchase {
	t.Helper()
	var log []loyalty.Purchase
	for _, row := range readTable(t, sharedFile(t, "cdnow_sample_log.csv")) {
		at, err := time.Parse("20060102", strings.TrimSpace(row[2]))
		require.NoError(t, err)
		log = append(log, loyalty.Purchase{Customer: row[1], At: at, Amount: tiexin.Money(math.Round(100 * num(t, row[4])))})
	}
	return log
}

// cdnow is that log in weeks: calibrated to the end of September 1997, with 39
// weeks of holdout.
func cdnow(t testing.TB) Summary {
	t.Helper()
	end := loyalty.DayOf(time.Date(1997, 9, 30, 0, 0, 0, 0, time.UTC), nil)
	s, err := Summarise(slices.Values(cdnowLog(t)), LogOptions{End: end, Holdout: 273})
	require.NoError(t, err)
	return s
}

// known is what expected.json says of the CDNOW sample.
type known struct {
	Params   []float64             `json:"params"`
	LL       float64               `json:"LL"`
	SE       []float64             `json:"se"`
	CE39     float64               `json:"CE39_sum"`
	Holdout  int                   `json:"holdout_actual"`
	MAE      float64               `json:"MAE"`
	RMSE     float64               `json:"RMSE"`
	Corr     float64               `json:"corr"`
	PA       float64               `json:"PA_sum"`
	Bins     map[string][4]float64 `json:"bins"`
	Cum      map[string]float64    `json:"cum"`
	E52      float64               `json:"E52"`
	Cust1    [2]float64            `json:"cust1"`
	Cust1516 [2]float64            `json:"cust1516"`
	Top5     map[string][5]float64 `json:"top5"`
	Times    map[string]float64    `json:"times"`
}

func knownCDNOW(t testing.TB, model string) known {
	t.Helper()
	text, err := os.ReadFile(sharedFile(t, "expected.json"))
	require.NoError(t, err)
	var all struct {
		CDNOW map[string]json.RawMessage `json:"cdnow_sample"`
	}
	require.NoError(t, json.Unmarshal(text, &all))
	var k known
	require.NoError(t, json.Unmarshal(all.CDNOW[model], &k))
	return k
}

func modelBG(r, alpha, a, b float64) Model { return Model{Family: BG, R: r, Alpha: alpha, A: a, B: b} }

func modelMBG(r, alpha, a, b float64) Model {
	return Model{Family: MBG, R: r, Alpha: alpha, A: a, B: b}
}

func modelNBD(r, alpha float64) Model { return Model{Family: NBD, R: r, Alpha: alpha} }

func modelCNBD(k int, r, alpha, a, b float64) Model {
	return Model{Family: CNBD, K: k, R: r, Alpha: alpha, A: a, B: b}
}

func modelPareto(r, alpha, s, beta float64) Model {
	return Model{Family: ParetoNBD, R: r, Alpha: alpha, S: s, Beta: beta}
}
