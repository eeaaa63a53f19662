package orderlog_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/orderlog"
)

func read(t *testing.T, o orderlog.Options, lines ...string) *orderlog.Log {
	t.Helper()
	log, err := orderlog.Read("log.csv", strings.NewReader(strings.Join(lines, "\n")+"\n"), o)
	require.NoError(t, err)
	return log
}

func refused(t *testing.T, o orderlog.Options, lines ...string) string {
	t.Helper()
	_, err := orderlog.Read("log.csv", strings.NewReader(strings.Join(lines, "\n")+"\n"), o)
	require.Error(t, err)
	return err.Error()
}

// notes are what the log says it understood, in English.
func notes(log *orderlog.Log) string {
	var all []string
	for _, n := range log.Notes {
		all = append(all, n.English)
	}
	return strings.Join(all, "\n")
}

// Every published log goes through as it is: the same order of the same customer.
func TestPublishedLogsGoThrough(t *testing.T) {
	for _, c := range []struct{ name, log string }{
		{"UCI Online Retail", "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n536365,85123A,T-LIGHT HOLDER,6,12/13/2010 8:26,2.55,a,United Kingdom\n"},
		{"UCI Online Retail II", "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n536365,85123A,T-LIGHT HOLDER,6,2010-12-13 08:26:00,2.55,a,United Kingdom\n"},
		{"CDNOW", "master_id,customer_id,date,cds,dollars\n00004,a,20101213,2,15.30\n"},
		{"CLVTools' cdnow", "Id,Date,CDs,Price\na,2010-12-13,2,15.30\n"},
		{"CLVTools' apparelTrans", "Id,Date,Price\na,2010-12-13,15.30\n"},
		{"BTYD's event log", "cust,date,sales\na,20101213,15.30\n"},
		{"BTYD's column order", "cust,sales,date\na,15.30,2010-12-13\n"},
		{"a table with semicolons", "Customer ID;Order Date;Revenue\na;2010-12-13;15.30\n"},
		{"a table with tabs", "user_id\tpaid_at\tamount\na\t2010/12/13 08:30\t¥15.30\n"},
		{"Taobao's export", "\ufeff订单编号,买家会员名,订单付款时间,买家实际支付金额\n1,a,2010-12-13 08:30:00,15.30\n"},
		{"a time of another zone", "buyer,time,total\na,2010-12-12T16:30:00Z,\"15.30\"\n"},
		{"a time in UTC", "user_id,event_time,value\na,2010-12-12 16:30:00 UTC,15.30\n"},
		{"the platform's words", "会员ID,成交时间,成交额,交易号\na,2010-12-13 20:00:00,15.30,T1\n"},
		{"Chinese days", "客户,日期,金额\na,2010年12月13日,15.30元\n"},
		{"twelve hours", "customer,date,amount\na,12/13/2010 08:30:00 PM,$15.30\n"},
		{"German days", "customer;date;amount\na;13.12.2010;15.30\n"},
		{"the month by name", "customer,date,amount\na,13-Dec-2010,15.30\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			log := read(t, orderlog.Options{}, strings.TrimSuffix(c.log, "\n"))
			require.Len(t, log.Orders, 1)
			o := log.Orders[0]
			assert.Equal(t, "a", o.Customer)
			assert.Equal(t, "2010-12-13", o.Paid.In(tiexin.Shanghai()).Format(time.DateOnly))
			require.Len(t, o.Lines, 1)
			assert.Equal(t, tiexin.Money(1530), o.Lines[0].Amount)
		})
	}
}

func TestUCIsOwnNames(t *testing.T) {
	log := read(t, orderlog.Options{},
		"InvoiceNo,InvoiceDate,CustomerID,Amount",
		"536365,2010-12-01 08:26:00,17850,156.40",
		"536366,2010-12-01 08:28:00,17850,22.20",
		"536367,2010-12-02 08:34:00,13047,278.73")
	require.Len(t, log.Orders, 3)
	assert.Equal(t, "17850", log.Orders[0].Customer)
	assert.Contains(t, notes(log), "customer = CustomerID, date = InvoiceDate, order number = InvoiceNo, amount = Amount")
}

// A day above 12 tells the order of day and month for the whole file.
func TestAmericanDays(t *testing.T) {
	head := "InvoiceNo,InvoiceDate,customer_id,Amount"
	log := read(t, orderlog.Options{}, head, "536365,12/1/2010 8:26,17850,156.40", "536366,12/13/2010 8:28,17850,22.20")
	assert.Equal(t, "2010-12-01 08:26", log.Orders[0].Paid.Format("2006-01-02 15:04"))
	assert.Contains(t, notes(log), "Days are read as month/day/year: 12/13/2010 8:28 in line 3 can be nothing else.")

	log = read(t, orderlog.Options{}, head, "536365,1/12/2010 8:26,17850,156.40", "536366,13/12/2010 8:28,17850,22.20")
	assert.Equal(t, "2010-12-01", log.Orders[0].Paid.Format(time.DateOnly))
	assert.Contains(t, notes(log), "day/month/year")
}

func TestDaysThatNobodyCanTellAreAskedFor(t *testing.T) {
	lines := []string{"customer,date,amount", "a,12/1/2010,1", "a,11/1/2010,x"}
	said := refused(t, orderlog.Options{}, lines...)
	assert.Contains(t, said, `log.csv:2: column 2 (date): "12/1/2010" is 1 December or 12 January, and no day above 12 in the file tells which; say -date mdy for the first or -date dmy for the second`)
	assert.Contains(t, said, `log.csv:3: column 3 (amount): "x" is not an amount`, "everything is said at once")
	assert.Equal(t, 2, strings.Count(said, "log.csv:"), "it is asked once")

	lines[2] = "a,11/1/2010,2"
	for way, want := range map[orderlog.Dates]string{orderlog.MonthFirst: "2010-12-01", orderlog.DayFirst: "2010-01-12"} {
		log := read(t, orderlog.Options{Dates: way}, lines...)
		assert.Equal(t, want, log.Orders[0].Paid.Format(time.DateOnly))
		assert.Contains(t, notes(log), "as -date says")
	}
}

// Where day and month are the same number, nobody is asked which is which.
func TestDaysThatAreTheSameEitherWay(t *testing.T) {
	log := read(t, orderlog.Options{}, "customer,date,amount", "a,1/1/2010,1", "a,5/5/2010 10:00,1")
	assert.Equal(t, "2010-05-05", log.Orders[1].Paid.Format(time.DateOnly))
	assert.NotContains(t, notes(log), "Days are read")
}

func TestDaysThatAreNone(t *testing.T) {
	for _, other := range []string{"12/13/2010", "12/1/2010", "2010-12-01"} {
		assert.Contains(t, refused(t, orderlog.Options{}, "customer,date,amount", "a,"+other+",1", "a,soon,1", "a,1850-01-01,1"), `log.csv:3: column 2 (date): "soon" is not a day; write 2025-11-11`, other)
	}
	for _, cell := range []string{"13/13/2010", "0/5/2010", "32/1/2010", "2/30/2010", "31/4/2010"} {
		assert.Regexp(t, `log.csv:2: column 2 \(date\): "`+cell+`" is not a day`, refused(t, orderlog.Options{}, "customer,date,amount", "a,"+cell+",1"))
	}
}

// The order that a file tells is the one by which all of its days can be read, found by
// trying both.
func TestTheOrderOfDayAndMonthOfRandomFiles(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		lines := []string{"customer,date,amount"}
		fits := map[string]int{"1/2/2006": 0, "2/1/2006": 0}
		n := 1 + random.IntN(4)
		months, differ := random.IntN(2) == 0, false
		for range n {
			at := time.Date(2010, 1, 1+random.IntN(365), 0, 0, 0, 0, time.UTC)
			layout := "2/1/2006"
			if months {
				layout = "1/2/2006"
			}
			cell := at.Format(layout)
			for l := range fits {
				if _, err := time.Parse(l, cell); err == nil {
					fits[l]++
				}
			}
			differ = differ || at.Format("1/2/2006") != at.Format("2/1/2006")
			lines = append(lines, "a,"+cell+",1")
		}
		both := fits["1/2/2006"] == n && fits["2/1/2006"] == n
		log, err := orderlog.Read("log.csv", strings.NewReader(strings.Join(lines, "\n")), orderlog.Options{})
		if both && differ {
			assert.ErrorContains(t, err, "say -date mdy for the first or -date dmy for the second", "%v", lines)
			continue
		}
		require.NoError(t, err, "%v", lines)
		for i, o := range log.Orders {
			layout := "2/1/2006"
			if months {
				layout = "1/2/2006"
			}
			assert.Equal(t, strings.Split(lines[i+1], ",")[1], o.Paid.Format(layout))
		}
	}
}

func TestDaysThatContradictEachOther(t *testing.T) {
	lines := []string{"customer,date,amount", "a,12/13/2010,1", "a,14/11/2010,1"}
	assert.Contains(t, refused(t, orderlog.Options{}, lines...), `log.csv:3: column 2 (date): "14/11/2010" and "12/13/2010" in line 2 cannot both be days`)
	assert.Contains(t, refused(t, orderlog.Options{Dates: orderlog.MonthFirst}, lines...), `log.csv:3: column 2 (date): "14/11/2010" is not a day as month/day/year`)
	assert.Contains(t, refused(t, orderlog.Options{}, "customer,date,amount", "a,12/31/10,1"), `-date mdy`, "a year of two digits may be a day")
	assert.Equal(t, "2010-12-31", read(t, orderlog.Options{Dates: orderlog.MonthFirst}, "customer,date,amount", "a,12/31/10,1").Orders[0].Paid.Format(time.DateOnly))
}

func TestDaysOfAnyPattern(t *testing.T) {
	for way, cell := range map[orderlog.Dates]string{
		"DD.MM.YY": "01.12.10", "YY/MM/DD hh:mm": "10/12/01 08:26", "unix": "1291191960", "unix-ms": "1291191960000", "dmy": "1/12/2010",
	} {
		way, err := orderlog.ParseDates(string(way))
		require.NoError(t, err)
		log := read(t, orderlog.Options{Dates: way}, "customer,date,amount", "a,"+cell+",1")
		assert.Equal(t, "2010-12-01", log.Orders[0].Paid.In(tiexin.Shanghai()).Format(time.DateOnly), way)
	}
	assert.Contains(t, refused(t, orderlog.Options{Dates: "DD.MM.YY"}, "customer,date,amount", "a,31/12/10,1"), `"31/12/10" is not a day as -date DD.MM.YY says; correct it, or say another -date`)
	_, err := orderlog.ParseDates("american")
	assert.ErrorContains(t, err, `"american" is not a way to write a day; say mdy`)
	assert.Contains(t, refused(t, orderlog.Options{}, "customer,date,amount", "a,1291191960,1"), "say -date unix for seconds")
}

// A cancellation is a refund of an order before it, and no purchase.
func TestCancellationsAreRefunds(t *testing.T) {
	log := read(t, orderlog.Options{},
		"order_id,order_date,customer_id,quantity,amount",
		"536365,2010-12-01 08:26:00,17850,40,156.40",
		"C536379,2010-12-02 09:41:00,17850,-10,-39.10",
		"536367,2010-12-03 08:34:00,13047,12,278.73")
	require.Len(t, log.Orders, 2)
	line := log.Orders[0].Lines[0]
	assert.Equal(t, tiexin.Money(3910), line.Refunded())
	assert.False(t, line.Whole())
	assert.Equal(t, "2010-12-02 09:41", line.Refunds[0].At.Format("2006-01-02 15:04"))
	assert.Contains(t, notes(log), "Refunds of earlier orders: 1 cancellation row (order numbers that begin with C), ¥39.10 in all.")
	bought := orderlog.Purchases(log.Orders)
	require.NoError(t, bought.Validate())
	require.Len(t, bought.Refunds, 1)
	assert.False(t, bought.Refunds[0].Whole)
}

// A cancellation does not name its order: the same good at the same price comes first.
func TestWhichLineIsPaidBack(t *testing.T) {
	head := "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID"
	log := read(t, orderlog.Options{}, head,
		"1,cup,4,2010-12-01 08:00:00,2.00,a",
		"2,cup,4,2010-12-02 08:00:00,3.00,a",
		"3,jug,1,2010-12-03 08:00:00,8.00,a",
		"4,cup,4,2010-12-04 08:00:00,2.00,b",
		"C5,cup,-4,2010-12-05 08:00:00,2.00,a", // the whole of order 1
		"C6,cup,-1,2010-12-05 09:00:00,3.00,a", // a part of order 2
		"C7,D,-1,2010-12-05 10:00:00,1.00,a",   // a discount: the latest order that holds it
		"8,cup,9,2010-12-06 08:00:00,2.00,a",
	)
	var back []tiexin.Money
	for _, o := range log.Orders {
		back = append(back, o.Lines[0].Refunded())
	}
	assert.Equal(t, []tiexin.Money{800, 300, 100, 0, 0}, back)
	assert.True(t, log.Orders[0].Lines[0].Whole())
	assert.True(t, orderlog.Purchases(log.Orders).Refunds[0].Whole)
}

func TestACancellationWithoutAnOrder(t *testing.T) {
	lines := []string{"order,date,customer,amount", "C1,2010-12-01,a,-5", "2,2010-12-02,a,9", "C3,2010-12-03,b,-5", "C4,2010-12-03,a,-10"}
	said := refused(t, orderlog.Options{}, lines...)
	assert.Contains(t, said, "log.csv:2: cancels ¥5.00 of customer a, and no order before it has so much left; if the order is older than the file, -skip no-order leaves the row out")
	assert.Contains(t, said, "log.csv:4: ")
	assert.Contains(t, said, "log.csv:5: ")
	log := read(t, orderlog.Options{Skip: orderlog.Skip{NoOrder: true}}, lines...)
	require.Len(t, log.Orders, 1)
	assert.Zero(t, log.Orders[0].Lines[0].Refunded())
	assert.Contains(t, notes(log), "Left out, as -skip says: 3 cancellation rows without an order, ¥20.00 in all.")
}

func TestMoneyBackWithoutAMarkIsNoCancellation(t *testing.T) {
	assert.Contains(t, refused(t, orderlog.Options{}, "order,date,customer,amount", "1,2010-12-01,a,5", "2,2010-12-02,a,-5"),
		`log.csv:3: column 4 (amount): -5 is negative; what was paid back belongs into a column 退款金额 (refund), or into a row whose order number begins with C`)
	assert.Contains(t, refused(t, orderlog.Options{}, "order,date,customer,amount,quantity", "1,2010-12-01,a,5,-1"), `column 5 (quantity): "-1" is negative`)
	assert.Contains(t, refused(t, orderlog.Options{}, "order,date,customer,amount,quantity", "C1,2010-12-01,a,5,-1"), "a cancellation of -1 pieces and of an amount of 5")
	log := read(t, orderlog.Options{}, "order,date,customer,amount", "C100,2010-12-01,a,5")
	assert.Len(t, log.Orders, 1, "a number that begins with C is no cancellation by itself")
}

// UCI's tills write the lines of one order minutes apart.
func TestLinesOfOneOrderMinutesApart(t *testing.T) {
	lines := []string{
		"order_id,order_date,customer_id,amount",
		"536591,2010-12-01 16:58:00,14606,12.50",
		"536591,2010-12-01 16:57:00,14606,11.20",
		"536592,2010-12-05 17:06:00,13047,59.00",
		"536593,2010-12-09 10:00:00,14606,8.00",
	}
	log := read(t, orderlog.Options{}, lines...)
	require.Len(t, log.Orders, 3)
	assert.Len(t, log.Orders[0].Lines, 2)
	assert.Equal(t, "16:57", log.Orders[0].Paid.Format("15:04"))
	assert.Contains(t, notes(log), "The lines of 1 order have different times, within an hour: the earliest counts.")

	lines[2] = "536591,2010-12-01 18:57:00,14606,11.20"
	assert.Contains(t, refused(t, orderlog.Options{}, lines...), "log.csv:3: column 2 (order_date): order 536591 has a line 1h59m0s apart, line 2; lines of one order are at most an hour apart")
}

// Many small steps are not one order either.
func TestLinesThatWanderOff(t *testing.T) {
	said := refused(t, orderlog.Options{}, "order,date,customer,amount", "1,2010-12-01 10:00:00,a,1", "1,2010-12-01 10:40:00,a,1", "1,2010-12-01 11:20:00,a,1")
	assert.Contains(t, said, "log.csv:4: ")
	assert.NotContains(t, said, "log.csv:3: ")
}

func TestRowsWithoutACustomer(t *testing.T) {
	lines := []string{"customer,date,amount", "a,2010-12-01,1"}
	for range 40 {
		lines = append(lines, ",2010-12-01,1")
	}
	lines = append(lines, "a,2010-12-01,x")
	said := refused(t, orderlog.Options{}, lines...)
	assert.Contains(t, said, "log.csv:3: column 1 (customer): is empty; say who bought, or leave such rows out with -skip no-customer")
	assert.Contains(t, said, "log.csv: and 35 more: rows without a customer; -skip no-customer leaves them out")
	assert.Contains(t, said, `log.csv:43: column 3 (amount): "x" is not an amount`, "one kind of fault does not hide another")
	said = refused(t, orderlog.Options{}, "order,customer,date,amount", "1,,2010-12-01,1", "C2,a,2010-12-02,-1")
	assert.Contains(t, said, "-skip no-customer", "both answers are asked for")
	assert.Contains(t, said, "-skip no-order", "at once")

	log := read(t, orderlog.Options{Skip: orderlog.Skip{NoCustomer: true}}, lines[:len(lines)-1]...)
	assert.Len(t, log.Orders, 1)
	assert.Contains(t, notes(log), "Left out, as -skip says: 40 rows without a customer.")
}
