package btyd

import (
	"fmt"
	"testing"
)

// base are simulated customers watched for 78 weeks; on a grid of days, or not.
func base(b *testing.B, customers int, grid float64) []Customer {
	b.Helper()
	s, err := Simulate(modelBG(0.243, 4.414, 0.793, 2.426), Simulation{Customers: customers, Calibration: 78, Arrive: 39, Grid: grid, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	return s.Customers
}

func BenchmarkFit(b *testing.B) {
	for _, size := range []int{2_357, 23_570, 1_000_000} {
		for name, grid := range map[string]float64{"days": 1. / 7, "raw": 0} {
			customers := base(b, size, grid)
			run := func(model string, fit func() error) {
				b.Run(fmt.Sprintf("%s/%s/%d", model, name, size), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						if err := fit(); err != nil {
							b.Fatal(err)
						}
					}
					b.ReportMetric(float64(size)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
				})
			}
			run("BG", func() error { _, err := BG.Fit(Summary{Customers: customers}, Options{}); return err })
			run("MBG", func() error { _, err := MBG.Fit(Summary{Customers: customers}, Options{}); return err })
			run("CNBD2", func() error { _, err := CNBD.Fit(Summary{Customers: customers}, Options{K: 2}); return err })
		}
	}
}

func BenchmarkRefit(b *testing.B) {
	customers := base(b, 1_000_000, 1./7)
	yesterday, err := MBG.Fit(Summary{Customers: customers[:950_000]}, Options{})
	if err != nil {
		b.Fatal(err)
	}
	var today Fit[Model]
	b.ReportAllocs()
	for b.Loop() {
		if today, err = MBG.Fit(Summary{Customers: customers}, Options{Start: yesterday.Model}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(today.Passes), "passes")
}

// Near the edge where many leave at once the likelihood costs what it costs elsewhere.
func BenchmarkParetoLikelihood(b *testing.B) {
	h, err := compact(leaversAtOnce(80, 20))
	if err != nil {
		b.Fatal(err)
	}
	likelihood, gradient := h.paretoLikelihood(), make([]float64, 4)
	for name, at := range map[string][]float64{"inside": {-0.6, 2.4, -0.5, 2.5}, "edge": {1, 2, -5.2, -250}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				likelihood(at, gradient)
			}
		})
	}
}

func BenchmarkScore(b *testing.B) {
	customers := base(b, 100_000, 1./7)
	for _, m := range []Model{modelBG(0.243, 4.414, 0.793, 2.426), modelMBG(0.525, 6.183, 0.891, 1.614), modelCNBD(2, 0.5, 3, 0.9, 1.6)} {
		s, err := NewScorer(m, 13)
		if err != nil {
			b.Fatal(err)
		}
		scores := make([]Score, 0, len(customers))
		b.Run(string(m.Family), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				scores = s.Append(scores[:0], customers)
			}
			b.ReportMetric(float64(len(customers))*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
