package decide

import (
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// Rules are a rule set with what looking rules up from a memory needs.
type Rules struct {
	*rule.Set
	hashes []uint64              // of paths, by number
	byHash map[uint64]*rule.Rule // likewise
	all    []*rule.Rule          // by number
	timed  []timed               // those that moments begin
	Since  int64                 // when the engine got them, in milliseconds
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
	r := &Rules{Set: set, hashes: make([]uint64, n), byHash: make(map[uint64]*rule.Rule, n), all: make([]*rule.Rule, n), longest: max(remembered, set.LongestWindow())}
	for _, f := range set.Flows {
		for _, one := range f.Rules {
			hash := remember.Hash(one.Path())
			r.all[one.Number], r.hashes[one.Number], r.byHash[hash] = one, hash, one
		}
	}
	r.timed = timedOf(set)
	if said, err := channel.NewOptOut(set.OptOut); err == nil { // else the usual words
		r.optOut = said
	}
	return r
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

// hashed finds a rule by the hash of its path. Rules are mostly sought one after the
// other as the files hold them; before is the number of the last one found.
func (r *Rules) hashed(hash uint64, before int) (*rule.Rule, bool) {
	if next := before + 1; next < len(r.hashes) && r.hashes[next] == hash {
		return r.all[next], true
	}
	one, ok := r.byHash[hash]
	return one, ok
}

// of finds the rule of a firing.
func (r *Rules) of(f *remember.Firing) (*rule.Rule, bool) {
	if n := f.Number; n < len(r.all) && r.all[n].Path() == f.Rule {
		return r.all[n], true
	}
	one, ok := r.Rule(f.Rule)
	if ok {
		f.Number = one.Number
	}
	return one, ok
}
