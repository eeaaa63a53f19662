package decide

import (
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
)

// asOf is the instant of which the condition of a rule speaks if that is the one of the
// event that began it, and not any that comes. Due is when a rule without a firing became
// due.
func asOf(r *rule.Rule, f *remember.Firing, due int64) (ask.Instant, bool) {
	if f != nil {
		due = f.Due
	}
	begunByEvent := due != 0 && (f == nil || f.Occasion == 0 && f.Announced == 0)
	return ask.At(due), r.AsOfEvent && begunByEvent
}

// asOf is the instant of which the condition speaks.
func (s *Step) asOf(a *asking) ask.Instant {
	if then, ok := asOf(a.rule, a.firing, a.due); ok {
		return then
	}
	return s.now
}
