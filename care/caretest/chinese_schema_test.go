package caretest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheSchemaSaysEverythingThatHasItsChinese(t *testing.T) {
	schema, err := Schema()
	require.NoError(t, err)
	for english := range schemaChinese {
		assert.True(t, strings.Contains(string(schema), `"`+english+`"`), "the schema does not say %q", english)
	}
}
