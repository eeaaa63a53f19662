package tiexin

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin/internal/discreet"
)

// An EventError lists everything that is wrong with one event, in the order of its
// fields.
type EventError struct {
	ID       string // the event's; empty when it has none or could not be read
	Problems []Problem
}

// A Problem is one fault of an event. In an EventError it is a reason to refuse
// the event, in Event.Warnings a field that was left out.
type Problem struct {
	Field   string // the field's path in JSON: "order.items[2].price"; empty: the event as a whole
	Message string // the fault and how to fix it; of a value that may be a name or a number only kind and length
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

func (p *problems) add(field, message string) {
	if !p.full() {
		*p = append(*p, Problem{Field: field, Message: message})
	}
}

func (p *problems) full() bool { return len(*p) >= mostProblems }

func (p problems) err(id string) error {
	if len(p) == 0 {
		return nil
	}
	return &EventError{ID: id, Problems: p}
}

// A path is where a walk through an event stands: under a key, in a list, or
// both, several times over. The whole event is the empty path.
type path struct {
	steps [8]step // deeper than the model is
	depth int
}

type step struct {
	name string // the key
	nth  int    // in the list under the key, from 1; zero: not in a list
}

// in goes on to what stands under a key.
func (p *path) in(name string) {
	p.steps[p.depth] = step{name: name}
	p.depth++
}

// element goes on to one element of the list under the key that was last gone to.
func (p *path) element(i int) { p.steps[p.depth-1].nth = i + 1 }

func (p *path) out() { p.depth-- }

// String writes the path as Problem.Field has it.
func (p *path) String() string { return p.to("") }

// to is the path to what stands under one more key, or under none.
func (p *path) to(name string) string {
	var b strings.Builder
	for _, s := range p.steps[:p.depth] {
		writeKey(&b, s.name)
		if s.nth > 0 {
			b.WriteString("[" + strconv.Itoa(s.nth-1) + "]")
		}
	}
	if name != "" {
		writeKey(&b, name)
	}
	return strings.TrimPrefix(b.String(), ".")
}

// writeKey writes a key behind a dot, or in quotes when it cannot stand so. Of one
// that may be a name or number it tells the length.
func writeKey(b *strings.Builder, key string) {
	switch {
	case !discreet.Harmless(key):
		b.WriteString("[" + discreet.Instead("key", key) + "]")
	case plainKey(key):
		b.WriteString("." + key)
	default:
		b.WriteString("[" + quoted(key) + "]")
	}
}

func plainKey(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return s != "" && len(s) <= 40
}
