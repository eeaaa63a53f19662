package stage_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

// The facts of a customer give one history, whatever the order in which they arrive,
// and however often the contacts are repeated.
func TestAHistoryIsTheSameInAnyOrder(t *testing.T) {
	day := stageDay(2026, 1, 1)
	facts := []func(h *stage.History){
		func(h *stage.History) { _ = h.Add(day, 100) },
		func(h *stage.History) { _ = h.Add(day+40, 200) },
		func(h *stage.History) { _ = h.Add(day+41, 300) },
		func(h *stage.History) { _ = h.Reduce(day+40, 50) },
		func(h *stage.History) { h.Show(stage.Looked, day+60) },
		func(h *stage.History) { h.Show(stage.Carted, day+60) },
		func(h *stage.History) { h.Show(stage.Asked, day+10) },
		func(h *stage.History) { h.Answer(day + 5) },
		func(h *stage.History) { h.Answer(day + 70) },
		func(h *stage.History) { h.Write(day + 80) },
		func(h *stage.History) { h.Write(day + 60) },
		func(h *stage.History) { h.Write(day + 90) },
		func(h *stage.History) { h.Write(day + 100) },
		func(h *stage.History) { h.Write(day + 80) },
	}
	var want stage.History
	for _, f := range facts {
		f(&want)
	}
	assert.Equal(t, stage.Carted, want.Contact)
	r := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		var h stage.History
		for _, i := range r.Perm(len(facts)) {
			facts[i](&h)
			if i > 3 { // contacts may be heard of twice
				facts[i](&h)
			}
		}
		require.Equal(t, want, h)
	}
}

func TestHistoryOfRefusesDaysThatCannotBe(t *testing.T) {
	day := stageDay(2026, 1, 1)
	for name, days := range map[string][]loyalty.Day{"out of order": {day, day - 1}, "twice": {day, day}, "unit": {1 << 30}, "never": {0}} {
		_, err := stage.HistoryOf(loyalty.History{Customer: name, Days: days}, 1<<30)
		var faults loyalty.Problems
		require.ErrorAs(t, err, &faults, name)
		assert.Equal(t, name, faults[0].Subject)
	}
	h, err := stage.HistoryOf(loyalty.History{Days: []loyalty.Day{day, day + 10, day + 99}}, day+10)
	require.NoError(t, err)
	assert.Equal(t, 2, h.Days())
	assert.Equal(t, day+10, h.Last())
}

// Purchases that arrive in any order lead to the standing of their own order, by the
// rule of Advance: what comes late is replayed.
func TestTheOrderOfArrivalChangesNoStanding(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for _, p := range rungs() {
		for range 60 {
			var days []loyalty.Day
			d := stageDay(2025, 1, 1)
			for range 1 + r.IntN(7) {
				days = append(days, d)
				d += loyalty.Day(1 + r.IntN(150))
			}
			now := stageNoon(d)
			want, err := p.Replay(days, now)
			require.NoError(t, err)

			var h stage.History // the same by hand, in order
			var s stage.Standing
			for _, d := range days {
				s = p.Advance(s, h, stageNoon(d))
				require.NoError(t, h.Add(d, 0))
				s = p.Advance(s, h, stageNoon(d))
			}
			require.Equal(t, want, p.Advance(s, h, now))

			var arrived []loyalty.Day // and as they arrive
			h, s = stage.History{}, stage.Standing{}
			for _, i := range r.Perm(len(days)) {
				late := h.Bought() && days[i] < h.Last()
				arrived = append(arrived, days[i])
				if !late {
					s = p.Advance(s, h, stageNoon(days[i]))
					require.NoError(t, h.Add(days[i], 0))
					continue
				}
				sorted := slices.Sorted(slices.Values(arrived)) // the customer's part of the log
				h, err = stage.HistoryOf(loyalty.History{Days: sorted}, sorted[len(sorted)-1])
				require.NoError(t, err)
				s, err = p.Replay(arrived, stageNoon(h.Last()))
				require.NoError(t, err)
			}
			again, err := p.Replay(arrived, now)
			require.NoError(t, err)
			require.Equal(t, want, again)
			require.Equal(t, want, p.Advance(s, h, now), "%v", days)
		}
	}
}
