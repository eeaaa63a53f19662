package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func Test学到的数_每一句话(t *testing.T) {
	const orders = "--orders=testdata/learn/orders.csv"
	for _, c := range []struct {
		golden string
		args   []string
		code   int
	}{
		{"help-learn", []string{"help", "learn"}, well},
		{"learn", []string{"learn", orders}, well},
		{"learn-json", []string{"learn", orders, "--json"}, well},
		{"learn-early", []string{"learn", orders, "--as-of", "2026-03-10"}, well},
		{"learn-before", []string{"learn", orders, "--as-of", "2026-02-01"}, problems},
		{"learn-broken", []string{"learn", "--orders", "testdata/learn/broken.csv"}, problems},
		{"learn-broken-parcels", []string{"learn", orders, "--parcels", "testdata/learn/parcels.csv"}, problems},
		{"learn-no-file", []string{"learn", "--orders", "testdata/learn/none.csv"}, problems},
		{"learn-day", []string{"learn", orders, "--as-of", "June"}, misuse},
		{"learn-alone", []string{"learn", "testdata/learn/orders.csv"}, misuse},
		{"learn-none", []string{"learn"}, misuse},
		{"learn-columns", []string{"learn", orders, "--columns", "buyer=x"}, misuse},
	} {
		t.Run(c.golden, func(t *testing.T) {
			goldens(t, c.golden, c.code, c.args)
		})
	}
}

// timesOf are when the flows say something, by customer.
func timesOf(t *testing.T, folder string) map[string]string {
	t.Helper()
	code, out, errs := calling("", "simulate", folder, "--events", "testdata/learn/events.jsonl", "--format", "csv", "--only", "send", "--until", "+30d")
	require.Equal(t, well, code, errs)
	times := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(out), "\n")[1:] {
		cells := strings.Split(line, ",")
		times[cells[2]] = cells[0]
	}
	return times
}

// Four of five live payers pay within 8 minutes and four of five of all within 24; nine
// of ten parcels to 浙江 arrive within 61 hours, and the rule waits another.
func Test学到的数放在规则旁边_同样的事情在别的时候说(t *testing.T) {
	assert.Equal(t, map[string]string{"wang": "2026-05-04 10:30:00", "li": "2026-05-04 10:30:00"}, timesOf(t, "testdata/learn/rules"),
		"without the part: 30 minutes for everybody, and no parcel is ever late")

	folder := t.TempDir()
	rules, err := os.ReadFile("testdata/learn/rules/shop.yaml")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "shop.yaml"), rules, 0o600))
	code, part, errs := calling("", "learn", "--orders", "testdata/learn/orders.csv")
	require.Equal(t, well, code, errs)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "learned.yaml"), []byte(part), 0o600))
	code, _, errs = calling("", "check", folder)
	require.Equal(t, well, code, errs)
	assert.Equal(t, map[string]string{"wang": "2026-05-04 10:08:00", "li": "2026-05-04 10:24:00", "zhao": "2026-05-06 22:00:00"}, timesOf(t, folder))

	_, again, _ := calling("", "learn", "--orders", "testdata/learn/orders.csv")
	assert.Equal(t, part, again, "the same history gives the same part")
}

// Most of this shop's customers who come back are back within 40 days: one who stays away
// is written to then, and not after the textbook's 90 days.
func Test学到的阶段和价值放在规则旁边_召回就在别的日子(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	write("events.jsonl", `{"id": "1", "event": "order.paid", "at": "2026-06-01 10:00", "customer": {"id": "wang", "wangwang": "wang"}, "order": {"id": "T1", "amount": "350.00"}}`)
	write("shop.yaml", `version: 1
shop: {name: 小鹿家}
flows:
  away:
    title: 召回
    about: customer
    purpose: service
    via: wangwang
    rules: [{name: high, if: customer.stage == 'lapsing' && customer.value == 'high', send: high}, {name: any, if: customer.stage == 'lapsing', send: any}]
texts: {high: 贵客, any: 您好}
`)
	said := func() string {
		code, out, errs := calling("", "simulate", folder, "--events", filepath.Join(folder, "events.jsonl"), "--format", "csv", "--only", "send", "--until", "+200d")
		require.Equal(t, well, code, errs)
		cells := strings.Split(strings.Split(out, "\n")[1], ",")
		return cells[0] + " " + strings.Join(cells[3:6], " ")
	}
	assert.Contains(t, said(), "2026-08-31 00:00:00")
	assert.Contains(t, said(), "away any")
	code, part, errs := calling("", "learn", "--orders", "testdata/learn/orders.csv")
	require.Equal(t, well, code, errs)
	write("learned.yaml", part)
	assert.Contains(t, said(), "2026-07-12 00:00:00")
	assert.Contains(t, said(), "away high")
}

func Test学的时候两个文件不能都从标准输入来(t *testing.T) {
	data, err := os.ReadFile("testdata/learn/orders.csv")
	require.NoError(t, err)
	code, piped, errs := calling(string(data), "learn", "--orders", "-")
	require.Equal(t, well, code, errs)
	assert.Contains(t, piped, "usual_minutes_to_pay:")
	code, _, errs = calling("", "learn", "--orders", "-", "--parcels", "-")
	assert.Equal(t, misuse, code)
	assert.Contains(t, errs, "cannot both be the standard input")
}
