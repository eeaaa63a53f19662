package decide

import (
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// What a provider says of a message concerns more than the message: the address it went
// to, the consent of whoever received it, and the money it cost.

// Fared says what an event reports of a message.
type Fared struct {
	Via    channel.Kind // None: nobody knows
	Failed bool         // for good; else it has arrived
	Why    string       // in the provider's words, without what is personal
	At     ask.Instant
}

// noteFate notes what an event says became of a message of the customer's.
func (s *Step) noteFate(e *tiexin.Event, f *remember.Firing) {
	failed := e.Type == tiexin.EventMessageFailed && e.Message.Final && !s.hasArrived(e.Message.ID)
	if (failed || e.Type == tiexin.EventMessageDelivered) && s.Knows(e.Message.ID) {
		s.Fared = append(s.Fared, Fared{Via: s.sentBy(f, e.Message), Failed: failed, Why: s.discreet(e.Message.Reason), At: ask.InstantOf(e.At)})
	}
}

// isCause says that an event reports a failure for good with a cause.
func isCause(e *tiexin.Event, cause channel.Cause) bool {
	return e.Type == tiexin.EventMessageFailed && e.Message.Final && channel.Cause(e.Message.Cause) == cause
}

// isBy says that a report may be about a message as it went by its channel.
func isBy(t *remember.Slot, m *tiexin.MessageReport) bool {
	return m.Channel == "" || m.Channel == t.Kind.String()
}

// sentBy is the channel by which a message went that a report is about; None: it cannot be
// known.
func (s *Step) sentBy(f *remember.Firing, m *tiexin.MessageReport) channel.Kind {
	if k, ok := channel.ParseKind(m.Channel); ok {
		return k
	}
	if t := s.mem.Slot(m.ID); t != nil {
		return t.Kind
	}
	if f != nil && s.messageID(f) == m.ID {
		return f.Via
	}
	return channel.None
}

// refusedBy keeps that a customer has told the provider of a channel, or the carrier, to
// let nothing through. It says whether that is news.
func (s *Step) refusedBy(id string, k channel.Kind, why string, at time.Time) bool {
	if k == channel.None {
		return false
	}
	return s.mem.AddConsent(tiexin.Consent{ID: id, Channel: k.String(), Refused: true, At: at, Source: "provider", Proof: s.discreet(why)})
}

// hearCause hears what a failure for good at the hand-over means beyond the message.
func (s *Step) hearCause(in *Report) (refused, changed bool) {
	var to channel.Address
	switch {
	case in.What != Undeliverable:
		return false, false
	case in.Message != nil:
		to = in.Message.Address
	case in.Task != nil:
		to = in.Task.Address
	}
	switch in.Cause {
	case channel.CauseRefused:
		refused = s.refusedBy(in.ID, to.Kind, in.Why, s.clock())
		if refused {
			s.lookAnew()
		}
		return refused, refused
	case channel.CauseAddress:
		return false, to.To != "" && s.mem.NoteBad(remember.AddressSum(to), s.now.Millis())
	}
	return false, false
}

// partsOf is how many parts a text is billed as; 0: nothing is billed.
func partsOf(c *composed) int {
	if c.cost == 0 {
		return 0
	}
	return c.parts
}

// took hears where a message went in the end, and what the sender says that it cost. It
// says whether anything changed.
func (s *Step) took(m *channel.Message, r channel.Receipt) bool {
	t := s.mem.Slot(m.ID)
	if t == nil || t.Kind != m.Kind {
		return false
	}
	before := *t
	t.To = remember.AddressSum(m.Address)
	s.bill(t, r.Parts, r.Cost)
	return *t != before
}

// delivered hears that a message has arrived, and in how many parts.
func (s *Step) delivered(m *tiexin.MessageReport) {
	if t := s.mem.Slot(m.ID); t != nil && isBy(t, m) {
		t.Came, t.Unsure = remember.Delivered, false
		s.bill(t, m.Parts, 0)
	}
}

// arrivedBy hears that a message has arrived by a channel that was given up, while the next
// was to take it over and has not: that one costs nothing.
func (s *Step) arrivedBy(f *remember.Firing, m *tiexin.MessageReport) {
	k, named := channel.ParseKind(m.Channel)
	t := s.mem.Slot(m.ID)
	if !named || t == nil || t.Kind == k {
		return
	}
	s.spend(t, -t.Cost)
	f.Via, t.Kind, t.Cost, t.Parts, t.Billed, t.To, t.Came, t.Unsure = k, k, 0, 0, remember.Estimated, 0, remember.Delivered, false
}

// hasArrived says that a provider has reported a message as delivered.
func (s *Step) hasArrived(id string) bool {
	t := s.mem.Slot(id)
	return t != nil && t.Came == remember.Delivered
}

// bill corrects what a message cost by what the provider says of it; zero: it does not say.
// A cost that it says stands. Of parts that it says the larger count, and they cost what a
// part of the message does. So it is no matter how often it says so, and in which order.
func (s *Step) bill(t *remember.Slot, parts int, cost channel.Cost) {
	was := *t
	if parts > 0 && (t.Billed == remember.Estimated || parts > t.Parts) {
		if t.Billed < remember.BilledCost {
			t.Cost, t.Billed = s.priceOf(t, parts), remember.BilledParts
		}
		t.Parts = parts
	}
	if cost > 0 && t.Billed < remember.BilledCost {
		t.Cost, t.Billed = cost, remember.BilledCost
	}
	s.spend(&was, t.Cost-was.Cost)
	b := Bill{ID: t.ID, Via: t.Kind, Parts: t.Parts, Cost: t.Cost, MoreCost: t.Cost - was.Cost}
	if was.Parts > 0 {
		b.MoreParts = t.Parts - was.Parts
	}
	if b.MoreParts != 0 || b.MoreCost != 0 {
		s.billed(&b)
	}
}

// billed records that a message cost something else than was reckoned.
func (s *Step) billed(b *Bill) {
	parts, own := s.partsOf(b.ID)
	if !own {
		return
	}
	about := &remember.Subject{Kind: ask.Customer, ID: withSlash.Replace(parts[2])}
	if f := s.firingOf(b.ID); f != nil {
		about = f.Subject
	}
	s.record(about, &rule.Ref{Flow: parts[0], Rule: parts[1]}, Billed, 0, "")
	s.tell(&s.Found[len(s.Found)-1]).Bill = b
}

// priceOf is what a number of parts of a message cost.
func (s *Step) priceOf(t *remember.Slot, parts int) channel.Cost {
	if t.Parts > 0 {
		return t.Cost / channel.Cost(t.Parts) * channel.Cost(parts)
	}
	_, part := s.rules.Tariff.Cost(t.Kind, "1", tiexin.Phone{})
	return part * channel.Cost(parts)
}
