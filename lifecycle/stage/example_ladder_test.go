package stage_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

// Forty customers came back after 11 to 50 days, and as many have not: enough for the
// shop's own quantiles, too few for the rungs above.
func ExamplePolicy_Fit() {
	first := loyalty.DayOf(time.Date(2025, 1, 1, 0, 0, 0, 0, calendar.China), nil)
	var shop []loyalty.History
	for i := range loyalty.Day(40) {
		shop = append(shop,
			loyalty.History{Customer: fmt.Sprint("back", i), Days: []loyalty.Day{first, first + 11 + i}},
			loyalty.History{Customer: fmt.Sprint("away", i), Days: []loyalty.Day{first}})
	}
	ladder, err := stage.Policy{}.Fit(shop, time.Date(2026, 1, 1, 9, 0, 0, 0, calendar.China))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, try := range ladder.Tried {
		fmt.Println(try.Rung, try.Used, try.Why.English)
	}
	fmt.Printf("come back: %.0f %%; of these 80 %% within %.0f days\n", 100*ladder.FirstReturn.Value, ladder.FirstQ80.Value)
	// Output:
	// buy-probability false 80 customers have bought; this takes 500
	// gap-quantiles false 40 customers have come back; this takes 300
	// shop-quantiles true 40 customers have come back: of those who do, 80 % are back within 42 days and 95 % within 48
	// come back: 50 %; of these 80 % within 42 days
}
