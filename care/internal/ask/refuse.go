package ask

import (
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/tiexin-go/tiexin/internal/say"
)

// What is said about a moving word where its next change cannot be known.

var movingHint = zh.Text("compare a clock with <, <=, > or >= to something that does not move; between them only + - * / with such values")

// refuseMoving reports a part that moves and stands where yes or no is expected.
func (w *builder) refuseMoving(n ast.Node) bool {
	what := w.moving(n)
	if what == "" {
		return false
	}
	b, ok := n.(*ast.BinaryNode)
	switch {
	case what == stageWord:
		w.refuseStage(n)
	case isClock(n):
		w.fault(n, zh.Text("%s is a number, not yes or no", what), zh.Text("compare it: %s > 15", what))
	case ok && isArithmetic(b.Operator):
		w.fault(n, zh.Text("%s is a number, not yes or no", wording(n)), zh.Text("compare it: %s > 15", wording(n)))
	case ok && isClockLine(b.Left) && w.refuseCompared(b, b.Left, b.Right):
	case ok && (b.Operator == "==" || b.Operator == "!=") && isClockLine(b.Right) && w.refuseCompared(b, b.Right, b.Left):
	default:
		w.refuseInside(n)
	}
	return true
}

// refuseCompared reports a clock in a comparison that it cannot be in.
func (w *builder) refuseCompared(n *ast.BinaryNode, left, right ast.Node) bool {
	clock, other := wording(left), wording(right)
	switch n.Operator {
	case "==":
		w.fault(n, zh.Text("a clock is a real number and equals another only for an instant"), zh.Text("write %s >= %s, or > and <", clock, other))
	case "!=":
		w.fault(n, zh.Text("a clock is a real number and is almost always unequal"), zh.Text("write %s < %s || %s > %s", clock, other, clock, other))
	case "in":
		hint := zh.Text("write %s >= … && %s < …", clock, clock)
		if r, ok := right.(*ast.BinaryNode); ok && r.Operator == ".." {
			hint = zh.Text("write %s >= %s && %s <= %s", clock, wording(r.Left), clock, wording(r.Right))
		}
		w.fault(n, zh.Text("a clock cannot be looked up in a list or range"), hint)
	default:
		return false
	}
	return true
}

// refuseInside reports a part that holds something moving and cannot be solved
// for it.
func (w *builder) refuseInside(n ast.Node) {
	what := w.moving(n)
	if what == stageWord {
		w.refuseStage(n)
		return
	}
	hint := zh.Text("write it alone, or with not before it")
	_, isAClock := clockNamed(what)
	if isAClock {
		hint = zh.Text("compare it: %s > 15", what)
	}
	switch outer := n.(type) {
	case *ast.BuiltinNode:
		if what == boughtWord {
			hint = zh.Text("write it for each category: bought('奶粉', 30) || bought('尿裤', 30)")
		}
		w.fault(n, zh.Text("%s changes with time and cannot be used in %s(…)", what, outer.Name), hint)
	case *ast.MemberNode:
		w.fault(n, zh.Text("%s is yes or no, not a number", what), hint)
	case *ast.CallNode:
		if calls(outer, "bought") {
			w.fault(n, zh.Text("%s is yes or no, not a number", what), hint)
			return
		}
		w.refuseArgument(n, what)
	case *ast.VariableDeclaratorNode, *ast.SequenceNode:
		w.fault(n, zh.Text("%s changes with time and cannot be kept in a variable", what), zh.Text("write the comparison where it is needed"))
	case *ast.ConditionalNode:
		cond := wording(outer.Cond)
		w.fault(n, zh.Text("%s changes with time and cannot choose a number or be chosen", what),
			zh.Text("write the comparison twice: %s ? … > 15 : … > 30", cond))
	case *ast.BinaryNode:
		if !isAClock && (outer.Operator == "==" || outer.Operator == "!=") {
			w.fault(n, zh.Text("%s is yes or no already", what), hint)
			return
		}
		w.fault(n, unsolved(n), movingHint)
	default:
		w.fault(n, unsolved(n), movingHint)
	}
}

// refuseArgument reports something moving as the value of a function.
func (w *builder) refuseArgument(n ast.Node, what string) {
	hint := zh.Text("write it outside of the brackets")
	if _, ok := clockNamed(what); ok {
		hint = zh.Text("compare it: %s > 15", what)
	}
	w.fault(n, zh.Text("%s changes with time and cannot be passed to a function", what), hint)
}

func unsolved(n ast.Node) say.Text {
	return zh.Text("it cannot be foreseen when the answer of %s changes", wording(n))
}

func isClock(n ast.Node) bool {
	id, ok := n.(*ast.IdentifierNode)
	if !ok {
		return false
	}
	_, ok = clockNamed(id.Value)
	return ok
}

// isClockLine says that a part is a clock, or a clock with arithmetic around it.
func isClockLine(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return isClock(n)
	case *ast.UnaryNode:
		return isClockLine(n.Node) && isArithmetic(n.Operator)
	case *ast.BinaryNode:
		return isArithmetic(n.Operator) && (isClockLine(n.Left) || isClockLine(n.Right))
	}
	return false
}

func isArithmetic(operator string) bool {
	return len(operator) == 1 && strings.Contains("+-*/%^", operator)
}
