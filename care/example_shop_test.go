package care_test

import (
	"cmp"
	"fmt"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/caretest"
)

// The examples run in a shop whose clock moves when it is told, and whose senders write
// down what they are given.
func shopAt(start, rules string) *caretest.Shop {
	return caretest.NewShop(nil, loaded(rules), start, care.Options{})
}

// xiaoyu is a customer who can be reached over Wangwang and by SMS.
var xiaoyu = tiexin.Customer{ID: "xiaoyu", Nick: "小鱼", Wangwang: "小鱼", Mobile: tiexin.Phone{Number: "13800000000"}}

// of is an event about an order of xiaoyu's.
func of(what tiexin.EventType, id, title string) tiexin.Event {
	return tiexin.Event{Type: what, Customer: xiaoyu, Order: &tiexin.Order{ID: id, Title: title, Amount: 19900}}
}

// printAll prints what went, or what an example has collected.
func printAll(lines []string) {
	for _, line := range lines {
		fmt.Println(line)
	}
}

// printWhy prints verdicts and reasons.
func printWhy(outcomes []care.Outcome) {
	for _, o := range outcomes {
		fmt.Println(o.At.Format("01-02 15:04"), cmp.Or(o.Subject, o.Customer), o.Path(), o.Verdict, o.Reason, cmp.Or(o.By, "-"))
	}
}

// printWays prints an outcome with the channels that were closed, and why.
func printWays(o care.Outcome) {
	fmt.Println(o.Subject, o.Verdict, o.Reason, o.Ways)
}
