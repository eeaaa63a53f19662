package decide

import (
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// Rules are a rule set with what looking rules up from a memory needs.
type Rules struct {
	*rule.Set
	hashes []uint64     // of paths, by number
	all    []*rule.Rule // by number
	places []int32      // likewise, the number in the index of its kind
	timed  []timed      // those that moments begin
	// timings are the moments that begin them.
	timings                  [ask.KindCount][]timing
	timingCount, momentCount int
	waits                    []byte                // see Waits
	flows                    map[string]*rule.Flow // by name
	kinds                    [ask.KindCount]indexed
	Since                    int64 // when the engine got them, in milliseconds
	// longest is how long messages are remembered: at least as long as any limit
	// counts them.
	longest time.Duration
	optOut  channel.OptOut // what the shop's SMS ask customers to reply who want no more
}

// remembered is how long messages are remembered whatever the limits.
const remembered = 400 * 24 * time.Hour

// NewRules prepares a rule set.
func NewRules(set *rule.Set) *Rules {
	n := set.Size()
	r := &Rules{Set: set, hashes: make([]uint64, n), all: make([]*rule.Rule, n), places: make([]int32, n), flows: make(map[string]*rule.Flow, len(set.Flows)), longest: max(remembered, set.LongestWindow())}
	for _, f := range set.Flows {
		r.flows[f.Name] = f
		for _, one := range f.Rules {
			r.all[one.Number], r.hashes[one.Number] = one, remember.Hash(one.Path())
		}
	}
	r.timed = timedOf(set)
	r.timings, r.timingCount, r.momentCount = timingsOf(r.timed)
	r.waits = waitsOf(set)
	r.index()
	if said, err := channel.NewOptOut(set.OptOut); err == nil { // else the usual words
		r.optOut = said
	}
	return r
}

// MayRefuse says that an event is a reply that looks like a refusal and is not taken for one.
func (r *Rules) MayRefuse(e *tiexin.Event) bool {
	return e.Type == tiexin.EventMessageReplied && e.Message != nil && r.optOut.MayRefuse(e.Message.Text)
}

// Words stands for what a text says by a channel: as it is written, and as the channel's
// provider has registered it.
func (r *Rules) Words(text string, k channel.Kind) string {
	i := slices.IndexFunc(r.Texts, func(t *rule.Text) bool { return t.Name == text })
	if i < 0 {
		return ""
	}
	words := ""
	if w := r.Texts[i].For(k); w != nil {
		words = w.String()
	}
	if b := r.Texts[i].Bound(k); b != nil {
		words += "\x00" + b.Code
	}
	return words
}

// of finds the rule of a firing. The firing takes the rule's own path: to compare one text
// with itself costs nothing.
func (r *Rules) of(f *remember.Firing) (*rule.Rule, bool) {
	if n := f.Number; n < len(r.all) && r.all[n].Path() == f.Rule {
		f.Rule = r.all[n].Path()
		return r.all[n], true
	}
	one, ok := r.Rule(f.Rule)
	if ok {
		f.Number = one.Number
	}
	return one, ok
}
