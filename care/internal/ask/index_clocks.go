package ask

import (
	"math"
	"slices"
)

// An index has the comparisons of conditions with clocks as bounds, solved when it was
// made. So it answers a condition of which it knows every part for all time, and says when
// it next turns, at the cost of its bounds. And it leaves out what waits for a clock that
// does not run yet, and what time has passed by: the bounds of a clock are sorted, so that
// one row tells all of them.

// A solved is what an index knows of a condition beside its branches.
type solved struct {
	bounds []bound // they are joined by and
	whole  bool    // it knows every part of the condition
}

// Knows says that the index knows every part of a condition.
func (x *Index) Knows(number int32) bool { return x.solved[number].whole }

// Answer answers a condition as Ask does, when it is open and the index knows every part
// of it.
func (x *Index) Answer(number int32, v *View, t *Times) {
	t.fix(true)
	for _, b := range x.solved[number].bounds {
		if *t = t.And(b.ask(v)); t.Fixed() && !t.first {
			return
		}
	}
}

// isOver is from when on a condition is false for good by a clock, in milliseconds from
// the clock's origin; infinite: never.
func (c *solved) isOver(clock Stem) float64 {
	first := math.Inf(1)
	for i := range c.bounds {
		if b := &c.bounds[i]; b.stem == clock && (b.op == less || b.op == atMost) {
			first = min(first, b.away)
		}
	}
	return first
}

// A clockColumn is a clock and the rows of how it may stand.
type clockColumn struct {
	clock  Stem
	notYet row
	cuts   []float64 // instants at which branches are over, from the origin of the clock
	past   []row     // by how many cuts lie behind
}

// narrow leaves the branches that are not off as the clock stands, and says whether any
// are left. Within a millisecond of its cut a branch is left open.
func (c *clockColumn) narrow(v *View, at Instant, o *Opening) bool {
	switch r := &v.Clocks[c.clock]; {
	case r.Phase == NotYet:
		return c.notYet.narrow(o)
	case r.Phase == Runs && at < r.End:
		behind, _ := slices.BinarySearch(c.cuts, float64(at.Millis()-r.Origin)-1)
		return c.past[behind].narrow(o)
	default:
		return true
	}
}

// A clockBuilder collects the branches that are asked only while a clock runs.
type clockBuilder struct {
	columnBuilder
	over []float64 // by test
}

func (b *clockBuilder) add(branch int32, over float64) {
	b.tests, b.over = append(b.tests, columnTest{branch: branch}), append(b.over, over)
}

// clockColumn makes the rows.
func (b *clockBuilder) clockColumn(clock Stem, words int) clockColumn {
	made := clockColumn{clock: clock}
	var all []int32
	for i, x := range b.over {
		all = append(all, b.tests[i].branch)
		if !math.IsInf(x, 1) {
			made.cuts = append(made.cuts, x)
		}
	}
	made.notYet = rowWithout(all, words)
	slices.Sort(made.cuts)
	made.cuts = thinned(slices.Compact(made.cuts))
	turns := make([][]int32, len(made.cuts)+1)
	for i, x := range b.over {
		turns[0] = append(turns[0], int32(i))
		if cut, _ := slices.BinarySearch(made.cuts, x); cut < len(made.cuts) {
			turns[cut+1] = append(turns[cut+1], int32(i))
		}
	}
	made.past = b.sweep(turns, words)
	return made
}
