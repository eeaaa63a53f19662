package stage_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

func benchHistories(b *testing.B) ([]stage.History, time.Time) {
	b.Helper()
	today := stageDay(2026, 6, 1)
	shop := buyers(rand.New(rand.NewPCG(9, 9)), 20_000, 45, .25, 1, today)
	all := make([]stage.History, len(shop))
	for i, h := range shop {
		var err error
		if all[i], err = stage.HistoryOf(h, today); err != nil {
			b.Fatal(err)
		}
	}
	return all, stageNoon(today)
}

var benchPolicies = map[string]stage.Policy{
	"fixed":     {},
	"quantiles": {Rung: stage.ShopQuantiles, Days: stage.Days{Often: 30, NewLapsing: 70.5, NewLost: 121, Lapsing: 44, Lost: 80.2, Dead: 400}},
	"gaps":      stage.Policy{Rung: stage.GapQuantiles, Gaps: loyalty.GapModel{K: 1.4, A: 3, B: 70}}.Prepared(),
	"mbg":       {Rung: stage.BuyProbability, Horizon: 90, Model: btyd.Model{Family: btyd.MBG, R: .525, Alpha: 43, A: .891, B: 1.614}},
}

func BenchmarkStageAndNextChange(b *testing.B) {
	histories, now := benchHistories(b)
	for _, name := range []string{"fixed", "quantiles", "gaps", "mbg"} {
		p := benchPolicies[name]
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				h := histories[i]
				p.Stage(h, now)
				p.NextChange(h, now)
				if i++; i == len(histories) {
					i = 0
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "customers/s")
		})
	}
}

func BenchmarkAdvance(b *testing.B) {
	histories, now := benchHistories(b)
	for _, name := range []string{"fixed", "gaps", "mbg"} {
		p := benchPolicies[name]
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				p.Advance(stage.Standing{}, histories[i], now)
				if i++; i == len(histories) {
					i = 0
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "customers/s")
		})
	}
}
