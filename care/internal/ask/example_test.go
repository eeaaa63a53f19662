package ask_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
)

// A condition is answered for all time at once.
func ExampleCondition_Ask() {
	hurry, _ := ask.NewCompiler().Compile("order.source == 'juhuasuan' && minutes_unpaid > 15", ask.Scope{Kind: ask.Order})
	ordered := time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)

	view := ask.View{Has: ask.ThingsOf(ask.ThingOrder)} // the order, as it stands
	view.Facts.Order.Source = "juhuasuan"
	view.Clocks[ask.Unpaid] = ask.Reading{Phase: ask.Runs, Origin: ordered.UnixMilli(), End: ask.InstantOf(ordered.Add(30 * time.Minute))}

	answer := hurry.Ask(&view)
	now := ask.InstantOf(ordered.Add(5 * time.Minute))
	next, ok := answer.Next(now)
	fmt.Println("at 10:05:", answer.At(now))
	fmt.Println("becomes true:", ok, next.Time(time.UTC).Format("15:04:05"))
	fmt.Println("at 10:15:00 itself:", answer.At(ask.At(next.Millis())))
	fmt.Println("right after it:", answer.At(ask.After(next.Millis())))
	// Output:
	// at 10:05: false
	// becomes true: true 10:15:00
	// at 10:15:00 itself: false
	// right after it: true
}

// What a condition looked at, and what it saw.
func ExampleCondition_Seen() {
	hurry, _ := ask.NewCompiler().Compile("order.source == 'juhuasuan' && minutes_unpaid > 15", ask.Scope{Kind: ask.Order})
	view := ask.View{Has: ask.ThingsOf(ask.ThingOrder)}
	view.Facts.Order.Source = "live"
	view.Clocks[ask.Unpaid] = ask.Reading{Phase: ask.Runs, Origin: 0, End: ask.Forever}
	for _, part := range hurry.Seen(&view, ask.At(20*60_000)) {
		fmt.Println(part.Yes, part.Text, part.Values)
	}
	// Output:
	// false order.source == 'juhuasuan' [order.source = 'live']
	// true minutes_unpaid > 15 [minutes_unpaid = 20]
}
