package kinds

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
)

func TestCustomer_每个词都从它该来的地方来(t *testing.T) {
	who := tiexin.Customer{
		ID: "xiaowang", Nick: "小王", Name: "王小明", Gender: "male", Grade: "gold", Points: -3, Tags: []string{"老客"}, Region: tiexin.Region{Province: "浙江", City: "杭州"},
		PaidOrders: 3, Spent: 600_00, Attr: map[string]string{"risk": "9"},
	}
	v := scene(t, 9, happens(tiexin.EventCustomerUpdated, 0, who), happens(tiexin.EventChatComplained, 1, tiexin.Chat{ID: "C1"})).seen(t, ask.Customer, "")
	assert.Equal(t, ask.CustomerFacts{
		ID: "xiaowang", Nick: "小王", Name: "王小明", Gender: "male", Grade: "gold", Points: -3, Tags: []string{"老客"}, Province: "浙江", City: "杭州",
		PaidOrders: 3, Spent: 600, AverageOrder: 200, Value: "low", Talking: true, Complaining: true, Attr: map[string]string{"risk": "9"},
	}, v.Facts.Customer)
	assert.Equal(t, "小鹿家", v.Facts.Shop.Name)
	assert.Empty(t, v.WhatEnded(ask.NoClock))
	assert.Empty(t, v.Status())
	assert.Nil(t, v.OrderThing())
	v = scene(t, 9, happens(tiexin.EventChatComplained, 1, tiexin.Chat{ID: "C1"}), happens(tiexin.EventChatClosed, 2, tiexin.Chat{ID: "C1"})).seen(t, ask.Customer, "")
	assert.Equal(t, ask.CustomerFacts{ID: "xiaowang", Value: "low"}, v.Facts.Customer, "nobody talks, and nothing was spent")
}

func TestCustomer_买过以后的钟(t *testing.T) {
	told := tiexin.Customer{ID: "xiaowang", PaidOrders: 2, FirstOrderAt: hour(-50), LastOrderAt: hour(-20)}
	about := func(events ...tiexin.Event) string { return clocks(scene(t, 9, events...).seen(t, ask.Customer, "")) }
	assert.Empty(t, about(happens(tiexin.EventCustomerSignedIn, 0)))
	assert.Equal(t, "since_order 1, since_first_order 1", about(happens(tiexin.EventOrderPaid, 1, coat)))
	assert.Equal(t, "since_order -20, since_first_order -50", about(happens(tiexin.EventCustomerUpdated, 0, told)))
	assert.Equal(t, "since_order 1, since_first_order -50", about(happens(tiexin.EventCustomerUpdated, 0, told), happens(tiexin.EventOrderPaid, 1, coat)))
}

func TestChat_词和钟(t *testing.T) {
	talk := tiexin.Chat{ID: "C1", OrderID: "T1", Topic: "offer", Agent: "小林", Product: "推车", Score: 4}
	s := scene(t, 9, happens(tiexin.EventOrderCreated, 0, coat), happens(tiexin.EventChatAsked, 1, talk), happens(tiexin.EventChatReplied, 2, talk))
	v := s.seen(t, ask.Chat, "C1")
	assert.Equal(t, ask.ChatFacts{Topic: "offer", Agent: "小林", Product: "推车", Order: "T1", Answered: true, Score: 4}, v.Facts.Chat)
	assert.Equal(t, ask.ThingsOf(ask.ThingOrder, ask.ThingChat), v.Has)
	assert.Equal(t, "T1", v.Facts.Order.ID)
	assert.Equal(t, []any{ask.Runs, hour(2).UnixMilli()}, []any{v.Clocks[ask.Silent].Phase, v.Clocks[ask.Silent].Origin})
	assert.Equal(t, "born 1, lasts", life(v))
	assert.Equal(t, "chat.closed", v.WhatEnded(ask.NoClock))

	lone := tiexin.Chat{ID: "C1"}
	seen := func(events ...tiexin.Event) *View { return scene(t, 9, events...).seen(t, ask.Chat, "C1") }
	v = seen(happens(tiexin.EventChatAsked, 1, lone))
	assert.Equal(t, []any{false, "", true}, []any{v.Facts.Chat.Answered, v.Facts.Chat.Order, math.IsNaN(v.Facts.Chat.Score)})
	assert.Equal(t, ask.ThingsOf(ask.ThingChat), v.Has, "it names no order")
	assert.Empty(t, clocks(v), "it is the agent's turn")
	v = seen(happens(tiexin.EventChatAsked, 1, lone), happens(tiexin.EventChatClosed, 3, lone), happens(tiexin.EventOrderCreated, 4, coat))
	assert.Equal(t, "silent over", clocks(v))
	assert.Equal(t, "born 1, over at 3", life(v))
	assert.False(t, v.Facts.Chat.Ordered, "it was over before the order")
	assert.True(t, seen(happens(tiexin.EventChatAsked, 1, lone), happens(tiexin.EventOrderCreated, 2, coat), happens(tiexin.EventChatClosed, 3, lone)).Facts.Chat.Ordered)
	assert.False(t, seen(happens(tiexin.EventOrderCreated, 0, coat), happens(tiexin.EventChatAsked, 1, lone)).Facts.Chat.Ordered, "the order came before it")
}
