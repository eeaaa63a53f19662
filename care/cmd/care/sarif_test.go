package main

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
)

// sarifShape is what the schema of SARIF 2.1.0 says of the objects that are written: for
// each its properties, those that must be there with a star.
var sarifShape = map[string]map[string]string{
	"log":      {"$schema": "", "version": "*", "runs": "*[]run"},
	"run":      {"tool": "*tool", "columnKind": "", "results": "[]result"},
	"tool":     {"driver": "*driver"},
	"driver":   {"name": "*", "informationUri": "", "rules": "[]rule"},
	"rule":     {"id": "*", "shortDescription": "message"},
	"result":   {"ruleId": "", "level": "", "message": "*message", "locations": "[]location", "relatedLocations": "[]location"},
	"message":  {"text": "*"},
	"location": {"physicalLocation": "place"},
	"place":    {"artifactLocation": "*file", "region": "region"},
	"file":     {"uri": "*"},
	"region":   {"startLine": "*", "startColumn": "", "endColumn": ""},
}

// fits says that a value has the shape of an object of the schema.
func fits(t *testing.T, shape string, value any) {
	t.Helper()
	object, ok := value.(map[string]any)
	require.True(t, ok, "%s: %v", shape, value)
	properties := sarifShape[shape]
	for name := range object {
		_, known := properties[name]
		assert.True(t, known, "%s has no property %s", shape, name)
	}
	for name, of := range properties {
		inner, given := object[name]
		if of != "" && of[0] == '*' {
			assert.True(t, given, "%s needs %s", shape, name)
			of = of[1:]
		}
		switch {
		case !given || of == "":
		case of[0] == '[':
			for _, one := range inner.([]any) {
				fits(t, of[2:], one)
			}
		default:
			fits(t, of, inner)
		}
	}
}

func sarif(t *testing.T, files ...string) (code int, log sarifLog) {
	t.Helper()
	code, out, errs := calling("", append([]string{"check", "--format", "sarif"}, files...)...)
	require.Empty(t, errs)
	var value any
	require.NoError(t, json.Unmarshal([]byte(out), &value))
	fits(t, "log", value)
	require.NoError(t, json.Unmarshal([]byte(out), &log))
	require.Equal(t, "2.1.0", log.Version)
	require.Len(t, log.Runs, 1)
	var rules []string
	for _, r := range log.Runs[0].Tool.Driver.Rules {
		assert.NotEmpty(t, r.ShortDescription.Text, r.ID)
		rules = append(rules, r.ID)
	}
	for _, r := range log.Runs[0].Results {
		assert.Contains(t, rules, r.RuleID)
		assert.Contains(t, []string{"error", "note"}, r.Level)
		for _, l := range slices.Concat(r.Locations, r.RelatedLocations) {
			_, err := url.Parse(l.PhysicalLocation.ArtifactLocation.URI)
			require.NoError(t, err)
			if region := l.PhysicalLocation.Region; region != nil {
				assert.Positive(t, region.StartLine)
				assert.True(t, region.EndColumn == 0 || region.EndColumn > region.StartColumn && region.StartColumn > 0, "%+v", region)
			}
		}
	}
	return code, log
}

func TestSARIF_评审和编辑器看得懂(t *testing.T) {
	folder := t.TempDir()
	rules := filepath.Join(folder, "规则 1.yml")
	require.NoError(t, os.WriteFile(rules, []byte(`version: 1
segments: {vip: {title: 高价值, if: customer.grade == 'goldd'}}
flows:
  a: {title: 甲, about: order, when: order.paid, purpose: notice, via: sms, rules: [{name: r, send: thnaks}]}
  a: {title: 乙, about: order, when: order.paid, purpose: notice, via: sms, rules: [{name: r, send: thanks}]}
texts: {thanks: 谢谢}
`), 0o600))
	code, log := sarif(t, folder)
	assert.Equal(t, problems, code)
	results := log.Runs[0].Results
	require.NotEmpty(t, results)
	place := results[0].Locations[0].PhysicalLocation
	u, err := url.Parse(place.ArtifactLocation.URI)
	require.NoError(t, err)
	assert.Equal(t, []string{"file", filepath.ToSlash(rules)}, []string{u.Scheme, u.Path})
	assert.Equal(t, "unicodeCodePoints", log.Runs[0].ColumnKind)
	var related bool
	for _, r := range results {
		related = related || len(r.RelatedLocations) > 0
	}
	assert.True(t, related, "a name that is given twice is at two places")
}

func TestSARIF_没有错和读不了的文件(t *testing.T) {
	code, log := sarif(t, "testdata/shop")
	assert.Equal(t, well, code)
	assert.NotNil(t, log.Runs[0].Results, "a run without results found nothing; one with null did not look")

	code, log = sarif(t, "testdata/nothing-here.yaml")
	assert.Equal(t, problems, code)
	require.Len(t, log.Runs[0].Results, 1)
	assert.Equal(t, "file", log.Runs[0].Results[0].RuleID)
	assert.Empty(t, log.Runs[0].Results[0].Locations)
}

func TestCheck的JSON_读得回成Problem_和载入的一样(t *testing.T) {
	for _, folder := range []string{"testdata/broken"} {
		_, out, errs := calling("", "check", "--format", "json", folder)
		require.Empty(t, errs)
		var read []care.Problem
		require.NoError(t, json.Unmarshal([]byte(out), &read))
		_, err := care.Load(os.DirFS(folder))
		var loaded care.Problems
		require.ErrorAs(t, err, &loaded)
		require.Len(t, read, len(loaded))
		for i, p := range loaded {
			assert.Equal(t, folder+"/"+p.File, read[i].File)
			assert.Equal(t, []any{p.Line, p.Column, max(p.Width, 1), p.Kind, p.Severity, p.Message, p.Suggestion}, []any{
				read[i].Line, read[i].Column, read[i].Width, read[i].Kind, read[i].Severity, read[i].Message, read[i].Suggestion,
			})
		}
	}
}

func TestCheck_两种格式只能要一种(t *testing.T) {
	code, _, errs := calling("", "check", "--json", "--format", "sarif", "x.yaml")
	assert.Equal(t, misuse, code)
	assert.Contains(t, errs, "--json and --format sarif exclude each other; name one")
	code, _, errs = calling("", "check", "--format", "sarf", "x.yaml")
	assert.Equal(t, misuse, code)
	assert.Contains(t, errs, `unknown format "sarf"; did you mean "sarif"?`)
}

func TestCheck_文件夹里层的和yml_和Load一样都读(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	flow := func(name string) string {
		return "version: 1\nflows: {" + name + ": {title: 甲, about: order, when: order.paid, purpose: notice, via: sms, rules: [{name: r, send: t-" + name + "}]}}\ntexts: {t-" + name + ": 谢谢}\n"
	}
	write("a.yaml", flow("a"))
	write("more/b.yml", flow("b"))
	write(".git/c.yaml", "}")
	write("more/b_test.yml", "rules: [../a.yaml, b.yml]\nstart: 2026-11-11 10:00\ntests: [{name: 没有事, given: [], expect: []}]\n")
	code, out, errs := calling("", "check", folder)
	assert.Equal(t, well, code, errs)
	assert.Contains(t, out, "ok: 2 files, 2 flows")
	rules, err := care.Load(os.DirFS(folder))
	require.NoError(t, err)
	assert.Len(t, rules.Flows, 2)
	code, out, errs = calling("", "test", folder)
	assert.Equal(t, well, code, out+errs)
}
