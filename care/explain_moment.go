package care

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/say"
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
			change := zh.Text("%s, which comes at %s", x.moment(moment), x.instant(until))
			if record.WakeAt == 0 || ask.After(record.WakeAt) > at {
				change = zh.Text("%s, and the next event: the rule is not checked before", change)
			}
			all = append(all, x.waitsFor(f, r, moment, until, change))
		}
	}
	return all
}

// noMoment is a rule that only moments begin, of which none comes.
func (x *Explanation) noMoment(step *decide.Step, f *rule.Flow, r *rule.Rule, about *remember.Subject) []ExplainRule {
	moment, why := step.WhyNoMoment(r, about)
	if why.Empty() || len(r.When) > 0 {
		return nil
	}
	return []ExplainRule{x.waitsFor(f, r, moment, time.Time{}, zh.Text("nothing changes this; %s does not come, %s", x.moment(moment), why))}
}

// waitsFor is a rule that waits for a moment.
func (x *Explanation) waitsFor(f *rule.Flow, r *rule.Rule, moment string, until time.Time, change say.Text) ExplainRule {
	return ExplainRule{
		Flow: f.Name, Rule: r.Name, Title: titleOf(f, r), Verdict: Wait, Reason: NotYet, By: moment, Until: until,
		Change: change.English, ChangeChinese: change.Chinese,
	}
}

// moment is a moment as it is written, and in Chinese as the shop says it.
func (x *Explanation) moment(text string) say.Text {
	return say.Text{English: text, Chinese: cmp.Or(momentIn(x.rules, text), text)}
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
			found[i].ChangeChinese += "；" + c.ChangeChinese
			if found[i].Until.IsZero() {
				found[i].Until = c.Until
			}
		}
	}
	return found
}

// knownSince is since when rules are known where a customer is.
func (e *Engine) knownSince(ctx context.Context, key Key, rules *decide.Rules) (known decide.Known, err error) {
	err = e.with(ctx, key, func(s *shard) error {
		err := s.known.load(ctx, s.lease)
		known = s.known.of(rules)
		return err
	})
	return known, err
}
