package loyalty_test

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/tiexin-go/tiexin/loyalty"
)

// Whatever numbers come in, what comes out is an error or makes sense.
func FuzzFitsOfAnyNumbers(f *testing.F) {
	bytes := func(xs ...float64) (data []byte) {
		for _, x := range xs {
			data = binary.LittleEndian.AppendUint64(data, math.Float64bits(x))
		}
		return data
	}
	f.Add(bytes(1, 2, 3, 4, 5, 6, 7, 8))
	f.Add(bytes(0, 0, 1e-300, 1e300, math.NaN(), math.Inf(1), -1, 5))
	f.Add(bytes(7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7))
	f.Fuzz(func(t *testing.T, data []byte) {
		var xs []float64
		for len(data) >= 8 && len(xs) < 64 {
			xs = append(xs, math.Float64frombits(binary.LittleEndian.Uint64(data)))
			data = data[8:]
		}
		var spells []loyalty.Spell
		var rhythms []loyalty.Rhythm
		var points []loyalty.PricePoint
		var answers []loyalty.PriceAnswer
		for i, x := range xs {
			spells = append(spells, loyalty.Spell{Time: x, Ended: math.Float64bits(x)&1 == 0})
			points = append(points, loyalty.PricePoint{Item: string('a' + rune(i%2)), Price: x, Units: xs[len(xs)-1-i]})
			if i%2 == 0 {
				rhythms = append(rhythms, loyalty.Rhythm{})
			}
			rhythms[len(rhythms)-1].Add(x)
			if i >= 3 {
				answers = append(answers, loyalty.PriceAnswer{TooCheap: xs[i-3], Cheap: xs[i-2], Expensive: xs[i-1], TooExpensive: x})
			}
		}
		if curve, err := loyalty.KaplanMeier(spells); err == nil {
			sane(t, curve.Quantile(.5))
			sane(t, curve.Quantile(0.9))
			sane(t, curve.Waiting(spells[0].Time))
		}
		if w, err := loyalty.FitWeibull(spells); err == nil && !(w.Scale > 0 && w.Shape > 0 && !math.IsNaN(w.LogLikelihood)) {
			t.Fatalf("%+v", w)
		}
		if half := len(spells) / 2; half > 0 {
			if test, err := loyalty.LogRank(spells[:half], spells[half:]); err == nil && !(test.ChiSquare >= 0 && test.P >= 0 && test.P <= 1) {
				t.Fatalf("%+v", test)
			}
		}
		if fit, err := loyalty.FitGaps(rhythms); err == nil {
			if fit.Validate() != nil || math.IsNaN(fit.LogLikelihood) || math.IsInf(fit.LogLikelihood, 0) {
				t.Fatalf("%+v", fit)
			}
			sane(t, fit.Median(rhythms[0].GapState))
		}
		if m, err := loyalty.Elasticity(points); err == nil {
			sane(t, m)
		}
		if m, err := loyalty.MeterPrices(answers); err == nil {
			for _, price := range []loyalty.Measure{m.Cheapest, m.MostExpensive, m.Indifferent, m.Optimal} {
				sane(t, price)
			}
		}
	})
}
