package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

func TestOnlyCustomerDayAndAmount(t *testing.T) {
	lines := []string{"user,日期,金额"}
	for i := range 80 {
		for n := range 1 + i%4 {
			at := time.Date(2025, 1, 1+i%30, 0, 0, 0, 0, calendar.China).AddDate(0, 0, n*(20+i%7))
			lines = append(lines, fmt.Sprintf("u%02d,%s,%d.50", i, at.Format("20060102"), 20+i))
		}
	}
	terminal, page, _ := written(t, "-orders", file(t, lines...))
	assert.Contains(t, terminal, "无法计算：订单表里没有这些列：下单时间 created_at、付款时间 paid_at")
	assert.Contains(t, terminal, "发货时间 shipped_at、签收时间 signed_at")
	assert.Contains(t, terminal, "商品 item")
	assert.Contains(t, terminal, "80位买家")
	for _, id := range []string{"stages-over-time", "moves-heat", "gaps", "return"} {
		assert.Contains(t, page, `<figure id="`+id+`">`)
	}
	assert.NotContains(t, page, `<figure id="payment-curve">`)
	assert.NotContains(t, page, "NaN")
}

// Whatever small thing comes in, there is an answer or a reason, and no nonsense.
func TestSmallLogs(t *testing.T) {
	full := "订单编号,买家,下单时间,付款时间,关闭时间,实付金额,商品,件数,物流公司,省份,发货时间,签收时间"
	for name, lines := range map[string][]string{
		"one order":                {"customer,date,amount", "a,2026-01-01,10"},
		"nothing spent":            {"customer,date,amount", "a,2026-01-01,0", "a,2026-02-01,0"},
		"two of one day":           {"customer,date,amount", "a,2026-01-01,10", "b,2026-01-01,10"},
		"an unpaid order beside":   {full, "1,a,2026-01-01 10:00:00,2026-01-01 10:05:00,,10,x,1,,,,", "2,b,2026-01-02 10:00:00,,2026-01-03 10:00:00,10,y,1,,,,"},
		"a parcel under way":       {full, "1,a,2026-01-01 10:00:00,2026-01-01 10:05:00,,10,x,1,中通,广东,2026-01-01 18:00:00,"},
		"goods without names":      {full, "1,a,2026-01-01 10:00:00,2026-01-01 10:05:00,,10,,,,,,"},
		"years between two orders": {"customer,date,amount", "a,1999-01-01,10", "a,2026-02-01,10"},
		"the platform's own words": {"会员ID,成交时间,成交额,交易号", "a,2026-01-01 10:00:00,10,T1"},
		"a mark before the names":  {byteOrderMark + "customer,date,amount", "a,2026-01-01,10"},
		"a status":                 {"customer,date,amount,status", "a,2026-01-01,10,交易成功", "b,2026-01-02,10,交易关闭"},
	} {
		t.Run(name, func(t *testing.T) {
			_, page, _ := written(t, "-orders", file(t, lines...))
			assert.NotContains(t, page, "NaN")
			assert.NotContains(t, page, "Inf")
		})
	}
}

func TestStatusSaysWhatWasNotBought(t *testing.T) {
	h, err := readHistory("log.csv", strings.NewReader("customer,date,amount,status\na,2026-01-01,10,交易成功\nb,2026-01-02,10,交易关闭\n"))
	require.NoError(t, err)
	s, err := open(h, 0)
	require.NoError(t, err)
	require.Len(t, s.buyers, 1)
	assert.Equal(t, "a", s.buyers[0].Customer)
}

func TestRefundsAreTakenOff(t *testing.T) {
	h, err := readHistory("log.csv", strings.NewReader(`order_id,customer,paid_at,amount,refund,refunded_at
1,a,2026-01-01,10,10,2026-01-05
2,a,2026-02-01,10,4,2026-02-05
3,b,2026-03-01,10,10,
`))
	require.NoError(t, err)
	s, err := open(h, 0)
	require.NoError(t, err)
	require.Len(t, s.net, 1, "what was paid back whole never was a purchase")
	assert.EqualValues(t, 600, s.net[0].Spend())
}

func TestFaultsAreNamedByLineAndColumn(t *testing.T) {
	for name, c := range map[string]struct {
		lines []string
		want  []string
	}{
		"no columns for what is needed": {[]string{"when,what", "1,2"}, []string{"log.csv:1: no column says who bought; call it customer_id or 客户编号", "no column says when", "no column says for how much", "the columns are: when, what"}},
		"nothing at all":                {[]string{""}, []string{"the file is empty"}},
		"only names":                    {[]string{"customer,date,amount"}, []string{"there is no order in it"}},
		"every fault in one go": {[]string{"customer,date,amount,退款金额,服务评分", "a,2026-02-30,10,,", ",2026-01-01,10,,", "a,2026-01-01,ten,,", "a,2026-01-01,-5,,", "a,2026-01-01,10,20,", "a,2026-01-01,10,,9", "a,,10,,", "a,2026-01-01,,,"}, []string{
			`log.csv:2: column 2 (date): "2026-02-30" is no day; write 2025-11-11`,
			`log.csv:3: column 1 (customer): is empty; say who bought`,
			`log.csv:4: column 3 (amount): "ten" is no amount; write 128.00`,
			`log.csv:5: column 3 (amount): "-5" is negative; what was paid back belongs into a column 退款金额 (refund)`,
			`log.csv:6: column 4 (退款金额): ¥20.00 is more than the ¥10.00 that were paid`,
			`log.csv:7: column 5 (服务评分): "9" is no number from 1 to 5`,
			`log.csv:8: column 2 (date): is empty; say when`,
			`log.csv:9: column 3 (amount): is empty; say for how much`,
		}},
		"a line too short":                 {[]string{"customer,date,amount", "a,2026-01-01"}, []string{"log.csv:2: has 2 cells; the first line names 3 columns"}},
		"times that cannot follow":         {[]string{"customer,下单时间,付款时间,amount,发货时间,签收时间", "a,2026-01-02,2026-01-01,1,,", "a,2026-01-02,2026-01-02,1,2026-01-05,2026-01-04", "a,2026-01-02,2026-01-02,1,,2026-01-04"}, []string{"log.csv:2: column 3 (付款时间): 2026-01-01 00:00:00 lies before created_at", "log.csv:3: column 6 (签收时间)", "log.csv:4: column 6 (签收时间): comes without 发货时间"}},
		"an order of two customers":        {[]string{"order,customer,date,amount", "7,a,2026-01-01,1", "7,b,2026-01-01,1"}, []string{`log.csv:3: column 2 (customer): order 7 is of "b" here and of "a" in line 2`}},
		"a refund before the payment":      {[]string{"order,customer,paid_at,amount,refund,refunded_at", "7,a,2026-01-05,10,10,2026-01-01"}, []string{"log.csv:2: "}},
		"a list price below what was paid": {[]string{"customer,date,amount,list_price", "a,2026-01-01,10,5"}, []string{"log.csv:2: column 4 (list_price): ¥5.00 is less than the ¥10.00 that were paid"}},
		"nobody paid":                      {[]string{"customer,created_at,paid_at,amount", "a,2026-01-01,,10"}, []string{"nobody had paid by 2026-01-01"}},
	} {
		t.Run(name, func(t *testing.T) {
			path := file(t, c.lines...)
			if c.lines[0] == "" {
				require.NoError(t, os.WriteFile(path, nil, 0o644))
			}
			err := run([]string{"-orders", path, "-out", t.TempDir()}, &bytes.Buffer{})
			require.Error(t, err)
			for _, want := range c.want {
				assert.Contains(t, err.Error(), want)
			}
		})
	}
}

func TestManyFaultsAreCounted(t *testing.T) {
	lines := []string{"customer,date,amount"}
	for range 50 {
		lines = append(lines, "a,never,1")
	}
	err := run([]string{"-orders", file(t, lines...), "-out", t.TempDir()}, &bytes.Buffer{})
	require.ErrorContains(t, err, "and 30 more")
	assert.Len(t, strings.Split(err.Error(), "\n"), 21)
}

func TestOptionsThatCannotBe(t *testing.T) {
	log := file(t, "customer,date,amount", "a,2026-01-01,10")
	for want, args := range map[string][]string{
		"-on: \"soon\" is no day":         {"-on", "soon"},
		"there is no order by 2020-01-01": {"-on", "2020-01-01"},
		`no order is of a customer "zz"`:  {"-customer", "zz"},
		`"more" is no option`:             {"more"},
		"no such file":                    {"-orders", "nowhere.csv"},
	} {
		all := append([]string{"-orders", log, "-out", t.TempDir()}, args...)
		assert.ErrorContains(t, run(all, &bytes.Buffer{}), want)
	}
}

func TestMoneyTimesAndColumns(t *testing.T) {
	for text, want := range map[string]int64{"128": 12800, "¥1,280.50": 128050, "0": 0, "29.33": 2933, "3元": 300} {
		got, err := parseMoney(text)
		require.NoError(t, err, text)
		assert.EqualValues(t, want, got, text)
	}
	for _, text := range []string{"0x10", "1_000", "NaN", "1e300", "1e9"} {
		_, err := parseMoney(text)
		assert.Error(t, err, text)
	}
	for _, text := range []string{"2026-01-02 03:04:05", "20260102", "2026/1/2 3:04", "2026年1月2日", "2026-01-02T03:04:05+08:00"} {
		at, err := parseTime(text)
		require.NoError(t, err, text)
		assert.Equal(t, "2026-01-02", at.Format(time.DateOnly))
	}
	for _, text := range []string{"03/04/2025", "2026-13-01", "1066-10-14", "x"} {
		_, err := parseTime(text)
		assert.Error(t, err, text)
	}
	h, err := headerOf([]string{"Order-ID", " Customer ID ", "买家实际支付金额", "Invoice Date", "colour"})
	require.NoError(t, err)
	assert.True(t, h.has(orderID, customer, amount, anyTime))
	assert.Equal(t, []string{"colour"}, h.unused)
}

func TestColumnsOfATerminalAlign(t *testing.T) {
	assert.Equal(t, 10, places("忠诚客户 a"))
	assert.Equal(t, "忠诚…", fit("忠诚客户", 5))
	assert.Equal(t, "  12", pad("12", 4, true))
	rows := [][]string{{"1,234", "3.9 (667)", "12.6 [1, 2]", "C00012", "2026-01-01", "24 h", "$5"}, {"·", "–", "1.0", "x", "", "5 min", "¥3"}}
	for column, want := range []bool{true, true, true, false, false, true, true} {
		assert.Equal(t, want, numeric(rows, column), rows[0][column])
	}
}

// CDNOW's customers: real ones, of 1997.
func TestCDNOW(t *testing.T) {
	folder := os.Getenv("TIEXIN_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	path := filepath.Join(folder, "cdnow_sample_log.csv")
	if _, err := os.Stat(path); err != nil {
		t.Skip("the CDNOW sample may not be committed; put cdnow_sample_log.csv into the folder TIEXIN_DATA names")
	}
	terminal, page, _ := written(t, "-orders", path)
	for _, want := range []string{"6,919行，6,919个订单，2,357位买家，自1997-01-01起", "截至1998-06-30", "1,139位顾客", "$"} {
		assert.Contains(t, terminal, want)
	}
	assert.NotContains(t, terminal, "¥")
	assert.NotContains(t, page, "NaN")
}

func FuzzReadHistory(f *testing.F) {
	f.Add("customer,date,amount\na,2026-01-01,10\n")
	f.Add("order_id,customer,created_at,paid_at,amount,refund,refunded_at\n1,a,2026-01-01,2026-01-02,10,10,2026-01-05\n")
	f.Add("买家,下单时间,付款时间,实付金额,发货时间,签收时间,省份,物流公司\na,2026-01-01,2026-01-02,10,2026-01-03,,广东,中通\n")
	f.Fuzz(func(t *testing.T, text string) {
		h, err := readHistory("log.csv", strings.NewReader(text))
		if err != nil {
			assert.NotEmpty(t, err.Error())
			return
		}
		s, err := open(h, 0)
		if err != nil {
			assert.NotEmpty(t, err.Error())
			return
		}
		assert.NotEmpty(t, s.buyers)
	})
}
