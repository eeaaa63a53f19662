package stage_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

func trailsOf(t *testing.T, until loyalty.Day, pasts ...stage.Past) []stage.Trail {
	t.Helper()
	trails := make([]stage.Trail, len(pasts))
	for i, past := range pasts {
		var err error
		trails[i], err = stage.Policy{}.Trail(past, stageNoon(until))
		require.NoError(t, err)
	}
	return trails
}

func Test哪次关怀把她请回来(t *testing.T) {
	day := stageDay(2026, 1, 1)
	trails := trailsOf(t, day+200,
		stage.Past{Customer: "comes back", Bought: []loyalty.Day{day, day + 105}},
		stage.Past{Customer: "stays away", Bought: []loyalty.Day{day}},
		stage.Past{Customer: "by themselves", Bought: []loyalty.Day{day, day + 130}},
		stage.Past{Customer: "too late", Bought: []loyalty.Day{day, day + 125}},
		stage.Past{Customer: "closes", Bought: []loyalty.Day{day}, Closed: day + 50},
	)
	cares := []stage.Care{
		{Customer: "comes back", Name: "greeting", On: day + 95},
		{Customer: "comes back", Name: "coupon", On: day + 100}, // the last before it
		{Customer: "stays away", Name: "coupon", On: day + 100},
		{Customer: "too late", Name: "coupon", On: day + 110}, // fifteen days before
		{Customer: "never seen", Name: "coupon", On: day + 100},
	}
	got, err := stage.CreditMoves(trails, cares, day, day+200, 0)
	require.NoError(t, err)
	require.Len(t, got.Moves, 2)
	own, coupon := got.Moves[0], got.Moves[1]
	assert.Equal(t, []any{"", stage.Lapsing, stage.SecondPurchase, 2}, []any{own.Care, own.From, own.To, own.Moves})
	assert.False(t, own.Share.OK)
	assert.Equal(t, []any{"coupon", stage.Lapsing, stage.SecondPurchase, 1}, []any{coupon.Care, coupon.From, coupon.To, coupon.Moves})
	assert.InDelta(t, 1./3, coupon.Share.Value, 1e-12)
	assert.Equal(t, 3, coupon.Share.Base)
	assert.Equal(t, 1, got.ByAccount)
	assert.Equal(t, 4+1, got.BySilence, "four became lapsing, one lost")
	longer, err := stage.CreditMoves(trails, cares, day, day+200, 15)
	require.NoError(t, err)
	assert.Equal(t, 2, longer.Moves[1].Moves)
}

// Every move of a period is counted once, whatever the cares, and no care moves more
// people than it reached.
func TestCreditsAddUpToTheMoves(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 1))
	first := stageDay(2025, 1, 1)
	for range 40 {
		var pasts []stage.Past
		var cares []stage.Care
		for i := range 30 {
			pasts = append(pasts, somePast(r, fmt.Sprint(i), first))
			for range r.IntN(8) {
				cares = append(cares, stage.Care{Customer: fmt.Sprint(i), Name: fmt.Sprint("care ", r.IntN(3)), On: first + loyalty.Day(r.IntN(600))})
			}
		}
		trails := trailsOf(t, first+700, pasts...)
		from, to := first+loyalty.Day(r.IntN(300)), first+300+loyalty.Day(r.IntN(300))
		got, err := stage.CreditMoves(trails, cares, from, to, 1+r.IntN(40))
		require.NoError(t, err)
		want, sum := 0, got.BySilence+got.ByAccount
		for _, trail := range trails {
			for _, m := range trail.Moves {
				if m.On > from && m.On <= to {
					want++
				}
			}
		}
		for _, m := range got.Moves {
			sum += m.Moves
			assert.Equal(t, m.Care != "", m.Share.OK)
			if m.Share.OK {
				assert.GreaterOrEqual(t, m.Share.Base, m.Moves)
			}
		}
		assert.Equal(t, want, sum)
	}
}

func TestCaresThatCannotBe(t *testing.T) {
	_, err := stage.CreditMoves([]stage.Trail{{Customer: "a"}, {Customer: "a"}}, []stage.Care{
		{Name: "x", On: 5}, {Customer: "a", On: 5}, {Customer: "a", Name: "x"},
	}, 1, 2, 0)
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, 4)
	_, err = stage.CreditMoves(nil, nil, 2, 2, 0)
	require.ErrorIs(t, err, stage.ErrPeriod)
	_, err = stage.CreditMoves(nil, nil, 1, 2, -1)
	assert.ErrorContains(t, err, "-1 days")
}
