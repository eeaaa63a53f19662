package caretest_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/caretest"
)

const someRules = "version: 1\nflows:\n  a: {title: 谢谢, about: order, when: order.paid, purpose: notice, via: sms, rules: [{name: a, send: hi}]}\ntexts: {hi: 谢谢}\n"

func testOf(rules string) string {
	return "rules: " + rules + "\nstart: 2026-11-11 10:00\ntests:\n  - {name: 没有事, given: [], expect: []}\n"
}

// Whoever may write a rule test may not read with it what else lies about: a problem
// shows the line it is about.
func Test不是规则的文件_一行也不给看(t *testing.T) {
	for name, secret := range map[string]string{
		"环境变量":    "SECRET=hunter2\x00PATH=/bin\x00",
		"密码文件":    "root:hunter2:0:0:root:/root:/bin/sh\n",
		"别的YAML":  "password: hunter2\nversion: 3\n",
		"别的版本号":   "version: 1.2\npassword: hunter2\n",
		"版本在注释里":  "# version: 1\npassword: hunter2\n",
		"别的键以它结尾": "my_version: 1\npassword: hunter2\n",
		"半个GBK文件": "hunter2 \xc3\xdc\xc2\xeb\n",
		"很长的一行":   strings.Repeat("hunter2 ", 1<<16),
		"JSON":    `{"password": "hunter2", "version": 10}`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := caretest.Test(fstest.MapFS{
				"a_test.yaml": {Data: []byte(testOf("secret"))},
				"secret":      {Data: []byte(secret)},
			}, "*_test.yaml")
			require.Error(t, err)
			assert.ErrorContains(t, err, "secret is not a rule file")
			assert.NotContains(t, err.Error(), "hunter2")

			_, err = caretest.Test(fstest.MapFS{"a_test.yaml": {Data: []byte(secret)}}, "*_test.yaml")
			require.Error(t, err)
			assert.ErrorContains(t, err, "this is not a rule test")
			assert.NotContains(t, err.Error(), "hunter2")
		})
	}
}

func Test是规则的文件_怎么写都认得(t *testing.T) {
	for name, rules := range map[string]string{
		"照常":     someRules,
		"换行符":    strings.ReplaceAll(someRules, "\n", "\r\n"),
		"文件头":    "\ufeff" + someRules,
		"写在后面":   strings.TrimPrefix(someRules, "version: 1\n") + "version: 1\n",
		"引号":     strings.Replace(someRules, "version: 1", `"version": 1`, 1),
		"带注释":    strings.Replace(someRules, "version: 1", "version: 1 # 第一版", 1),
		"一行写完":   `{version: 1, flows: {a: {title: 谢谢, about: order, when: order.paid, purpose: notice, via: sms, rules: [{name: a, send: hi}]}}, texts: {hi: 谢谢}}`,
		"一行JSON": `{"version": 1, "flows": {"a": {"title": "谢谢", "about": "order", "when": "order.paid", "purpose": "notice", "via": "sms", "rules": [{"name": "a", "send": "hi"}]}}, "texts": {"hi": "谢谢"}}`,
	} {
		results, err := caretest.Test(fstest.MapFS{"a_test.yaml": {Data: []byte(testOf("r.yaml"))}, "r.yaml": {Data: []byte(rules)}}, "*_test.yaml")
		require.NoError(t, err, name)
		require.Len(t, results, 1)
		assert.True(t, results[0].Passed, name)
	}
	_, err := caretest.Test(fstest.MapFS{"a_test.yaml": {Data: []byte(testOf("r.yaml"))}, "r.yaml": {Data: []byte("version：1\nflows:\n")}}, "*_test.yaml")
	assert.ErrorContains(t, err, "r.yaml:1:1", "a slip in a rule file is shown as ever")
}

// Customers and tests by the thousand are read in a moment, and a slip is still found.
func Test很多顾客很多测试(t *testing.T) {
	const n = 4_000
	var b strings.Builder
	b.WriteString("rules: r.yaml\nstart: 2026-11-11 10:00\ncustomers:\n")
	for i := range n {
		fmt.Fprintf(&b, "  customer%d: {nick: x}\n", i)
	}
	b.WriteString("tests:\n  - name: a\n    expect: []\n    given:\n")
	for i := range n {
		fmt.Fprintf(&b, "      - {at: +1m, event: order.created, customer: custmer%d, order: {id: T%d}}\n", i, i)
	}
	b.WriteString("  - {name: a, given: [], expect: []}\n")
	_, err := caretest.Test(fstest.MapFS{"a_test.yaml": {Data: []byte(b.String())}, "r.yaml": {Data: []byte(someRules)}}, "*_test.yaml")
	require.Error(t, err)
	assert.ErrorContains(t, err, `unknown customer "custmer0"`)
	assert.ErrorContains(t, err, "there are more than 500 problems")
}
