package btyd_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

func ExampleParetoNBD() {
	// Found from the purchases of a record shop, in weeks.
	m := btyd.Model{Family: btyd.ParetoNBD, R: 0.553, Alpha: 10.578, S: 0.606, Beta: 11.669}
	regular := btyd.Customer{X: 26, Tx: 30.86, T: 31}
	silent := btyd.Customer{X: 26, Tx: 12, T: 31}
	for _, c := range []btyd.Customer{regular, silent} {
		fmt.Printf("alive %.4f, buys within 4 weeks %.4f, expected in 52 weeks %.2f\n",
			m.PAlive(c), m.PBuy(c, 4), m.Expected(c, 52))
	}
	// Output:
	// alive 0.9979, buys within 4 weeks 0.8955, expected in 52 weeks 25.46
	// alive 0.0000, buys within 4 weeks 0.0000, expected in 52 weeks 0.00
}

func ExampleFamily_Fit_pareto() {
	sim, _ := btyd.Simulate(btyd.Model{Family: btyd.ParetoNBD, R: 0.6, Alpha: 10, S: 0.6, Beta: 12},
		btyd.Simulation{Customers: 20_000, Calibration: 40, Grid: 1. / 7, Unit: btyd.Week, Seed: 1})
	fit, err := btyd.ParetoNBD.Fit(sim, btyd.Options{})
	fmt.Printf("r %.1f, s %.1f, flags %v, %v\n", fit.Model.R, fit.Model.S, fit.Flags, err)
	// Output:
	// r 0.6, s 0.7, flags [], <nil>
}
