package kinds

import (
	"math"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/template"
)

// chat is a conversation as a subject. It belongs to an order if it names one.
type chat struct{}

func (chat) see(v *View, s *Scene) {
	h := s.Memory.Chat(v.ID)
	v.Chat = h
	t := &h.Thing
	if t.OrderID != "" {
		if o := s.Memory.Order(t.OrderID); o != nil {
			s.seeOrder(v, o)
		}
	}
	v.Has = v.Has.With(ask.ThingChat)
	v.Born = h.Began()
	since, customersTurn := h.CustomersTurn()
	v.filled = v.filled.With(ask.ThingChat)
	v.Facts.Chat = ask.ChatFacts{
		Topic: t.Topic, Agent: t.Agent, Product: t.Product, Order: t.OrderID, Answered: customersTurn, Ordered: t.Ordered || s.orderedIn(h), Score: math.NaN(),
	}
	if t.Score != 0 {
		v.Facts.Chat.Score = float64(t.Score)
	}
	if !h.Goes() && h.Closed != 0 {
		v.Over, v.Ends = true, ask.At(h.Closed)
		v.Clocks[ask.Silent] = ask.Reading{Phase: ask.Over}
	}
	if customersTurn {
		v.Clocks[ask.Silent] = running(since)
	}
}

// orderedIn says that the customer has ordered, or paid, since the conversation
// began.
func (s *Scene) orderedIn(h *remember.Chat) bool {
	last := remember.LastOf(s.Memory.Heard, tiexin.EventOrderCreated, tiexin.EventOrderDepositPaid, tiexin.EventOrderPaid)
	return last != 0 && last >= h.Began() && (h.Goes() || last <= h.Closed)
}

func (chat) ended(*View, ask.Stem) string { return string(tiexin.EventChatClosed) }

func (chat) value(v *Values, n template.Name) (string, bool) {
	t := &v.Views[0].Chat.Thing
	switch n {
	case template.Agent:
		return text(t.Agent)
	case template.ItemTitle:
		return text(v.title(t.Product))
	}
	return "", false
}
