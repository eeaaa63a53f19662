package decide

import (
	"encoding/binary"
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
)

// A Known says since when the rules are known where a customer is, in milliseconds: what
// came or was heard before begins nothing. Of the zero Known everything has always been
// known.
type Known struct {
	// Moments are those of the rules, in the order of [Rules.Moments].
	Moments []int64
	// Soonest is [Rules.Soonest] of them.
	Soonest []int64
	// Now is since when the rules wait for the events that they wait for now. 0: they are
	// the first.
	Now int64
	// Later are the waits that came later than the first, by [Rules.Waits].
	Later map[uint64]int64
}

// Waits stands for each event that a rule waits for, in a note: a hash of both, 8 bytes
// each, ascending.
func (r *Rules) Waits() []byte { return r.waits }

func waitsOf(set *rule.Set) (list []byte) {
	var all []uint64
	for _, f := range set.Flows {
		for _, r := range f.Rules {
			for _, e := range r.When {
				all = append(all, waitOf(r, e))
			}
		}
	}
	slices.Sort(all)
	for _, hash := range slices.Compact(all) {
		list = binary.LittleEndian.AppendUint64(list, hash)
	}
	return list
}

func waitOf(r *rule.Rule, e tiexin.EventType) uint64 { return remember.Hash(r.Path(), " ", string(e)) }

// since is since when a rule waits for an event; 0: it always did.
func (k *Known) since(r *rule.Rule, e tiexin.EventType) int64 {
	if len(k.Later) == 0 {
		return 0
	}
	return k.Later[waitOf(r, e)]
}
