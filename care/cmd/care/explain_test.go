package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const abroadRules = `version: 1
shop: {name: 小鹿家, timezone: America/New_York}
flows:
  payment:
    title: 催付
    about: order
    purpose: service
    until: [order.paid]
    via: [wangwang]
    rules: [{name: everyone, if: minutes_unpaid > 30 && order.amount < 500, send: gentle}]
texts: {gentle: 还没付款}
`

const abroadEvents = `
{"id":"1","event":"order.created","at":"2026-11-11 10:00","customer":{"id":"wang","wangwang":"wang"},"order":{"id":"T1","amount":100}}
{"id":"2","event":"order.created","shop":"二店","at":"2026-11-11 10:00","customer":{"id":"li","wangwang":"li"},"order":{"id":"T2","amount":100}}
`

func rulesAbroad(t *testing.T) string {
	t.Helper()
	rules := filepath.Join(t.TempDir(), "rules.yaml")
	require.NoError(t, os.WriteFile(rules, []byte(abroadRules), 0o600))
	return rules
}

func Test什么时候变_以前和现在都写成店里的时间(t *testing.T) {
	code, out, errs := calling(abroadEvents, "explain", rulesAbroad(t), "--events", "-", "--customer", "wang", "--json")
	require.Equal(t, well, code, errs)
	type part struct{ Text, Turns string }
	var told struct {
		Past []struct{ Seen []part }
		Now  struct {
			Subjects []struct{ Rules []struct{ Seen []part } }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out), &told))
	want := []part{{"minutes_unpaid > 30", "2026-11-11T10:30:00-05:00"}, {"order.amount < 500", ""}}
	assert.Equal(t, want, told.Past[0].Seen)
	assert.Equal(t, want, told.Now.Subjects[0].Rules[0].Seen)
	assert.Equal(t, 2, strings.Count(out, `"minutes_unpaid > 30"`), "signs are not escaped")
}

func Test没听说过的顾客_说是谁_怎么找(t *testing.T) {
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"--customer", "li"}, `unknown customer "li" at 2026-11-11 10:00:00; one in shop "二店" exists: name it with --shop`},
		{[]string{"--customer", "wang", "--shop", "二店"}, `customer "wang" in shop "二店" at 2026-11-11 10:00:00; one without a shop exists: leave out --shop`},
		{[]string{"--customer", "wnag"}, `customer "wnag" at 2026-11-11 10:00:00; did you mean "wang"?`},
		{[]string{"--customer", "wang", "--at", "2026-11-11 09:00"}, "the first event comes at 2026-11-11 10:00:00: write a later --at"},
	} {
		code, out, errs := calling(abroadEvents, append([]string{"explain", rulesAbroad(t), "--events", "-"}, c.args...)...)
		assert.Equal(t, problems, code)
		assert.Empty(t, out)
		assert.Contains(t, errs, c.says)
	}
}
