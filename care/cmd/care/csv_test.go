package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const sheetRules = `version: 1
shop: {name: 小鹿家}
flows:
  payment:
    title: 催付
    about: order
    purpose: service
    until: [order.paid]
    via: [wangwang, sms]
    merge: 1h
    rules: [{name: everyone, if: minutes_unpaid > 30, send: gentle}]
texts: {gentle: "#买家昵称|亲#，还没付款"}
`

// What a customer is called must not become a formula on the computer of whoever
// opens the file.
const sheetEvents = `
{"id":"1","event":"order.created","at":"2026-11-11 10:00","customer":{"id":"=HYPERLINK(1)","nick":"@小王","wangwang":"@小王"},"order":{"id":"-T1","amount":100,"title":"袜子"}}
{"id":"2","event":"order.created","at":"2026-11-11 10:05","customer":"=HYPERLINK(1)","order":{"id":"T2","amount":100,"title":"帽子"}}
{"id":"3","event":"order.created","at":"2026-11-11 10:00","customer":{"id":"c-3","nick":"t**8"},"order":{"id":"T3","amount":100,"title":"手套"}}
`

func TestCSV里没有公式_带着合并的订单和关着的渠道(t *testing.T) {
	rules := filepath.Join(t.TempDir(), "rules.yaml")
	require.NoError(t, os.WriteFile(rules, []byte(sheetRules), 0o600))
	code, out, errs := calling(sheetEvents, "simulate", rules, "--events", "-", "--format", "csv", "--only", "send,skip")
	require.Equal(t, well, code, errs)
	assert.False(t, strings.HasPrefix(out, "\ufeff"), "plain UTF-8")
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	require.NoError(t, err)

	var cells []map[string]string
	for _, row := range rows[1:] {
		named := map[string]string{}
		for i, cell := range row {
			assert.NotContains(t, "=+-@\t", (cell + " ")[:1], "a spreadsheet would compute %q", cell)
			named[rows[0][i]] = cell
		}
		cells = append(cells, named)
	}
	require.NotEmpty(t, cells)
	var sent, silent bool
	for _, c := range cells {
		switch {
		case c["verdict"] == "send":
			sent = true
			assert.Equal(t, "'=HYPERLINK(1)", c["customer"])
			assert.Equal(t, "'-T1", c["subject"])
			assert.Equal(t, "'@小王，还没付款", c["text"])
			assert.Equal(t, "T2", c["merged"])
			assert.Empty(t, c["closed"])
		case c["reason"] == "no-way":
			silent = true
			assert.Equal(t, "c-3", c["customer"])
			assert.Equal(t, "wangwang closed: no-address; sms closed: no-address", c["closed"])
		}
	}
	assert.True(t, sent && silent, out)
}
