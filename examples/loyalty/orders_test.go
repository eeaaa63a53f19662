package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

func TestColumnsAreKnownByTheirUsualNames(t *testing.T) {
	for _, c := range []struct{ name, log string }{
		{"CDNOW 的列", "master_id,customer_id,date,cds,dollars\n00004,a,20260301,2,29.33\n"},
		{"英文表", "Customer ID;Order Date;Revenue\na;2026-03-01;29.33\n"},
		{"制表符", "user_id\tpaid_at\tamount\na\t2026/3/1 08:30\t¥29.33\n"},
		{"淘宝导出", "\ufeff订单编号,买家会员名,订单付款时间,买家实际支付金额\n1,a,2026-03-01 08:30:00,29.33\n"},
		{"带时区", "buyer,time,total\na,2026-02-28T16:30:00Z,\"29.33\"\n"},
		{"平台的说法", "会员ID,成交时间,成交额,交易号\na,2026-03-01 20:00:00,29.33,T1\n"},
		{"中文日期", "客户,日期,金额\na,2026年3月1日,29.33元\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := readOrders(file(t, "log.csv", c.log))
			require.NoError(t, err)
			require.Len(t, f.Purchases, 1)
			p := f.Purchases[0]
			assert.Equal(t, "a", p.Customer)
			assert.Equal(t, "2026-03-01", p.At.In(tiexin.Shanghai()).Format(time.DateOnly))
			assert.Equal(t, tiexin.Money(2933), p.Amount)
		})
	}
}

func TestWhatALogCanSayBesides(t *testing.T) {
	f, err := readOrders(file(t, "log.csv", strings.Join([]string{
		"order_id,customer_id,paid_at,category,quantity,amount,discount,refund,refunded_at,remark",
		`1,a,2026-03-01 08:30:00,茶叶,2,"1,280.50",20,0,,`,
		`1,a,2026-03-01 08:30:00,咖啡,1,30,0,30,2026-03-03,broken cup`,
		`2,b,2026-03-02 09:00:00,茶叶,1,50,,12.5,,`,
	}, "\n")))
	require.NoError(t, err)
	require.Len(t, f.Purchases, 3)
	assert.Equal(t, tiexin.Money(128050), f.Purchases[0].Amount)
	assert.Equal(t, tiexin.Money(130050), f.Purchases[0].List)
	assert.Equal(t, 2, f.Purchases[0].Units)
	assert.Equal(t, "2", f.Purchases[1].Line, "the second line of the order")
	assert.Zero(t, f.Purchases[2].List, "an empty discount is not known")
	require.Len(t, f.Refunds, 2)
	assert.True(t, f.Refunds[0].Whole)
	assert.False(t, f.Refunds[1].Whole)
	assert.Equal(t, f.Purchases[2].At, f.Refunds[1].At, "a refund without a day is of the day of the order")
	assert.Equal(t, []string{"remark"}, f.header.unused)
	assert.Equal(t, "¥", f.header.currency())
}

func TestEveryFaultIsToldByLineAndColumn(t *testing.T) {
	name := file(t, "log.csv", strings.Join([]string{
		"order,customer,date,amount,quantity,refund",
		"1,a,2026-03-01,10,1,",
		"2,,2026-03-01,10,1,",
		"3,c,03/04/2026,10,1,",
		"4,d,2026-03-01,ten,1,",
		"5,e,2026-03-01,-3,1,",
		"6,f,,,x,",
		"7,g,2026-02-30,NaN,0.5,",
	}, "\n"))
	_, err := readOrders(name)
	require.Error(t, err)
	for _, want := range []string{
		`:3: column 2 (customer) is empty`,
		`:4: column 3 (date) is "03/04/2026", which is no day; write 2025-11-11`,
		`:5: column 4 (amount) is "ten", which is no amount; write 128.00`,
		`:6: column 4 (amount) is -3; what was paid back goes into a column refund`,
		`:7: column 3 (date) is empty`,
		`:7: column 4 (amount) is empty`,
		`:7: column 5 (quantity) is "x"`,
		`:8: column 3 (date) is "2026-02-30"`,
		`:8: column 4 (amount) is "NaN"`,
		`:8: column 5 (quantity) is "0.5"`,
	} {
		assert.ErrorContains(t, err, name+want)
	}
	assert.NotContains(t, err.Error(), ":2:")
}

func TestFaultsThatOnlyAllLinesShow(t *testing.T) {
	_, err := readOrders(file(t, "log.csv", "order,customer,date,amount,refund,refunded_at\n1,a,2026-03-01,10,,\n\n1,b,2026-03-02,20,,\n3,c,2026-03-05,10,11,\n4,d,2026-03-05,10,1,2026-03-01\n"))
	require.Error(t, err)
	assert.ErrorContains(t, err, ":4: order 1 is of customer a")
	assert.ErrorContains(t, err, ":5: order 3: ¥11.00 refunded by now, of ¥10.00 paid")
	assert.ErrorContains(t, err, ":6: order 4 was refunded")
}

func TestFilesThatAreNoLogs(t *testing.T) {
	many := "customer,date,amount\n" + strings.Repeat("a,2026-03-01,x\n", 100)
	for _, c := range []struct{ name, log, want string }{
		{"空文件", "", "empty; its first line names the columns"},
		{"只有列名", "customer,date,amount\n", "no order below"},
		{"没有要的列", "name,colour\nx,y\n", "no column says for how much; call one amount"},
		{"没有客户", "date,amount\n2026-01-01,3\n", "no column says who bought; call one customer_id (or customer, buyer_id, buyer, or 客户编号, 客户id, 客户, 买家会员名)"},
		{"GBK", "\xbf\xcd\xbb\xa7,date,amount\n", "not in UTF-8"},
		{"引号没合上", "customer,date,amount\n\"a,2026-01-01,3\n", "put quotes around the whole cell"},
		{"错一百行", many, "and 80 more"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := readOrders(file(t, "log.csv", c.log))
			assert.ErrorContains(t, err, c.want)
		})
	}
}

func FuzzReadOrders(f *testing.F) {
	f.Add("customer,date,amount\na,2026-03-01,10\n")
	f.Add("order;customer;date;amount;refund;refunded_at\n1;a;20260301;10;5;2026-03-02\n1;a;20260301;3;;\n")
	f.Add("订单编号,买家,付款时间,实付金额\n1,\"a\nb\",2026/3/1,¥1e300\n")
	f.Fuzz(func(t *testing.T, log string) {
		o, err := readOrders(file(t, "log.csv", log))
		if err != nil {
			return
		}
		assert.NotEmpty(t, o.Purchases)
		assert.NoError(t, o.Check().Err(), "what is read can be reported on")
		assert.Equal(t, len(o.Purchases), len(o.lines))
	})
}
