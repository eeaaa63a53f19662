package stage_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// stepsOf are how often customers went from one stage to another on the days of
// random lives of purchases, with the days of purchase of the active and loyal.
func stepsOf(t *testing.T, p stage.Policy, own, category int32) (steps map[[2]stage.Stage]int, days map[stage.Stage]map[int]bool) {
	t.Helper()
	r := rand.New(rand.NewPCG(21, 3))
	steps, days = map[[2]stage.Stage]int{}, map[stage.Stage]map[int]bool{}
	for range 80 {
		h := stage.History{Own: own, Category: category}
		var standing stage.Standing
		bought := loyalty.Day(20000)
		mean := 15 + 150*r.Float64()
		for day := bought; day < 20700; day++ {
			if day == bought {
				require.NoError(t, h.Add(day, 5000))
				bought += 1 + loyalty.Day(mean*(.5+r.Float64()))
			}
			before := standing.Stage
			standing = p.Advance(standing, h, day.Time())
			steps[[2]stage.Stage{before, standing.Stage}]++
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
	model := btyd.Model{Family: btyd.MBG, R: .8, Alpha: 100, A: .3, B: 2}
	to := func(from, to stage.Stage) [2]stage.Stage { return [2]stage.Stage{from, to} }
	for name, p := range map[string]stage.Policy{
		"days":        {},
		"probability": {Rung: stage.BuyProbability, Model: model},
	} {
		t.Run(name, func(t *testing.T) {
			steps, days := stepsOf(t, p, 0, 0)
			assert.Zero(t, steps[to(stage.SecondPurchase, stage.Active)])
			assert.Zero(t, steps[to(stage.New, stage.Loyal)])
			assert.Zero(t, steps[to(stage.Loyal, stage.Active)])
			for _, arrow := range [][2]stage.Stage{
				to(stage.New, stage.SecondPurchase),
				to(stage.New, stage.Active),
				to(stage.SecondPurchase, stage.Loyal),
				to(stage.Active, stage.Loyal),
				to(stage.Active, stage.SecondPurchase),
			} {
				assert.NotZero(t, steps[arrow], "%s → %s", arrow[0], arrow[1])
			}
			assert.Equal(t, map[int]bool{2: true}, days[stage.Active])
			assert.False(t, days[stage.Loyal][2])
			assert.True(t, days[stage.Loyal][3])
			assert.True(t, days[stage.SecondPurchase][2] && days[stage.SecondPurchase][4])

			steps, days = stepsOf(t, p, 3, 20) // buys mostly elsewhere
			assert.NotZero(t, steps[to(stage.SecondPurchase, stage.Active)])
			assert.True(t, days[stage.Active][2] && days[stage.Active][5])
			assert.Empty(t, days[stage.Loyal])

			p.LoyalOrders = 5
			steps, days = stepsOf(t, p, 0, 0)
			assert.NotZero(t, steps[to(stage.SecondPurchase, stage.Active)])
			assert.Equal(t, map[int]bool{2: true, 3: true, 4: true}, days[stage.Active])
		})
	}
}
