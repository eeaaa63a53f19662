package stage_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

func TestMovesBetweenTwoDays(t *testing.T) {
	day := stageDay(2026, 3, 1)
	shop := []loyalty.History{
		{Customer: "stays loyal", Days: []loyalty.Day{day - 60, day - 30, day - 5, day + 20}},
		{Customer: "falls silent", Days: []loyalty.Day{day - 80}},
		{Customer: "comes back", Days: []loyalty.Day{day - 30, day + 50}},
		{Customer: "newcomer", Days: []loyalty.Day{day + 10}},
		{Customer: "comes later", Days: []loyalty.Day{day + 100}},
		{Customer: "never bought"},
	}
	m, err := stage.Policy{}.Moves(shop, stageNoon(day), stageNoon(day+60))
	require.NoError(t, err)
	assert.Equal(t, 1, m.Count[stage.Loyal][stage.Loyal])
	assert.Equal(t, 1, m.Count[stage.New][stage.Lapsing])
	assert.Equal(t, 1, m.Count[stage.New][stage.SecondPurchase])
	assert.Equal(t, 1, m.Count[stage.Unknown][stage.New])
	assert.Equal(t, 2, m.Count[stage.Unknown][stage.Unknown])
	assert.Equal(t, 1, m.NewCustomers())
	assert.Equal(t, 1, m.Stayed())
	assert.Equal(t, 2, m.At(stage.New))
	assert.Equal(t, 1, m.Then(stage.New))
	share := m.Share(stage.New, stage.Lapsing)
	assert.True(t, share.OK)
	assert.Equal(t, .5, share.Value)
	assert.Equal(t, 2, share.Base)
	assert.Equal(t, 1.0, m.Share(stage.Unknown, stage.New).Value)
	assert.Equal(t, loyalty.ZeroBase, m.Share(stage.Dead, stage.New).Why)
	assert.Equal(t, loyalty.Impossible, m.Share(99, stage.New).Why)
	assert.Equal(t, `2026-03-01 → 2026-04-30 | new | second-purchase | loyal | lapsing
newcomers | 1 | 0 | 0 | 0
new | 0 | 1 | 0 | 1
loyal | 0 | 0 | 1 | 0`, m.String())
}

// Month by month: each table begins where the one before ended, none loses a customer,
// and every standing is that of Replay.
func TestMovesByMonthFitTogether(t *testing.T) {
	shop := buyers(rand.New(rand.NewPCG(3, 3)), 300, 40, .3, 1, ladderToday)
	from, to := ladderToday-370, ladderToday-3
	tables, err := stage.Policy{}.MovesByMonth(shop, stageNoon(from), stageNoon(to))
	require.NoError(t, err)
	require.Len(t, tables, 13)
	assert.Equal(t, from, tables[0].From)
	assert.Equal(t, to, tables[len(tables)-1].To)
	for i, m := range tables {
		sum := 0
		for s := range stage.Stages {
			sum += m.At(stage.Stage(s))
			if i > 0 {
				assert.Equal(t, tables[i-1].Then(stage.Stage(s)), m.At(stage.Stage(s)))
			}
		}
		assert.Equal(t, len(shop), sum)
		if i > 0 {
			assert.Equal(t, tables[i-1].To, m.From)
			assert.Equal(t, 1, (m.From + 1).Time().Day())
		}
		var want stage.Moves
		for _, c := range shop {
			a, err := stage.Policy{}.Replay(c.Days, stageNoon(m.From))
			require.NoError(t, err)
			b, err := stage.Policy{}.Replay(c.Days, stageNoon(m.To))
			require.NoError(t, err)
			want.Add(a.Stage, b.Stage)
		}
		assert.Equal(t, want.Count, m.Count)
	}
}

func TestMovesSayWhatIsWrong(t *testing.T) {
	day := stageDay(2026, 3, 1)
	_, err := stage.Policy{}.Moves(nil, stageNoon(day), stageNoon(day))
	require.ErrorIs(t, err, stage.ErrPeriod)
	_, err = stage.Policy{}.MovesByMonth(nil, stageNoon(day), stageNoon(day-1))
	require.ErrorIs(t, err, stage.ErrPeriod)
	_, err = stage.Policy{}.MovesByMonth(nil, time.Time{}, stageNoon(day))
	require.ErrorIs(t, err, stage.ErrPeriod)
	_, err = stage.Policy{}.Moves([]loyalty.History{{Days: []loyalty.Day{day, day - 1}}}, stageNoon(day), stageNoon(day+1))
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	_, err = stage.Policy{Slack: -1}.Moves(nil, stageNoon(day), stageNoon(day+1))
	assert.Error(t, err)
}

func BenchmarkMovesByMonth(b *testing.B) {
	shop := buyers(rand.New(rand.NewPCG(3, 3)), 10_000, 45, .25, 1, ladderToday)
	p := benchPolicies["quantiles"]
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.MovesByMonth(shop, stageNoon(ladderToday-365), stageNoon(ladderToday)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(shop)*b.N)/b.Elapsed().Seconds(), "customers/s")
}
