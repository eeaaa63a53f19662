package stage_test

import (
	"math"
	"testing"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// Whatever the policy, the history and the clock: no panic, a known stage, a reason, a
// next change that lies ahead and is one, and numbers that are numbers.
func FuzzStage(f *testing.F) {
	f.Add(uint8(0), 90.0, 90.0, 365.0, .1, 1.0, 3.0, 70.0, int64(1_767_225_600), 20_000, 30, 10, 0)
	f.Add(uint8(2), 30.0, 20.0, 900.0, .0, 1.4, 3.0, 70.0, int64(1_767_225_600), 20_000, 5, 300, 3)
	f.Add(uint8(3), 90.0, 10.0, 365.0, .1, .525, 43.0, 1.6, int64(1_767_225_600), 20_400, 2, 1, 7)
	f.Add(uint8(0), 90.0, 235.0, 487.0, .1, 88.5, 129.0, -96.4, int64(1_767_225_692), 20_445, -59, -28, -5) // a contact that is none
	f.Add(uint8(3), 1e-300, math.NaN(), math.Inf(1), -1.0, 1e-90, 1e90, 1e-9, int64(math.MinInt64), -5, -1, -1, -1)
	f.Fuzz(func(t *testing.T, rung uint8, horizon, lapsing, dead, slack, k, a, b float64, now int64, first, gap, times, contact int) {
		p := stage.Policy{
			Rung: stage.Rung(rung), Horizon: horizon, Slack: slack, Gaps: loyalty.GapModel{K: k, A: a, B: b},
			Days:  stage.Days{Lapsing: lapsing, Dead: dead},
			Model: btyd.Model{Family: btyd.MBG, R: k, Alpha: a, A: b, B: a},
		}
		var h stage.History
		for i := range min(max(times, 0), 50) {
			_ = h.Add(loyalty.Day(first+i*gap), 100)
		}
		h.Show(stage.Interest(contact), loyalty.Day(first+contact))
		h.Write(loyalty.Day(first + 2*contact))
		at := time.Unix(now, 0)
		why := p.Explain(h, at)
		if int(why.Stage) >= stage.Stages || why.Reason == "" || why.Stage != p.Stage(h, at) {
			t.Fatal(why)
		}
		if (p.Validate() != nil) != (why.Reason == stage.FaultyPolicy) {
			t.Fatalf("%v, but %s", p.Validate(), why.Reason)
		}
		for _, m := range []loyalty.Measure{why.OwnGap, why.NextGap, why.Share, why.Buys, why.Alive, why.Quiet, why.Lapsing, why.Lost, why.Dead} {
			if m.Value-m.Value != 0 || m.OK == (m.Why != "") && why.Reason != stage.FaultyPolicy {
				t.Fatalf("%+v", m)
			}
		}
		why.Text()
		change, ok := p.NextChange(h, at)
		if ok && (!change.At.After(at) || change.To == why.Stage || p.Stage(h, change.At) != change.To || p.Stage(h, change.At.Add(-1)) != why.Stage) {
			t.Fatalf("%s, then %+v", why.Stage, change)
		}
		s := p.Advance(stage.Standing{}, h, at)
		if next, ok := p.NextAdvance(s, h, at); ok && (!next.At.After(at) || p.Advance(s, h, next.At).Stage != next.To) {
			t.Fatalf("%v, then %+v", s, next)
		}
	})
}
