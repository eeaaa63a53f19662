package loyalty_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/loyalty"
)

// What customers do (9 of 10 purchases in the category are ours) and what they
// think (on a scale from 1 to 5), each with its interval.
func ExampleTypesOf() {
	attitude := func(value float64) loyalty.Measure {
		return loyalty.Measure{OK: true, Value: value, Lo: value - .6, Hi: value + .6, Level: .95, Base: 4, Method: "mean of 4 answers"}
	}
	customers := []loyalty.TypeInput{
		{Customer: "林", Behaviour: loyalty.Proportion(9, 10, loyalty.Level), Attitude: attitude(4.5), Spend: 900_00},
		{Customer: "周", Behaviour: loyalty.Proportion(9, 10, loyalty.Level), Attitude: attitude(2), Spend: 600_00},
		{Customer: "吴", Behaviour: loyalty.Proportion(1, 10, loyalty.Level), Attitude: attitude(4.2), Spend: 100_00},
		{Customer: "郑", Behaviour: loyalty.Proportion(1, 1, loyalty.Level), Attitude: attitude(3.1), Spend: 50_00},
		{Customer: "王", Behaviour: loyalty.Proportion(8, 9, loyalty.Level), Spend: 350_00},
	}
	typed, err := loyalty.TypesOf(customers, loyalty.TypeOptions{Attitude: loyalty.Axis{Min: 1, Max: 5}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range typed {
		thinks := fmt.Sprintf("%.2f", c.Attitude.P)
		if !c.Attitude.OK {
			thinks = "unknown: " + string(c.Attitude.Why)
		}
		fmt.Printf("%s: %s, buys %.2f, thinks %s\n", c.Customer, c.Type.Chinese(), c.Behaviour.P, thinks)
	}
	shop, err := loyalty.ReportTypes(typed)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("spend of the truly loyal: %.0f %%\n", 100*shop.Types[loyalty.TrueLoyal].SpendShare.Value)
	// Output:
	// 林: 真实忠诚, buys 1.00, thinks 1.00
	// 周: 虚假忠诚, buys 1.00, thinks 0.00
	// 吴: 潜在忠诚, buys 0.00, thinks 1.00
	// 郑: 未分类, buys 0.75, thinks 0.63
	// 王: 未分类, buys 0.99, thinks unknown: no-survey
	// spend of the truly loyal: 45 %
}

// From one survey to the next: who moved, who came, who went.
func ExampleDriftOf() {
	before := []loyalty.Typed{
		{Customer: "林", Type: loyalty.TrueLoyal},
		{Customer: "周", Type: loyalty.TrueLoyal},
		{Customer: "吴", Type: loyalty.LatentLoyal},
	}
	after := []loyalty.Typed{
		{Customer: "林", Type: loyalty.TrueLoyal},
		{Customer: "周", Type: loyalty.SpuriousLoyal},
		{Customer: "郑", Type: loyalty.Disloyal},
	}
	drift, err := loyalty.DriftOf(before, after)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("true to spurious:", drift.Rate(loyalty.TrueLoyal, loyalty.SpuriousLoyal))
	fmt.Println("newcomers who are disloyal:", drift.Counts[loyalty.Absent][loyalty.Disloyal])
	fmt.Println("latent who are gone:", drift.Counts[loyalty.LatentLoyal][loyalty.Absent])
	// Output:
	// true to spurious: 0.5 [0.09453, 0.9055] of 2 (share, Wilson interval)
	// newcomers who are disloyal: 1
	// latent who are gone: 1
}
