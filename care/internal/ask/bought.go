package ask

import (
	"math"

	"github.com/expr-lang/expr/ast"
)

// A bought asks whether goods of a category were paid for in the last so many
// days. The answer changes by itself: it knows until when it holds.
type bought struct {
	category *program // nil: the text
	text     string
	days     *quantity
}

func (b *bought) ask(v *View, _ bool, text string) (Times, bool) {
	category := b.text
	if b.category != nil {
		computed, ok := v.run(b.category).(string)
		if !ok {
			return never, false
		}
		category = computed
	}
	days := v.number(b.days, text)
	if math.IsNaN(days) {
		return never, false
	}
	if v.LastBought == nil || days < 0 {
		return never, true
	}
	last, ok := v.LastBought(category)
	if !ok {
		return never, true
	}
	return from(At(last)).And(until(rightAfter(float64(last) + days*86_400_000))), true
}

func (b *bought) sees(*witness) []string { return nil }

// A purchase is not understood by the search: it may have been or not.
func (b *bought) collect(t *trial, text string)     { t.choice(text).free = true }
func (b *bought) could(t *trial, text string) maybe { return t.couldFree(text) }

// purchases find bought(category, days).
type purchases struct{}

// boughtWord is how messages call bought(category, days).
const boughtWord = "bought(…)"

func (purchases) named(n ast.Node) string {
	if call, ok := n.(*ast.CallNode); ok && calls(call, "bought") {
		return boughtWord
	}
	return ""
}

func (purchases) build(w *builder, n ast.Node) *node {
	call, ok := n.(*ast.CallNode)
	if !ok || !calls(call, "bought") {
		return nil
	}
	return w.boughtNode(call)
}

// boughtNode compiles bought(category, days).
func (w *builder) boughtNode(n *ast.CallNode) *node {
	b := &bought{}
	for _, arg := range n.Arguments {
		if w.refuseMoving(arg) {
			return &node{op: opFalse}
		}
	}
	text := wording(n)
	if s, ok := n.Arguments[0].(*ast.StringNode); ok {
		b.text = s.Value
	} else {
		category := wording(n.Arguments[0])
		p, kind := w.program(n.Arguments[0], category)
		if kind != nil && plainType(kind) != aText {
			w.fault(n.Arguments[0], zh.Text("%s is %s, not a category", category, plainType(kind)), zh.Text("write a text in quotes: bought('奶粉', 30)"))
		}
		b.category = p
	}
	var ok bool
	if b.days, ok = w.quantity(n.Arguments[1], 0); ok && b.days.isConstant() && !(b.days.constant > 0) {
		w.fault(n.Arguments[1], zh.Text("the number of days must be more than nothing"), zh.Text("write bought('奶粉', 30)"))
	}
	return &node{op: opMoving, moves: true, moving: b, text: text}
}
