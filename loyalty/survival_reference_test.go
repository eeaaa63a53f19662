package loyalty_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
)

func waltons(t *testing.T) (all []loyalty.Spell, groups map[string][]loyalty.Spell) {
	groups = make(map[string][]loyalty.Spell)
	for _, row := range table(t, "waltons.csv") {
		s := loyalty.Spell{Time: decimal(t, row["T"]), Ended: row["E"] == "1"}
		all = append(all, s)
		groups[row["group"]] = append(groups[row["group"]], s)
	}
	return all, groups
}

func TestWaltonsAsR(t *testing.T) {
	var want struct {
		N, Events int
		Median    float64
		CI        []float64          `json:"median_ci95"`
		KM        map[string]float64 `json:"km"`
		SE        map[string]float64 `json:"greenwood_se"`
		Lambda    float64            `json:"weibull_lambda"`
		Rho       float64            `json:"weibull_rho"`
		LL        float64            `json:"weibull_LL"`
		LogRank   float64            `json:"logrank_chisq_group"`
	}
	expected(t, &want, "waltons")
	all, groups := waltons(t)
	curve, err := loyalty.KaplanMeier(all)
	require.NoError(t, err)
	assert.Equal(t, want.N, curve.Total)
	assert.Equal(t, want.Events, curve.Ends)
	for at, s := range want.KM {
		time, err := strconv.ParseFloat(at, 64)
		require.NoError(t, err)
		assert.InDelta(t, s, curve.Waiting(time).Value, 1e-9)
		if se, ok := want.SE[at]; ok {
			assert.InDelta(t, se, stepAt(curve, time).StdErr, 1e-9)
		}
	}
	median := curve.Quantile(.5)
	assert.Equal(t, want.Median, median.Value)
	assert.Equal(t, want.CI, []float64{median.Lo, median.Hi})

	weibull, err := loyalty.FitWeibull(all)
	require.NoError(t, err)
	assert.InDelta(t, want.Lambda, weibull.Scale, 1e-6)
	assert.InDelta(t, want.Rho, weibull.Shape, 1e-6)
	assert.InDelta(t, want.LL, weibull.LogLikelihood, 1e-6)

	require.Len(t, groups, 2)
	test, err := loyalty.LogRank(groups["miR-137"], groups["control"])
	require.NoError(t, err)
	assert.InDelta(t, want.LogRank, test.ChiSquare, 1e-5)
	assert.Equal(t, 1, test.Freedom)
	assert.Less(t, test.P, 1e-20)
}

func stepAt(c loyalty.Curve, time float64) (found loyalty.Step) {
	for _, s := range c.Steps {
		if s.Time <= time {
			found = s
		}
	}
	return found
}
