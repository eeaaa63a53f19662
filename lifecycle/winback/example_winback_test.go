package winback_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/tiexin-go/tiexin/lifecycle/winback"
	"github.com/tiexin-go/tiexin/loyalty"
)

func ExamplePlans() {
	plans, err := winback.Plans([]winback.Customer{
		{ID: "lingling", Orders: 9, Value: loyalty.Seen(1200), Signals: winback.Signals{ServiceRating: loyalty.Seen(2)}},
		{ID: "xiaoyu", Orders: 5, Dead: true},
	}, quietDay, winback.Options{HighValue: 100_000, Margin: .4})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range plans {
		fmt.Println(p.Customer, p.Tier, p.Taken, p.Verdict, p.Reason)
		for _, play := range p.Plays {
			fmt.Println("  aim:  ", play.Aim.English)
			fmt.Println("  do:   ", play.Do[0].What.Chinese)
			fmt.Println("  avoid:", play.Avoid[0].What.Chinese)
			fmt.Printf("  spend at most %.0f yuan\n", p.Worth.Value)
		}
		if !p.Next.IsZero() {
			fmt.Println("  until", p.Next.Format("2006-01-02"))
		}
	}
	// Output:
	// lingling high-value [bad-service] win-back lost
	//   aim:   Make good what was bad, then ask them back.
	//   do:    针对那件事道歉并解释，告诉顾客以后由谁负责。
	//   avoid: 第一句话不要用自动短信。
	//   spend at most 58 yuan
	// xiaoyu many-orders [unknown-cause] wait dead-no-festival
	//   until 2026-10-20
}

// A shop writes its own advice, starting from the library's. A faulty book says what is
// wrong with it.
func ExampleReadBook() {
	book := winback.DefaultBook()
	play := book[0]
	fmt.Println(play.Tier, play.Aim.Chinese)

	_, err := winback.ReadBook(strings.NewReader(`[{"tier": "high-value", "cause": "bad-service"}]`))
	var problems loyalty.Problems
	if errors.As(err, &problems) {
		fmt.Println(len(problems), "problems, the first:", problems[0])
	}
	// Output:
	// many-orders 找到原因，对症下药。
	// 28 problems, the first: row 0 (high-value, bad-service): has no aim in both languages
}

// How many of ten customers who left over a price came back changes what is assumed.
func ExampleChances() {
	chances := winback.DefaultChances()
	for i := range chances {
		if chances[i].Cause == winback.TooExpensive {
			chances[i].Tried, chances[i].Returned = 10, 5
		}
	}
	fmt.Println(chances.Validate())
	chances[0].Rate = 2
	fmt.Println(chances.Validate())
	// Output:
	// <nil>
	// row 0 (stock-out): has a rate of 2; it is above 0 and below 1, since nothing is certain
}
