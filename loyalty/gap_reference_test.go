package loyalty_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
)

func TestGapModelVectors(t *testing.T) {
	var vectors []struct {
		K, A, B, S, P, Quantile, Mean float64
		N                             int
		At30                          float64 `json:"cdf_at_30"`
	}
	expected(t, &vectors, "gap_model_vectors")
	require.NotEmpty(t, vectors)
	for _, v := range vectors {
		m := loyalty.GapModel{K: v.K, A: v.A, B: v.B}
		state := loyalty.GapState{N: v.N, Sum: v.S}
		q, ok := m.Quantile(state, v.P)
		require.True(t, ok)
		assert.InEpsilon(t, v.Quantile, q, 1e-9, "%+v", v)
		table, ok := m.Table(v.P, 5)
		require.True(t, ok)
		again, ok := table.Quantile(state)
		require.True(t, ok)
		assert.Equal(t, q, again)
		waiting, ok := m.Waiting(state, 30)
		require.True(t, ok)
		assert.InDelta(t, v.At30, 1-waiting, 1e-9)
		assert.InEpsilon(t, v.Mean, m.Mean(state).Value, 1e-9)
	}
}

func TestCDNOWGapModel(t *testing.T) {
	var want struct {
		K, A      float64
		B         float64 `json:"b_days"`
		LL        float64
		SE        []float64
		Customers int
		Gaps      int
		Quantiles map[string]float64 `json:"quantiles_days"`
	}
	expected(t, &want, "gap_model_cdnow_sample")
	histories := loyalty.Histories(cdnow(t).Purchases, calibration)
	fit, err := loyalty.FitGaps(loyalty.Rhythms(histories))
	require.NoError(t, err)
	t.Logf("%+v", fit)
	assert.Equal(t, want.Customers, fit.Customers)
	assert.Equal(t, want.Gaps, fit.Gaps)
	assert.InDelta(t, want.LL, fit.LogLikelihood, 1e-5)
	assert.InEpsilon(t, want.K, fit.K, 1e-5)
	assert.InEpsilon(t, want.A, fit.A, 1e-5)
	assert.InEpsilon(t, want.B, fit.B, 1e-5)
	require.Len(t, fit.StdErr, 3)
	for i := range want.SE {
		assert.InEpsilon(t, want.SE[i], fit.StdErr[i], 1e-3)
	}
	assert.Empty(t, fit.Flags)
	gaps := loyalty.GapDays(histories)
	require.Len(t, gaps, want.Gaps)
	for p, days := range want.Quantiles {
		share, err := strconv.ParseFloat(p, 64)
		require.NoError(t, err)
		assert.InDelta(t, days, loyalty.QuantileOf(gaps, share).Value, 1e-9, "quantile %s", p)
	}
}
