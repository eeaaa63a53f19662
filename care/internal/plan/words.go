package plan

import (
	"fmt"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// What things are called in a shop.

// events are what customers and parcels did, as they stand before 后: 下单后.
var events = ask.EventNames

// A clock is how a clock is told of: since when, and during what it runs.
type clock struct{ counts, during string }

var clocks = map[ask.Stem]clock{
	ask.Unpaid: {"未付款", "订单待付款"}, ask.ToClose: {"离自动关闭", "订单待付款"},
	ask.Unshipped: {"付款后未发货", "订单待发货"}, ask.ToShip: {"离承诺发货", "订单待发货"},
	ask.InTransit: {"运输", "包裹在路上"}, ask.Overdue: {"比预计晚到", "包裹晚到"}, ask.SinceScan: {"物流没更新", "包裹在路上"},
	ask.SinceSigned: {"签收", "签收以后"}, ask.SinceConfirmed: {"确认收货", "确认收货以后"},
	ask.Silent: {"顾客没回话", "等顾客回话"}, ask.SinceOrder: {"距上次付款", "买过以后"}, ask.SinceFirstOrder: {"距首次付款", "买过以后"},
	ask.ToBirthday: {"离生日", "生日之前"}, ask.ToRestock: {"离用完", "用完之前"},
}

var kinds = map[ask.Kind]string{
	ask.Order: "每张订单", ask.Parcel: "每个包裹", ask.Chat: "每次聊天", ask.Customer: "每位顾客", ask.Child: "每个孩子",
}

var purposes = map[tiexin.Purpose]string{
	tiexin.Service: "服务", tiexin.Notice: "通知", tiexin.Care: "关怀", tiexin.Marketing: "营销", tiexin.SurveyAsk: "调研",
}

// via is a channel as a shop calls it.
func via(k channel.Kind) string {
	if k == channel.None {
		return "店内"
	}
	return k.Info().Chinese
}

// Via is a channel as a shop calls it.
func Via(k channel.Kind) string { return via(k) }

// spanOf is a span of time: 15 分钟.
func spanOf(d time.Duration) string {
	units := []struct {
		name string
		unit time.Duration
	}{{"天", 24 * time.Hour}, {"小时", time.Hour}, {"分钟", time.Minute}, {"秒", time.Second}}
	for _, u := range units {
		if d >= u.unit && d%u.unit == 0 && (u.name != "天" || d > u.unit) { // a day is told as 24 hours
			return fmt.Sprintf("%d %s", d/u.unit, u.name)
		}
	}
	return strings.TrimSpace(d.String())
}

// anyOf joins events of which one is enough.
func anyOf(all []tiexin.EventType) string {
	words := make([]string, len(all))
	for i, e := range all {
		words[i] = events[e]
	}
	return strings.Join(words, "或")
}

// titled is a title with the name beside it, where they differ.
func titled(title, name string) string {
	if title == name || title == "" {
		return name
	}
	return title + "（" + name + "）"
}

// nameOfSegment is a segment as people call it: 「新客」.
func nameOfSegment(s *rule.Segment) string { return "「" + s.Title + "」" }
