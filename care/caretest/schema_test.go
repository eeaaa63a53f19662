package caretest_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/caretest"
)

func TestSchema知道每一个键(t *testing.T) {
	schema, err := caretest.Schema()
	require.NoError(t, err)
	require.True(t, json.Valid(schema))
	for _, key := range []string{
		"rules", "start", "customers", "tests", "name", "given", "until", "expect", "withheld", "unreachable",
		"at", "event", "customer", "happened", "id", "facts", "order", "parcel", "chat", "consent", "refund", "review", "survey", "incident", "message", "task", "product", "senders",
		"rule", "subject", "child", "owner", "budget", "within", "via", "text", "step", "form", "reason", "by",
	} {
		assert.Contains(t, string(schema), `"`+key+`": {`, key)
	}
	assert.Contains(t, string(schema), `"order.price_changed"`)
	assert.Contains(t, string(schema), `"quiet-hours"`)
	assert.NotContains(t, string(schema), `"due"`, "due is no silence")
}
