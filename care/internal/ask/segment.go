package ask

import (
	"slices"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
)

// A segment is a named condition as others use it.
type segment struct {
	name   string
	answer *Condition // nil: it has a fault
	number int        // for the view's memory of answers
}

// Declare makes a segment's name known. Until it is defined, a condition that
// uses it cannot be compiled.
func (c *Compiler) Declare(name string) {
	if _, known := c.segments[name]; !known {
		c.segments[name] = &segment{name: name, number: len(c.segments)}
	}
}

// Define says which condition a declared segment stands for.
func (c *Compiler) Define(name string, answer *Condition) { c.segments[name].answer = answer }

// An Expression is a condition that was read but not compiled.
type Expression struct{ tree *parser.Tree }

// Parse reads an expression; the fault is nil when it can be read.
func (c *Compiler) Parse(src string) (Expression, *Fault) {
	tree, wrong := c.parse(src)
	return Expression{tree}, wrong
}

// Segments lists the segments that the expression uses, each once.
func (e Expression) Segments() []string {
	var all []string
	inspect(e.tree.Node, func(n ast.Node) {
		if m, ok := n.(*ast.MemberNode); ok {
			if name, ok := segmentName(m); ok && !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	})
	return all
}

// segmentOf recognises segment.NAME.
func (c *Compiler) segmentOf(n *ast.MemberNode) (*segment, bool) {
	name, ok := segmentName(n)
	if !ok {
		return nil, false
	}
	s, ok := c.segments[name]
	return s, ok && s.answer != nil
}

func segmentName(n *ast.MemberNode) (string, bool) {
	base, ok := n.Node.(*ast.IdentifierNode)
	name, isName := n.Property.(*ast.StringNode)
	if !ok || !isName || base.Value != "segment" {
		return "", false
	}
	return name.Value, true
}
