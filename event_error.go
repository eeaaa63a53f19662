package tiexin

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// An EventError says everything that is wrong with one event, in the order of
// its fields.
type EventError struct {
	ID       string // the event's; empty when it has none or could not be read
	Problems []Problem
}

// A Problem is one thing wrong with an event.
type Problem struct {
	Field   string // where, as in JSON: "order.items[2].price"; empty: the event as a whole
	Message string // what, and what to do about it; holds no phone number and no name
}

func (p Problem) String() string {
	if p.Field == "" {
		return p.Message
	}
	return p.Field + ": " + p.Message
}

// Error is one line for one problem, and a line each for several.
func (e *EventError) Error() string {
	var b strings.Builder
	b.WriteString("tiexin: event")
	if e.ID != "" {
		b.WriteString(" " + quoted(e.ID))
	}
	if len(e.Problems) == 1 {
		return b.String() + ": " + e.Problems[0].String()
	}
	fmt.Fprintf(&b, " has %d problems:", len(e.Problems))
	for _, p := range e.Problems {
		b.WriteString("\n  " + p.String())
	}
	return b.String()
}

// mostProblems is how many problems of one event are told: an event with more
// is a wrong file, not a wrong event.
const mostProblems = 30

// problems collects what is wrong.
type problems []Problem

func (p *problems) add(at *place, message string) {
	if !p.full() {
		*p = append(*p, Problem{Field: at.String(), Message: message})
	}
}

func (p *problems) full() bool { return len(*p) >= mostProblems }

func (p problems) err(id string) error {
	if len(p) == 0 {
		return nil
	}
	return &EventError{ID: id, Problems: p}
}

// A place is where in an event something stands: under a key, as one of a list,
// or both. The whole event is nil. It costs nothing until it is printed.
type place struct {
	up   *place
	name string // the key; empty: the one above
	nth  int    // in a list, from 1; zero: not in a list
}

func (p *place) String() string {
	var steps []string
	for ; p != nil; p = p.up {
		if p.nth > 0 {
			steps = append(steps, "["+strconv.Itoa(p.nth-1)+"]")
		}
		switch {
		case plainKey(p.name):
			steps = append(steps, "."+p.name)
		case p.name != "":
			steps = append(steps, "["+quoted(strings.Clone(p.name))+"]") // the copy lets places stay on the stack
		}
	}
	slices.Reverse(steps)
	return strings.TrimPrefix(strings.Join(steps, ""), ".")
}

// plainKey tells whether a key can stand behind a dot without quotes.
func plainKey(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return s != "" && len(s) <= 40
}
