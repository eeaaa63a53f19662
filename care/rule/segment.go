package rule

import (
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/internal/form"
)

// A Segment (人群) is a named condition, used as segment.NAME.
type Segment struct {
	Name, Title string
	If          *ask.Condition
}

// A segmentLoader compiles segments, those first that others are made of.
type segmentLoader struct {
	*loader
	named map[string]form.Entry[segmentSpec]
	read  map[string]ask.Expression
	made  map[string]*Segment
	open  []string // being described, the outer ones first
	done  map[string]bool
}

// compileSegments compiles the segments; one may use another that does not use
// it in turn.
func (l *loader) compileSegments() {
	s := segmentLoader{loader: l, named: map[string]form.Entry[segmentSpec]{}, read: map[string]ask.Expression{}, made: map[string]*Segment{}, done: map[string]bool{}}
	for _, e := range l.spec.Segments.all {
		s.named[e.Name.Value] = e
		segment := &Segment{Name: e.Name.Value, Title: title(e.Value.Title, e.Name)}
		l.conditions.Declare(segment.Name)
		s.made[segment.Name] = segment
		l.set.Segments = append(l.set.Segments, segment)
		if e.Value.If.Spot.IsZero() {
			continue // reported with the form
		}
		read, wrong := l.conditions.Parse(e.Value.If.Value)
		if wrong != nil {
			l.reportFaults(e.Value.If, *wrong)
			continue
		}
		s.read[segment.Name] = read
	}
	for _, e := range l.spec.Segments.all {
		if !l.reader.Full() {
			s.compile(e)
		}
	}
}

func (s *segmentLoader) compile(e form.Entry[segmentSpec]) {
	name := e.Name.Value
	read, ok := s.read[name]
	if !ok || s.done[name] {
		return
	}
	if i := slices.Index(s.open, name); i >= 0 {
		s.report(e.Value.If.Spot, zh.Text("segment %q is defined by itself: %s", name, strings.Join(append(s.open[i:], name), " → ")), zh.Text("define it without its own name"))
		return
	}
	s.open = append(s.open, name)
	for _, used := range read.Segments() {
		if other, ok := s.named[used]; ok {
			s.compile(other)
		}
	}
	s.open = s.open[:len(s.open)-1]
	s.done[name] = true
	c, faults := s.conditions.CompileRead(read, ask.Scope{Segment: true})
	s.reportFaults(e.Value.If, faults...)
	if c == nil {
		return
	}
	s.remarkValues(e.Value.If, c)
	s.remarkMissingDays(e.Value.If, c)
	if s.reportImpossible(e.Value.If, c) {
		return
	}
	s.made[name].If = c
	s.conditions.Define(name, c)
}
