package rule_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// Quiet hours as people type them are answered with how they are written.
func ExampleParseHours() {
	night, err := rule.ParseHours("21:30-09:00")
	fmt.Println(night, night.From, night.To, err)
	_, err = rule.ParseHours("晚上9点半到早上9点")
	fmt.Println(err)
	// Output:
	// 21:30-09:00 1290 540 <nil>
	// "晚上9点半到早上9点" is not a span of hours; write it as 21:30-09:00
}

// A page that edits rules shows when a moment comes next. A nil zone is the shop's in China.
func ExampleParseMoment() {
	now := time.Date(2026, 9, 1, 12, 0, 0, 0, tiexin.Shanghai())
	for _, text := range []string{"中秋节 - 3d at 10:00", "every month on 31 at 10:00", "10/1"} {
		moment, err := rule.ParseMoment(text, calendar.Calendar{}, nil)
		if err != nil {
			fmt.Println(err)
			continue
		}
		_, next := moment.Around(nil, now.UnixMilli())
		fmt.Println(moment.Chinese(), time.UnixMilli(next).In(tiexin.Shanghai()).Format(time.DateTime))
	}
	// Output:
	// 中秋节前 3 天 10:00 2026-09-22 10:00:00
	// 每月31日 10:00 2026-09-30 10:00:00
	// unknown special day "10/1"; see `care words moments`, or add a day of the shop's own under calendar.days
}

// The ways to write a moment, for a help page.
func ExampleMomentWords() {
	for _, w := range rule.MomentWords()[:3] {
		fmt.Println(w.Word, "=", w.Meaning)
	}
	// Output:
	// every day at 10:00 = each day; without at it is 10:00, in the shop's zone
	// every week on mon at 10:00 = mon, tue, wed, thu, fri, sat or sun
	// every month on 31 at 10:00 = the last day where the month is shorter
}
