package lifecycle_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/restock"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

// anyHistories are the customers of a random shop: each with gaps that are all the same,
// nearly so or by chance, for a while, once or twice, or all of them on the same days.
func anyHistories(random *rand.Rand, today loyalty.Day) []loyalty.History {
	histories := make([]loyalty.History, []int{1, 5, 29, 30, 150, 600}[random.IntN(6)])
	gap, wobble, most := 1+random.IntN(90), random.IntN(3), 1+random.IntN(25)
	alike, young := random.IntN(4) == 0, 1+random.IntN(900)
	for i := range histories {
		histories[i].Customer = fmt.Sprintf("c%03d", i)
		if alike && i > 0 {
			histories[i].Days = histories[0].Days
			continue
		}
		own := gap
		if wobble == 2 {
			own = 1 + random.IntN(2*gap)
		}
		day := today - loyalty.Day(random.IntN(young))
		for range 1 + random.IntN(most) {
			if day > today {
				break
			}
			histories[i].Days = append(histories[i].Days, day)
			day += loyalty.Day(own)
			if wobble > 0 {
				day += loyalty.Day(random.IntN(1 + own))
			}
		}
	}
	return histories
}

// Whatever the customers of a sound log do, a policy is found that has no faults, every
// number of its evidence lies in its range, and every buyer has a stage and a restock day.
func TestAnyShopHasAPolicyAndEveryBuyerAStage(t *testing.T) {
	shops := uint64(300)
	if os.Getenv("TIEXIN_LONG") != "" {
		shops = 10_000
	}
	today := loyalty.DayOf(oddNow, calendar.China)
	for seed := range shops {
		random := rand.New(rand.NewPCG(seed, 11))
		histories := anyHistories(random, today)
		ladder, err := stage.Policy{}.Fit(histories, oddNow)
		require.NoError(t, err, "shop %d", seed)
		require.NoError(t, ladder.Policy.Validate(), "shop %d: %+v", seed, ladder.Policy)
		v := reflect.ValueOf(ladder)
		for i := range v.NumField() {
			m, ok := v.Field(i).Interface().(loyalty.Measure)
			if !ok {
				continue
			}
			name := v.Type().Field(i).Name
			assert.NotEqual(t, loyalty.Impossible, m.Why, "shop %d: %s", seed, name)
			if m.OK && m.Level > 0 {
				assert.True(t, m.Lo <= m.Value && m.Value <= m.Hi, "shop %d: %s is %v", seed, name, m)
			}
			if name == "Return" || name == "FirstReturn" {
				assert.True(t, m.Value >= 0 && m.Value <= 1 && m.Lo >= 0 && m.Hi <= 1, "shop %d: %s is %v", seed, name, m)
			}
		}
		var purchases []loyalty.Purchase
		for _, h := range histories {
			state, err := stage.HistoryOf(h, today)
			require.NoError(t, err)
			require.NotEqual(t, stage.Unknown, ladder.Policy.Stage(state, oddNow), "shop %d: %v under %+v", seed, h, ladder.Policy)
			for _, day := range h.Days {
				purchases = append(purchases, loyalty.Purchase{Customer: h.Customer, At: day.Time(), Amount: tiexin.Money(100), Units: 1 + random.IntN(50)})
			}
		}
		rhythms, err := restock.FitRhythms(purchases, loyalty.View{Zone: calendar.China})
		require.NoError(t, err, "shop %d", seed)
		for _, h := range histories[:min(len(histories), 20)] {
			var u restock.Usage
			for _, day := range h.Days {
				require.NoError(t, u.Buy(day, 1+random.IntN(50)))
			}
			data, err := u.MarshalBinary()
			require.NoError(t, err)
			var again restock.Usage
			require.NoError(t, again.UnmarshalBinary(data), "shop %d: %v", seed, h)
			due := restock.Policy{}.Due(u, rhythms.Of(""), 30, oddNow)
			require.NotEqual(t, loyalty.Impossible, due.ByRhythm.Why, "shop %d: %+v", seed, due)
			require.NotEqual(t, loyalty.Impossible, due.ByUse.Why, "shop %d: %+v", seed, due)
		}
	}
}
