package decide

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// What the host has to say about messages and tasks of the engine's own.

// reported finds the firing that an event reports on; nil: none.
func (s *Step) reported(e *tiexin.Event) *remember.Firing {
	return s.firingOf(reportedID(e))
}

// firingOf finds the firing that a message belongs to, also after its hand-over.
func (s *Step) firingOf(id string) *remember.Firing {
	parts, own := s.partsOf(id)
	if !own {
		return nil
	}
	path, subject := parts[0]+"/"+parts[1], withSlash.Replace(parts[2])
	for kind := ask.Order; kind < ask.KindCount; kind++ {
		if kind == ask.Customer && subject != "" {
			continue
		}
		if about := s.mem.Find(kind, subject); about != nil {
			if f := about.Firing(path); f != nil {
				return f
			}
		}
	}
	return nil
}

// orderOf is the id of the order that a firing is about; empty: it is about none.
func (s *Step) orderOf(f *remember.Firing) string {
	if f == nil {
		return ""
	}
	switch f.Subject.Kind {
	case ask.Order:
		return f.Subject.ID
	case ask.Parcel:
		if p := s.mem.Parcel(f.Subject.ID); p != nil {
			return p.Order
		}
	}
	return ""
}

// refusal hears a reply that says no, and a customer who told a person to leave them
// alone, on the channel it was said on. It says whether anything changed.
func (s *Step) refusal(e *tiexin.Event, f *remember.Firing) (changed bool) {
	switch {
	case e.Type == tiexin.EventMessageReplied && s.rules.optOut.Refuses(e.Message.Text):
		words := []string{e.Message.Channel}
		if e.Message.Channel == "" {
			via, _ := s.saidBy(f, e.Message.ID)
			words = wordsOf(via)
		}
		for _, word := range words {
			source := cmp.Or(word, "message") + "_reply"
			changed = s.mem.AddConsent(tiexin.Consent{ID: e.ID, Channel: word, Refused: true, At: e.At, Source: source, Proof: e.Message.Text}) || changed
		}
	case isCause(e, channel.CauseRefused):
		changed = s.refusedBy(e.ID, s.sentBy(f, e.Message), e.Message.Reason, e.At)
	case isCause(e, channel.CauseAddress):
		if t := s.mem.Slot(e.Message.ID); t != nil && isBy(t, e.Message) {
			s.mem.NoteBad(t.To, e.At.UnixMilli())
		}
	case e.Type == tiexin.EventTaskRefused: // whatever became of the subject since
		via, known := s.saidBy(f, e.Task.ID)
		if known && len(via) == 0 {
			return false // it was for the shop's own people
		}
		for _, word := range wordsOf(via) {
			changed = s.mem.AddConsent(tiexin.Consent{ID: e.ID, Channel: word, Refused: true, At: e.At, Source: "task", Proof: e.Task.Note}) || changed
		}
	}
	return changed
}

// wordsOf are the words of channels. Without any they are all meant: the empty word.
func wordsOf(via []channel.Kind) (words []string) {
	for _, k := range via {
		words = append(words, k.String())
	}
	if len(words) == 0 {
		return []string{""}
	}
	return words
}

// saidBy are the channels by which a message or task of a firing went, or may have
// gone. An earlier one than the last, or a forgotten one, went by a channel of the step
// that its identity names, and where that has several it may have been any of them. It
// says false when nobody knows.
func (s *Step) saidBy(f *remember.Firing, id string) (via []channel.Kind, known bool) {
	switch t := s.mem.Slot(id); {
	case f != nil && id == s.messageID(f) && f.Via != channel.None:
		via = []channel.Kind{f.Via}
		if f.State() != remember.Tasking { // it has not gone by this one as far as is known: it may have by those that failed
			via = append(via, slices.DeleteFunc(channel.Kinds(), func(k channel.Kind) bool { return k == f.Via || !f.Closed.Has(k) })...)
		}
		return via, true
	case t != nil:
		return []channel.Kind{t.Kind}, true
	case f != nil && !f.Decided() && f.State() != remember.UsedUp && f.Said != f.StepAt: // else a later one may have been decided, and taken back
		last := *f
		if last.Step--; f.Via != channel.None && id == s.messageID(&last) {
			return []channel.Kind{f.Via}, true
		}
	}
	return s.viaOf(id)
}

// hearReport hears what became of a message or task.
func (s *Step) hearReport(e *tiexin.Event, f *remember.Firing) {
	if f == nil {
		return
	}
	s.passTask(f)
	id := reportedID(e)
	r, ok := s.rules.of(f)
	if !ok {
		switch {
		case e.Type == tiexin.EventMessageDelivered:
			s.delivered(e.Message)
		case e.Type == tiexin.EventMessageFailed && e.Message.Final && !s.hasArrived(id):
			s.giveBack(id)
		}
		return
	}
	present := id == s.messageID(f) // about the step under way, not one that is done
	switch e.Type {
	case tiexin.EventMessageApproved:
		f.Approved = f.Approved || present && f.Reviewing
	case tiexin.EventMessageDeclined:
		if present && f.Reviewing {
			s.silence(f, remember.Silenced, remember.Declined, e.Message.By)
		}
	case tiexin.EventMessageDelivered:
		s.delivered(e.Message)
		if present && f.State() == remember.Handing {
			s.wakeFor(f, s.done(r, f, s.now.Millis()))
			s.arrivedBy(f, e.Message)
		}
	case tiexin.EventMessageFailed:
		s.hearFailure(f, e.Message, present)
	case tiexin.EventTaskRefused:
		if present && f.State() == remember.Tasking {
			s.silence(f, remember.Silenced, remember.Refused, "task")
		}
	case tiexin.EventTaskClaimed:
		if present {
			f.ClaimedBy(e.Task.By, e.At.UnixMilli())
		}
		return // nobody says anything for that
	case tiexin.EventTaskDone, tiexin.EventTaskFailed:
		if present && f.State() == remember.Tasking {
			s.wakeFor(f, s.done(r, f, s.now.Millis()))
		}
	}
	s.wakeFor(f, s.now)
}

// hearFailure hears that a message failed for good: the one under way, or the last
// that was handed over. Of an older one only the slot comes back.
func (s *Step) hearFailure(f *remember.Firing, m *tiexin.MessageReport, present bool) {
	last := *f
	last.Step--
	wasLast := m.ID == s.messageID(&last)
	if t := s.mem.Slot(m.ID); t != nil && t.Came == remember.Delivered && isBy(t, m) {
		return // it has arrived, whatever is said afterwards
	}
	if t := s.mem.Slot(m.ID); t != nil && wasLast && !f.Decided() {
		f.Via = t.Kind // a later step may have been decided, and taken back
	}
	older := m.ID != s.messageID(f) && (f.State() == remember.Handing || !wasLast)
	if !m.Final || !older && m.Channel != "" && m.Channel != f.Via.String() { // of a channel that is closed already
		return
	}
	switch {
	case !older && (present && f.State() == remember.Handing || !present && f.State() != remember.Handing && wasLast):
		s.failed(f, remember.Failure{Via: f.Via, Why: s.discreet(m.Reason)})
	default:
		s.giveBack(m.ID)
	}
}

// discreet are a provider's words as the host reports them, without what is personal
// about the customer.
func (s *Step) discreet(words string) string {
	if words == "" {
		return ""
	}
	var striker discreet.Striker
	s.mem.TellPersonal(&striker)
	return striker.Strike(words)
}

// failed closes the channel that failed for good: slot and money come back, and the
// next channel may take the message over.
func (s *Step) failed(f *remember.Firing, why remember.Failure) {
	if f.Said == 0 || f.State() == remember.UsedUp || f.State() == remember.Waiting {
		return
	}
	f.Failures = append(f.Failures, why)
	s.move(f, remember.Failed)
	s.wakeFor(f, s.now)
}

// refOf names the rule of a firing, whether or not the rule files hold it.
func refOf(f *remember.Firing) *rule.Ref {
	flow, name, _ := strings.Cut(f.Rule, "/")
	return &rule.Ref{Flow: flow, Rule: name}
}
