package decide

import (
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
)

// A Verdict is what became of asking a rule about a subject.
type Verdict uint8

// The verdicts.
const (
	Send    Verdict = iota + 1 // a message goes
	Task                       // a person gets something to do
	Wait                       // asked again later
	Skip                       // silence
	Regret                     // a message had already gone when it was learnt that it should not have
	Moved                      // no rule was asked: the customer's stage changed
	Billed                     // no rule was asked: a message cost something else than was reckoned
	Unknown                    // no rule was asked: nobody knows whether a message or task went
)

// A Finding is what became of asking one rule about one subject, once, or a change of the
// customer's stage. There is one for every rule asked, so it is small: see Step.About and Step.More for the rest.
type Finding struct {
	Ref     *rule.Ref
	Sight   int32 // whom and when it is about: a place in Step.Sights
	more    int32 // a place in Step.mores, from 1; 0: there is nothing more to say
	Step    uint8 // from 1; 0 where the rule has only one
	Verdict Verdict
	Reason  remember.Reason
}

// More is what a finding says beyond its verdict and reason.
type More struct {
	By      string      // what decided
	Unknown string      // the part of a promise that is unknown, and so forbids
	Until   ask.Instant // when it is asked again, at the latest; 0: at the next event
	Said    *Said
	Ways    []channel.Way
	Move    *Move
	Bill    *Bill
}

// A Bill is what a provider says that a message cost, where that is not what was reckoned.
type Bill struct {
	ID        string // of the message
	Via       channel.Kind
	Parts     int
	Cost      channel.Cost
	MoreParts int          // than was reckoned; negative: fewer
	MoreCost  channel.Cost // likewise
}

// A Move is a change of the customer's stage.
type Move struct {
	From, To stage.Stage
}

// About says whom, about what and when a finding is about.
func (s *Step) About(f *Finding) *Sight { return &s.Sights[f.Sight] }

// Plain says that there is nothing more to say.
func (f *Finding) Plain() bool { return f.more == 0 }

// More is what a finding says beyond its verdict and reason. Of a plain one it is
// empty.
func (s *Step) More(f *Finding) *More {
	if f.more == 0 {
		return &nothingMore
	}
	return &s.mores[f.more-1]
}

var nothingMore More

// tell makes room for more about a finding.
func (s *Step) tell(f *Finding) *More {
	if f.more == 0 {
		s.mores = append(s.mores, More{})
		f.more = int32(len(s.mores))
	}
	return &s.mores[f.more-1]
}

// Said is what is said to a customer, or asked of a person.
type Said struct {
	ID      string
	Via     channel.Kind
	Text    string // as the customer sees it
	Parts   int
	Cost    channel.Cost
	Merged  []string
	Parcel  bool // it goes to whoever receives the parcel: no number is known
	Message *channel.Message
	Task    *channel.Task
}

// saying is what a text says by a way.
func saying(id string, w *channel.Way, text *composed) *Said {
	return &Said{
		ID: id, Via: w.Kind, Text: text.whole, Parts: text.parts, Cost: text.cost, Merged: idsOf(text.others), Parcel: w.Address.Parcel != channel.Parcel{},
	}
}

// goes says whether something was decided to go.
func (f *Finding) goes() bool { return f.Verdict == Send || f.Verdict == Task }

// repeats says that asking again at the same instant found the same.
func (s *Step) repeats(f, g *Finding) bool {
	if f.Ref != g.Ref || f.Verdict != g.Verdict || f.Reason != g.Reason || f.goes() || s.About(f).Subject != s.About(g).Subject {
		return false
	}
	x, y := s.More(f), s.More(g)
	return x.By == y.By && x.Until == y.Until
}

// find records what became of asking a rule.
func (s *Step) find(a *asking, verdict Verdict, reason remember.Reason, by string, until ask.Instant) *Finding {
	if a.firing == nil && verdict == Skip && reason == remember.ConditionOff && !s.means.All {
		s.spare = Finding{}
		return &s.spare
	}
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
		if f := &s.Found[i]; f.Ref == &a.rule.Ref && s.About(f).Subject == a.view.ID {
			f.Step, f.Verdict, f.Reason = stepOf(a, verdict, reason), verdict, reason
			*s.tell(f) = More{By: by}
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
	s.Found = append(s.Found, Finding{Ref: &r.Ref, Sight: s.sightOf(v), Step: step, Verdict: verdict, Reason: reason})
	last := &s.Found[len(s.Found)-1]
	if until >= ask.Forever {
		until = 0
	}
	if by != "" || until > 0 {
		*s.tell(last) = More{By: by, Until: until}
	}
	if s.round > 0 && s.repeated(last) {
		s.spare = *last
		s.Found = s.Found[:len(s.Found)-1]
		return &s.spare
	}
	return last
}

// repeated says that asking again at the same instant found the same as before.
func (s *Step) repeated(last *Finding) bool {
	for i := range s.Found[:len(s.Found)-1] {
		if s.repeats(&s.Found[i], last) {
			return true
		}
	}
	return false
}

// record records what became of a rule outside of an asking.
func (s *Step) record(about *remember.Subject, ref *rule.Ref, verdict Verdict, reason remember.Reason, by string) {
	s.Sights = append(s.Sights, Sight{Kind: about.Kind, Subject: about.ID, At: s.now})
	s.Found = append(s.Found, Finding{Ref: ref, Sight: int32(len(s.Sights) - 1), Verdict: verdict, Reason: reason})
	if by != "" {
		s.tell(&s.Found[len(s.Found)-1]).By = by
	}
}

// time is an instant in the shop's zone; the zero time for none.
func (s *Step) time(i ask.Instant) time.Time {
	if i >= ask.Forever || i <= 0 {
		return time.Time{}
	}
	return i.Time(s.rules.Shop.Zone)
}
