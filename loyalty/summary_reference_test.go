package loyalty_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
)

func TestCDNOWSummaryAgreesRowByRow(t *testing.T) {
	log := cdnow(t)
	base, err := loyalty.Summarise(log, calibration)
	require.NoError(t, err)
	rows := table(t, "cdnow_sample_summary.csv")
	require.Len(t, base, len(rows))
	for _, row := range rows {
		id, err := strconv.Atoi(row["customer_id"])
		require.NoError(t, err)
		s := base[strconv.Itoa(id)]
		assert.Equal(t, row["x"], strconv.Itoa(s.Repeats()), "x of %d", id)
		assert.InDelta(t, decimal(t, row["t_x"]), float64(s.Recency())/7, 1e-9, "t_x of %d", id)
		assert.InDelta(t, decimal(t, row["T"]), float64(s.Age(calibration.Until))/7, 1e-9, "T of %d", id)
		spend, ok := s.RepeatSpend()
		assert.Equal(t, s.Repeats() > 0, ok)
		assert.InDelta(t, decimal(t, row["m_x"]), spend, 1e-9, "m_x of %d", id)
	}
}

func TestCDNOWCountsAreExact(t *testing.T) {
	var want struct {
		N, NX0 int
		Sum    int `json:"sum_x"`
		TX     int `json:"sum_tx_days"`
		T      int `json:"sum_T_days"`
		X0     int `json:"n_x0"`
		Later  int `json:"sum_x_star"`
		Rows   int `json:"rows_log"`
		Days   int `json:"distinct_customer_days"`
	}
	expected(t, &want, "cdnow_sample", "summary_checks")
	log := cdnow(t)
	require.Len(t, log.Purchases, want.Rows)
	base, err := loyalty.Summarise(log, calibration)
	require.NoError(t, err)
	whole, err := loyalty.Summarise(log, loyalty.View{})
	require.NoError(t, err)
	x, tx, age, none, days, later := 0, 0, 0, 0, 0, 0
	for id, s := range base {
		x += s.Repeats()
		tx += s.Recency()
		age += s.Age(calibration.Until)
		if s.Repeats() == 0 {
			none++
		}
		all := whole[id]
		days += all.Days()
		later += all.Days() - s.Days()
	}
	assert.Equal(t, want.N, len(base))
	assert.Equal(t, want.X0, none)
	assert.Equal(t, want.Sum, x)
	assert.Equal(t, want.TX, tx)
	assert.Equal(t, want.T, age)
	assert.Equal(t, want.Days, days)
	assert.Equal(t, want.Later, later)
}

func TestExampleTransactionsCountsAreExact(t *testing.T) {
	var want struct {
		N  int `json:"n"`
		X0 int `json:"n_x0"`
		X  int `json:"sum_x"`
		TX int `json:"sum_tx_days"`
		T  int `json:"sum_T_days"`
	}
	expected(t, &want, "example_transactions")
	var log loyalty.Log
	for _, row := range table(t, "example_transactions.csv") {
		log.Purchases = append(log.Purchases, loyalty.Purchase{Customer: row["id"], At: moment(t, time.DateTime, row["date"])})
	}
	base, err := loyalty.Summarise(log, loyalty.View{})
	require.NoError(t, err)
	until := log.Until(loyalty.View{})
	x, tx, age, none := 0, 0, 0, 0
	for _, s := range base {
		x += s.Repeats()
		tx += s.Recency()
		age += s.Age(until)
		if s.Repeats() == 0 {
			none++
		}
	}
	assert.Equal(t, want.N, len(base))
	assert.Equal(t, want.X0, none)
	assert.Equal(t, want.X, x)
	assert.Equal(t, want.TX, tx)
	assert.Equal(t, want.T, age)
}

func TestCDNOWMonthlyCohorts(t *testing.T) {
	var active map[string][]int
	var revenue map[string][]float64
	expected(t, &active, "cdnow_sample", "monthly_cohort_active_customers")
	expected(t, &revenue, "cdnow_sample", "monthly_cohort_revenue")
	cohorts := loyalty.Cohorts(cdnow(t).Purchases, loyalty.View{})
	require.Len(t, cohorts, len(active))
	for _, c := range cohorts {
		month := strconv.Itoa(c.Year) + "-0" + strconv.Itoa(int(c.Month))
		require.Contains(t, active, month)
		for i, want := range active[month] {
			if i >= len(c.Cells) {
				assert.Zero(t, want)
				assert.Equal(t, loyalty.Immature, c.Retention(i).Why)
				continue
			}
			assert.Equal(t, want, c.Cells[i].Active, "%s, month %d", month, i)
			assert.InDelta(t, revenue[month][i], c.Cells[i].Revenue.Yuan(), 1e-6, "%s, month %d", month, i)
			assert.True(t, c.Cells[i].Mature, "the log ends with a month")
		}
		assert.Equal(t, c.Customers, c.Cells[0].Active)
	}
}
