package orderlog_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/loyalty"
)

// Whatever is cancelled: each fen goes back once, to its customer, for an order before
// it, and no line gives back more than it brought. A cancellation is left out only where
// the customer's orders before it have less left.
func TestCancellationsOfRandomShops(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 1))
		lines := []string{"order,date,customer,item,quantity,amount"}
		left := map[string]int{} // of a customer, in yuan
		paidBack, leftOut := 0, 0
		for i := range 1 + random.IntN(60) {
			customer, item := string(rune('a'+random.IntN(3))), string(rune('p'+random.IntN(3)))
			at := fmt.Sprintf("2026-01-%02d %02d:00:00", 1+i/24, i%24)
			pieces, price := 1+random.IntN(5), 1+random.IntN(3)
			if random.IntN(3) > 0 {
				left[customer] += pieces * price
				lines = append(lines, fmt.Sprintf("%d,%s,%s,%s,%d,%d", i, at, customer, item, pieces, pieces*price))
				continue
			}
			lines = append(lines, fmt.Sprintf("C%d,%s,%s,%s,-%d,-%d", i, at, customer, item, pieces, pieces*price))
			if left[customer] < pieces*price {
				leftOut++
				continue
			}
			left[customer] -= pieces * price
			paidBack += pieces * price
		}
		log, err := orderlog.Read("log.csv", strings.NewReader(strings.Join(lines, "\n")+"\n"), orderlog.Options{Skip: orderlog.Skip{NoOrder: true}})
		if err != nil {
			require.ErrorContains(t, err, "no orders below", "seed %d", seed)
			continue
		}
		sum, stays := tiexin.Money(0), map[string]int{}
		for _, o := range log.Orders {
			l := &o.Lines[0]
			assert.LessOrEqual(t, l.Refunded(), l.Amount, "seed %d", seed)
			stays[o.Customer] += int((l.Amount - l.Refunded()) / 100)
			for _, r := range l.Refunds {
				sum += r.Amount
				assert.False(t, r.At.Before(o.Paid), "seed %d", seed)
				assert.Positive(t, r.Amount, "seed %d", seed)
			}
		}
		assert.Equal(t, tiexin.Money(100*paidBack), sum, "seed %d", seed)
		for customer, yuan := range left {
			assert.Equal(t, yuan, stays[customer], "seed %d, customer %s", seed, customer)
		}
		if leftOut > 0 {
			assert.Contains(t, notes(log), fmt.Sprintf("Left out, as -skip says: %d cancellation row", leftOut), "seed %d", seed)
		}
		assert.NoError(t, orderlog.Purchases(log.Orders).Validate(), "seed %d", seed)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("customer,date,amount\na,2026-03-01,10\n", "", "")
	f.Add("order;customer;date;amount;refund;refunded_at\n1;a;20260301;10;5;2026-03-02\n1;a;20260301;3;;\n", "", "customer=customer")
	f.Add("订单编号,买家,付款时间,实付金额\n1,\"a\nb\",2026/3/1,¥1e300\n", "", "")
	f.Add("InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n1,x,2,12/13/2010 8:26,2.5,a\nC2,x,-1,12/14/2010 8:26,2.5,a\n", "", "")
	f.Add("买家,下单时间,付款时间,实付金额,发货时间,签收时间,省份,物流公司\na,2026-01-01,2026-01-02,10,2026-01-03,,广东,中通\n", "mdy", "rating=")
	f.Fuzz(func(t *testing.T, text, dates, columns string) {
		var o orderlog.Options
		var err error
		if o.Dates, err = orderlog.ParseDates(dates); err != nil {
			return
		}
		if o.Columns, err = orderlog.ParseColumns(columns); err != nil {
			return
		}
		log, err := orderlog.Read("log.csv", strings.NewReader(text), o)
		if err != nil {
			assert.NotEmpty(t, err.Error())
			return
		}
		assert.NotEmpty(t, log.Notes)
		bought := orderlog.Purchases(log.Orders)
		assert.NoError(t, bought.Validate(), "what is read can be reported on")
		if len(bought.Purchases) > 0 {
			_, err = bought.Net(loyalty.View{})
			assert.NoError(t, err)
		}
	})
}
