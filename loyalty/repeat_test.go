package loyalty_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
)

func bought(customer string, days ...int) []loyalty.Purchase {
	var all []loyalty.Purchase
	for i, d := range days {
		all = append(all, loyalty.Purchase{
			Customer: customer, Order: fmt.Sprint(customer, i), At: noon.AddDate(0, 0, d).Add(time.Duration(i) * time.Minute), Amount: 10000,
		})
	}
	return all
}

func TestTwoOrdersOfOneDayAreOnePurchase(t *testing.T) {
	var log loyalty.Log
	for _, p := range [][]loyalty.Purchase{bought("wang", 0, 0), bought("li", 0, 30), bought("zhao", 5), bought("sun", 9)} {
		log.Purchases = append(log.Purchases, p...)
	}
	base, err := loyalty.Summarise(log, loyalty.View{})
	require.NoError(t, err)
	byDay, byOrder := loyalty.RepeatBuyers(base, loyalty.ByDay), loyalty.RepeatBuyers(base, loyalty.ByOrder)
	assert.InDelta(t, 0.25, byDay.Value, 1e-12)
	assert.InDelta(t, 0.5, byOrder.Value, 1e-12)
	assert.Equal(t, 4, byDay.Base)

	log.Refunds = []loyalty.Refund{{Order: "li1", At: noon.AddDate(0, 0, 31), Whole: true}}
	base, err = loyalty.Summarise(log, loyalty.View{})
	require.NoError(t, err)
	assert.Zero(t, loyalty.RepeatBuyers(base, loyalty.ByDay).Value, "the second order never was")
}

func TestRepeatPurchasesWithExposure(t *testing.T) {
	base, err := loyalty.Summarise(loyalty.Log{Purchases: append(bought("wang", 0, 40, 80, 120), bought("li", 100)...)}, loyalty.View{})
	require.NoError(t, err)
	until := loyalty.DayOf(noon, nil) + 200
	wang, li := base["wang"], base["li"]
	assert.InDelta(t, 3/(200/365.25), wang.RepeatRate(until).Value, 1e-9)
	assert.Equal(t, 3, wang.RepeatRate(until).Base)
	assert.Zero(t, li.RepeatRate(until).Value)
	assert.Positive(t, li.RepeatRate(until).Hi, "none in 100 days does not mean never")
	assert.InDelta(t, 3/(300/365.25), loyalty.RepeatRate(base, until).Value, 1e-9)
	assert.Equal(t, 2, loyalty.RepeatRate(base, until).Base)
	// They are one purchase above and one below the rate: √(2/1 · (1² + 1²)) over 300 days.
	assert.InDelta(t, 3.6525+12.7062047*2/(300/365.25), loyalty.RepeatRate(base, until).Hi, 1e-5)
	assert.Equal(t, loyalty.ZeroBase, li.RepeatRate(until-100).Why, "the first day itself")
	yuan, ok := wang.RepeatSpend()
	assert.True(t, ok)
	assert.Equal(t, 100.0, yuan)
	assert.Equal(t, loyalty.GapState{N: 3, Sum: 120}, wang.Gaps())
	assert.Equal(t, 80, wang.Since(until))
	assert.Equal(t, 120, wang.Age(until-150), "never less than the recency")
	assert.Zero(t, wang.Since(until-150))
}

func TestWhoCameYesterdayIsNotCountedAsGone(t *testing.T) {
	purchases := append(bought("wang", 0, 20), bought("li", 0)...)
	for i := range 8 { // new customers of the last days
		purchases = append(purchases, bought("new"+strconv.Itoa(i), 58+i%2)...)
	}
	until := loyalty.DayOf(noon, nil) + 60
	histories := loyalty.Histories(purchases, loyalty.View{Until: until})
	m := loyalty.RepeatWithin(histories, 30, until)
	assert.InDelta(t, 0.5, m.Value, 1e-12, "of the two that were watched for 30 days")
	assert.True(t, m.Has(loyalty.Immature))
	assert.Equal(t, 10, m.Base)
	assert.Equal(t, loyalty.Extrapolated, loyalty.RepeatWithin(histories, 90, until).Why)
	early := loyalty.RepeatWithin(histories, 1, until)
	assert.Zero(t, early.Value)
	assert.False(t, early.Has(loyalty.Immature))
	assert.Empty(t, loyalty.NextOrder(histories, 0, until))
	assert.Equal(t, []loyalty.Spell{{40, false}}, loyalty.NextOrder(histories, 2, until))
	assert.Equal(t, []loyalty.Spell{{10, false}, {10, false}}, loyalty.NextOrder(histories, 1, until-50), "as of an earlier day")
}

func TestCDNOWCurveOfTheSecondOrder(t *testing.T) {
	// With everybody watched for 450 days and more, the curve is the plain share.
	log := cdnow(t)
	until := log.Until(loyalty.View{})
	histories := loyalty.Histories(log.Purchases, loyalty.View{})
	within := 0
	for _, h := range histories {
		if len(h.Days) > 1 && h.Days[1]-h.Days[0] <= 365 {
			within++
		}
	}
	m := loyalty.RepeatWithin(histories, 365, until)
	assert.InDelta(t, float64(within)/float64(len(histories)), m.Value, 1e-9)
	assert.False(t, m.Has(loyalty.Immature))
	t.Log(m)
}

func TestCohortsAgainstCountingAgain(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for range 50 {
		var purchases []loyalty.Purchase
		for i := range 1 + r.IntN(40) {
			p := bought(strconv.Itoa(r.IntN(9)), r.IntN(200)-100)[0]
			p.Order, p.Amount, p.Refunded = strconv.Itoa(i), 1000, 100
			purchases = append(purchases, p)
		}
		until := loyalty.DayOf(noon, nil) + loyalty.Day(r.IntN(120))
		view := loyalty.View{Until: until}
		customers := 0
		for _, c := range loyalty.Cohorts(purchases, view) {
			customers += c.Customers
			start := time.Date(c.Year, c.Month, 1, 0, 0, 0, 0, time.UTC)
			for k, cell := range c.Cells {
				from, to := start.AddDate(0, k, 0), start.AddDate(0, k+1, 0)
				active := map[string]bool{}
				revenue := 0
				for _, p := range purchases {
					first := p.At
					for _, q := range purchases {
						if q.Customer == p.Customer && q.At.Before(first) {
							first = q.At
						}
					}
					mine := !first.Before(start) && first.Before(start.AddDate(0, 1, 0))
					if mine && !p.At.Before(from) && p.At.Before(to) && loyalty.DayOf(p.At, nil) <= until {
						active[p.Customer] = true
						revenue += 900
					}
				}
				require.Len(t, active, cell.Active)
				require.Equal(t, revenue, int(cell.Revenue))
				require.Equal(t, !to.After((until + 1).Time()), cell.Mature)
			}
			last := c.Cells[len(c.Cells)-1]
			require.Equal(t, !last.Mature, c.Retention(len(c.Cells)-1).Has(loyalty.Immature))
			require.Equal(t, loyalty.Immature, c.Retention(len(c.Cells)).Why)
			require.Equal(t, loyalty.Impossible, c.Retention(-1).Why)
		}
		require.Equal(t, customers, len(loyalty.Histories(purchases, view)))
	}
}

func TestMonthsThatAreNotOverAreNotMixedIn(t *testing.T) {
	cohort := func(month time.Month, customers int, active ...int) loyalty.Cohort {
		c := loyalty.Cohort{Year: 2026, Month: month, Customers: customers}
		for i, n := range active {
			c.Cells = append(c.Cells, loyalty.CohortCell{Active: n, Mature: int(month)+i < 4})
		}
		return c
	}
	cohorts := []loyalty.Cohort{cohort(2, 100, 100, 40, 5), cohort(3, 1000, 1000, 20), cohort(4, 50, 50)}
	m := loyalty.Retention(cohorts, 1)
	assert.InDelta(t, 0.4, m.Value, 1e-12)
	assert.Equal(t, 100, m.Base)
	assert.Equal(t, loyalty.Immature, loyalty.Retention(cohorts, 2).Why)
	assert.True(t, cohorts[1].Retention(1).Has(loyalty.Immature))
}
