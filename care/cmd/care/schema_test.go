package main

import (
	"encoding/json"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// readers takes what an editor shows out of a schema, and hands it over.
func readers(v any, said func(text string)) any {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			text, isText := inner.(string)
			switch {
			case isText && (key == "description" || key == "title"):
				said(text)
				delete(v, key)
			case key == "enumDescriptions":
				for _, text := range inner.([]any) {
					said(text.(string))
				}
				delete(v, key)
			default:
				v[key] = readers(inner, said)
			}
		}
	case []any:
		for i := range v {
			v[i] = readers(v[i], said)
		}
	}
	return v
}

func Test中文的schema_说的是中文_别的一字不变(t *testing.T) {
	han := regexp.MustCompile(`\p{Han}`)
	for _, of := range []string{"rules", "test"} {
		code, english, errs := calling("", "schema", of)
		require.Equal(t, well, code, errs)
		code, chinese, errs := calling("", "schema", of, "--lang", "zh")
		require.Equal(t, well, code, errs)
		var a, b any
		require.NoError(t, json.Unmarshal([]byte(english), &a))
		require.NoError(t, json.Unmarshal([]byte(chinese), &b))
		texts := 0
		b = readers(b, func(text string) {
			texts++
			assert.Regexp(t, han, text)
			assert.NotRegexp(t, englishWords, typed(text))
		})
		assert.Greater(t, texts, 50)
		assert.Equal(t, readers(a, func(string) { texts-- }), b)
		assert.Zero(t, texts)
	}
}
