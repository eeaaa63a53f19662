package main

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/source"
)

// Rules whose words are made for whoever reads the plan: formulas, quotes, lines, marks
// of HTML and of Markdown.
const wildRules = `version: 1
shop: {name: "小鹿<b>家</b>"}
flows:
  payment:
    title: "=HYPERLINK(\"http://x\")"
    about: order
    while: unpaid
    purpose: service
    via: [wangwang, sms]
    rules:
      - {name: all, title: "＋催 | 付*", if: "minutes_unpaid > 30 && order.source == '<script>alert(1)</script>'", send: {title: "-1", task: gentle, owner: "@店长"}}
texts: {gentle: "=1+1，#买家昵称|亲#，说\"还没付款\"，<img src=x onerror=alert(1)>\n快来` + "`x`" + `_a_"}
`

// wildLog are outcomes whose ids do the same, and come back as they are.
const wildLog = `
{"at":"2026-11-11T10:15:00+08:00","customer":"=c1","subject":"000123","flow":"payment","rule":"all","verdict":"send","reason":"due","said":{"id":"@m1","via":"sms","text":"x","cost":"0.045"}}
{"at":"2026-11-11T10:15:00+08:00","customer":"<b>c2</b>","subject":"a|b","flow":"payment","rule":"all","verdict":"task","reason":"due","said":{"id":"m2","via":"phone","text":"x","task":{"form":"call","owner":"-店长"}}}
`

func wild(t *testing.T) string {
	t.Helper()
	rules := filepath.Join(t.TempDir(), "rules.yaml")
	require.NoError(t, os.WriteFile(rules, []byte(wildRules), 0o600))
	return rules
}

// readBack reads what was printed as CSV, by the names of its columns.
func readBack(t *testing.T, out string) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out, "\ufeff"))).ReadAll()
	require.NoError(t, err)
	var named []map[string]string
	for _, row := range rows[1:] {
		cells := map[string]string{}
		for i, cell := range row {
			assert.NotContains(t, "=+-@＝＋－＠\t", string([]rune(cell + " ")[:1]), "a spreadsheet would compute %q", cell)
			cells[rows[0][i]] = cell
		}
		named = append(named, cells)
	}
	return named
}

func Test计划表的CSV一格不缺_也没有公式(t *testing.T) {
	code, out, errs := calling("", "plan", wild(t), "--format", "csv", "--spreadsheet")
	require.Equal(t, well, code, errs)
	assert.True(t, strings.HasPrefix(out, "\ufeff流程,"), "a spreadsheet knows UTF-8 by it")
	rows := readBack(t, out)
	require.Len(t, rows, 1)
	assert.Equal(t, `'=HYPERLINK("http://x")`, rows[0]["流程"])
	assert.Equal(t, "'＋催 | 付*", rows[0]["规则"])
	assert.Equal(t, "'-1", rows[0]["步骤"])
	assert.Equal(t, "'@店长", rows[0]["谁来做"])
	assert.Equal(t, "每张订单\norder.source == '<script>alert(1)</script>'", rows[0]["给谁"])
	assert.Equal(t, "任务：聊天\n=1+1，#买家昵称|亲#，说\"还没付款\"，<img src=x onerror=alert(1)>\n快来`x`_a_", rows[0]["做什么"])
	assert.Equal(t, "旺旺\n短信", rows[0]["渠道"])

	_, plain, _ := calling("", "plan", wild(t), "--format", "csv")
	assert.Equal(t, strings.TrimPrefix(out, "\ufeff"), plain)
}

func Test检核表的CSV_编号不丢零_没有公式(t *testing.T) {
	code, out, errs := calling(wildLog, "done", "-", "--format", "csv", "--spreadsheet")
	require.Equal(t, well, code, errs)
	rows := readBack(t, out)
	require.Len(t, rows, 2)
	assert.Equal(t, "'=c1", rows[0]["顾客"])
	assert.Equal(t, "'000123", rows[0]["事由"])
	assert.Equal(t, "'@m1", rows[0]["编号"])
	assert.Equal(t, "0.045", rows[0]["费用（元）"], "a spreadsheet can add it up")
	assert.Equal(t, "1", rows[0]["次数"])
	assert.Equal(t, "'-店长", rows[1]["谁来做"])
}

// The page holds all it needs, runs nothing, and what people wrote is text.
func Test网页自己就是全部(t *testing.T) {
	rules := wild(t)
	_, plan, _ := calling("", "plan", rules, "--format", "html")
	_, done, _ := calling(wildLog, "done", "-", "--rules", rules, "--format", "html")
	for _, page := range []string{plan, done} {
		tags, text := tagsOf(t, page)
		for _, tag := range []string{"script", "img", "link", "iframe", "b", "a", "object", "form"} {
			assert.NotContains(t, tags, tag)
		}
		assert.Contains(t, tags, "table")
		assert.Contains(t, text, "小鹿<b>家</b>")
		assert.NotRegexp(t, regexp.MustCompile(`url\(|@import|\b(?:src|href|on\w+)="`), page)
		assert.Contains(t, page, `name="viewport"`, "for phones")
		assert.Contains(t, page, "@media print")
	}
	_, text := tagsOf(t, plan)
	assert.Contains(t, text, "<img src=x onerror=alert(1)>\n快来`x`_a_")
	assert.Contains(t, text, "order.source == '<script>alert(1)</script>'")
	_, text = tagsOf(t, done)
	assert.Contains(t, text, "<b>c2</b>")
}

// tagsOf are the names of all elements of a page, and its text.
func tagsOf(t *testing.T, page string) (tags []string, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var b strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return tags, b.String()
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			tags = append(tags, token.Name.Local)
		case xml.CharData:
			b.Write(token)
		}
	}
}

// Nor does a log move a cursor, whatever ids stand in it.
func Test检核表不动屏幕(t *testing.T) {
	log := strings.NewReplacer("=c1", `c\u202e1\u001b[2J`, "000123", `T\u2028\r\n1`).Replace(wildLog)
	for _, format := range append(formats, "json") {
		args := []string{"done", "-", "--format", format}
		if format == "json" {
			args = []string{"done", "-", "--json"}
		}
		code, out, errs := calling(log, args...)
		require.Equal(t, well, code, errs)
		assert.False(t, strings.ContainsAny(out, "\x1b\a\r\u202e\u2028\u0085"), "%s: %q", format, out)
		assert.Regexp(t, `c(�|\\u202e)1`, out, format)
	}
}

// In Markdown each row is one line with as many cells as there are columns.
func TestMarkdown一行就是一行(t *testing.T) {
	_, out, _ := calling("", "plan", wild(t), "--format", "markdown")
	var rows []string
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "|") {
			rows = append(rows, line)
		}
	}
	require.Len(t, rows, 3)
	bars := regexp.MustCompile(`(?:^|[^\\])\|`)
	for _, row := range rows {
		assert.Len(t, bars.FindAllString(row, -1), 9, row)
	}
	assert.Contains(t, rows[2], `＋催 \| 付\*`)
	assert.Contains(t, rows[2], "&lt;img src=x onerror=alert(1)&gt;<br>快来\\`x\\`\\_a\\_")
}

// Whatever the terminal's width, no line is wider, nothing is lost, and where there is
// little room each row is a list.
func Test屏幕多宽就画多宽_一个字不少(t *testing.T) {
	long := strings.Repeat("#商品名称#在待付款里等您，#关闭时间#前付款：tb.cn/abcdefghijklmnopqrstuvwxyz。", 3)
	d := &document{Title: "关怀计划表", Tables: []sheet{{
		Title: "催付", Head: []column{{"规则", 30, false}, {"做什么", 90, false}, {"费用", 0, true}},
		Rows: [][]string{{"普通催付（payment/everyone）", long + "\n" + long, "¥0.045"}, {"短", "", ""}},
	}}}
	letters := func(text string) string { return regexp.MustCompile(`[\s─]`).ReplaceAllString(text, "") }
	for _, width := range []int{30, 72, 109, 110, 126, 127, 200} {
		var b bytes.Buffer
		d.draw(&b, width)
		for line := range strings.Lines(b.String()) {
			line = strings.TrimSuffix(line, "\n")
			assert.LessOrEqual(t, source.DisplayWidth(line), width, "%d: %q", width, line)
			assert.NotRegexp(t, `^\s*[，。：）]|[（「]$`, line, "%d", width)
		}
		assert.Equal(t, 2, strings.Count(b.String(), "¥0.045")+strings.Count(letters(b.String()), "普通催付"))
		if width < narrowest { // the cells stand one after the other
			assert.Contains(t, letters(b.String()), "做什么："+letters(long+long))
		}
		assert.Equal(t, width < narrowest, strings.Contains(b.String(), "规则：短"), "%d: %s", width, b.String())
	}
}
