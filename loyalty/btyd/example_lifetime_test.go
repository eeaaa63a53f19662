package btyd_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

func ExampleNewValuer() {
	pareto := btyd.Model{Family: btyd.ParetoNBD, R: 0.553, Alpha: 10.578, S: 0.606, Beta: 11.669}
	spend := btyd.GammaGamma{P: 6.25, Q: 3.74, V: 15.44}
	v, err := btyd.NewValuer(pareto, spend, btyd.Terms{
		Unit: btyd.Week, Yearly: 0.15, Horizon: 12, HorizonUnit: btyd.Month, Margin: 0.3,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	value := v.Value(btyd.Buyer{
		Customer: btyd.Customer{X: 26, Tx: 30.86, T: 31},
		Spend:    btyd.Spend{X: 26, Mean: 41.20},
	})
	fmt.Printf("%.2f yuan in a year\n", value.Value)

	_, err = btyd.NewValuer(pareto, spend, btyd.Terms{Horizon: 12})
	fmt.Println(err)
	// Output:
	// 295.40 yuan in a year
	// btyd: terms: the unit is not known; take it from the fit: btyd.Week; the horizon of 12 has no unit; say HorizonUnit: btyd.Month
}

// From a log of orders to what the customers are worth in a year.
func ExampleFitGammaGamma() {
	at := func(day int) time.Time { return time.Date(2026, 1, day, 12, 0, 0, 0, time.UTC) }
	var log []loyalty.Purchase
	for i := range 400 { // a made-up shop: everybody with a rhythm and amounts of their own
		for n := range 1 + i%5 {
			log = append(log, loyalty.Purchase{
				Customer: fmt.Sprintf("c%03d", i), At: at(1 + i%90 + n*(10+i%17)), Amount: tiexin.Money(30_00 + i%23*9_00 + n*i%7*5_00),
			})
		}
	}
	s, err := btyd.Summarise(slices.Values(log), btyd.LogOptions{End: loyalty.DayOf(at(200), nil)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fit, err := btyd.MBG.Fit(s, btyd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	spend, err := btyd.FitGammaGamma(s.Spends)
	if err != nil {
		fmt.Println(err)
		return
	}
	v, err := btyd.NewValuer(fit.Model, spend.Model, btyd.Terms{Unit: fit.Unit, Yearly: 0.1, Horizon: 1, HorizonUnit: btyd.Year})
	if err != nil {
		fmt.Println(err)
		return
	}
	total, err := v.Total(s.Buyers())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("a purchase is %.0f yuan on average, over %d customers with repeats\n", spend.Model.Mean(btyd.Spend{}).Value, spend.Customers)
	fmt.Printf("%d customers are worth %.0f yuan in the next year\n", total.Base, total.Value)
	// Output:
	// a purchase is 143 yuan on average, over 320 customers with repeats
	// 400 customers are worth 3777 yuan in the next year
}

func ExampleGammaGamma() {
	g := btyd.GammaGamma{P: 3, Q: 0.79, V: 100}
	fmt.Println(g.Mean(btyd.Spend{}))
	fmt.Printf("half of the customers spend less than %.0f yuan\n", g.Quantile(btyd.Spend{}, 0.5))
	// Output:
	// unknown: infinite-mean of 0 (Gamma-Gamma, mean of the customer's own mean spend)
	// half of the customers spend less than 610 yuan
}

func ExampleFitBGBB() {
	fit, _ := btyd.FitBGBB([]btyd.Cell{
		{X: 0, Tx: 0, N: 3, Count: 520},
		{X: 1, Tx: 1, N: 3, Count: 150},
		{X: 1, Tx: 2, N: 3, Count: 60},
		{X: 1, Tx: 3, N: 3, Count: 50},
		{X: 2, Tx: 2, N: 3, Count: 70},
		{X: 2, Tx: 3, N: 3, Count: 60},
		{X: 3, Tx: 3, N: 3, Count: 90},
	})
	keen, gone := btyd.Cell{X: 3, Tx: 3, N: 3}, btyd.Cell{X: 1, Tx: 1, N: 3}
	fmt.Printf("there next time: %.2f and %.2f\n", fit.Model.PAlive(keen), fit.Model.PAlive(gone))
	// Output:
	// there next time: 0.77 and 0.22
}

func ExampleFitSBG() {
	fit, _ := btyd.FitSBG([]int{1000, 869, 743, 653, 593, 551, 517, 491})
	fmt.Printf("retention in year 1: %.3f, in year 10: %.3f\n", fit.Model.Retention(1), fit.Model.Retention(10))
	fmt.Printf("a new member stays %.2f discounted years\n", fit.Model.Lifetime(0.1))
	// Output:
	// retention in year 1: 0.851, in year 10: 0.950
	// a new member stays 5.92 discounted years
}

// How far off is a value of 200 customers? Fit it to drawn bases, and see how it varies.
func ExampleValueInterval() {
	s, err := btyd.Simulate(btyd.Model{Family: btyd.MBG, R: 0.5, Alpha: 6, A: 0.9, B: 1.6}, btyd.Simulation{Customers: 200, Calibration: 52, Arrive: 26, Unit: btyd.Week, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	spend := btyd.GammaGamma{P: 6.25, Q: 3.74, V: 15.44}
	buyers := make([]btyd.Buyer, len(s.Customers))
	for i, c := range s.Customers {
		buyers[i] = btyd.Buyer{Customer: c, Spend: btyd.Spend{X: c.X, Mean: 40 * float64(min(c.X, 1))}}
	}
	fit := func(drawn []btyd.Buyer) (btyd.Model, btyd.GammaGamma, error) {
		customers := make([]btyd.Customer, len(drawn))
		for i, b := range drawn {
			customers[i] = b.Customer
		}
		fit, err := btyd.MBG.Fit(btyd.Summary{Customers: customers, Unit: s.Unit}, btyd.Options{})
		return fit.Model, spend, err
	}
	value, err := btyd.ValueInterval(buyers, btyd.Terms{Unit: btyd.Week, Horizon: 1, HorizonUnit: btyd.Year}, fit, btyd.Bootstrap{Rounds: 20, Seed: 1})
	fmt.Printf("%.0f yuan, from %.0f to %.0f %v\n", value.Value, value.Lo, value.Hi, err)
	// Output:
	// 5562 yuan, from 3873 to 7068 <nil>
}
