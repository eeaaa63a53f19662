package schematest

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

// compiled is a schema, checked against the meta-schema of draft 2020-12.
func compiled(t *testing.T, schema func() ([]byte, error)) *jsonschema.Schema {
	t.Helper()
	data, err := schema()
	require.NoError(t, err)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	require.NoError(t, err)
	assert.Equal(t, "https://json-schema.org/draft/2020-12/schema", doc.(map[string]any)["$schema"])
	c := jsonschema.NewCompiler()
	meta, err := c.Compile("https://json-schema.org/draft/2020-12/schema")
	require.NoError(t, err)
	require.NoError(t, meta.Validate(doc), "the schema itself")
	require.NoError(t, c.AddResource("schema.json", doc))
	s, err := c.Compile("schema.json")
	require.NoError(t, err)
	return s
}

// read is a YAML file as an editor hands it to a validator: only numbers and
// true, false and null without quotes are no texts. It is false for what is no
// YAML.
func read(t *testing.T, file string) (any, bool) {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	var doc yaml.Node
	if yaml.Unmarshal(data, &doc) != nil || len(doc.Content) == 0 {
		return nil, false
	}
	return plain(t, doc.Content[0]), true
}

func plain(t *testing.T, n *yaml.Node) any {
	t.Helper()
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plain(t, n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := []any{}
		for _, item := range n.Content {
			list = append(list, plain(t, item))
		}
		return list
	case yaml.AliasNode:
		return plain(t, n.Alias)
	}
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return n.Value == "true"
	case "!!int", "!!float":
		if json.Valid([]byte(n.Value)) {
			return json.Number(n.Value)
		}
	}
	return n.Value
}

func TestEveryRuleFileThatLoadsIsValid(t *testing.T) {
	schema := compiled(t, rule.Schema)
	files, err := filepath.Glob("../testdata/good/*.yaml")
	require.NoError(t, err)
	files = slices.DeleteFunc(files, isTest)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			doc, ok := read(t, file)
			require.True(t, ok)
			assert.NoError(t, schema.Validate(doc))
		})
	}
}

// ready is a schema among the files of package survey.
func ready(name string) func() ([]byte, error) {
	return func() ([]byte, error) { return fs.ReadFile(survey.Files(), name) }
}

// Whatever tells editors its schema, in the first line, is valid by it.
func TestEveryFileIsValidByTheSchemaThatItNames(t *testing.T) {
	schemas := map[string]*jsonschema.Schema{
		"rules.schema.json":         compiled(t, rule.Schema),
		"rules_test.schema.json":    compiled(t, caretest.Schema),
		"calendar.schema.json":      compiled(t, calendar.Schema),
		"questionnaire.schema.json": compiled(t, ready("questionnaire.schema.json")),
		"index.schema.json":         compiled(t, ready("index.schema.json")),
	}
	seen := map[string]bool{}
	for _, pattern := range []string{"examples/*/*.yaml", "examples/*/rules/*.yaml", "loyalty/survey/ready/*/*.yaml"} {
		files, err := filepath.Glob("../../../" + pattern)
		require.NoError(t, err)
		for _, file := range files {
			t.Run(filepath.Base(file), func(t *testing.T) {
				data, err := os.ReadFile(file)
				require.NoError(t, err)
				first, _, _ := strings.Cut(string(data), "\n")
				path, ok := strings.CutPrefix(first, "# yaml-language-server: $schema=")
				require.True(t, ok, "%s names no schema", file)
				schema := schemas[filepath.Base(path)]
				require.NotNil(t, schema, path)
				seen[filepath.Base(path)] = true
				doc, ok := read(t, file)
				require.True(t, ok)
				assert.NoError(t, schema.Validate(doc))
			})
		}
	}
	for _, name := range []string{"rules.schema.json", "rules_test.schema.json", "questionnaire.schema.json", "index.schema.json"} {
		assert.True(t, seen[name], "no file was checked by %s", name)
	}
}

func isTest(file string) bool { return strings.HasSuffix(file, "_test.yaml") }

// structural are the faults that an editor can see by the schema alone. All
// others need the loader, and the schema must not stand in their way.
var structural = []string{
	"again-at-once", "bound-attribute-unknown", "bound-provider-unknown", "budget-in-dollars", "calendar-day-outside-days", "cap-of-no-time", "cap-with-two-windows", "cap-without-window", "channel-unknown",
	"condition-is-a-list", "day-in-chinese", "duration-in-words", "event-misspelt", "event-of-no-such-name", "event-of-no-such-thing",
	"flow-is-a-text", "flow-via-misspelt", "flow-without-purpose", "flow-without-rules", "fresh-of-no-time", "hours-in-full-width", "hours-without-end", "limits-misspelt",
	"limits-no-mapping", "promise-without-condition", "purposes-empty", "rule-unknown-key", "section-unknown", "segment-without-condition", "segments-no-mapping",
	"send-nothing", "shop-closes-at-once", "shop-closes-wrong", "shop-number", "step-says-nothing", "step-text-and-task", "step-text-with-owner",
	"stages-unknown-key", "step-unknown-key", "ten-faults", "until-everybody", "text-null", "text-of-a-broken-wording", "text-of-unknown-channel", "text-wholly-swallowed", "version-missing", "version-unknown", "when-is-empty", "while-misspelt",
	"yaml-alias-bomb",
}

func TestFaultsOfStructureAreInvalid(t *testing.T) {
	schema := compiled(t, rule.Schema)
	files, err := filepath.Glob("../testdata/faults/*.bad.yaml")
	require.NoError(t, err)
	seen := 0
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".bad.yaml")
		doc, isYAML := read(t, file)
		if !isYAML {
			continue
		}
		err := schema.Validate(doc)
		if slices.Contains(structural, name) {
			seen++
			assert.Error(t, err, name)
		} else {
			assert.NoError(t, err, name)
		}
	}
	assert.Len(t, structural, seen, "a fault listed here has no file")
}

func TestFaultsOfRuleTestsAreInvalid(t *testing.T) {
	schema := compiled(t, caretest.Schema)
	for name, doc := range map[string]any{
		"nothing":        map[string]any{},
		"an unknown key": map[string]any{"rules": "payment.yaml", "tests": []any{}, "test": 1},
		"no mapping":     []any{},
	} {
		assert.Error(t, schema.Validate(doc), name)
	}
}
