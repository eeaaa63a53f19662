package report_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
	"github.com/tiexin-go/tiexin/loyalty/report"
)

// cdnow reads the CDNOW sample, which may not be committed.
func cdnow(t *testing.T) loyalty.Log {
	t.Helper()
	folder := os.Getenv("TIEXIN_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	file, err := os.Open(filepath.Join(folder, "cdnow_sample_log.csv"))
	if err != nil {
		t.Skip("cdnow_sample_log.csv is not here; name its folder in TIEXIN_DATA")
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	var log loyalty.Log
	for _, row := range rows[1:] {
		at, err := time.Parse("20060102", row[2])
		require.NoError(t, err)
		dollars, err := strconv.ParseFloat(row[4], 64)
		require.NoError(t, err)
		log.Purchases = append(log.Purchases, loyalty.Purchase{Customer: row[1], At: at, Amount: tiexin.Money(dollars*100 + .5)})
	}
	return log
}

// The log-likelihoods and the sum of expected purchases are the published ones, at
// the exact optimum: Fader, Hardie & Lee 2005, Marketing Science 24(2).
func TestCDNOWAsPublished(t *testing.T) {
	end := loyalty.DayOf(time.Date(1997, 9, 30, 0, 0, 0, 0, time.UTC), nil)
	r := reportOf(t, report.Input{Log: cdnow(t)}, report.Options{On: end, Horizon: 39 * 7})
	assert.Equal(t, 2357, r.Counts.Customers)
	assert.Equal(t, 2457, r.Repeat.Repeats)
	assert.InDelta(t, 539779/loyalty.Year, r.Repeat.Years, 1e-9)
	require.Len(t, r.Forecast.Models, 2)
	assert.InDelta(t, -9582.13571555, r.Forecast.Models[0].LogLikelihood, 1e-4)
	assert.InDelta(t, -9594.97617894, r.Forecast.Models[1].LogLikelihood, 1e-4)
	assert.InDelta(t, 1576.7, r.Forecast.NextYear.Purchases.Value, 1.6)
	spend := r.Forecast.NextYear.Spend
	assert.Equal(t, 946, spend.Customers)
	assert.InDelta(t, .114, spend.Correlation.Value, .001)
}

// Thirty-nine weeks later 1,882 purchases had come.
func TestCDNOWHeldAgainstWhatCame(t *testing.T) {
	r := reportOf(t, report.Input{Log: cdnow(t)}, report.Options{Holdout: 39 * 7})
	assert.Equal(t, "1997-09-30", r.Forecast.Calibration)
	test := r.Forecast.Tests[0]
	assert.Equal(t, 1882, test.Actual)
	assert.InDelta(t, 1576.7, test.Expected, 1.6)
	assert.Equal(t, 4339, r.Forecast.Tracking[77].CumActual)
	assert.InDelta(t, 4050.0, r.Forecast.Tracking[77].CumExpected, 4050*.005)
	assert.Contains(t, []btyd.Choice{btyd.PreferModel, btyd.PreferRecency}, test.Prefer)
	assert.NotEmpty(t, test.Reason)
}
