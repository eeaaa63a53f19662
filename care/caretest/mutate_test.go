package caretest_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/internal/say"
)

func survivors(t *testing.T, files fstest.MapFS) (*caretest.Mutation, map[string]caretest.Survivor) {
	t.Helper()
	m, err := caretest.Mutate(files, caretest.MutateOptions{}, "*_test.yaml")
	require.NoError(t, err)
	assert.Equal(t, m.Mutants, m.Killed+len(m.Survivors))
	by := map[string]caretest.Survivor{}
	for _, s := range m.Survivors {
		by[s.What] = s
	}
	return m, by
}

func TestMutate_测试看得出的改动活不下来(t *testing.T) {
	_, left := survivors(t, coverFiles(coverTests))
	for _, killed := range []string{
		"rule pay/big: 15 becomes 14", "rule pay/big: 15 becomes 16", "rule pay/big: >= becomes <", "rule pay/rest: > becomes <=",
		"flow pay: rules big and rest are swapped", "cap daily: at_most 1 becomes 0",
	} {
		assert.NotContains(t, left, killed)
	}
	for _, alive := range []string{
		"rule pay/big: 200 becomes 199", "rule pay/big: 200 becomes 201", "rule pay/big: >= becomes >", "segment old: 2 becomes 3",
		"quiet time night is left out", "cap daily is left out", "promise blacklist is left out",
	} {
		assert.Contains(t, left, alive)
	}
	s := left["rule pay/big: 200 becomes 201"]
	assert.Equal(t, "r.yaml:21:29", fmt.Sprintf("%s:%d:%d", s.File, s.Line, s.Column))
	assert.Equal(t, 3, s.Width)
}

// The test is the same in both languages but for its name, which says what was changed.
func TestMutate_中文说改了什么_测试的名字也是(t *testing.T) {
	_, left := survivors(t, coverFiles(coverTests))
	chinese := map[string]string{
		"rule pay/big: 200 becomes 201": "规则 pay/big：200 改成 201", "segment old: 2 becomes 1": "人群 old：2 改成 1",
		"cap daily is left out": "去掉频次上限 daily", "promise blacklist is left out": "去掉禁发规则 blacklist",
	}
	pasted := coverTests
	for what, want := range chinese {
		s := left[what].InChinese()
		assert.Equal(t, want, s.What)
		assert.Equal(t, strings.Replace(left[what].Kill, what, want, 1), s.Kill)
		assert.Contains(t, s.Kill, " · "+want)
		pasted += s.Kill
	}
	results, err := caretest.Test(coverFiles(pasted), "*_test.yaml")
	require.NoError(t, err)
	for _, r := range results {
		assert.True(t, r.Passed, "%s\n%s", r.Name, r.Failure)
	}
	read := caretest.Survivor{What: "read from JSON"}
	assert.Equal(t, read, read.InChinese())
}

// What is proposed is pasted as it stands: it passes, and what it was made for does not
// survive any more.
func TestMutate_给出的测试贴上就有用(t *testing.T) {
	_, left := survivors(t, coverFiles(coverTests))
	pasted, killed := coverTests, 0
	for _, s := range left {
		if s.Kill != "" {
			assert.Equal(t, "r_test.yaml", s.KillFile)
			pasted += s.Kill
			killed++
		}
	}
	for _, found := range []string{
		"rule pay/big: 200 becomes 199", "rule pay/big: 200 becomes 201", "rule pay/big: >= becomes >", "segment old: 2 becomes 1", "segment old: >= becomes >",
		"quiet time night: 21:30-09:00 becomes 21:31-09:00", "cap daily is left out", "promise blacklist is left out", "rule pay/big: segment.old is negated",
	} {
		if s, ok := left[found]; ok {
			assert.NotEmpty(t, s.Kill, found)
		}
	}
	results, err := caretest.Test(coverFiles(pasted), "*_test.yaml")
	require.NoError(t, err)
	for _, r := range results {
		assert.True(t, r.Passed, "%s\n%s", r.Name, r.Failure)
	}
	_, after := survivors(t, coverFiles(pasted))
	for what, s := range left {
		if s.Kill != "" {
			assert.NotContains(t, after, what)
		}
	}
	assert.Greater(t, killed, len(left)/2, "most of what survives is killed by a variation")
}

// What is about time needs a story with other times: an event that comes late, one that
// comes again, one that ends it.
func TestMutate_时间上的改动也找得到测试(t *testing.T) {
	files := fstest.MapFS{
		"r.yaml": {Data: []byte(`version: 1
shop: {name: 小鹿家}
flows:
  thanks:
    title: 评价致谢
    about: order
    purpose: service
    when: review.created
    until: order.refund_opened
    via: [wangwang]
    rules:
      - {name: good, if: review.stars >= 4, after: 2h, again: 1d, fresh: 12h, send: thanks}
texts: {thanks: 谢谢评价}
`)},
		"r_test.yaml": {Data: []byte(`rules: r.yaml
start: 2026-11-11 10:00
customers: {wang: {wangwang: 小王}}
tests:
  - name: 好评两小时后致谢
    given:
      - {at: +0m, event: order.paid, customer: wang, order: {id: T1}}
      - {at: +1h, event: review.created, customer: wang, review: {order: T1, stars: 5}}
    until: +6h
    expect: [{at: +3h, rule: thanks/good}]
`)},
	}
	_, left := survivors(t, files)
	for _, what := range []string{
		"rule thanks/good: again 1d becomes 23h", "rule thanks/good: again 1d becomes 25h", "rule thanks/good: fresh 12h becomes 11h", "rule thanks/good: fresh 12h becomes 13h",
		"flow thanks: until order.refund_opened is left out", "rule thanks/good: 4 becomes 5",
	} {
		assert.Contains(t, left, what)
		assert.NotEmpty(t, left[what].Kill, what)
	}
	assert.NotContains(t, left, "rule thanks/good: after 2h becomes 1h")
}

func TestMutate_只改点了名的文件_进度数到底(t *testing.T) {
	last, whole := 0, 0
	m, err := caretest.Mutate(coverFiles(coverTests), caretest.MutateOptions{
		Only:     func(file string) bool { return file == "r.yaml" },
		Progress: func(done, all int) { last, whole = done, all },
	}, "*_test.yaml")
	require.NoError(t, err)
	assert.Equal(t, whole, last)
	assert.GreaterOrEqual(t, whole, m.Mutants)
	none, err := caretest.Mutate(coverFiles(coverTests), caretest.MutateOptions{Only: func(string) bool { return false }}, "*_test.yaml")
	require.NoError(t, err)
	assert.Equal(t, &caretest.Mutation{Tests: 2, Survivors: []caretest.Survivor{}}, none)
}

func TestMutate_先要通过所有的测试(t *testing.T) {
	_, err := caretest.Mutate(coverFiles(strings.Replace(coverTests, "+15m", "+16m", 1)), caretest.MutateOptions{}, "*_test.yaml")
	require.EqualError(t, err, "caretest: 1 test fails with the rules as they are; fix it first:\nr_test.yaml:6: 大单十五分钟提醒")
	assert.Equal(t, "有 1 个测试现在就不通过，先改好它：\nr_test.yaml:6: 大单十五分钟提醒", say.Of(err).Chinese)
	_, err = caretest.Mutate(coverFiles(strings.NewReplacer("+15m", "+16m", "+30m", "+31m").Replace(coverTests)), caretest.MutateOptions{}, "*_test.yaml")
	require.ErrorContains(t, err, "caretest: 2 tests fail with the rules as they are; fix them first:\n")
	assert.Contains(t, say.Of(err).Chinese, "有 2 个测试现在就不通过，先改好它们：\n")
	_, err = caretest.Mutate(coverFiles("rules: r.yaml\ntests: 5\n"), caretest.MutateOptions{}, "*_test.yaml")
	require.ErrorContains(t, err, "r_test.yaml:2:8")
}

// shopOf is a shop of so many rules with two tests for each.
func shopOf(rules int) fstest.MapFS {
	var r, tests strings.Builder
	r.WriteString("version: 1\nshop: {name: 小鹿家}\nlimits:\n  quiet:\n    night: {hours: \"21:30-09:00\", then: wait}\n  caps:\n    daily: {at_most: 2, per: day}\nflows:\n")
	tests.WriteString("rules: r.yaml\nstart: 2026-11-11 10:00\ncustomers:\n  wang: {wangwang: 小王, paid_orders: 3}\ntests:\n")
	for i := range rules {
		if i%10 == 0 {
			fmt.Fprintf(&r, "  flow%d:\n    title: 催付\n    about: order\n    while: unpaid\n    purpose: notice\n    via: [wangwang]\n    rules:\n", i/10)
		}
		fmt.Fprintf(&r, "      - {name: r%d, if: \"order.source == 's%d' && order.amount >= %d && minutes_unpaid > %d\", send: say}\n", i, i, 100+i, 10+i)
		for _, amount := range []int{100 + i, 99 + i} {
			fmt.Fprintf(&tests, "  - name: 规则%d金额%d\n    given:\n      - {at: +0m, event: order.created, customer: wang, order: {id: T1, source: s%d, amount: %d}}\n    until: +3h\n", i, amount, i, amount)
			if amount == 100+i {
				fmt.Fprintf(&tests, "    expect: [{at: +%dm, rule: flow%d/r%d}]\n", 10+i, i/10, i)
			} else {
				tests.WriteString("    expect: []\n")
			}
		}
	}
	r.WriteString("texts: {say: 还没付款}\n")
	return fstest.MapFS{"r.yaml": {Data: []byte(r.String())}, "r_test.yaml": {Data: []byte(tests.String())}}
}

// BenchmarkMutate changes 50 rules with 100 tests, which is to take a minute at most.
func BenchmarkMutate(b *testing.B) {
	files := shopOf(50)
	for b.Loop() {
		m, err := caretest.Mutate(files, caretest.MutateOptions{}, "*_test.yaml")
		if err != nil || m.Mutants < 400 || m.Tests != 100 {
			b.Fatal(err, m)
		}
	}
	b.ReportMetric(float64(b.N)*time.Minute.Seconds()/b.Elapsed().Seconds(), "x-of-goal")
}

// BenchmarkCoverage is what it costs to run tests while somebody wants to know what
// they see, and while nobody does.
func BenchmarkCoverage(b *testing.B) {
	files := shopOf(20)
	for _, watched := range []bool{false, true} {
		b.Run(fmt.Sprintf("watched=%t", watched), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var o caretest.Options
				if watched {
					o.Coverage = &caretest.Coverage{}
				}
				if _, err := o.Test(files, "*_test.yaml"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
