package ask

import (
	"errors"
	"math"
	"reflect"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/vm/runtime"
)

// Arithmetic with fractions yields infinity and what is no number. Neither is an answer
// for a shop: what yields one cannot be worked out. That is said where it arises, since
// the next operation may turn it into a plain number: 1 ÷ infinity is 0.

var (
	errDividesByZero = errors.New("it divides by zero")
	errTooLarge      = errors.New("its numbers are too large")
	errNoNumber      = errors.New("it is not a number")
)

// calculate is x op y. Where that cannot be compared, it is no number (NaN), with an
// error.
func calculate(op byte, x, y float64) (float64, error) {
	switch op {
	case '+':
		x += y
	case '-':
		x -= y
	case '*':
		x *= y
	case '/':
		if y == 0 {
			return math.NaN(), errDividesByZero
		}
		x /= y
	}
	return finite(x)
}

// finite is a number that can be compared; of any other it says why it cannot.
func finite(x float64) (float64, error) {
	switch {
	case math.IsNaN(x):
		return x, errNoNumber
	case math.IsInf(x, 0):
		return math.NaN(), errTooLarge
	}
	return x, nil
}

// The functions that stand around arithmetic in the programs of expr. Nobody can write
// their names in a condition.
const (
	finiteCall   = "finite number"
	quotientCall = "finite quotient"
)

var finiteCalls = map[string]*builtin.Function{
	finiteCall: {Name: finiteCall, Func: func(args ...any) (any, error) {
		if x, isFraction := args[0].(float64); isFraction {
			return finite(x)
		}
		return args[0], nil
	}},
	quotientCall: {Name: quotientCall, Func: func(args ...any) (any, error) {
		return calculate('/', runtime.ToFloat64(args[0]), runtime.ToFloat64(args[1]))
	}},
}

// keepFinite puts those functions around everything in a checked part that may yield
// infinity or what is no number.
func keepFinite(n *ast.Node) {
	ast.Walk(n, visitor(func(n *ast.Node) {
		switch part := (*n).(type) {
		case *ast.BinaryNode:
			switch part.Operator {
			case "/":
				wrap(n, quotientCall, part.Left, part.Right)
			case "+", "-", "*", "**", "^":
				wrapFraction(n)
			}
		case *ast.BuiltinNode:
			if part.Name == "float" || part.Name == "sum" {
				wrapFraction(n)
			}
		}
	}))
}

// wrapFraction wraps a part that may be a number with a fraction.
func wrapFraction(n *ast.Node) {
	if kind := (*n).Type().Kind(); kind == reflect.Float64 || kind == reflect.Interface {
		wrap(n, finiteCall, *n)
	}
}

func wrap(n *ast.Node, function string, arguments ...ast.Node) {
	call := &ast.CallNode{Callee: &ast.IdentifierNode{Value: function}, Arguments: arguments}
	call.SetType((*n).Type())
	ast.Patch(n, call)
}
