package loyalty_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

// The few who bring 80 % of the value, and how much the top fifth brings.
func ExampleTierByValue() {
	values := []tiexin.Money{5000_00, 120_00, 80_00, 3000_00, 900_00, 400_00, 250_00, 150_00, 60_00, 40_00}
	tiers, err := loyalty.TierByValue(values, loyalty.ParetoTiers())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, tier := range tiers.Tiers {
		fmt.Printf("%s: %d customers from %v, %.1f %% of value\n", tier.Name, tier.Customers, tier.Least, 100*tier.ValueShare.Value)
	}
	top, err := loyalty.ParetoShare(values, .2)
	fmt.Println(top, err)
	// Output:
	// A: 2 customers from ¥3000.00, 80.0 % of value
	// B: 3 customers from ¥250.00, 15.5 % of value
	// C: 5 customers from ¥40.00, 4.5 % of value
	// 0.8 of 10 (share of value, Lorenz curve) <nil>
}
