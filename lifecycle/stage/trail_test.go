package stage_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

// From the first question to the closed account, as the shop lives it.
func Test玲玲走过的阶段(t *testing.T) {
	day := stageDay(2026, 1, 10)
	past := stage.Past{
		Customer: "Lingling",
		Contacts: []stage.Contact{{Interest: stage.Asked, On: day}},
		Bought:   []loyalty.Day{day + 50, day + 20, day + 5, day + 5},
		WinBacks: []loyalty.Day{day + 235, day + 240, day + 250},
		Answered: []loyalty.Day{day + 300},
		Closed:   day + 500,
	}
	trail, err := stage.Policy{}.Trail(past, stageNoon(day+600))
	require.NoError(t, err)
	want := []stage.Move{
		{On: day, From: stage.Unknown, To: stage.Interested, By: stage.ByContact},
		{On: day + 5, From: stage.Interested, To: stage.New, By: stage.ByPurchase},
		{On: day + 20, From: stage.New, To: stage.Active, By: stage.ByPurchase},
		{On: day + 50, From: stage.Active, To: stage.Loyal, By: stage.ByPurchase},
		{On: day + 141, From: stage.Loyal, To: stage.Lapsing, By: stage.BySilence},
		{On: day + 231, From: stage.Lapsing, To: stage.Lost, By: stage.BySilence},
		{On: day + 257, From: stage.Lost, To: stage.Dead, By: stage.BySilence}, // three times nothing
		{On: day + 300, From: stage.Dead, To: stage.Lost, By: stage.ByContact},
		{On: day + 416, From: stage.Lost, To: stage.Dead, By: stage.BySilence},
	}
	assert.Equal(t, want, trail.Moves)
	assert.Equal(t, stage.Unknown, trail.On(day-1))
	assert.Equal(t, stage.New, trail.On(day+19))
	assert.Equal(t, stage.Active, trail.On(day+20))

	tables, err := stage.CountMoves([]stage.Trail{trail}, day, day+30, day+200)
	require.NoError(t, err)
	require.Len(t, tables, 2)
	assert.Equal(t, 1, tables[0].Count[stage.Interested][stage.Active])
	assert.Equal(t, 1, tables[1].Count[stage.Active][stage.Lapsing])

	past.Closed = day + 30
	trail, err = stage.Policy{}.Trail(past, stageNoon(day+40))
	require.NoError(t, err)
	assert.Equal(t, stage.Move{On: day + 30, From: stage.Active, To: stage.Dead, By: stage.ByAccount}, trail.Moves[len(trail.Moves)-1])
}

// somePast is a random customer's.
func somePast(r *rand.Rand, name string, first loyalty.Day) stage.Past {
	past := stage.Past{Customer: name}
	some := func(most int) (days []loyalty.Day) {
		for range r.IntN(most) {
			days = append(days, first+loyalty.Day(r.IntN(500)))
		}
		return days
	}
	past.Bought, past.Answered, past.WinBacks = some(7), some(3), some(6)
	for _, d := range some(4) {
		past.Contacts = append(past.Contacts, stage.Contact{Interest: stage.Interest(1 + r.IntN(4)), On: d})
	}
	if r.IntN(8) == 0 {
		past.Closed = first + loyalty.Day(r.IntN(700))
	}
	if r.IntN(12) == 0 {
		past.Blocked = first + loyalty.Day(r.IntN(700))
	}
	return past
}

// A trail is what Advance says when it is asked every evening, with what was known by
// then; purchases alone give the tables of Moves.
func TestATrailIsAdvanceAskedEveryEvening(t *testing.T) {
	first := stageDay(2025, 1, 1)
	for i, p := range rungs() {
		r := rand.New(rand.NewPCG(21, uint64(i)))
		for n := range 12 {
			past := somePast(r, fmt.Sprint(n), first)
			trail, err := p.Trail(past, stageNoon(first+900))
			require.NoError(t, err)
			var h stage.History
			var s stage.Standing
			bought := map[loyalty.Day]bool{}
			for d := first; d <= first+900; d++ {
				s = p.Advance(s, h, stageNoon(d)) // as it was in the morning
				for _, on := range past.Bought {
					if on == d && !bought[d] {
						bought[d] = true
						require.NoError(t, h.Add(d, 0))
					}
				}
				for _, c := range past.Contacts {
					if c.On == d {
						h.Show(c.Interest, d)
					}
				}
				for _, on := range past.Answered {
					if on == d {
						h.Answer(d)
					}
				}
				for _, on := range past.WinBacks {
					if on == d {
						h.Write(d)
					}
				}
				if past.Closed == d {
					h.Closed = d
				}
				if past.Blocked == d {
					h.Blocked = d
				}
				s = p.Advance(s, h, stageNoon(d))
				require.Equal(t, s.Stage, trail.On(d), "%s of %+v: %+v", d, past, trail.Moves)
			}
			for j, m := range trail.Moves {
				assert.NotEqual(t, m.From, m.To)
				if j > 0 {
					assert.Equal(t, trail.Moves[j-1].To, m.From)
					assert.GreaterOrEqual(t, m.On, trail.Moves[j-1].On)
				}
			}
		}
	}
	shop := buyers(rand.New(rand.NewPCG(22, 1)), 200, 40, .3, 1, ladderToday)
	var trails []stage.Trail
	for _, c := range shop {
		trail, err := stage.Policy{}.Trail(stage.Past{Customer: c.Customer, Bought: c.Days}, stageNoon(ladderToday))
		require.NoError(t, err)
		trails = append(trails, trail)
	}
	want, err := stage.Policy{}.Moves(shop, stageNoon(ladderToday-100), stageNoon(ladderToday))
	require.NoError(t, err)
	got, err := stage.CountMoves(trails, ladderToday-100, ladderToday)
	require.NoError(t, err)
	assert.Equal(t, want, got[0])
}

func TestAPastThatCannotBe(t *testing.T) {
	_, err := stage.Policy{}.Trail(stage.Past{
		Customer: "c", Bought: []loyalty.Day{-3, 100}, Contacts: []stage.Contact{{On: 100}, {Interest: 9, On: 1 << 20}}, Closed: -1,
	}, stageNoon(200))
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, 5)
	_, err = stage.Policy{Slack: 3}.Trail(stage.Past{}, time.Time{})
	require.ErrorAs(t, err, new(loyalty.Problems))
	empty, err := stage.Policy{}.Trail(stage.Past{Bought: []loyalty.Day{100}}, stageNoon(99))
	require.NoError(t, err)
	assert.Empty(t, empty.Moves, "what is of a later day is left out")
	for _, days := range [][]loyalty.Day{nil, {5}, {5, 5}, {5, 9, 8}} {
		_, err = stage.CountMoves(nil, days...)
		require.ErrorIs(t, err, stage.ErrPeriod)
	}
}

func BenchmarkTrail(b *testing.B) {
	shop := buyers(rand.New(rand.NewPCG(3, 3)), 10_000, 45, .25, 1, ladderToday)
	p := benchPolicies["quantiles"]
	b.ReportAllocs()
	for b.Loop() {
		for _, c := range shop {
			if _, err := p.Trail(stage.Past{Customer: c.Customer, Bought: c.Days}, stageNoon(ladderToday)); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(shop)*b.N)/b.Elapsed().Seconds(), "customers/s")
}
