package btyd_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

func ExampleSummarise() {
	at := func(day int) time.Time { return time.Date(2026, 1, day, 12, 0, 0, 0, time.UTC) }
	log := []loyalty.Purchase{
		{Customer: "lin", At: at(1)},
		{Customer: "lin", At: at(15)},
		{Customer: "wang", At: at(8)},
		{Customer: "lin", At: at(15)}, // the same day again
		{Customer: "lin", At: at(27)}, // after the end
	}
	s, err := btyd.Summarise(slices.Values(log), btyd.LogOptions{Unit: btyd.Week, Holdout: 7, End: loyalty.DayOf(at(22), nil)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, c := range s.Customers {
		fmt.Printf("%s: bought again on %d days, last at %.0f weeks, is %.0f weeks old; then %d\n", s.IDs[i], c.X, c.Tx, c.T, s.Holdout[i])
	}
	// Output:
	// lin: bought again on 1 days, last at 2 weeks, is 3 weeks old; then 1
	// wang: bought again on 0 days, last at 0 weeks, is 2 weeks old; then 0
}

func ExampleFamily_Fit() {
	// A base with known parameters stands for the shop's own.
	s, err := btyd.Simulate(btyd.Model{Family: btyd.MBG, R: 0.5, Alpha: 6, A: 0.9, B: 1.6}, btyd.Simulation{
		Customers: 5000, Calibration: 52, Arrive: 26, Grid: 1. / 7, Unit: btyd.Week, Seed: 1,
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
	c := btyd.Customer{X: 4, Tx: 20, T: 30}
	quarter := fit.Unit.Count(90, btyd.Day)
	fmt.Printf("there with %.2f, buys in 90 days with %.2f, %.1f times on average\n",
		fit.Model.PAlive(c), fit.Model.PBuy(c, quarter), fit.Model.Expected(c, quarter))
	// Output:
	// there with 0.61, buys in 90 days with 0.46, 0.9 times on average
}

func ExampleFamily_Fit_regular() {
	s, err := btyd.Simulate(btyd.Model{Family: btyd.CNBD, K: 2, R: 2, Alpha: 2, A: 0.9, B: 4}, btyd.Simulation{
		Customers: 2000, Calibration: 40, Unit: btyd.Week, Seed: 3,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fit, err := btyd.CNBD.Fit(s, btyd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("a gap is", fit.Model.K, "waiting times")
	// Output:
	// a gap is 2 waiting times
}

func ExampleFit_flags() {
	// Nobody in this shop has stopped buying.
	var customers []btyd.Customer
	for i := range 100 {
		customers = append(customers, btyd.Customer{X: 1 + i%9, Tx: 12, T: 12})
	}
	fit, err := btyd.BG.Fit(btyd.Summary{Customers: customers, Unit: btyd.Month}, btyd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(fit.Flags[0])
	// Output:
	// dropout-not-identified
}
