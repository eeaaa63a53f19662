package form_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

func sampleSchema(t testing.TB) []byte {
	t.Helper()
	schema, err := form.Schema(fileForm.Kind(), "https://example.com/rules.schema.json", "Rules")
	require.NoError(t, err)
	return schema
}

func TestSchema照着表来(t *testing.T) {
	schema := sampleSchema(t)
	assert.Equal(t, schema, sampleSchema(t), "the same bytes each time")
	if *update {
		require.NoError(t, os.WriteFile("testdata/schema.json", schema, 0o644))
	}
	want, err := os.ReadFile("testdata/schema.json")
	require.NoError(t, err)
	assert.Equal(t, string(want), string(schema))
}

func Test两张表不能同名(t *testing.T) {
	type pair struct{ a, b shop }
	one := &form.Form[shop]{Name: say.Plain("shop")}
	two := &form.Form[shop]{Name: say.Plain("shop")}
	_, err := form.Schema((&form.Form[pair]{Fields: []form.Field[pair]{
		form.Key("a", say.Plain(""), one.Kind(), func(p *pair) *shop { return &p.a }),
		form.Key("b", say.Plain(""), two.Kind(), func(p *pair) *shop { return &p.b }),
	}}).Kind(), "x", "x")
	assert.EqualError(t, err, `form: two forms have the name "shop"`)
}

// What the loader accepts the schema accepts, and the other way round: every
// sample below is changed word by word and asked of both.
func Test读的和Schema说的一致(t *testing.T) {
	var schema map[string]any
	require.NoError(t, json.Unmarshal(sampleSchema(t), &schema))
	base := `version: 1
shop: {name: 小鹿家, closes: {juhuasuan: 30m}}
limits: {daily: {at_most: 2, per: day}}
flows:
  payment:
    title: 催付
    purpose: notice
    via: [sms, wangwang]
    rules: [{name: a, send: {text: x, after: 5m, then: [y]}, review: true}]
texts: {a: 您好, b: {sms: 您好}}
given: [{id: 1}]
`
	tokens := regexp.MustCompile(`[^\s\[\]{},:]+`).FindAllStringIndex(base, -1)
	replacements := []string{"0", "1", "7", "101", `"2"`, "2.5", "true", "yes", `""`, `" "`, "~", "[]", "{}", "[a]", "{a: b}", "sms", "day", "45m", "abc"}
	asked := map[bool]int{}
	for _, at := range tokens {
		isKey := strings.HasPrefix(base[at[1]:], ":")
		for _, word := range replacements {
			if isKey && strings.ContainsAny(word, "[{~") {
				continue
			}
			data := base[:at[0]] + word + base[at[1]:]
			_, problems := read(data)
			if strings.Contains(problems, "window") || strings.Contains(problems, "given twice") {
				continue // what looks at several keys is beyond a schema
			}
			var doc any
			require.NoError(t, yaml.Unmarshal([]byte(data), &doc), data)
			valid := check(schema, schema, jsonOf(t, doc))
			asked[valid]++
			assert.Equal(t, problems == "", valid, "%s\n%s", data, problems)
		}
	}
	assert.Greater(t, asked[true], 100)
	assert.Greater(t, asked[false], 100)
}

// jsonOf is a YAML document as JSON sees it: keys are texts, numbers floats.
func jsonOf(t *testing.T, doc any) any {
	t.Helper()
	switch doc := doc.(type) {
	case map[string]any:
		object := map[string]any{}
		for key, v := range doc {
			object[key] = jsonOf(t, v)
		}
		return object
	case map[any]any:
		object := map[string]any{}
		for key, v := range doc {
			object[fmt.Sprint(key)] = jsonOf(t, v)
		}
		return object
	case []any:
		list := []any{}
		for _, v := range doc {
			list = append(list, jsonOf(t, v))
		}
		return list
	case int:
		return float64(doc)
	}
	return doc
}

// check is as much of JSON Schema as the schemas of this package use.
func check(root, schema map[string]any, v any) bool {
	if ref, ok := schema["$ref"].(string); ok {
		target := root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
		if !check(root, target, v) {
			return false
		}
	}
	if kinds, ok := schema["type"]; ok {
		list, many := kinds.([]any)
		if !many {
			list = []any{kinds}
		}
		if !slices.ContainsFunc(list, func(k any) bool { return isType(k.(string), v) }) {
			return false
		}
	}
	if words, ok := schema["enum"].([]any); ok && !slices.Contains(words, v) {
		return false
	}
	if all, ok := schema["oneOf"].([]any); ok {
		n := 0
		for _, one := range all {
			if check(root, one.(map[string]any), v) {
				n++
			}
		}
		if n != 1 {
			return false
		}
	}
	switch v := v.(type) {
	case string:
		pattern, ok := schema["pattern"].(string)
		return !ok || regexp.MustCompile(pattern).MatchString(v)
	case float64:
		least, ok := schema["minimum"].(float64)
		most, _ := schema["maximum"].(float64)
		return !ok || v >= least && v <= most
	case []any:
		items, ok := schema["items"].(map[string]any)
		return !ok || !slices.ContainsFunc(v, func(item any) bool { return !check(root, items, item) })
	case map[string]any:
		return checkObject(root, schema, v)
	}
	return true
}

func checkObject(root, schema, v map[string]any) bool {
	required, _ := schema["required"].([]any)
	for _, key := range required {
		if _, ok := v[key.(string)]; !ok {
			return false
		}
	}
	properties, _ := schema["properties"].(map[string]any)
	for key, value := range v {
		if names, ok := schema["propertyNames"].(map[string]any); ok && len(key) < int(names["minLength"].(float64)) {
			return false
		}
		one, known := properties[key].(map[string]any)
		if !known {
			switch others := schema["additionalProperties"].(type) {
			case bool:
				return false
			case map[string]any:
				one = others
			default:
				continue
			}
		}
		if !check(root, one, value) {
			return false
		}
	}
	return true
}

func isType(kind string, v any) bool {
	switch v := v.(type) {
	case string:
		return kind == "string"
	case bool:
		return kind == "boolean"
	case float64:
		return kind == "number" || kind == "integer" && v == math.Trunc(v)
	case []any:
		return kind == "array"
	case map[string]any:
		return kind == "object"
	}
	return kind == "null"
}
