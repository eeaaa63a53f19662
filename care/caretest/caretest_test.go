package caretest_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/internal/say"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(got), 0o644))
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

func Test规则测试(t *testing.T) {
	caretest.Run(t, os.DirFS("testdata"), "*_test.yaml")
}

// Each of these stories is told wrongly, to see what the tester is told.
func Test失败先说差别再画时间线(t *testing.T) {
	results, err := caretest.Test(os.DirFS("testdata"), "failing/*_test.yaml")
	require.NoError(t, err)
	var got, chinese strings.Builder
	for _, r := range results {
		assert.False(t, r.Passed, r.Name)
		got.WriteString("=== " + r.Name + "\n" + r.Failure + "\n\n")
		chinese.WriteString("=== " + r.Name + "\n" + r.InChinese().Failure + "\n\n")
	}
	golden(t, "failing.golden", got.String())
	golden(t, "failing.zh.golden", chinese.String())
}

func Test写错的文件一次说完所有的错(t *testing.T) {
	results, err := caretest.Test(os.DirFS("testdata"), "bad/*_test.yaml")
	assert.Empty(t, results)
	require.Error(t, err)
	golden(t, "bad.golden", err.Error()+"\n")
	golden(t, "bad.zh.golden", say.Of(err).Chinese+"\n")
}

// What is typed stands in quotes, or is a single word.
func Test中文里没有成句的英文(t *testing.T) {
	typed := regexp.MustCompile("「[^」]*」|\"[^\"]*\"|`[^`]*`|\\{.*\\}|\\[.*\\]")
	english := regexp.MustCompile(`[A-Za-z]{2,} [A-Za-z]{2,}`)
	said := 0
	for _, name := range []string{"bad.zh.golden", "failing.zh.golden"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		require.NoError(t, err)
		for line := range strings.Lines(string(data)) {
			if conditionLine := strings.HasPrefix(line, "        "); conditionLine || !strings.ContainsAny(line, "：；，") {
				continue
			}
			assert.NotRegexp(t, english, typed.ReplaceAllString(line, ""))
			said++
		}
	}
	assert.Greater(t, said, 80)
}

func TestTest写错的文件不拖累别的文件(t *testing.T) {
	files := fstest.MapFS{
		"r.yaml":      {Data: []byte(smallRules)},
		"a_test.yaml": {Data: []byte("rules: r.yaml\ntests: 5\n")},
		"b_test.yaml": {Data: []byte("rules: r.yaml\nstart: 2026-11-11 10:00\ntests:\n  - {name: 没有事, given: [], expect: []}\n")},
	}
	results, err := caretest.Test(files, "*_test.yaml")
	require.ErrorContains(t, err, "a_test.yaml:2:8")
	require.Len(t, results, 1)
	assert.Equal(t, caretest.Result{File: "b_test.yaml", Line: 4, Name: "没有事", Passed: true}, results[0])
}

func TestTest没有说哪些_就是文件夹里所有的测试(t *testing.T) {
	story := []byte("rules: r.yaml\nstart: 2026-11-11 10:00\ntests:\n  - {name: 没有事, given: [], expect: []}\n")
	rules := []byte(smallRules)
	results, err := caretest.Test(fstest.MapFS{
		"r.yaml": {Data: rules}, "a_test.yaml": {Data: story}, "more/b_test.yml": {Data: story}, "more/r.yaml": {Data: rules}, ".old/c_test.yaml": {Data: story},
	})
	require.NoError(t, err)
	require.Len(t, results, 2)
	assert.Equal(t, []string{"a_test.yaml", "more/b_test.yml"}, []string{results[0].File, results[1].File})
	_, err = caretest.Test(fstest.MapFS{"r.yaml": {Data: rules}})
	require.EqualError(t, err, "caretest: there are no rule tests (*_test.yaml, *_test.yml) in the folder or in those inside it")
}

func TestTest没有文件(t *testing.T) {
	_, err := caretest.Test(fstest.MapFS{}, "*_test.yaml")
	require.EqualError(t, err, `caretest: no file matches "*_test.yaml"; name the rule tests, such as "*_test.yaml"`)
	assert.Equal(t, "没有叫「*_test.yaml」的文件；写规则测试的名字，如 *_test.yaml", say.Of(err).Chinese)
	_, err = caretest.Test(fstest.MapFS{}, "[")
	require.ErrorContains(t, err, `the pattern "["`)
}

func TestTest规则写成文件夹_说怎么写(t *testing.T) {
	story := []byte("rules: rules/\nstart: 2026-11-11 10:00\ntests:\n  - {name: 没有事, given: [], expect: []}\n")
	_, err := caretest.Test(fstest.MapFS{"a_test.yaml": {Data: story}, "rules/r.yaml": {Data: []byte(smallRules)}})
	require.ErrorContains(t, err, "a_test.yaml:1:8: rules is a folder; write rules/*.yaml")
	assert.Contains(t, say.Of(err).Chinese, "a_test.yaml:1:8: rules 是文件夹；写成 rules/*.yaml")
}

func TestTest规则文件在别的文件夹(t *testing.T) {
	files := fstest.MapFS{
		"rules/r.yaml":      {Data: []byte(smallRules)},
		"tests/a_test.yaml": {Data: []byte("rules: ../rules/r.yaml\nstart: 2026-11-11 10:00\ntests:\n  - {name: 没有事, given: [], expect: []}\n")},
	}
	results, err := caretest.Test(files, "tests/*")
	require.NoError(t, err)
	require.Len(t, results, 1)
	assert.True(t, results[0].Passed)
}

func TestTest规则文件的错也在其中(t *testing.T) {
	files := fstest.MapFS{
		"r.yaml":      {Data: []byte(strings.Replace(smallRules, "via:", "vai:", 1))},
		"a_test.yaml": {Data: []byte("rules: r.yaml\nstart: 2026-11-11 10:00\ntests:\n  - {name: 一, given: [], expect: []}\n  - {name: 二, given: [], expect: []}\n")},
	}
	_, err := caretest.Test(files, "*_test.yaml")
	require.ErrorContains(t, err, `has no key "vai"; did you mean "via"?`)
	assert.Equal(t, 1, strings.Count(err.Error(), `"vai"`), "each problem is told once")
}

const smallRules = `version: 1
shop: {name: 小鹿家}
flows:
  paid:
    title: 付款关怀
    about: order
    purpose: service
    when: order.paid
    via: [wangwang]
    rules: [{name: thanks, send: thanks}]
texts: {thanks: "谢谢#买家昵称|亲#"}
`

func FuzzRuleTest(f *testing.F) {
	for _, pattern := range []string{"testdata/*_test.yaml", "testdata/*/*_test.yaml"} {
		names, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, name := range names {
			data, err := os.ReadFile(name)
			require.NoError(f, err)
			if len(data) < 4096 { // the fuzzer is slow to cut long ones down
				f.Add(string(data))
			}
		}
	}
	f.Add("rules: r.yaml\nstart: 2026-11-11 10:00\ncustomers: {a: {nick: a, wangwang: a}}\ntests:\n  - name: n\n    given:\n      - {at: +0m, event: order.paid, customer: a, order: {id: T1, items: 2, titles: [b], closes_at: +5m}}\n    expect: []\n")
	f.Add("rules: r.yaml\nstart: 2026-11-11 10:00\ntests:\n  - {name: n, given: [{at: -5m, event: message.failed, customer: a, message: {rule: paid/thanks, order: T1, step: 9, nth: x}}], expect: [{at: +0m, step: 3}]}\n")
	f.Add("rules: r.yaml\nstart: 2026-11-11 10:00\nsenders: []\ncustomers: {a: {children: [{id: k, consent: true}, 5]}}\ntests:\n  - name: n\n    given:\n      - {at: +0m, event: parcel.moved, customer: a, parcel: {number: 1, order: T1}}\n      - {at: +1m, event: incident.declared, incident: {id: i, province: x, region: y}}\n    expect: [{at: +1h..+3h, rule: paid/thanks, parcel: p, within: 5m}, {at: 10:00..11:00, budget: 5}]\n")
	f.Fuzz(func(t *testing.T, data string) {
		files := fstest.MapFS{"r.yaml": {Data: []byte(smallRules)}, "payment.yaml": {Data: []byte(smallRules)}, "a_test.yaml": {Data: []byte(data)}}
		_, _ = caretest.Test(files, "a_test.yaml")
	})
}
