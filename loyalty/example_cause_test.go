package loyalty_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/loyalty"
)

// Why they keep buying: several causes at once, each with what speaks for it. What
// is not known is not 0.
func ExampleCausesOf() {
	found, err := loyalty.CausesOf([]loyalty.Signals{{
		Customer:     "林",
		Alternatives: loyalty.Seen(12),
		Orders:       loyalty.Seen(8), Discounted: loyalty.Seen(8), ShopDiscounted: loyalty.Seen(.35),
		Regularity: loyalty.Seen(1.4),
		Attitude:   loyalty.Chance{OK: true, P: .2},
	}}, loyalty.CauseOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range found[0].Causes {
		if f.OK {
			fmt.Printf("%s %.2f: %s\n", f.Of, f.Score, f.Evidence.Chinese)
		} else {
			fmt.Printf("%s unknown, for want of %v\n", f.Of, f.Missing)
		}
	}
	// Output:
	// incentive 0.80: 8单里有8单用了优惠，全店为35%
	// conviction 0.20: 态度较高的概率为0.20
	// habit 0.16: 购买间隔规律度1.4（1为随机）；态度较低的概率为0.80
	// no-choice 0.00: 可选的其他卖家有12家
	// switching-cost unknown, for want of [ContractDays Balance]
}
