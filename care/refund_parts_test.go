package care

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
)

const askAfterAWeek = `
limits: {quiet: {n: {hours: "03:00-03:01"}}}
flows: {ask: {title: 评价, about: order, when: order.shipped, purpose: service, via: [wangwang], rules: [{name: r, after: 7d, send: hello}]}}
texts: {hello: 用得好吗}
`

func refunds(r tiexin.Refund) detail { return func(e *tiexin.Event) { e.Refund = &r } }

func refundOpened(id string, details ...detail) tiexin.Event {
	return ofOrder(tiexin.EventOrderRefundOpened, id, details)
}

func TestE2_退一部分_事件怎么到都是一部分(t *testing.T) {
	sent := at("+0m", shipped("T1", yuan(199)))
	fifty := at("+1h", refundOpened("T1", refunds(tiexin.Refund{ID: "R1", Amount: 50_00})))
	item := at("+1h", refundOpened("T1", refunds(tiexin.Refund{ID: "R1", ItemID: "a"})))
	done := at("+2h", refunded("T1", refunds(tiexin.Refund{ID: "R1"})))
	for name, order := range map[string][]tiexin.Event{
		"顺着到": {sent, fifty, done}, "反着到": {sent, done, late("+3h", "+1h", fifty)},
		"只退一件": {sent, item, done}, "只退一件,反着到": {sent, done, late("+3h", "+1h", item)},
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, askAfterAWeek, order...).says("11-18 10:00 ask/r T1 wangwang 用得好吗")
		})
	}
}

func TestE2_几笔退款加起来就是全退了(t *testing.T) {
	for _, item := range []string{"", "a"} {
		first := at("+1h", refunded("T1", refunds(tiexin.Refund{ID: "R1", Amount: 100_00, ItemID: item})))
		second := at("+2h", refunded("T1", refunds(tiexin.Refund{ID: "R2", Amount: 99_00, ItemID: item})))
		tell(t, askAfterAWeek, at("+0m", shipped("T1", yuan(199))), first, second).silent()
		tell(t, askAfterAWeek, at("+0m", shipped("T1", yuan(199))), second, late("+3h", "+1h", first)).silent()
		tell(t, askAfterAWeek, at("+0m", shipped("T1", yuan(199.01))), first, second).says("11-18 10:00 ask/r T1 wangwang 用得好吗")
		assert.Equal(t, timeAt("+2h").UnixMilli(), recalls(t, at("+0m", shipped("T1", yuan(199))), second, first).Orders[0].ClosedAt())
	}
}

func Test退款的时间_又说一遍状态也不变(t *testing.T) {
	again := func(e *tiexin.Event) {
		e.Order.Refunds = []tiexin.Refund{{ID: "R1", Status: tiexin.RefundSucceeded}, {ID: "R2", Status: tiexin.RefundWaitSeller}}
	}
	events := []tiexin.Event{
		at("+0m", shipped("T1", yuan(199))), at("+1h", refunded("T1", refunds(tiexin.Refund{ID: "R1"}))),
		at("+5h", updated("T1", again)), at("+6h", refunded("T1", refunds(tiexin.Refund{ID: "R3", Amount: 1}), again)),
	}
	for range 2 {
		o := recalls(t, events...).Orders[0]
		assert.Equal(t, timeAt("+1h").UnixMilli(), o.ClosedAt())
		assert.Equal(t, timeAt("+1h").UnixMilli(), o.Refunds[0].At)
		assert.Zero(t, o.Refunds[1].Done, "another refund's event does not pay this one out")
		assert.True(t, o.Refunding())
		slices.Reverse(events)
	}
}

func TestE16_消费金额扣掉退款(t *testing.T) {
	pays := func(when, id string, amount float64) tiexin.Event { return at(when, paid(id, yuan(amount))) }
	back := func(when, id, refund string, amount tiexin.Money) tiexin.Event {
		return at(when, refunded(id, refunds(tiexin.Refund{ID: refund, Amount: amount})))
	}
	is := func(when string, orders int, spent tiexin.Money) tiexin.Event {
		return at(when, customerIs(who(func(c *tiexin.Customer) { c.PaidOrders, c.Spent = orders, spent })))
	}
	for _, tt := range []struct {
		name   string
		events []tiexin.Event
		orders int
		spent  tiexin.Money
	}{
		{"没退", []tiexin.Event{pays("+0h", "T1", 10), pays("+1h", "T2", 7)}, 2, 17_00},
		{"全退", []tiexin.Event{pays("+0h", "T1", 10), pays("+1h", "T2", 7), back("+2h", "T1", "R1", 0)}, 1, 7_00},
		{"退一部分", []tiexin.Event{pays("+0h", "T1", 10), back("+2h", "T1", "R1", 3_00)}, 1, 7_00},
		{"退两次,不会退得比付的多", []tiexin.Event{pays("+0h", "T1", 10), back("+2h", "T1", "R1", 6_00), back("+3h", "T1", "R2", 6_00)}, 0, 0},
		{"付了款又关了", []tiexin.Event{pays("+0h", "T1", 10), pays("+1h", "T2", 7), at("+2h", closed("T1"))}, 1, 7_00},
		{"没付就关了", []tiexin.Event{at("+0h", created("T1")), pays("+1h", "T2", 7), at("+2h", closed("T1"))}, 1, 7_00},
		{"没听说付过,先听说退了", []tiexin.Event{back("+2h", "T1", "R1", 10_00), pays("+1h", "T2", 7)}, 1, 7_00},
		{"客户的样子比付款新,比退款旧", []tiexin.Event{pays("+0h", "T1", 10), is("+1h", 5, 100_00), back("+2h", "T1", "R1", 10_00)}, 4, 90_00},
		{"客户的样子比退款新", []tiexin.Event{pays("+0h", "T1", 10), back("+1h", "T1", "R1", 3_00), is("+2h", 5, 100_00)}, 5, 100_00},
		{"从前买的,现在退了", []tiexin.Event{is("+1h", 5, 100_00), back("+2h", "T0", "R1", 30_00)}, 4, 70_00},
		{"两笔退款中间有客户的样子", []tiexin.Event{pays("+0h", "T1", 10), back("+1h", "T1", "R1", 3_00), is("+2h", 1, 7_00), back("+3h", "T1", "R2", 2_00)}, 1, 5_00},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for range 2 {
				orders, spent := recalls(t, tt.events...).Tally.Total()
				assert.Equal(t, tt.orders, orders)
				assert.Equal(t, tt.spent, spent)
				slices.Reverse(tt.events)
			}
		})
	}
}
