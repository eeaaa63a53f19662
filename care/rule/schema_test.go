package rule

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whether the schema is right is tested in the module schematest, with a
// validator. Here: the loader and the schema know the same keys.
func TestTheSchemaKnowsTheSameKeys(t *testing.T) {
	data, err := Schema()
	require.NoError(t, err)
	again, err := Schema()
	require.NoError(t, err)
	assert.Equal(t, string(data), string(again))
	var schema struct {
		Defs map[string]struct {
			Description string
			Properties  map[string]struct{ Description string }
		} `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(data, &schema))
	for name, def := range schema.Defs {
		assert.NotEmpty(t, def.Description, name)
		for key, p := range def.Properties {
			assert.NotEmpty(t, p.Description, "%s.%s", name, key)
		}
	}
	for name, known := range map[string][]string{"rule-file": fileKeys, "limits-section": limitKeys} {
		assert.ElementsMatch(t, known, slices.Collect(maps.Keys(schema.Defs[name].Properties)), "what is not known may have been one of these")
	}
}
