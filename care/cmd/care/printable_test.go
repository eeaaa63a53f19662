package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const hostileRules = `version: 1
shop: {name: 小鹿家}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: service
    via: [wangwang]
    rules: [{name: all, if: "minutes_unpaid > 30 && customer.nick != 'x' && has_tag('黑名单')", send: gentle}]
  blocked: {title: 通知, about: order, when: order.created, purpose: notice, via: [wangwang], rules: [{name: b, send: gentle}]}
texts: {gentle: "#买家昵称|亲#，还没付款\n快来"}
`

// hostile is somebody whose nick, ids and words are made for whoever reads them.
const hostile = `
{"id":"1","event":"order.created","at":"2026-11-11 10:00","customer":{"id":"c1","nick":"\u001b[2J小王\u202e\u0085","wangwang":"ww","tags":["黑名单","王小明 13912345678"]},"order":{"id":"＝T1","amount":100,"title":"袜子"}}
{"id":"2","event":"order.created","at":"2026-11-11 10:05","customer":{"id":"c2","nick":"小李","wangwang":"w2","blocked":true,"blocked_by":"\u001b]0;x\u0007\n＋1 客服"},"order":{"id":"000123","amount":100,"title":"帽子"}}
{"id":"\u001b[2J","event":"order.paid","at":"2026-11-11 10:05","customer":{"id":"c2"},"order":{"id":"T3","amount":-1}}
`

func printed(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	code, out, errs = calling(hostile, args...)
	for _, text := range []string{out, errs} {
		assert.False(t, strings.ContainsAny(text, "\x1b\a\r\u202e\u2028\u0085"), "%v: %q", args, text)
	}
	return code, out, errs
}

// Whatever stands in events and in the names of files, the terminal stays as it is.
func TestNothingThatIsPrintedMovesACursor(t *testing.T) {
	folder := t.TempDir()
	rules := filepath.Join(folder, "r\x1b[2J\nx.yaml")
	require.NoError(t, os.WriteFile(rules, []byte(hostileRules), 0o600))
	for _, args := range [][]string{
		{"simulate", rules, "--events", "-", "--seen"},
		{"simulate", rules, "--events", "-", "--personal"},
		{"simulate", rules, "--events", "-", "--format", "csv"},
		{"simulate", rules, "--events", "-", "--format", "csv", "--spreadsheet"},
		{"explain", rules, "--events", "-", "--customer", "c1", "--personal"},
		{"explain", rules, "--events", "-", "--customer", "c2"},
		{"explain", rules, "--events", "-", "--customer", "no\x1b[2Jbody"},
		{"simulate", rules, "--events", folder + "/no\x1b[2J\nsuch"},
		{"simulate", rules, "--events", folder},
		{"plan", rules},
		{"plan", rules, "--format", "markdown"},
		{"plan", rules, "--format", "csv", "--spreadsheet"},
		{"plan", rules, "--format", "html"},
		{"done", "-"},
		{"done", folder + "/no\x1b[2J"},
		{"check", rules},
		{"test", rules},
		{"check", folder + "/no\x1b[2J"},
		{"test", folder},
		{"check\x1b[2J"},
		{"check", "--no\x1b[2J"},
	} {
		_, out, errs := printed(t, args...)
		assert.NotContains(t, out+errs, "\nx.yaml", "%q", args)
	}
	require.NoError(t, os.WriteFile(rules, []byte("version: 1\nflow: {}\n"), 0o600))
	_, out, errs := printed(t, "check", rules)
	assert.NotContains(t, out+errs, "\nx.yaml")
	_, _, errs = printed(t, "simulate", rules, "--events", "-")
	assert.NotContains(t, errs, "\nx.yaml")
}

// JSON says the same with escapes.
func TestJSONEscapesWhatNobodySees(t *testing.T) {
	rules := filepath.Join(t.TempDir(), "rules.yaml")
	require.NoError(t, os.WriteFile(rules, []byte(hostileRules), 0o600))
	_, out, _ := printed(t, "simulate", rules, "--events", "-", "--format", "jsonl", "--only", "skip")
	var first struct{ Customer, Subject string }
	require.NoError(t, json.NewDecoder(strings.NewReader(out)).Decode(&first))
	assert.Equal(t, "c2", first.Customer)
	_, out, _ = printed(t, "explain", rules, "--events", "-", "--customer", "c1", "--json")
	var told struct {
		Past []struct{ Customer, Subject string }
	}
	require.NoError(t, json.Unmarshal([]byte(out), &told))
	assert.Equal(t, "c1", told.Past[0].Customer)
	assert.Equal(t, "＝T1", told.Past[0].Subject)
}

func TestCSV为表格软件写_编号完整_没有公式(t *testing.T) {
	rules := filepath.Join(t.TempDir(), "rules.yaml")
	require.NoError(t, os.WriteFile(rules, []byte(hostileRules), 0o600))
	_, plain, _ := printed(t, "simulate", rules, "--events", "-", "--format", "csv")
	_, sheet, _ := printed(t, "simulate", rules, "--events", "-", "--format", "csv", "--spreadsheet")
	assert.False(t, strings.HasPrefix(plain, "\ufeff"))
	bare, marked := strings.CutPrefix(sheet, "\ufeff")
	assert.True(t, marked, "it says that it is UTF-8")
	for written, id := range map[string]string{plain: "000123", bare: "'000123"} {
		rows, err := csv.NewReader(strings.NewReader(written)).ReadAll()
		require.NoError(t, err)
		var ids, by []string
		for _, row := range rows[1:] {
			for i, cell := range row {
				assert.NotContains(t, "=+-@＝＋－＠\t\r\n", string([]rune(cell + " ")[0]), "a spreadsheet would compute %q", cell)
				assert.True(t, rows[0][i] == "text" || !strings.Contains(cell, "\n"), "%q", cell)
			}
			ids, by = append(ids, row[3]), append(by, row[9])
		}
		assert.Contains(t, ids, id)
		assert.Contains(t, ids, "'＝T1")
		assert.Contains(t, by, "]0;x＋1 客服")
	}
	code, _, errs := calling(hostile, "simulate", rules, "--events", "-", "--spreadsheet")
	assert.Equal(t, misuse, code)
	assert.Contains(t, errs, "--format csv")
}

func TestSimulate和explain_名字号码要看全得说一声(t *testing.T) {
	rules := filepath.Join(t.TempDir(), "rules.yaml")
	require.NoError(t, os.WriteFile(rules, []byte(hostileRules), 0o600))
	for _, args := range [][]string{
		{"simulate", rules, "--events", "-", "--seen"},
		{"simulate", rules, "--events", "-", "--seen", "--format", "jsonl"},
		{"explain", rules, "--events", "-", "--customer", "c1"},
		{"explain", rules, "--events", "-", "--customer", "c1", "--json"},
	} {
		_, out, _ := printed(t, args...)
		assert.Contains(t, out, "customer.nick = (nick, 5 characters)", "%q", args)
		assert.Contains(t, out, "customer.tags = [黑名单, 1 other tag]", "%q", args)
		assert.NotContains(t, out, "13912345678", "%q", args)
		_, out, _ = printed(t, append(args, "--personal")...)
		assert.Contains(t, out, "customer.tags = [黑名单, 王小明 13912345678]", "%q", args)
	}
}

// A character may come in pieces.
func TestThePrinterPutsCharactersTogether(t *testing.T) {
	var b bytes.Buffer
	p := &printer{Writer: &b}
	for _, piece := range []string{"小\xe7", "\x8e\x8b\xe2\x80", "\xae\tx\n\x1b", "[2J\xe7"} {
		n, err := io.WriteString(p, piece)
		assert.NoError(t, err)
		assert.Equal(t, len(piece), n)
	}
	p.end()
	assert.Equal(t, "小王�\tx\n�[2J�", b.String())
}

// An event that names another id of the person puts the two together, where the caller
// says so: the payment of the member ends the guest's reminder.
func TestSimulate谁和谁是一个人_付了款就不催(t *testing.T) {
	rules := filepath.Join(t.TempDir(), "rules.yaml")
	require.NoError(t, os.WriteFile(rules, []byte(strings.Replace(hostileRules, " && customer.nick != 'x' && has_tag('黑名单')", "", 1)), 0o600))
	const events = `
{"id":"1","event":"order.created","at":"2026-11-11 10:00","customer":{"id":"guest-1","wangwang":"小鱼"},"order":{"id":"T1","amount":100}}
{"id":"2","event":"order.paid","at":"2026-11-11 10:05","customer":{"id":"member-1","wangwang":"小鱼","ids":[{"kind":"host","value":"guest-1"}]},"order":{"id":"T1"}}
`
	for _, tt := range []struct {
		flags []string
		sent  bool
		errs  string
	}{
		{nil, true, ""},
		{[]string{"--identify", "host"}, false, ""},
		{[]string{"--identify", "hots"}, false, `no event names an id of kind "hots" (they name: host); did you mean "host"?`},
	} {
		_, out, errs := calling(events, append([]string{"simulate", rules, "--events", "-", "--only", "send", "--format", "csv"}, tt.flags...)...)
		assert.Equal(t, tt.sent, strings.Contains(out, ",payment,all,"), "%v: %s", tt.flags, out)
		assert.Contains(t, errs, tt.errs)
	}
}
