package stage_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// Stepping day by day, and looking at both sides of every midnight, finds no change
// that NextChange misses and none earlier, on every rung.
func TestNextChangeIsTheNextChange(t *testing.T) {
	for i, p := range rungs() {
		require.NoError(t, p.Validate())
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
				s := stage.Standing{}
				if r.IntN(2) == 0 {
					s = stage.Standing{Stage: stage.Stage(r.IntN(stage.Stages)), Since: first - 40 + loadDay(r, 150)}
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
			s := stage.Standing{}
			if r.IntN(2) == 0 {
				s = stage.Standing{Stage: stage.Stage(r.IntN(stage.Stages)), Since: first - 40 + loadDay(r, 150)}
			}
			early := first + loadDay(r, 700)
			late := early + loadDay(r, 700)
			once := p.Advance(s, h, stageNoon(late))
			require.Equal(t, once, p.Advance(p.Advance(s, h, stageNoon(early)), h, stageNoon(late)), "%s %s, %+v %+v", early, late, s, h)
			require.Equal(t, once, p.Advance(once, h, stageNoon(late)))
		}
	}
}

// Standings by the words of the documentation, day by day and threshold by threshold,
// for customers who do nothing but buy. The policies' thresholds lie anywhere, and the
// standing that a customer comes with was found by another one.
func TestStandingsDayByDay(t *testing.T) {
	for _, rung := range []stage.Rung{stage.FixedDays, stage.BuyProbability} {
		r := rand.New(rand.NewPCG(4, uint64(rung)))
		moves, held := 0, 0
		for range 500 {
			p := anyPolicy(r, rung)
			require.NoError(t, p.Validate())
			days := []loyalty.Day{stageDay(2024, 1, 1)}
			for range r.IntN(6) {
				days = append(days, days[len(days)-1]+1+loadDay(r, 50))
			}
			h := boughtOn(t, days...)
			start := stage.Standing{Stage: stage.New + stage.Stage(r.IntN(int(stage.Dead))), Since: h.Last() + loadDay(r, 120)}
			slow := start
			for d := start.Since; d < start.Since+400; d++ {
				before := slow
				gone := goneOn(p, h, d, false)
				if was := goneBy(slow.Stage, gone); was > gone {
					gone = min(was, goneOn(p, h, d, true))
					held++
				}
				if at := stageOfGone(p, h, gone); at != slow.Stage && (d == h.Last() || d >= slow.Since+loyalty.Day(p.DwellDays)) {
					slow = stage.Standing{Stage: at, Since: d}
					moves++
				}
				if slow != before || d%13 == 0 {
					require.Equal(t, slow, p.Advance(start, h, stageNoon(d)), "%s, %+v, bought on %v, %+v", d, start, days, p)
				}
				if slow != before && d > start.Since {
					require.Equal(t, before, p.Advance(start, h, stageNoon(d-1)), "the day before %s", d)
				}
			}
		}
		assert.Greater(t, moves, 500)
		assert.Greater(t, held, 500)
	}
}

// anyPolicy is a policy whose thresholds are in order, and nothing else.
func anyPolicy(r *rand.Rand, rung stage.Rung) stage.Policy {
	days := func(from, n float64) float64 { return from + n*r.Float64() }
	p := stage.Policy{
		Rung: rung, DwellDays: 1 + r.IntN(20), Slack: []float64{.01, .1, .3, .9}[r.IntN(4)], ActiveOrders: 2 + r.IntN(3), LoyalOrders: 2 + r.IntN(4),
		Horizon: days(10, 110), Model: btyd.Model{Family: btyd.MBG, R: days(.2, 2), Alpha: days(5, 60), A: days(.05, 2), B: days(.3, 2)},
	}
	d, c := &p.Days, &p.Chances
	d.Often, d.Lapsing, d.NewLapsing, d.Dead = days(5, 80), days(3, 60), days(3, 60), days(20, 400)
	d.Lost, d.NewLost = days(d.Lapsing, 60), days(d.NewLapsing, 60)
	c.Quiet.Enter = days(.1, .8)
	c.Lapsing.Enter = days(0, c.Quiet.Enter)
	c.Lost.Enter = days(0, c.Lapsing.Enter)
	c.Quiet.Leave = days(c.Quiet.Enter, .99-c.Quiet.Enter)
	c.Lapsing.Leave = days(c.Lapsing.Enter, c.Quiet.Leave-c.Lapsing.Enter)
	c.Lost.Leave = days(c.Lost.Enter, c.Lapsing.Leave-c.Lost.Enter)
	c.Dead.Enter = days(.01, .3)
	c.Dead.Leave = days(c.Dead.Enter, .5)
	return p
}

// goneOn is how far gone a customer is on a day: 0 buys often, 1 not often, 2 lapsing,
// 3 lost, 4 dead; by the thresholds at which that is entered, or left again.
func goneOn(p stage.Policy, h stage.History, d loyalty.Day, leave bool) int {
	ease := 1.0
	if leave {
		ease -= p.Slack
	}
	below := func(chance float64, b stage.Band) bool {
		return leave && chance < b.Leave || !leave && chance < b.Enter
	}
	silence, gaps, x := float64(d-h.Last()), h.Gaps(), h.Days()-1
	own := gaps.Sum / float64(max(gaps.N, 1))
	customer := btyd.Customer{X: x, Tx: gaps.Sum, T: gaps.Sum + silence}
	byModel := p.Rung == stage.BuyProbability
	lapsing, lost := silence > p.Days.Lapsing*ease, silence > p.Days.Lost*ease
	often := own <= p.Days.Often*ease
	switch buys := p.Model.PBuy(customer, p.Horizon); {
	case x == 0:
		lapsing, lost = silence > p.Days.NewLapsing*ease, silence > p.Days.NewLost*ease
	case byModel:
		lapsing, lost, often = below(buys, p.Chances.Lapsing), below(buys, p.Chances.Lost), !below(buys, p.Chances.Quiet)
	}
	tooLong := silence > p.Days.Dead*ease || byModel && below(p.Model.PAlive(customer), p.Chances.Dead)
	switch {
	case tooLong && silence > 3*own*ease:
		return 4
	case lost && silence > 1.5*own*ease:
		return 3
	case lapsing && silence > own*ease:
		return 2
	case !often || h.Days() < p.ActiveOrders:
		return 1
	}
	return 0
}

// goneBy is how far gone a customer of that stage was; a new one as far as now.
func goneBy(s stage.Stage, now int) int {
	switch {
	case s >= stage.Lapsing:
		return int(s-stage.Lapsing) + 2
	case s >= stage.Active:
		return 0
	case s == stage.SecondPurchase:
		return 1
	}
	return now
}

func stageOfGone(p stage.Policy, h stage.History, gone int) stage.Stage {
	switch {
	case gone >= 2:
		return stage.Lapsing + stage.Stage(gone-2)
	case h.Days() == 1:
		return stage.New
	case gone == 1:
		return stage.SecondPurchase
	case h.Days() < p.LoyalOrders:
		return stage.Active
	}
	return stage.Loyal
}
