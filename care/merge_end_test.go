package care

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/decide"
)

// What becomes of an order that comes up later depends on whether the task that spoke
// about another had its time, and not on when anybody was asked.

const calling = `
flows:
  f:
    title: 打电话
    about: order
    while: unpaid
    purpose: notice
    merge: 1h
    via: [phone]
    rules:
      - {name: r, if: minutes_unpaid > 5, send: {task: call, within: 10m}}
texts: {call: "问问#订单号#"}
limits: {quiet: {open: {hours: "04:00-04:01"}}, caps: {lots: {at_most: 99, per: day}}}
`

// goesOnFoot is what goes in a story, asked each second or by wake-ups. Other rules, if
// there are any, take over at an instant.
func goesOnFoot(t *testing.T, everySecond bool, file, other, when string, events ...tiexin.Event) (goes, merged []Outcome) {
	w := newWalker(t, rulesFrom(t, file), SimOptions{})
	w.everySecond = everySecond
	if other != "" {
		swapped := timeAt(when)
		before := slices.IndexFunc(events, func(e tiexin.Event) bool { return e.At.After(swapped) })
		w.run(events[:before], swapped)
		w.rules = decide.NewRules(rulesFrom(t, other))
		w.everySecond = true
		w.pass(swapped.UnixMilli(), swapped.UnixMilli()+1) // everybody is asked by the new rules
		w.everySecond = everySecond
		w.pass(swapped.UnixMilli(), events[before].At.UnixMilli())
		events = events[before:]
	}
	w.run(events, timeAt("+40m"))
	for _, o := range w.out {
		switch {
		case o.Goes():
			goes = append(goes, o)
		case o.Reason == MergedInto:
			merged = append(merged, o)
		}
	}
	return goes, merged
}

func TestE3_领头的任务怎么结束_什么时候问都一样(t *testing.T) {
	succeeded := func(id string) tiexin.Event { return ofOrder(tiexin.EventOrderSucceeded, id, nil) }
	const first = "10:05 f/r T1 task:phone 问问T1"
	for _, end := range []struct {
		name  string
		event func(id string) tiexin.Event
	}{
		{"付了", func(id string) tiexin.Event { return paid(id) }},
		{"关了", func(id string) tiexin.Event { return closed(id) }},
		{"退了", func(id string) tiexin.Event { return refunded(id) }},
		{"成了", succeeded},
		{"发货了", func(id string) tiexin.Event { return shipped(id) }},
	} {
		for _, tt := range []struct {
			name, when string
			goes       []string
		}{
			{"任务还开着,后来的自己说", "+14m", []string{first, "10:35 f/r T2 task:phone 问问T2"}},
			{"时限到的那一刻,先听事件", "+15m", []string{first, "10:35 f/r T2 task:phone 问问T2"}},
			{"任务的时限早过了,后来的不说", "+20m", []string{first}},
		} {
			t.Run(end.name+","+tt.name, func(t *testing.T) {
				story := []tiexin.Event{at("+0m", created("T1")), at(tt.when, end.event("T1")), at("+30m", created("T2"))}
				for _, everySecond := range []bool{true, false} {
					goes, _ := goesOnFoot(t, everySecond, calling, "", "", story...)
					saysOf(t, goes, tt.goes...)
				}
			})
		}
	}
}

func TestE3_领头的规则没了_什么时候问都一样(t *testing.T) {
	story := []tiexin.Event{at("+0m", created("T1")), at("+30m", created("T2"))}
	const first = "10:05 f/r T1 task:phone 问问T1"
	for _, tt := range []struct {
		name, when string
		goes       []string
	}{
		{"任务还开着,换一条规则说", "+14m", []string{first, "10:14 f/other T1 task:phone 问问T1"}},
		{"任务的时限过了,说过的算数", "+20m", []string{first}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, everySecond := range []bool{true, false} {
				goes, merged := goesOnFoot(t, everySecond, calling, strings.Replace(calling, "name: r,", "name: other,", 1), tt.when, story...)
				saysOf(t, goes, tt.goes...)
				assert.Equal(t, []string{"10:35 f/other T2 skip merged-into T1"}, lines(merged), "each second: %v", everySecond)
			}
		})
	}
}
