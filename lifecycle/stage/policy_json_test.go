package stage_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

var storedPolicy = stage.Policy{
	Rung: stage.GapQuantiles, Horizon: 60, InterestDays: 16, DwellDays: 8, AnswerDays: 9, ActiveOrders: 4, LoyalOrders: 6,
	Majority: loyalty.Majority{MinBase: 5, Prior: &loyalty.SharePrior{A: 2, B: 3, LogLikelihood: -7, Customers: 40}, Probability: .7},
	Days:     stage.Days{Often: 50, NewLapsing: 80, NewLost: 170, Lapsing: 91, Lost: 181, Dead: 300},
	Slack:    .2, Gaps: loyalty.GapModel{K: 1, A: 2, B: 3}, Model: btyd.Model{R: 1, Alpha: 2, A: 3, B: 4}, Base: 400,
}

func TestAPolicySurvivesItsJSON(t *testing.T) {
	data, err := json.Marshal(storedPolicy)
	require.NoError(t, err)
	var read stage.Policy
	require.NoError(t, json.Unmarshal(data, &read))
	assert.Equal(t, storedPolicy, read)
}

func TestAPolicyStoredWithKeysInCamelCaseIsRead(t *testing.T) {
	var read stage.Policy
	require.NoError(t, json.Unmarshal([]byte(`{"rung": "gap-quantiles", "horizon": 60, "interestDays": 16, "dwellDays": 8, "answerDays": 9,
		"activeOrders": 4, "loyalOrders": 6,
		"majority": {"MinBase": 5, "Prior": {"A": 2, "B": 3, "LogLikelihood": -7, "Customers": 40, "Flags": null}, "Probability": 0.7},
		"days": {"often": 50, "newLapsing": 80, "newLost": 170, "lapsing": 91, "lost": 181, "dead": 300}, "slack": 0.2,
		"gaps": {"K": 1, "A": 2, "B": 3}, "model": {"R": 1, "Alpha": 2, "A": 3, "B": 4}, "chances": {}, "base": 400}`), &read))
	assert.Equal(t, storedPolicy, read)
}
