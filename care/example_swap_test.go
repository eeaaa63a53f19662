package care_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

// The shop words its reminder anew while an order is waiting: what waits is asked by
// the new rules when it is due.
func ExampleEngine_Swap() {
	ctx, now := context.Background(), tenOClock
	engine, err := care.New(loaded(reminding), care.Options{Now: func() time.Time { return now }})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := engine.Handle(ctx, scarf); err != nil {
		fmt.Println(err)
	}
	shorter := strings.ReplaceAll(reminding, "在待付款里等您，#关闭时间#前都来得及", "还给您留着")
	if err := engine.Swap(loaded(shorter)); err != nil {
		fmt.Println(err)
	}
	now = tenOClock.Add(30 * time.Minute)
	outcomes, err := engine.Advance(ctx, now)
	for _, o := range outcomes {
		fmt.Println(o.Path(), o.Verdict, o.Said.Text)
	}
	fmt.Println(err)
	// Output:
	// payment/gentle send 小鱼，羊绒围巾还给您留着
	// <nil>
}
