package house_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

var update = flag.Bool("update", false, "write the schemas of examples/schema anew")

// Editors complete and check rule files by a schema; the committed ones are those
// that the loaders print.
func TestTheSchemasAreCurrent(t *testing.T) {
	for name, make := range map[string]func() ([]byte, error){
		"rules.schema.json":      rule.Schema,
		"rules_test.schema.json": caretest.Schema,
		"calendar.schema.json":   calendar.Schema,
	} {
		want, err := make()
		require.NoError(t, err)
		require.True(t, json.Valid(want))
		assert.Contains(t, string(want), `"$id": "https://tiexin-go.github.io/`+name+`"`, "a schema is known by the name of its file")
		file := filepath.Join(root, "examples/schema", name)
		if *update {
			require.NoError(t, os.WriteFile(file, want, 0o644))
		}
		got, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Equal(t, string(want), string(got), "%s is old; run go test ./internal/house -update", name)
	}
}

// Every rule file and rule test of the examples tells editors which schema it
// follows.
func TestEveryExampleNamesItsSchema(t *testing.T) {
	for _, name := range sources() {
		if !strings.HasPrefix(name, "examples/") || !strings.HasSuffix(name, ".yaml") {
			continue
		}
		schema := "rules.schema.json"
		if strings.HasSuffix(name, "_test.yaml") {
			schema = "rules_test.schema.json"
		}
		first, _, _ := strings.Cut(read(t, name), "\n")
		path, ok := strings.CutPrefix(first, "# yaml-language-server: $schema=")
		if assert.True(t, ok, "%s does not begin with # yaml-language-server: $schema=…", name) {
			assert.Equal(t, "examples/schema/"+schema, filepath.ToSlash(filepath.Join(filepath.Dir(name), path)), name)
		}
	}
}
