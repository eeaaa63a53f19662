package loyalty_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
)

func TestBrandReportsOfTheGroceryPanel(t *testing.T) {
	var want map[string]map[string]map[string]float64
	expected(t, &want, "brand")
	var log loyalty.Log
	for i, row := range table(t, "brand_lines.csv") {
		log.Purchases = append(log.Purchases, loyalty.Purchase{
			Customer: row["household_id"], Order: row["basket_id"], Line: strconv.Itoa(i),
			At: moment(t, time.DateOnly, row["date"]), Amount: fen(t, row["sales_value"]),
			Category: row["product_category"], Brand: row["manufacturer_id"],
		})
	}
	lines, err := log.Net(loyalty.View{})
	require.NoError(t, err)
	for category, brands := range want {
		for brand, w := range brands {
			r := loyalty.ReportBrand(lines, category, brand, loyalty.View{})
			counts := map[string]int{
				"households_in_category": r.Households, "buyers": r.Buyers, "purchases": r.Purchases,
				"behaviourally_loyal_ge50_purchases": r.Majority, "behaviourally_loyal_ge50_value": r.MajorityValue,
				"sole_buyers": r.SoleBuyers, "repeat_buyers_ge2": r.RepeatBuyers, "zero_spend_households": r.ZeroSpend,
			}
			rates := map[string]loyalty.Measure{
				"penetration": r.Penetration, "purchase_rate": r.PurchaseRate,
				"market_share_purchases": r.MarketSharePurchases, "market_share_value": r.MarketShareValue,
				"SCR_purchases_pooled": r.Requirements, "SCR_value_pooled": r.RequirementsValue,
				"mean_household_share_purchases": r.MeanRequirement, "mean_household_share_value": r.MeanRequirementValue,
			}
			require.Len(t, w, len(counts)+len(rates))
			if category == "FLUID MILK PRODUCTS" && brand == "69" {
				// Household 2112 spent 5.38 of 10.76, which is one half. The reference added
				// the amounts as binary fractions and has 0.49999999999999994; fen have it right.
				w["behaviourally_loyal_ge50_value"]++
			}
			for name, n := range counts {
				assert.Equal(t, int(w[name]), n, "%s %s %s", category, brand, name)
			}
			for name, m := range rates {
				require.True(t, m.OK, "%s %s %s: %s", category, brand, name, m)
				assert.InDelta(t, w[name], m.Value, 1e-9, "%s %s %s", category, brand, name)
				assert.LessOrEqual(t, m.Lo, m.Value)
				assert.GreaterOrEqual(t, m.Hi, m.Value)
				assert.Equal(t, loyalty.Level, m.Level)
			}
		}
	}
}

func TestWilsonAsPublished(t *testing.T) {
	var want []struct {
		K, N int
		CI   []float64
	}
	expected(t, &want, "wilson")
	require.NotEmpty(t, want)
	for _, w := range want {
		lo, hi := loyalty.Wilson(w.K, w.N, 0.95)
		assert.InDelta(t, w.CI[0], lo, 1e-9)
		assert.InDelta(t, w.CI[1], hi, 1e-9)
	}
}
