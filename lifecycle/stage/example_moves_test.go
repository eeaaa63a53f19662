package stage_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

// Who moved from where to where between two days.
func ExamplePolicy_Moves() {
	march := time.Date(2026, 3, 1, 9, 0, 0, 0, calendar.China)
	day := loyalty.DayOf(march, nil)
	moves, err := stage.Policy{}.Moves([]loyalty.History{
		{Customer: "Lingling", Days: []loyalty.Day{day - 20, day + 15}},
		{Customer: "Xiaoming", Days: []loyalty.Day{day - 80}},
		{Customer: "Fangfang", Days: []loyalty.Day{day + 3}},
	}, march, march.AddDate(0, 1, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(moves)
	// Output:
	// 2026-03-01 → 2026-04-01 | new | active | lapsing
	// newcomers | 1 | 0 | 0
	// new | 0 | 1 | 1
}
