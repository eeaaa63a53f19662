package decide

import (
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// GiveUp has the person go on under another id from an instant on.
func (s *Step) GiveUp(into string, now ask.Instant) {
	if s.rules.HasMoments() && len(s.comings(now)) == 0 {
		s.mem.Moments = max(s.mem.MomentsTo(), reached(now))
	}
	s.mem.Into, s.mem.HandingOver, s.mem.Now = into, true, now.Millis()
}

// Absorb takes in what was known under another id of the same person, as that id's blob
// has it, and asks nothing: an event or AskAll comes after it. What was taken in before
// changes nothing. The error says that it cannot be read.
func (s *Step) Absorb(other string, facts []byte, now ask.Instant) error {
	if other == s.customer || s.mem.HasAbsorbed(other) {
		return nil
	}
	from, err := remember.Decode(facts)
	if err != nil {
		return err
	}
	s.now, s.happened, s.event = now, 0, ""
	s.passBefore()
	aside := s.mem.Absorb(s.customer, other, from)
	if err := from.Err(); err != nil {
		return err
	}
	for _, f := range aside {
		s.layAside(f)
	}
	s.lookAnew()
	s.room.known.forget(s.rules.Size())
	return nil
}

// layAside takes back what a firing has under way of which another speaks for the person.
func (s *Step) layAside(f *remember.Firing) {
	posting := s.decided(f)
	if posting == "" {
		return
	}
	s.Cancel = append(s.Cancel, posting)
	s.giveBack(s.messageID(f))
	if f.State() == remember.Tasking {
		s.Close = append(s.Close, Withdrawal{ID: s.messageID(f), Why: "merged"})
	}
}
