package loyalty_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/loyalty"
)

// Of their milk powder, how much do our buyers buy from us?
func ExampleRequirements() {
	shares := []loyalty.Share{
		{Customer: "wang", Own: 9, Category: 10},
		{Customer: "li", Own: 1, Category: 1},
		{Customer: "zhao", Own: 2, Category: 9},
		{Customer: "sun", Own: 0, Category: 4}, // not a buyer of ours
	}
	fmt.Println(loyalty.Requirements(shares)) // three buyers say little, however often they buy
	fmt.Println(loyalty.MeanRequirement(shares))
	// Output:
	// 0.6 [0, 1] of 20 (share of category requirements, pooled over buyers, interval of a ratio)
	// 0.7074 [0, 1] of 3 (share of category requirements, mean over buyers, Student interval)
}

// One purchase, ours, is no proof of loyalty.
func ExampleSharePrior_Shrunk() {
	prior := loyalty.SharePrior{A: 0.8, B: 1.2} // as FitShares finds it from a shop's customers
	li := loyalty.Share{Customer: "li", Own: 1, Category: 1}
	fmt.Println(li.Requirement())
	fmt.Println(prior.Shrunk(li))
	loyal, probability := loyalty.Majority{Prior: &prior}.Loyal(li)
	fmt.Printf("%t: %.2f\n", loyal, probability.Value)
	// Output:
	// 1 [0.2065, 1] of 1 (share of category requirements, Wilson interval), below-min-base
	// 0.6 [0.1123, 0.9732] of 1 (share of category requirements, Beta-binomial shrinkage, posterior interval)
	// false: 0.66
}

func ExampleReportBrand() {
	may := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	var purchases []loyalty.Purchase
	for i, brands := range []string{"AAAB", "AB", "BB", "A", "BC"} {
		for j, brand := range brands {
			purchases = append(purchases, loyalty.Purchase{
				Customer: fmt.Sprint("customer ", i), At: may.AddDate(0, 0, 7*j), Amount: 10000, Category: "奶粉", Brand: string(brand),
			})
		}
	}
	r := loyalty.ReportBrand(purchases, "奶粉", "A", loyalty.View{})
	fmt.Println(r.Buyers, "of", r.Households, "buy it;", r.SoleBuyers, "buy nothing else;", r.RepeatBuyers, "bought it again")
	fmt.Println("market share", r.MarketSharePurchases)
	fmt.Println("requirements", r.Requirements)
	own := loyalty.ReportBrand(purchases[:3], "奶粉", "A", loyalty.View{}) // only our own orders are known
	fmt.Println("requirements", own.Requirements)
	// Output:
	// 3 of 5 buy it; 1 buy nothing else; 1 bought it again
	// market share 0.4545 [0, 0.9715] of 11 (share of purchases, interval of a ratio)
	// requirements 0.7143 [0.3119, 1] of 7 (share of category requirements, pooled over buyers, interval of a ratio)
	// requirements unknown: no-category-data of 1 (share of category requirements, pooled over buyers)
}

func ExampleWalletAllocation() {
	fmt.Println(loyalty.WalletAllocation(1, 3)) // the first of three shops that they use
	// Output:
	// 0.5 of 1 (Wallet Allocation Rule), estimated
}

func ExampleWilson() {
	lo, hi := loyalty.Wilson(3, 10, 0.95)
	fmt.Printf("%.4f to %.4f\n", lo, hi)
	// Output:
	// 0.1078 to 0.6032
}

// Three of four customers came back. With a prior of twenty customers that is no 75 percent.
func ExampleBeta() {
	prior := loyalty.Beta{A: 2, B: 18}
	after := loyalty.Beta{A: prior.A + 3, B: prior.B + 1}
	fmt.Printf("%.2f before, %.2f after, at most %.2f with 95%%\n", prior.Mean(), after.Mean(), after.Quantile(.95))
	fmt.Println(loyalty.Beta{}.Validate())
	// Output:
	// 0.10 before, 0.21 after, at most 0.35 with 95%
	// loyalty: the parameters of a Beta are from 0.001 to 10000000; use Bounded
}
