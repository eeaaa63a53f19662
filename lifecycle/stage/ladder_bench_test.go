package stage_test

import (
	"math/rand/v2"
	"testing"

	"github.com/tiexin-go/tiexin/lifecycle/stage"
)

// The whole ladder over a million customers, up to the gap model, and to MBG/NBD.
func BenchmarkFit(b *testing.B) {
	const customers = 1_000_000
	for name, leave := range map[string]float64{"ladder": .35} {
		shop := buyers(rand.New(rand.NewPCG(1, 1)), customers, 90, leave, 1, ladderToday)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				l, err := stage.Policy{}.Fit(shop, stageNoon(ladderToday))
				if err != nil {
					b.Fatal(err)
				}
				if l.Policy.Rung != stage.BuyProbability {
					b.Fatal(l.Tried)
				}
			}
			b.ReportMetric(customers*float64(b.N)/b.Elapsed().Seconds(), "customers/s")
		})
	}
}
