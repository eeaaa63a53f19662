package ask

import (
	"math"
	"reflect"

	"github.com/expr-lang/expr/ast"

	"github.com/tiexin-go/tiexin/internal/say"
)

// A line is one side of a comparison as clock × factor + offset. Without a clock
// it is the offset alone.
type line struct {
	clock          clockWord
	factor, offset *quantity
}

func (l line) moves() bool { return l.clock.stem != NoClock }

// comparison solves a comparison that holds a clock. What is not understood is
// refused: a wake-up that is not certain would be a message too late.
func (w *builder) comparison(n *ast.BinaryNode) *node {
	refused := &node{op: opFalse}
	text := wording(n)
	left, okLeft := w.line(n.Left, 0)
	right, okRight := w.line(n.Right, 0)
	if !okLeft || !okRight {
		return refused
	}
	if left.moves() && right.moves() && left.clock != right.clock {
		w.fault(n, zh.Text("two clocks cannot be compared with each other"), zh.Text("compare each with a number"))
		return refused
	}
	diff := sum('-', left, right)
	if diff.factor.isZero() {
		w.fault(n, zh.Text("the clock cancels out of this comparison"), zh.Text("compare the clock with a number"))
		return refused
	}
	c := &comparison{
		stem: diff.clock.stem, unit: diff.clock.unit, op: compares[n.Operator], stops: w.Segment,
		factor: diff.factor, offset: combine('*', diff.offset, number(diff.clock.unit.millis)),
	}
	for _, q := range []*quantity{c.factor, c.offset} {
		if q.isConstant() && math.IsNaN(q.constant) {
			w.fault(n, zh.Text("the numbers in this comparison are too large"), zh.Text("write smaller ones, or another unit"))
			return refused
		}
	}
	return &node{op: opMoving, moves: true, text: text, moving: c}
}

// deepestSum is how deep arithmetic around a clock may go.
const deepestSum = 50

// line reads a part as clock × factor + offset.
func (w *builder) line(n ast.Node, depth int) (line, bool) {
	if !w.moves(n) {
		q, ok := w.quantity(n, depth)
		return line{factor: number(0), offset: q}, ok
	}
	if depth > deepestSum {
		w.fault(n, zh.Text("the arithmetic around the clock goes too deep"), zh.Text("compute on the other side, or let the host put the value into attr"))
		return line{}, false
	}
	switch n := n.(type) {
	case *ast.IdentifierNode:
		clock, _ := clockNamed(n.Value)
		return line{clock: clock, factor: number(1), offset: number(0)}, true
	case *ast.UnaryNode:
		if n.Operator == "-" || n.Operator == "+" {
			l, ok := w.line(n.Node, depth+1)
			if ok && n.Operator == "-" {
				l = sum('-', line{factor: number(0), offset: number(0)}, l)
			}
			return l, ok
		}
	case *ast.BinaryNode:
		switch n.Operator {
		case "+", "-", "*", "/":
			return w.arithmetic(n, depth+1)
		}
	}
	w.refuseInside(n)
	return line{}, false
}

func (w *builder) arithmetic(n *ast.BinaryNode, depth int) (line, bool) {
	left, okLeft := w.line(n.Left, depth)
	right, okRight := w.line(n.Right, depth)
	if !okLeft || !okRight {
		return line{}, false
	}
	op := n.Operator[0]
	switch {
	case op == '/' && right.moves():
		w.fault(n, zh.Text("nothing can be divided by a clock"), zh.Text("multiply the other side instead"))
	case op == '*' && left.moves() && right.moves():
		w.fault(n, zh.Text("two clocks cannot be multiplied"), zh.Text("compare each with a number"))
	case op == '/' && right.offset.isZero():
		w.fault(n, zh.Text("this divides by zero"), say.Text{})
	case op == '*' && right.moves():
		return line{right.clock, combine(op, right.factor, left.offset), combine(op, right.offset, left.offset)}, true
	case op == '*' || op == '/':
		return line{left.clock, combine(op, left.factor, right.offset), combine(op, left.offset, right.offset)}, true
	case left.moves() && right.moves() && left.clock != right.clock:
		w.fault(n, zh.Text("two clocks cannot be added or subtracted"), zh.Text("compare each with a number"))
	default:
		return sum(op, left, right), true
	}
	return line{}, false
}

// sum adds or subtracts two lines about one clock.
func sum(op byte, l, r line) line {
	clock := l.clock
	if !l.moves() {
		clock = r.clock
	}
	return line{clock, combine(op, l.factor, r.factor), combine(op, l.offset, r.offset)}
}

// quantity compiles a part that must be a number and does not move.
func (w *builder) quantity(n ast.Node, depth int) (*quantity, bool) {
	if x, ok := literal(n); ok {
		return number(x), true
	}
	if word, ok := WordNamed(wordOf(n)); ok && word.isNumber() {
		return &quantity{op: 'w', word: word}, true
	}
	if depth > deepestSum {
		return w.computedQuantity(n)
	}
	switch n := n.(type) {
	case *ast.UnaryNode:
		if n.Operator == "-" || n.Operator == "+" {
			q, ok := w.quantity(n.Node, depth+1)
			if ok && n.Operator == "-" {
				q = combine('-', number(0), q)
			}
			return q, ok
		}
	case *ast.BinaryNode:
		switch n.Operator {
		case "+", "-", "*", "/":
			l, okLeft := w.quantity(n.Left, depth+1)
			r, okRight := w.quantity(n.Right, depth+1)
			if !okLeft || !okRight {
				return nil, false
			}
			if n.Operator == "/" && r.isZero() {
				w.fault(n, zh.Text("this divides by zero"), say.Text{})
				return nil, false
			}
			return combine(n.Operator[0], l, r), true
		}
	case *ast.ConditionalNode:
		faults := len(w.faults)
		choice := w.build(n.Cond)
		l, okLeft := w.quantity(n.Exp1, depth+1)
		r, okRight := w.quantity(n.Exp2, depth+1)
		return &quantity{op: '?', choice: choice, left: l, right: r}, okLeft && okRight && len(w.faults) == faults
	}
	return w.computedQuantity(n)
}

func (w *builder) computedQuantity(n ast.Node) (*quantity, bool) {
	text := wording(n)
	p, kind := w.program(n, text)
	switch {
	case kind == nil:
		return nil, false
	case plainType(kind) != aNumber && kind.Kind() != reflect.Interface:
		w.fault(n, zh.Text("%s is %s, not a number", text, plainType(kind)), zh.Text("a clock is compared with a number"))
		return nil, false
	}
	return &quantity{op: 'p', program: p}, true
}
