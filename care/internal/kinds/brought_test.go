package kinds

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
)

// What an event brings is kept as far as a rule looks at it, and is there again when the
// rule is asked.
func TestBrought_事件带来什么_留着什么(t *testing.T) {
	nine, order := 9, tiexin.Order{ID: "T1", Refunds: []tiexin.Refund{{ID: "R1"}, {ID: "R2", Amount: 50_00, Reason: "尺码不合"}}}
	for name, tt := range map[string]struct {
		event tiexin.Event
		thing ask.Thing
		want  ask.Facts
	}{
		"评价":       {tiexin.Event{Review: &tiexin.Review{Rating: "bad", Stars: 2, Text: "小了", Append: true}}, ask.ThingReview, ask.Facts{Review: ask.ReviewFacts{Rating: "bad", Stars: 2, Text: "小了", Append: true}}},
		"问卷":       {tiexin.Event{Survey: &tiexin.Survey{Form: "nps", Score: &nine, Answers: map[string]string{"原因": "快"}}}, ask.ThingSurvey, ask.Facts{Survey: ask.SurveyFacts{Form: "nps", Score: 9, Answers: map[string]string{"原因": "快"}}}},
		"退款":       {tiexin.Event{Refund: &tiexin.Refund{Amount: 20_00, Reason: "破了"}}, ask.ThingRefund, ask.Facts{Refund: ask.RefundFacts{Amount: 20, Reason: "破了"}}},
		"全退":       {tiexin.Event{Refund: &tiexin.Refund{Amount: 1, Full: true}}, ask.ThingRefund, ask.Facts{Refund: ask.RefundFacts{Amount: 0.01, Full: true}}},
		"退的有全部那么多": {tiexin.Event{Refund: &tiexin.Refund{Amount: 199_00}}, ask.ThingRefund, ask.Facts{Refund: ask.RefundFacts{Amount: 199, Full: true}}},
		"订单里最后一笔":  {tiexin.Event{Order: &order}, ask.ThingRefund, ask.Facts{Refund: ask.RefundFacts{Amount: 50, Reason: "尺码不合"}}},
		"任务":       {tiexin.Event{Task: &tiexin.TaskReport{Outcome: "reached", Note: "约好了"}}, ask.ThingTask, ask.Facts{Task: ask.TaskFacts{Outcome: "reached", Note: "约好了", Rule: "call/r"}}},
		"回信":       {tiexin.Event{Message: &tiexin.MessageReport{Text: "好的", Channel: "sms"}}, ask.ThingMessage, ask.Facts{Message: ask.MessageFacts{Text: "好的", Channel: "sms", Rule: "call/r"}}},
		"商品":       {tiexin.Event{Product: &tiexin.Item{ID: "I1", ProductID: "P9", Title: "推车", Category: "出行", Price: 99_00}}, ask.ThingProduct, ask.Facts{Product: ask.ProductFacts{ID: "P9", Title: "推车", Category: "出行", Price: 99}}},
		"只有行号的商品":  {tiexin.Event{Product: &tiexin.Item{ID: "I1", ZeroPrice: true}}, ask.ThingProduct, ask.Facts{Product: ask.ProductFacts{ID: "I1"}}},
		"一分不退":     {tiexin.Event{Refund: &tiexin.Refund{ZeroAmount: true, Reason: "换货"}}, ask.ThingRefund, ask.Facts{Refund: ask.RefundFacts{Reason: "换货"}}},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Empty(t, Keep(&tt.event, ask.Brought&^ask.ThingsOf(tt.thing), "call/r"), "no rule looks at it")
			assert.Empty(t, Keep(&tiexin.Event{}, ask.Brought, "call/r"), "there is nothing")
			v := new(ask.View)
			v.Facts.Order.Amount = 199
			new(Scene).Bring(v, Keep(&tt.event, ask.Brought, "call/r"))
			assert.Equal(t, ask.ThingsOf(tt.thing), v.Has)
			tt.want.Order.Amount = 199
			assert.Equal(t, tt.want, v.Facts)
		})
	}
	v := new(ask.View)
	new(Scene).Bring(v, Keep(&tiexin.Event{Review: &tiexin.Review{Rating: "bad"}, Survey: &tiexin.Survey{Form: "nps"}}, ask.Brought, ""))
	assert.True(t, math.IsNaN(v.Facts.Review.Stars) && math.IsNaN(v.Facts.Survey.Score), "what was not given is unknown, not 0")
	new(Scene).Bring(v, Keep(&tiexin.Event{Refund: &tiexin.Refund{}, Product: &tiexin.Item{ID: "I1"}}, ask.Brought, ""))
	assert.True(t, math.IsNaN(v.Facts.Refund.Amount) && math.IsNaN(v.Facts.Product.Price), "nor is an amount")
	new(Scene).Bring(v, "")
	assert.Equal(t, ask.ThingsOf(ask.ThingReview, ask.ThingSurvey, ask.ThingRefund, ask.ThingProduct), v.Has)
}

// A view is used for one subject after the other, and keeps nothing of the last.
func TestSee_上一个主题什么也不留下(t *testing.T) {
	s := scene(t, 9, happens(tiexin.EventOrderPaid, 0, coat), happens(tiexin.EventParcelShipped, 1, box), happens(tiexin.EventChatAsked, 2, tiexin.Chat{ID: "C1", Topic: "offer"}))
	order := s.seen(t, ask.Order, "T1")
	v := s.seen(t, ask.Parcel, "P1")
	new(Scene).Bring(&v.View, Keep(&tiexin.Event{Review: &tiexin.Review{Rating: "bad"}}, ask.Brought, ""))
	v.Used()
	for _, next := range []*View{s.seen(t, ask.Chat, "C1"), order, s.seen(t, ask.Customer, "")} {
		s.See(v, next.Subject)
		v.Facts.Hour, next.Facts.Hour = nil, nil // functions compare with nothing
		if next.Kind == ask.Chat {
			assert.True(t, math.IsNaN(v.Facts.Chat.Score))
			v.Facts.Chat.Score, next.Facts.Chat.Score = 0, 0
		}
		assert.Equal(t, next.Facts, v.Facts)
		assert.Equal(t, next.Clocks, v.Clocks)
		assert.Equal(t, []any{next.Has, next.Order, next.Parcel, next.Chat, next.Parcels, next.Born, next.Ends, next.Over}, []any{v.Has, v.Order, v.Parcel, v.Chat, v.Parcels, v.Born, v.Ends, v.Over})
	}
}
