package decide

import (
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// endsLife are the happenings after which a message may have been one too many.
var endsLife = []tiexin.EventType{
	tiexin.EventOrderPaid, tiexin.EventOrderClosed, tiexin.EventOrderRefunded,
	tiexin.EventParcelSigned, tiexin.EventParcelRejected, tiexin.EventParcelReturned, tiexin.EventParcelLost,
}

// regrets records messages that had gone when something was learnt by which they
// should not have, whatever told it.
func (s *Step) regrets(n *remember.News) {
	for _, h := range n.Happened {
		if s.mem.LastSaid <= h.At {
			continue // everything was said before it happened
		}
		s.mem.Subjects(func(about *remember.Subject) bool { return s.mayRegret(h, n, about) }, func(about *remember.Subject) {
			for _, f := range about.Firings {
				s.regret(h, f)
			}
		})
	}
}

// mayRegret says that a happening may make what was said about a subject regretted.
func (s *Step) mayRegret(h remember.Happening, n *remember.News, about *remember.Subject) bool {
	if !slices.Contains(endsLife, h.Event) {
		return regretted(h.Event) != 0
	}
	return n.Order != nil && about == &n.Order.Subject || n.Parcel != nil && about == &n.Parcel.Subject
}

// regretted is the reason that an event about the customer gives for a regret; 0: it
// gives none.
func regretted(e tiexin.EventType) remember.Reason {
	switch e {
	case tiexin.EventConsentRevoked, tiexin.EventMessageReplied, tiexin.EventTaskRefused:
		return remember.Refused
	case tiexin.EventChatPaymentTrouble, tiexin.EventChatComplained:
		return remember.InConversation
	}
	return 0
}

func (s *Step) regret(h remember.Happening, f *remember.Firing) {
	if f.Said == 0 || f.Said <= h.At || f.State() == remember.Handing {
		return
	}
	if f.Merged && (f.Subject.Kind == ask.Customer || s.leaderOf(f) != nil || !slices.Contains(endsLife, h.Event)) {
		return
	}
	r, ok := s.rules.of(f)
	if !ok || f.Step == 0 || slices.Contains(r.When, h.Event) {
		return
	}
	c := s.candidateOf(r, f, min(f.Step, len(r.Steps))-1)
	want := regretted(h.Event)
	if want == 0 {
		want = remember.Ended
	}
	if !s.regrettedFor(want, c, f.Via) {
		return
	}
	late := ask.At(f.Said) - ask.At(h.At)
	s.record(f.Subject, &r.Ref, Regret, want, string(h.Event)+" "+rule.FormatDuration(late.Duration())+" before")
}

// regrettedFor says that a check gives a reason now why a message that has gone by a
// channel should not have.
func (s *Step) regrettedFor(want remember.Reason, c *candidate, via channel.Kind) bool {
	return slices.ContainsFunc(looking, func(x check) bool {
		return x.asked&regretting != 0 && x.ask(s, c, via, regretting).reason == want
	})
}
