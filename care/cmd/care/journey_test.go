package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func journeys(t *testing.T, events string, args ...string) (page, text string, tags []string) {
	t.Helper()
	name := "testdata/journey/events.jsonl"
	if events != "" {
		name = "-"
	}
	code, page, errs := calling(events, append([]string{"simulate", "testdata/journey/rules.yaml", "--events", name, "--format", "html"}, args...)...)
	require.Equal(t, well, code, errs)
	tags, text = tagsOf(t, page)
	_, text, _ = strings.Cut(text, "details::details-content") // after the style sheet
	return page, regexp.MustCompile(`\s+`).ReplaceAllString(text, " "), tags
}

func Test时间线网页_说了什么_没说什么_为什么(t *testing.T) {
	_, text, _ := journeys(t, "")
	for _, want := range []string{
		"小鹿家顾客时间线", "催付 › 普通催付", "您的「羽绒服」还没付款，明天20:10前付款都来得及", // said
		"物流更新 T1（2 次）", "等一等 物流 › 到了城市 T1的包裹 — 正是免打扰时段（夜间免打扰），5月6日 09:00再看", // folded, waits
		"不用说 催付 › 普通催付 T4 — 并入另一条消息一起说（T3）", "没说 物流 › 到了城市 T3的包裹 — 已到频次上限（每人每天最多一条）", "没说 催付 › 普通催付 T8 — 禁发规则不许发（投诉没了结不催）", "不用说 催付 T7 — 付款后就不用了", "没说 新款 › 请老顾客看新款 — 顾客没同意过", // withheld
		"任务：打电话（旺旺）", "由店长 · 10:40前办完", "10:11的事，这时才知道", // tasks, what came late
		"评价 T1 好评 · 5星", "打标签 投诉未结", "已到频次上限 1", "顾客不愿接收 短信", "短信计费",
	} {
		assert.Contains(t, text, want)
	}
	assert.Regexp(t, `\d+ 天没有动静`, text)
}

func Test时间线网页默认不露个人信息(t *testing.T) {
	own := []string{"小鱼", "SF1234567890", "13800000002", "暖和，给妈妈买的", "起球"}
	masked, text, _ := journeys(t, "")
	for _, word := range own {
		assert.NotContains(t, masked, word)
	}
	assert.Contains(t, text, "***，您的「羽绒服」还没付款")
	_, text, _ = journeys(t, "", "--personal")
	for _, word := range own {
		assert.Contains(t, text, word)
	}
}

// What people wrote is text, and the page asks nobody for anything.
func Test时间线网页自己就是全部(t *testing.T) {
	page, text, tags := journeys(t, "", "--personal")
	assert.Contains(t, text, "<script>alert(1)</script>")
	assert.NotContains(t, page, "<script>alert")
	scripts := 0
	for _, tag := range tags {
		assert.NotContains(t, []string{"img", "link", "iframe", "object", "form"}, tag)
		if tag == "script" {
			scripts++
		}
	}
	assert.Equal(t, 1, scripts)
	assert.Contains(t, page, `default-src 'none'`)
	assert.NotRegexp(t, `url\(|@import|\b(?:src|on\w+)="|href="[^#]`, page)
	assert.Contains(t, page, "@media print")
}

func Test时间线网页只画选中的顾客_最多二百位(t *testing.T) {
	page, text, _ := journeys(t, "", "--customer", "laozhou", "--only", "task")
	assert.Equal(t, 1, strings.Count(page, `class="person"`))
	assert.Contains(t, text, "画出 1 位顾客，另外 1 位只算在总数里")
	assert.Contains(t, text, "评价 › 差评有人管")
	assert.NotContains(t, text, "顾客没同意（")

	var crowd bytes.Buffer
	for i := range 230 {
		fmt.Fprintf(&crowd, `{"id":"m%d","event":"order.created","at":"2026-05-03 10:00","customer":"c%d","order":{"id":"T%d","amount":9}}`+"\n", i, i, i)
	}
	page, text, _ = journeys(t, crowd.String())
	assert.Equal(t, 200, strings.Count(page, `class="person"`))
	assert.Contains(t, text, "画出 200 位顾客，另外 30 位只算在总数里")
	assert.Contains(t, page, `id="search"`)
}

// movingRules win back who is leaving; movingEvents are somebody who lets it happen.
const movingRules = `version: 1
shop: {name: 小鹿家}
limits: {quiet: {open: {hours: "04:00-04:01"}}}
flows: {back: {title: 召回, about: customer, purpose: marketing, via: wangwang, rules: [{name: coupon, title: 发券, if: "customer.stage == 'lapsing'", send: come}]}}
texts: {come: 好久不见}
`

const movingEvents = `{"id":"1","event":"order.paid","at":"2026-11-11T10:00:00+08:00","customer":{"id":"xiaowang","wangwang":"小王","consents":[{"purpose":"marketing","source":"checkout"}]},"order":{"id":"T1","amount":"199.00"}}
{"id":"2","event":"order.paid","at":"2027-02-12T10:00:00+08:00","customer":{"id":"xiaowang"},"order":{"id":"T2","amount":"199.00"}}
`

func movingFile(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "rules.yaml")
	require.NoError(t, os.WriteFile(file, []byte(movingRules), 0o600))
	return file
}

func Test时间线网页_阶段变了_轻轻记一笔(t *testing.T) {
	code, page, errs := calling(movingEvents, "simulate", movingFile(t), "--events", "-", "--until", "+7d", "--format", "html")
	require.Equal(t, well, code, errs)
	_, text := tagsOf(t, page)
	text = regexp.MustCompile(`\s+`).ReplaceAllString(text, " ")
	assert.Contains(t, text, "00:00阶段：新客 → 预流失")
	assert.Contains(t, text, "10:00阶段：预流失 → 复购 之前说过：召回 › 发券")
	assert.Contains(t, page, `<li class="moved">`)
	assert.Less(t, strings.Index(text, "付款 T2"), strings.Index(text, "预流失 → 复购"), "what changed it comes first")
}

func Test阶段的变化_小结数得出来_日志对得回去(t *testing.T) {
	rules := movingFile(t)
	code, text, errs := calling(movingEvents, "simulate", rules, "--events", "-", "--until", "+7d", "--format", "summary")
	require.Equal(t, well, code, errs)
	assert.Regexp(t, `(?m)^moved +lapsing→second-purchase +back/coupon +1 `, text)
	code, log, errs := calling(movingEvents, "simulate", rules, "--events", "-", "--until", "+7d", "--format", "jsonl")
	require.Equal(t, well, code, errs)
	assert.Contains(t, log, `"verdict":"moved"`)
	code, table, errs := calling(movingEvents, "simulate", rules, "--events", "-", "--until", "+7d", "--format", "csv", "--only", "moved")
	require.Equal(t, well, code, errs)
	assert.Contains(t, table, "2027-02-12 10:00:00,,xiaowang,,back,coupon,,moved,,order.paid")
	assert.Contains(t, table, "lapsing → second-purchase")
	code, list, errs := calling(log, "done", "-")
	require.Equal(t, well, code, list+errs)
	assert.NotContains(t, list, "lapsing")
	code, _, errs = calling(strings.Replace(log, `"move":{"from":"new","to":"lapsing"}`, `"by":"x"`, 1), "done", "-")
	assert.NotEqual(t, well, code)
	assert.Contains(t, errs, `the outcome has no "move"`)
}
