package loyalty_test

import (
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

var noon = time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC)

func TestEveryFaultOfALogIsToldAtOnce(t *testing.T) {
	log := loyalty.Log{
		Purchases: []loyalty.Purchase{
			{Customer: "wang", Order: "1", At: noon, Amount: 10000},
			{Customer: "wang", Order: "1", At: noon, Amount: 10000},
			{Customer: "li", Order: "2", At: noon, Amount: -500, List: -1},
			{Customer: "", Order: "3", At: noon},
			{Customer: "zhao", Order: "4"},
			{Customer: "zhao", Order: "5", At: time.Unix(1779278400, 0).AddDate(300, 0, 0), Units: -2},
			{Customer: "wang", Order: "6", Line: "a", At: noon, Amount: 1},
			{Customer: "li", Order: "6", Line: "b", At: noon, Amount: 1 << 45},
			{Customer: "li", Order: "7", At: noon, Amount: 100, Refunded: 101},
			{Customer: "li", Order: "9", At: noon, Amount: 100, Refunded: 60},
		},
		Refunds: []loyalty.Refund{
			{Order: "1", At: noon.Add(-time.Hour), Amount: 100},
			{Order: "1", At: noon.Add(time.Hour), Amount: 9950},
			{Order: "8", At: noon, Whole: true},
			{Order: "6", Line: "a", At: noon, Whole: true},
			{Order: "6", Line: "a", At: noon, Whole: true},
			{Order: "1", At: noon},
			{Order: "1", Amount: -1},
			{Order: "9", At: noon, Amount: 41},
		},
	}
	var faults loyalty.Problems
	require.ErrorAs(t, log.Validate(), &faults)
	var got []string
	for _, f := range faults {
		got = append(got, f.Error())
	}
	assert.Equal(t, []string{
		`row 1 (wang): order 1 is in row 0 already; drop one of them, or name the lines of the order`,
		`row 2 (li): the amount is -¥5.00; money is not negative, what is paid back is a refund`,
		`row 2 (li): the list price is -¥0.01; money is not negative, what is paid back is a refund`,
		`row 3: no customer; give every purchase its customer's id`,
		`row 4 (zhao): no time; a purchase or refund without one cannot be counted`,
		`row 5 (zhao): the time 2326-05-20 12:00:00 lies outside 1970 to 2149; check its unit`,
		`row 5 (zhao): -2 units; write returned goods as a refund`,
		`row 7 (li): the amount is ¥351843720888.32, more than a purchase can be; check its unit, which is fen`,
		`row 7 (li): order 6 is of customer wang in row 6; an order has one customer`,
		`row 8 (li): ¥1.01 refunded of ¥1.00; a refund is at most what was paid`,
		`refunds row 0 (wang): order 1 was refunded 2026-05-20 11:00:00, before it was paid 2026-05-20 12:00:00`,
		`refunds row 1 (wang): order 1: ¥100.50 refunded by now, of ¥100.00 paid`,
		`refunds row 2: no purchase has order "8"; add it to the log, or drop the refund`,
		`refunds row 4 (wang): order 6 is refunded as a whole twice; drop one of the refunds`,
		`refunds row 5 (wang): a refund of nothing; give its amount, or say that it is whole`,
		`refunds row 6 (wang): no time; a purchase or refund without one cannot be counted`,
		`refunds row 6 (wang): the amount is -¥0.01; money is not negative, what is paid back is a refund`,
		`refunds row 7 (li): order 9: ¥1.01 refunded by now, of ¥1.00 paid`,
	}, got)
	_, err := log.Net(loyalty.View{})
	var all loyalty.Problems
	require.ErrorAs(t, err, &all)
	assert.Equal(t, faults, all)
	_, err = loyalty.Summarise(log, loyalty.View{})
	require.ErrorAs(t, err, &all)
	_, err = loyalty.Summarise(loyalty.Log{}, loyalty.View{})
	assert.ErrorIs(t, err, loyalty.ErrNothing)
}

func TestTheShopsZoneDecidesTheDay(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*3600)
	night := time.Date(2026, 5, 20, 23, 30, 0, 0, shanghai)
	assert.Equal(t, "2026-05-20", loyalty.DayOf(night, nil).String())
	assert.Equal(t, "2026-05-20", loyalty.DayOf(night.UTC(), shanghai).String())
	assert.Equal(t, "2026-05-20", loyalty.DayOf(night.UTC(), nil).String(), "15:30 in UTC")
	morning := night.Add(time.Hour)
	assert.Equal(t, "2026-05-21", loyalty.DayOf(morning, shanghai).String())
	assert.Equal(t, "2026-05-21", loyalty.DayOf(morning.UTC(), nil).String(), "16:30 in UTC")
	assert.Equal(t, "2026-05-20", loyalty.DayOf(morning.UTC(), time.UTC).String())
	assert.Equal(t, loyalty.Day(-1), loyalty.DayOf(time.Unix(-1, 0), time.UTC))
	log := loyalty.Log{Purchases: []loyalty.Purchase{{Customer: "wang", At: night.UTC()}, {Customer: "wang", At: morning.UTC()}}}
	for zone, days := range map[*time.Location]int{nil: 2, shanghai: 2, time.UTC: 1} {
		base, err := loyalty.Summarise(log, loyalty.View{Zone: zone})
		require.NoError(t, err)
		s := base["wang"]
		assert.Equal(t, days, s.Days())
		assert.Equal(t, 2, s.Orders())
	}
}

func TestAViewKnowsNothingOfLater(t *testing.T) {
	log := loyalty.Log{
		Purchases: []loyalty.Purchase{
			{Customer: "wang", Order: "1", At: noon, Amount: 10000},
			{Customer: "wang", Order: "2", At: noon.AddDate(0, 0, 1), Amount: 5000},
			{Customer: "wang", Order: "3", At: noon.AddDate(0, 0, 9), Amount: 1000, Refunded: 200}, // paid back elsewhere
		},
		Refunds: []loyalty.Refund{
			{Order: "1", At: noon.AddDate(0, 0, 2), Amount: 3000},
			{Order: "2", At: noon.AddDate(0, 0, 5), Amount: 5000, Whole: true},
			{Order: "3", At: noon.AddDate(0, 0, 9), Amount: 100},
		},
	}
	day := loyalty.DayOf(noon, nil)
	spend := func(until loyalty.Day) (tiexin.Money, int) {
		base, err := loyalty.Summarise(log, loyalty.View{Until: until})
		require.NoError(t, err)
		s := base["wang"]
		return s.Spend(), s.Orders()
	}
	for _, c := range []struct {
		until loyalty.Day
		spend tiexin.Money
		n     int
	}{
		{day, 10000, 1},
		{day + 1, 15000, 2},
		{day + 2, 12000, 2}, // a part is paid back, the purchase stands
		{day + 5, 7000, 1},  // the second never was
		{0, 7700, 2},
	} {
		got, n := spend(c.until)
		assert.Equal(t, c.spend, got, "%d", c.until-day)
		assert.Equal(t, c.n, n)
	}
	assert.Equal(t, day+9, log.Until(loyalty.View{}))
	assert.Equal(t, tiexin.Money(0), log.Purchases[0].Refunded, "the log is left as it is")
}

func TestLinesBecomeOrders(t *testing.T) {
	orders := loyalty.Orders([]loyalty.Purchase{
		{Customer: "wang", Order: "1", Line: "a", At: noon.Add(time.Minute), Amount: 100, List: 120, Units: 1, Category: "奶粉", Brand: "A"},
		{Customer: "li", At: noon, Amount: 7},
		{Customer: "wang", Order: "1", Line: "b", At: noon, Amount: 50, List: 50, Units: 2, Category: "奶粉", Brand: "B", Refunded: 5},
		{Customer: "li", At: noon, Amount: 8},
	})
	assert.Equal(t, []loyalty.Purchase{
		{Customer: "wang", Order: "1", At: noon, Amount: 150, List: 170, Units: 3, Category: "奶粉", Refunded: 5},
		{Customer: "li", At: noon, Amount: 7},
		{Customer: "li", At: noon, Amount: 8},
	}, orders)
}

func TestOrdersOfAShopBecomeALog(t *testing.T) {
	paid := noon.Add(time.Minute)
	base := tiexin.Order{CustomerID: "wang", CreatedAt: noon, PaidAt: paid, Amount: 9000, Goods: 9500, Freight: 500, Status: tiexin.Succeeded}
	order := func(id string, change func(*tiexin.Order)) tiexin.Order {
		o := base
		o.ID = id
		change(&o)
		return o
	}
	log := loyalty.LogOf([]tiexin.Order{
		order("bought", func(o *tiexin.Order) {
			o.Items = []tiexin.Item{{Category: "奶粉", Quantity: 2}, {Category: "赠品", FreeGift: true}}
		}),
		order("unpaid", func(o *tiexin.Order) { o.Status, o.PaidAt = tiexin.Unpaid, time.Time{} }),
		order("deposit", func(o *tiexin.Order) { o.Status = tiexin.DepositPaid }),
		order("cancelled", func(o *tiexin.Order) { o.Status = tiexin.Cancelled }),
		order("on its way, to be paid at the door", func(o *tiexin.Order) {
			o.Kind, o.Status, o.PaidAt = tiexin.COD, tiexin.Shipped, time.Time{}
		}),
		order("paid at the door", func(o *tiexin.Order) {
			o.Kind, o.Status, o.PaidAt, o.SignedAt = tiexin.COD, tiexin.Signed, time.Time{}, noon.AddDate(0, 0, 3)
		}),
		order("part", func(o *tiexin.Order) {
			o.Refunds = []tiexin.Refund{
				{Status: tiexin.RefundSucceeded, ItemID: "x", Amount: 100, At: paid},
				{Status: tiexin.RefundRefused, ItemID: "x", Amount: 900, At: paid},
			}
		}),
		order("closed", func(o *tiexin.Order) { o.Status, o.ClosedAt = tiexin.Closed, paid.Add(time.Hour) }),
		order("closed before it was paid", func(o *tiexin.Order) { o.Status, o.PaidAt = tiexin.Closed, time.Time{} }),
	})
	require.NoError(t, log.Validate())
	var ids []string
	for _, p := range log.Purchases {
		ids = append(ids, p.Order)
	}
	assert.Equal(t, []string{"bought", "paid at the door", "part", "closed"}, ids)
	assert.Equal(t, loyalty.Purchase{
		Customer: "wang", Order: "bought", At: paid, Amount: 9000, List: 10000, Units: 3, Category: "奶粉",
	}, log.Purchases[0])
	assert.Equal(t, noon.AddDate(0, 0, 3), log.Purchases[1].At)
	assert.Equal(t, []loyalty.Refund{
		{Order: "part", At: paid, Amount: 100},
		{Order: "closed", At: paid.Add(time.Hour), Whole: true},
	}, log.Refunds)
}

func TestASortedLogIsTheSameLog(t *testing.T) {
	log := loyalty.Log{Purchases: []loyalty.Purchase{
		{Customer: "b", Order: "2", At: noon}, {Customer: "a", Order: "3", At: noon}, {Customer: "a", Order: "1", At: noon.Add(-1)},
	}}
	log.Sort()
	assert.Equal(t, "1", log.Purchases[0].Order)
	assert.Equal(t, "3", log.Purchases[1].Order)
}

func FuzzLogNeverGivesImpossibleNumbers(f *testing.F) {
	f.Add([]byte("0123456789abcdef0123456789abcdef"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var log loyalty.Log
		for len(data) >= 12 {
			row := data[:12]
			data = data[12:]
			at := time.Unix(int64(binary.LittleEndian.Uint32(row[4:]))<<(row[1]%8), 0)
			if row[2] == 0 {
				at = time.Time{}
			}
			amount := tiexin.Money(int32(binary.LittleEndian.Uint32(row[8:]))) << (row[3] % 40)
			order := fmt.Sprint(row[1] % 16)
			if row[0]&1 == 0 {
				log.Purchases = append(log.Purchases, loyalty.Purchase{
					Customer: string('a' + row[0]%8), Order: order, At: at, Amount: amount, List: amount * 2, Units: int(int8(row[3])),
					Category: string('k' + row[2]%2), Brand: string('x' + row[3]%2),
				})
			} else {
				log.Refunds = append(log.Refunds, loyalty.Refund{Order: order, At: at, Amount: amount, Whole: row[0]&2 == 0})
			}
		}
		stand, err := log.Net(loyalty.View{})
		if (err == nil) != (log.Validate() == nil && len(log.Purchases) > 0) {
			t.Fatal("Net and Validate do not agree", err)
		}
		if err != nil {
			return
		}
		base, err := loyalty.Summarise(log, loyalty.View{})
		if err != nil {
			t.Fatal(err)
		}
		until := log.Until(loyalty.View{})
		measures := []loyalty.Measure{
			loyalty.RepeatBuyers(base, loyalty.ByDay), loyalty.RepeatRate(base, until),
			loyalty.RepeatWithin(loyalty.Histories(stand, loyalty.View{}), 30, until),
			loyalty.Retention(loyalty.Cohorts(stand, loyalty.View{Until: until}), 0),
		}
		r := loyalty.ReportBrand(stand, "", "x", loyalty.View{})
		measures = append(measures, r.Penetration, r.PurchaseRate, r.MarketShareValue, r.RequirementsValue, r.MeanRequirementValue, r.MeanRequirement)
		for _, s := range base {
			if s.Spend() < 0 || s.FirstSpend() > s.Spend() || s.Recency() > s.Age(until) || !s.Settled() || !s.Bought() {
				t.Fatalf("%+v", s)
			}
			measures = append(measures, s.RepeatRate(until))
		}
		for _, m := range measures {
			sane(t, m)
		}
	})
}
