package remember

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Flows and rules have names of which one is the beginning of another, and characters that
// sort before the slash. Whatever is added and removed, the ends are those of a plain set.
func TestEnds_加加减减_和一个普通的集合一样(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	flows := []string{"pay", "pay-late", "pay.x", "payment", "付款", "p"}
	rules := []string{"a", "a-b", "late", "晚"}
	var ends Ends
	set := map[string]bool{}
	flowOnly := func(flow string) {
		for name := range set {
			if name == flow || strings.HasPrefix(name, flow+"/") {
				delete(set, name)
			}
		}
	}
	for range 20_000 {
		flow, path := flows[r.IntN(len(flows))], ""
		path = flow + "/" + rules[r.IntN(len(rules))]
		switch r.IntN(8) {
		case 0:
			ends.AddFlow(flow)
			flowOnly(flow)
			set[flow] = true
		case 1:
			ends.RemoveFlow(flow)
			flowOnly(flow)
		case 2:
			ends.Remove(path)
			delete(set, path)
		case 3:
			ends.Remove(flow)
			delete(set, flow)
		case 4:
			ends.Keep(func(p string) bool { return p != path })
			delete(set, path)
		default:
			ends.Add(path)
			set[path] = true
		}
		require.Len(t, ends, len(set))
		named := map[string]bool{}
		for name := range set {
			require.True(t, ends.Has(name), name)
			named[flowOf(name)] = true
		}
		all := ends.Flows()
		require.Len(t, all, len(named))
		for _, f := range all {
			require.True(t, named[f], f)
		}
	}
}

// A memory that an earlier version wrote has ends in the order in which they came. They are
// found all the same.
func TestEnds_旧记录里没排序的_照样查得到(t *testing.T) {
	w := Writer{}
	for _, name := range []string{"f/z", "f/a", "e", "f/m"} {
		w.Uint(endedKey)
		w.Text(name)
	}
	var c Customer
	var s Subject
	r := Reader{Data: string(w.Buf)}
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		require.True(t, s.take(key, &r, &c), fmt.Sprint(key))
	}
	require.NoError(t, r.Err)
	assert.True(t, slices.IsSorted(s.Ended))
	for _, name := range []string{"f/z", "f/a", "e", "f/m"} {
		assert.True(t, s.Ended.Has(name), name)
	}
}
