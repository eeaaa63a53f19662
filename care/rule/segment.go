package rule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"

	"github.com/tiexin-go/tiexin/internal/form"
)

// A Segment (人群) is a named condition, used as segment.NAME.
type Segment struct {
	Name, Title string
	If          *Condition

	number int // position in the set, for the view's memory of answers
}

// A segmentLoader compiles segments, those first that others are made of.
type segmentLoader struct {
	*loader
	named map[string]form.Entry[segmentSpec]
	trees map[string]*parser.Tree
	open  []string // being described, the outer ones first
	done  map[string]bool
}

// compileSegments compiles the segments; one may use another that does not use
// it in turn.
func (l *loader) compileSegments() {
	s := segmentLoader{loader: l, named: map[string]form.Entry[segmentSpec]{}, trees: map[string]*parser.Tree{}, done: map[string]bool{}}
	for i, e := range l.spec.Segments.all {
		s.named[e.Name.Value] = e
		segment := &Segment{Name: e.Name.Value, Title: title(e.Value.Title, e.Name), number: i}
		l.conditions.segments[segment.Name] = segment
		l.set.Segments = append(l.set.Segments, segment)
		if e.Value.If.Spot.IsZero() {
			continue // reported with the form
		}
		tree, wrong := l.conditions.parse(e.Value.If.Value)
		if wrong != nil {
			l.reportFaults(e.Value.If, *wrong)
			continue
		}
		s.trees[segment.Name] = tree
	}
	for _, e := range l.spec.Segments.all {
		s.compile(e)
	}
}

func (s *segmentLoader) compile(e form.Entry[segmentSpec]) {
	name := e.Name.Value
	tree, ok := s.trees[name]
	if !ok || s.done[name] {
		return
	}
	if i := slices.Index(s.open, name); i >= 0 {
		s.report(e.Value.If.Spot, fmt.Sprintf("segment %q is described by itself: %s", name, strings.Join(append(s.open[i:], name), " → ")), "say what it means without its own name")
		return
	}
	s.open = append(s.open, name)
	for _, used := range segmentsIn(tree.Node) {
		if other, ok := s.named[used]; ok {
			s.compile(other)
		}
	}
	s.open = s.open[:len(s.open)-1]
	s.done[name] = true
	c, faults := s.conditions.compileTree(tree, scope{segment: true})
	s.reportFaults(e.Value.If, faults...)
	if c == nil {
		return
	}
	s.remarkValues(e.Value.If, c)
	if s.reportImpossible(e.Value.If, c) {
		return
	}
	s.conditions.segments[name].If = c
}

// segmentsIn lists the segments that a condition uses.
func segmentsIn(n ast.Node) []string {
	var all []string
	inspect(n, func(n ast.Node) {
		if m, ok := n.(*ast.MemberNode); ok {
			if name, ok := segmentName(m); ok && !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	})
	return all
}
