package loyalty_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
)

func curveOf(t *testing.T, spells ...loyalty.Spell) loyalty.Curve {
	t.Helper()
	curve, err := loyalty.KaplanMeier(spells)
	require.NoError(t, err)
	return curve
}

// Five who were watched for a year all came back: nobody may read that everybody does.
func TestACurveSaysWhereFewerThanTenAreAtRisk(t *testing.T) {
	few := func(m loyalty.Measure) bool { return m.Has(loyalty.BelowMinBase) }
	five := make([]loyalty.Spell, 5)
	for i := range five {
		five[i] = loyalty.Spell{Time: float64(20 + i), Ended: true}
	}
	for name, m := range map[string]loyalty.Measure{
		"five customers, all back within a year": curveOf(t, five...).Ended(365),
		"five customers, before any came back":   curveOf(t, five...).Waiting(1),
		"the median of five":                     curveOf(t, five...).Quantile(.5),
	} {
		assert.True(t, m.OK && few(m), "%s: %v", name, m)
	}

	// A hundred came last week, and five are from last year.
	young := slices.Concat(five, slices.Repeat([]loyalty.Spell{{Time: 7}}, 100))
	assert.False(t, few(curveOf(t, young...).Ended(7)), "all are watched for a week")
	assert.True(t, few(curveOf(t, young...).Ended(8)))
	assert.True(t, few(curveOf(t, young...).Ended(365)))
	assert.True(t, few(curveOf(t, young...).Quantile(.9)))
	// None of the five came back: that is known of five.
	silent := slices.Concat(slices.Repeat([]loyalty.Spell{{Time: 300}}, 5), slices.Repeat([]loyalty.Spell{{Time: 7}}, 100))
	assert.True(t, few(curveOf(t, silent...).Ended(200)))

	// Of a hundred of whom nobody was lost from sight, the last are a share like any.
	hundred := make([]loyalty.Spell, 100)
	for i := range hundred {
		hundred[i] = loyalty.Spell{Time: float64(1 + i%50), Ended: true}
	}
	for _, at := range []float64{1, 25, 49, 50, 365} {
		assert.False(t, few(curveOf(t, hundred...).Ended(at)), "within %v days", at)
	}
	assert.False(t, few(curveOf(t, hundred...).Quantile(.99)))

	var histories []loyalty.History
	for i := range 5 {
		histories = append(histories, loyalty.History{Days: []loyalty.Day{20000, 20020 + loyalty.Day(i)}})
	}
	assert.True(t, few(loyalty.RepeatWithin(histories, 365, 20500)))
}

// Counted one by one: whoever is watched at a time, and whether anybody was lost before.
func TestWhoIsAtRiskIsCountedOneByOne(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 10))
	for range 500 {
		spells := make([]loyalty.Spell, 1+r.IntN(40))
		loses := r.IntN(2)
		for i := range spells {
			spells[i] = loyalty.Spell{Time: float64(r.IntN(12)), Ended: loses == 0 || r.IntN(3) > 0}
		}
		curve := curveOf(t, spells...)
		for at := range 12 {
			m := curve.Waiting(float64(at))
			watched, lost := 0, 0
			for _, s := range spells {
				if s.Time >= float64(at) {
					watched++
				} else if !s.Ended {
					lost++
				}
			}
			if lost == 0 {
				watched = len(spells)
			}
			if m.OK {
				assert.Equal(t, watched < 10, m.Has(loyalty.BelowMinBase), "at %d of %v", at, spells)
			}
			assert.Equal(t, m.Has(loyalty.BelowMinBase), curve.Ended(float64(at)).Has(loyalty.BelowMinBase))
		}
	}
}
