package loyalty_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/loyalty"
)

// The textbook's rates are where a shop begins; its own customers take over. And
// most of those who left had said that they were satisfied.
func ExampleLossPrior_Rates() {
	var asked []loyalty.LossSurvey
	ask := func(level, customers, left int) {
		for i := range customers {
			asked = append(asked, loyalty.LossSurvey{Customer: fmt.Sprint(level, "-", i), Level: level, Left: i < left})
		}
	}
	ask(2, 12, 6)
	ask(4, 200, 36)
	ask(5, 150, 9)
	rates, err := loyalty.KotlerLoss(365).Rates(365, asked)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range rates {
		fmt.Printf("%s %.3f [%.3f, %.3f] of %d %v\n", r.Chinese, r.Rate.Value, r.Rate.Lo, r.Rate.Hi, r.Rate.Base, r.Rate.Flags)
	}
	m, err := loyalty.SatisfiedLeavers(asked, loyalty.Satisfied, 5)
	fmt.Printf("%.2f [%.2f, %.2f] of %d %v\n", m.Value, m.Lo, m.Hi, m.Base, err)
	// Output:
	// 非常不满意 0.800 [0.604, 0.939] of 0 [estimated]
	// 不太满意 0.438 [0.273, 0.609] of 12 [estimated]
	// 一般 0.200 [0.061, 0.396] of 0 [estimated]
	// 比较满意 0.173 [0.126, 0.225] of 200 []
	// 非常满意 0.055 [0.026, 0.093] of 150 []
	// 0.88 [0.77, 0.94] of 51 <nil>
}
