package care

import (
	"time"

	"github.com/tiexin-go/tiexin/care/rule"
)

// emit records what became of asking a rule.
func (s *step) emit(a *asking, v *subjectView, verdict Verdict, reason Reason, d *Detail) {
	if s.out == nil {
		s.out = make([]Outcome, 0, max(1, s.room.usual))
	}
	s.out = append(s.out, Outcome{})
	s.fill(&s.out[len(s.out)-1], a, v, verdict, reason, d)
	if s.round > 0 && s.repeated() {
		s.out = s.out[:len(s.out)-1]
	}
}

// replace records what became of a rule that may have had an outcome in this
// pass: the last word counts.
func (s *step) replace(a *asking, v *subjectView, verdict Verdict, reason Reason, d *Detail) {
	for i := s.pass; i < len(s.out); i++ {
		if p := &s.out[i]; p.Ref == &a.rule.Ref && p.Subject == v.id {
			s.fill(p, a, v, verdict, reason, d)
			return
		}
	}
	s.emit(a, v, verdict, reason, d)
}

// fill fills in an outcome.
func (s *step) fill(o *Outcome, a *asking, v *subjectView, verdict Verdict, reason Reason, d *Detail) {
	if v.occasion == nil {
		v.occasion = s.occasion(v.id)
		s.sees(v.occasion)
	}
	o.Occasion, o.Ref, o.Detail = v.occasion, &a.rule.Ref, d
	o.Step, o.Verdict, o.Reason = 0, verdict, reason
	if verdict == Wait || o.Goes() || reason == MergedInto {
		o.Step = stepNumber(a)
	}
}

// record records the outcome of a rule outside of an asking.
func (s *step) record(subject string, ref *rule.Ref, verdict Verdict, reason Reason, by string) {
	s.out = append(s.out, Outcome{Occasion: s.occasion(subject), Ref: ref, Verdict: verdict, Reason: reason, Detail: s.detail(by, 0)})
}

// nothingMore is the detail of plain silence.
var nothingMore = &Detail{}

// detail says who decided and until when. Outcomes that follow each other share
// it when they say the same.
func (s *step) detail(by string, until rule.Instant) *Detail {
	if until >= rule.Forever {
		until = 0
	}
	switch {
	case by == "" && until <= 0:
		return nothingMore
	case s.brief == nil || s.brief.By != by || s.briefAt != until:
		s.brief, s.briefAt = &Detail{By: by, Until: s.time(until)}, until
	}
	return s.brief
}

// repeated says that asking again at the same instant found the same as before.
func (s *step) repeated() bool {
	last := &s.out[len(s.out)-1]
	for i := range s.out[:len(s.out)-1] {
		if s.out[i].repeats(last) {
			return true
		}
	}
	return false
}

// repeats says that asking again at the same instant found the same.
func (o *Outcome) repeats(p *Outcome) bool {
	return o.Ref == p.Ref && o.Subject == p.Subject && o.Verdict == p.Verdict && o.Reason == p.Reason && o.By == p.By && o.Until.Equal(p.Until) && !o.Goes()
}

// occasion is now, about a subject.
func (s *step) occasion(subject string) *Occasion {
	return &Occasion{At: s.clock(), Shop: s.key.Shop, Customer: s.key.Customer, Subject: subject}
}

func (s *step) time(i rule.Instant) time.Time {
	if i >= rule.Forever || i <= 0 {
		return time.Time{}
	}
	return i.Time(s.rules.Shop.Zone)
}
