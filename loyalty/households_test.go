package loyalty

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
)

// panel are households who differ in how much they buy and in how much of it is ours.
func panel(random *rand.Rand, households int) []Share {
	shares := make([]Share, households)
	for i := range shares {
		s := &shares[i]
		s.Customer = fmt.Sprint(i)
		need, taste := 1+int(8*random.ExpFloat64()), random.Float64()*random.Float64()
		for range need {
			price := tiexin.Money(500 + random.IntN(2000))
			s.Category++
			s.CategorySpend += price
			if random.Float64() < taste {
				s.Own++
				s.OwnSpend += price
			}
		}
	}
	return shares
}

// Nineteen of twenty intervals hold what a panel without end shows. Households decide,
// and not their purchases: taken for strangers to each other, these hold two of three.
func TestIntervalsOfSharesAreByHouseholds(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	endless := panel(random, 400_000)
	for name, of := range map[string]func([]Share) Measure{
		"requirements": Requirements, "wallet": ShareOfWallet,
		"market share": func(shares []Share) Measure {
			var purchases, category []float64
			for _, s := range shares {
				purchases, category = append(purchases, float64(s.Own)), append(category, float64(s.Category))
			}
			return shareOver(purchases, category, "market share")
		},
	} {
		want, held := of(endless).Value, 0
		const panels = 600
		for range panels {
			if m := of(panel(random, 80)); m.Lo <= want && want <= m.Hi {
				held++
			}
		}
		assert.InDelta(t, Level, float64(held)/panels, .025, name)
	}
	// Who buys ten times as much for every purchase of before tells no more.
	few := panel(random, 40)
	var many []Share
	for _, s := range few {
		s.Own, s.Category = 10*s.Own, 10*s.Category
		many = append(many, s)
	}
	assert.InDelta(t, Requirements(few).Lo, Requirements(many).Lo, 1e-12)
	assert.Equal(t, 10*Requirements(few).Base, Requirements(many).Base, "the base is purchases")
}

// Three buyers who buy nothing else: that the fourth will not either is not certain.
func TestWhoAreAllAlikeLeaveItOpenWhatTheNextOneDoes(t *testing.T) {
	sole := []Share{{"wang", 9, 9, 900, 900}, {"li", 2, 2, 100, 100}, {"zhao", 1, 1, 50, 50}}
	lo, _ := Wilson(3, 3, Level)
	for name, m := range map[string]Measure{
		"requirements": Requirements(sole), "wallet": ShareOfWallet(sole), "mean": MeanRequirement(sole), "mean wallet": MeanWallet(sole),
	} {
		assert.Equal(t, 1.0, m.Value, name)
		assert.InDelta(t, lo, m.Lo, 1e-12, "%s: %v", name, m)
		assert.Equal(t, 1.0, m.Hi, name)
		assert.Contains(t, m.Method, "Wilson interval", name)
	}
	halves := Requirements([]Share{{"wang", 4, 8, 0, 0}, {"li", 1, 2, 0, 0}})
	assert.True(t, halves.Lo < .2 && halves.Hi > .8, "%v", halves)
	one := Requirements(sole[:1])
	assert.True(t, one.OK && one.Lo < .3 && one.Hi == 1 && !math.IsNaN(one.Lo), "%v", one)
}
