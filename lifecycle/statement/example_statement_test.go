package statement_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/lifecycle/statement"
	"github.com/tiexin-go/tiexin/loyalty"
)

func ExampleMake() {
	facts := statement.Facts{
		Customer:   "c1",
		SinceFirst: true,
		Purchases: []loyalty.Purchase{
			bought("T1", onDay(2025, 3, 8), 99, 120, "绘本"),
			bought("T2", onDay(2026, 1, 3), 168, 200, "绘本"),
			bought("T3", onDay(2026, 3, 1), 400, 460, "绘本"),
		},
		Shop: statement.Rank(shopSpends(56800)),
	}
	s, err := statement.Make(facts, halfYear, julyFirst, statement.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := s.Chinese(statement.Greeting{Name: "小雨", Shop: "贴心母婴"})
	fmt.Println(text, err)
	// Output:
	// 小雨，您好！2026年上半年您在贴心母婴买了2次，共568元，比原价省92元，最常买的是绘本。从2025年3月8日算起，您已经陪了我们480天。您对我们的支持超过了86%的顾客。谢谢您！ <nil>
}
