package ask

import (
	"reflect"
	"strings"

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
			if typeOf(n.Node) == "a text" {
				w.fault(n, zh.Text("a text cannot be sliced"), zh.Text("write hasPrefix(…, '…'), hasSuffix(…, '…') or contains"))
			}
		case *ast.BuiltinNode:
			if kind := noNumbers(n); kind != "" {
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
			w.fault(n, zh.Text("%s is looked up among %s", needle, plural(right.Elem().String())), say.Plain(quotesHint))
		}
	}
}

// checkElement reports a comparison of an element that is never of the other's kind.
func (w *builder) checkElement(n *ast.BinaryNode) {
	left, right := typeOf(n.Left), typeOf(n.Right)
	if left != right && !isOpen(left) && !isOpen(right) {
		w.fault(n, zh.Text("%q cannot stand between %s and %s", n.Operator, left, right), say.Plain(quotesHint))
	}
}

// noNumbers is the kind of the first value that min and max cannot take; empty when
// they take all.
func noNumbers(n *ast.BuiltinNode) string {
	if n.Name != "min" && n.Name != "max" {
		return ""
	}
	for _, arg := range n.Arguments {
		kind := typeOf(arg)
		if of := strings.TrimPrefix(kind, "a list of "); of != "numbers" && of != "others" && kind != "a number" && kind != unknownType {
			return kind
		}
	}
	return ""
}

// several are values of a kind.
func several(kind string) string {
	switch kind {
	case "a text", "a number", "a time":
		return strings.TrimPrefix(kind, "a ") + "s"
	case "yes or no":
		return "yes and no"
	default:
		return "others"
	}
}

// isOpen says that it is not known which values a part has: an empty list fits any.
func isOpen(kind string) bool { return kind == unknownType || kind == "a list of others" }

const unknownType = "something unknown"

// typeOf is the kind of value that a part has, in plain words. Of an element of a list
// it is known where that of the list is.
func typeOf(n ast.Node) string {
	switch n := n.(type) {
	case *ast.ArrayNode:
		if len(n.Nodes) > 0 {
			return "a list of " + several(typeOf(n.Nodes[0]))
		}
	case *ast.BuiltinNode:
		if of := n.Arguments[0].Type(); of != nil && of.Kind() == reflect.Slice && (n.Name == "first" || n.Name == "last") {
			return plainType(of.Elem())
		}
		if (n.Name == "min" || n.Name == "max") && noNumbers(n) == "" {
			return "a number"
		}
	}
	if t := n.Type(); t != nil {
		return plainType(t)
	}
	return unknownType
}

func isWhole(t reflect.Type) bool { return t.Kind() >= reflect.Int && t.Kind() <= reflect.Uint64 }
