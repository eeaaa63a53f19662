package remember

import (
	"cmp"
	"slices"

	"github.com/tiexin-go/tiexin/care/internal/ask"
)

// Wakes are when the flows of one subject want to be asked again by time alone,
// by name of the flow. A flow that waits for nothing is not among them, so a
// wake-up asks only those it concerns.
type Wakes []flowWake

type flowWake struct {
	flow    string
	at      ask.Instant
	unknown string // fields
}

// Next is the first of all; Forever: there is none.
func (w Wakes) Next() ask.Instant {
	next := ask.Forever
	for i := range w {
		next = min(next, w[i].at)
	}
	return next
}

// Of is when a flow wants to be asked; Forever: not by time alone.
func (w Wakes) Of(flow string) ask.Instant {
	for i := range w {
		if w[i].flow == flow {
			return w[i].at
		}
	}
	return ask.Forever
}

// Set says when a flow wants to be asked; Forever: not by time alone.
func (w *Wakes) Set(flow string, at ask.Instant) {
	if len(*w) == 0 && at >= ask.Forever {
		return
	}
	i, found := slices.BinarySearchFunc(*w, flow, func(f flowWake, name string) int { return cmp.Compare(f.flow, name) })
	switch {
	case found && at >= ask.Forever:
		*w = slices.Delete(*w, i, i+1)
	case found:
		(*w)[i].at = at
	case at < ask.Forever:
		*w = slices.Insert(*w, i, flowWake{flow: flow, at: at})
	}
}

// Earlier has a flow asked at an instant at the latest.
func (w *Wakes) Earlier(flow string, at ask.Instant) {
	w.Set(flow, min(w.Of(flow), at))
}

// Until visits the flows that want to be asked up to an instant.
func (w Wakes) Until(last ask.Instant, visit func(flow string)) {
	for i := range w {
		if w[i].at <= last {
			visit(w[i].flow)
		}
	}
}

// Keep forgets the flows that are not to be kept, and says whether there were any.
func (w *Wakes) Keep(kept func(flow string) bool) (gone bool) {
	before := len(*w)
	*w = slices.DeleteFunc(*w, func(f flowWake) bool { return !kept(f.flow) })
	return len(*w) < before
}

func (w Wakes) put(to *Writer) {
	for i := range w {
		at := to.Field(flowKey)
		to.Text(w[i].flow)
		to.Int(int64(w[i].at - ask.At(to.now)))
		to.End(at, w[i].unknown)
	}
}

func getWake(r *Reader, into Wakes) Wakes {
	around := r.Enter()
	into = append(into, flowWake{r.Text(), ask.At(r.now) + ask.Instant(r.Int()), r.plain()})
	r.Leave(around)
	return into
}
