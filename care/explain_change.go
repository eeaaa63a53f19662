package care

import (
	"cmp"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/say"
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
	earlier  map[string]string          // likewise: the subject whose message had gone before
	asks     map[string]ask.Instant     // when a flow is asked by time alone
	slots    map[string]remember.Slot   // messages that count, by their ids: the explanation's
	deciding bool
}

func standingOf(x *Explanation, rules *decide.Rules, mem *remember.Customer, about *remember.Subject, deciding bool) *standing {
	s := &standing{
		x: x, rules: rules, mem: mem, kind: about.Kind, subject: about.ID, firings: map[string]remember.Firing{}, leaders: map[string]string{}, earlier: map[string]string{},
		asks: map[string]ask.Instant{}, slots: x.slots, deciding: deciding,
	}
	for _, f := range rules.FlowsAbout(about.Kind) {
		s.asks[f.Name] = about.Wakes.Of(f.Name)
	}
	for _, f := range about.Firings {
		if s.firings[f.Rule] = *f; f.Merged {
			s.leads(f)
		}
	}
	return s
}

// leads notes which message speaks for a firing that is silent for its sake, or went before
// it came up.
func (s *standing) leads(f *remember.Firing) {
	earlier, together := "", false
	s.mem.Subjects(func(other *remember.Subject) bool { return other.Kind == s.kind }, func(other *remember.Subject) {
		for _, leader := range other.Firings {
			if leader == f || leader.Merged || leader.Said == 0 || !leader.BelongsTo(f.Flow()) {
				continue
			}
			if f.Follows(leader) && leader.State() == remember.Handing {
				s.leaders[f.Rule] = other.ID
			}
			if together = together || leader.Said == f.Said; leader.Said < f.Said {
				earlier = other.ID
			}
		}
	})
	if !together {
		s.earlier[f.Rule] = earlier
	}
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
func (s *standing) whatWouldChange(o *Outcome, r *ExplainRule) say.Text {
	until := s.x.instant(o.Until.In(s.x.zone))
	by := s.x.called(o.Flow, o.By)
	switch o.Reason {
	case Due:
		if s.asked(o.Flow, s.x.At) {
			return zh.Text("nothing: it is sent now")
		}
		return zh.Text("the next event: the rule is not checked before")
	case NotYet:
		switch f := s.firings[o.Path()]; {
		case o.By == "task" && s.waitsForDesk(o.Path(), &f) && f.Until != 0:
			return zh.Text("nothing: the task waits to be passed to a person, until %s", s.x.instant(time.UnixMilli(f.Until).In(s.x.zone)))
		case o.By == "task" && s.waitsForDesk(o.Path(), &f):
			return zh.Text("nothing: the task waits to be passed to a person")
		case f.State() == remember.Tasking && o.By == "task" && f.Until != 0:
			return zh.Text("nothing: a person has the task until %s", s.x.instant(time.UnixMilli(f.Until).In(s.x.zone)))
		case f.State() == remember.Tasking && o.By == "task":
			return zh.Text("nothing: a person has the task")
		}
		return s.unlessAsked(o, zh.Text("time until %s", until))
	case ConditionOff:
		if o.By != "" {
			return zh.Text("a fix: the condition could not be evaluated: %s", by)
		}
		return s.lacks(o.Compiled(), o.Path(), r.Seen)
	case EarlierRule:
		return zh.Text("the earlier rule %s to stop applying", by)
	case InConversation:
		return zh.Text("the chat to be closed")
	case Capped, QuietHours:
		if o.Verdict == Wait {
			return s.unlessAsked(o, zh.Text("time until %[2]s, when %[1]s ends", by, until))
		}
		return zh.Text("nothing changes this; %s drops it", by)
	case NeedsReview:
		return zh.Text("approval of %s", o.Said.ID)
	case Ended:
		if o.By == "" {
			return zh.Text("nothing changes this; the subject has ended")
		}
		return zh.Text("nothing changes this; it was ended by %s", by)
	case Forbidden:
		if r.Unknown != "" {
			return zh.Text("nothing changes this; the decision is final: %s forbids what could not be evaluated: %s", by, r.Unknown)
		}
	case NoGuardianConsent:
		return zh.Text("the guardian's consent to messages about the child")
	case AlreadySaid:
		return zh.Text("nothing: %s", s.said(o.Flow, cmp.Or(o.By, o.Rule), o.Rule))
	case MergedInto:
		return zh.Text("nothing: %s", wentBefore(o.By))
	}
	return zh.Text("nothing changes this; the decision is final")
}

// lacks says what would have to be true for the condition of a rule, or where it is true
// those of its next steps.
func (s *standing) lacks(r *rule.Rule, path string, seen []rule.Seen) say.Text {
	var off []string
	if r != nil {
		lacks, _ := r.If.Lacks(seen)
		for _, l := range lacks {
			off = append(off, l.Text)
		}
		if len(off) > 0 {
			return zh.Text("%s", say.Text{English: strings.Join(off, "; "), Chinese: strings.Join(off, "；")})
		}
		for _, step := range r.Steps[min(s.firings[path].Step, len(r.Steps)):] {
			if step.If != nil {
				off = append(off, step.If.Source)
			}
		}
	}
	if len(off) > 0 {
		return zh.Text("one of the conditions of its steps: %s", say.Text{English: strings.Join(off, "; "), Chinese: strings.Join(off, "；")})
	}
	return zh.Text("nothing changes this; the condition is not true when the rule is due")
}

// asked says that the flow is asked by an instant at the latest.
func (s *standing) asked(flow string, at time.Time) bool {
	return s.asks[flow] <= ask.After(at.UnixMilli())
}

// unlessAsked adds that nobody asks a rule when its time has come, where nobody does.
func (s *standing) unlessAsked(o *Outcome, change say.Text) say.Text {
	if s.asked(o.Flow, o.Until) {
		return change
	}
	return zh.Text("%s, and the next event: the rule is not checked before", change)
}

// stopped is why a message in the outbox waits, as a sentence goes on; empty: it may go.
func (s *standing) stopped(r *rule.Rule, f *remember.Firing) (then say.Text) {
	wording := ""
	if r != nil && f.Step < len(r.Steps) {
		wording = r.Steps[f.Step].Text.Name
	}
	for _, stopped := range stopsOf(s.x.stopped, f.Via, wording) {
		why := say.Text{English: pastEnglish{}.stopped(stopped), Chinese: pastChinese{s.x.At}.stopped(stopped)}
		then = zh.Text("%s: %s", then, why)
	}
	return then
}

// waitsForDesk says that a task is in the outbox: no person has it yet.
func (s *standing) waitsForDesk(path string, f *remember.Firing) bool {
	if f.State() != remember.Tasking {
		return false
	}
	customer := s.x.Key.Customer
	if f.As != nil {
		customer = f.As.Customer
	}
	return s.x.queued[decide.MessageID(s.x.Key.Shop, customer, path, s.subject, s.mem.Occurrence(f), f.Step+1)]
}

// said tells how far what a rule has said has come.
func (s *standing) said(flow, name, asked string) say.Text {
	it, path := zh.Text("it"), flow+"/"+name
	if name != asked {
		it = zh.Text("rule %s", s.x.called(flow, name))
	}
	f, ok := s.firings[path]
	by := viaText(f.Via)
	done := max(f.Step, 1) // the last step that was said
	slot, counts := s.slots[decide.MessageID(s.x.Key.Shop, s.x.Key.Customer, path, s.subject, s.mem.Occurrence(&f), done)]
	switch r, _ := s.rules.Rule(path); {
	case !ok:
		return zh.Text("%s has been sent", it)
	case f.State() == remember.Handing:
		return zh.Text("%s is decided and waits to be sent by %s%s", it, by, s.stopped(r, &f))
	case s.waitsForDesk(path, &f):
		return zh.Text("%s waits to be passed to a person", it)
	case f.State() == remember.Tasking:
		return zh.Text("%s is with a person", it)
	case s.leaders[path] != "":
		return zh.Text("the message about %s covers %s and waits to be sent", s.leaders[path], it)
	case s.earlier[path] != "":
		return wentBefore(s.earlier[path])
	case f.Merged:
		return zh.Text("the message about another %s covered %s", kindText(s.kind.String()), it)
	case counts && slot.Unsure:
		return zh.Text("unknown whether %s was sent by %s: no answer came, and it is not sent again", it, by)
	case counts && slot.Came == remember.Delivered:
		return zh.Text("%s has been delivered by %s", it, by)
	case counts && (slot.Came == remember.Sent || s.deciding):
		return zh.Text("%s has been sent by %s", it, by)
	case r != nil && done <= len(r.Steps) && r.Steps[done-1].Task:
		return zh.Text("a person has done %s", it)
	default:
		return zh.Text("%s has been sent", it)
	}
}

// wentBefore says that the message about another subject keeps this one silent.
func wentBefore(subject string) say.Text {
	return zh.Text("the message about %s went before, and within the span of merge only one goes", subject)
}

// instant is a time as people read it beside the explanation's own.
func (x *Explanation) instant(t time.Time) say.Text {
	return say.Text{English: t.Format(time.DateTime), Chinese: timeChinese(t, x.At)}
}

// called is what decided: by its name, and in Chinese as the shop calls it.
func (x *Explanation) called(flow, by string) say.Text {
	return say.Text{English: by, Chinese: inCorners(calledBy(x.rules, flow, by))}
}
