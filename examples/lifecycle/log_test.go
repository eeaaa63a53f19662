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

	"github.com/tiexin-go/tiexin/internal/orderlog"
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
	assert.Contains(t, terminal, "无法计算：订单表里没有这些列：下单时间、付款时间")
	assert.Contains(t, terminal, "发货时间、签收时间")
	assert.Contains(t, terminal, "没有这些列：商品。")
	assert.Contains(t, terminal, "80位顾客买过")
	for _, id := range []string{"stages-over-time", "moves-heat", "gaps", "return"} {
		assert.Contains(t, page, `<figure id="`+id+`">`)
	}
	assert.NotContains(t, page, `<figure id="payment-curve">`)
	assert.NotContains(t, page, "NaN")
}

// Whatever small thing comes in, there is an answer or a reason, and no nonsense.
func TestSmallLogs(t *testing.T) {
	full := "订单编号,顾客,下单时间,付款时间,关闭时间,实付金额,商品,件数,物流公司,省份,发货时间,签收时间"
	for name, lines := range map[string][]string{
		"one order":                {"customer,date,amount", "a,2026-01-01,10"},
		"nothing spent":            {"customer,date,amount", "a,2026-01-01,0", "a,2026-02-01,0"},
		"two of one day":           {"customer,date,amount", "a,2026-01-01,10", "b,2026-01-01,10"},
		"an unpaid order beside":   {full, "1,a,2026-01-01 10:00:00,2026-01-01 10:05:00,,10,x,1,,,,", "2,b,2026-01-02 10:00:00,,2026-01-03 10:00:00,10,y,1,,,,"},
		"a parcel under way":       {full, "1,a,2026-01-01 10:00:00,2026-01-01 10:05:00,,10,x,1,中通,广东,2026-01-01 18:00:00,"},
		"goods without names":      {full, "1,a,2026-01-01 10:00:00,2026-01-01 10:05:00,,10,,,,,,"},
		"years between two orders": {"customer,date,amount", "a,1999-01-01,10", "a,2026-02-01,10"},
		"the platform's own words": {"会员ID,成交时间,成交额,交易号", "a,2026-01-01 10:00:00,10,T1"},
		"a mark before the names":  {orderlog.ByteOrderMark + "customer,date,amount", "a,2026-01-01,10"},
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
	h, err := orderlog.Read("log.csv", strings.NewReader("customer,date,amount,status\na,2026-01-01,10,交易成功\nb,2026-01-02,10,交易关闭\n"), orderlog.Options{})
	require.NoError(t, err)
	s, err := open(h, 0)
	require.NoError(t, err)
	require.Len(t, s.buyers, 1)
	assert.Equal(t, "a", s.buyers[0].Customer)
}

func TestRefundsAreTakenOff(t *testing.T) {
	h, err := orderlog.Read("log.csv", strings.NewReader(`order_id,customer,paid_at,amount,refund,refunded_at
1,a,2026-01-01,10,10,2026-01-05
2,a,2026-02-01,10,4,2026-02-05
3,b,2026-03-01,10,10,
`), orderlog.Options{})
	require.NoError(t, err)
	s, err := open(h, 0)
	require.NoError(t, err)
	require.Len(t, s.net, 1, "what was paid back whole never was a purchase")
	assert.EqualValues(t, 600, s.net[0].Spend())
}

// What is wrong with a log is said with its place; package orderlog knows the rest.
func TestLogsThatCannotBeReportedOn(t *testing.T) {
	for name, c := range map[string]struct {
		lines []string
		want  []string
	}{
		"faults of cells":              {[]string{"customer,date,amount", "a,2026-02-30,10", ",2026-01-01,10"}, []string{`log.csv:2: column 2 (date): "2026-02-30" is not a day; write 2025-11-11`, `log.csv:3: column 1 (customer): is empty; say who bought`}},
		"a refund before the payment":  {[]string{"order,customer,paid_at,amount,refund,refunded_at", "7,a,2026-01-05,10,10,2026-01-01"}, []string{"log.csv:2: order 7 was refunded"}},
		"nobody paid":                  {[]string{"customer,created_at,paid_at,amount", "a,2026-01-01,,10"}, []string{"log.csv: no customer had paid by 2026-01-01"}},
		"days that nobody can tell":    {[]string{"customer,date,amount", "a,12/1/2010,10"}, []string{"say -date mdy for the first or -date dmy for the second"}},
		"a cancellation without order": {[]string{"order,customer,date,amount", "1,a,2010-12-01,10", "C2,b,2010-12-02,-5"}, []string{"log.csv:3: cancels ¥5.00 of customer b"}},
	} {
		t.Run(name, func(t *testing.T) {
			err := run([]string{"-orders", file(t, c.lines...), "-out", t.TempDir()}, &bytes.Buffer{})
			require.Error(t, err)
			for _, want := range c.want {
				assert.Contains(t, err.Error(), want)
			}
		})
	}
	err := run([]string{"-orders", file(t, "customer,date,amount", "a,2026-01-01,10"), "-on", "2019-01-01", "-out", t.TempDir()}, &bytes.Buffer{})
	assert.ErrorContains(t, err, "log.csv: no orders by 2019-01-01; name a later day with -on")
}

// Cancellation rows are refunds here as in the loyalty report: one reader reads both.
func TestCancellationRows(t *testing.T) {
	h, err := orderlog.Read("log.csv", strings.NewReader("InvoiceNo,InvoiceDate,CustomerID,Quantity,Amount\n1,12/1/2010 8:26,a,40,156.40\nC2,12/13/2010 9:41,a,-40,-156.40\n3,12/14/2010 9:41,a,1,5\n"), orderlog.Options{})
	require.NoError(t, err)
	s, err := open(h, 0)
	require.NoError(t, err)
	require.Len(t, s.net, 1, "the first order was paid back")
	assert.Equal(t, "2010-12-14", s.on.String())
}

func TestColumnsOfATerminalAlign(t *testing.T) {
	assert.Equal(t, 10, places("忠诚客户 a"))
	assert.Equal(t, "忠诚…", fit("忠诚客户", 5))
	assert.Equal(t, "  12", pad("12", 4, true))
	rows := [][]string{{"1,234", "3.9 (667)", "12.6 [1, 2]", "C00012", "2026-01-01", "24 h", "$5", "2小时40分钟", "-£3"}, {"·", "–", "1.0", "x", "", "5 min", "¥3", "53秒", "£4"}}
	for column, want := range []bool{true, true, true, false, false, true, true, true, true} {
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
	for _, want := range []string{"6,919行，6,919个订单，2,357位顾客买过，自1997-01-01起", "截至1998-06-30", "1,139位顾客", "$"} {
		assert.Contains(t, terminal, want)
	}
	assert.NotContains(t, terminal, "¥")
	assert.NotContains(t, page, "NaN")
}

func FuzzOpen(f *testing.F) {
	f.Add("customer,date,amount\na,2026-01-01,10\n")
	f.Add("order_id,customer,created_at,paid_at,amount,refund,refunded_at\n1,a,2026-01-01,2026-01-02,10,10,2026-01-05\n")
	f.Add("买家,下单时间,付款时间,实付金额,发货时间,签收时间,省份,物流公司\na,2026-01-01,2026-01-02,10,2026-01-03,,广东,中通\n")
	f.Fuzz(func(t *testing.T, text string) {
		h, err := orderlog.Read("log.csv", strings.NewReader(text), orderlog.Options{})
		if err != nil {
			return
		}
		s, err := open(h, 0)
		if err != nil {
			assert.NotEmpty(t, err.Error())
			return
		}
		_, err = s.report("")
		assert.NoError(t, err)
	})
}
