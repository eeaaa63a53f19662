package invent_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/examples/lifecycle/invent"
)

func year(t *testing.T, o invent.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, invent.Write(&b, o))
	return b.Bytes()
}

// The year that the example speaks of is always the same.
const digest = "b48a29d06e9280eaa6e9d9f896292dba825be7a4948eecc574d068403663f9b8"

func TestSameSeedSameYear(t *testing.T) {
	sum := sha256.Sum256(year(t, invent.Options{}))
	assert.Equal(t, digest, hex.EncodeToString(sum[:]), "if the year was changed on purpose, write the new digest here")
	assert.NotEqual(t, year(t, invent.Options{Customers: 50, Seed: 1}), year(t, invent.Options{Customers: 50, Seed: 2}))
	assert.Error(t, invent.Write(&bytes.Buffer{}, invent.Options{Customers: -1}))
}

func TestYearLooksLikeOne(t *testing.T) {
	rows, err := csv.NewReader(bytes.NewReader(year(t, invent.Options{Customers: 3000}))).ReadAll()
	require.NoError(t, err)
	head := rows[0]
	at := func(row []string, name string) string { return row[slices.Index(head, name)] }
	orders, customers, unpaid := map[string]bool{}, map[string]bool{}, 0
	perDay := map[string]int{}
	underWay := 0
	for _, row := range rows[1:] {
		placed, paid := at(row, "下单时间"), at(row, "付款时间")
		for _, name := range []string{"下单时间", "付款时间", "关闭时间", "退款时间", "发货时间", "签收时间", "退回时间", "投诉时间", "投诉解决时间"} {
			if text := at(row, name); text != "" {
				assert.Less(t, text, "2026-07-01", "nothing is later than the year")
				assert.GreaterOrEqual(t, text, placed, "nothing is before the order")
			}
		}
		if paid == "" {
			assert.Empty(t, at(row, "发货时间"))
		}
		if at(row, "发货时间") != "" && at(row, "签收时间") == "" && at(row, "退回时间") == "" {
			underWay++
		}
		id := at(row, "订单编号")
		if !orders[id] {
			orders[id] = true
			customers[at(row, "顾客")] = true
			perDay[strings.Fields(placed)[0]]++
			if paid == "" {
				unpaid++
			}
		}
	}
	assert.InDelta(t, 3000, len(customers), 1, "who comes has at least one order")
	assert.InDelta(t, .2, float64(unpaid)/float64(len(orders)), .08)
	assert.Greater(t, underWay, 10)
	usual := float64(len(orders)) / 365
	assert.Greater(t, float64(perDay["2025-11-11"]), 4*usual, "双11")
	assert.Greater(t, float64(perDay["2026-06-18"]), 3*usual, "618")
}
