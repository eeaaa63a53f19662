package ask

import (
	"math"

	"github.com/expr-lang/expr/vm"
)

// A quantity is a number that does not move: known at load, or computed from
// the facts.
type quantity struct {
	op          byte // 0: constant; w: word; p: program; ?: choice; + - * /
	constant    float64
	word        *Word
	program     *program
	choice      *node
	left, right *quantity
}

// A program is a part of a condition that is worked out from the facts: an atom, or
// what expr compiled.
type program struct {
	atom   *atom       // nil: it has code
	code   *vm.Program // nil: it is an atom
	text   string      // as a person would read it
	number int         // among the programs of the set, for the view's memory of answers
	need   need
	match  matching
}

func number(x float64) *quantity { return &quantity{constant: x} }

func (q *quantity) isConstant() bool { return q.op == 0 }
func (q *quantity) isZero() bool     { return q.op == 0 && q.constant == 0 }

// combine computes with quantities, at load as far as they are known.
func combine(op byte, l, r *quantity) *quantity {
	switch {
	case l.isConstant() && r.isConstant():
		x, _ := calculate(op, l.constant, r.constant)
		return number(x)
	case (op == '+' || op == '-') && r.isConstant() && r.constant == 0,
		(op == '*' || op == '/') && r.isConstant() && r.constant == 1:
		return l
	}
	return &quantity{op: op, left: l, right: r}
}

// number computes a quantity. What cannot be worked out is no number (NaN), and a
// fault of the view, in the part that is written like the text.
func (v *View) number(q *quantity, text string) float64 {
	switch q.op {
	case 0:
		return q.constant
	case 'w':
		x := q.word.number(&v.Facts)
		switch {
		case q.word.needs&^v.Has != 0:
			v.fail(q.word.Name, (q.word.needs &^ v.Has).absent())
			return math.NaN()
		case math.IsNaN(x):
			v.fail(q.word.Name, q.word.absent)
		}
		return x
	case 'p':
		return v.computed(q.program)
	case '?':
		return v.chosen(q, text)
	default:
		x, err := calculate(q.op, v.number(q.left, text), v.number(q.right, text))
		if err != nil {
			v.fail(text, err.Error())
		}
		return x
	}
}

// chosen is one of two quantities; no number when the choice itself is unknown.
func (v *View) chosen(q *quantity, text string) float64 {
	before := v.met
	chosen := q.choice.holds(v, false)
	switch {
	case v.met != before && q.choice.holds(v, true) != chosen:
		return math.NaN()
	case chosen:
		return v.number(q.left, text)
	}
	return v.number(q.right, text)
}

func (v *View) computed(p *program) float64 {
	switch x := v.run(p).(type) {
	case float64:
		return x
	case int:
		return float64(x)
	default:
		v.fail(p.text, "it is not a number")
		return math.NaN()
	}
}
