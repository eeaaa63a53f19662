package ask

import (
	"reflect"

	"github.com/expr-lang/expr/ast"

	"github.com/tiexin-go/tiexin/internal/say"
)

// checkTypes reports what expr lets pass though it can never be meant: its types are
// known after it was checked.
func (w *builder) checkTypes(root ast.Node) {
	inspect(root, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.ArrayNode:
			w.checkList(n)
		case *ast.ConditionalNode:
			yes, no := typeOf(n.Exp1), typeOf(n.Exp2)
			if yes != no && !isOpen(yes) && !isOpen(no) {
				w.fault(n, zh.Text("its two values are %s and %s", yes, no), zh.Text("choose between two values of one kind"))
			}
		case *ast.SliceNode:
			if typeOf(n.Node) == aText {
				w.fault(n, zh.Text("a text cannot be sliced"), zh.Text("write hasPrefix(…, '…'), hasSuffix(…, '…') or contains"))
			}
		case *ast.BuiltinNode:
			if kind := noNumbers(n); !kind.Empty() {
				w.fault(n, zh.Text("%s(…) cannot take %s", n.Name, kind), zh.Text("it takes numbers"))
			}
		case *ast.BinaryNode:
			w.checkLookup(n)
		}
	})
}

// checkList reports a list of mixed kinds: what is looked up in it could be only some
// of them.
func (w *builder) checkList(n *ast.ArrayNode) {
	for _, e := range n.Nodes {
		if first, kind := typeOf(n.Nodes[0]), typeOf(e); kind != first {
			w.fault(n, zh.Text("the list mixes %s and %s", several(first), several(kind)), zh.Text("write all of one kind: %s", quotesHint))
			return
		}
	}
}

// checkLookup reports a lookup that never finds what is meant: a value of another kind
// than those of the list, or a number with fractions among wholes.
func (w *builder) checkLookup(n *ast.BinaryNode) {
	left, right := n.Left.Type(), n.Right.Type()
	if n.Operator == "==" || n.Operator == "!=" {
		w.checkElement(n)
	}
	if n.Operator != "in" || left == nil || right == nil {
		return
	}
	if r, ok := n.Right.(*ast.BinaryNode); ok && r.Operator == ".." {
		if word, known := WordNamed(wordOf(n.Left)); known && word.Whole || isWhole(left) {
			return
		}
		what := wording(n.Left)
		w.fault(n, zh.Text("a range holds whole numbers only, and %s may have a fraction", what),
			zh.Text("write %s >= %s && %s <= %s", what, wording(r.Left), what, wording(r.Right)))
		return
	}
	if right.Kind() == reflect.Slice && right.Elem().Kind() != reflect.Interface {
		if needle, of := plainType(left), plainType(right.Elem()); needle != of {
			w.fault(n, zh.Text("%s is looked up among %s", needle, plural(right.Elem().String())), quotesHint)
		}
	}
}

// checkElement reports a comparison of an element that is never of the other's kind.
func (w *builder) checkElement(n *ast.BinaryNode) {
	left, right := typeOf(n.Left), typeOf(n.Right)
	if left != right && !isOpen(left) && !isOpen(right) {
		w.fault(n, zh.Text("%q cannot be used between %s and %s", n.Operator, left, right), quotesHint)
	}
}

// noNumbers is the kind of the first value that min and max cannot take; empty when
// they take all.
func noNumbers(n *ast.BuiltinNode) say.Text {
	if n.Name != "min" && n.Name != "max" {
		return say.Text{}
	}
	for _, arg := range n.Arguments {
		kind := typeOf(arg)
		if kind != aNumber && kind != listOf(aNumber) && !isOpen(kind) {
			return kind
		}
	}
	return say.Text{}
}

// isOpen says that it is not known which values a part has: an empty list fits any.
func isOpen(kind say.Text) bool { return kind == unknownType || kind == otherList }

// typeOf is the kind of value that a part has, in plain words. Of an element of a list
// it is known where that of the list is.
func typeOf(n ast.Node) say.Text {
	switch n := n.(type) {
	case *ast.ArrayNode:
		if len(n.Nodes) > 0 {
			return listOf(typeOf(n.Nodes[0]))
		}
	case *ast.BuiltinNode:
		if of := n.Arguments[0].Type(); of != nil && of.Kind() == reflect.Slice && (n.Name == "first" || n.Name == "last") {
			return plainType(of.Elem())
		}
		if (n.Name == "min" || n.Name == "max") && noNumbers(n).Empty() {
			return aNumber
		}
	}
	if t := n.Type(); t != nil {
		return plainType(t)
	}
	return unknownType
}

func isWhole(t reflect.Type) bool { return t.Kind() >= reflect.Int && t.Kind() <= reflect.Uint64 }
