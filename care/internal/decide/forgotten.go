package decide

import (
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
)

// unreadSource is the source of the refusal that stands for those that could not be
// read.
const unreadSource = "forgotten_unread"

// Forget leaves only the refusals, the shop's own block, and when it was. Open tasks are
// taken back, and what was decided in the same turn does not go. Unread is why the memory
// could not be read, and nil when it could; then nothing is left of it, and everything
// counts as refused. Forget returns why something could not be read.
func (s *Step) Forget(now ask.Instant, unread error) error {
	s.now, s.happened, s.event = now, 0, ""
	s.Out = nil
	if unread != nil {
		s.mem.ForgetUnread(now.Millis(), unreadSource)
	} else {
		s.mem.Subjects(remember.Everything, s.takeBackTasks)
		unread = s.mem.Err()
		s.mem.ForgetAll(now.Millis())
	}
	s.lookAnew()
	s.room.known.forget(s.rules.Size())
	return unread
}

// takeBackTasks takes the open tasks about a subject back from the desk.
func (s *Step) takeBackTasks(about *remember.Subject) {
	for _, f := range about.Firings {
		if f.State() == remember.Tasking && !s.means.Deciding {
			s.Close = append(s.Close, Withdrawal{ID: s.messageID(f), Why: "forgotten"})
		}
	}
}

// isOld says that an event is about what was forgotten with the customer: it happened
// before, or reports on a message or task from before.
func (s *Step) isOld(e *tiexin.Event) bool {
	if s.mem.Forgotten == 0 {
		return false
	}
	if s.mem.IsOld(e.At.UnixMilli()) {
		return true
	}
	id := reportedID(e)
	if f := s.firingOf(id); f != nil && s.messageID(f) == id {
		return false
	}
	parts, own := s.partsOf(id)
	if !own {
		return false
	}
	occurrence, err := strconv.Atoi(parts[3])
	return err == nil && s.mem.Forgot(occurrence)
}

// hearOld hears from an event about what was forgotten only what has to outlive the
// forgetting. It begins nothing, and says false when there is nothing of the kind in it.
func (s *Step) hearOld(e *tiexin.Event) bool {
	changed := s.mem.HearOld(e)
	if changed = s.refusal(e, nil) || changed; !changed {
		return false
	}
	s.happened, s.event = e.At.UnixMilli(), e.Type
	s.lookAnew()
	s.askEverybody()
	return true
}

// askEverybody asks again about every subject after news of the customer.
func (s *Step) askEverybody() {
	s.ask(func(about *remember.Subject) concern {
		if about.Kind == ask.Customer {
			return own
		}
		return others
	})
}

// reportedID is the identity of the message or task that an event reports on; empty: it
// reports on none.
func reportedID(e *tiexin.Event) string {
	switch {
	case e.Message != nil:
		return e.Message.ID
	case e.Task != nil:
		return e.Task.ID
	}
	return ""
}

// Knows says that an id is that of a message or task of the customer's which is not
// forgotten.
func (s *Step) Knows(id string) bool {
	parts, own := s.partsOf(id)
	if !own {
		return false
	}
	occurrence, err := strconv.Atoi(parts[3])
	return err == nil && !s.mem.Forgot(occurrence)
}

// partsOf takes the identity of a message or task of the customer's apart: flow, rule,
// subject, occurrence, step. It says false for any other id.
func (s *Step) partsOf(id string) (parts []string, own bool) {
	rest, ok := strings.CutPrefix(id, "v1:")
	if !ok {
		return nil, false
	}
	parts = strings.Split(rest, "/")
	if len(parts) != 7 || parts[0] != escape(s.shop) || parts[1] != escape(s.customer) && !s.mem.HasAbsorbed(withSlash.Replace(parts[1])) {
		return nil, false
	}
	return parts[2:], true
}

// viaOf are the channels of the step that an identity names. It says false when no rule
// has such a step.
func (s *Step) viaOf(id string) (via []channel.Kind, known bool) {
	parts, own := s.partsOf(id)
	if !own {
		return nil, false
	}
	r, held := s.rules.Rule(parts[0] + "/" + parts[1])
	step, err := strconv.Atoi(parts[4])
	if !held || err != nil || step < 1 || step > len(r.Steps) {
		return nil, false
	}
	return r.Steps[step-1].Via, true
}
