package related_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/lifecycle/related"
)

func ExampleFind() {
	var lines []related.Line
	for i := range 200 {
		customer := fmt.Sprint("c", i)
		if i < 20 {
			lines = append(lines, basket(customer, customer+"-1", 0, "奶瓶", "奶嘴")...)
			lines = append(lines, basket(customer, customer+"-2", 30, "奶粉")...)
		} else {
			lines = append(lines, basket(customer, customer+"-1", 0, "湿巾")...)
			lines = append(lines, basket(customer, customer+"-2", 14, "积木")...)
		}
	}
	products, err := related.Find(lines, related.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range products.TogetherWith("奶瓶") {
		fmt.Println("together:", r.With, r.Times, "times, lift", r.Lift)
	}
	for _, r := range products.After("奶瓶") {
		fmt.Println("next:", r.With, "after", r.Gap.Value, "days, confidence", r.Confidence)
	}
	// Output:
	// together: 奶嘴 20 times, lift 20 [16.78, 20] of 20 (confidence over the share of 20 of 400)
	// next: 奶粉 after 30 days, confidence 1 [0.8389, 1] of 20 (share, Wilson interval)
}
