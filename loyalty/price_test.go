package loyalty_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

func TestInAShopThatAlwaysSellsCheapNobodyIsSensitive(t *testing.T) {
	var purchases []loyalty.Purchase
	add := func(customer string, n int, paid, refunded tiexin.Money) {
		for range n {
			purchases = append(purchases, loyalty.Purchase{Customer: customer, Amount: paid, List: 10000, Refunded: refunded, At: noon})
		}
	}
	add("wang", 4, 8000, 0)
	add("wang", 1, 10000, 5000) // paid back, but no discount
	add("li", 2, 10000, 0)
	add("others", 20, 8000, 0)
	add("others", 5, 10000, 0)
	purchases = append(purchases, loyalty.Purchase{Customer: "sun", Amount: 1, At: noon})
	customers, shop := loyalty.DiscountsOf(purchases)
	require.Equal(t, []loyalty.Discounts{{"li", 0, 2}, {"others", 20, 25}, {"wang", 4, 5}}, customers)
	assert.Equal(t, loyalty.Discounts{Discounted: 24, Purchases: 32}, shop)
	wang := customers[2].Lift(shop)
	assert.InDelta(t, 0.8/(20.0/27), wang.Value, 1e-12, "80 percent, where the others have 74")
	assert.Less(t, wang.Lo, 1.0)
	assert.True(t, customers[0].Lift(shop).Has(loyalty.BelowMinBase))
	assert.Equal(t, loyalty.ZeroBase, loyalty.Discounts{Discounted: 1, Purchases: 2}.Lift(loyalty.Discounts{Discounted: 1, Purchases: 9}).Why)
}

func TestElasticityWithinItems(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 3))
	var points []loyalty.PricePoint
	for _, item := range []struct {
		name  string
		price float64
		size  float64
	}{{"便宜", 10, 5000}, {"贵", 1000, 90000}} { // the dear one sells more: across items the slope is positive
		for range 60 {
			price := item.price * math.Exp(r.NormFloat64()*0.2)
			units := item.size * math.Pow(price/item.price, -1.8) * math.Exp(r.NormFloat64()*0.1)
			points = append(points, loyalty.PricePoint{Item: item.name, Price: price, Units: units})
		}
	}
	m, err := loyalty.Elasticity(points)
	require.NoError(t, err)
	assert.InDelta(t, -1.8, m.Value, 0.15)
	assert.Less(t, m.Lo, -1.8)
	assert.Greater(t, m.Hi, -1.8)
	assert.True(t, m.Has(loyalty.Estimated))
	m, err = loyalty.Elasticity(points[:3])
	require.NoError(t, err)
	assert.Equal(t, loyalty.BelowMinBase, m.Why)
	m, err = loyalty.Elasticity([]loyalty.PricePoint{{"a", 5, 1}, {"a", 5, 2}, {"a", 5, 3}, {"a", 5, 4}})
	require.NoError(t, err)
	assert.Equal(t, loyalty.NoSpread, m.Why)
	_, err = loyalty.Elasticity([]loyalty.PricePoint{{"a", 0, 1}, {"a", math.NaN(), 2}, {"a", 5, math.Inf(1)}})
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, 3)
}

func TestPricePointsOfWeeks(t *testing.T) {
	start := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC) // day 20454 = 2922·7: a week begins
	buy := func(day, units int, paid tiexin.Money, category string) loyalty.Purchase {
		return loyalty.Purchase{Customer: "wang", At: start.AddDate(0, 0, day), Units: units, Amount: paid, Category: category}
	}
	points := loyalty.PricePoints([]loyalty.Purchase{
		buy(0, 2, 2000, "奶粉"), buy(6, 2, 1600, "奶粉"), buy(7, 1, 800, "奶粉"), buy(0, 0, 5, "奶粉"), buy(0, 1, 0, "赠品"),
	}, 7, loyalty.View{})
	assert.Equal(t, []loyalty.PricePoint{{"奶粉", 9, 4}, {"奶粉", 8, 1}}, points)
	assert.Empty(t, loyalty.PricePoints(nil, 0, loyalty.View{}))
}

func TestPriceMeterOfOneAndOfMany(t *testing.T) {
	one, err := loyalty.MeterPrices([]loyalty.PriceAnswer{{10, 20, 30, 40}})
	require.NoError(t, err)
	assert.Equal(t, 25.0, one.Indifferent.Value, "between cheap and expensive")
	assert.Equal(t, 25.0, one.Optimal.Value, "nobody minds from 20 to 30: the middle")
	assert.Equal(t, 20.0, one.Cheapest.Value, "of the prices that were named, the one at which it is neither too cheap nor not cheap")
	assert.Equal(t, 30.0, one.MostExpensive.Value)

	// At 26 a third more say cheap than expensive, at 28 two thirds fewer.
	three, err := loyalty.MeterPrices([]loyalty.PriceAnswer{{10, 20, 30, 40}, {16, 24, 28, 60}, {12, 26, 28, 44}})
	require.NoError(t, err)
	assert.InDelta(t, 26+2.0/3, three.Indifferent.Value, 1e-12)

	// Everybody shifted by up to 10 yuan, evenly: the curves are straight lines.
	var answers []loyalty.PriceAnswer
	for i := range 1001 {
		s := float64(i) / 50
		answers = append(answers, loyalty.PriceAnswer{10 + s, 20 + s, 25 + s, 40 + s})
	}
	answers = append(answers, loyalty.PriceAnswer{40, 30, 20, 10}, loyalty.PriceAnswer{})
	m, err := loyalty.MeterPrices(answers)
	require.NoError(t, err)
	assert.Equal(t, []int{1001, 1002}, m.Inconsistent)
	assert.Equal(t, 1001, m.Cheapest.Base)
	assert.InDelta(t, 25, m.Cheapest.Value, 0.05, "too cheap falls from 10 to 30, not cheap rises from 20 to 40")
	assert.InDelta(t, 42.5, m.MostExpensive.Value, 0.05, "not expensive falls from 25 to 45, too expensive rises from 40 to 60")
	assert.InDelta(t, 32.5, m.Indifferent.Value, 0.05, "cheap falls from 20 to 40, expensive rises from 25 to 45")
	assert.InDelta(t, 35, m.Optimal.Value, 0.05, "nobody says either between 30 and 40")
	for _, price := range []loyalty.Measure{m.Cheapest, m.MostExpensive, m.Indifferent, m.Optimal} {
		assert.True(t, price.Has(loyalty.Estimated))
		sane(t, price)
	}
	_, err = loyalty.MeterPrices(nil)
	assert.ErrorIs(t, err, loyalty.ErrNothing)
	_, err = loyalty.MeterPrices([]loyalty.PriceAnswer{{math.NaN(), 1, 2, -3}})
	assert.ErrorContains(t, err, "a price of NaN")
	none, err := loyalty.MeterPrices([]loyalty.PriceAnswer{{4, 3, 2, 1}})
	require.NoError(t, err)
	assert.Equal(t, loyalty.ZeroBase, none.Optimal.Why)
}
