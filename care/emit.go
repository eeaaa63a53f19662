package care

import (
	"time"

	"github.com/tiexin-go/tiexin/care/rule"
)

// emit records what became of asking a rule.
func (s *step) emit(a *asking, v *subjectView, verdict Verdict, reason Reason, d *Detail) {
	s.add(a.rule, v, stepOf(a, verdict, reason), verdict, reason, d)
}

// replace records what became of a rule that may have had an outcome in this
// pass: the last word counts.
func (s *step) replace(a *asking, v *subjectView, verdict Verdict, reason Reason, d *Detail) {
	for i := s.pass; i < len(s.out); i++ {
		if p := &s.out[i]; p.Ref == &a.rule.Ref && p.Subject == v.id {
			p.Step, p.Verdict, p.Reason, p.Detail = stepOf(a, verdict, reason), verdict, reason, d
			return
		}
	}
	s.emit(a, v, verdict, reason, d)
}

// stepOf is the number of the step that an outcome names.
func stepOf(a *asking, verdict Verdict, reason Reason) uint8 {
	if verdict == Wait || verdict == Send || verdict == Task || reason == MergedInto {
		return stepNumber(a)
	}
	return 0
}

// add adds an outcome, unless asking again has only found the same.
func (s *step) add(r *rule.Rule, v *subjectView, step uint8, verdict Verdict, reason Reason, d *Detail) {
	if s.out == nil {
		s.out = make([]Outcome, 0, max(1, s.room.usual))
	}
	s.out = append(s.out, Outcome{Occasion: s.occasionOf(v), Ref: &r.Ref, Step: step, Verdict: verdict, Reason: reason, Detail: d})
	if s.round > 0 && s.repeated() {
		s.out = s.out[:len(s.out)-1]
	}
}

// occasionOf is the occasion that the outcomes about a subject share.
func (s *step) occasionOf(v *subjectView) *Occasion {
	if v.occasion == nil {
		v.occasion = s.occasion(v.id)
		s.sees(v.occasion)
	}
	return v.occasion
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
