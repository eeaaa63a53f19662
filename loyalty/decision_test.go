package loyalty_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
)

func looked(customer, session string, hours float64) loyalty.ProductView {
	return loyalty.ProductView{Customer: customer, Session: session, Category: "奶粉", Brand: "A", At: after(hours)}
}

func after(hours float64) time.Time { return noon.Add(time.Duration(hours * float64(time.Hour))) }

func ordered(customer, session string, hours float64) loyalty.Purchase {
	return loyalty.Purchase{Customer: customer, Session: session, Category: "奶粉", At: after(hours)}
}

func TestFromTheFirstLookToTheOrder(t *testing.T) {
	const day = 24
	views := []loyalty.ProductView{
		looked("wang", "1", 0), looked("wang", "2", 3*day), // buys at 4 days, after looking twice
		looked("li", "3", 0),                           // buys within the hour
		looked("zhao", "4", 0), looked("zhao", "4", 2), // does not buy
		looked("sun", "5", 0), looked("sun", "6", 40*day), // forgets, and begins anew
	}
	purchases := []loyalty.Purchase{
		ordered("wang", "2", 4*day), ordered("li", "3", 0.5), ordered("sun", "6", 41*day),
		ordered("qian", "7", day), // did not look
	}
	d, err := loyalty.DecisionTimes(views, purchases, loyalty.Deciding{})
	require.NoError(t, err)
	assert.Equal(t, 3, d.Bought)
	assert.Equal(t, 2, d.Abandoned, "zhao, and sun's first")
	assert.Zero(t, d.Open, "watched for 41 days")
	assert.InDelta(t, 24, d.Median.Value, 1e-9)
	assert.InDelta(t, math.Sqrt(0.5*24), d.Lower.Value, 1e-9, "the middle of 0.5 and 24 hours on the log scale")
	assert.InDelta(t, 48, d.Upper.Value, 1e-9)
	// Ended after 0.5, 24 and 96 hours; seen for 0 and 2 hours: 3/4, 3/8, 0 are left.
	assert.Equal(t, 24.0, d.Waiting.Value)
	assert.Equal(t, 5, d.Waiting.Base)

	d, err = loyalty.DecisionTimes(views, purchases, loyalty.Deciding{SameSession: true})
	require.NoError(t, err)
	assert.Equal(t, 3, d.Bought)
	assert.InDelta(t, 24, d.Median.Value, 1e-9)
	assert.InDelta(t, 24, d.Upper.Value, 1e-9, "wang's visit began on the third day")

	d, err = loyalty.DecisionTimes(views, purchases, loyalty.Deciding{Until: after(10)})
	require.NoError(t, err)
	assert.Equal(t, 1, d.Bought)
	assert.Equal(t, 3, d.Open)
	d, err = loyalty.DecisionTimes(
		[]loyalty.ProductView{looked("wang", "1", 0), looked("wang", "2", 20*day), looked("wang", "3", 40*day)},
		[]loyalty.Purchase{ordered("wang", "3", 60*day)}, loyalty.Deciding{},
	)
	require.NoError(t, err)
	assert.Equal(t, 1, d.Bought, "one decision, as long as looks are within the window of each other")
	assert.InDelta(t, 60*day, d.Median.Value, 1e-9)
	d, err = loyalty.DecisionTimes(nil, purchases, loyalty.Deciding{})
	require.NoError(t, err)
	assert.Equal(t, loyalty.ZeroBase, d.Median.Why)
	assert.Equal(t, loyalty.ZeroBase, d.Waiting.Why)
	_, err = loyalty.DecisionTimes([]loyalty.ProductView{{At: noon}, {Customer: "wang"}}, nil, loyalty.Deciding{})
	assert.ErrorContains(t, err, "views row 0: no customer")
	assert.ErrorContains(t, err, "views row 1 (wang): no time")
}

func TestAttentionCountsVisits(t *testing.T) {
	views := []loyalty.ProductView{looked("wang", "1", 0), looked("wang", "1", 1), looked("li", "2", 0), looked("zhao", "", 0)}
	assert.Equal(t, loyalty.NoCategoryData, loyalty.AttentionOf(views, "奶粉", "A").Why)
	views[2].Brand = "B"
	m := loyalty.AttentionOf(views, "奶粉", "A")
	assert.InDelta(t, 2.0/3, m.Value, 1e-12)
	assert.Equal(t, 3, m.Base)
	assert.Equal(t, loyalty.ZeroBase, loyalty.AttentionOf(views, "尿布", "A").Why)
}
