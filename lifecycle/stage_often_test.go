package lifecycle_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// stepsOf are how often customers went from one stage to another on the days of
// random lives of purchases, with the days of purchase of the active and loyal.
func stepsOf(t *testing.T, p lifecycle.Policy, own, category int32) (steps map[[2]lifecycle.Stage]int, days map[lifecycle.Stage]map[int]bool) {
	t.Helper()
	r := rand.New(rand.NewPCG(21, 3))
	steps, days = map[[2]lifecycle.Stage]int{}, map[lifecycle.Stage]map[int]bool{}
	for range 80 {
		h := lifecycle.History{Own: own, Category: category}
		var standing lifecycle.Standing
		bought := loyalty.Day(20000)
		mean := 15 + 150*r.Float64()
		for day := bought; day < 20700; day++ {
			if day == bought {
				require.NoError(t, h.Add(day, 5000))
				bought += 1 + loyalty.Day(mean*(.5+r.Float64()))
			}
			before := standing.Stage
			standing = p.Advance(standing, h, day.Time())
			steps[[2]lifecycle.Stage{before, standing.Stage}]++
			if days[standing.Stage] == nil {
				days[standing.Stage] = map[int]bool{}
			}
			days[standing.Stage][h.Days()] = true
		}
	}
	return steps, days
}

// The arrows of the package's diagram, and no others: active is who buys often on the
// way from the second day of purchase to the third.
func TestWhoBuysOftenIsActiveThenLoyal(t *testing.T) {
	model := btyd.MBG{R: .8, Alpha: 100, A: .3, B: 2}
	to := func(from, to lifecycle.Stage) [2]lifecycle.Stage { return [2]lifecycle.Stage{from, to} }
	for name, p := range map[string]lifecycle.Policy{
		"days":        {},
		"probability": {Rung: lifecycle.BuyProbability, Model: model},
	} {
		t.Run(name, func(t *testing.T) {
			steps, days := stepsOf(t, p, 0, 0)
			assert.Zero(t, steps[to(lifecycle.SecondPurchase, lifecycle.Active)])
			assert.Zero(t, steps[to(lifecycle.New, lifecycle.Loyal)])
			assert.Zero(t, steps[to(lifecycle.Loyal, lifecycle.Active)])
			for _, arrow := range [][2]lifecycle.Stage{
				to(lifecycle.New, lifecycle.SecondPurchase),
				to(lifecycle.New, lifecycle.Active),
				to(lifecycle.SecondPurchase, lifecycle.Loyal),
				to(lifecycle.Active, lifecycle.Loyal),
				to(lifecycle.Active, lifecycle.SecondPurchase),
			} {
				assert.NotZero(t, steps[arrow], "%s → %s", arrow[0], arrow[1])
			}
			assert.Equal(t, map[int]bool{2: true}, days[lifecycle.Active])
			assert.False(t, days[lifecycle.Loyal][2])
			assert.True(t, days[lifecycle.Loyal][3])
			assert.True(t, days[lifecycle.SecondPurchase][2] && days[lifecycle.SecondPurchase][4])

			steps, days = stepsOf(t, p, 3, 20) // buys mostly elsewhere
			assert.NotZero(t, steps[to(lifecycle.SecondPurchase, lifecycle.Active)])
			assert.True(t, days[lifecycle.Active][2] && days[lifecycle.Active][5])
			assert.Empty(t, days[lifecycle.Loyal])

			p.LoyalOrders = 5
			steps, days = stepsOf(t, p, 0, 0)
			assert.NotZero(t, steps[to(lifecycle.SecondPurchase, lifecycle.Active)])
			assert.Equal(t, map[int]bool{2: true, 3: true, 4: true}, days[lifecycle.Active])
		})
	}
}
