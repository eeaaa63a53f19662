package decide

import (
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A Verdict is what became of asking a rule about a subject.
type Verdict uint8

// The verdicts.
const (
	Send   Verdict = iota + 1 // a message goes
	Task                      // a person gets something to do
	Wait                      // asked again later
	Skip                      // silence
	Regret                    // a message had already gone when it was learnt that it should not have
)

// A Finding is what became of asking one rule about one subject, once.
type Finding struct {
	At      ask.Instant
	Kind    ask.Kind
	Subject string
	Ref     *rule.Ref
	Step    uint8 // from 1; 0 where the rule has only one
	Verdict Verdict
	Reason  remember.Reason
	By      string      // what decided
	Until   ask.Instant // when it is asked again, at the latest; 0: at the next event
	Said    *Said
	Ways    []channel.Way
	Sight   int // of Step.Sights; -1: no condition looked
}

// Said is what is said to a customer, or asked of a person.
type Said struct {
	ID      string
	Via     channel.Kind
	Text    string // as the customer sees it
	Parts   int
	Cost    channel.Cost
	Merged  []string
	Message *channel.Message
	Task    *channel.Task
}

// goes says whether something was decided to go.
func (f *Finding) goes() bool { return f.Verdict == Send || f.Verdict == Task }

// repeats says that asking again at the same instant found the same.
func (f *Finding) repeats(g *Finding) bool {
	return f.Ref == g.Ref && f.Subject == g.Subject && f.Verdict == g.Verdict && f.Reason == g.Reason && f.By == g.By && f.Until == g.Until && !f.goes()
}

// find records what became of asking a rule.
func (s *Step) find(a *asking, verdict Verdict, reason remember.Reason, by string, until ask.Instant) *Finding {
	f := s.add(a.rule, a.view, stepOf(a, verdict, reason), verdict, reason, by, until)
	if a.firing != nil && a.firing.Brought != "" {
		f.Sight = s.sightWith(a.view, a.firing.Brought)
	}
	return f
}

// replace records what became of a rule that may have been asked in this pass: the
// last word counts.
func (s *Step) replace(a *asking, verdict Verdict, reason remember.Reason, by string) {
	for i := s.pass; i < len(s.Found); i++ {
		if f := &s.Found[i]; f.Ref == &a.rule.Ref && f.Subject == a.view.ID {
			f.Step, f.Verdict, f.Reason, f.By, f.Until, f.Said, f.Ways = stepOf(a, verdict, reason), verdict, reason, by, 0, nil, nil
			return
		}
	}
	s.find(a, verdict, reason, by, 0)
}

// stepOf is the number of the step that a finding names.
func stepOf(a *asking, verdict Verdict, reason remember.Reason) uint8 {
	if verdict == Wait || verdict == Send || verdict == Task || reason == remember.MergedInto {
		return stepNumber(a)
	}
	return 0
}

// stepNumber is the number of the step that a finding is about, where a rule has
// several.
func stepNumber(a *asking) uint8 {
	if len(a.rule.Steps) > 1 && a.step < len(a.rule.Steps) {
		return uint8(min(a.step+1, 255))
	}
	return 0
}

// add adds a finding, unless asking again has only found the same.
func (s *Step) add(r *rule.Rule, v *view, step uint8, verdict Verdict, reason remember.Reason, by string, until ask.Instant) *Finding {
	if until >= ask.Forever {
		until = 0
	}
	s.Found = append(s.Found, Finding{
		At: s.now, Kind: v.Kind, Subject: v.ID, Ref: &r.Ref, Step: step, Verdict: verdict, Reason: reason, By: by, Until: until, Sight: s.sightOf(v),
	})
	last := &s.Found[len(s.Found)-1]
	if s.round > 0 && s.repeated(last) {
		s.Found = s.Found[:len(s.Found)-1]
		return &Finding{}
	}
	return last
}

// repeated says that asking again at the same instant found the same as before.
func (s *Step) repeated(last *Finding) bool {
	for i := range s.Found[:len(s.Found)-1] {
		if s.Found[i].repeats(last) {
			return true
		}
	}
	return false
}

// record records what became of a rule outside of an asking.
func (s *Step) record(about *remember.Subject, ref *rule.Ref, verdict Verdict, reason remember.Reason, by string) {
	s.Found = append(s.Found, Finding{At: s.now, Kind: about.Kind, Subject: about.ID, Ref: ref, Verdict: verdict, Reason: reason, By: by, Sight: -1})
}

// time is an instant in the shop's zone; the zero time for none.
func (s *Step) time(i ask.Instant) time.Time {
	if i >= ask.Forever || i <= 0 {
		return time.Time{}
	}
	return i.Time(s.rules.Shop.Zone)
}
