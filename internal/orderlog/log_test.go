package orderlog_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/loyalty"
)

func TestWhatALogCanSayBesides(t *testing.T) {
	log := read(t, orderlog.Options{},
		"order_id,customer_id,paid_at,category,quantity,amount,discount,refund,refunded_at,remark",
		`1,a,2026-03-01 08:30:00,茶叶,2,"1,280.50",20,0,,`,
		`1,a,2026-03-01 08:30:00,咖啡,1,30,0,30,2026-03-03,broken cup`,
		`2,b,2026-03-02 09:00:00,茶叶,1,50,,12.5,,`,
	)
	require.Len(t, log.Orders, 2)
	first := log.Orders[0].Lines[0]
	assert.Equal(t, tiexin.Money(128050), first.Amount)
	assert.Equal(t, tiexin.Money(130050), first.List)
	assert.Equal(t, 2, first.Pieces)
	assert.Zero(t, log.Orders[1].Lines[0].List, "an empty discount is not known")
	assert.Equal(t, []string{"remark"}, log.Columns.Unused)
	assert.Contains(t, notes(log), "Columns not used: remark.")

	bought := orderlog.Purchases(log.Orders)
	require.Len(t, bought.Purchases, 3)
	assert.Equal(t, "2", bought.Purchases[1].Line, "the second line of the order")
	require.Len(t, bought.Refunds, 2)
	assert.True(t, bought.Refunds[0].Whole)
	assert.False(t, bought.Refunds[1].Whole)
	assert.Equal(t, bought.Purchases[2].At, bought.Refunds[1].At, "a refund without a day is of the day of the order")
}

func TestARefundOfAnOrderWithoutANumber(t *testing.T) {
	log := read(t, orderlog.Options{}, "customer,date,amount,refund", "a,2026-03-01,10,10", "a,2026-03-02,10,")
	stand, err := orderlog.Purchases(log.Orders).Net(loyalty.View{})
	require.NoError(t, err)
	require.Len(t, stand, 1)
	assert.Equal(t, "2026-03-02", stand[0].At.Format(time.DateOnly))
}

// An order that was placed and never paid is known, and is no purchase.
func TestUnpaidOrders(t *testing.T) {
	for name, lines := range map[string][]string{
		"no time of payment": {"customer,created_at,paid_at,amount", "a,2026-01-01 10:00:00,2026-01-01 10:05:00,10", "b,2026-01-02 10:00:00,,10"},
		"a closed order":     {"customer,date,amount,status", "a,2026-01-01,10,交易成功", "b,2026-01-02,10,交易关闭"},
	} {
		t.Run(name, func(t *testing.T) {
			log := read(t, orderlog.Options{}, lines...)
			assert.Len(t, log.Orders, 2)
			bought := orderlog.Purchases(log.Orders).Purchases
			require.Len(t, bought, 1)
			assert.Equal(t, "a", bought[0].Customer)
			assert.Contains(t, notes(log), "Not paid, so not a purchase: 1 order.")
		})
	}
}

func TestColumnsThatAreNamedByHand(t *testing.T) {
	named, err := orderlog.ParseColumns("customer=Kunde, date=Tag,amount=Summe,rating=")
	require.NoError(t, err)
	log := read(t, orderlog.Options{Columns: named}, "Kunde,Tag,Summe,rating", "a,2026-01-01,10,excellent")
	assert.Equal(t, tiexin.Money(1000), log.Orders[0].Lines[0].Amount)
	assert.Equal(t, []string{"rating"}, log.Columns.Unused, "a field without a column is not read")

	_, err = orderlog.ParseColumns("colour=x,customer")
	assert.ErrorContains(t, err, `unknown field "colour"; the fields are customer, ordered, paid, date, order`)
	assert.ErrorContains(t, err, `"customer" names no column; write field=column`)
	assert.Contains(t, refused(t, orderlog.Options{Columns: map[orderlog.Field]string{orderlog.Customer: "Kunde"}}, "who,date,amount", "a,2026-01-01,1"),
		`-columns: the file has no column "Kunde" for customer`)
}

// A price may be of a piece or of the line: where the file does not tell, it is asked.
func TestAPriceOfWhat(t *testing.T) {
	lines := []string{"customer,date,price,quantity", "a,2026-01-01,2.50,4"}
	assert.Contains(t, refused(t, orderlog.Options{}, lines...), `log.csv:1: "price" may be what a piece cost or what the line cost; say -columns unit_price=price or -columns amount=price`)
	for key, want := range map[string]tiexin.Money{"unit_price": 1000, "amount": 250} {
		named, err := orderlog.ParseColumns(key + "=price")
		require.NoError(t, err)
		assert.Equal(t, want, read(t, orderlog.Options{Columns: named}, lines...).Orders[0].Lines[0].Amount, key)
	}
	assert.Contains(t, refused(t, orderlog.Options{}, "customer,date,unit_price", "a,2026-01-01,1"), "no column says how many")
}

func TestTheSignOfTheMoney(t *testing.T) {
	assert.Equal(t, "¥", read(t, orderlog.Options{}, "customer,date,amount", "a,2026-01-01,1").Currency)
	assert.Equal(t, "$", read(t, orderlog.Options{}, "customer,date,dollars", "a,2026-01-01,1").Currency)
	assert.Equal(t, "£", read(t, orderlog.Options{Currency: "£"}, "customer,date,amount", "a,2026-01-01,£1").Currency)
}

func TestEveryFaultIsToldByLineAndColumn(t *testing.T) {
	said := refused(t, orderlog.Options{},
		"order,customer,date,amount,quantity,refund,服务评分",
		"1,a,2026-03-01,10,1,,",
		"2,,2026-03-01,10,1,,",
		"3,c,2026-04-31,10,1,,",
		"4,d,2026-03-01,ten,1,,",
		"5,e,2026-03-01,-3,1,,",
		"6,f,,,x,,",
		"7,g,2026-02-30,NaN,0.5,,",
		"8,h,2026-03-01,10,1,20,",
		"9,i,2026-03-01,10,1,,9",
		"10,j,2026-03-01",
	)
	for _, want := range []string{
		`:3: column 2 (customer): is empty; say who bought`,
		`:4: column 3 (date): "2026-04-31" is not a day; write 2025-11-11`,
		`:5: column 4 (amount): "ten" is not an amount; write 128.00`,
		`:6: column 4 (amount): -3 is negative; what was paid back belongs into a column 退款金额 (refund)`,
		`:7: column 3 (date): is empty; say when`,
		`:7: column 4 (amount): is empty; say for how much`,
		`:7: column 5 (quantity): "x" does not count pieces`,
		`:8: column 3 (date): "2026-02-30" is not a day`,
		`:8: column 4 (amount): "NaN" is not an amount`,
		`:8: column 5 (quantity): "0.5" does not count pieces`,
		`:9: column 6 (refund): ¥20.00 is more than the ¥10.00 that were paid`,
		`:10: column 7 (服务评分): "9" is not a number from 1 to 5`,
		`:11: has 3 cells; the first line names 7 columns`,
	} {
		assert.Contains(t, said, "log.csv"+want)
	}
	assert.NotContains(t, said, ":2:")
}

func TestFaultsThatOnlyAllLinesShow(t *testing.T) {
	said := refused(t, orderlog.Options{}, "order,customer,date,amount,refund,refunded_at", "1,a,2026-03-01,10,,", "", "1,b,2026-03-01,20,,")
	assert.Contains(t, said, `log.csv:4: column 2 (customer): order 1 is of "b" here and of "a" in line 2; an order has one customer`)
	assert.Contains(t, refused(t, orderlog.Options{}, "order,customer,date,amount,refund,refunded_at", "4,d,2026-03-05,10,1,2026-03-01"), "log.csv:2: order 4 was refunded")
	assert.Contains(t, refused(t, orderlog.Options{}, "order,customer,created_at,paid_at,amount", "4,d,2026-03-05,2026-03-05,10", "4,d,2026-03-05,,1"),
		"log.csv:3: column 4 (paid_at): order 4 is paid in one of its lines and not in another, line 2")
}

func TestTimesThatCannotFollow(t *testing.T) {
	said := refused(t, orderlog.Options{}, "customer,下单时间,付款时间,amount,发货时间,签收时间",
		"a,2026-01-02,2026-01-01,1,,", "a,2026-01-02,2026-01-02,1,2026-01-05,2026-01-04", "a,2026-01-02,2026-01-02,1,,2026-01-04")
	for _, want := range []string{
		"log.csv:2: column 3 (付款时间): 2026-01-01 00:00:00 lies before created_at, 2026-01-02 00:00:00",
		"log.csv:3: column 6 (签收时间)", "log.csv:4: column 6 (签收时间): comes without 发货时间",
	} {
		assert.Contains(t, said, want)
	}
}

func TestFilesThatAreNoLogs(t *testing.T) {
	many := "customer,date,amount" + strings.Repeat("\na,2026-03-01,x", 100)
	for _, c := range []struct{ name, log, want string }{
		{"nothing", "", "empty; its first line names the columns"},
		{"only the names", "customer,date,amount", "no orders below"},
		{"no column that is needed", "name,colour\nx,y", "log.csv:1: no column says who bought; name it customer_id or 客户编号, or say -columns customer=NAME; no column says when; name it date or 日期, or say -columns date=NAME; no column says for how much; name it amount or 实付金额, or say -columns amount=NAME; the columns are: name, colour"},
		{"GBK", "\xbf\xcd\xbb\xa7,date,amount", "not in UTF-8"},
		{"a workbook", "PK\x03\x04", "this is a workbook"},
		{"an open quote", "customer,date,amount\n\"a,2026-01-01,3", "put quotes around the whole cell"},
		{"a hundred faults", many, "and 80 more"},
		{"a row that is too long", "customer,date,amount\na,2026-01-01,1,2", "log.csv:2: has 4 cells; the first line names 3 columns"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := orderlog.Read("log.csv", strings.NewReader(c.log), orderlog.Options{})
			assert.ErrorContains(t, err, c.want)
		})
	}
}

func TestPathsStayOutOfTheName(t *testing.T) {
	log, err := orderlog.Read("/home/somebody/orders.csv", strings.NewReader("customer,date,amount\na,2026-01-01,1\n"), orderlog.Options{})
	require.NoError(t, err)
	assert.Equal(t, "orders.csv", log.Name)
}
