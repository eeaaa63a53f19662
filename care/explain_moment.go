package care

import (
	"context"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
)

// comingMoments are the rules about a subject that moments begin, each as it waits for
// its next one.
func (x *Explanation) comingMoments(step *decide.Step, rules *decide.Rules, record *Record, about *remember.Subject) (all []ExplainRule) {
	for _, f := range rules.FlowsAbout(about.Kind) {
		for _, r := range f.Rules {
			moment, at, ok := step.NextMoment(r, about)
			if !ok {
				all = append(all, x.noMoment(step, f, r, about)...)
				continue
			}
			until := timeOf(at, x.zone)
			change := "time: " + moment + " comes at " + until.Format(time.DateTime)
			if record.WakeAt == 0 || ask.After(record.WakeAt) > at {
				change += ", but nobody asks before the next event"
			}
			all = append(all, ExplainRule{
				Flow: f.Name, Rule: r.Name, Title: titleOf(f, r), Verdict: Wait, Reason: NotYet, By: moment, Until: until, Change: change,
			})
		}
	}
	return all
}

// noMoment is a rule that only moments begin, of which none comes.
func (x *Explanation) noMoment(step *decide.Step, f *rule.Flow, r *rule.Rule, about *remember.Subject) []ExplainRule {
	moment, why := step.WhyNoMoment(r, about)
	if why == "" || len(r.When) > 0 {
		return nil
	}
	return []ExplainRule{{Flow: f.Name, Rule: r.Name, Title: titleOf(f, r), Verdict: Wait, Reason: NotYet, By: moment, Change: "nothing: " + moment + " does not come, " + why}}
}

func titleOf(f *rule.Flow, r *rule.Rule) string {
	if r.Title != r.Name {
		return r.Title
	}
	return f.Title
}

// withMoments adds the rules that wait for their next moment. Where a rule has something
// to say of the last one, the next is named with it.
func withMoments(found, coming []ExplainRule) []ExplainRule {
	for _, c := range coming {
		i := slices.IndexFunc(found, func(r ExplainRule) bool { return r.Flow == c.Flow && r.Rule == c.Rule })
		switch {
		case i < 0:
			found = append(found, c)
		case found[i].Verdict == Skip:
			found[i].Change += "; " + c.Change
			if found[i].Until.IsZero() {
				found[i].Until = c.Until
			}
		}
	}
	return found
}

// knownMoments is since when the moments of rules are known where a customer is.
func (e *Engine) knownMoments(ctx context.Context, key Key, rules *decide.Rules) ([]int64, error) {
	if !rules.HasMoments() {
		return nil, nil
	}
	var known []int64
	err := e.with(ctx, key, func(s *shard) error {
		err := s.moments.load(ctx, s.lease)
		known = s.moments.of(rules)
		return err
	})
	return known, err
}
