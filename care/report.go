package care

import (
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// hearReport hears from the host what became of a message or task.
func (s *step) hearReport(e *tiexin.Event) {
	id := ""
	switch {
	case e.Message != nil:
		id = e.Message.ID
	case e.Task != nil:
		id = e.Task.ID
	}
	f := s.firingOf(id)
	if f == nil {
		return
	}
	r, ok := s.rules.Rule(f.rule)
	if !ok {
		if e.Type == tiexin.EventMessageFailed && e.Message.Final {
			s.giveBack(id)
		}
		return
	}
	present := id == s.messageID(f) // about the step under way, not one that is done
	switch e.Type {
	case tiexin.EventMessageApproved:
		f.approved = f.approved || present && f.reviewing
	case tiexin.EventMessageDeclined:
		if present && f.reviewing {
			f.useUp(Declined, e.Message.By, s.now)
		}
	case tiexin.EventMessageDelivered:
		if present && f.state == handing {
			s.wakeFor(f, s.handedOver(r, f, s.now.Millis()))
		}
	case tiexin.EventMessageFailed:
		s.hearFailure(f, e.Message, present)
	case tiexin.EventTaskRefused:
		if present && f.state == tasking {
			f.useUp(Refused, "task", s.now)
		}
	case tiexin.EventTaskDone, tiexin.EventTaskFailed:
		if present && f.state == tasking {
			s.wakeFor(f, s.handedOver(r, f, s.now.Millis()))
		}
	}
	s.wakeFor(f, s.now)
}

// hearFailure hears that a message failed for good: the one under way, or the
// last that was handed over. Of an older one only the slot comes back.
func (s *step) hearFailure(f *firing, m *tiexin.MessageReport, present bool) {
	last := *f
	last.step--
	older := m.ID != s.messageID(f) && (f.state == handing || m.ID != s.messageID(&last))
	if !m.Final || !older && m.Channel != "" && m.Channel != f.via.String() { // of a channel that is closed already
		return
	}
	switch {
	case older:
		s.giveBack(m.ID)
	case present && f.state == handing, !present && f.state != handing && m.ID == s.messageID(&last):
		s.failed(f)
	default:
		s.giveBack(m.ID)
	}
}

// firingOf finds the firing a message belongs to, also after its hand-over.
func (s *step) firingOf(id string) *firing {
	if !strings.HasPrefix(id, "v1:") {
		return nil
	}
	for _, f := range s.mem.firings {
		if strings.HasPrefix(id, s.messagePrefix(f)) {
			return f
		}
	}
	return nil
}

// failed closes the channel that failed for good: slot and money come back, and
// the next channel may take the message over.
func (s *step) failed(f *firing) {
	if f.said == 0 || f.state == usedUp || f.state == tasking {
		return
	}
	if f.state != handing { // it had been handed over: the step is undone
		f.step--
		f.closed = f.closedBefore
	}
	f.closed |= uint16(channel.SetOf(f.via))
	s.giveBack(s.messageID(f))
	s.release(f)
	f.unsay()
	s.wakeFor(f, s.now)
}

// withdraw takes back a message that waits to be handed over.
func (s *step) withdraw(f *firing) {
	s.cancel = append(s.cancel, s.postingID(f))
	s.giveBack(s.messageID(f))
	s.release(f)
	f.unsay()
}

// withdrawTask tells the desk that a task has become pointless.
func (s *step) withdrawTask(f *firing, why string) {
	s.cancel = append(s.cancel, s.postingID(f))
	if !s.means.deciding {
		s.close = append(s.close, withdrawal{ID: s.messageID(f), Why: why})
	}
}

// postingID is the message's identity in the outbox: one for each channel it is
// tried by.
func (s *step) postingID(f *firing) string { return s.messageID(f) + "@" + f.via.String() }

// wakeFor has the flow of a firing asked at an instant at the latest.
func (s *step) wakeFor(f *firing, at rule.Instant) {
	flow, _, _ := strings.Cut(f.rule, "/")
	if f.subject == "" {
		s.mem.self.earlier(flow, at)
	} else if o := s.mem.findOrder(f.subject); o != nil {
		o.wakes.earlier(flow, at)
	}
}

// regrets records messages that had gone when an event told that they should
// not have.
func (s *step) regrets(e *tiexin.Event, o *order) {
	at := e.At.UnixMilli()
	for _, f := range s.mem.firings {
		if f.said == 0 || f.said <= at || f.state == handing || f.merged && (o == nil || s.leaderOf(f) != nil) {
			continue
		}
		r, ok := s.rules.Rule(f.rule)
		if !ok {
			continue
		}
		if why := s.regretted(e, o, r, f); why != 0 {
			late := rule.At(f.said) - rule.At(at)
			s.record(f.subject, &r.Ref, Regret, why, string(e.Type)+" "+rule.FormatDuration(late.Duration())+" before")
		}
	}
}

func (s *step) regretted(e *tiexin.Event, o *order, r *rule.Rule, f *firing) Reason {
	switch e.Type {
	case tiexin.EventOrderPaid, tiexin.EventOrderClosed, tiexin.EventOrderRefunded:
		if o == nil || f.subject != o.id {
			return 0
		}
		if slices.Contains(r.When, e.Type) {
			return 0
		}
		if phase, _, _ := s.life(r, f, s.viewOf(o)); phase == rule.Over {
			return Ended
		}
	case tiexin.EventConsentRevoked:
		if channel.Permission(s.mem.consents, f.via, r.Flow.Purpose, s.clock()) == channel.Refused {
			return Refused
		}
	case tiexin.EventChatPaymentTrouble, tiexin.EventChatComplained:
		if s.mem.inConversation() {
			return InConversation
		}
	}
	return 0
}
