package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/internal/say"
)

var update = flag.Bool("update", false, "write the golden files anew")

// calling runs the tool and writes down everything that came of it.
func calling(stdin string, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(say.English, args, strings.NewReader(stdin), &out, &errs)
	return code, out.String(), errs.String()
}

// calledIn is everything that a run prints, as a golden has it.
func calledIn(t *testing.T, l say.Language, code int, args []string) string {
	t.Helper()
	var out, errs bytes.Buffer
	assert.Equal(t, code, run(l, args, strings.NewReader(""), &out, &errs))
	got := fmt.Sprintf("$ care %s\n%s", strings.Join(args, " "), out.String())
	if errs.Len() > 0 {
		got += "--- stderr\n" + errs.String()
	}
	return got + fmt.Sprintf("--- exit code %d\n", code)
}

// goldens are what a run prints in English and, where that reads otherwise, in Chinese.
func goldens(t *testing.T, name string, code int, args []string) {
	t.Helper()
	english, chinese := calledIn(t, say.English, code, args), calledIn(t, say.Chinese, code, args)
	golden(t, name, english)
	if chinese != english {
		golden(t, "zh/"+name, chinese)
		return
	}
	twin := filepath.Join("testdata", "zh", name+".golden")
	if *update {
		_ = os.Remove(twin)
	}
	assert.NoFileExists(t, twin, "it reads the same in both languages")
}

func Test工具说的每一句话(t *testing.T) {
	const shop, events, customers = "testdata/shop", "--events=testdata/events.jsonl", "--customers=testdata/customers.jsonl"
	const log, reports, rules = "testdata/outcomes.jsonl", "--events=testdata/reports.jsonl", "--rules=testdata/shop"
	for _, c := range []struct {
		golden string
		args   []string
		code   int
	}{
		{"help", []string{"help"}, well},
		{"help-simulate", []string{"help", "simulate"}, well},
		{"help-test", []string{"test", "-h"}, well},
		{"unknown", []string{"chekc"}, misuse},
		{"nothing", nil, misuse},

		{"check-ok", []string{"check", shop}, well},
		{"check-broken", []string{"check", "testdata/broken/payment.yaml"}, problems},
		{"check-broken-json", []string{"check", "testdata/broken/payment.yaml", "--json"}, problems},
		{"check-broken-sarif", []string{"check", "testdata/broken/payment.yaml", "--format", "sarif"}, problems},
		{"check-remark", []string{"check", "testdata/remark"}, well},
		{"check-strict", []string{"check", "testdata/remark", "--strict"}, problems},
		{"check-strict-ok", []string{"check", "testdata/silent", "--strict"}, well},
		{"check-as-of", []string{"check", "testdata/silent", "--as-of", "2027-01-01"}, well},
		{"check-as-of-day", []string{"check", "testdata/silent", "--as-of", "2027"}, misuse},
		{"check-customers", []string{"check", "testdata/silent", "--customers", "testdata/silent/customers.jsonl"}, well},
		{"check-consenting", []string{"check", "testdata/silent", "--customers", "testdata/silent/consenting.jsonl", "--strict"}, well},
		{"check-no-customers", []string{"check", "testdata/silent", "--customers", "testdata/nobody.jsonl", "--json"}, problems},
		{"help-check", []string{"help", "check"}, well},
		{"check-none", []string{"check"}, misuse},
		{"check-missing", []string{"check", "testdata/nowhere"}, problems},
		{"check-missing-json", []string{"check", "testdata/nowhere", "--json"}, problems},
		{"check-test", []string{"check", "testdata/shop/payment_test.yaml"}, problems},
		{"check-empty", []string{"check", "testdata/empty"}, problems},
		{"help-check", []string{"help", "check"}, well},

		{"test-ok", []string{"test", shop}, well},
		{"test-ok-v", []string{"test", "-v", "testdata/shop/payment_test.yaml"}, well},
		{"test-failing", []string{"test", "testdata/broken/failing_test.yaml"}, problems},
		{"test-failing-json", []string{"test", "--json", "testdata/broken/failing_test.yaml"}, problems},
		{"test-missing-json", []string{"test", "testdata/nowhere_test.yaml", "--json"}, problems},
		{"test-rules", []string{"test", "testdata/shop/payment.yaml"}, problems},
		{"test-broken", []string{"test", "testdata/broken/failing_test.yaml", "testdata/broken/slips_test.yaml", "-v"}, problems},
		{"test-outside", []string{"test", "testdata/broken", "-v"}, problems},
		{"test-broken-json", []string{"test", "testdata/broken/slips_test.yaml", "--json"}, problems},

		{"test-run", []string{"test", shop, "-v", "--run", "第.*付款"}, well},
		{"test-run-part", []string{"test", shop, "-v", "--run", "十五分钟没付款"}, well},
		{"test-run-none", []string{"test", shop, "--run", "聚划算订单十五分钟没付就提醒"}, problems},
		{"test-run-none-json", []string{"test", shop, "--run", "十六分钟没付款", "--json"}, problems},
		{"test-cover", []string{"test", shop, "--cover"}, well},
		{"test-cover-html", []string{"test", shop, "--cover", "--format", "html"}, well},
		{"test-cover-json", []string{"test", shop, "--cover", "--json", "--run", "聚划算"}, well},
		{"test-format", []string{"test", shop, "--format", "html"}, misuse},
		{"mutate", []string{"mutate", shop}, problems},
		{"mutate-no-test", []string{"mutate", "testdata/parcels/parcels.yaml"}, problems},
		{"mutate-json", []string{"mutate", shop, "--json"}, problems},
		{"mutate-failing", []string{"mutate", "testdata/broken/failing_test.yaml"}, problems},
		{"mutate-none", []string{"mutate"}, misuse},
		{"help-mutate", []string{"help", "mutate"}, well},

		{"simulate", []string{"simulate", shop, events, customers}, well},
		{"simulate-seen", []string{"simulate", shop, events, customers, "--seen", "--only", "send,task", "--until", "2026-11-11 12:00"}, well},
		{"simulate-jsonl", []string{"simulate", shop, events, customers, "--json", "--only", "send", "--seen"}, well},
		{"simulate-csv", []string{"simulate", shop, events, customers, "--format", "csv"}, well},
		{"simulate-summary", []string{"simulate", events, shop, "--format", "summary", customers, "--until", "+2h"}, well},
		{"simulate-summary-json", []string{"simulate", events, shop, "--format", "summary", "--json"}, well},
		{"simulate-progress", []string{"simulate", shop, events, "--format", "csv", "--only", "send", "--progress"}, well},
		{"simulate-html", []string{"simulate", "testdata/journey/rules.yaml", "--events=testdata/journey/events.jsonl", "--format", "html"}, well},
		{"simulate-html-only", []string{"simulate", shop, events, "--customer", "newbie"}, misuse},
		{"simulate-html-nobody", []string{"simulate", shop, events, "--format", "html", "--customer", "newbei"}, problems},
		{"simulate-two-formats-html", []string{"simulate", shop, events, "--json", "--format", "html"}, misuse},
		{"simulate-feed", []string{"simulate", "--feed", "taobao", "testdata/feed/taobao.json", shop}, problems},
		{"simulate-feed-tracks", []string{"simulate", "--feed", "kuaidi100", "testdata/feed/tracks.json", "testdata/feed/parcel.yaml", "--events", "testdata/feed/parcels.jsonl"}, problems},
		{"simulate-feed-unknown", []string{"simulate", "--feed", "taobo", "testdata/feed/taobao.json", shop}, misuse},
		{"simulate-feed-nothing", []string{"simulate", "--feed", "taobao"}, misuse},
		{"explain-feed", []string{"explain", "--feed", "taobao", "testdata/feed/taobao.json", shop, "--customer", "AAbuyer1", "--at", "2026-11-11 10:20"}, problems},
		{"simulate-no-event", []string{"simulate", shop, customers, "--events", "-"}, well},
		{"simulate-slips", []string{"simulate", shop, "--events", "testdata/slips.jsonl", "--customers", "testdata/slips.jsonl", "--format", "summary"}, problems},
		{"simulate-warned", []string{"simulate", shop, "--events", "testdata/warned.jsonl", "--format", "summary"}, well},
		{"simulate-broken", []string{"simulate", "testdata/broken/payment.yaml", events}, problems},
		{"simulate-misused", []string{"simulate", shop, events, "--format", "cvs"}, misuse},
		{"simulate-two-formats", []string{"simulate", shop, events, "--json", "--format", "csv"}, misuse},
		{"simulate-folder", []string{"simulate", shop, "--events", "testdata"}, problems},
		{"simulate-only", []string{"simulate", shop, events, "--only", "sent"}, misuse},
		{"simulate-until", []string{"simulate", shop, events, "--until", "tomorrow"}, misuse},
		{"simulate-flag", []string{"simulate", shop, "--event", "x"}, misuse},
		{"simulate-no-file", []string{"simulate", shop, "--events", "testdata/none.jsonl"}, problems},

		{"diff", []string{"diff", shop, "testdata/diff", events, customers}, well},
		{"diff-timeline", []string{"diff", shop, "testdata/diff", events, customers, "--format", "timeline", "--personal"}, well},
		{"diff-csv", []string{"diff", shop, "testdata/diff/payment.yaml", events, customers, "--format", "csv"}, well},
		{"diff-html", []string{"diff", shop, "testdata/diff", events, customers, "--format", "html"}, well},
		{"diff-json", []string{"diff", shop, "testdata/diff", events, customers, "--json"}, well},
		{"diff-equal", []string{"diff", shop, shop, events, customers}, well},
		{"diff-turned", []string{"diff", "testdata/diff", shop, events, customers, "--until", "2026-11-11 12:00"}, well},
		{"diff-no-event", []string{"diff", shop, shop, "--events", "-"}, well},
		{"diff-broken", []string{"diff", "testdata/broken/payment.yaml", "testdata/nowhere", events}, problems},
		{"diff-slips", []string{"diff", shop, shop, "--events", "testdata/slips.jsonl"}, problems},
		{"diff-one", []string{"diff", shop, events}, misuse},
		{"diff-none", []string{"diff", shop, shop}, misuse},
		{"diff-format", []string{"diff", shop, shop, events, "--format", "htm"}, misuse},
		{"diff-two-formats", []string{"diff", shop, shop, events, "--json", "--format", "csv"}, misuse},
		{"diff-spreadsheet", []string{"diff", shop, shop, events, "--spreadsheet"}, misuse},
		{"simulate-no-such-day", []string{"simulate", shop, events, "--until", "2026-02-30 10:00"}, misuse},
		{"diff-until", []string{"diff", shop, shop, events, "--until", "tomorrow"}, misuse},
		{"help-diff", []string{"help", "diff"}, well},

		{"explain", []string{"explain", shop, events, customers, "--customer", "newbie", "--at", "2026-11-11 10:07"}, well},
		{"explain-json", []string{"explain", shop, events, customers, "--customer=newbie", "--at", "2026-11-11 10:07", "--json"}, well},
		{"explain-nobody", []string{"explain", shop, events, "--customer", "newbei"}, problems},
		{"explain-nobody-json", []string{"explain", shop, events, "--customer", "nobody", "--json"}, problems},
		{"explain-not-yet", []string{"explain", shop, events, "--customer", "newbie", "--at", "2026-11-11 10:01"}, problems},
		{"explain-no-event", []string{"explain", shop, customers, "--events", "-", "--customer", "newbie"}, problems},
		{"explain-parcels", []string{"explain", "testdata/parcels", "--events=testdata/parcels.jsonl", "--customer", "wang", "--at", "+1h"}, well},
		{"explain-parcels-json", []string{"explain", "testdata/parcels", "--events=testdata/parcels.jsonl", "--customer", "wang", "--json"}, well},
		{"simulate-parcels-jsonl", []string{"simulate", "testdata/parcels", "--events=testdata/parcels.jsonl", "--json", "--only", "send,task"}, well},
		{"simulate-parcels", []string{"simulate", "testdata/parcels", "--events=testdata/parcels.jsonl", "--seen"}, well},
		{"explain-misused", []string{"explain", shop, events}, misuse},
		{"explain-day", []string{"explain", shop, events, customers, "--customer", "newbie", "--at", "2026-11-11"}, well},
		{"explain-span", []string{"explain", shop, events, customers, "--customer", "newbie", "--from", "2026-11-11 10:08", "--to", "+1d"}, well},
		{"explain-journal", []string{"explain", shop, "--journal=testdata/journal.jsonl", "--customer", "xiaowang", "--at", "2026-11-16"}, well},
		{"explain-journal-whole", []string{"explain", shop, "--journal=testdata/journal.jsonl", "--customer", "guest"}, well},
		{"explain-journal-json", []string{"explain", shop, "--journal=testdata/journal.jsonl", "--customer", "xiaowang", "--from", "2026-11-16 21:00", "--to", "2026-11-17", "--json"}, well},
		{"help-explain", []string{"explain", "--help"}, well},

		{"plan", []string{"plan", shop}, well},
		{"plan-markdown", []string{"plan", shop, "--format", "markdown"}, well},
		{"plan-csv", []string{"plan", shop, "--format", "csv"}, well},
		{"plan-html", []string{"plan", shop, "--format", "html"}, well},
		{"plan-json", []string{"plan", shop, "--json"}, well},
		{"plan-broken", []string{"plan", "testdata/broken/payment.yaml"}, problems},
		{"plan-none", []string{"plan"}, misuse},
		{"plan-format", []string{"plan", shop, "--format", "markdwon"}, misuse},
		{"plan-two-formats", []string{"plan", shop, "--json", "--format", "html"}, misuse},
		{"plan-spreadsheet", []string{"plan", shop, "--spreadsheet"}, misuse},
		{"help-plan", []string{"help", "plan"}, well},

		{"bind", []string{"bind", "testdata/bind"}, well},
		{"bind-yaml", []string{"bind", "testdata/bind", "--format", "yaml"}, well},
		{"bind-csv", []string{"bind", "testdata/bind", "--format", "csv"}, well},
		{"bind-markdown", []string{"bind", "testdata/bind", "--format", "markdown"}, well},
		{"bind-json", []string{"bind", "testdata/bind", "--json"}, well},
		{"bind-nothing", []string{"bind", shop}, well},
		{"bind-nothing-yaml", []string{"bind", shop, "--format", "yaml"}, well},
		{"bind-format", []string{"bind", shop, "--format", "yml"}, misuse},
		{"bind-none", []string{"bind"}, misuse},
		{"bind-broken", []string{"bind", "testdata/broken/payment.yaml"}, problems},
		{"help-bind", []string{"bind", "--help"}, well},

		{"done", []string{"done", log, reports, rules}, well},
		{"done-bare", []string{"done", log}, well},
		{"done-markdown", []string{"done", log, reports, rules, "--format", "markdown", "--personal"}, well},
		{"done-csv", []string{"done", log, reports, rules, "--format", "csv"}, well},
		{"done-html", []string{"done", log, reports, rules, "--format", "html"}, well},
		{"done-json", []string{"done", log, reports, rules, "--json"}, well},
		{"done-slips", []string{"done", "testdata/outcomes-slips.jsonl", "--events", "testdata/slips.jsonl"}, problems},
		{"done-nothing", []string{"done", "-"}, well},
		{"done-twice", []string{"done", "-", "--events", "-"}, misuse},
		{"done-none", []string{"done"}, misuse},
		{"done-at", []string{"done", log, "--at", "tomorrow"}, misuse},
		{"done-no-file", []string{"done", "testdata/none.jsonl"}, problems},
		{"help-done", []string{"done", "--help"}, well},

		{"words-keys", []string{"words", "keys"}, well},
		{"words-keys-json", []string{"words", "keys", "--json"}, well},
		{"words", []string{"words", "events", "channels", "reasons"}, well},
		{"words-placeholders", []string{"words", "placeholders"}, well},
		{"words-events-json", []string{"words", "events", "--json"}, well},
		{"words-reasons-json", []string{"words", "reasons", "channels", "--json"}, well},
		{"words-unknown", []string{"words", "reason"}, misuse},
		{"schema-unknown", []string{"schema", "tests"}, misuse},
	} {
		t.Run(c.golden, func(t *testing.T) {
			goldens(t, c.golden, c.code, c.args)
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	name = filepath.Join("testdata", name+".golden")
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(got), 0o644))
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

func Test变异_点名规则文件时用旁边的测试(t *testing.T) {
	code, folder, _ := calling("", "mutate", "testdata/shop")
	require.Equal(t, problems, code)
	code, file, errs := calling("", "mutate", "testdata/shop/payment.yaml")
	require.Equal(t, problems, code, errs)
	assert.Equal(t, folder, file)
}

func Test事件从标准输入来也一样(t *testing.T) {
	data, err := os.ReadFile("testdata/events.jsonl")
	require.NoError(t, err)
	code, piped, errs := calling(string(data), "simulate", "testdata/shop", "--events", "-")
	require.Equal(t, well, code, errs)
	_, fromFile, _ := calling("", "simulate", "testdata/shop", "--events", "testdata/events.jsonl")
	assert.Equal(t, fromFile, piped)
}

func TestJSON一行一个对象(t *testing.T) {
	_, out, _ := calling("", "simulate", "testdata/shop", "--events", "testdata/events.jsonl", "--format", "jsonl")
	for line := range strings.Lines(out) {
		require.True(t, json.Valid([]byte(line)), line)
	}
	assert.Equal(t, strings.Count(out, "\n"), strings.Count(out, `"verdict":`))
}

func TestSchema两种都是JSON(t *testing.T) {
	for _, args := range [][]string{{"schema"}, {"schema", "rules"}, {"schema", "test"}} {
		code, out, errs := calling("", args...)
		assert.Equal(t, well, code, errs)
		assert.True(t, json.Valid([]byte(out)))
	}
}

func Test短线以后都是文件名(t *testing.T) {
	code, _, errs := calling("", "check", "--", "--json")
	assert.Equal(t, problems, code)
	assert.Contains(t, errs, `no file or folder "--json"`)
}

func Test坏事再多也只说二十件(t *testing.T) {
	code, _, errs := calling(strings.Repeat("{}x\n", 100), "simulate", "testdata/shop", "--events", "-", "--format", "summary")
	assert.Equal(t, problems, code)
	assert.Equal(t, 22, strings.Count(errs, "\n"))
	assert.Contains(t, errs, "… and 80 more\ncare: no events in the standard input\n")
}

func Test条件的词里时钟只占一行_还没有的排在最后(t *testing.T) {
	code, out, _ := calling("", "words")
	require.Equal(t, well, code)
	for _, section := range []string{"conditions\n", "clocks: ", "placeholders\n", "events: ", "channels\n", "reasons\n"} {
		assert.Equal(t, 1, strings.Count("\n"+out, "\n"+section), section)
	}
	assert.Regexp(t, `(?m)^  order\.amount +number, yuan +付款金额`, out)
	assert.Regexp(t, `(?m)^  minutes_unpaid +about order, parcel, chat +runs while`, out)
	assert.Regexp(t, `(?m)^  order\.quantity +whole number, pieces +`, out)
	assert.Regexp(t, `(?m)^  order\.paid_at +time +付款时间 \(unknown before payment\)$`, out)
	assert.Regexp(t, `(?m)^conditions after review\.created\n(  review\..*\n)*  review\.stars +whole number +1 to 5 \(unknown where`, out)
	assert.Regexp(t, `(?m)^conditions after message\.…\n(  message\..*\n)*  message\.text +text +what the customer replied$`, out)
	assert.Regexp(t, `(?m)^conditions in flows about order, parcel, chat\n(  order\..*\n)*  order\.amount +number, yuan`, out)
	assert.Regexp(t, `(?m)^conditions\n(  customer\..*\n)+(  shop\..*\n)+`, out)
	assert.NotContains(t, out, "hours_unpaid")
	assert.Regexp(t, `(?m)^  #买家昵称# +buyer_nick .*\(also 昵称, 买家旺旺, `, out)
	assert.Regexp(t, `(?m)^  order\.paid +order with id +付款`, out)

	_, asJSON, _ := calling("", "words", "conditions", "--json")
	assert.Contains(t, asJSON, `"hours_unpaid"`)
	assert.NotContains(t, asJSON, `"placeholders"`)
}

func Test每个理由都有说法(t *testing.T) {
	var words []string
	for _, r := range reasons {
		words = append(words, r.Word)
		assert.NotEmpty(t, r.Meaning)
	}
	assert.Equal(t, care.Reasons(), words)
}

func Test版本说得出来(t *testing.T) {
	code, out, _ := calling("", "version")
	assert.Equal(t, well, code)
	assert.Regexp(t, `^care \S+ \(go1\.\S+.*\)\n$`, out)
	_, asJSON, _ := calling("", "version", "--json")
	var v map[string]string
	require.NoError(t, json.Unmarshal([]byte(asJSON), &v))
	assert.NotEmpty(t, v["version"])
	assert.NotEmpty(t, v["go"])
	code, _, _ = calling("", "version", "now")
	assert.Equal(t, misuse, code)
}

type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, os.ErrClosed }

func Test写不出去就是失败(t *testing.T) {
	for _, args := range [][]string{
		{"words"},
		{"words", "--json"},
		{"version"},
		{"schema"},
		{"check", "testdata/shop", "--json"},
		{"test", "testdata/shop", "--json"},
		{"test", "testdata/shop", "--cover", "--format", "html"},
		{"mutate", "testdata/shop", "--json"},
		{"simulate", "testdata/shop", "--events", "testdata/events.jsonl"},
		{"simulate", "testdata/shop", "--events", "testdata/events.jsonl", "--format", "csv"},
		{"simulate", "testdata/shop", "--events", "testdata/events.jsonl", "--format", "jsonl"},
		{"simulate", "testdata/shop", "--events", "testdata/events.jsonl", "--format", "html"},
		{"explain", "testdata/shop", "--events", "testdata/events.jsonl", "--customer", "xiaowang"},
		{"diff", "testdata/shop", "testdata/diff", "--events", "testdata/events.jsonl"},
		{"diff", "testdata/shop", "testdata/diff", "--events", "testdata/events.jsonl", "--format", "html"},
		{"diff", "testdata/shop", "testdata/diff", "--events", "testdata/events.jsonl", "--json"},
		{"plan", "testdata/shop"},
		{"plan", "testdata/shop", "--format", "csv", "--spreadsheet"},
		{"plan", "testdata/shop", "--format", "html"},
		{"bind", "testdata/bind"},
		{"bind", "testdata/bind", "--format", "yaml"},
		{"done", "testdata/outcomes.jsonl", "--format", "markdown"},
		{"done", "testdata/outcomes.jsonl", "--json"},
	} {
		var errs bytes.Buffer
		assert.Equal(t, problems, run(say.English, args, strings.NewReader(""), closed{}, &errs), "%v", args)
	}
}
