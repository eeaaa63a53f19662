package loyalty_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
)

func TestGroupsStoredWithKeysInCamelCaseAreRead(t *testing.T) {
	var set loyalty.Segmentation
	require.NoError(t, json.Unmarshal([]byte(`{"name": "own", "rules": [{"name": "best"}], "noOrders": "strangers"}`), &set))
	assert.Equal(t, loyalty.Segmentation{Name: "own", Rules: []loyalty.SegmentRule{{Name: "best"}}, NoOrders: "strangers"}, set)

	var tiers []loyalty.Tier
	require.NoError(t, json.Unmarshal([]byte(`[{"name": "A", "topCustomers": 0.2}, {"name": "B", "topValue": 0.9}, {"name": "C"}]`), &tiers))
	assert.Equal(t, []loyalty.Tier{{Name: "A", TopCustomers: .2}, {Name: "B", TopValue: .9}, {Name: "C"}}, tiers)
}
