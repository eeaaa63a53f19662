package loyalty_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

func perSecond(b *testing.B, n int, unit string) {
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), unit)
}

// A hundred thousand customers buy for years; one in twenty orders is refunded.
func BenchmarkSummaryStream(b *testing.B) {
	const customers = 100_000
	r := rand.New(rand.NewPCG(1, 1))
	base := make([]loyalty.Summary, customers)
	who := make([]int32, 1<<20)
	for i := range who {
		who[i] = int32(r.IntN(customers))
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		s := &base[who[i&(1<<20-1)]]
		day := loyalty.Day(10_000 + i>>14&0x7fff)
		if err := s.Add(day, 9900); err != nil {
			*s = loyalty.Summary{} // the clock has gone once round
		} else if i%20 == 0 {
			if err := s.Reduce(day, 100); err != nil {
				b.Fatal(err)
			}
		}
		i++
	}
	perSecond(b, 1, "updates/s")
}

func BenchmarkSummaryOneCustomer(b *testing.B) {
	var s loyalty.Summary
	b.ReportAllocs()
	day := loyalty.Day(1)
	for b.Loop() {
		if err := s.Add(day, 9900); err != nil {
			b.Fatal(err)
		}
		if day++; day > 60_000 {
			day, s = 1, loyalty.Summary{}
		}
	}
	perSecond(b, 1, "updates/s")
}

func orders(n int) loyalty.Log {
	r := rand.New(rand.NewPCG(2, 2))
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	log := loyalty.Log{Purchases: make([]loyalty.Purchase, n)}
	for i := range log.Purchases {
		log.Purchases[i] = loyalty.Purchase{
			Customer: fmt.Sprint("customer", r.IntN(n/3+1)), Order: fmt.Sprint(i),
			At: start.Add(time.Duration(r.IntN(700*24)) * time.Hour), Amount: tiexin.Money(r.IntN(50_000)), Units: 1, Category: "奶粉",
		}
	}
	return log
}

func BenchmarkSummarise(b *testing.B) {
	log := orders(200_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := loyalty.Summarise(log, loyalty.View{}); err != nil {
			b.Fatal(err)
		}
	}
	perSecond(b, len(log.Purchases), "rows/s")
}

func BenchmarkCohorts(b *testing.B) {
	log := orders(200_000)
	b.ReportAllocs()
	for b.Loop() {
		if len(loyalty.Cohorts(log.Purchases, loyalty.View{})) == 0 {
			b.Fatal("no cohort")
		}
	}
	perSecond(b, len(log.Purchases), "rows/s")
}

func BenchmarkFitGaps(b *testing.B) {
	rhythms := loyalty.Rhythms(loyalty.Histories(orders(200_000).Purchases, loyalty.View{}))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := loyalty.FitGaps(rhythms); err != nil {
			b.Fatal(err)
		}
	}
	perSecond(b, len(rhythms), "customers/s")
}

func BenchmarkGapTable(b *testing.B) {
	table, _ := loyalty.GapModel{K: 1.1, A: 3.6, B: 140}.Table(0.25, 100)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i++
		if _, ok := table.Quantile(loyalty.GapState{N: i % 100, Sum: float64(i % 1000)}); !ok {
			b.Fatal("no quantile")
		}
	}
	perSecond(b, 1, "customers/s")
}

func BenchmarkKaplanMeier(b *testing.B) {
	histories := loyalty.Histories(orders(200_000).Purchases, loyalty.View{})
	spells := loyalty.NextOrder(histories, 1, dayAt(2026, time.January, 1))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := loyalty.KaplanMeier(spells); err != nil {
			b.Fatal(err)
		}
	}
	perSecond(b, len(spells), "spells/s")
}
