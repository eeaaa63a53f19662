package rule

import (
	"fmt"
	"math"

	"github.com/expr-lang/expr/ast"
)

// A line is a part of a comparison as clock × factor + offset. Factor and
// offset do not move.
type line struct {
	stem           Stem
	unit           float64 // milliseconds
	factor, offset ast.Node
}

// comparison solves a comparison that holds a clock. What is not understood is
// refused: a wake-up that is not certain would be a message too late.
func (w *builder) comparison(n *ast.BinaryNode) *node {
	text := wording(n)
	left, okLeft := w.line(n.Left)
	right, okRight := w.line(n.Right)
	if !okLeft || !okRight {
		return &node{op: opFalse}
	}
	if left.stem != NoClock && right.stem != NoClock && (left.stem != right.stem || left.unit != right.unit) {
		w.fault(n, "two clocks cannot be compared with each other", "compare each with a number")
		return &node{op: opFalse}
	}
	diff := minus(left, right)
	unit := max(left.unit, right.unit)
	factor, ok := w.quantity(diff.factor)
	offset, okOffset := w.quantity(diff.offset)
	if !ok || !okOffset {
		return &node{op: opFalse}
	}
	if factor.program == nil && factor.constant == 0 {
		w.fault(n, "the clock cancels out of this comparison", "")
		return &node{op: opFalse}
	}
	// Per unit of the clock to per millisecond.
	if offset.program == nil {
		offset.constant *= unit
	} else if offset, ok = w.quantity(scaled(diff.offset, unit)); !ok {
		return &node{op: opFalse}
	}
	w.condition.size++
	return &node{op: opClock, text: text, clock: &comparison{stem: diff.stem, unit: unit, factor: factor, offset: offset, op: n.Operator}}
}

// line reads a part as clock × factor + offset.
func (w *builder) line(n ast.Node) (line, bool) {
	if !w.moves(n) {
		return line{offset: n}, true
	}
	switch n := n.(type) {
	case *ast.IdentifierNode:
		stem, unit, _ := clockWord(n.Value)
		return line{stem: stem, unit: unit, factor: one, offset: nil}, true
	case *ast.UnaryNode:
		if n.Operator == "-" || n.Operator == "+" {
			l, ok := w.line(n.Node)
			if n.Operator == "-" {
				l.factor, l.offset = negative(l.factor), negative(l.offset)
			}
			return l, ok
		}
	case *ast.BinaryNode:
		if n.Operator == "+" || n.Operator == "-" || n.Operator == "*" || n.Operator == "/" {
			return w.arithmetic(n)
		}
	}
	w.fault(n, fmt.Sprintf("time cannot be solved for in %s", wording(n)), movingHint)
	return line{}, false
}

const movingHint = "compare a clock with <, <=, > or >= to something that does not move; between them only + - * / with such values"

func (w *builder) arithmetic(n *ast.BinaryNode) (line, bool) {
	left, okLeft := w.line(n.Left)
	right, okRight := w.line(n.Right)
	if !okLeft || !okRight {
		return line{}, false
	}
	switch n.Operator {
	case "+", "-":
		if left.stem != NoClock && right.stem != NoClock && (left.stem != right.stem || left.unit != right.unit) {
			w.fault(n, "two clocks cannot be added or subtracted", "compare each with a number")
			return line{}, false
		}
		if n.Operator == "-" {
			return minus(left, right), true
		}
		return minus(left, line{stem: right.stem, unit: right.unit, factor: negative(right.factor), offset: negative(right.offset)}), true
	case "*":
		if left.stem != NoClock && right.stem != NoClock {
			w.fault(n, "two clocks cannot be multiplied", "compare each with a number")
			return line{}, false
		}
		if left.stem == NoClock {
			left, right = right, left
		}
		return line{left.stem, left.unit, binary("*", left.factor, right.offset), binary("*", left.offset, right.offset)}, true
	default:
		if right.stem != NoClock {
			w.fault(n, "nothing can be divided by a clock", "multiply the other side instead")
			return line{}, false
		}
		return line{left.stem, left.unit, binary("/", left.factor, right.offset), binary("/", left.offset, right.offset)}, true
	}
}

func minus(l, r line) line {
	stem, unit := l.stem, l.unit
	if stem == NoClock {
		stem, unit = r.stem, r.unit
	}
	return line{stem, unit, binary("-", l.factor, r.factor), binary("-", l.offset, r.offset)}
}

var one ast.Node = &ast.FloatNode{Value: 1}

// binary builds a part of two parts; nil stands for zero. Numbers are folded.
func binary(op string, l, r ast.Node) ast.Node {
	x, okX := literal(l)
	y, okY := literal(r)
	switch {
	case okX && okY:
		return &ast.FloatNode{Value: calculate(op, x, y)}
	case l == nil && (op == "*" || op == "/"), r == nil && op == "*":
		return nil
	case r == nil && op == "-":
		return l
	case l == nil:
		return negative(r)
	}
	n := &ast.BinaryNode{Operator: op, Left: l, Right: r}
	n.SetLocation(l.Location())
	return n
}

func negative(n ast.Node) ast.Node {
	if n == nil {
		return nil
	}
	if x, ok := literal(n); ok {
		return &ast.FloatNode{Value: -x}
	}
	m := &ast.UnaryNode{Operator: "-", Node: n}
	m.SetLocation(n.Location())
	return m
}

func scaled(n ast.Node, by float64) ast.Node {
	return binary("*", n, &ast.FloatNode{Value: by})
}

func literal(n ast.Node) (float64, bool) {
	switch n := n.(type) {
	case nil:
		return 0, true
	case *ast.IntegerNode:
		return float64(n.Value), true
	case *ast.FloatNode:
		return n.Value, true
	case *ast.UnaryNode:
		if x, ok := literal(n.Node); ok && n.Operator == "-" {
			return -x, true
		}
	}
	return 0, false
}

func calculate(op string, x, y float64) float64 {
	switch op {
	case "+":
		return x + y
	case "-":
		return x - y
	case "*":
		return x * y
	default:
		return x / y
	}
}

// quantity compiles a part that must be a number and does not move.
func (w *builder) quantity(n ast.Node) (number, bool) {
	if x, ok := literal(n); ok {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			w.fault(n, "the comparison divides by zero", "")
			return number{}, false
		}
		return number{constant: x}, true
	}
	p, kind := w.program(n, wording(n))
	if kind == nil {
		return number{}, false
	}
	if plainType(kind) != "a number" {
		w.fault(n, fmt.Sprintf("%s is %s; a clock is compared with a number", wording(n), plainType(kind)), "")
		return number{}, false
	}
	return number{program: p}, true
}

// boughtNode compiles bought(category, days).
func (w *builder) boughtNode(n *ast.CallNode) *node {
	if len(n.Arguments) != 2 {
		return &node{op: opFalse} // reported with the words
	}
	text := wording(n)
	w.condition.Moves = true
	w.condition.size++
	b := &bought{}
	if s, ok := n.Arguments[0].(*ast.StringNode); ok {
		b.category.constant = s.Value
	} else if p, kind := w.program(n.Arguments[0], wording(n.Arguments[0])); kind != nil {
		if plainType(kind) != "a text" {
			w.fault(n.Arguments[0], "the category is a text", "write it in quotes: bought('奶粉', 30)")
		}
		b.category.program = p
	}
	b.days, _ = w.quantity(n.Arguments[1])
	return &node{op: opBought, bought: b, text: text}
}

// refuseMoving reports a moving word in a place that cannot be solved for time.
func (w *builder) refuseMoving(n ast.Node) bool {
	if !w.moves(n) {
		return false
	}
	message, hint := fmt.Sprintf("time cannot be solved for in %s", wording(n)), movingHint
	if b, ok := n.(*ast.BinaryNode); ok {
		clock := wording(b.Left)
		switch b.Operator {
		case "==":
			message = "a clock is a real number and is equal to another only for an instant"
			hint = fmt.Sprintf("write %s >= %s, or > and <", clock, wording(b.Right))
		case "!=":
			message = "a clock is a real number and is almost always unequal"
			hint = fmt.Sprintf("write %s < %s || %s > %s", clock, wording(b.Right), clock, wording(b.Right))
		case "in", "not in":
			message = "a clock cannot be looked up in a list or range"
			hint = fmt.Sprintf("write %s >= %s", clock, "… && "+clock+" < …")
			if r, ok := b.Right.(*ast.BinaryNode); ok && r.Operator == ".." {
				hint = fmt.Sprintf("write %s >= %s && %s <= %s", clock, wording(r.Left), clock, wording(r.Right))
			}
		}
	}
	if _, ok := n.(*ast.BuiltinNode); ok {
		message, hint = "a clock cannot be handed to a function", "compare it: minutes_unpaid > 15"
	}
	if _, ok := n.(*ast.VariableDeclaratorNode); ok {
		message, hint = "a clock cannot be kept in a variable", "write the comparison where it is needed"
	}
	if id, ok := n.(*ast.IdentifierNode); ok {
		message, hint = fmt.Sprintf("%s is a number, not yes or no", id.Value), fmt.Sprintf("compare it: %s > 15", id.Value)
	}
	w.fault(n, message, hint)
	return true
}
