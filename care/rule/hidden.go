package rule

import (
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/internal/say"
)

// mostPairs bounds how many pairs of rules of one flow are compared, of all flows together:
// those of a flow of 1,400 rules. Of the rules after them nothing counts as hidden.
const mostPairs = 1_000_000

// remarkHidden remarks, once for each rule that hides others, on rules of which an earlier
// one of the flow always takes the word: its condition is true whenever theirs is, or will
// be by time alone.
func (l *loader) remarkHidden(f *Flow, spec *flowSpec) {
	hiders := map[*Rule]bool{}
	for i, r := range f.Rules {
		for _, before := range f.Rules[:i] {
			if l.pairs++; l.pairs > mostPairs {
				return
			}
			span, hides := l.hides(before, r)
			if !hides {
				continue
			}
			if !hiders[before] {
				hiders[before] = true
				l.reader.Remark(spec.Rules.all[i].Name.Spot, hiddenMessage(before, r, span), zh.Text("put it before that rule, or write choose: all"))
			}
			break
		}
	}
}

func hiddenMessage(before, r *Rule, span time.Duration) say.Text {
	switch {
	case span > 0:
		return zh.Text("rule %q applies only to orders that close within %s: %q before it takes all others", r.Name, FormatDuration(span), before.Name)
	case before.If == nil:
		return zh.Text("rule %q is never reached: %q before it always applies", r.Name, before.Name)
	default:
		return zh.Text("rule %q is never reached: the condition of %q before it is true whenever this one is, or will be", r.Name, before.Name)
	}
}

// hides says that a rule takes the word whenever one after it could, except, where the
// span is not 0, about orders that stay open no longer than that.
func (l *loader) hides(before, r *Rule) (span time.Duration, hides bool) {
	if !sameLife(before, r) {
		return 0, false
	}
	span, hides = l.conditions.Hides(before.If, r.If, r.Clocks, len(r.Moments) == 0)
	if hides && span > 0 { // the rule may be meant for orders that close soon
		hides = l.conditions.PossibleBeyond(span, l.set.Shop.Closes, r.If)
	}
	return span, hides
}

// sameLife says that a rule is asked whenever one after it is.
func sameLife(before, r *Rule) bool {
	if !sameWhen(before, r) || before.After > r.After || before.Fresh != r.Fresh || !slices.Equal(before.Until, r.Until) {
		return false
	}
	return before.Clocks == r.Clocks || before.Clocks&r.Clocks == before.Clocks && (before.Clocks != 0 || r.Clocks.Has(ask.Unpaid) || r.Clocks.Has(ask.ToClose))
}
