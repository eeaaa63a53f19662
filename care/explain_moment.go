package care

import (
	"context"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// comingMoments are the rules about a subject that moments begin, each as it waits for
// its next one.
func (x *Explanation) comingMoments(step *decide.Step, rules *decide.Rules, record *Record, about *remember.Subject) (all []ExplainRule) {
	for _, f := range rules.FlowsAbout(about.Kind) {
		for _, r := range f.Rules {
			moment, at, ok := step.NextMoment(r, about)
			if !ok {
				continue
			}
			until := timeOf(at, x.zone)
			change := "time: " + moment + " comes at " + until.Format(time.DateTime)
			if record.WakeAt == 0 || ask.After(record.WakeAt) > at {
				change += ", but nobody asks before the next event"
			}
			title := f.Title
			if r.Title != r.Name {
				title = r.Title
			}
			all = append(all, ExplainRule{
				Flow: f.Name, Rule: r.Name, Title: title, Verdict: Wait, Reason: NotYet, By: moment, Until: until, Change: change,
			})
		}
	}
	return all
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
	shards, err := e.open(ctx)
	if err != nil {
		return nil, err
	}
	s := shards[PartitionOf(key, len(shards))]
	if err := s.busy.enter(ctx); err != nil {
		return nil, err
	}
	defer s.busy.leave()
	if err := s.moments.load(ctx, s.lease); err != nil {
		return nil, err
	}
	return s.moments.of(rules), nil
}
