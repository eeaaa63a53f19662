package care

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

const chatting = `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  silent: {title: 不说话, about: chat, while: silent, purpose: service, via: [wangwang], rules: [
    {name: told, if: "chat.topic == 'offer' && !chat.ordered && minutes_silent > 15", send: unclear}, {name: asked, if: "!chat.ordered && minutes_silent > 5", send: there}]}
  dear: {title: 嫌贵, about: chat, when: chat.too_dear, purpose: service, via: [wangwang], rules: [{name: r, send: dear}]}
  sorry: {title: 道歉, about: customer, when: chat.closed, purpose: service, via: [wangwang], rules: [{name: r, after: 24h, if: has_tag('投诉过'), send: sorry}]}
  boss: {title: 投诉给主管, about: chat, when: chat.complained, purpose: notice, via: [phone], rules: [{name: r, send: {task: boss, owner: 主管, within: 30m}}]}
  ad: {title: 通知, about: customer, when: customer.signed_in, purpose: notice, via: [wangwang], rules: [{name: r, send: ad, again: 1s}]}
texts:
  there: "#客服|我#还在"
  unclear: 哪里不清楚
  dear: "「#商品名称|这件#」有优惠"
  sorry: 抱歉
  boss: 三十分钟内回电
  ad: 通知
`

func says(kind tiexin.EventType, details ...func(*tiexin.Chat)) tiexin.Event {
	return happening(kind, []detail{func(e *tiexin.Event) {
		e.Chat = &tiexin.Chat{ID: "C1", Agent: "小林"}
		for _, d := range details {
			d(e.Chat)
		}
	}})
}

func TestT1_问了不答_五分钟再问一声(t *testing.T) {
	tell(t, chatting, at("+0m", says(tiexin.EventChatAsked)), at("+1m", says(tiexin.EventChatReplied))).says("10:06 silent/asked C1 wangwang 小林还在")
	tell(t, chatting, at("+0m", says(tiexin.EventChatAsked)), at("+1m", says(tiexin.EventChatReplied)), at("+4m", says(tiexin.EventChatDoubted))).silent()
	tell(t, chatting, at("+1m", says(tiexin.EventChatReplied)), at("+4m", says(tiexin.EventChatClosed))).silent()
	topic := func(c *tiexin.Chat) { c.Topic = "offer" }
	tell(t, chatting, at("+1m", says(tiexin.EventChatToldOffer, topic))).says("10:16 silent/told C1 wangwang 哪里不清楚")
	t.Run("下了单就不追问", func(t *testing.T) {
		tell(t, chatting, at("+1m", says(tiexin.EventChatReplied)), at("+3m", created("T1"))).silent()
	})
}

func TestT1_嫌贵_说得出是哪件(t *testing.T) {
	tell(t, chatting, at("+0m", says(tiexin.EventChatTooDear, func(c *tiexin.Chat) { c.Product = "推车" }))).says("10:00 dear/r C1 wangwang 「推车」有优惠")
}

// The complaint's own task does not wait for the end of the complaint.
func TestT1_投诉半小时内有人跟_别的先别说_次日致歉(t *testing.T) {
	s := opens(t, chatting)
	s.hears(customerIs(func(e *tiexin.Event) { e.Customer.Tags = []string{"投诉过"} }))
	s.at("+1m").hears(says(tiexin.EventChatComplained))
	s.delivers()
	if assert.Len(t, s.tasks, 1) {
		assert.Equal(t, "主管", s.tasks[0].Owner)
		assert.True(t, timeAt("+31m").Equal(s.tasks[0].Deadline))
	}
	hasLines(t, s.at("+2m").hears(happening(tiexin.EventCustomerSignedIn, nil)), "10:02 ad/r wait in-conversation")
	s.at("+3h").hears(says(tiexin.EventChatClosed))
	s.wakes("+28h")
	s.delivers()
	s.handed("wangwang  通知", "wangwang  抱歉", "task:phone C1 三十分钟内回电")
}

// A chat without an id is the customer's only one; when it opens again after its end
// it is another conversation.
func TestT1_没有编号的会话_关了再开是新的一次(t *testing.T) {
	file := `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  hi: {title: 招呼, about: chat, when: chat.opened, purpose: service, via: [wangwang], rules: [{name: r, send: hi}]}
texts: {hi: 您好}
`
	unnamed := func(c *tiexin.Chat) { c.ID = "" }
	story := tell(t, file, at("+0m", says(tiexin.EventChatOpened, unnamed)), at("+1m", says(tiexin.EventChatAsked, unnamed)), at("+9m", says(tiexin.EventChatClosed, unnamed)),
		at("+2h", says(tiexin.EventChatOpened, unnamed)))
	story.says("10:00 hi/r wangwang 您好", "12:00 hi/r wangwang 您好")
	ids := map[string]bool{}
	for _, o := range story.outcomes {
		if o.Goes() {
			ids[o.Said.ID] = true
		}
	}
	assert.Len(t, ids, 2, "two messages, two identities")
}

func TestE9_一张订单的评价_不动别的订单(t *testing.T) {
	file := `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  ask: {title: 请评价, about: order, when: order.succeeded, until: review.created, purpose: service, via: [wangwang], rules: [{name: r, after: 24h, send: ask}]}
texts: {ask: 请评价}
`
	review := func(order string) tiexin.Event {
		return happening(tiexin.EventReviewCreated, []detail{func(e *tiexin.Event) {
			e.Review = &tiexin.Review{OrderID: order, Rating: tiexin.Good}
			e.ID = "review " + order
		}})
	}
	both := []tiexin.Event{at("+0m", ofOrder(tiexin.EventOrderSucceeded, "T0", nil)), at("+0m", ofOrder(tiexin.EventOrderSucceeded, "T1", nil))}
	tellUntil(t, "+30h", file, append(both, at("+1h", review("T0")))...).says("11-12 10:00 ask/r T1 wangwang 请评价")
	tellUntil(t, "+30h", file, append(both, at("+1h", review("")))...).silent()
}

func TestB2_事件带来的_条件和话里都有(t *testing.T) {
	file := `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  bad: {title: 差评, about: order, when: review.created, purpose: service, via: [phone], rules: [{name: r, if: "review.rating == 'bad'", send: {task: bad, owner: 主管}}]}
  low: {title: 低分, about: order, when: survey.answered, purpose: service, via: [phone], rules: [{name: r, if: survey.score <= 6, send: {task: low}}, {name: high, if: survey.score > 8, send: {task: high}}]}
  call: {title: 回访, about: order, when: order.succeeded, purpose: service, via: [phone], rules: [{name: r, send: {task: call}}]}
  missed: {title: 没打通, about: order, when: task.failed, purpose: service, via: [sms], rules: [{name: r, if: "task.rule == 'call/r' && task.outcome == 'no_answer'", send: missed}]}
  cart: {title: 加购, about: customer, when: customer.carted, until: order.paid, purpose: notice, via: [wangwang], rules: [{name: r, after: 2h, if: product.price >= 50, send: cart, again: 1s}]}
texts:
  bad: "#评价结果#:#评价详情|没写#"
  low: 低分
  high: 高分
  call: 回访
  missed: 给您打过电话
  cart: "#商品名称#还在购物车"
`
	story := func(events ...tiexin.Event) *shop {
		s := opens(t, file)
		for _, e := range events {
			s.now.Store(e.At.UnixMilli())
			s.hears(e)
		}
		s.wakes("+5h")
		s.delivers()
		return s
	}
	review := func(r tiexin.Review) tiexin.Event {
		return at("+1h", happening(tiexin.EventReviewCreated, []detail{func(e *tiexin.Event) { e.Review = &r }}))
	}
	done := at("+0m", ofOrder(tiexin.EventOrderSucceeded, "T1", nil))
	story(done, review(tiexin.Review{OrderID: "T1", Rating: tiexin.Bad, Text: "线头多"})).handed("task:phone T1 回访", "task:phone T1 差评:线头多")
	story(done, review(tiexin.Review{OrderID: "T1", Rating: tiexin.Good, Text: "好"})).handed("task:phone T1 回访")
	score := func(n *int) tiexin.Event {
		return at("+1h", happening(tiexin.EventSurveyAnswered, []detail{func(e *tiexin.Event) { e.Survey = &tiexin.Survey{OrderID: "T1", Score: n} }}))
	}
	six, nine := 6, 9
	story(done, score(&six)).handed("task:phone T1 回访", "task:phone T1 低分")
	story(done, score(&nine)).handed("task:phone T1 回访", "task:phone T1 高分")
	story(done, score(nil)).handed("task:phone T1 回访")
	carted := func(title string, price tiexin.Money) tiexin.Event {
		return at("+1h", happening(tiexin.EventCustomerCarted, []detail{func(e *tiexin.Event) { e.Product = &tiexin.Item{Title: title, Price: price}; e.ID = title }}))
	}
	story(carted("推车", 500_00)).handed("wangwang  推车还在购物车")
	story(carted("袜子", 5_00)).handed()
	t.Run("电话没打通,改发短信", func(t *testing.T) {
		s := story(done)
		failed := reports(tiexin.EventTaskFailed, s.tasks[0].ID, func(e *tiexin.Event) { e.Task.Outcome = "no_answer" })
		s.at("+6h").hears(failed)
		s.delivers()
		s.handed("sms T1 给您打过电话", "task:phone T1 回访")
	})
}

// Hosts that poll say order.updated, and lose nothing.
func TestB3_怎么知道的都算数_旧事不叫醒人(t *testing.T) {
	file := `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  paid: {title: 付款, about: order, when: order.paid, purpose: service, via: [wangwang], rules: [{name: r, send: paid}]}
  sent: {title: 发货, about: order, when: order.shipped, purpose: service, via: [wangwang], rules: [{name: r, send: sent}]}
  part: {title: 部分, about: order, when: order.partly_shipped, purpose: service, via: [wangwang], rules: [{name: r, send: part}]}
  late: {title: 旧的也说, about: order, when: order.paid, purpose: service, via: [wangwang], rules: [{name: r, fresh: 30d, send: late}]}
  gold: {title: 升级, about: customer, when: customer.grade_changed, purpose: service, via: [wangwang], rules: [{name: r, if: customer.grade == 'gold', send: gold}]}
texts: {paid: 谢谢, sent: 发了, part: 发了一部分, late: 补说, gold: 金卡}
`
	picture := func(when, id string, o func(*tiexin.Order)) tiexin.Event {
		e := at(when, updated("T1", thing(o)))
		e.ID = id
		return e
	}
	shows := picture("+10m", "u1", func(o *tiexin.Order) { o.PaidAt = timeAt("+5m") })
	tell(t, file, at("+0m", created("T1")), shows).says("10:10 late/r T1 wangwang 补说", "10:10 paid/r T1 wangwang 谢谢")
	t.Run("后来又听说一遍,不再说", func(t *testing.T) {
		tell(t, file, at("+0m", created("T1")), shows, at("+20m", paid("T1")), picture("+30m", "u2", func(o *tiexin.Order) { o.Status = tiexin.Paid })).
			says("10:10 late/r T1 wangwang 补说", "10:10 paid/r T1 wangwang 谢谢")
	})
	t.Run("只有状态", func(t *testing.T) {
		tell(t, file, at("+0m", created("T1")), picture("+10m", "u1", func(o *tiexin.Order) { o.Status = tiexin.PartlyShipped }), picture("+20m", "u2", func(o *tiexin.Order) { o.Status = tiexin.Shipped })).
			says("10:10 part/r T1 wangwang 发了一部分", "10:20 sent/r T1 wangwang 发了")
	})
	t.Run("一天以前的事,不说;写了fresh的照说", func(t *testing.T) {
		old := picture("+10m", "u1", func(o *tiexin.Order) {
			o.CreatedAt, o.PaidAt, o.ShippedAt = timeAt("11-01 10:00"), timeAt("11-01 11:00"), timeAt("11-02 10:00")
		})
		tell(t, file, old).says("10:10 late/r T1 wangwang 补说")
	})
	t.Run("完成了,付款和发货自然都有过,可不从头说起", func(t *testing.T) {
		tell(t, file, picture("+10m", "u1", func(o *tiexin.Order) { o.Status = tiexin.Succeeded })).silent()
	})
	t.Run("等级变了", func(t *testing.T) {
		grade := func(when, g string) tiexin.Event {
			e := at(when, customerIs(who(func(c *tiexin.Customer) { c.Grade = g })))
			e.ID = g
			return e
		}
		tell(t, file, grade("+0m", "gold")).silent()
		tell(t, file, grade("+0m", "silver"), grade("+1h", "gold")).says("11:00 gold/r wangwang 金卡")
	})
	t.Run("说了才知道早付了_记遗憾", func(t *testing.T) {
		s := opens(t, unpaid)
		s.hears(created("T1"))
		s.wakes("+16m")
		s.delivers()
		out := s.at("+20m").hears(picture("+20m", "u1", func(o *tiexin.Order) { o.PaidAt = timeAt("+14m") }))
		hasLines(t, out, "10:20 payment/gentle T1 regret ended order.paid 2m before")
	})
}

func TestE7_渠道断了_为什么断了_结果和日志都说(t *testing.T) {
	s := opens(t, strings.Replace(unpaid, "[wangwang, sms]", "[sms]", 1))
	s.hears(created("T1"))
	s.wakes("+16m")
	s.fails = func(string, channel.Kind) error { return &channel.Final{Reason: "isv.SMS_TEMPLATE_ILLEGAL"} }
	out := s.delivers().Outcomes
	var ways []string
	for _, o := range out {
		for _, w := range o.Ways {
			ways = append(ways, fmt.Sprint(w))
		}
	}
	assert.Equal(t, []string{"sms closed: undeliverable (isv.SMS_TEMPLATE_ILLEGAL)"}, ways)
	assert.Contains(t, s.log.String(), "isv.SMS_TEMPLATE_ILLEGAL")
	late := opens(t, strings.Replace(unpaid, "[wangwang, sms]", "[sms]", 1))
	late.hears(created("T1"))
	late.wakes("+16m")
	late.fails = func(string, channel.Kind) error { return channel.ErrTooLate }
	hasLines(t, late.delivers().Outcomes, "10:16 payment/gentle T1 skip too-late")
}

// In flows about chats every event of the customer counts for until.
func TestT1_聊着付了定金下了单_会话里不再跟(t *testing.T) {
	file := `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  unpaid: {title: 没付定金, about: chat, while: unpaid, until: order.deposit_paid, purpose: service, via: [wangwang], rules: [{name: r, if: minutes_unpaid > 15, send: here}]}
  silent: {title: 没有回音, about: chat, while: silent, until: order.created, purpose: service, via: [wangwang], rules: [{name: r, if: minutes_silent > 5, send: here}]}
texts: {here: 我在的}
`
	names := func(c *tiexin.Chat) { c.OrderID = "T1" }
	asked := []tiexin.Event{at("+0m", created("T1")), at("+1m", says(tiexin.EventChatAsked, names))}
	tellUntil(t, "+1h", file, asked...).says("10:15 unpaid/r C1 wangwang 我在的")
	deposit := ofOrder(tiexin.EventOrderDepositPaid, "T1", nil)
	tellUntil(t, "+1h", file, append(asked, at("+2m", deposit))...).silent().withheld("10:02 unpaid/r C1 skip ended order.deposit_paid")

	replied := at("+1m", says(tiexin.EventChatReplied))
	tellUntil(t, "+1h", file, replied).says("10:06 silent/r C1 wangwang 我在的")
	tellUntil(t, "+1h", file, replied, at("+2m", created("T2"))).silent().withheld("10:02 silent/r C1 skip ended order.created")
	t.Run("在规则开始等之前下的,也算", func(t *testing.T) {
		first := at("+0m", says(tiexin.EventChatAsked))
		tellUntil(t, "+1h", file, first, at("+2m", says(tiexin.EventChatReplied))).says("10:07 silent/r C1 wangwang 我在的")
		tellUntil(t, "+1h", file, first, at("+1m", created("T2")), at("+2m", says(tiexin.EventChatReplied))).silent()
	})
}

// Again counts from the rule's last message: a rule that an event ended before it
// said anything may begin at once.
func TestB3_买过之后又加了别的_照提(t *testing.T) {
	file := `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  cart: {title: 购物车, about: customer, when: customer.carted, until: order.created, purpose: service, via: [wangwang], rules: [{name: r, after: 2h, again: 7d, send: left}]}
texts: {left: "#商品名称#还在购物车里"}
`
	cart := func(when, id, title string) tiexin.Event {
		return at(when, happening(tiexin.EventCustomerCarted, []detail{func(e *tiexin.Event) { e.Product = &tiexin.Item{ProductID: id, Title: title} }}))
	}
	coat, scarf := cart("+0m", "S1", "大衣"), cart("+3h", "S2", "围巾")
	tellUntil(t, "+9h", file, coat, at("+1h", created("T1")), scarf).says("15:00 cart/r wangwang 围巾还在购物车里")
	tellUntil(t, "+9h", file, coat, scarf).says("12:00 cart/r wangwang 大衣还在购物车里")
	t.Run("同一件事又来一遍,不算新的", func(t *testing.T) {
		ordered := at("+1h", created("T1"))
		again := late("+90m", "+0m", coat)
		again.ID = "again"
		tellUntil(t, "+9h", file, coat, ordered, again).silent().withheld("11:00 cart/r skip ended order.created")
		refused := []tiexin.Event{coat, at("+1h", revokes("wangwang")), at("+3h", grants("wangwang")), late("+4h", "+0m", again)}
		tellUntil(t, "+9h", file, refused...).silent().withheld("12:00 cart/r skip refused")
		tellUntil(t, "+9h", file, append(refused[:3], cart("+4h", "S2", "围巾"))...).says("16:00 cart/r wangwang 围巾还在购物车里")
	})
	t.Run("说过的,隔够了才再说", func(t *testing.T) {
		tellUntil(t, "+300h", file, coat, cart("+160h", "S2", "围巾"), cart("+180h", "S3", "帽子")).
			says("12:00 cart/r wangwang 大衣还在购物车里", "11-19 00:00 cart/r wangwang 帽子还在购物车里")
	})
}

// What a chat says about no order is asked of the chat itself: words of the order are
// unknown then, and unknown is neither yes nor no.
func TestT1_会话没有说到订单_条件也说得出来(t *testing.T) {
	file := `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  asked: {title: 来问, about: chat, when: chat.asked, purpose: service, via: [wangwang], choose: all, rules: [
    {name: without, if: chat.order == '', send: hello},
    {name: with, if: chat.order != '', send: hello},
    {name: known, if: chat.order != '' && order.paid, send: hello},
    {name: wrong, if: order.id == '', send: hello}]}
texts: {hello: 您好}
`
	names := func(id string) func(*tiexin.Chat) { return func(c *tiexin.Chat) { c.OrderID = id } }
	s := opens(t, file)
	s.hears(paid("T1"))
	hasLines(t, s.hears(says(tiexin.EventChatAsked)),
		"10:00 asked/without C1 wangwang 您好", "10:00 asked/with C1 skip condition-off", "10:00 asked/known C1 skip condition-off", "10:00 asked/wrong C1 skip condition-off order.id == ''")
	other := opens(t, file)
	other.hears(paid("T1"))
	hasLines(t, other.hears(says(tiexin.EventChatAsked, names("T1"))),
		"10:00 asked/without C1 skip condition-off", "10:00 asked/with C1 wangwang 您好", "10:00 asked/known C1 wangwang 您好")
	t.Run("说到的订单谁也不认识", func(t *testing.T) {
		s := opens(t, file)
		hasLines(t, s.hears(says(tiexin.EventChatAsked, names("T9"))), "10:00 asked/with C1 wangwang 您好", "10:00 asked/known C1 skip condition-off order.paid")
	})
}
