package remember

import (
	"slices"
	"strings"
)

// Ends are the rules that were told that a subject is over for them, by path; a
// flow's name stands for all its rules. An end is an outcome once. They are sorted: a
// subject may be over for many rules, and each of them is looked up.
type Ends []string

// Has says whether a rule, or a flow, is among them.
func (e Ends) Has(name string) bool {
	_, found := slices.BinarySearch(e, name)
	return found
}

// Add adds a rule.
func (e *Ends) Add(name string) {
	if i, found := slices.BinarySearch(*e, name); !found {
		*e = slices.Insert(*e, i, name)
	}
}

// Remove takes a rule, or a flow, out.
func (e *Ends) Remove(name string) {
	if len(*e) == 0 { // mostly none is
		return
	}
	if i, found := slices.BinarySearch(*e, name); found {
		*e = slices.Delete(*e, i, i+1)
	}
}

// AddFlow replaces the ends of a flow's rules by one of the flow.
func (e *Ends) AddFlow(flow string) {
	e.RemoveFlow(flow)
	e.Add(flow)
}

// RemoveFlow takes a flow and its rules out.
func (e *Ends) RemoveFlow(flow string) {
	e.Remove(flow)
	first, _ := slices.BinarySearch(*e, flow+"/")
	last := first
	for last < len(*e) && flowOf((*e)[last]) == flow {
		last++
	}
	*e = slices.Delete(*e, first, last)
}

// Flows are the flows that any of them belong to, each once.
func (e Ends) Flows() []string {
	flows := make([]string, 0, len(e))
	for _, name := range e {
		flows = append(flows, flowOf(name))
	}
	slices.Sort(flows)
	return slices.Compact(flows)
}

func flowOf(name string) string {
	flow, _, _ := strings.Cut(name, "/")
	return flow
}

// Keep forgets the rules that are not to be kept.
func (e *Ends) Keep(kept func(path string) bool) {
	*e = slices.DeleteFunc(*e, func(name string) bool { return strings.Contains(name, "/") && !kept(name) })
}
