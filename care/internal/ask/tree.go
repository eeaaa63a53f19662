package ask

import (
	"errors"
	"strings"
	"unicode"

	"github.com/expr-lang/expr/ast"
)

// The syntax tree of expr, as the conditions look at it.

// errNotUnderstood stands for what expr could not bear.
var errNotUnderstood = errors.New("this is not understood")

// shielded calls into expr: if it panics, that is an error.
func shielded(f func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = errNotUnderstood
		}
	}()
	return f()
}

type visitor func(*ast.Node)

func (v visitor) Visit(n *ast.Node) { v(n) }

// inspect visits every part of an expression, the inner ones first.
func inspect(n ast.Node, f func(ast.Node)) {
	ast.Walk(&n, visitor(func(n *ast.Node) { f(*n) }))
}

func calls(n *ast.CallNode, name string) bool {
	callee, ok := n.Callee.(*ast.IdentifierNode)
	return ok && callee.Value == name
}

// extent is the stretch of source that a part covers, in characters.
func (w *builder) extent(n ast.Node) (from, to int) {
	from, to = -1, -1
	inspect(n, func(n ast.Node) {
		l := n.Location()
		if _, isChoice := n.(*ast.ConditionalNode); isChoice || l.To == 0 {
			return // it bears the place of what follows, or none
		}
		if from < 0 || l.From < from {
			from = l.From
		}
		to = max(to, l.To)
	})
	switch n.(type) {
	case *ast.CallNode, *ast.BuiltinNode:
		to = w.closed(to, ')')
	case *ast.MemberNode:
		to = w.closed(to, ']')
	}
	return max(from, 0), max(to, 1)
}

// stretch is the extent of a part with all the brackets that belong to it, so that it
// could stand somewhere else.
func (w *builder) stretch(n ast.Node) (from, to int) {
	from, to = w.extent(n)
	runes := w.characters()
	open, before := 0, 0 // brackets that are not closed, and that were opened before
	quote := rune(0)
	for i := from; i < len(runes) && (i < to || open > 0); i++ {
		switch c := runes[i]; {
		case quote != 0 && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"' || c == '`':
			quote = c
		case c == '(' || c == '[' || c == '{':
			open++
		case c != ')' && c != ']' && c != '}':
		case open > 0:
			open--
		default:
			before++
		}
		to = max(to, i+1)
	}
	to = min(to, len(runes))
	for ; before > 0 && from > 0; from-- {
		if c := runes[from-1]; c == '(' || c == '[' || c == '{' {
			before--
		}
	}
	return from, to
}

// characters are those of the source.
func (w *builder) characters() []rune {
	if w.runes == nil {
		w.runes = []rune(w.source.String())
	}
	return w.runes
}

// closed takes a bracket that closes behind a part into it.
func (w *builder) closed(to int, bracket rune) int {
	runes := w.characters()
	for i := to; i < len(runes); i++ {
		switch {
		case runes[i] == bracket:
			return i + 1
		case !unicode.IsSpace(runes[i]):
			return to
		}
	}
	return to
}

// written is a part as it was typed.
func (w *builder) written(n ast.Node) string {
	from, to := w.extent(n)
	runes := []rune(w.source.String())
	return string(runes[min(from, len(runes)):min(to, len(runes))])
}

// wording is a part as a person would have written it.
func wording(n ast.Node) string {
	return strings.ReplaceAll(n.String(), `"`, `'`)
}
