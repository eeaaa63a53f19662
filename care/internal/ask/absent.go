package ask

import (
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/tiexin-go/tiexin/internal/say"
)

// What people of other languages write for a value that is not there. Every word has a
// value here, or is unknown: a comparison with nothing would never change its answer.

// refuseNil reports a nil with the comparison it stands in.
func (w *builder) refuseNil(n *ast.NilNode, root ast.Node) {
	var outer *ast.BinaryNode
	inspect(root, func(m ast.Node) {
		if b, ok := m.(*ast.BinaryNode); ok && (b.Left == n || b.Right == n) {
			outer = b
		}
	})
	if outer == nil {
		w.fault(n, zh.Text("a condition has no such value"), zh.Text("compare with '' or 0, or leave it out"))
		return
	}
	other := outer.Left
	if other == n {
		other = outer.Right
	}
	w.fault(outer, zh.Text("%s always has a value or is unknown, so this never changes its answer", w.written(other)), w.emptyHint(other, outer.Operator))
}

// emptyHint says how a word is compared with its own kind of nothing.
func (w *builder) emptyHint(n ast.Node, operator string) say.Text {
	word, known := WordNamed(wordOf(n))
	switch {
	case !known:
	case word.sort == ofTime:
		if happened, ok := WordNamed(strings.TrimSuffix(word.Name, "_at")); ok {
			return zh.Text("write %s, or not %s", happened.Name, happened.Name)
		}
		return zh.Text("leave the comparison out")
	case word.isNumber():
		return zh.Text("leave the comparison out: what is compared with an unknown number is not true by itself")
	case word.sort == ofList || word.sort == ofNamed:
		return zh.Text("write len(%s) %s 0", word.Name, operator)
	case word.sort == ofYesNo:
		return zh.Text("leave the comparison out")
	}
	return zh.Text("write %s %s ''", w.written(n), operator)
}

// refuseDefault reports ??.
func (w *builder) refuseDefault(n *ast.BinaryNode) {
	left, right := w.written(n.Left), w.written(n.Right)
	w.fault(n, zh.Text("%s always has a value or is unknown, so what follows ?? is never taken", left),
		zh.Text("for an empty text, write (%s == '' ? %s : %s)", left, right, left))
}
