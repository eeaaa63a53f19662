package care

import (
	"cmp"
	"slices"

	"github.com/tiexin-go/tiexin/care/rule"
)

// Wakes are when the flows of one subject want to be asked again by time alone,
// by name of the flow. A flow that waits for nothing is not among them, so a
// wake-up asks only those it concerns.
type wakes []flowWake

type flowWake struct {
	flow string
	at   rule.Instant
}

// next is the first of all; Forever: there is none.
func (w wakes) next() rule.Instant {
	next := rule.Forever
	for i := range w {
		next = min(next, w[i].at)
	}
	return next
}

// of is when a flow wants to be asked.
func (w wakes) of(flow string) rule.Instant {
	for i := range w {
		if w[i].flow == flow {
			return w[i].at
		}
	}
	return rule.Forever
}

// set says when a flow wants to be asked; Forever: not by time alone.
func (w *wakes) set(flow string, at rule.Instant) {
	i, found := slices.BinarySearchFunc(*w, flow, func(f flowWake, name string) int { return cmp.Compare(f.flow, name) })
	switch {
	case found && at >= rule.Forever:
		*w = slices.Delete(*w, i, i+1)
	case found:
		(*w)[i].at = at
	case at < rule.Forever:
		*w = slices.Insert(*w, i, flowWake{flow, at})
	}
}

// earlier has a flow asked at an instant at the latest.
func (w *wakes) earlier(flow string, at rule.Instant) {
	w.set(flow, min(w.of(flow), at))
}

// keep forgets the flows that the rules no longer hold, and says whether there
// were any.
func (w *wakes) keep(flows []*rule.Flow) (gone bool) {
	before := len(*w)
	*w = slices.DeleteFunc(*w, func(f flowWake) bool {
		return !slices.ContainsFunc(flows, func(flow *rule.Flow) bool { return flow.Name == f.flow })
	})
	return len(*w) < before
}

func (w wakes) put(to *writer, now int64) {
	list(to, w, func(f flowWake) {
		to.text(f.flow)
		to.int(int64(f.at - rule.At(now)))
	})
}

func getWakes(r *reader, into wakes, now int64) wakes {
	return readList(r, into, func() flowWake { return flowWake{r.text(), rule.At(now) + rule.Instant(r.int())} })
}
