package lifecycle_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle"
)

// Stepping day by day, and looking at both sides of every midnight, finds no change
// that NextChange misses and none earlier, on every rung.
func TestNextChangeIsTheNextChange(t *testing.T) {
	for i, p := range rungs() {
		require.NoError(t, p.Check())
		t.Run(fmt.Sprint(i, p.Rung), func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, uint64(i)))
			for range 60 {
				h, first := someHistory(r)
				start := first - 5
				next, ok := p.NextChange(h, stageNoon(start))
				is := p.Stage(h, stageNoon(start))
				for d := start + 1; d < start+1200; d++ {
					stage := p.Stage(h, stageNoon(d))
					if stage != is {
						require.True(t, ok, "%s → %s on %s was not foreseen: %+v", is, stage, d, h)
						require.Equal(t, stage, next.To)
						require.Equal(t, stageNoon(d).Add(-12*hour), next.At.In(next.At.Location()))
						require.Equal(t, is, p.Stage(h, next.At.Add(-1)), "just before")
						require.Equal(t, stage, p.Stage(h, next.At), "at the instant")
						is = stage
						next, ok = p.NextChange(h, stageNoon(d))
						continue
					}
					if ok {
						require.True(t, next.At.After(stageNoon(d)), "foreseen for %s, but %s is still %s: %+v", next.At, d, is, h)
					}
					if d%97 == 0 {
						again, okAgain := p.NextChange(h, stageNoon(d))
						require.Equal(t, ok, okAgain)
						require.Equal(t, next, again, "asked again on %s", d)
					}
				}
			}
		})
	}
}

// The same for standings, which hold on to what they were.
func TestNextAdvanceIsTheNextChangeOfAStanding(t *testing.T) {
	for i, p := range rungs() {
		t.Run(fmt.Sprint(i, p.Rung), func(t *testing.T) {
			r := rand.New(rand.NewPCG(2, uint64(i)))
			for range 12 {
				h, first := someHistory(r)
				s := lifecycle.Standing{}
				if r.IntN(2) == 0 {
					s = lifecycle.Standing{Stage: lifecycle.Stage(r.IntN(lifecycle.Stages)), Since: first - 40 + loadDay(r, 150)}
				}
				start := max(first, s.Since)
				s = p.Advance(s, h, stageNoon(start))
				next, ok := p.NextAdvance(s, h, stageNoon(start))
				is := s.Stage
				for d := start + 1; d < start+900; d++ {
					now := p.Advance(s, h, stageNoon(d))
					if now.Stage != is {
						require.True(t, ok, "%s → %s on %s was not foreseen: %+v %+v", is, now.Stage, d, s, h)
						require.Equal(t, now.Stage, next.To)
						require.Equal(t, stageNoon(d).Add(-12*hour), next.At)
						require.Equal(t, d, now.Since)
						is = now.Stage
						next, ok = p.NextAdvance(now, h, stageNoon(d))
						continue
					}
					if ok {
						require.True(t, next.At.After(stageNoon(d)), "foreseen for %s, but %s is still %s: %+v %+v", next.At, d, is, s, h)
					}
				}
			}
		})
	}
}

// When a standing is looked at changes nothing: Monday and then Friday is Friday.
func TestAdvancingInTwoStepsIsAdvancingInOne(t *testing.T) {
	for i, p := range rungs() {
		r := rand.New(rand.NewPCG(3, uint64(i)))
		for range 1500 {
			h, first := someHistory(r)
			s := lifecycle.Standing{}
			if r.IntN(2) == 0 {
				s = lifecycle.Standing{Stage: lifecycle.Stage(r.IntN(lifecycle.Stages)), Since: first - 40 + loadDay(r, 150)}
			}
			early := first + loadDay(r, 700)
			late := early + loadDay(r, 700)
			once := p.Advance(s, h, stageNoon(late))
			require.Equal(t, once, p.Advance(p.Advance(s, h, stageNoon(early)), h, stageNoon(late)), "%s %s, %+v %+v", early, late, s, h)
			require.Equal(t, once, p.Advance(once, h, stageNoon(late)))
		}
	}
}
