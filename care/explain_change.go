package care

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A standing is what is remembered of the rules about one subject, before anybody
// asks them.
type standing struct {
	x        *Explanation
	rules    *decide.Rules
	mem      *remember.Customer
	kind     ask.Kind
	subject  string
	firings  map[string]remember.Firing // by the paths of their rules
	leaders  map[string]string          // likewise: the subject whose message speaks for it, and is not handed over
	asks     map[string]ask.Instant     // when a flow is asked by time alone
	slots    map[string]remember.Slot   // messages that count, by their ids
	deciding bool
}

func standingOf(x *Explanation, rules *decide.Rules, mem *remember.Customer, about *remember.Subject, deciding bool) *standing {
	s := &standing{
		x: x, rules: rules, mem: mem, kind: about.Kind, subject: about.ID, firings: map[string]remember.Firing{}, leaders: map[string]string{},
		asks: map[string]ask.Instant{}, slots: map[string]remember.Slot{}, deciding: deciding,
	}
	for _, f := range rules.FlowsAbout(about.Kind) {
		s.asks[f.Name] = about.Wakes.Of(f.Name)
	}
	for _, slot := range mem.SlotsSince(0) {
		s.slots[slot.ID] = slot
	}
	for _, f := range about.Firings {
		s.firings[f.Rule] = *f
		mem.Subjects(func(other *remember.Subject) bool { return f.Merged && other.Kind == about.Kind }, func(other *remember.Subject) {
			for _, leader := range other.Firings {
				if leader.State() == remember.Handing && f.Follows(leader) {
					s.leaders[f.Rule] = other.ID
				}
			}
		})
	}
	return s
}

// failed are the channels that failed for good for a rule, in the provider's words.
func (s *standing) failed(path string) []channel.Way {
	var ways []channel.Way
	for _, x := range s.firings[path].Failures {
		w := channel.Way{Kind: x.Via, Closed: channel.Undeliverable, Why: x.Why}
		if x.Late {
			w.Closed = channel.TooLate
		}
		ways = append(ways, w)
	}
	return ways
}

// whatWouldChange says in a sentence what has to happen for the rule to speak.
func (s *standing) whatWouldChange(o *Outcome, seen []rule.Seen) string {
	until := o.Until.In(s.x.zone).Format(time.DateTime)
	switch o.Reason {
	case Due:
		return "nothing" + s.askedBy(o.Flow, s.x.At, ": it goes now")
	case NotYet:
		switch f := s.firings[o.Path()]; {
		case f.State() != remember.Tasking || o.By != "task":
			return "time: it is due at " + until + s.askedBy(o.Flow, o.Until, "")
		case f.Until != 0:
			return "nothing: a person has it until " + time.UnixMilli(f.Until).In(s.x.zone).Format(time.DateTime)
		default:
			return "nothing: a person has it"
		}
	case ConditionOff:
		if o.By != "" {
			return "it could not be worked out: " + o.By
		}
		return "the facts: not true is " + strings.Join(notTrue(seen), "; ")
	case EarlierRule:
		return fmt.Sprintf("rule %s, which comes before it, would have to stop applying", o.By)
	case InConversation:
		return "the chat has to be closed"
	case Capped, QuietHours:
		if o.Verdict == Wait {
			return fmt.Sprintf("time: %s ends at %s", o.By, until) + s.askedBy(o.Flow, o.Until, "")
		}
		return fmt.Sprintf("nothing: %s drops it", o.By)
	case NeedsReview:
		return "somebody has to approve " + o.Said.ID
	case Ended:
		return "nothing: it ended with " + cmp.Or(o.By, "the subject")
	case NoGuardianConsent:
		return "the guardian's consent: nothing is said about the child without it"
	case AlreadySaid:
		return "nothing: " + s.said(o.Flow, cmp.Or(o.By, o.Rule), o.Rule)
	case MergedInto:
		return fmt.Sprintf("nothing: the message about %s speaks for it", o.By)
	}
	return "nothing: this silence is final"
}

func notTrue(seen []rule.Seen) (off []string) {
	for _, s := range seen {
		if !s.Yes {
			off = append(off, s.Text)
		}
	}
	return off
}

// askedBy is how a sentence goes on where the flow is asked by an instant at the
// latest, and that nobody asks it where it is not.
func (s *standing) askedBy(flow string, at time.Time, then string) string {
	if s.asks[flow] > ask.After(at.UnixMilli()) {
		return ", but nobody asks before the next event"
	}
	return then
}

// stopped is why a message in the outbox waits, as a sentence goes on; empty: it may go.
func (s *standing) stopped(r *rule.Rule, f *remember.Firing) (then string) {
	wording := ""
	if r != nil && f.Step < len(r.Steps) {
		wording = r.Steps[f.Step].Text.Name
	}
	for _, stopped := range stopsOf(s.x.stopped, f.Via, wording) {
		then += ": " + pastEnglish{}.stopped(stopped)
	}
	return then
}

// said tells how far what a rule has said has come.
func (s *standing) said(flow, name, asked string) string {
	it, path := "it", flow+"/"+name
	if name != asked {
		it = "rule " + name
	}
	f, ok := s.firings[path]
	done := max(f.Step, 1) // the last step that was said
	slot, counts := s.slots[decide.MessageID(s.x.Key.Shop, s.x.Key.Customer, path, s.subject, s.mem.Occurrence(&f), done)]
	switch r, _ := s.rules.Rule(path); {
	case !ok:
		return it + " has been said"
	case f.State() == remember.Handing:
		return fmt.Sprintf("%s is decided and waits to be handed over by %s", it, f.Via) + s.stopped(r, &f)
	case f.State() == remember.Tasking:
		return it + " is with a person"
	case s.leaders[path] != "":
		return fmt.Sprintf("the message about %s speaks for %s, and waits to be handed over", s.leaders[path], it)
	case f.Merged:
		return fmt.Sprintf("the message about another %s spoke for %s", s.kind, it)
	case counts && slot.Unsure:
		return fmt.Sprintf("it is not known whether %s went by %s: no answer came, and it is not sent again", it, f.Via)
	case counts && slot.Came == remember.Delivered:
		return fmt.Sprintf("%s has been delivered by %s", it, f.Via)
	case counts && (slot.Came == remember.Sent || s.deciding):
		return fmt.Sprintf("%s has been handed over by %s", it, f.Via)
	case r != nil && done <= len(r.Steps) && r.Steps[done-1].Task:
		return "a person had " + it
	default:
		return it + " has been said"
	}
}
