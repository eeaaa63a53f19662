package care

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/channel"
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

// Who came up later stayed silent because of the message, like those whom it names: when
// it does not go, nobody has spoken for them.
func Test合着说_领头的没说成_后来的也要说(t *testing.T) {
	waits := func(t *testing.T) *shop {
		s := opens(t, merging)
		s.hears(created("T1"))
		saysOf(t, s.wakes("+15m"), "10:15 f/all#1 T1 wangwang")
		s.at("+16m").hears(created("T2"))
		hasLines(t, s.wakes("+31m"), "10:31 f/all#1 T2 skip merged-into T1")
		return s
	}
	t.Run("领头的还没交出去就付了", func(t *testing.T) {
		s := waits(t)
		saysOf(t, s.at("+32m").hears(paid("T1")), "10:32 f/all#1 T2 wangwang")
		s.delivers()
		s.handed("wangwang T2 羽绒服共199元1件,羽绒服,还剩23小时44分钟")
	})
	t.Run("领头的条条路都不通", func(t *testing.T) {
		s := waits(t)
		s.fails = func(id string, _ channel.Kind) error {
			if strings.Contains(id, "/T1/") {
				return channel.ErrUndeliverable
			}
			return nil
		}
		s.at("+33m").delivers()
		s.delivers()
		s.handed("wangwang T2 羽绒服共199元1件,羽绒服,还剩23小时43分钟")
	})
	t.Run("领头的交出去了才付,说过的算数", func(t *testing.T) {
		s := waits(t)
		s.delivers()
		saysOf(t, s.at("+32m").hears(paid("T1")))
		saysOf(t, s.wakes("+50m"))
	})
	t.Run("领头的任务收回来了", func(t *testing.T) {
		tellUntil(t, "+50m", strings.Replace(calling, "within: 10m", "within: 30m", 1), at("+0m", created("T1")), at("+10m", created("T2")), at("+20m", paid("T1"))).
			says("10:05 f/r T1 task:phone 问问T1", "10:20 f/r T2 task:phone 问问T2").withheld("10:15 f/r T2 skip merged-into T1")
	})
	t.Run("跟着的付了,领头的照说", func(t *testing.T) {
		s := waits(t)
		saysOf(t, s.at("+32m").hears(paid("T2")))
		s.delivers()
		s.handed("wangwang T1 羽绒服共199元1件,羽绒服,还剩23小时28分钟")
	})
}
