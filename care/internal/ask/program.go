package ask

import (
	"errors"
	"reflect"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/checker"
	"github.com/expr-lang/expr/compiler"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/optimizer"
	"github.com/expr-lang/expr/parser"
)

// errReported says that what is wrong was reported.
var errReported = errors.New("reported")

// program compiles a part of the expression that does not move; kind is nil
// when it has a fault.
func (w *builder) program(n ast.Node, text string) (*program, reflect.Type) {
	w.inlineSegments(&n)
	rewriteCalls(&n)
	key := n.String()
	if known, ok := w.programs[key]; ok {
		return known.program, known.kind
	}
	before := len(w.faults)
	match := w.matchingIn(n)
	if len(w.faults) > before {
		return nil, nil
	}
	need := w.needOf(n)
	p := &program{text: text, number: len(w.programs), need: need, match: match}
	var kind reflect.Type
	tree := &parser.Tree{Node: n, Source: w.source}
	err := shielded(func() (err error) {
		if kind, err = checker.Check(tree, w.config); err != nil {
			return err
		}
		before := len(w.faults)
		if w.checkTypes(n); len(w.faults) > before {
			return errReported
		}
		if a := atomOf(n); a != nil && a.plain() {
			p.atom = a
			return nil
		}
		keepFinite(&tree.Node)
		if err = optimizer.Optimize(&tree.Node, w.config); err != nil {
			return err
		}
		p.code, err = compiler.Compile(tree, w.config)
		return err
	})
	switch {
	case errors.Is(err, errReported):
		return nil, nil
	case err != nil:
		w.typeFault(n, err)
		return nil, nil
	}
	w.programs[key] = typed{p, kind}
	return p, kind
}

// typeFault reports a fault of types under the part that has it.
func (w *builder) typeFault(n ast.Node, err error) {
	at, said := n, ""
	var e *file.Error
	if errors.As(err, &e) {
		said = e.Message
		inspect(n, func(inner ast.Node) {
			if inner.Location() == e.Location {
				at = inner
			}
		})
	}
	message, hint := typeMessage(said)
	w.fault(at, message, hint)
}

// inlineSegments puts the conditions of segments that do not move in their
// place, for parts of an expression that are no yes/no skeleton.
func (w *builder) inlineSegments(n *ast.Node) {
	ast.Walk(n, visitor(func(n *ast.Node) {
		if m, ok := (*n).(*ast.MemberNode); ok {
			if s, ok := w.segmentOf(m); ok {
				*n = w.segmentTree(s, m.Location())
			}
		}
	}))
}

// segmentTree is the tree of a segment, all of it at the place of its name.
func (w *builder) segmentTree(s *segment, at file.Location) ast.Node {
	tree, wrong := w.parse(s.answer.Source)
	if wrong != nil {
		return &ast.BoolNode{}
	}
	inspect(tree.Node, func(n ast.Node) { n.SetLocation(at) })
	w.inlineSegments(&tree.Node)
	return tree.Node
}

// rewriteCalls turns has_tag(t) into a look into the customer's tags, which
// runs without a call.
func rewriteCalls(n *ast.Node) {
	ast.Walk(n, visitor(func(n *ast.Node) {
		if call, ok := (*n).(*ast.CallNode); ok && calls(call, "has_tag") && len(call.Arguments) == 1 {
			tags := &ast.MemberNode{Node: &ast.IdentifierNode{Value: "customer"}, Property: &ast.StringNode{Value: "tags"}}
			in := &ast.BinaryNode{Operator: "in", Left: call.Arguments[0], Right: tags}
			in.SetLocation(call.Location())
			*n = in
		}
	}))
}
