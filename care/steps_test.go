package care

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
)

func stepping(head, rule string) string {
	return fmt.Sprintf(`
flows:
  f:
    title: 一步一步
    about: order
    purpose: notice
    via: [wangwang, sms]
    %s
    rules:
      - {name: r, %s}
texts: {a: 甲, b: 乙, c: 丙}
limits: {caps: {lots: {at_most: 99, per: day}}}
`, head, rule)
}

func Test一步一步_按顺序(t *testing.T) {
	t.Run("紧接着", func(t *testing.T) {
		tell(t, stepping("", "if: minutes_unpaid > 5, send: [a, b, c]"), at("+0m", created("T1"))).
			says("10:05 f/r#1 T1 wangwang 甲", "10:05 f/r#2 T1 wangwang 乙", "10:05 f/r#3 T1 wangwang 丙")
	})
	t.Run("隔一会儿", func(t *testing.T) {
		tell(t, stepping("", "if: minutes_unpaid > 5, send: [a, {text: b, after: 10m}, {text: c, after: 1h}]"), at("+0m", created("T1"))).
			says("10:05 f/r#1 T1 wangwang 甲", "10:15 f/r#2 T1 wangwang 乙", "11:15 f/r#3 T1 wangwang 丙")
	})
	t.Run("隔的时间从交出去算起", func(t *testing.T) {
		s := opens(t, stepping("", "if: minutes_unpaid > 5, send: [a, {text: b, after: 10m}]"))
		s.hears(created("T1"))
		s.wakes("+5m")
		s.at("+20m").delivers()
		saysOf(t, s.wakes("+29m"))
		saysOf(t, s.wakes("+30m"), "10:30 f/r#2 T1 wangwang 乙")
	})
	t.Run("上一步没交出去,下一步不走", func(t *testing.T) {
		s := opens(t, stepping("", "if: minutes_unpaid > 5, send: [a, b]"))
		s.hears(created("T1"))
		saysOf(t, s.wakes("+5m"), "10:05 f/r#1 T1 wangwang 甲")
		saysOf(t, s.wakes("+2h"))
		s.delivers()
		s.delivers()
		s.handed("wangwang T1 甲", "wangwang T1 乙")
	})
}

func Test一步一步_等到条件成立(t *testing.T) {
	t.Run("时间能让它成立,就等", func(t *testing.T) {
		tell(t, stepping("", "if: minutes_unpaid > 5, send: [a, {text: b, if: minutes_to_close < 60}]"), at("+0m", created("T1"))).
			says("10:05 f/r#1 T1 wangwang 甲", "11-12 09:00 f/r#2 T1 wangwang 乙").
			withheld("10:05 f/r#2 T1 wait not-yet until 11-12 09:00")
	})
	t.Run("时间不能,就跳过问下一步", func(t *testing.T) {
		tell(t, stepping("", "if: minutes_unpaid > 5, send: [a, {text: b, if: order.amount > 500}, {text: c, after: 10m}]"), at("+0m", created("T1"))).
			says("10:05 f/r#1 T1 wangwang 甲", "10:15 f/r#3 T1 wangwang 丙")
	})
	t.Run("第一步就跳过", func(t *testing.T) {
		tell(t, stepping("", "if: minutes_unpaid > 5, send: [{text: a, if: order.amount > 500}, b]"), at("+0m", created("T1"))).says("10:05 f/r#2 T1 wangwang 乙")
	})
	t.Run("跳过了就过去了,条件后来成立也不回头", func(t *testing.T) {
		tell(t, stepping("", "if: minutes_unpaid > 5, send: [a, {text: b, if: order.amount > 500}]"), at("+0m", created("T1")), at("+10m", updated("T1", yuan(600)))).
			says("10:05 f/r#1 T1 wangwang 甲")
	})
	t.Run("中间跳过的也不回头", func(t *testing.T) {
		tell(t, stepping("", "if: minutes_unpaid > 5, send: [a, {text: b, if: order.amount > 500}, {text: c, after: 1h}]"), at("+0m", created("T1")), at("+10m", updated("T1", yuan(600)))).
			says("10:05 f/r#1 T1 wangwang 甲", "11:05 f/r#3 T1 wangwang 丙")
	})
	t.Run("过了期限才成立,跳过", func(t *testing.T) {
		tell(t, stepping("", "if: minutes_unpaid > 5, send: [a, {text: b, if: minutes_unpaid > 40}, {text: c, after: 10m}]"), at("+0m", created("T1", onSource("juhuasuan")))).
			says("10:05 f/r#1 T1 wangwang 甲", "10:15 f/r#3 T1 wangwang 丙")
	})
	t.Run("还在等后面的,前面跳过的又成立了,当场重新选", func(t *testing.T) {
		file := stepping("", "if: minutes_unpaid > 5, send: [{text: a, if: order.amount > 500}, {text: b, if: order.amount <= 500, after: 30m}]")
		story := []tiexin.Event{at("+0m", created("T1")), at("+10m", updated("T1", yuan(600)))}
		for _, everySecond := range []bool{true, false} {
			goes, _ := goesOnFoot(t, everySecond, file, "", "", story...)
			saysOf(t, goes, "10:10 f/r#1 T1 wangwang 甲")
		}
	})
	t.Run("全都跳过,什么也不说,还可以重新选", func(t *testing.T) {
		tell(t, stepping("", "if: minutes_unpaid > 5, send: [{text: a, if: order.amount > 500}]"), at("+0m", created("T1")), at("+10m", updated("T1", yuan(600)))).
			says("10:10 f/r T1 wangwang 甲")
	})
}

func Test一步一步_每一步都再问规则自己的条件(t *testing.T) {
	t.Run("条件没了,后面的不说", func(t *testing.T) {
		tell(t, stepping("", `if: "order.amount > 100 && minutes_unpaid > 5", send: [a, {text: b, after: 1h}]`), at("+0m", created("T1")), at("+30m", updated("T1", yuan(50)))).
			says("10:05 f/r#1 T1 wangwang 甲")
	})
	t.Run("条件没了又有了,接着说", func(t *testing.T) {
		tell(t, stepping("", `if: "order.amount > 100 && minutes_unpaid > 5", send: [a, {text: b, after: 1h}]`),
			at("+0m", created("T1")), at("+30m", updated("T1", yuan(50))), at("+40m", updated("T1", yuan(150)))).
			says("10:05 f/r#1 T1 wangwang 甲", "11:05 f/r#2 T1 wangwang 乙")
	})
	t.Run("付了款,后面的不说", func(t *testing.T) {
		tell(t, stepping("while: unpaid", "if: minutes_unpaid > 5, send: [a, {text: b, after: 1h}]"), at("+0m", created("T1")), at("+30m", paid("T1"))).
			says("10:05 f/r#1 T1 wangwang 甲").withheld("10:30 f/r T1 skip ended order.paid")
	})
}

func Test一步一步_一步被挡下_整件事就用完了(t *testing.T) {
	file := stepping("", "if: minutes_unpaid > 5, send: [{text: a, via: [email]}, b]")
	tell(t, file, at("+0m", created("T1")), at("+10m", updated("T1"))).silent().withheld("10:05 f/r T1 skip no-way", "10:10 f/r T1 skip no-way")
}

func Test一步一步_任务也是一步(t *testing.T) {
	tell(t, stepping("", "if: minutes_unpaid > 5, send: [{task: a, via: [phone], within: 30m}, b]"), at("+0m", created("T1"))).
		says("10:05 f/r#1 T1 task:phone 甲", "10:35 f/r#2 T1 wangwang 乙")
	t.Run("中间有别的事,不会多走一步", func(t *testing.T) {
		tell(t, stepping("", "if: minutes_unpaid > 5, send: [{task: a, via: [phone], within: 30m}, {text: b, after: 30m}, {text: c, after: 1h}]"),
			at("+0m", created("T1")), at("+20m", updated("T1")), at("+40m", updated("T1")), at("+50m", updated("T1"))).
			says("10:05 f/r#1 T1 task:phone 甲", "11:05 f/r#2 T1 wangwang 乙", "12:05 f/r#3 T1 wangwang 丙")
	})
}

func Test等事件_等一会儿再问(t *testing.T) {
	thanks := stepping("", "when: [order.paid], after: 30m, send: a")
	tell(t, thanks, at("+0m", created("T1")), at("+5m", paid("T1"))).says("10:35 f/r T1 wangwang 甲")
	t.Run("等的时候退了款,不说", func(t *testing.T) {
		tell(t, thanks, at("+5m", paid("T1")), at("+20m", refunded("T1"))).silent().withheld("10:20 f/r T1 skip ended order.refunded")
	})
	t.Run("等的时候条件没了,不说", func(t *testing.T) {
		tell(t, stepping("", "when: [order.paid], after: 30m, if: order.amount > 100, send: a"), at("+5m", paid("T1", yuan(200))), at("+20m", updated("T1", yuan(50)))).silent()
	})
	t.Run("事件来晚了,从发生的时候算", func(t *testing.T) {
		tell(t, thanks, late("+20m", "+5m", paid("T1"))).says("10:35 f/r T1 wangwang 甲")
		tell(t, thanks, late("+2h", "+5m", paid("T1"))).says("12:00 f/r T1 wangwang 甲")
	})
	t.Run("结束它的事件也能开始它", func(t *testing.T) {
		tell(t, stepping("", "when: [order.closed], after: 30m, send: a"), at("+0m", created("T1")), at("+5m", closed("T1"))).says("10:35 f/r T1 wangwang 甲")
		tell(t, stepping("", "when: [order.refunded], after: 30m, send: a"), at("+0m", paid("T1")), at("+5m", refunded("T1"))).says("10:35 f/r T1 wangwang 甲")
	})
	t.Run("没等到事件,没人问它", func(t *testing.T) {
		told := tell(t, thanks, at("+0m", created("T1")), at("+5m", updated("T1"))).silent()
		assert.Empty(t, told.outcomes)
	})
}

func Test一件事到什么时候为止(t *testing.T) {
	for _, tt := range []struct {
		name, head, rule string
		events           []tiexin.Event
		expected         []string
		withheld         string
	}{
		{"until里的事件发生了", "until: [order.shipped]", "when: [order.paid], after: 1h, send: a", []tiexin.Event{at("+0m", paid("T1")), at("+5m", shipped("T1"))}, nil, "10:05 f/r T1 skip ended order.shipped"},
		{"until之前就发生过,也算", "until: [order.refund_opened]", "when: [order.paid], after: 1h, send: a", []tiexin.Event{at("+0m", ofOrder(tiexin.EventOrderRefundOpened, "T1", nil)), at("+5m", paid("T1"))}, nil, "10:05 f/r T1 skip ended order.refund_opened"},
		{"客户的聊天也算", "until: [chat.asked]", "when: [order.paid], after: 1h, send: a", []tiexin.Event{at("+0m", paid("T1")), at("+5m", chats(tiexin.EventChatAsked))}, nil, "10:05 f/r T1 skip ended chat.asked"},
		{"开始之前的聊天不算", "until: [chat.asked]", "when: [order.paid], after: 1h, send: a", []tiexin.Event{at("+0m", chats(tiexin.EventChatAsked)), at("+5m", paid("T1"))}, []string{"11:05 f/r T1 wangwang 甲"}, ""},
		{"别的订单的事不算", "until: [order.shipped]", "when: [order.paid], after: 1h, send: a", []tiexin.Event{at("+0m", paid("T1")), at("+5m", shipped("T2"))}, []string{"11:00 f/r T1 wangwang 甲"}, ""},
		{"说两个钟,一个停了就停", "", `if: "minutes_unpaid > 5 && minutes_since_order > 10", send: a`, []tiexin.Event{at("+0m", paid("T0")), at("+0m", created("T1")), at("+7m", paid("T1"))}, nil, ""},
		{"确认九十天之后,什么都不再说", "", "if: order.message == '晚', send: a", []tiexin.Event{at("+0m", ofOrder(tiexin.EventOrderSucceeded, "T1", nil)), at("02-09 10:01", updated("T1", thing(func(o *tiexin.Order) { o.Message = "晚" })))}, []string{}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for i := range tt.events {
				if tt.events[i].At.Before(morning) { // the next year
					tt.events[i].At = tt.events[i].At.AddDate(1, 0, 0)
				}
			}
			told := tell(t, stepping(tt.head, tt.rule), tt.events...)
			told.says(tt.expected...)
			if tt.withheld != "" {
				told.withheld(tt.withheld)
			}
		})
	}
}

func Test结束只说一遍(t *testing.T) {
	told := tell(t, unpaid, at("+0m", created("T1")), at("+5m", paid("T1")), at("+6m", updated("T1")), at("+7m", updated("T1")), at("+8m", customerIs()))
	n := 0
	for _, line := range lines(told.outcomes) {
		if line[6:] == "payment/gentle T1 skip ended order.paid" {
			n++
		}
	}
	assert.Equal(t, 1, n)
}
