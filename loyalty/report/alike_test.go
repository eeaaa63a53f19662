package report_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/report"
)

// sameDays is a base of customers who all bought on the same days, so many times, every
// so many days.
func sameDays(customers, times, gap int) report.Input {
	var in report.Input
	for c := range customers {
		for n := range times {
			in.Log.Purchases = append(in.Log.Purchases, buy(fmt.Sprint("c", c), fmt.Sprint(c, "-", n), 1+n*gap, 99))
		}
	}
	return in
}

func TestWhoAllBuyOnceAMonthAreExpectedToGoOn(t *testing.T) {
	for _, o := range []report.Options{{}, {Yearly: .1, Horizon: 36525}} {
		r := reportOf(t, sameDays(20, 4, 30), o)
		years := float64(r.Forecast.NextYear.Days) / loyalty.Year
		assert.InEpsilon(t, 20*loyalty.Year/30*years, r.Forecast.NextYear.Purchases.Value, 1e-3)
		assert.True(t, r.Forecast.NextYear.Purchases.Has(loyalty.RateNotIdentified))
		assert.Positive(t, r.Forecast.NextYear.Value.Value)
		assert.LessOrEqual(t, r.Forecast.NextYear.Value.Value, 99*20*loyalty.Year/30*years*(1+1e-6))
		for _, c := range r.Customers {
			assert.InEpsilon(t, loyalty.Year/30, c.Behaviour.Value, 1e-3, "repeats a year")
		}
		assert.Contains(t, r.RFM.Flags, loyalty.NoSpread, "scores tell nobody apart")
		assert.NotContains(t, r.RFM.Flags, loyalty.BelowMinBase)
	}
}

func TestWhoAllBuyEveryDayBuyAsOftenAsCanBe(t *testing.T) {
	r := reportOf(t, sameDays(30, 100, 1), report.Options{})
	assert.InDelta(t, loyalty.Year, r.Repeat.Rate.Value, 1e-6)
	assert.InEpsilon(t, loyalty.Year, r.Customers[0].Behaviour.Value, 1e-3)
	assert.InDelta(t, 1, r.Types.Behaviour.High.Value, 1e-3, "nobody comes oftener")
}

// Two hundred came once and were watched for half a year. That nobody came again is
// all that is known, and it is not known for sure that nobody will.
func TestWhoAllCameOnceLeaveItOpenWhoComesAgain(t *testing.T) {
	in := sameDays(200, 1, 1)
	end := loyalty.DayOf(on(1).AddDate(0, 0, 182), nil)
	r := reportOf(t, in, report.Options{On: end})
	assert.Zero(t, r.Repeat.Rate.Value)
	assert.InEpsilon(t, -math.Log(.025)/(200*182/loyalty.Year), r.Repeat.Rate.Hi, 1e-6, "Poisson")
	within := r.Repeat.Within[2].Share
	require.True(t, within.OK)
	assert.Zero(t, within.Value)
	_, most := loyalty.Wilson(0, 200, loyalty.Level)
	assert.InDelta(t, most, within.Hi, 1e-9)
	assert.Equal(t, loyalty.Extrapolated, r.Repeat.Within[4].Share.Why)
	assert.False(t, r.Types.Behaviour.High.OK)
	assert.Equal(t, r.Types.Behaviour.Why, r.Types.Behaviour.High.Why)
	assert.Equal(t, loyalty.Immature, r.Types.Behaviour.High.Why)
	assert.True(t, r.Forecast.NextYear.Buyers.Has(loyalty.RateNotIdentified))
}

func TestThreeCustomersAreTooFewForFiveScores(t *testing.T) {
	r := reportOf(t, sameDays(3, 2, 7), report.Options{})
	assert.Equal(t, []loyalty.Flag{loyalty.BelowMinBase, loyalty.NoSpread}, r.RFM.Flags)
	assert.Empty(t, smallReport(t).RFM.Flags)
}
