package remember

import (
	"slices"
	"strings"
)

// Ends are the rules that were told that a subject is over for them, by path; a
// flow's name stands for all its rules. An end is an outcome once.
type Ends []string

// Has says whether a rule, or a flow, is among them.
func (e Ends) Has(name string) bool { return slices.Contains(e, name) }

// Add adds a rule.
func (e *Ends) Add(name string) {
	if !e.Has(name) {
		*e = append(*e, name)
	}
}

// Remove takes a rule, or a flow, out.
func (e *Ends) Remove(name string) {
	if len(*e) > 0 { // mostly none is
		e.remove(name)
	}
}

func (e *Ends) remove(name string) {
	*e = slices.DeleteFunc(*e, func(n string) bool { return n == name })
}

// AddFlow replaces the ends of a flow's rules by one of the flow.
func (e *Ends) AddFlow(flow string) {
	e.RemoveFlow(flow)
	*e = append(*e, flow)
}

// RemoveFlow takes a flow and its rules out.
func (e *Ends) RemoveFlow(flow string) {
	*e = slices.DeleteFunc(*e, func(name string) bool { return flowOf(name) == flow })
}

// Flows are the flows that any of them belong to, each once.
func (e Ends) Flows() (flows []string) {
	for _, name := range e {
		if f := flowOf(name); !slices.Contains(flows, f) {
			flows = append(flows, f)
		}
	}
	return flows
}

func flowOf(name string) string {
	flow, _, _ := strings.Cut(name, "/")
	return flow
}

// Keep forgets the rules that are not to be kept.
func (e *Ends) Keep(kept func(path string) bool) {
	*e = slices.DeleteFunc(*e, func(name string) bool { return strings.Contains(name, "/") && !kept(name) })
}
