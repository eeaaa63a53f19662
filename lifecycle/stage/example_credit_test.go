package stage_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

// Which care moved whom: two of the three whom the coupon reached bought again.
func ExampleCreditMoves() {
	now := time.Date(2026, 6, 1, 9, 0, 0, 0, calendar.China)
	day := loyalty.DayOf(now, calendar.China)
	var trails []stage.Trail
	for _, past := range []stage.Past{
		{Customer: "Lingling", Bought: []loyalty.Day{day - 130, day - 20}},
		{Customer: "Fangfang", Bought: []loyalty.Day{day - 120, day - 22}},
		{Customer: "Xiaoming", Bought: []loyalty.Day{day - 125}},
		{Customer: "Laowang", Contacts: []stage.Contact{{Interest: stage.Asked, On: day - 5}}},
	} {
		trail, err := stage.Policy{}.Trail(past, now)
		if err != nil {
			fmt.Println(err)
			return
		}
		trails = append(trails, trail)
	}
	credited, err := stage.CreditMoves(trails, []stage.Care{
		{Customer: "Lingling", Name: "coupon", On: day - 25},
		{Customer: "Fangfang", Name: "coupon", On: day - 25},
		{Customer: "Xiaoming", Name: "coupon", On: day - 25},
	}, day-30, day, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range credited.Moves {
		fmt.Printf("%q: %s → %s: %d of %d\n", m.Care, m.From, m.To, m.Moves, m.Share.Base)
	}
	// Output:
	// "": unknown → interested: 1 of 0
	// "coupon": lapsing → second-purchase: 2 of 3
}
