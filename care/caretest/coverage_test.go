package caretest_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/caretest"
)

const coverRules = `version: 1
shop: {name: 小鹿家}
segments:
  old: {if: customer.paid_orders >= 2}
limits:
  quiet:
    night: {hours: "21:30-09:00", then: wait}
  caps:
    daily: {at_most: 1, per: day, then: drop}
  never:
    blacklist: {if: has_tag('黑名单')}
flows:
  pay:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: [wangwang]
    rules:
      - name: big
        if: order.amount >= 200 && (segment.old || order.gift) && minutes_unpaid > 15
        send: [first, {text: last, if: hours_to_close < 2}]
      - name: rest
        if: minutes_unpaid > 30
        send: first
texts: {first: 还没付款, last: 快关闭了}
`

const coverTests = `rules: r.yaml
start: 2026-11-11 10:00
customers:
  wang: {wangwang: 小王, paid_orders: 3}
tests:
  - name: 大单十五分钟提醒
    given:
      - {at: +0m, event: order.created, customer: wang, order: {id: T1, amount: 300}}
    until: +1h
    expect:
      - {at: +15m, rule: pay/big}
  - name: 小单半小时提醒
    given:
      - {at: +0m, event: order.created, customer: wang, order: {id: T1, amount: 100}}
    until: +1h
    expect:
      - {at: +30m, rule: pay/rest}
`

func coverFiles(tests string) fstest.MapFS {
	return fstest.MapFS{"r.yaml": {Data: []byte(coverRules)}, "r_test.yaml": {Data: []byte(tests)}}
}

// missing is what no test has seen, one line each.
func missing(t *testing.T, files fstest.MapFS, patterns ...string) []string {
	t.Helper()
	var c caretest.Coverage
	results, err := caretest.Options{Coverage: &c}.Test(files, patterns...)
	require.NoError(t, err)
	for _, r := range results {
		require.True(t, r.Passed, r.Failure)
	}
	var all []string
	for _, p := range c.Problems() {
		all = append(all, p.Message.English)
	}
	return all
}

func TestCoverage_说出没有测试看到过的每一处(t *testing.T) {
	assert.Equal(t, []string{
		"segment old was never false",
		"customer.paid_orders >= 2 in old was never false",
		"quiet time night never held anything back",
		"cap daily never held anything back",
		"promise blacklist never held anything back",
		"has_tag('黑名单') in blacklist was never true",
		"segment.old in pay/big was never false",
		"order.gift in pay/big was never evaluated",
		"step 2 of rule pay/big was never done",
		"hours_to_close < 2 in pay/big was never true",
	}, missing(t, coverFiles(coverTests), "*_test.yaml"))
}

// Each piece says of itself in Chinese what the problem says of it.
func TestCoverage_中文也说得出没看到的每一处(t *testing.T) {
	var c caretest.Coverage
	_, err := caretest.Options{Coverage: &c}.Test(coverFiles(coverTests), "*_test.yaml")
	require.NoError(t, err)
	var all, pieces []string
	for _, p := range c.Problems() {
		all = append(all, p.Message.Chinese)
	}
	for _, p := range c.Parts() {
		if says := p.Chinese(); says != "" {
			assert.NotEmpty(t, p.Missing(), says)
			pieces = append(pieces, says)
		}
	}
	assert.Equal(t, []string{
		"人群 old 没测到不成立的情况",
		"old 里的条件「customer.paid_orders >= 2」没测到不成立的情况",
		"免打扰时段 night 没测到拦下的情况",
		"频次上限 daily 没测到拦下的情况",
		"禁发规则 blacklist 没测到拦下的情况",
		"blacklist 里的条件「has_tag('黑名单')」没测到成立的情况",
		"pay/big 里的条件「segment.old」没测到不成立的情况",
		"pay/big 里的条件「order.gift」从没检查过",
		"规则 pay/big 第 2 步从没走到",
		"pay/big 里的条件「hours_to_close < 2」没测到成立的情况",
	}, all)
	assert.Equal(t, all, pieces)
}

func TestCoverage_多一个故事就少几处(t *testing.T) {
	more := coverTests + `  - name: 夜里等到早上
    start: 2026-11-11 22:00
    customers: {wang: {paid_orders: 0}}
    given:
      - {at: +0m, event: order.created, customer: wang, order: {id: T1, amount: 300, gift: true}}
    until: +12h
    expect:
      - {at: +11h, rule: pay/big}
  - name: 黑名单不提醒
    customers: {wang: {tags: [黑名单]}}
    given:
      - {at: +0m, event: order.created, customer: wang, order: {id: T1, amount: 300}}
    until: +12h
    expect: []
`
	left := missing(t, coverFiles(more), "*_test.yaml")
	for _, seen := range []string{"segment old", "paid_orders", "night", "gift in pay/big was never evaluated", "has_tag"} {
		assert.NotContains(t, strings.Join(left, "\n"), seen)
	}
	assert.Contains(t, left, "cap daily never held anything back")
}

func TestCoverage_两个文件测同一份规则_每处只说一次(t *testing.T) {
	files := coverFiles(coverTests)
	first, second, _ := strings.Cut(coverTests, "  - name: 小单")
	head, _, _ := strings.Cut(coverTests, "  - name: 大单")
	files["a_test.yaml"] = &fstest.MapFile{Data: []byte(first)}
	files["b_test.yaml"] = &fstest.MapFile{Data: []byte(head + "  - name: 小单" + second)}
	assert.Equal(t, missing(t, files, "r_test.yaml"), missing(t, files, "a_test.yaml", "b_test.yaml"))
}

func TestCoverage_看着不改变结果(t *testing.T) {
	files := fstest.MapFS{"r.yaml": {Data: []byte(coverRules)}, "r_test.yaml": {Data: []byte(strings.ReplaceAll(coverTests, "+15m", "+16m"))}}
	plain, err := caretest.Test(files, "*_test.yaml")
	require.NoError(t, err)
	watched, err := caretest.Options{Coverage: &caretest.Coverage{}}.Test(files, "*_test.yaml")
	require.NoError(t, err)
	assert.False(t, plain[0].Passed)
	assert.Equal(t, plain, watched)
}

func TestOptions_只跑挑中的测试(t *testing.T) {
	var asked []string
	o := caretest.Options{Run: func(name string) bool { asked = append(asked, name); return strings.HasPrefix(name, "小单") }}
	results, err := o.Test(coverFiles(coverTests), "*_test.yaml")
	require.NoError(t, err)
	require.Len(t, results, 1)
	assert.Equal(t, "小单半小时提醒", results[0].Name)
	assert.Equal(t, []string{"大单十五分钟提醒", "小单半小时提醒"}, asked)
}
