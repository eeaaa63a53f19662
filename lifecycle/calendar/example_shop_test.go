package calendar_test

import (
	"fmt"
	"testing/fstest"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// A shop's calendar, first with two slips.
func ExampleLoad() {
	shop := fstest.MapFS{"calendar.yaml": {Data: []byte("" +
		"days:\n" +
		"  店庆: {name: 店庆, rule: solr:10-18}\n" +
		"  盘点: {name: 盘点, rule: lunar:6-31}\n")}}
	_, err := calendar.Load(shop, "calendar.yaml")
	fmt.Println(err)

	shop["calendar.yaml"].Data = []byte("" +
		"days:\n" +
		"  店庆: {name: 五周年店庆, rule: range 10-18..10-20 on 10-18}\n" +
		"  盘点: {name: 盘点, rule: weekday:6-last-sun, suppress: 全店盘点}\n")
	c, err := calendar.Load(shop, "calendar.yaml")
	fmt.Println(err)
	s, _ := c.Find("店庆")
	fmt.Println(s.In(2026))
	by, silent, _ := c.Suppressed(calendar.YMD(2026, 6, 28))
	fmt.Println(silent, by.Suppress)
	// Output:
	// calendar.yaml:2:24: unknown rule "solr"; did you mean "solar"?
	//   店庆: {name: 店庆, rule: solr:10-18}
	//                            ^~~~
	// calendar.yaml:3:30: no lunar year has the day 6-31; a lunar month has 29 or 30 days
	//   盘点: {name: 盘点, rule: lunar:6-31}
	//                                  ^~~~
	// <nil>
	// [2026-10-18..2026-10-20] <nil>
	// true 全店盘点
}
