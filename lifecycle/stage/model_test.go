package stage

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// The rung asks the model by a short cut: it answers what MBG/NBD answers, and the first
// day below a threshold is that of asking day by day.
func TestTheShortCutAnswersWhatTheModelDoes(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 8))
	e := func(middle, spread float64) float64 { return middle * math.Exp(spread*r.NormFloat64()) }
	for range 400 {
		p := Policy{Rung: BuyProbability, Horizon: e(60, .7), Model: btyd.Model{Family: btyd.MBG, R: e(.5, .8), Alpha: e(40, .8), A: e(1, 1), B: e(1.6, 1)}}
		repeats, span := 1+r.IntN(30), e(200, 1)
		b := newBuyerModel(&p, repeats, span)
		past := func(silence int32) btyd.Customer {
			return btyd.Customer{X: repeats, Tx: span, T: span + float64(silence)}
		}
		for _, silence := range []int32{0, 1, 30, 400, 20_000} {
			o := b.at(silence)
			assert.InEpsilon(t, p.Model.PBuy(past(silence), p.Horizon), o.buys, 1e-9, "%+v after %d", p.Model, silence)
			beside := func(by float64) (chance, log float64) {
				c := past(silence)
				c.T += by
				return math.Log(p.Model.PBuy(c, p.Horizon)), math.Log(p.Model.Alpha + c.T)
			}
			step := 1e-4 * (1 + float64(silence))
			above, right := beside(step)
			below, left := beside(0)
			further, farRight := beside(2 * step)
			slope := 2*(above-below)/(right-left) - (further-below)/(farRight-left)
			assert.InDelta(t, slope, o.slope, 1e-4*math.Abs(slope)+1e-6, "%+v after %d", p.Model, silence)
		}
		threshold, floor := .9*r.Float64(), int32(r.IntN(50))
		want := floor
		for want < 5000 && p.Model.PBuy(past(want), p.Horizon) >= threshold {
			want++
		}
		if got := b.buysLessThan(threshold, floor); want < 5000 {
			assert.Equal(t, want, got, "%+v below %v from %d", p.Model, threshold, floor)
		} else {
			assert.GreaterOrEqual(t, got, want)
		}
		dead := b.aliveFor(.02)
		if dead > 0 && dead < 1e6 {
			assert.InEpsilon(t, .02, p.Model.PAlive(btyd.Customer{X: repeats, Tx: span, T: span + dead}), 1e-9)
		}
	}
	// A threshold below which everybody is at once, and one that is hardly ever reached.
	p := Policy{Horizon: 90, Model: btyd.Model{Family: btyd.MBG, R: .01, Alpha: 1e-3, A: 1e-9, B: 5}}
	b := newBuyerModel(&p, 1, 10)
	assert.Equal(t, int32(7), b.buysLessThan(1.1, 7))
	assert.Greater(t, b.buysLessThan(1e-6, 0), int32(1e6))
}
