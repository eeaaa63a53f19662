package btyd_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

func ExampleNewScorer() {
	model := btyd.Model{Family: btyd.MBG, R: 0.525, Alpha: 6.183, A: 0.891, B: 1.614} // in weeks
	scorer, err := btyd.NewScorer(model, 13)
	if err != nil {
		fmt.Println(err)
		return
	}
	base := []btyd.Customer{{X: 0, T: 30}, {X: 2, Tx: 30.4, T: 38.9}, {X: 9, Tx: 8, T: 38.9}}
	for _, s := range scorer.Append(nil, base) {
		fmt.Printf("%.2f %.2f %.2f\n", s.PAlive, s.PBuy, s.Expected)
	}
	// Output:
	// 0.42 0.06 0.07
	// 0.71 0.33 0.48
	// 0.00 0.00 0.00
}

func ExampleBacktest() {
	s, err := btyd.Simulate(btyd.Model{Family: btyd.MBG, R: 0.5, Alpha: 6, A: 0.9, B: 1.6}, btyd.Simulation{
		Customers: 4000, Calibration: 52, Arrive: 26, Holdout: 13, Unit: btyd.Week, Seed: 1,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fit, err := btyd.MBG.Fit(s, btyd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	v, err := btyd.Backtest(fit.Model, s)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("expected %.0f purchases, %d came\n", v.Expected, v.Actual)
	fmt.Println("prefer", v.Prefer)
	fmt.Println(v.Reason)
	// Output:
	// expected 921 purchases, 883 came
	// prefer model
	// the model's probabilities are better: Brier score 0.0848 against 0.0888 for days since the last order, AUC 0.815 against 0.802
}

func ExampleTrack() {
	model := btyd.Model{Family: btyd.MBG, R: 0.5, Alpha: 6, A: 0.9, B: 1.6}
	cohort := btyd.Summary{Customers: make([]btyd.Customer, 1000), Unit: btyd.Week} // 1,000 came today
	for _, p := range btyd.Track(model, cohort, 13, 4) {
		fmt.Printf("week %.0f: %.0f more, %.0f in all\n", p.Until, p.Expected, p.CumExpected)
	}
	// Output:
	// week 13: 519 more, 519 in all
	// week 26: 350 more, 870 in all
	// week 39: 274 more, 1143 in all
	// week 52: 228 more, 1371 in all
}

// Does the model know how often customers come who have come twice, or four times?
func ExampleByRepeats() {
	s, err := btyd.Simulate(btyd.Model{Family: btyd.MBG, R: 0.5, Alpha: 6, A: 0.9, B: 1.6}, btyd.Simulation{
		Customers: 4000, Calibration: 52, Arrive: 26, Holdout: 13, Unit: btyd.Week, Seed: 1,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	bins, err := btyd.ByRepeats(btyd.Model{Family: btyd.MBG, R: 0.5, Alpha: 6, A: 0.9, B: 1.6}, s, 3)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, b := range bins {
		fmt.Printf("%d repeats: %d customers, %.2f expected, %.2f came\n", b.X, b.Customers, b.Expected, b.Actual)
	}
	// Output:
	// 0 repeats: 2360 customers, 0.06 expected, 0.05 came
	// 1 repeats: 726 customers, 0.17 expected, 0.17 came
	// 2 repeats: 353 customers, 0.32 expected, 0.37 came
	// 3 repeats: 561 customers, 0.99 expected, 0.91 came
}
