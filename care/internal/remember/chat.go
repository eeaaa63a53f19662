package remember

import "github.com/tiexin-go/tiexin"

// A Chat is one conversation: its picture, and when each of these happened last.
type Chat struct {
	Subject
	Picture[tiexin.Chat]

	Opened, Talked, Trouble, Complained, Closed int64
	Asked, Answered                             int64 // the last word of the customer, and of the agent
}

// read takes the chat of an event in.
func (h *Chat) read(e *tiexin.Event, at int64) {
	h.Picture.add(chatFields, e.Chat, at)
	newer := func(last *int64) { *last = max(*last, at) }
	switch e.Type {
	case tiexin.EventChatOpened:
		newer(&h.Opened)
	case tiexin.EventChatPaymentTrouble:
		newer(&h.Trouble)
	case tiexin.EventChatComplained:
		newer(&h.Complained)
	case tiexin.EventChatClosed:
		newer(&h.Closed)
	case tiexin.EventChatRated: // says how it was, not that it goes on
	default:
		if e.Type.Thing() == "chat" {
			newer(&h.Talked)
		}
	}
	switch e.Type {
	case tiexin.EventChatAsked, tiexin.EventChatTooDear, tiexin.EventChatPaymentTrouble, tiexin.EventChatDoubted, tiexin.EventChatHesitated, tiexin.EventChatComplained:
		newer(&h.Asked)
	case tiexin.EventChatReplied, tiexin.EventChatToldOffer:
		newer(&h.Answered)
	}
	if e.Chat.Answered {
		newer(&h.Answered)
	}
	h.Opened = max(h.Opened, Millis(e.Chat.OpenedAt))
	h.Closed = max(h.Closed, Millis(e.Chat.ClosedAt))
}

// renew begins a new conversation when one without an id goes on after its end: what
// was said in the last one does not count for it. At is when it begins.
func (h *Chat) renew(at int64) {
	h.Heard, h.Ended, h.Begun, h.Settled = h.Heard[:0], h.Ended[:0], h.Begun[:0], false
	for _, word := range []*int64{&h.Asked, &h.Answered} {
		if *word != at {
			*word = 0
		}
	}
	for _, f := range h.Firings {
		if f.Over() {
			f.Again(0)
		}
	}
}

// Goes says that the conversation goes on.
func (h *Chat) Goes() bool { return h.lastWord() > h.Closed }

func (h *Chat) lastWord() int64 {
	return max(h.Opened, h.Talked, h.Trouble, h.Complained)
}

// CustomersTurn says that the agent had the last word, and when.
func (h *Chat) CustomersTurn() (since int64, yes bool) {
	return h.Answered, h.Goes() && h.Answered != 0 && h.Answered >= h.Asked
}

// Began is when the conversation began, as far as is known.
func (h *Chat) Began() int64 {
	first := h.Opened
	for _, x := range h.Heard {
		if x.Event.Thing() == "chat" && (first == 0 || x.First < first) {
			first = x.First
		}
	}
	return first
}

func (h *Chat) restsAt() int64 {
	if h.Closed != 0 && !h.Goes() {
		return h.Closed + chatFor.Milliseconds()
	}
	return h.lastHeard() + quietFor.Milliseconds()
}
